//! Every way of lying has a row here: a certificate, and the condition of the checker on which it fails.

use crate::support::two_checkers::check;
use std::collections::BTreeSet;

use orthant::checker::{Certificate, Rejection, Verdict};

/// What is wrong with a certificate, its text between the first line and `end`, and the expected rejection.
type Lie = (&'static str, String, fn(&Rejection) -> bool);

macro_rules! lies {
    ($($lie:literal, $body:expr => $variant:ident $({ $($fields:tt)* })?;)*) => {
        vec![$((
            $lie,
            String::from($body),
            |rejection| matches!(rejection, Rejection::$variant { $($($fields)*,)? .. }),
        )),*]
    };
}

fn read(lie: &str, body: &str) -> Certificate {
    let text = format!("orthant certificate 1\n{body}\nend\n");
    text.parse()
        .unwrap_or_else(|error| panic!("{lie}: {error}\n{text}"))
}

fn rejection(lie: &str, body: &str) -> Rejection {
    match check(&read(lie, body)) {
        Verdict::Undecided(rejection) => rejection,
        verdict => panic!("{lie}: {verdict:?}\n{body}"),
    }
}

fn assert_rejected(lies: Vec<Lie>) {
    for (lie, body, expected) in lies {
        let found = rejection(lie, &body);
        assert!(expected(&found), "{lie}: {found:?}\n{body}");
    }
}

// In two variables, the band is inseparable, AND is separable, and x₁ is not a function of the sum.
const BAND: &str = "claim inseparable\ntarget interval dim=2 low=0 high=0";
const AND: &str = "claim separable\ntarget interval dim=2 low=1 high=2";
const FIRST: &str = "claim separable\ntarget table dim=2 -+-+";

/// A claim about AND and sign(x₁ + x₂ − 1), which computes it.
fn network_is(claim: &str) -> String {
    let network = "network inputs=2\n  layer sign\n    unit bias -1 weights 1 1";
    format!("claim {claim}\ntarget interval dim=2 low=1 high=2\n{network}")
}

/// The same about x₁ as the target.
fn network_is_first(claim: &str) -> String {
    network_is(claim).replace("interval dim=2 low=1 high=2", "table dim=2 -+-+")
}

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

/// Six classes of fifteen coordinates: more vectors of counts than the checker visits.
fn too_large(claim: &str, evidence: &str) -> String {
    let classes = "[1]*15 [2]*15 [3]*15 [4]*15 [5]*15 [6]*15 [7]*15";
    format!(
        "claim {claim}\ntarget interval dim=105 low=-105 high=105\nnetwork inputs=105\n  layer sign
    unit bias 1 weights [0]*105\nevidence {evidence}\n  classes {classes}"
    )
}

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

fn lies_about_separators() -> Vec<Lie> {
    let separator = |head: &str, weights: &str, bias: &str, classes: &str| {
        let weights = format!("weights {weights}\n  bias {bias}");
        format!("{head}\nevidence separator\n  {weights}\n  classes {classes}")
    };
    lies! {
        "OR for AND", separator(AND, "1 1", "1", "1 1") => Mislabelled;
        "AND for the band", separator(BAND, "1 1", "-1", "1 1") => Mislabelled;
        "sign(0) is +1", separator(AND, "1 1", "0", "1 1") => Mislabelled;
        "a weight missing", separator(AND, "1", "-1", "1 1") => Dimension { found: 1, expected: 2 };
        "a class missing", separator(AND, "1 1", "-1", "1") => Dimension { found: 1, expected: 2 };
        "too much of all", separator(AND, "1 1 1", "-1", "1 1 1") => Dimension { found: 3, expected: 2 };
        "a class with two weights", separator(AND, "1 2", "-1", "1 1") => ClassSplitsNetwork { unit: 1 };
        "a class that x₁ splits", separator(FIRST, "1 1", "0", "1 1") => ClassSplitsTarget;
        "a separator does not compare", separator(&network_is("agrees"), "1 1", "-1", "1 1") => EvidenceDoesNotFit;
    }
}

fn lies_about_farkas_weights() -> Vec<Lie> {
    let farkas =
        |head: &str, points: &[&str]| format!("{head}\nevidence farkas\n{}", points.join("\n"));
    lies! {
        "no points", format!("{BAND}\nevidence farkas") => AllWeightsZero;
        "nothing but zeros", farkas(BAND, &["0 at ++", "0 at --"]) => AllWeightsZero;
        "a negative weight", farkas(BAND, &["1 at +-", "-1 at +-"]) => NegativeWeight { line: 2 };
        "negative weights", farkas(BAND, &["-1 at +-", "-1 at -+", "-1 at ++", "-1 at --"]) => NegativeWeight { line: 1 };
        "a point missing", farkas(BAND, &["1 at +-", "1 at -+", "1 at ++"]) => CoordinateDoesNotCancel { coordinate: 1 };
        "x₂ is left", farkas(BAND, &["1 at +-", "1 at ++"]) => CoordinateDoesNotCancel { coordinate: 2 };
        "unequal weights", farkas(BAND, &["1 at +-", "1 at -+", "1 at ++", "2 at --"]) => CoordinateDoesNotCancel;
        "AND is separable", farkas(AND, &["1 at ++", "1 at --"]) => CoordinateDoesNotCancel;
        "only true points", farkas(BAND, &["1 at +-", "1 at -+"]) => BiasDoesNotCancel;
        "a vertex of another cube", farkas(BAND, &["1 at +-", "1 at +"]) => Dimension { found: 1, expected: 2 };
        "weights do not push", farkas(&network_is("robust"), &["1 at ++"]) => EvidenceDoesNotFit;
    }
}

fn lies_about_levels() -> Vec<Lie> {
    let levels = |head: &str, classes: &str, levels: &[&str]| {
        format!(
            "{head}\nevidence levels\n  classes {classes}\n{}",
            levels.join("\n")
        )
    };
    lies! {
        "no levels", format!("{BAND}\nevidence levels\n  classes 1 1") => AllWeightsZero;
        "nothing but zeros", levels(BAND, "1 1", &["0 at counts 0"]) => AllWeightsZero;
        "a negative weight", levels(BAND, "1 1", &["-2 at counts 1"]) => NegativeWeight { line: 1 };
        "a level missing", levels(BAND, "1 1", &["2 at counts 1", "1 at counts 0"]) => CoordinateDoesNotCancel { coordinate: 1 };
        "unequal weights", levels(BAND, "1 1", &["1 at counts 1", "1 at counts 0", "1 at counts 2"]) => BiasDoesNotCancel;
        "three of two", levels(BAND, "1 1", &["1 at counts 3"]) => CountsOutOfRange;
        "two counts for one class", levels(BAND, "1 1", &["1 at counts 1 1"]) => CountsOutOfRange;
        "one count for two classes", levels(BAND, "1 2", &["1 at counts 1"]) => CountsOutOfRange;
        "a class that x₁ splits", levels(FIRST, "1 1", &["1 at counts 1"]) => ClassSplitsTarget;
        "a coordinate too many", levels(BAND, "1 1 2", &["1 at counts 1 0"]) => Dimension { found: 3, expected: 2 };
        "levels do not compare", levels(&network_is("differs"), "1 1", &["1 at counts 1"]) => EvidenceDoesNotFit;
    }
}

fn lies_about_counts() -> Vec<Lie> {
    let counts =
        |head: &str, classes: &str| format!("{head}\nevidence counts\n  classes {classes}");
    let lopsided = network_is("agrees").replace("weights 1 1", "weights 1 2");
    let wide = network_is("agrees")
        .replace("inputs=2", "inputs=3")
        .replace("1 1", "1 1 1");
    lies! {
        "a coordinate too many", counts(&network_is("agrees"), "1 1 1") => Dimension { found: 3, expected: 2 };
        "a network on another cube", counts(&wide, "1 1 1") => Dimension { found: 3, expected: 2 };
        "a class with two weights", counts(&lopsided, "1 1") => ClassSplitsNetwork { unit: 1 };
        "a class that x₁ splits", counts(&network_is_first("agrees"), "1 1") => ClassSplitsTarget;
        "more than is repeated", too_large("agrees", "counts") => TooLarge;
        "agreement is not separability", counts(AND, "1 1") => EvidenceDoesNotFit;
        "agreement is not robustness", counts(&network_is("robust"), "1 1") => EvidenceDoesNotFit;
    }
}

fn lies_about_vertices() -> Vec<Lie> {
    let vertex = |x: &str, h: &str, f: &str| {
        format!(
            "{}\nevidence vertex\n  vertex {x}\n  h {h}\n  f {f}",
            network_is("differs")
        )
    };
    let narrow = vertex("++", "1", "1")
        .replace("inputs=2", "inputs=1")
        .replace("weights 1 1", "weights 1");
    lies! {
        "h is -1 there", vertex("+-", "1", "-1") => StatedWrongly { what: "h" };
        "f is -1 there", vertex("+-", "-1", "1") => StatedWrongly { what: "f" };
        "they agree there", vertex("++", "1", "1") => NoDifference;
        "a vertex of another cube", vertex("++-", "1", "-1") => Dimension { found: 3, expected: 2 };
        "a network on another cube", narrow => Dimension { found: 1, expected: 2 };
        "a vertex is not a push", vertex("++", "1", "1").replace("differs", "robust") => EvidenceDoesNotFit;
    }
}

fn lies_about_limits() -> Vec<Lie> {
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

fn lies_about_directions() -> Vec<Lie> {
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
fn separators_are_not_believed_blindly() {
    assert_rejected(lies_about_separators());
}

#[test]
fn farkas_weights_are_not_believed_blindly() {
    assert_rejected(lies_about_farkas_weights());
}

#[test]
fn levels_are_not_believed_blindly() {
    assert_rejected(lies_about_levels());
}

#[test]
fn counts_are_not_believed_blindly() {
    assert_rejected(lies_about_counts());
}

#[test]
fn vertices_are_not_believed_blindly() {
    assert_rejected(lies_about_vertices());
}

#[test]
fn limits_are_not_believed_blindly() {
    assert_rejected(lies_about_limits());
}

#[test]
fn directions_are_not_believed_blindly() {
    assert_rejected(lies_about_directions());
}

/// A new condition does not compile until it has a number here, and then it needs a lie above.
fn number(rejection: &Rejection) -> usize {
    match rejection {
        Rejection::EvidenceDoesNotFit { .. } => 0,
        Rejection::Dimension { .. } => 1,
        Rejection::ClassSplitsNetwork { .. } => 2,
        Rejection::ClassSplitsTarget => 3,
        Rejection::TooLarge { .. } => 4,
        Rejection::TooManyAssumptions { .. } => 5,
        Rejection::Mislabelled { .. } => 6,
        Rejection::NegativeWeight { .. } => 7,
        Rejection::AllWeightsZero => 8,
        Rejection::CoordinateDoesNotCancel { .. } => 9,
        Rejection::BiasDoesNotCancel { .. } => 10,
        Rejection::CountsOutOfRange { .. } => 11,
        Rejection::StatedWrongly { .. } => 12,
        Rejection::NoDifference { .. } => 13,
        Rejection::LimitKept { .. } => 14,
        Rejection::CasesMissing { .. } => 15,
        Rejection::CasesUnused { .. } => 16,
        Rejection::CasesDoNotCover { .. } => 17,
        Rejection::LimitLost { .. } => 18,
        Rejection::MultiplierCount { .. } => 19,
        Rejection::MultiplierSign { .. } => 20,
        Rejection::SlopesDoNotCancel { .. } => 21,
        Rejection::NothingStrict { .. } => 22,
    }
}

#[test]
fn every_condition_has_a_lie_that_fails_it() {
    let tables = [
        lies_about_separators(),
        lies_about_farkas_weights(),
        lies_about_levels(),
        lies_about_counts(),
        lies_about_vertices(),
        lies_about_limits(),
        lies_about_directions(),
    ];
    let lies = tables.iter().flatten();
    let failed: BTreeSet<_> = lies
        .map(|(lie, body, _)| number(&rejection(lie, body)))
        .collect();
    assert_eq!(failed, (0..23).collect());
}

#[test]
fn the_truths_that_the_lies_distort_are_verified() {
    let truths = [
        format!("{AND}\nevidence separator\n  weights 1 1\n  bias -1\n  classes 1 1"),
        format!("{BAND}\nevidence farkas\n  1 at +-\n  1 at -+\n  1 at ++\n  1 at --"),
        format!(
            "{BAND}\nevidence levels\n  classes 1 1\n  2 at counts 1\n  1 at counts 0\n  1 at counts 2"
        ),
        format!("{}\nevidence counts\n  classes 1 1", network_is("agrees")),
        format!("{}\nevidence limits\n  classes 1 1", network_is("robust")),
        cases(RIGHT),
    ];
    for body in truths {
        let verdict = check(&read("a truth", &body));
        assert!(
            matches!(verdict, Verdict::Verified(_)),
            "{verdict:?}\n{body}"
        );
    }
}
