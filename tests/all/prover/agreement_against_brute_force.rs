//! Agreement and margins against a plain loop over all vertices.

use crate::support::exact_by_hand::{corner, value_and_zeros, violations};
use crate::support::generators::{Answers, for_each, networks_with_targets};
use num_traits::Signed;
use orthant::language::cube::vertices;
use orthant::language::exact::{BigUint, Rational, integer};
use orthant::language::network::{Activation, Network};
use orthant::language::target::{Interval, Target};
use orthant::prover::engines::plain::walk_plainly;
use orthant::prover::engines::sweep::{LookClosely, Walk, walk};
use orthant::prover::margin::{Margin, margin_at};
use orthant::prover::{Engine, Problem, UNWATCHED};
use orthant::question3::networks;

/// Fails unless this engine finds exactly these violations.
fn assert_agreement(network: &Network, target: &Target, engine: Engine, expected: &[usize]) {
    let found = Problem::new(network, target, engine)
        .agreement(UNWATCHED)
        .expect("small")
        .found;
    let context = || format!("{engine:?} {target} {network:?}");
    assert_eq!(
        found.violations,
        Some(BigUint::from(expected.len())),
        "{}",
        context()
    );
    match found.differs_at {
        None => assert!(expected.is_empty(), "{}", context()),
        Some(x) => {
            let bits = x.bits().and_then(|bits| usize::try_from(bits).ok());
            assert!(
                bits.is_some_and(|bits| expected.contains(&bits)),
                "{}",
                context()
            );
        }
    }
}

/// The two walks as the definition has them.
fn assert_walks(network: &Network, target: &Target, expected: &[usize]) {
    let zeros = (0..1 << target.dimension())
        .filter(|bits| {
            let x: Vec<_> = corner(target.dimension(), *bits)
                .into_iter()
                .map(integer)
                .collect();
            value_and_zeros(network, &x).1
        })
        .count();
    let number = |n: usize| u64::try_from(n).expect("small");
    let plain = Walk {
        violations: number(expected.len()),
        first_violation: expected.first().copied().map(number),
        zeros: number(zeros),
    };
    assert_eq!(walk_plainly(network, target), plain, "{target} {network:?}");
    // Zeros are counted where somebody looks at them.
    let unseen = Walk { zeros: 0, ..plain };
    let closely: [(Option<LookClosely>, Walk); 2] = [(None, unseen), (Some(&|_| true), plain)];
    for (look_closely, expected) in closely {
        let found = walk(network, target, UNWATCHED, look_closely);
        assert_eq!(found, Ok(expected), "{target} {network:?}");
    }
}

#[test]
fn every_construction_up_to_eight_inputs_is_counted_exactly() {
    let answers = Answers::default();
    for d in 1..=8 {
        let dimension = usize::try_from(d).expect("positive");
        for (low, high) in (-d..=d).flat_map(|a| (a..=d).map(move |b| (a, b))) {
            let interval = Interval::new(dimension, low, high).expect("in range");
            let target = Target::from(interval);
            for construction in networks::listed() {
                let network = construction.network(&interval);
                let expected = violations(&network, &target);
                for engine in [Engine::Auto, Engine::Classes, Engine::Sweep] {
                    assert_agreement(&network, &target, engine, &expected);
                }
                answers.note(expected.is_empty());
            }
        }
    }
    answers.assert_both(400);
}

#[test]
fn walks_over_constructions_are_the_definition() {
    for d in [1, 2, 5, 6] {
        let dimension = usize::try_from(d).expect("positive");
        for (low, high) in (-d..=d).flat_map(|a| (a..=d).map(move |b| (a, b))) {
            let interval = Interval::new(dimension, low, high).expect("in range");
            for construction in networks::listed() {
                let network = construction.network(&interval);
                let target = Target::from(interval);
                assert_walks(&network, &target, &violations(&network, &target));
            }
        }
    }
}

#[test]
fn random_networks_are_counted_exactly_by_every_engine() {
    let answers = Answers::default();
    for_each(600, &networks_with_targets(6), |(network, target)| {
        let expected = violations(&network, &target);
        for engine in [Engine::Auto, Engine::Classes, Engine::Sweep] {
            assert_agreement(&network, &target, engine, &expected);
        }
        assert_walks(&network, &target, &expected);
        answers.note(expected.is_empty());
    });
    answers.assert_both(100);
}

/// The least |w·x + c| / ‖w‖₁ and (w·x + c)² / ‖w‖₂² over all vertices x and hidden units (w, c) with a kink
/// or jump, by definition.
fn plain_margin(network: &Network) -> Option<(Rational, Rational)> {
    let hidden = network.first_layer();
    if hidden.activation == Activation::Identity {
        return None;
    }
    let mut linf: Option<Rational> = None;
    let mut l2_squared: Option<Rational> = None;
    let least = |a: Option<Rational>, b: Rational| Some(a.map_or(b.clone(), |a| a.min(b)));
    for unit in &hidden.units {
        let sum: Rational = unit.weights.iter().map(Signed::abs).sum();
        let squares: Rational = unit.weights.iter().map(|w| w * w).sum();
        if sum == integer(0) {
            continue;
        }
        for bits in 0..1 << network.inputs() {
            let x = corner(network.inputs(), bits);
            let z: Rational = unit
                .weights
                .iter()
                .zip(&x)
                .map(|(w, x)| w * integer(*x))
                .sum();
            let z = z + &unit.bias;
            linf = least(linf, z.abs() / &sum);
            l2_squared = least(l2_squared, &z * &z / &squares);
        }
    }
    linf.zip(l2_squared)
}

#[test]
fn margins_of_two_layer_networks_are_the_least_over_all_vertices() {
    let answers = Answers::default();
    for_each(800, &networks_with_targets(6), |(network, target)| {
        if network.layers().len() != 2 {
            return;
        }
        let expected = plain_margin(&network);
        for engine in [Engine::Auto, Engine::Classes, Engine::Sweep] {
            let found = Problem::new(&network, &target, engine)
                .margin(UNWATCHED)
                .expect("small");
            let found = found.map(|margin| (margin.linf, margin.l2_squared));
            assert_eq!(found, expected, "{engine:?} {target} {network:?}");
        }
        answers.note(expected.is_some_and(|(linf, _)| linf.is_positive()));
    });
    answers.assert_both(100);
}

#[test]
fn margins_of_deeper_networks_are_the_least_over_all_vertices() {
    let answers = Answers::default();
    for_each(3000, &networks_with_targets(5), |(network, target)| {
        if network.layers().len() < 3 {
            return;
        }
        let at = vertices(network.inputs()).filter_map(|x| margin_at(&network, &target, &x));
        let expected = at.reduce(|a, b| Margin {
            linf: a.linf.min(b.linf),
            l2_squared: a.l2_squared.min(b.l2_squared),
        });
        let problem = Problem::new(&network, &target, Engine::Auto);
        let found = problem.margin(UNWATCHED).expect("small");
        assert_eq!(found, expected, "{target} {network:?}");
        answers.note(expected.is_some_and(|margin| margin.linf.is_positive()));
    });
    answers.assert_both(100);
}
