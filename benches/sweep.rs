//! How fast are all vertices accounted for? `cargo bench --bench sweep`
//!
//! Sweeps by bitmaps and by lanes in every width, by each instruction set, beside the definition and the count by halves.
//! Rates are of all cores, from one run; compare their ratios. With the path of a compiled peer program in
//! `ORTHANT_PEER_LIMIT`, which prints its own `rate_median=`, that program runs in between and its rate is printed beside
//! ours for as many units.

#![allow(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "rates are for people"
)]

use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use orthant::language::exact::{BigInt, integer};
use orthant::language::network::{Activation, Layer, Network, Unit};
use orthant::language::target::{Interval, Target};
use orthant::prover::UNWATCHED;
use orthant::prover::engines::halves;
use orthant::prover::engines::plain::walk_plainly;
use orthant::prover::engines::sweep::{Instructions, estimate, sweep_with};

/// The seconds that the work takes, the best of three.
fn seconds(mut work: impl FnMut()) -> f64 {
    let once = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    (0..3)
        .map(|_| once(&mut work))
        .fold(f64::INFINITY, f64::min)
}

/// Units with weights of this size, without symmetry, and a sign of their vote with weights up to 9.
fn random_network(dimension: usize, units: usize, activation: Activation, bits: u32) -> Network {
    let mut state = 12_345_u64;
    let mut next = || {
        // Knuth's linear congruential generator; any fixed weights would do.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let mut number = |bits: u32| {
        let digits = (0..bits.div_ceil(31)).fold(BigInt::ZERO, |n, _| (n << 31) + next());
        integer((digits % (BigInt::from(1) << (bits + 1))) - (BigInt::from(1) << bits))
    };
    let mut unit = |inputs: usize, bits| Unit {
        weights: (0..inputs).map(|_| number(bits)).collect(),
        bias: number(bits),
    };
    let hidden = (0..units).map(|_| unit(dimension, bits)).collect();
    let layers = vec![
        Layer {
            activation,
            units: hidden,
        },
        Layer {
            activation: Activation::Sign,
            units: vec![unit(units, 3)],
        },
    ];
    Network::new(dimension, layers).expect("rows of D, then of the units")
}

fn interval(dimension: usize) -> Target {
    Target::from(Interval::new(dimension, -2, 2).expect("in range"))
}

/// What the peer prints, and its rate in vertices a second.
fn peer() -> Option<(String, f64)> {
    let program = std::env::var_os("ORTHANT_PEER_LIMIT")?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let output = Command::new(program)
        .args([threads.to_string(), "3".into()])
        .output();
    let text = String::from_utf8(output.expect("the peer runs").stdout).expect("it prints text");
    let rate = text.split("rate_median=").nth(1)?;
    let rate: f64 = rate.split_whitespace().next()?.parse().ok()?;
    Some((text.trim().to_owned(), rate * 1e9))
}

/// A network that is swept.
struct Case {
    name: &'static str,
    dimension: usize,
    units: usize,
    activation: Activation,
    /// The size of the weights of the first layer.
    bits: u32,
}

fn main() {
    let peer = peer();
    if let Some((text, _)) = &peer {
        println!("the peer: {text}\n");
    }
    let case = |name, dimension, units, activation, bits| Case {
        name,
        dimension,
        units,
        activation,
        bits,
    };
    let (sign, relu) = (Activation::Sign, Activation::Relu);
    let cases = [
        case("bitmaps, 4 bits", 36, 2, sign, 3),
        case("bitmaps, 4 bits", 32, 8, sign, 3),
        case("bitmaps, 60 bits", 32, 2, sign, 59),
        case("bitmaps, 100 bits", 28, 2, sign, 99),
        case("lanes, 4 bits", 26, 16, relu, 3),
        case("lanes, 16 bits", 26, 16, relu, 15),
        case("lanes, 32 bits", 24, 16, relu, 31),
        case("lanes, 64 bits", 22, 16, relu, 63),
        case("lanes, 200 bits", 16, 16, relu, 199),
    ];
    println!(
        "{:18} {:>3} {:>5} {:8} {:>12} {:>14} {:>20} {:>10}",
        "first layer",
        "D",
        "units",
        "",
        "vertices/s",
        "units·vertices",
        "seconds by estimate",
        "over peer"
    );
    for Case {
        name,
        dimension,
        units,
        activation,
        bits,
    } in cases
    {
        let network = random_network(dimension, units, activation, bits);
        let target = interval(dimension);
        let vertices = (1_u64 << dimension) as f64;
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let estimated = estimate(&network, &target).expect("at most 62 inputs");
        let estimated = estimated.nanoseconds as f64 / 1e9 / threads as f64;
        for instructions in Instructions::all() {
            let taken = seconds(|| {
                let swept = sweep_with(instructions, &network, &target, UNWATCHED, None);
                black_box(swept.expect("at most 62 inputs"));
            });
            let rate = vertices / taken;
            let of_peer = peer
                .as_ref()
                .filter(|(text, _)| text.contains(&format!(" H={units} ")) && activation == sign)
                .map_or(String::new(), |(_, peer)| format!("{:.2}", rate / peer));
            println!(
                "{name:18} {dimension:3} {units:5} {:8} {rate:12.2e} {:14.2e} {:20.2} {of_peer:>10}",
                instructions.name(),
                rate * units as f64,
                estimated / taken
            );
        }
    }
    let network = random_network(12, 8, sign, 3);
    let target = interval(12);
    let taken = seconds(|| {
        black_box(walk_plainly(&network, &target));
    });
    let rate = f64::from(1 << 12) / taken;
    println!("\nthe definition, D = 12, 8 units: {rate:.2e} vertices a second");
    println!("\nhalves, weights of 60 bits");
    for (dimension, units) in [(32, 1), (32, 2), (36, 2), (40, 2)] {
        let network = random_network(dimension, units, sign, 59);
        let target = interval(dimension);
        let taken = seconds(|| {
            black_box(halves::decide(&network, &target, UNWATCHED).expect("it applies"));
        });
        let rate = (1_u64 << dimension) as f64 / taken;
        println!("D = {dimension}, {units} units: {taken:8.3} s, {rate:.2e} vertices a second");
    }
}
