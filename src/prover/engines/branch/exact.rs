//! Exact bounds of pre-activations on a part of the cube.

use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

use super::slice::{Assumption, Row, Slice, Slopes};
use crate::checker::germs::Relation;
use crate::language::cube::Sign;
use crate::language::exact::{Rational, common_denominator, integer};
use crate::language::network::{Activation, Network};

/// A unit on a part of the cube: its graph lies in the convex hull of the corners.
pub(super) struct Span {
    pub(super) low: Rational,
    pub(super) high: Rational,
    /// The pre-activation and the value at each corner.
    pub(super) corners: Vec<(Rational, Rational)>,
    /// The slope of the activation, where it is affine from `low` to `high`.
    pub(super) slope: Option<Rational>,
}

impl Span {
    fn new(
        activation: Activation,
        (low, high): (Rational, Rational),
        relation: Option<Relation>,
        pushed: bool,
    ) -> Option<Self> {
        let zero = Rational::zero;
        let (mut low, mut high) = (low, high);
        match relation {
            None => {}
            Some(Relation::Negative) if !pushed && !low.is_negative() => return None,
            Some(Relation::Positive) if !pushed && !high.is_positive() => return None,
            Some(Relation::NonNegative | Relation::Positive) => low = low.max(zero()),
            Some(Relation::Negative) => high = high.min(zero()),
            Some(Relation::Zero) => (low, high) = (low.max(zero()), high.min(zero())),
        }
        if low > high {
            return None;
        }
        let affine = |slope: i64, constant: Rational| {
            let at = |z: &Rational| (z.clone(), z * integer(slope) + &constant);
            (vec![at(&low), at(&high)], Some(integer(slope)))
        };
        let touches = !low.is_positive() && !high.is_negative();
        // What may be on either side of 0; a push may take it to either side from 0.
        let below = match relation {
            None => low.is_negative() || pushed && touches,
            Some(relation) => relation == Relation::Negative,
        };
        let above = match relation {
            None => high.is_positive() || pushed && touches,
            Some(relation) => relation == Relation::Positive,
        };
        let at_zero = match relation {
            None => touches,
            Some(relation) => matches!(relation, Relation::Zero | Relation::NonNegative),
        };
        let (corners, slope) = match activation {
            Activation::Identity => affine(1, zero()),
            Activation::Relu if !low.is_negative() => affine(1, zero()),
            Activation::Relu if !high.is_positive() => affine(0, zero()),
            Activation::Relu => {
                let corner = |z: &Rational| (z.clone(), z.clone().max(zero()));
                (vec![corner(&low), corner(&zero()), corner(&high)], None)
            }
            Activation::Sign | Activation::Step => {
                let off = match activation {
                    Activation::Sign => -Rational::one(),
                    _ => zero(),
                };
                match (below, above || at_zero) {
                    (true, true) => {
                        let jump = [(zero(), off.clone()), (zero(), Rational::one())];
                        let ends = [(low.clone(), off), (high.clone(), Rational::one())];
                        (jump.into_iter().chain(ends).collect(), None)
                    }
                    (true, false) => affine(0, off),
                    (false, _) => affine(0, Rational::one()),
                }
            }
            Activation::Zero => match (below || above, at_zero) {
                (true, true) => {
                    let off = |z: &Rational| (z.clone(), -Rational::one());
                    (vec![off(&low), (zero(), Rational::one()), off(&high)], None)
                }
                (true, false) => affine(0, -Rational::one()),
                (false, _) => affine(0, Rational::one()),
            },
        };
        Some(Self {
            low,
            high,
            corners,
            slope,
        })
    }

    fn values(&self) -> (&Rational, &Rational) {
        let values = || self.corners.iter().map(|(_, value)| value);
        let has = "there are two corners or more";
        (values().min().expect(has), values().max().expect(has))
    }

    /// The slope of the line that takes the place of the unit where none is chosen; the checker has the same rule.
    fn usual_slope(&self, coefficient: &Rational, activation: Activation) -> Rational {
        match &self.slope {
            Some(slope) => slope.clone(),
            None if activation != Activation::Relu => Rational::zero(),
            None if coefficient.is_negative() => {
                let steps = integer(256);
                (&self.high / (&self.high - &self.low) * &steps).floor() / steps
            }
            None if self.high >= -&self.low => Rational::one(),
            None => Rational::zero(),
        }
    }
}

/// A part of the cube with the spans of all hidden units on it.
pub(super) struct Spans<'a> {
    network: &'a Network,
    rows: &'a [Vec<Row>],
    pub(super) slice: &'a Slice,
    pub(super) layers: Vec<Vec<Span>>,
}

