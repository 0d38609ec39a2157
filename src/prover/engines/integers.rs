//! A network in integers.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

use crate::language::exact::{Rational, common_denominator, integer};
use crate::language::network::{Activation, Network};
use crate::prover::engines::numbers::Number;

/// A layer in integers. Each unit's pre-activation is a positive multiple of the network's.
#[derive(Clone)]
pub(in crate::prover) struct IntegerLayer<T> {
    pub(in crate::prover) activation: Activation,
    /// The number of weights of a unit.
    pub(super) inputs: usize,
    /// The weights in row-major order, one row for each unit.
    pub(super) weights: Vec<T>,
    pub(in crate::prover) biases: Vec<T>,
}

impl<T> IntegerLayer<T> {
    /// The weights of one unit.
    pub(in crate::prover) fn row(&self, unit: usize) -> &[T] {
        &self.weights[unit * self.inputs..][..self.inputs]
    }

    /// The weights and the bias of each unit.
    pub(in crate::prover) fn units(&self) -> impl Iterator<Item = (&[T], &T)> {
        self.weights.chunks(self.inputs).zip(&self.biases)
    }
}

/// A network in integers.
#[derive(Clone)]
pub(in crate::prover) struct IntegerNetwork<T> {
    pub(in crate::prover) layers: Vec<IntegerLayer<T>>,
    /// The integer that represents an output of 1.
    pub(super) one: T,
}

/// Whether a unit's value grows with its pre-activation, so that the value keeps a factor of that.
pub(in crate::prover) fn keeps_factors(activation: Activation) -> bool {
    matches!(activation, Activation::Relu | Activation::Identity)
}

impl IntegerNetwork<BigInt> {
    /// Multiplies each unit by a factor of its own that makes its weights integers.
    ///
    /// The values of sign, step and zero units do not depend on a positive factor. The value of a ReLU or identity unit
    /// is multiplied by it, and the weights of the next layer are divided by it before they find their own factors.
    pub(in crate::prover) fn new(network: &Network) -> Self {
        let mut factors = vec![Rational::one(); network.inputs()];
        let mut layers = Vec::new();
        for layer in network.layers() {
            let keeps = keeps_factors(layer.activation);
            let last = layers.len() + 1 == network.layers().len();
            let (mut weights, mut biases, mut own) = (Vec::new(), Vec::new(), Vec::new());
            for unit in &layer.units {
                let row: Vec<Rational> = unit
                    .weights
                    .iter()
                    .zip(&factors)
                    .map(|(w, factor)| {
                        if factor.is_one() {
                            w.clone()
                        } else {
                            w / factor
                        }
                    })
                    .collect();
                let numbers = || row.iter().chain([&unit.bias]);
                let denominator = common_denominator(numbers());
                let scaled = |n: &Rational| n.numer() * (&denominator / n.denom());
                let divisor = numbers().fold(BigInt::ZERO, |gcd, n| gcd.gcd(&scaled(n)));
                // An output is compared with 1, which must be an integer multiple too.
                let divisor = if divisor.is_zero() || last && keeps {
                    BigInt::from(1)
                } else {
                    divisor
                };
                weights.extend(row.iter().map(|w| scaled(w) / &divisor));
                biases.push(scaled(&unit.bias) / &divisor);
                own.push(if keeps {
                    Rational::new(denominator, divisor)
                } else {
                    Rational::one()
                });
            }
            layers.push(IntegerLayer {
                activation: layer.activation,
                inputs: factors.len(),
                weights,
                biases,
            });
            factors = own;
        }
        let one = factors.pop().expect("the last layer has a unit");
        let mut integers = Self {
            layers,
            one: one.to_integer(),
        };
        integers.absorb();
        integers
    }

    /// Moves the weights of a layer of one unit into the ReLU and identity units before it, as far as a positive factor
    /// can: w·relu(z) = ±relu(|w|·z). What remains are the weights −1, 0 and 1, which need no multiplication, and no
    /// sum becomes larger.
    fn absorb(&mut self) {
        for next in (1..self.layers.len()).rev() {
            let (before, after) = self.layers.split_at_mut(next);
            let (layer, output) = (&mut before[next - 1], &mut after[0]);
            if output.biases.len() != 1 || !keeps_factors(layer.activation) {
                continue;
            }
            let rows = layer
                .weights
                .chunks_mut(layer.inputs)
                .zip(&mut layer.biases);
            for ((row, bias), w) in rows.zip(&mut output.weights) {
                if !w.is_zero() {
                    let size = w.abs();
                    row.iter_mut().chain([bias]).for_each(|n| *n *= &size);
                    *w = w.signum();
                }
            }
        }
    }

    /// A bound on the size of every number that occurs, partial sums included.
    pub(super) fn bound(&self) -> BigInt {
        let mut inputs = vec![BigInt::from(1); self.layers[0].inputs];
        let mut bound = self.one.clone();
        for layer in &self.layers {
            let size = |(row, bias): (&[BigInt], &BigInt)| {
                let terms = row.iter().zip(&inputs).map(|(w, x)| w.abs() * x);
                terms.sum::<BigInt>() + bias.abs()
            };
            let sizes: Vec<BigInt> = layer.units().map(size).collect();
            let weights = layer.weights.iter().map(BigInt::abs);
            bound = weights
                .chain(sizes.iter().cloned())
                .fold(bound, std::cmp::max);
            inputs = sizes;
            if !keeps_factors(layer.activation) {
                inputs.fill(BigInt::from(1));
            }
        }
        bound
    }

    /// The same network in narrower integers, or `None` if some number may not fit.
    pub(super) fn narrowed<T: Number>(&self) -> Option<IntegerNetwork<T>> {
        // Twice the bound, so that sums and differences of two numbers fit too.
        T::of(&(self.bound() * 2))?;
        let layers = self.layers.iter().map(IntegerLayer::narrowed);
        Some(IntegerNetwork {
            layers: layers.collect::<Option<_>>()?,
            one: T::of(&self.one)?,
        })
    }
}

impl IntegerLayer<BigInt> {
    /// The same layer in narrower integers, or `None` if a weight does not fit.
    pub(super) fn narrowed<T: Number>(&self) -> Option<IntegerLayer<T>> {
        let all = |numbers: &[BigInt]| numbers.iter().map(T::of).collect::<Option<Vec<T>>>();
        Some(IntegerLayer {
            activation: self.activation,
            inputs: self.inputs,
            weights: all(&self.weights)?,
            biases: all(&self.biases)?,
        })
    }

    /// The largest size of a pre-activation at a vertex of the cube.
    pub(super) fn bound(&self) -> BigInt {
        let size = |(row, bias): (&[BigInt], &BigInt)| {
            row.iter().chain([bias]).map(BigInt::abs).sum::<BigInt>()
        };
        self.units().map(size).max().unwrap_or_default()
    }
}

/// The layers of a network after its first, as a network of which the inputs are the signs of the first layer's units:
/// +1 where the unit's value is the greater of its two. `None` if the first layer is the last one.
///
/// A step unit's value is (x + 1)/2 for such an input x.
pub(super) fn after_the_first(network: &Network) -> Option<Network> {
    let (first, rest) = network.layers().split_first()?;
    let mut rest = rest.to_vec();
    let next = rest.first_mut()?;
    if first.activation == Activation::Step {
        let two = integer(2);
        for unit in &mut next.units {
            let sum: Rational = unit.weights.iter().sum();
            unit.bias = &unit.bias + sum / &two;
            unit.weights = unit.weights.map(|w| w / &two);
        }
    }
    Some(Network::new(first.units.len(), rest).expect("the rows are as long as before"))
}
