//! What do merging and exactness cost in deciding separability? `cargo bench --bench separability`
//!
//! Ratios within one run: an LP over all 2^D vertices against one over merged coordinates, and the checker against the
//! prover.

#![allow(clippy::float_arithmetic, reason = "rates are for people")]

use std::hint::black_box;
use std::time::Instant;

use orthant::checker::check;
use orthant::language::target::{Interval, Target};
use orthant::prover::{Engine, separability::separate};

/// Seconds, the best of five.
fn seconds(mut work: impl FnMut()) -> f64 {
    let once = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    (0..5)
        .map(|_| once(&mut work))
        .fold(f64::INFINITY, f64::min)
}

fn main() {
    println!("seconds, best of five; inseparable: A = -1, B = 2, separable: A = 0, B = D");
    println!("   D              merged      walked   walked/merged   check/walked");
    for dimension in [8, 10, 12, 14, 16] {
        let d = i64::try_from(dimension).expect("small");
        for (name, low, high) in [("non", -1, 2), ("sep", 0, d)] {
            let target = Target::from(Interval::new(dimension, low, high).expect("in range"));
            let time = |engine| seconds(|| drop(black_box(separate(&target, engine))));
            let (merged, walked) = (time(Engine::Classes), time(Engine::Sweep));
            let certificate = separate(&target, Engine::Sweep).expect("D ≤ 16");
            let checked = seconds(|| drop(black_box(check(&certificate))));
            println!(
                "  {dimension:2} {name}   {merged:12.6} {walked:11.4} {:15.0} {:14.4}",
                walked / merged,
                checked / walked
            );
        }
    }
    let target = Target::from(Interval::new(1_000_000, -10, 7).expect("in range"));
    let million = seconds(|| drop(black_box(separate(&target, Engine::Auto))));
    println!("  D = 1,000,000, merged: {million:.6}");
}
