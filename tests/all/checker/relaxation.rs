//! Lies about trees of relaxations.

use super::lies::{Lie, assert_rejected, lies};
use orthant::checker::{Certificate, Verdict, check};

/// −|z| + 3 with z = 10·x₁ + 11·x₂ + 9·x₃ + 10·x₄, as two ReLU units, computes the interval [0, 0].
const NETWORK: &str = "\
target interval dim=4 low=0 high=0
network inputs=4
  layer relu
    unit bias 0 weights 10 11 9 10
    unit bias 0 weights -10 -11 -9 -10
  layer sign
    unit bias 3 weights -1 -1
evidence tree
";

/// At the sum 0 each unit may have either sign, and elsewhere it is known.
const TREE: &str = "  sums -4 to -2
    leaf below
  sums 0 to 0
    leaf 1.1 >=0 above 1.2 -1/2
    leaf 1.1 <0 above
  sums 2 to 4
    leaf below";

/// The same without a branch.
const LINES: &str = "  sums -4 to -2
    leaf below
  sums 0 to 0
    leaf above 1.1 -1/2 1.2 -1/2
  sums 2 to 4
    leaf below";

fn claimed(claim: &str, parts: &str) -> String {
    format!("claim {claim}\n{NETWORK}{parts}")
}

/// The tree with this in the place of that.
fn changed(that: &str, this: &str) -> String {
    assert!(TREE.contains(that), "nothing to change: {that}");
    claimed("agrees", &TREE.replace(that, this))
}

/// The lines with this in the place of that.
fn bent(that: &str, this: &str) -> String {
    assert!(LINES.contains(that), "nothing to change: {that}");
    claimed("agrees", &LINES.replace(that, this))
}

/// Sign units with a threshold that vertices attain.
fn attained(claim: &str) -> String {
    let network = "network inputs=2\n  layer sign\n    unit bias -2 weights 1 1\n  layer sign\n    unit bias 0 weights 1";
    let parts = "sums -2 to 0\n    leaf below\n  sums 2 to 2\n    leaf above";
    format!(
        "claim {claim}\ntarget interval dim=2 low=2 high=2\n{network}\nevidence tree\n  {parts}"
    )
}

/// x₁ by a table, with a leaf for each value.
fn first(parts: &str) -> String {
    let network = "network inputs=2\n  layer sign\n    unit bias 0 weights 1 0";
    format!("claim agrees\ntarget table dim=2 -+-+\n{network}\nevidence tree\n  {parts}")
}

const FIRST: &str = "sums -2 to 2\n    leaf 0.1 >=0 above\n    leaf 0.1 <0 below";

/// An empty tree about a unit with these weights.
fn wide(dimension: usize, weights: &str, leaf: &str) -> String {
    format!(
        "claim agrees\ntarget interval dim={dimension} low=-{dimension} high={dimension}\nnetwork inputs={dimension}
  layer sign\n    unit bias 1 weights {weights}\nevidence tree\n  sums -{dimension} to {dimension}\n    leaf{leaf} above"
    )
}

