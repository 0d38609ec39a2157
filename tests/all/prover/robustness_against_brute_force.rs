//! Robustness against the network's exact values very near the vertices, in many directions.

use std::collections::HashMap;

use crate::support::exact_by_hand::{breaks, directions, limit, value_near, violations, wanted};
use crate::support::generators::{Answers, constructions, for_each, random_networks};
use orthant::language::exact::{BigInt, Rational, integer};
use orthant::language::network::{Activation, Network};
use orthant::language::target::Target;
use orthant::prover::{Engine, Problem, UNWATCHED};

/// Fails unless robustness is what the values nearby say; returns it.
fn assert_robustness(
    network: &Network,
    target: &Target,
    directions: &HashMap<usize, Vec<Vec<Rational>>>,
) -> bool {
    let pushed = breaks(network, target, &directions[&target.dimension()]);
    let [auto, classes, walk] = [Engine::Auto, Engine::Classes, Engine::Sweep].map(|engine| {
        let found = Problem::new(network, target, engine)
            .robustness(UNWATCHED)
            .expect("few cases")
            .found;
        let Some((x, v)) = found.breaks_at else {
            assert_eq!(pushed, None, "{engine:?} {target} {network:?}");
            return true;
        };
        let bits = x
            .bits()
            .and_then(|bits| usize::try_from(bits).ok())
            .expect("small");
        let x: Vec<i64> = x.signs().iter().map(|sign| sign.value()).collect();
        let v: Vec<Rational> = v.iter().cloned().collect();
        assert_breaks(network, &x, &v, wanted(target, bits));
        false
    });
    assert_eq!([classes, walk], [auto, auto], "{target} {network:?}");
    auto
}

/// Fails unless h(x + t·v) stays away from f(x) as t → 0.
fn assert_breaks(network: &Network, x: &[i64], v: &[Rational], f: i64) {
    let context = || format!("{x:?} {v:?} {network:?}");
    let found = limit(network, x, v);
    assert_ne!(found, integer(f), "{}", context());
    // A network whose output jumps is off f itself; else h is affine in t and tends to the limit.
    let last = network
        .layers()
        .last()
        .expect("a network has a layer")
        .activation;
    let jumps = !matches!(last, Activation::Relu | Activation::Identity);
    let values = [300, 400, 500].map(|n| {
        let t = Rational::new(BigInt::from(1), BigInt::from(1) << n);
        let value = value_near(network, x, &t, v);
        assert!(!jumps || value != integer(f), "{}", context());
        (value - &found) / t
    });
    assert!(
        values.iter().all(|slope| *slope == values[0]),
        "{}",
        context()
    );
    // The way of following rays that the checker has says the same.
    let vertex = x
        .iter()
        .map(|x| orthant::language::cube::Sign::of(*x == 1))
        .collect();
    let ray = network.along(
        &orthant::language::cube::Vertex::from_signs(vertex),
        &v.iter().cloned().collect(),
    );
    assert_eq!(
        (ray.limit, ray.slope),
        (found, values[0].clone()),
        "{}",
        context()
    );
}

fn all_directions(most: usize) -> HashMap<usize, Vec<Vec<Rational>>> {
    (1..=most).map(|d| (d, directions(d))).collect()
}

#[test]
fn random_networks_are_robust_or_break_as_their_values_nearby_say() {
    let answers = Answers::default();
    let directions = all_directions(4);
    for_each(800, &random_networks(4), |(network, target)| {
        answers.note(assert_robustness(&network, &target, &directions));
    });
    answers.assert_both(100);
}

#[test]
fn constructions_are_robust_or_break_as_their_values_nearby_say() {
    let answers = Answers::default();
    let directions = all_directions(4);
    for_each(500, &constructions(4), |(network, target)| {
        answers.note(assert_robustness(&network, &target, &directions));
    });
    answers.assert_both(100);
}

/// Where h = f everywhere, only the directions can tell; this is the case that the others hide.
#[test]
fn networks_that_agree_everywhere_still_break_in_some_directions() {
    let answers = Answers::default();
    for_each(1200, &random_networks(3), |(network, target)| {
        if violations(&network, &target).is_empty() {
            let found = Problem::new(&network, &target, Engine::Auto)
                .robustness(UNWATCHED)
                .expect("few cases")
                .found;
            answers.note(found.breaks_at.is_none());
        }
    });
    answers.assert_both(100);
}
