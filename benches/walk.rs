//! How fast are all vertices walked? `cargo bench --bench walk`
//!
//! Ratios within one run: the walk over its plain twin, bitmaps over lanes, and the walk over a bare pass that only reads
//! as many bits as there are vertices, once a unit.

#![allow(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "rates are for people"
)]

use std::hint::black_box;
use std::time::Instant;

use orthant::language::exact::integer;
use orthant::language::network::{Activation, Layer, Network, Unit};
use orthant::language::target::{Interval, Target};
use orthant::prover::UNWATCHED;
use orthant::prover::engines::sweep::{walk, walk_plainly};
use orthant::question3::networks::{Answer, Hidden, network};

/// Vertices a second, the best of five.
fn rate(dimension: usize, mut work: impl FnMut()) -> f64 {
    let once = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    let best = (0..5)
        .map(|_| once(&mut work))
        .fold(f64::INFINITY, f64::min);
    (1_u64 << dimension) as f64 / best
}

/// Sign units with weights from −9 to 9 and a sign of their weighted vote, without symmetry.
fn random_network(dimension: usize, units: usize) -> Network {
    let mut state = 12_345_u64;
    let mut next = |size: i64| {
        // Knuth's linear congruential generator; any fixed weights would do.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(state >> 33)
            .expect("31 bits")
            .rem_euclid(2 * size + 1)
            - size
    };
    let mut unit = |inputs: usize, size| Unit {
        weights: (0..inputs).map(|_| integer(next(size))).collect(),
        bias: integer(next(size)),
    };
    let hidden = (0..units).map(|_| unit(dimension, 9)).collect();
    let layers = vec![
        Layer {
            activation: Activation::Sign,
            units: hidden,
        },
        Layer {
            activation: Activation::Sign,
            units: vec![unit(units, 3)],
        },
    ];
    Network::new(dimension, layers).expect("rows of D, then of the units")
}

/// One pass over memory that stays in the cache, a bit a vertex and unit, on every core.
fn bare_pass(dimension: usize, units: usize) -> f64 {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let words = vec![0x5555_5555_5555_5555_u64; 512];
    rate(dimension, || {
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    for _ in 0..(units << dimension) / 64 / words.len() / threads {
                        black_box(black_box(&words).iter().fold(0, |sum, word| sum ^ word));
                    }
                });
            }
        });
    })
}

fn main() {
    let interval = |d| Interval::new(d, -1, 4).expect("in range");
    println!("vertices a second, both cores, best of five");
    for (name, units) in [
        ("2 sign units, -1..4 by sums (integer)", 2),
        ("8 sign units, weights -9..9", 8),
    ] {
        let make = |dimension: usize| {
            let target = interval(dimension);
            let network = match units {
                2 => network(&target, Hidden::Sign, Answer::Integer).expect("it exists"),
                _ => random_network(dimension, units),
            };
            (network, Target::from(target))
        };
        let ((small, small_target), (large, large_target)) = (make(12), make(30));
        let plain = rate(12, || {
            black_box(walk_plainly(&small, &small_target));
        });
        let lanes = |network: &Network, target: &Target, d| {
            rate(d, || {
                drop(black_box(walk(network, target, UNWATCHED, Some(&|_| true))));
            })
        };
        let (closely, bitmaps) = (
            lanes(&make(24).0, &make(24).1, 24),
            rate(30, || {
                drop(black_box(walk(&large, &large_target, UNWATCHED, None)));
            }),
        );
        let bare = bare_pass(30, units);
        println!("\n{name}");
        println!("  plain loop, D = 12          {plain:10.3e}");
        println!(
            "  lanes, with zeros, D = 24   {closely:10.3e}  {:8.0} x plain",
            closely / plain
        );
        println!(
            "  bitmaps, D = 30             {bitmaps:10.3e}  {:8.0} x plain",
            bitmaps / plain
        );
        println!(
            "  bare pass over the bits     {bare:10.3e}  bitmaps reach {:.2} of it",
            bitmaps / bare
        );
    }
}
