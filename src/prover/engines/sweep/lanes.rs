//! Blocks as lanes of integers: each unit is a plain loop over a block.

use super::aligned::Aligned;
use super::gray::{Block, Gray};
use super::thresholds::lane_sums;
use crate::language::network::Activation;
use crate::prover::engines::integers::{IntegerLayer, IntegerNetwork};
use crate::prover::engines::numbers::Number;

/// The most low coordinates that make up a block.
const MAX_BLOCK_BITS: usize = 10;
/// The most bytes that the lanes of all units may take; they should stay in a core's second-level cache.
const MAX_BYTES: usize = 1 << 20;
/// The most time that a block may take, in picoseconds, as it is not interrupted.
const MAX_PICOSECONDS: u64 = 5_000_000_000;

/// A network, prepared for blocks.
pub(super) struct Lanes<T> {
    network: IntegerNetwork<T>,
    /// The number of low coordinates, which make up a block.
    pub(super) low_bits: usize,
    /// The sums over the low coordinates, for each unit of the first layer.
    low_sums: Vec<LowSums<T>>,
    /// The sums over the high coordinates.
    pub(super) gray: Gray<T>,
}

/// The sums of one unit over the low coordinates.
struct LowSums<T> {
    lanes: Aligned<T>,
    greatest: T,
}

/// The number of low coordinates for lanes of these integers, and the time that a vertex takes in picoseconds.
pub(super) fn layout<T: Number, N>(network: &IntegerNetwork<N>) -> (usize, u64) {
    let layers = &network.layers;
    let units: usize = layers.iter().map(|layer| layer.biases.len()).sum();
    let weights: usize = layers[1..].iter().map(|layer| layer.weights.len()).sum();
    let operations = u64::try_from(units + weights).unwrap_or(u64::MAX);
    let per_vertex = operations.saturating_mul(T::PICOSECONDS);
    let fits = |bits: &usize| {
        (units << bits).saturating_mul(T::BYTES) <= MAX_BYTES
            && per_vertex.saturating_mul(1 << bits) <= MAX_PICOSECONDS
    };
    let most = MAX_BLOCK_BITS.min(layers[0].inputs);
    ((0..=most).rev().find(fits).unwrap_or(0), per_vertex)
}

impl<T: Number> Lanes<T> {
    pub(super) fn new(network: IntegerNetwork<T>) -> Self {
        let (low_bits, _) = layout::<T, T>(&network);
        let low_sums = network.layers[0].units().map(|(row, _)| {
            let lanes = lane_sums(&row[..low_bits]);
            let greatest = lanes.iter().max().expect("there is a lane").clone();
            LowSums {
                lanes: Aligned::new(&lanes),
                greatest,
            }
        });
        let low_sums = low_sums.collect();
        Self {
            gray: Gray::new(&network.layers[0], low_bits),
            network,
            low_bits,
            low_sums,
        }
    }

    /// The integer that represents an output of 1.
    pub(super) fn one(&self) -> &T {
        &self.network.one
    }

    /// Space for the values of a block.
    pub(super) fn room(&self) -> Room<T> {
        let lanes = || Aligned::repeat(T::zero(), 1 << self.low_bits);
        let layers = self.network.layers.iter();
        let values = |layer: &IntegerLayer<T>| Values {
            lanes: layer.biases.iter().map(|_| lanes()).collect(),
            silent: vec![false; layer.biases.len()],
        };
        Room {
            layers: layers.map(values).collect(),
            at_zero: lanes(),
        }
    }