impl<'a> Spans<'a> {
    /// The spans, or `None` if one is empty.
    pub(super) fn new(
        network: &'a Network,
        rows: &'a [Vec<Row>],
        slice: &'a Slice,
        path: &[Assumption],
        pushed: bool,
    ) -> Option<Self> {
        let mut spans = Self {
            network,
            rows,
            slice,
            layers: Vec::new(),
        };
        let (_, hidden) = network.layers().split_last()?;
        for (depth, layer) in hidden.iter().enumerate() {
            let mut here = Vec::new();
            for (index, row) in rows[depth].iter().enumerate() {
                let range = match spans.layers.last() {
                    None => row.range(slice),
                    Some(inputs) => spans.range(depth, index, inputs),
                };
                let relation = path
                    .iter()
                    .find(|(l, u, _)| (*l, *u) == (depth + 1, index + 1))
                    .map(|(.., relation)| *relation);
                here.push(Span::new(layer.activation, range, relation, pushed)?);
            }
            spans.layers.push(here);
        }
        Some(spans)
    }

    /// The range of a unit of a deeper layer: by intervals, and by lines back to the inputs.
    fn range(&self, depth: usize, index: usize, inputs: &[Span]) -> (Rational, Rational) {
        let row = &self.rows[depth][index];
        let (mut low, mut high) = (Rational::zero(), Rational::zero());
        for (weight, input) in row.weights.iter().zip(inputs) {
            let (least, most) = input.values();
            let ends = if weight.is_negative() {
                (most, least)
            } else {
                (least, most)
            };
            low += ends.0 * weight;
            high += ends.1 * weight;
        }
        let of = |sum: Rational| sum / &row.denominator + &row.bias;
        let least = self.least(depth, index, Sign::Plus, None);
        let most = -self.least(depth, index, Sign::Minus, None);
        (of(low).max(least), of(high).min(most))
    }

    /// A lower bound of ±output, the pre-activation of the network's last unit.
    pub(super) fn least_output(&self, sign: Sign, slopes: &Slopes) -> Rational {
        self.least(self.layers.len(), 0, sign, Some(slopes))
    }

    /// A lower bound of ±z, z being the pre-activation of this unit.
    fn least(&self, depth: usize, index: usize, sign: Sign, chosen: Option<&Slopes>) -> Rational {
        let mut constant = Rational::zero();
        let mut slopes = vec![(index, sign.rational())];
        let mut depth = depth;
        loop {
            let rows = &self.rows[depth];
            let mut factors: Vec<(&Row, Rational)> = Vec::new();
            for (unit, slope) in slopes.drain(..).filter(|(_, slope)| !slope.is_zero()) {
                constant += &slope * &rows[unit].bias;
                factors.push((&rows[unit], slope / &rows[unit].denominator));
            }
            let common = common_denominator(factors.iter().map(|(_, factor)| factor));
            let mut form = vec![BigInt::zero(); rows[0].weights.len()];
            for (row, factor) in factors {
                let factor = factor.numer() * (&common / factor.denom());
                for (coefficient, weight) in form.iter_mut().zip(&row.weights) {
                    *coefficient += &factor * weight;
                }
            }
            if depth == 0 {
                let mut free = self.slice.free.clone();
                free.sort_by(|i, j| form[*i].cmp(&form[*j]));
                let (least, _) = self.slice.extremes(&form, free.into_iter());
                return constant + Rational::new(least, common);
            }
            depth -= 1;
            let activation = self.network.layers()[depth].activation;
            for (unit, (coefficient, span)) in form.into_iter().zip(&self.layers[depth]).enumerate()
            {
                let coefficient = Rational::new(coefficient, common.clone());
                let stated = chosen.and_then(|chosen| {
                    let place = chosen
                        .binary_search_by(|(l, u, _)| (*l, *u).cmp(&(depth + 1, unit + 1)))
                        .ok()?;
                    Some(chosen[place].2.clone())
                });
                let own = stated.is_none() && span.slope.is_some();
                let slope = match (stated, &span.slope, chosen) {
                    (Some(slope), ..) => slope,
                    (None, Some(slope), _) => &coefficient * slope,
                    (None, None, Some(_)) => Rational::zero(),
                    (None, None, None) => &coefficient * span.usual_slope(&coefficient, activation),
                };
                // An affine unit with its own slope leaves the same at every corner.
                let corners = if own { 1 } else { span.corners.len() };
                let shares = span.corners[..corners].iter().map(|(z, value)| {
                    let share = &coefficient * value;
                    if slope.is_zero() {
                        share
                    } else {
                        share - &slope * z
                    }
                });
                constant += shares.min().expect("there are two corners or more");
                slopes.push((unit, slope));
            }
        }
    }
}
