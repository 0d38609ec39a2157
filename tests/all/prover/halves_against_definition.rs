//! Counts by halves against the definition, and against sweeps where there are too many vertices for it.

use crate::support::generators::{for_each, targets_by_sum};
use orthant::language::exact::{Rational, integer};
use orthant::language::network::{Activation, Layer, Network, Unit};
use orthant::language::target::{Interval, Target};
use orthant::prover::engines::halves::{Halved, decide};
use orthant::prover::engines::plain::walk_plainly;
use orthant::prover::engines::sweep::{Walk, walk};
use orthant::prover::{Limits, Stop, UNWATCHED, Undecided};
use proptest::collection::vec;
use proptest::prelude::*;

/// The same findings.
fn halved(walk: Walk) -> Halved {
    Halved {
        violations: walk.violations,
        first_violation: walk.first_violation,
    }
}

/// Weights of one digit or of 60 bits.
fn numbers(count: usize) -> impl Strategy<Value = Vec<Rational>> {
    let all = |n: std::ops::RangeInclusive<i64>| vec(n.prop_map(integer), count);
    prop_oneof![all(-3..=3), all(-(1 << 60)..=1 << 60)]
}

/// One or two units in the first layer, sometimes with layers after them.
fn networks(dimension: usize) -> impl Strategy<Value = Network> {
    let hidden = vec(numbers(dimension + 1), 1..=2);
    let activation = || prop_oneof![Just(Activation::Sign), Just(Activation::Step)];
    let output = prop_oneof![
        3 => Just(Activation::Sign),
        1 => Just(Activation::Relu),
        1 => Just(Activation::Identity),
    ];
    (
        hidden,
        activation(),
        vec(-3_i64..=3, 3),
        output,
        any::<bool>(),
    )
        .prop_map(move |(hidden, activation, last, output, more)| {
            let unit = |numbers: &Vec<Rational>| Unit {
                weights: numbers[1..].iter().cloned().collect(),
                bias: numbers[0].clone(),
            };
            let units: Vec<Unit> = hidden.iter().map(unit).collect();
            let last = Unit {
                weights: last[1..=units.len()].iter().map(|w| integer(*w)).collect(),
                bias: integer(last[0]),
            };
            let more = more || units.len() > 1;
            let mut layers = vec![Layer { activation, units }];
            if more {
                let (activation, units) = (output, vec![last]);
                layers.push(Layer { activation, units });
            }
            Network::new(dimension, layers).expect("rows of D, then of the units")
        })
}

#[test]
fn halves_count_what_the_definition_counts() {
    let cases = (1_usize..=9).prop_flat_map(|d| (networks(d), targets_by_sum(d..=d)));
    for_each(500, &cases, |(network, target)| {
        let found = decide(&network, &target, UNWATCHED);
        let plain = halved(walk_plainly(&network, &target));
        assert_eq!(found, Ok(plain), "{target} {network:?}");
    });
}

#[test]
fn halves_and_sweeps_agree_on_twenty_inputs() {
    let cases = (17_usize..=20).prop_flat_map(|d| (networks(d), targets_by_sum(d..=d)));
    for_each(20, &cases, |(network, target)| {
        let found = decide(&network, &target, UNWATCHED);
        let swept = walk(&network, &target, UNWATCHED, None).expect("at most 20 inputs");
        assert_eq!(found, Ok(halved(swept)), "{target} {network:?}");
    });
}

#[test]
fn halves_say_what_they_do_not_apply_to() {
    let unit = |weight: Rational| Unit {
        weights: vec![weight; 3].into_iter().collect(),
        bias: integer(0),
    };
    let network = |activation, units: Vec<Unit>| {
        let output = Unit {
            weights: units.iter().map(|_| integer(1)).collect(),
            bias: integer(0),
        };
        let layers = vec![
            Layer { activation, units },
            Layer {
                activation: Activation::Sign,
                units: vec![output],
            },
        ];
        Network::new(3, layers).expect("rows of 3, then of the units")
    };
    let one = || unit(integer(1));
    let interval = Target::from(Interval::new(3, -1, 1).expect("in range"));
    let table = Target::tabulate(3, |x| interval.value(x)).expect("small");
    let huge = integer(num_traits::pow(
        orthant::language::exact::BigInt::from(10),
        40,
    ));
    let little = Limits {
        memory: 100,
        ..UNWATCHED
    };
    for (network, target, limits, expected) in [
        (
            network(Activation::Relu, vec![one()]),
            &interval,
            UNWATCHED,
            "the first layer has relu units, not sign or step units",
        ),
        (
            network(Activation::Sign, vec![one(), one(), one()]),
            &interval,
            UNWATCHED,
            "the first layer has 3 units, more than two",
        ),
        (
            network(Activation::Sign, vec![one()]),
            &table,
            UNWATCHED,
            "the target does not depend on the sum alone",
        ),
        (
            network(Activation::Sign, vec![unit(huge)]),
            &interval,
            UNWATCHED,
            "the sums of a unit do not fit 128 bits",
        ),
        (
            network(Activation::Sign, vec![one()]),
            &interval,
            little,
            "the sums over half of the inputs need 512 bytes of memory, and 100 are allowed",
        ),
    ] {
        let reason = match decide(&network, target, limits) {
            Err(Undecided::Unsuited {
                engine: "halves",
                reason,
            }) => reason,
            other => panic!("{expected}: {other:?}"),
        };
        assert_eq!(reason, expected);
    }
}

#[test]
fn a_watch_stops_halves() {
    let network = Network::perceptron(vec![integer(1); 30].into_iter().collect(), integer(0));
    let target = Target::from(Interval::new(30, 0, 4).expect("in range"));
    let limits = Limits::watched(&|_, _| Err(Stop::Interrupted));
    let found = decide(&network, &target, limits);
    assert_eq!(found, Err(Undecided::stopped(Stop::Interrupted)));
}
