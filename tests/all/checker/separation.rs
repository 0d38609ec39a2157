//! Lies about separators, Farkas weights and levels.

use super::lies::{Lie, assert_rejected, lies, network_is};

// In two variables, the band is inseparable, AND is separable, and x₁ is not a function of the sum.
const BAND: &str = "claim inseparable\ntarget interval dim=2 low=0 high=0";
pub const AND: &str = "claim separable\ntarget interval dim=2 low=1 high=2";
const FIRST: &str = "claim separable\ntarget table dim=2 -+-+";

pub fn lies_about_separators() -> Vec<Lie> {
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

#[test]
fn separators_are_not_believed_blindly() {
    assert_rejected(lies_about_separators());
}

pub fn lies_about_farkas_weights() -> Vec<Lie> {
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

#[test]
fn farkas_weights_are_not_believed_blindly() {
    assert_rejected(lies_about_farkas_weights());
}

pub fn lies_about_levels() -> Vec<Lie> {
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

#[test]
fn levels_are_not_believed_blindly() {
    assert_rejected(lies_about_levels());
}

/// What the lies distort.
pub fn truths() -> Vec<String> {
    vec![
        format!("{AND}\nevidence separator\n  weights 1 1\n  bias -1\n  classes 1 1"),
        format!("{BAND}\nevidence farkas\n  1 at +-\n  1 at -+\n  1 at ++\n  1 at --"),
        format!(
            "{BAND}\nevidence levels\n  classes 1 1\n  2 at counts 1\n  1 at counts 0\n  1 at counts 2"
        ),
    ]
}