pub fn lies_about_trees() -> Vec<Lie> {
    let zero_is_minus = claimed("agrees", TREE).replace("low=0 high=0", "low=2 high=4");
    let narrow = claimed("agrees", TREE).replace("dim=4", "dim=3");
    let on_zero = |claim| claimed(claim, LINES).replace("bias 3", "bias 2");
    let long = (1..=501)
        .map(|i| format!("0.{i} >=0"))
        .collect::<Vec<_>>()
        .join(" ");
    lies! {
        "a slope that is too steep", bent("1.1 -1/2", "1.1 -3") => LeafOpen { part: 2, leaf: 1 };
        "a slope with the wrong sign", bent("1.1 -1/2", "1.1 1/2") => LeafOpen { part: 2 };
        "a slope is missing", bent("1.1 -1/2 ", "") => LeafOpen { part: 2 };
        "a slope of another unit", changed("1.2 -1/2", "1.1 -1/2") => LeafOpen { part: 2, leaf: 1 };
        "no slopes", changed(" 1.2 -1/2", "") => LeafOpen { part: 2, leaf: 1 };
        "no bound", changed("    leaf 1.1 <0 above", "    leaf 1.1 <0") => LeafOpen { low: None, high: None };
        "a bound on the other side", bent("leaf above", "leaf below") => LeafOpen { part: 2, low: None };
        "f is -1 at the sum 0", zero_is_minus => LeafOpen { part: 2 };
        "a robust network has no output at 0", on_zero("robust") => LeafOpen { part: 2 };
        "a robust network has no jump at a vertex", attained("robust") => LeafOpen { part: 2 };
        "a leaf is missing", changed("    leaf 1.1 <0 above\n", "") => LeavesDoNotCover { part: 2, leaf: 2 };
        "no leaves", changed("    leaf below\n  sums 0", "  sums 0") => LeavesDoNotCover { part: 1, leaf: 1 };
        "a leaf too many", changed("leaf 1.1 <0 above\n", "leaf 1.1 <0 above\n    leaf above\n")
            => LeavesDoNotCover { part: 2, leaf: 3 };
        "the other side twice", changed("leaf 1.1 >=0", "leaf 1.1 <0") => LeavesDoNotCover { part: 2 };
        "one side twice", changed("leaf 1.1 <0", "leaf 1.1 >=0") => LeavesDoNotCover { part: 2, leaf: 2 };
        "a side that is only =0", changed("1.1 >=0", "1.1 =0") => LeavesDoNotCover { part: 2 };
        "branches of two units", changed("leaf 1.1 <0", "leaf 1.2 <0") => LeavesDoNotCover { part: 2 };
        "one unit twice on a path", changed("leaf 1.1 >=0", "leaf 1.1 >=0 1.1 >=0") => LeavesDoNotCover { part: 2 };
        "a branch of the output", changed("1.1", "2.1") => LeavesDoNotCover { part: 2 };
        "a branch of a unit that is not there", changed("1.1", "1.3") => LeavesDoNotCover { part: 2 };
        "a branch of an input that is not there", changed("1.1", "0.5") => LeavesDoNotCover { part: 2 };
        "a branch of unit 0", changed("1.1", "1.0") => LeavesDoNotCover { part: 2 };
        "a table with both values", first("sums -2 to 2\n    leaf above") => TargetVaries { part: 1, leaf: 1 };
        "the other coordinate", first(&FIRST.replace("0.1", "0.2")) => TargetVaries { part: 1, leaf: 1 };
        "no parts", claimed("agrees", "").trim_end().to_owned() => PartsDoNotCover { part: 1 };
        "the first part is missing", changed("  sums -4 to -2\n    leaf below\n", "") => PartsDoNotCover { part: 1 };
        "a part between is missing", changed(
            "  sums 0 to 0\n    leaf 1.1 >=0 above 1.2 -1/2\n    leaf 1.1 <0 above\n",
            "",
        ) => PartsDoNotCover { part: 2 };
        "the last part is missing", changed("\n  sums 2 to 4\n    leaf below", "") => PartsDoNotCover { part: 3 };
        "a part that ends before it begins", changed("sums -4 to -2", "sums -4 to -6") => PartsDoNotCover { part: 1 };
        "a part that ends between two sums", changed("sums -4 to -2", "sums -4 to -3") => PartsDoNotCover { part: 1 };
        "a part beyond D", changed("sums 2 to 4", "sums 2 to 6") => PartsDoNotCover { part: 3 };
        "parts that overlap", changed("sums 2 to 4", "sums 0 to 4") => PartsDoNotCover { part: 3 };
        "both values in a part", claimed("agrees", "  sums -4 to 4\n    leaf above") => TargetVaries { part: 1 };
        "slopes out of order", bent("1.1 -1/2 1.2 -1/2", "1.2 -1/2 1.1 -1/2") => SlopeOutOfPlace { layer: 1, unit: 1 };
        "one unit with two slopes", bent("1.2 -1/2", "1.1 -1/2") => SlopeOutOfPlace { layer: 1, unit: 1 };
        "a slope of the output", bent("1.2 -1/2", "2.1 -1/2") => SlopeOutOfPlace { layer: 2, unit: 1 };
        "a slope of an input", bent("1.1 -1/2", "0.1 -1/2") => SlopeOutOfPlace { layer: 0, unit: 1 };
        "a slope of no unit", bent("1.2 -1/2", "1.3 -1/2") => SlopeOutOfPlace { layer: 1, unit: 3 };
        "a network on another cube", narrow => Dimension { found: 4, expected: 3 };
        "agreement is not separability", "claim separable\ntarget interval dim=2 low=0 high=0\nevidence tree"
            => EvidenceDoesNotFit;
        "long numbers", wide(20_000, &format!("[{}]*20000", "7".repeat(6000)), "") => TooLarge;
        "a long path", wide(600, "[1]*600", &format!(" {long}")) => TooManyAssumptions;
    }
}

#[test]
fn trees_are_not_believed_blindly() {
    assert_rejected(lies_about_trees());
}

/// What the lies distort.
pub fn truths() -> Vec<String> {
    let on_zero = claimed("agrees", LINES).replace("bias 3", "bias 2");
    let mut truths = vec![on_zero, attained("agrees"), first(FIRST)];
    for claim in ["agrees", "robust"] {
        truths.extend([TREE, LINES].map(|parts| claimed(claim, parts)));
    }
    truths
}

#[test]
fn a_tree_refutes_the_negated_claim() {
    for claim in ["differs", "fragile"] {
        let text = format!("orthant certificate 1\n{}\nend\n", claimed(claim, TREE));
        let certificate: Certificate = text.parse().expect("well-formed");
        let verdict = check(&certificate);
        assert!(
            matches!(verdict, Verdict::Refuted { witness: None, .. }),
            "{verdict:?}"
        );
    }
}
