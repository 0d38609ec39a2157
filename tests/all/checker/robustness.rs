//! Lies about limits and directions.

use super::lies::{Lie, assert_rejected, lies, network_is, network_is_first, too_large};

/// The claim that sign(x₁ − 1) − sign(x₁ − 1) + 1 is robustly 1: at x₁ = 1 both units are 0, and they always go
/// to the same side.
const CANCELLING: &str = "claim robust\ntarget interval dim=1 low=-1 high=1\nnetwork inputs=1
  layer sign\n    unit bias -1 weights 1\n    unit bias -1 weights 1
  layer identity\n    unit bias 1 weights 1 -1\nevidence limits\n  classes 1";

/// The cases of [`CANCELLING`], all right if the second is [`RIGHT`].
fn cases(second: &str) -> String {
    format!(
        "{CANCELLING}\n  at counts 1\n    if 1.1 >=0 1.2 >=0 then kept\n    {second}
    if 1.1 <0 1.2 >=0 then impossible -1 1\n    if 1.1 <0 1.2 <0 then kept"
    )
}

const RIGHT: &str = "if 1.1 >=0 1.2 <0 then impossible 1 -1";

/// sign(x₁ − 1) is x₁ at both vertices, and loses the limit at x₁ = 1.
const FRAGILE: &str = "claim robust\ntarget interval dim=1 low=1 high=1\nnetwork inputs=1
  layer sign\n    unit bias -1 weights 1\nevidence limits\n  classes 1
  at counts 1\n    if 1.1 >=0 then kept\n    if 1.1 <0 then kept";

/// 501 units that all are 0 at x₁ = 1, and a case that assumes something of each.
fn too_many_assumptions() -> String {
    let units = "    unit bias -1 weights 1\n".repeat(501);
    let path: Vec<String> = (1..=501).map(|unit| format!("1.{unit} >=0")).collect();
    let path = path.join(" ");
    format!(
        "claim robust\ntarget interval dim=1 low=-1 high=1\nnetwork inputs=1\n  layer sign
{units}  layer identity\n    unit bias 1 weights [0]*501\nevidence limits\n  classes 1
  at counts 1\n    if {path} then kept"
    )
}

pub fn lies_about_limits() -> Vec<Lie> {
    let plain = |head: &str, classes: &str| format!("{head}\nevidence limits\n  classes {classes}");
    let two = |classes: &str| plain(&network_is("robust"), classes);
    let lopsided = network_is("robust").replace("weights 1 1", "weights 1 2");
    let one_case = "\n  at counts 1\n    if 1.1 >=0 1.2 >=0 then kept";
    lies! {
        "cases missing", CANCELLING => CasesMissing;
        "cases for another point", cases(RIGHT).replace("counts 1", "counts 0") => CasesMissing;
        "cases for two counts", cases(RIGHT).replace("counts 1", "counts 1 0") => CasesMissing;
        "cases where none are needed", two("1 1") + "\n  at counts 2\n    if 1.1 >=0 then kept" => CasesUnused;
        "cases twice", cases(RIGHT) + one_case => CasesUnused;
        "no case at a point", format!("{CANCELLING}\n  at counts 1") => CasesDoNotCover { case: 1 };
        "the first case alone", format!("{CANCELLING}{one_case}") => CasesDoNotCover { case: 2 };
        "a case left out", cases("if 1.1 <0 1.2 >=0 then impossible -1 1") => CasesDoNotCover { case: 2 };
        "a case more", cases(RIGHT) + "\n    if 1.1 <0 1.2 <0 then kept" => CasesDoNotCover { case: 5 };
        "a case that stops early", cases("if 1.1 >=0 then kept") => CasesDoNotCover { case: 2 };
        "a case that goes too far", cases(RIGHT).replace("1.2 >=0 then kept", "1.2 >=0 2.1 >=0 then kept") => CasesDoNotCover { case: 1 };
        "a unit that is not next", cases("if 1.2 <0 1.1 >=0 then impossible -1 1") => CasesDoNotCover { case: 2 };
        "a relation that is not next", cases("if 1.1 >=0 1.2 =0 then kept") => CasesDoNotCover { case: 2 };
        "a limit that is lost", cases("if 1.1 >=0 1.2 <0 then kept") => LimitLost { case: 2 };
        "a fragile network", FRAGILE => LimitLost { case: 2 };
        "a multiplier missing", cases("if 1.1 >=0 1.2 <0 then impossible 1") => MultiplierCount { case: 2, found: 1, expected: 2 };
        "a multiplier more", cases("if 1.1 >=0 1.2 <0 then impossible 1 -1 0") => MultiplierCount { case: 2, found: 3, expected: 2 };
        "below 0 for >=0", cases("if 1.1 >=0 1.2 <0 then impossible -1 -1") => MultiplierSign { case: 2 };
        "above 0 for <0", cases("if 1.1 >=0 1.2 <0 then impossible 1 1") => MultiplierSign { case: 2 };
        "slopes that are left", cases("if 1.1 >=0 1.2 <0 then impossible 1 -2") => SlopesDoNotCancel { case: 2 };
        "only zeros", cases("if 1.1 >=0 1.2 <0 then impossible 0 0") => NothingStrict { case: 2 };
        "a possible case", FRAGILE.replace("<0 then kept", "<0 then impossible -1") => SlopesDoNotCancel { case: 2 };
        "a case that is possible at 0", FRAGILE.replace(">=0 then kept", ">=0 then impossible 1") => NothingStrict { case: 1 };
        "more assumptions than are followed", too_many_assumptions() => TooManyAssumptions;
        "more points than are repeated", too_large("robust", "limits") => TooLarge;
        "a coordinate too many", two("1 1 1") => Dimension { found: 3, expected: 2 };
        "a class with two weights", plain(&lopsided, "1 1") => ClassSplitsNetwork { unit: 1 };
        "a class that x₁ splits", plain(&network_is_first("robust"), "1 1") => ClassSplitsTarget;
        "limits are not agreement", plain(&network_is("agrees"), "1 1") => EvidenceDoesNotFit;
    }
}

#[test]
fn limits_are_not_believed_blindly() {
    assert_rejected(lies_about_limits());
}

pub fn lies_about_directions() -> Vec<Lie> {
    let direction = |x: &str, v: &str, limit: &str| {
        let head = network_is("fragile");
        format!("{head}\nevidence direction\n  vertex {x}\n  direction {v}\n  limit {limit}")
    };
    let wide = direction("++", "1 1", "1")
        .replace("inputs=2", "inputs=3")
        .replace("weights 1 1", "weights 1 1 1");
    lies! {
        "the limit is 1", direction("++", "-1 -1", "-1") => StatedWrongly { what: "the limit" };
        "the limit is the target", direction("++", "-1 -1", "1") => LimitKept;
        "staying is no counter-example", direction("--", "0 0", "-1") => LimitKept;
        "a vertex of another cube", direction("+", "1 1", "1") => Dimension { found: 1, expected: 2 };
        "a direction of another space", direction("++", "1", "1") => Dimension { found: 1, expected: 2 };
        "a network on another cube", wide => Dimension { found: 3, expected: 2 };
        "a push is no vertex", direction("++", "1 1", "1").replace("fragile", "differs") => EvidenceDoesNotFit;
    }
}

#[test]
fn directions_are_not_believed_blindly() {
    assert_rejected(lies_about_directions());
}

/// What the lies distort.
pub fn truths() -> Vec<String> {
    vec![
        format!("{}\nevidence limits\n  classes 1 1", network_is("robust")),
        cases(RIGHT),
    ]
}
