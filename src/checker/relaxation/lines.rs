//! Bounds of pre-activations, in which lines take the place of units.

use num_integer::Integer;
use num_traits::{One, Signed, Zero};

use super::range::Range;
use super::rows::{Budget, PER_FRACTION, Row, bits};
use super::slice::Slice;
use crate::checker::Rejection;
use crate::checker::certificate::Slopes;
use crate::language::cube::Sign;
use crate::language::exact::{BigInt, Rational};

/// The range of a unit's pre-activation by interval arithmetic.
pub(super) fn interval(
    row: &Row,
    inputs: &[Range],
    budget: &mut Budget,
) -> Result<(Rational, Rational), Rejection> {
    let (mut low, mut high) = (Rational::zero(), Rational::zero());
    for (weight, input) in row.weights.iter().zip(inputs) {
        let (mut least, mut most) = input.values();
        if weight.is_negative() {
            (least, most) = (most, least);
        }
        budget.spend(2 * PER_FRACTION, row.bits + bits(least).max(bits(most)))?;
        low += least * weight;
        high += most * weight;
    }
    let of = |sum: Rational| sum / &row.denominator + &row.bias;
    Ok((of(low), of(high)))
}

/// What bounds of a pre-activation are made from.
pub(super) struct Bounds<'a> {
    pub(super) rows: &'a [Vec<Row>],
    pub(super) slice: &'a Slice,
    /// The ranges of the layers before the unit.
    pub(super) ranges: &'a [Vec<Range>],
}

impl Bounds<'_> {
    /// A number that ±z never falls below on the slice, z being this unit's pre-activation.
    ///
    /// From layer to layer towards the inputs, the share c·g(z) of each unit is at least κ·z and a constant, the least
    /// value of c·g(z) − κ·z over the range of z. The slope κ is stated, or 0 if it is not stated there, unless g is
    /// affine; without any statement it is [`Range::usual_slope`].
    pub(super) fn least(
        &self,
        layer: usize,
        unit: usize,
        sign: Sign,
        stated: Option<&Slopes>,
        budget: &mut Budget,
    ) -> Result<Rational, Rejection> {
        let mut constant = Rational::zero();
        let mut slopes = vec![(unit, sign.rational())];
        for depth in (0..=layer).rev() {
            let rows = &self.rows[depth];
            // Σ κ·z = Σ κ·bias + Σ (κ/denominator)·(weights·inputs), over one denominator.
            let mut factors = Vec::new();
            let mut longest = 0;
            for (unit, slope) in slopes.iter().filter(|(_, slope)| !slope.is_zero()) {
                let row = &rows[*unit];
                budget.spend(PER_FRACTION, row.bits + bits(slope) + bits(&constant))?;
                constant += slope * &row.bias;
                factors.push((row, slope / &row.denominator));
                longest = longest.max(row.bits);
            }
            let mut common = BigInt::one();
            for (_, factor) in &factors {
                budget.spend(PER_FRACTION, common.bits() + bits(factor))?;
                common = common.lcm(factor.denom());
            }
            let inputs = rows[0].weights.len();
            budget.spend((factors.len() + 1) * inputs, longest + common.bits())?;
            let mut coefficients = vec![BigInt::zero(); inputs];
            for (row, factor) in &factors {
                let factor = factor.numer() * (&common / factor.denom());
                for (coefficient, weight) in coefficients.iter_mut().zip(&row.weights) {
                    *coefficient += &factor * weight;
                }
            }
            let Some(before) = depth.checked_sub(1) else {
                let mut order: Vec<usize> = (0..inputs).collect();
                order.sort_by(|i, j| coefficients[*i].cmp(&coefficients[*j]));
                let (least, _) = self.slice.extremes(&coefficients, &order);
                return Ok(constant + Rational::new(least, common));
            };
            slopes.clear();
            for (unit, (coefficient, range)) in coefficients
                .into_iter()
                .zip(&self.ranges[before])
                .enumerate()
            {
                let coefficient = Rational::new(coefficient, common.clone());
                let place =
                    |(l, u, _): &&(usize, usize, Rational)| (*l, *u) == (before + 1, unit + 1);
                // Where g is affine and has its own slope, the bracket is constant.
                let (slope, constant_share) = match stated {
                    None => (range.usual_slope(&coefficient), range.slope.is_some()),
                    Some(stated) => match (stated.iter().find(place), &range.slope) {
                        (Some((.., slope)), _) => (slope.clone(), false),
                        (None, Some(slope)) => (&coefficient * slope, true),
                        (None, None) => (Rational::zero(), false),
                    },
                };
                let corners = if constant_share {
                    &range.corners[..1]
                } else {
                    &range.corners[..]
                };
                let longest = corners.iter().map(|(z, value)| bits(z) + bits(value));
                let work = longest.max().unwrap_or(0) + bits(&slope) + bits(&coefficient);
                budget.spend(4 * PER_FRACTION, work + bits(&constant))?;
                let shares = corners.iter().map(|(z, value)| {
                    let share = &coefficient * value;
                    if slope.is_zero() {
                        share
                    } else {
                        share - &slope * z
                    }
                });
                constant += shares.min().expect("a range has corners");
                slopes.push((unit, slope));
            }
        }
        unreachable!("the first layer returns")
    }
}
