//! Lies about diagrams.

use super::lies::{Lie, assert_rejected, lies, network_is, network_is_first};
use crate::support::two_checkers::{check, judge};
use orthant::checker::{Rejection, Verdict};

/// The diagram of AND: it sees x₁ + x₂ alone, and x₁ = −1 settles it.
const AND: &str = "evidence diagram
  order 1 2
  level
    split 1 2 wrong 0 at 0..0
  level
    right at -2..-1
    split 1 2 wrong 0 at 1..1
  level
    right at 0..0
    right at 2..2";

fn agrees() -> String {
    format!("{}\n{AND}", network_is("agrees"))
}

/// The number of vertices at which AND is not x₁: one, (+, −). The sum is the network's only one, and the target is a table.
fn exactly(count: usize) -> String {
    format!(
        "{}\nevidence diagram
  order 1 2
  level
    split 1 2 wrong 1 at 0..0
  level
    right at -1..-1
    split 1 2 wrong 1 at 1..1
  level
    wrong at 0..0
    right at 2..2",
        network_is_first(&format!("exactly {count}"))
    )
}

/// Two units that are at 0 together, and whose values cancel.
fn robust() -> String {
    "claim robust
target interval dim=2 low=-2 high=2
network inputs=2
  layer sign
    unit bias 0 weights 1 1
    unit bias 0 weights 1 1
  layer identity
    unit bias 1 weights 2 -2
evidence diagram
  order 1 2
  level
    split 1 2 wrong 0 at 0..0
  level
    split 1 2 wrong 0 at -1..-1
    split 2 3 wrong 0 at 1..1
  level
    right at -2..-2
    cases at 0..0
      if 1.1 >=0 1.2 >=0 then kept
      if 1.1 >=0 1.2 <0 then impossible 1 -1
      if 1.1 <0 1.2 >=0 then impossible -1 1
      if 1.1 <0 1.2 <0 then kept
    right at 2..2"
        .to_owned()
}

/// The same with another node in the place of the cases.
fn robust_without_cases(node: &str) -> String {
    let robust = robust();
    let (before, rest) = robust.split_once("cases at 0..0").expect("cases");
    let (_, after) = rest.split_once("\n    right").expect("a node after them");
    format!("{before}{node}\n    right{after}")
}

/// A truth with one thing changed.
fn changed(truth: &str, from: &str, to: &str) -> String {
    assert!(truth.contains(from), "{from}");
    truth.replacen(from, to, 1)
}

pub fn lies_about_diagrams() -> Vec<Lie> {
    let and = |from: &str, to: &str| changed(&agrees(), from, to);
    let first = |from: &str, to: &str| changed(&exactly(1), from, to);
    let cases = |from: &str, to: &str| changed(&robust(), from, to);
    lies! {
        "a coordinate twice", and("order 1 2", "order 1 1") => OrderRepeats { coordinate: 1 };
        "a coordinate that is not there", and("order 1 2", "order 1 3") => OrderRepeats { coordinate: 3 };
        "a coordinate too few", and("order 1 2", "order 1") => Dimension { found: 1, expected: 2 };
        "a network on another cube", and("inputs=2", "inputs=3").replace("weights 1 1", "weights 1 1 1") => Dimension;
        "no nodes at all", agrees().split("\n  level").next().unwrap().to_owned() => NodeMisfits { level: 0, node: 1 };
        "two roots", and("  level\n    split", "  level\n    right at 0..0\n    split") => NodeMisfits { level: 0, node: 1 };
        "a span too few", and("2 wrong 0 at 0..0", "2 wrong 0 at") => NodeMisfits { level: 0, node: 1 };
        "a span too many", and("right at 2..2", "right at 2..2 2..2") => NodeMisfits { level: 2, node: 2 };
        "a child that is not there", and("split 1 2", "split 1 3") => NodeMisfits { level: 0, node: 1 };
        "a child of the last level", and("right at 2..2", "split 1 1 wrong 0 at 2..2") => NodeMisfits { level: 2, node: 2 };
        "the last level is missing", and("\n  level\n    right at 0..0\n    right at 2..2", "") => NodeMisfits { level: 1, node: 2 };
        "a level too many", format!("{}\n  level\n    right at 0..0", agrees()) => NodeMisfits { level: 3, node: 1 };
        "a node that nothing leads to", format!("{}\n    right at 0..0", agrees()) => NodeUnreached { level: 2, node: 3 };
        "a root above 0", and("0 at 0..0", "0 at 1..1") => RootMisses;
        "a root below 0", and("0 at 0..0", "0 at -1..-1") => RootMisses;
        "an empty root", and("0 at 0..0", "0 at 1..-1") => RootMisses;
        "a box too narrow above", and("right at 0..0", "right at 1..1") => BoxLeaves { level: 1, node: 2, sum: 1 };
        "a box too narrow below", and("right at -2..-1", "right at -2..-2") => BoxLeaves { level: 0, node: 1, sum: 1 };
        "a box too wide", and("at 1..1", "at -1..1") => BoxLeaves { level: 1, node: 2, sum: 1 };
        "a child for the other", and("split 1 2", "split 2 1") => BoxLeaves { level: 0, node: 1, sum: 1 };
        "an edge of another coordinate", and("weights 1 1", "weights 1 2") => NodeMisfits;
        "a leaf whose box decides nothing", and("right at 0..0", "right at 0..1") => LeafUndecided { level: 2, node: 1 };
        "a leaf too early", and("right at -2..-1", "right at -2..1") => LeafUndecided { level: 1, node: 1 };
        "an empty leaf", and("right at 2..2", "right at 3..3").replace("at 1..1", "at 2..2") => BoxLeaves { level: 0, node: 1, sum: 1 };
        "a right leaf that is wrong", first("wrong at 0..0", "right at 0..0").replace("wrong 1", "wrong 0") => LeafUndecided { level: 2, node: 1 };
        "a wrong leaf that is right", and("right at 2..2", "wrong at 2..2").replace("wrong 0", "wrong 1") => LeafUndecided { level: 2, node: 2 };
        "a count too high", and("split 1 2 wrong 0", "split 1 2 wrong 1") => CountsDoNotAdd { level: 0, node: 1 };
        "a count too low", first("wrong 1 at 1..1", "wrong 0 at 1..1") => CountsDoNotAdd { level: 0, node: 1 };
        "half a count", first("wrong 1 at 0..0", "wrong 0 at 0..0") => CountsDoNotAdd { level: 0, node: 1 };
        "two parts of the table at one node",
            first("split 1 2 wrong 1 at 0..0", "split 2 2 wrong 2 at 0..0").replace("wrong 1 at 1..1", "wrong 1 at -1..1")
            => TwoSubtables { level: 1, node: 2 };
        "cases about values", robust().replace("claim robust", "claim agrees") => NodeMisfits { level: 2, node: 2 };
        "cases over a box", cases("at 0..0\n      if", "at 0..1\n      if") => NodeMisfits { level: 2, node: 2 };
        "a unit at 0 that is said to be right", robust_without_cases("right at 0..0") => LeafUndecided { level: 2, node: 2 };
        "no cases at all", robust_without_cases("cases at 0..0") => CasesDoNotCover { case: 1 };
        "a case too few", cases("      if 1.1 <0 1.2 <0 then kept\n", "") => CasesDoNotCover { case: 4 };
        "a case that is said to be impossible", cases("if 1.1 <0 1.2 <0 then kept", "if 1.1 <0 1.2 <0 then impossible -1 -1")
            => SlopesDoNotCancel;
        "an output that is lost", cases("bias 1 weights 2 -2", "bias 1 weights 2 -1") => LeafUndecided;
        "a diagram is not about perceptrons",
            format!("claim separable\ntarget interval dim=2 low=1 high=2\n{AND}") => EvidenceDoesNotFit;
        "a vertex is not a count",
            format!("{}\nevidence vertex\n  vertex +-\n  h -1\n  f 1", network_is_first("exactly 1")) => EvidenceDoesNotFit;
    }
}

