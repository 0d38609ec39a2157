//! No certificate keeps the checker busy for long: what asks for too much work or memory is refused before it is done.

use crate::support::two_checkers::check;
use orthant::checker::{Certificate, Rejection, Verdict};

fn is_too_large(claim: &str) {
    let text = format!("orthant certificate 1\n{claim}end\n");
    let certificate: Certificate = text.parse().expect("well-formed");
    let verdict = check(&certificate);
    assert!(
        matches!(verdict, Verdict::Undecided(Rejection::TooLarge { .. })),
        "{verdict:?}"
    );
}

/// A number of so many decimal digits without small factors in common with the next ones.
fn digits(count: usize, last: usize) -> String {
    format!("{}{}", "7".repeat(count), last * 10 + 1)
}

#[test]
fn many_units_times_many_classes() {
    let (dimension, unit) = (100_000, "    unit bias 0 weights [1]*100000\n");
    let classes: Vec<String> = (1..=dimension)
        .map(|class: usize| class.to_string())
        .collect();
    is_too_large(&format!(
        "claim agrees\ntarget interval dim={dimension} low=0 high=0\nnetwork inputs={dimension}\n  layer sign\n{}\
         \x20 layer sign\n    unit bias 0 weights [1]*300\nevidence counts\n  classes {}\n",
        unit.repeat(300),
        classes.join(" ")
    ));
}

#[test]
fn many_units_at_zero_times_many_assumptions() {
    let assumptions: Vec<String> = (1..=500).map(|unit| format!("1.{unit} >=0")).collect();
    is_too_large(&format!(
        "claim robust\ntarget interval dim=1 low=-1 high=1\nnetwork inputs=1\n  layer sign\n{}  layer identity\n    \
         unit bias 1 weights [0]*20000\nevidence limits\n  classes 1\n  at counts 1\n    if {} then kept\n",
        "    unit bias -1 weights 1\n".repeat(20_000),
        assumptions.join(" ")
    ));
}

#[test]
fn weights_whose_common_denominator_is_endless() {
    let point = |last: usize| format!("  1/{} at {}\n", digits(19_000, last), "+-".repeat(1000));
    let points: String = (0..40).map(point).collect();
    is_too_large(&format!(
        "claim inseparable\ntarget interval dim=2000 low=0 high=0\nevidence farkas\n{points}"
    ));
    let level = |last: usize| format!("  1/{} at counts 1000\n", digits(19_000, last));
    let levels: String = (0..400).map(level).collect();
    is_too_large(&format!(
        "claim inseparable\ntarget interval dim=2000 low=0 high=0\nevidence levels\n  classes [1]*2000\n{levels}"
    ));
}

#[test]
fn numbers_that_grow_from_layer_to_layer() {
    let layer = |last: usize| {
        format!(
            "  layer relu\n    unit bias 0 weights {}/{}\n",
            digits(9_000, last),
            digits(8_999, last)
        )
    };
    let layers: String = (0..40).map(layer).collect();
    let network = format!("target interval dim=1 low=1 high=1\nnetwork inputs=1\n{layers}");
    is_too_large(&format!(
        "claim differs\n{network}evidence vertex\n  vertex +\n  h 0\n  f 1\n"
    ));
    is_too_large(&format!(
        "claim fragile\n{network}evidence direction\n  vertex +\n  direction 0\n  limit 0\n"
    ));
}
