//! Separability against a list of all threshold functions, and the LP against exact arithmetic alone.

use crate::support::exact_by_hand::{corner, is_separable, threshold_tables, wanted};
use crate::support::generators::{Answers, for_each, tables, targets};
use orthant::checker::classes::Classes;
use orthant::language::cube::Sign;
use orthant::language::target::Target;
use orthant::prover::Engine;
use orthant::prover::separability::lp::{Proposal, propose};
use orthant::prover::separability::{Decision, Level, decide, separate};

/// Every vertex as a constraint of the LP.
fn vertices_as_levels(target: &Target) -> Vec<Level> {
    (0..1 << target.dimension())
        .map(|bits| {
            let sums = corner(target.dimension(), bits);
            Level {
                counts: sums.iter().map(|x| usize::from(*x == 1)).collect(),
                sums,
                sign: Sign::of(wanted(target, bits) == 1),
            }
        })
        .collect()
}

/// Asks everybody, and fails unless they all say what is expected.
fn assert_separable(target: &Target, expected: bool) {
    for engine in [Engine::Auto, Engine::Classes, Engine::Sweep] {
        let found = separate(target, engine).expect("small").claim.holds;
        assert_eq!(found, expected, "{engine:?} {target}");
    }
    let levels = vertices_as_levels(target);
    let classes = Classes::singletons(target.dimension());
    for proposal in [Proposal::default(), propose(&classes, &levels)] {
        let decision = decide(&levels, &proposal);
        let found = matches!(decision, Decision::Separator(..));
        assert_eq!(found, expected, "{proposal:?} {target}");
    }
}

fn table(dimension: usize, values: u64) -> Target {
    let value = |bits: Option<u64>| Sign::of(values >> bits.expect("small") & 1 == 1);
    Target::tabulate(dimension, |x| value(x.bits())).expect("small")
}

#[test]
fn every_function_of_three_variables_is_decided_as_the_list_has_it() {
    for n in 1..=3 {
        let threshold = threshold_tables(n);
        for values in 0..1 << (1 << n) {
            assert_separable(&table(n, values), threshold.contains(&values));
        }
    }
}

#[test]
fn functions_of_four_variables_are_decided_as_the_list_has_it() {
    let threshold = threshold_tables(4);
    let answers = Answers::default();
    for_each(400, &tables(4), |target| {
        let values = (0..16).filter(|bits| wanted(&target, *bits) == 1);
        let expected = threshold.contains(&values.fold(0, |values, k| values | 1 << k));
        assert_separable(&target, expected);
        answers.note(expected);
    });
    answers.assert_both(100);
}

#[test]
fn functions_of_the_sum_are_decided_by_their_changes_of_sign() {
    let answers = Answers::default();
    for_each(400, &targets(7), |target| {
        let expected = is_separable(&target);
        assert_separable(&target, expected);
        answers.note(expected);
    });
    answers.assert_both(100);
}