#[test]
fn diagrams_are_not_believed_blindly() {
    assert_rejected(lies_about_diagrams());
}

/// What the lies distort.
pub fn truths() -> Vec<String> {
    let not = exactly(3).replace("claim exactly", "claim not-exactly");
    let by_classes = |word: &str, count: &str| {
        format!(
            "{}\nevidence counts\n  classes 1 2",
            network_is_first(&format!("{word} {count}"))
        )
    };
    vec![
        agrees(),
        agrees().replace("claim agrees", "claim robust"),
        robust(),
        exactly(1),
        not,
        by_classes("exactly", "1"),
        by_classes("not-exactly", "2"),
    ]
}

#[test]
fn another_count_is_refuted() {
    for (body, negation) in [
        (exactly(0), "not-exactly"),
        (exactly(2), "not-exactly"),
        (exactly(1).replace("exactly", "not-exactly"), "exactly"),
        (agrees().replace("claim agrees", "claim differs"), "agrees"),
        (
            exactly(1).replace("claim exactly 1", "claim agrees"),
            "differs",
        ),
    ] {
        let text = format!("orthant certificate 1\n{body}\nend\n");
        let (certificate, verdict) = judge(&text).expect("well-formed");
        assert_eq!(certificate.to_string(), text);
        let Verdict::Refuted {
            negation: found,
            witness,
        } = verdict
        else {
            panic!("{verdict:?}\n{text}");
        };
        assert_eq!(found.claim().name(), negation);
        let expected = (negation == "differs").then(|| "+-".parse().expect("a vertex"));
        assert_eq!(witness, expected);
    }
}

#[test]
fn a_diagram_may_not_be_endless() {
    // Numbers whose common denominator is endless.
    let weight = |last: usize| format!("1/{}{last}1", "7".repeat(19_000));
    let weights: Vec<String> = (10..50).map(weight).collect();
    let text = format!(
        "orthant certificate 1\nclaim agrees\ntarget interval dim=40 low=0 high=0\nnetwork inputs=40\n  layer sign\n    \
         unit bias 0 weights {}\nevidence diagram\n  order 1\n  level\n    right at 0..0\nend\n",
        weights.join(" ")
    );
    let order: Vec<String> = (1..=40).map(|i: usize| i.to_string()).collect();
    let text = text.replace("order 1", &format!("order {}", order.join(" ")));
    let verdict = check(&text.parse().expect("well-formed"));
    assert!(
        matches!(verdict, Verdict::Undecided(Rejection::TooLarge { .. })),
        "{verdict:?}"
    );
}
