//! The network in integers, and the work that its numbers make.

use num_integer::Integer;
use num_traits::One;

use crate::checker::Rejection;
use crate::checker::bounds::MAX_WORK;
use crate::language::exact::{BigInt, Rational};
use crate::language::network::{Network, Unit};

/// The work that is left, in products of machine words.
pub(super) struct Budget(pub(super) u64);

impl Budget {
    /// Pays for this number of products with numbers of this number of bits.
    pub(super) fn spend(&mut self, products: usize, bits: u64) -> Result<(), Rejection> {
        let words = 1 + bits / 128;
        let work = u64::try_from(products)
            .unwrap_or(u64::MAX)
            .saturating_mul(words.saturating_mul(words));
        let left = self.0.checked_sub(work);
        self.0 = left.ok_or(Rejection::TooLarge { limit: MAX_WORK })?;
        Ok(())
    }
}

/// The work of an operation on fractions beside that on integers: a greatest common divisor.
pub(super) const PER_FRACTION: usize = 64;

pub(super) fn bits(number: &Rational) -> u64 {
    number.numer().bits().max(number.denom().bits())
}

/// A unit in integers: its pre-activation is (weights·inputs)/denominator + bias.
pub(super) struct Row {
    pub(super) weights: Vec<BigInt>,
    pub(super) denominator: BigInt,
    pub(super) bias: Rational,
    /// The length of the longest weight or of the denominator.
    pub(super) bits: u64,
    /// The inputs by ascending weight; in the first layer only.
    pub(super) order: Vec<usize>,
}

pub(super) fn rows(network: &Network, budget: &mut Budget) -> Result<Vec<Vec<Row>>, Rejection> {
    let layers = network.layers().iter().enumerate();
    let rows = layers.map(|(depth, layer)| {
        let units = layer.units.iter();
        units.map(|unit| row(unit, depth == 0, budget)).collect()
    });
    rows.collect()
}

fn row(unit: &Unit, first: bool, budget: &mut Budget) -> Result<Row, Rejection> {
    let mut denominator = BigInt::one();
    for (weight, _) in unit.weights.runs() {
        budget.spend(PER_FRACTION, denominator.bits() + bits(weight))?;
        denominator = denominator.lcm(weight.denom());
    }
    let longest = unit.weights.runs().map(|(w, _)| bits(w)).max();
    let longest = denominator.bits() + longest.unwrap_or(0);
    budget.spend(unit.weights.len().saturating_mul(PER_FRACTION), longest)?;
    let scaled = |w: &Rational| w.numer() * (&denominator / w.denom());
    let weights: Vec<BigInt> = unit.weights.iter().map(scaled).collect();
    let mut order = Vec::new();
    if first {
        order.extend(0..weights.len());
        order.sort_by(|i, j| weights[*i].cmp(&weights[*j]));
    }
    Ok(Row {
        weights,
        denominator,
        bias: unit.bias.clone(),
        bits: longest,
        order,
    })
}