    /// Evaluates the network at all vertices of a block; where zeros are marked, some unit is 0.
    #[inline(always)]
    pub(super) fn evaluate(&self, block: &Block<T>, room: &mut Room<T>, mark_zeros: bool) {
        if mark_zeros {
            room.at_zero.fill(T::zero());
        }
        for (depth, layer) in self.network.layers.iter().enumerate() {
            let marks = mark_zeros && layer.activation != Activation::Identity;
            let (before, here) = room.layers.split_at_mut(depth);
            let values = &mut here[0];
            for (unit, (row, bias)) in layer.units().enumerate() {
                let z = &mut values.lanes[unit];
                if let Some(before) = before.last() {
                    z.fill(bias.clone());
                    for (w, (a, silent)) in row.iter().zip(before.lanes.iter().zip(&before.silent))
                    {
                        if !silent {
                            add_multiple(z, w, a);
                        }
                    }
                    if marks {
                        mark(&mut room.at_zero, z, &T::zero());
                    }
                    activate_all(layer.activation, z);
                } else {
                    let low = &self.low_sums[unit];
                    let high = &block.sums[unit];
                    let silent =
                        may_be_silent(layer.activation) && low.greatest.plus(high) < T::zero();
                    values.silent[unit] = silent;
                    if silent && depth + 1 < self.network.layers.len() {
                        continue;
                    }
                    if marks {
                        mark(&mut room.at_zero, &low.lanes, high);
                    }
                    activate_sums(layer.activation, z, &low.lanes, high);
                }
            }
        }
    }
}

/// Whether a unit's value is 0 where its pre-activation is negative.
fn may_be_silent(activation: Activation) -> bool {
    matches!(activation, Activation::Relu | Activation::Step)
}

/// Adds w·a to z in each lane. Most weights after hidden units are ±1, which need no multiplication.
#[inline(always)]
fn add_multiple<T: Number>(z: &mut [T], w: &T, a: &[T]) {
    let lanes = z.iter_mut().zip(a);
    if *w == T::one() {
        for (z, a) in lanes {
            *z = z.plus(a);
        }
    } else if *w == T::zero().minus(&T::one()) {
        for (z, a) in lanes {
            *z = z.minus(a);
        }
    } else if *w != T::zero() {
        for (z, a) in lanes {
            *z = z.plus(&w.times(a));
        }
    }
}

/// Marks the lanes in which sum + high is 0.
#[inline(always)]
fn mark<T: Number>(at_zero: &mut [T], sums: &[T], high: &T) {
    let opposite = T::zero().minus(high);
    for (zero, sum) in at_zero.iter_mut().zip(sums) {
        *zero = if *sum == opposite {
            T::one()
        } else {
            zero.clone()
        };
    }
}

/// Runs a loop with the function from a pre-activation to the value, which is chosen outside the loop.
macro_rules! with_values {
    ($activation:expr, $value:ident => $run:expr) => {{
        let (zero, one) = (T::zero(), T::one());
        let minus = zero.minus(&one);
        match $activation {
            Activation::Identity => {
                let $value = |z: T| z;
                $run
            }
            Activation::Relu => {
                let $value = |z: T| if z >= zero { z } else { zero.clone() };
                $run
            }
            Activation::Sign => {
                let $value = |z: T| {
                    if z >= zero {
                        one.clone()
                    } else {
                        minus.clone()
                    }
                };
                $run
            }
            Activation::Step => {
                let $value = |z: T| if z >= zero { one.clone() } else { zero.clone() };
                $run
            }
            Activation::Zero => {
                let $value = |z: T| {
                    if z == zero {
                        one.clone()
                    } else {
                        minus.clone()
                    }
                };
                $run
            }
        }
    }};
}

/// Turns pre-activations into values.
#[inline(always)]
fn activate_all<T: Number>(activation: Activation, z: &mut [T]) {
    with_values!(activation, value => {
        for z in z.iter_mut() {
            *z = value(z.clone());
        }
    });
}

/// Writes the values at the pre-activations sum + high.
#[inline(always)]
fn activate_sums<T: Number>(activation: Activation, z: &mut [T], sums: &[T], high: &T) {
    with_values!(activation, value => {
        for (z, sum) in z.iter_mut().zip(sums) {
            *z = value(sum.plus(high));
        }
    });
}

/// Space for the values of one block.
pub(super) struct Room<T> {
    layers: Vec<Values<T>>,
    /// For each lane, a number that is not 0 if some pre-activation is 0.
    pub(super) at_zero: Aligned<T>,
}

/// The values of one layer, with a vector of lanes for each unit.
struct Values<T> {
    lanes: Vec<Aligned<T>>,
    /// For each unit, whether it is 0 in all lanes, which are then not written.
    silent: Vec<bool>,
}

impl<T> Room<T> {
    /// The outputs of the network, in each lane.
    pub(super) fn outputs(&self) -> &[T] {
        let last = self.layers.last().expect("a network has a layer");
        &last.lanes[0]
    }
}
