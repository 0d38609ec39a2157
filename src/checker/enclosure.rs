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

/// What is known of the last unit's multiplied pre-activation.
pub struct Enclosed {
    /// It is at least this.
    pub low: BigInt,
    /// It is at most this.
    pub high: BigInt,
    /// Whether a push does not move it.
    pub still: bool,
}

/// Encloses the last unit's multiplied pre-activation where the sums lie between these.
pub fn enclose_output(summed: &Summed, sums: &[(i128, i128)], about: About) -> Enclosed {
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
    // A pre-activation that does not move under a push: in the first layer one that sees no sum.
    let mut still: Vec<bool> = summed.first.iter().map(|unit| unit.sum.is_none()).collect();
    for layer in &summed.deeper {
        let mut values = Vec::with_capacity(bounds.len());
        let mut fixed = Vec::with_capacity(bounds.len());
        for ((low, high), still) in bounds.into_iter().zip(still) {
            let about = if still { About::Values } else { about };
            fixed.push(still || keeps_its_value(activation, &low, &high));
            values.push(value_bounds(activation, low, high, about));
        }
        // Later on, one that reads only values that a push does not change.
        let reads_fixed = |weights: &[BigInt]| {
            let mut read = weights.iter().zip(&fixed);
            read.all(|(w, fixed)| *fixed || w.is_zero())
        };
        still = layer
            .units
            .iter()
            .map(|(weights, _)| reads_fixed(weights))
            .collect();
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
    let (low, high) = bounds.pop().expect("the last layer has one unit");
    let still = still.pop().expect("the last layer has one unit");
    Enclosed { low, high, still }
}

/// Whether a push does not change the value of a unit whose pre-activation lies between these: it is off 0, where the
/// unit is constant.
fn keeps_its_value(activation: Activation, low: &BigInt, high: &BigInt) -> bool {
    let off_zero = low.is_positive() || high.is_negative();
    match activation {
        Activation::Identity => false,
        Activation::Relu => high.is_negative(),
        Activation::Sign | Activation::Step | Activation::Zero => off_zero,
    }
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
