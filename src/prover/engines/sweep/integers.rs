//! A network in integers.

use num_bigint::BigInt;
use num_traits::{One, Signed};

use crate::language::exact::{Rational, common_denominator, integer};
use crate::language::network::{Activation, Layer, Network};

/// A layer in integers: its pre-activations are `scale` times the network's.
pub(super) struct IntegerLayer<T> {
    pub(super) activation: Activation,
    /// The weights in row-major order, one row for each unit.
    pub(super) weights: Vec<T>,
    pub(super) biases: Vec<T>,
    /// The integer that represents 1 after the activation.
    pub(super) one: T,
}

impl<T> IntegerLayer<T> {
    /// The same layer in another type of integers.
    pub(super) fn map<U>(&self, f: impl Fn(&T) -> U) -> IntegerLayer<U> {
        IntegerLayer {
            activation: self.activation,
            weights: self.weights.iter().map(&f).collect(),
            biases: self.biases.iter().map(&f).collect(),
            one: f(&self.one),
        }
    }
}

/// Multiplies each layer by its common denominator. The values of sign and step units remain ±1, or 0 and 1; the values
/// of ReLU and identity units keep the factor.
pub(super) fn integer_layers(network: &Network) -> Vec<IntegerLayer<BigInt>> {
    let mut one = BigInt::one();
    let mut layers = Vec::new();
    for Layer { activation, units } in network.layers() {
        let numbers = units
            .iter()
            .flat_map(|u| u.weights.runs().map(|(w, _)| w).chain([&u.bias]));
        let denominator = common_denominator(numbers);
        let scaled = |n: &Rational| (n * integer(denominator.clone())).to_integer();
        let weights = units
            .iter()
            .flat_map(|u| u.weights.iter().map(scaled))
            .collect();
        let biases = units.iter().map(|u| scaled(&u.bias) * &one).collect();
        one = match activation {
            Activation::Relu | Activation::Identity => one * denominator,
            Activation::Sign | Activation::Step | Activation::Zero => BigInt::one(),
        };
        layers.push(IntegerLayer {
            activation: *activation,
            weights,
            biases,
            one: one.clone(),
        });
    }
    layers
}

/// A bound on the size of every number that occurs, partial sums included.
pub(super) fn bound(layers: &[IntegerLayer<BigInt>], dimension: usize) -> BigInt {
    let mut inputs = vec![BigInt::one(); dimension];
    let mut bound = BigInt::one();
    for layer in layers {
        let rows = layer.weights.chunks(inputs.len()).zip(&layer.biases);
        let sizes: Vec<BigInt> = rows
            .map(|(row, bias)| {
                row.iter()
                    .zip(&inputs)
                    .map(|(w, x)| w.abs() * x)
                    .sum::<BigInt>()
                    + bias.abs()
            })
            .collect();
        let weights = layer.weights.iter().chain(&layer.biases).map(BigInt::abs);
        bound = weights
            .chain(sizes.iter().cloned())
            .chain([bound, layer.one.clone()])
            .max()
            .expect("not empty");
        let passes_on = matches!(layer.activation, Activation::Relu | Activation::Identity);
        inputs = sizes
            .into_iter()
            .map(|size| if passes_on { size } else { BigInt::one() })
            .collect();
    }
    bound
}
