//! The network and the target that are halved.

use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::MAX_DIMENSION;
use crate::language::cube::Sign;
use crate::language::exact::{Rational, common_denominator};
use crate::language::network::{Activation, Network, Unit};
use crate::language::runs::Runs;
use crate::language::target::Target;
use crate::prover::undecided::Undecided;

/// A network with two units in its first layer, and a target that depends on the sum.
pub(super) struct Question {
    /// The dimension D.
    pub(super) dimension: usize,
    /// The weights and the bias of both units as integers. Of one unit alone the other one is always on.
    pub(super) units: [(Vec<i128>, i128); 2],
    /// Whether h ≠ f: by whether f is +1, then by which units are on, the first one in the lowest bit.
    pub(super) wrong: [[bool; 4]; 2],
    /// Whether f is +1, by the number of coordinates that are +1.
    pub(super) wanted: Vec<bool>,
}

impl Question {
    pub(super) fn unsuited(reason: impl Into<String>) -> Undecided {
        Undecided::Unsuited {
            engine: "halves",
            reason: reason.into(),
        }
    }

    pub(super) fn new(network: &Network, target: &Target) -> Result<Self, Undecided> {
        let dimension = target.dimension();
        assert_eq!(network.inputs(), dimension, "one function's inputs");
        if dimension > MAX_DIMENSION {
            return Err(Self::unsuited(format!(
                "D = {dimension} is larger than {MAX_DIMENSION}"
            )));
        }
        let first = network.first_layer();
        if !matches!(first.activation, Activation::Sign | Activation::Step) {
            return Err(Self::unsuited(format!(
                "the first layer has {} units, not sign or step units",
                first.activation
            )));
        }
        let values = target
            .values_by_sum()
            .ok_or_else(|| Self::unsuited("the target does not depend on the sum alone"))?;
        let always_on = || (vec![0; dimension], 0);
        let units = match first.units.as_slice() {
            [one] => [integers(one)?, always_on()],
            [one, other] => [integers(one)?, integers(other)?],
            more => {
                return Err(Self::unsuited(format!(
                    "the first layer has {} units, more than two",
                    more.len()
                )));
            }
        };
        Ok(Self {
            dimension,
            units,
            wrong: [Sign::Minus, Sign::Plus].map(|f| wrong(network, f)),
            wanted: values.iter().map(|value| *value == Sign::Plus).collect(),
        })
    }

    /// The number of coordinates in the low half.
    pub(super) fn low(&self) -> usize {
        self.dimension / 2
    }

    /// Whether h ≠ f at the vertex with these bits.
    pub(super) fn is_wrong_at(&self, bits: u64) -> bool {
        let is_on = |(weights, bias): &(Vec<i128>, i128)| {
            let sum = weights.iter().enumerate().fold(*bias, |sum, (i, w)| {
                if bits >> i & 1 == 1 { sum + w } else { sum - w }
            });
            usize::from(sum >= 0)
        };
        let [one, other] = &self.units;
        let plus = bits.count_ones().to_usize().expect("at most 64");
        let f = usize::from(self.wanted[plus]);
        self.wrong[f][is_on(one) + 2 * is_on(other)]
    }
}

/// A unit's weights and bias, multiplied by their common denominator.
fn integers(unit: &Unit) -> Result<(Vec<i128>, i128), Undecided> {
    let numbers = || unit.weights.iter().chain([&unit.bias]);
    let denominator = common_denominator(unit.weights.runs().map(|(w, _)| w).chain([&unit.bias]));
    let scaled = |n: &Rational| n.numer() * (&denominator / n.denom());
    // Twice the sum of all sizes, so that no sum and no difference of sums overflows.
    let bound = numbers().map(|n| scaled(n).abs()).sum::<BigInt>() * 2;
    if bound > i128::MAX.into() {
        return Err(Question::unsuited("the sums of a unit do not fit 128 bits"));
    }
    let narrow = |n: &Rational| scaled(n).to_i128().expect("below the bound");
    Ok((
        unit.weights.iter().map(narrow).collect(),
        narrow(&unit.bias),
    ))
}

/// Whether h ≠ f where f has this value, by which of the first layer's units are on.
fn wrong(network: &Network, f: Sign) -> [bool; 4] {
    let first = network.first_layer();
    let off = match first.activation {
        Activation::Step => Rational::zero(),
        _ => -Rational::one(),
    };
    std::array::from_fn(|on| {
        let value = |unit| {
            if on >> unit & 1 == 1 {
                Rational::one()
            } else {
                off.clone()
            }
        };
        let mut values: Runs<Rational> = (0..first.units.len()).map(value).collect();
        for layer in &network.layers()[1..] {
            values = layer.values(&values);
        }
        values.get(0) != Some(&f.rational())
    })
}
