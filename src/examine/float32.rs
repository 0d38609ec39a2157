//! What a program that computes in float32 says, beside the exact value; no verdict rests on it.

#![allow(
    clippy::float_arithmetic,
    reason = "this is what a program in float32 computes, shown beside the exact value"
)]

use num_traits::ToPrimitive;

use crate::language::cube::{Sign, Vertex};
use crate::language::exact::Rational;
use crate::language::network::{Activation, Network};

/// The value of the network at x in float32, in the order of a plain loop: each pre-activation starts at 0, adds weight
/// times input from the first input to the last, and then the bias.
///
/// It is `None` where a weight or bias is not exactly a float32, so that the network did not come as one.
pub fn value(network: &Network, x: &Vertex) -> Option<f32> {
    let mut values: Vec<f32> = x
        .signs()
        .iter()
        .map(|sign| if *sign == Sign::Plus { 1.0 } else { -1.0 })
        .collect();
    for layer in network.layers() {
        let mut next = Vec::with_capacity(layer.units.len());
        for unit in &layer.units {
            let mut z = 0.0_f32;
            let mut inputs = values.iter();
            for (weight, count) in unit.weights.runs() {
                let weight = exactly(weight)?;
                for value in inputs.by_ref().take(count) {
                    z += weight * value;
                }
            }
            z += exactly(&unit.bias)?;
            next.push(apply(layer.activation, z));
        }
        values = next;
    }
    values.first().copied()
}

/// The number as a float32, where it is one.
fn exactly(number: &Rational) -> Option<f32> {
    let float = number.to_f32().filter(|float| float.is_finite())?;
    (Rational::from_float(float)? == *number).then_some(float)
}

/// The value g(z) in float32, where sign(0) = +1 as everywhere here.
fn apply(activation: Activation, z: f32) -> f32 {
    let of = |condition, otherwise| if condition { 1.0 } else { otherwise };
    match activation {
        Activation::Identity => z,
        Activation::Relu => z.max(0.0),
        Activation::Sign => of(z >= 0.0, -1.0),
        Activation::Step => of(z >= 0.0, 0.0),
        Activation::Zero => of(z == 0.0, -1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::exact::integer;
    use crate::language::network::{Layer, Unit};

    /// relu(M·x₁ + x₂ − M·x₃).
    fn absorbing(m: &Rational) -> Network {
        let weights = [m.clone(), integer(1), -m.clone()];
        let unit = Unit {
            weights: weights.into_iter().collect(),
            bias: integer(0),
        };
        let layer = Layer {
            activation: Activation::Relu,
            units: vec![unit],
        };
        Network::new(3, vec![layer]).unwrap()
    }

    #[test]
    fn a_small_number_is_lost_beside_a_large_one() {
        let x: Vertex = "+++".parse().unwrap();
        for (power, in_float32) in [(20, 1.0), (24, 0.0), (53, 0.0)] {
            let network = absorbing(&integer(1_i64 << power));
            assert_eq!(network.value(&x), integer(1));
            assert_eq!(value(&network, &x), Some(in_float32));
        }
    }

    #[test]
    fn a_fraction_that_is_not_a_float_has_no_value() {
        let x: Vertex = "+-+".parse().unwrap();
        assert_eq!(
            value(&absorbing(&Rational::new(1.into(), 3.into())), &x),
            None
        );
        assert_eq!(value(&absorbing(&integer((1_i64 << 24) + 1)), &x), None);
    }
}
