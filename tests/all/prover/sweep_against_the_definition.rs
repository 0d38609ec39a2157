//! Sweeps by every instruction set and in every width of integers against their definition.

use crate::support::generators::{for_each, networks, tables, targets_by_sum};
use orthant::language::exact::{BigInt, Rational, integer};
use orthant::language::network::{Activation, Layer, Network, Unit};
use orthant::language::target::Target;
use orthant::prover::engines::plain::walk_plainly;
use orthant::prover::engines::sweep::{Instructions, Walk, sweep_with};
use orthant::prover::{Limits, Stop, UNWATCHED};
use proptest::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// Fails unless all instruction sets find what the definition says, with and without a close look at zeros.
fn assert_swept(network: &Network, target: &Target) {
    let plain = walk_plainly(network, target);
    let vertices = 1 << target.dimension();
    for instructions in Instructions::all() {
        let name = instructions.name();
        let closer = AtomicU64::new(0);
        let look_closely = |_| {
            closer.fetch_add(1, Ordering::Relaxed);
            true
        };
        let closely = sweep_with(
            instructions,
            network,
            target,
            UNWATCHED,
            Some(&look_closely),
        );
        let closely = closely.expect("small");
        assert_eq!(closely.found, plain, "{name} {target} {network:?}");
        assert_eq!(
            closer.into_inner(),
            plain.zeros,
            "{name} {target} {network:?}"
        );
        let quickly = sweep_with(instructions, network, target, UNWATCHED, None).expect("small");
        let unseen = Walk { zeros: 0, ..plain };
        assert_eq!(quickly.found, unseen, "{name} {target} {network:?}");
        for swept in [closely, quickly] {
            assert_eq!((swept.seen, swept.stopped), (vertices, None));
        }
    }
}

/// The network with other weights: each number n becomes n·m + n³, so that zeros remain and equal columns too.
fn widened(network: &Network, m: &BigInt) -> Network {
    let widen = |n: &Rational| n * integer(m.clone()) + n * n * n;
    let unit = |unit: &Unit| Unit {
        weights: unit.weights.map(widen),
        bias: widen(&unit.bias),
    };
    let layers = network.layers().iter().map(|layer| Layer {
        activation: layer.activation,
        units: layer.units.iter().map(unit).collect(),
    });
    Network::new(network.inputs(), layers.collect()).expect("the same shape")
}

/// Random networks, sometimes with weights of up to 300 bits, and targets of the same dimension.
fn cases(dimensions: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = (Network, Target)> {
    let wide = prop_oneof![Just(0_u32), Just(0), Just(0), 5_u32..300];
    (dimensions, wide).prop_flat_map(|(dimension, bits)| {
        let network = networks(dimension).prop_map(move |network| match bits {
            0 => network,
            bits => widened(&network, &(BigInt::from(1) << bits)),
        });
        let by_sum = targets_by_sum(dimension..=dimension);
        (network, prop_oneof![by_sum, tables(dimension)])
    })
}

#[test]
fn networks_of_all_kinds_and_widths() {
    for_each(400, &cases(1..=8), |(network, target)| {
        assert_swept(&network, &target);
    });
}

#[test]
fn networks_of_several_blocks() {
    for_each(40, &cases(9..=12), |(network, target)| {
        assert_swept(&network, &target);
    });
}

/// Units with the weights i·k mod 19 − 9, and an output that weighs them with 1, −2, 3, ….
fn mixed(dimension: usize, units: usize, activation: Activation) -> Network {
    let weight = |i: usize, k: usize| {
        let n = (i * i + 7 * k * i + 5 * k + 3) % 19;
        integer(BigInt::from(n) - 9)
    };
    let hidden = |k: usize| Unit {
        weights: (0..dimension).map(|i| weight(i + 1, k)).collect(),
        bias: weight(0, k),
    };
    let sign = |k: usize| if k.is_multiple_of(2) { 1 } else { -1 };
    let output = Unit {
        weights: (0..units)
            .map(|k| integer(BigInt::from(k + 1) * sign(k)))
            .collect(),
        bias: integer(1),
    };
    let layers = vec![
        Layer {
            activation,
            units: (0..units).map(hidden).collect(),
        },
        Layer {
            activation: Activation::Sign,
            units: vec![output],
        },
    ];
    Network::new(dimension, layers).expect("rows of D, then of the units")
}

#[test]
fn fourteen_inputs_and_up_to_sixteen_units() {
    let target = Target::by_sum(14, (0..15).map(|k| orthant::Sign::of(k % 3 == 0)).collect());
    let target = target.expect("15 values");
    for (units, activation) in [
        (2, Activation::Sign),
        (9, Activation::Step),
        (16, Activation::Sign),
        (4, Activation::Zero),
        (5, Activation::Relu),
    ] {
        assert_swept(&mixed(14, units, activation), &target);
    }
}

#[test]
fn what_was_seen_before_a_stop_is_known() {
    for activation in [Activation::Sign, Activation::Relu] {
        let network = mixed(30, 16, activation);
        let target = Target::by_sum(30, (0..31).map(|k| orthant::Sign::of(k % 2 == 0)).collect());
        let target = target.expect("31 values");
        let asked = AtomicU64::new(0);
        let watch = |_, _| match asked.fetch_add(1, Ordering::Relaxed) {
            0..8 => Ok(()),
            _ => Err(Stop::TimeLimit),
        };
        let limits = Limits::watched(&watch);
        let swept = sweep_with(Instructions::best(), &network, &target, limits, None);
        let swept = swept.expect("30 inputs");
        assert_eq!(swept.stopped, Some(Stop::TimeLimit));
        assert!(0 < swept.seen && swept.seen < 1 << 30);
        assert!(0 < swept.found.violations && swept.found.violations < swept.seen);
        let first = swept.found.first_violation.expect("there are violations");
        let x = orthant::Vertex::from_bits(30, first);
        assert_ne!(network.value(&x), target.value(&x).rational());
    }
}
