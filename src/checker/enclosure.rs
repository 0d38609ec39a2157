//! Bounds of a network's output where the sums of its inputs lie between two numbers.

use num_traits::{One, Signed, Zero};

use crate::checker::sums::Summed;
use crate::language::exact::BigInt;
use crate::language::network::Activation;

/// What is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The network's values at the vertices.
    Values,
    /// Its limits in all directions, where a unit at 0 may go to either side.
    Limits,
}

/// Bounds of the last unit's multiplied pre-activation where the sums lie between these.
pub fn output_bounds(summed: &Summed, sums: &[(i128, i128)], about: About) -> (BigInt, BigInt) {
    let first = summed.first.iter().map(|unit| {
        let bias = &unit.bias;
        match unit.sum {
            None => (bias.clone(), bias.clone()),
            Some(sum) => {
                let (low, high) = sums[sum];
                let (a, b) = (&unit.factor * low + bias, &unit.factor * high + bias);
                if a <= b { (a, b) } else { (b, a) }
            }
        }
    });
    let mut bounds: Vec<(BigInt, BigInt)> = first.collect();
    let mut activation = summed.activation;
    // A unit of the first layer that sees no sum does not move.
    let mut still: Vec<bool> = summed.first.iter().map(|unit| unit.sum.is_none()).collect();
    for layer in &summed.deeper {
        let values: Vec<_> = bounds
            .into_iter()
            .zip(still)
            .map(|((low, high), still)| {
                let about = if still { About::Values } else { about };
                value_bounds(activation, low, high, about)
            })
            .collect();
        still = vec![false; layer.units.len()];
        let units = layer.units.iter().map(|(weights, bias)| {
            let (mut low, mut high) = (bias.clone(), bias.clone());
            for (w, (least, most)) in weights.iter().zip(&values) {
                if w.is_negative() {
                    low += w * most;
                    high += w * least;
                } else {
                    low += w * least;
                    high += w * most;
                }
            }
            (low, high)
        });
        bounds = units.collect();
        activation = layer.activation;
    }
    bounds.pop().expect("the last layer has one unit")
}

/// Bounds of a unit's value where its pre-activation lies between these.
fn value_bounds(
    activation: Activation,
    low: BigInt,
    high: BigInt,
    about: About,
) -> (BigInt, BigInt) {
    let zero = BigInt::zero();
    let jump = |off: i64| (BigInt::from(off), BigInt::one());
    let either_side = about == About::Limits && low <= zero && zero <= high;
    match activation {
        Activation::Identity => (low, high),
        Activation::Relu => (low.max(zero.clone()), high.max(zero)),
        Activation::Sign | Activation::Step => {
            let (off, on) = jump(if activation == Activation::Sign {
                -1
            } else {
                0
            });
            if either_side {
                (off, on)
            } else if low >= zero {
                (on.clone(), on)
            } else if high < zero {
                (off.clone(), off)
            } else {
                (off, on)
            }
        }
        Activation::Zero => {
            let (off, on) = jump(-1);
            if either_side {
                (off, on)
            } else if low.is_zero() && high.is_zero() {
                (on.clone(), on)
            } else if low > zero || high < zero {
                (off.clone(), off)
            } else {
                (off, on)
            }
        }
    }
}
