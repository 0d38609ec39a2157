//! Exact bounds of pre-activations on a part of the cube.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

use crate::checker::germs::Relation;
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::{Rational, common_denominator, integer};
use crate::language::network::{Activation, Network, Unit};

/// An assumption: layer and unit, counted from 1, and the relation of the unit's pre-activation to 0.
pub(super) type Assumption = (usize, usize, Relation);

/// Slopes that bound an output: layer and unit, counted from 1, in ascending order.
pub(super) type Slopes = Vec<(usize, usize, Rational)>;

/// A unit whose weights are integers over one denominator.
pub(super) struct Row {
    pub(super) weights: Vec<BigInt>,
    pub(super) denominator: BigInt,
    pub(super) bias: Rational,
    /// Only in the first layer: the inputs by ascending weight, and the sums of the least k weights for every k.
    ascending: Vec<usize>,
    prefix: Vec<BigInt>,
}

impl Row {
    fn new(unit: &Unit, first: bool) -> Self {
        let denominator = common_denominator(unit.weights.runs().map(|(w, _)| w));
        let scaled = unit.weights.map(|w| w.numer() * (&denominator / w.denom()));
        let weights: Vec<BigInt> = scaled.iter().cloned().collect();
        let (mut ascending, mut prefix) = (Vec::new(), Vec::new());
        if first {
            ascending.extend(0..weights.len());
            ascending.sort_by(|i, j| weights[*i].cmp(&weights[*j]));
            prefix.push(BigInt::zero());
            for i in &ascending {
                prefix.push(prefix[prefix.len() - 1].clone() + &weights[*i]);
            }
        }
        Self {
            weights,
            denominator,
            bias: unit.bias.clone(),
            ascending,
            prefix,
        }
    }

    /// The range of the pre-activation on a slice; the row is one of the first layer.
    fn range(&self, slice: &Slice) -> (Rational, Rational) {
        let (least, greatest) = if slice.free.len() == self.weights.len() {
            let total = &self.prefix[self.weights.len()];
            let negative = self
                .ascending
                .partition_point(|i| self.weights[*i].is_negative());
            let (least, positive) = slice.pluses_for(negative);
            let top = total - &self.prefix[self.weights.len() - positive];
            (&self.prefix[least] * 2 - total, top * 2 - total)
        } else {
            let free = self.ascending.iter().filter(|i| slice.fixed[**i].is_none());
            slice.extremes(&self.weights, free.copied())
        };
        let of = |sum| Rational::new(sum, self.denominator.clone()) + &self.bias;
        (of(least), of(greatest))
    }
}

/// The rows of a network, layer after layer.
pub(super) fn rows(network: &Network) -> Vec<Vec<Row>> {
    let layers = network.layers().iter().enumerate();
    layers
        .map(|(depth, layer)| {
            layer
                .units
                .iter()
                .map(|u| Row::new(u, depth == 0))
                .collect()
        })
        .collect()
}

/// The vertices whose sum is in a range and some of whose coordinates are fixed.
pub(super) struct Slice {
    pub(super) fixed: Vec<Option<Sign>>,
    /// The free coordinates.
    pub(super) free: Vec<usize>,
    /// The least and the greatest number of free coordinates that are +1.
    pub(super) pluses: (usize, usize),
}

impl Slice {
    /// The vertices with sums from `low` to `high` that satisfy the assumptions on coordinates; `None` if there are none.
    pub(super) fn new(
        dimension: usize,
        (low, high): (i64, i64),
        path: &[Assumption],
    ) -> Option<Self> {
        let mut fixed = vec![None; dimension];
        for (_, unit, relation) in path.iter().filter(|(layer, ..)| *layer == 0) {
            fixed[unit - 1] = Some(Sign::of(*relation == Relation::NonNegative));
        }
        let free: Vec<usize> = (0..dimension).filter(|i| fixed[*i].is_none()).collect();
        let sum: i64 = fixed.iter().flatten().map(|sign| sign.value()).sum();
        let n = i64::try_from(free.len()).expect("at most MAX_DIMENSION");
        let least = Integer::div_ceil(&(low - sum + n), &2).max(0);
        let most = Integer::div_floor(&(high - sum + n), &2).min(n);
        let number = |n| usize::try_from(n).ok();
        let pluses = number(least).zip(number(most))?;
        (pluses.0 <= pluses.1).then_some(Self {
            fixed,
            free,
            pluses,
        })
    }

    /// How many of the least weights are +1 where the sum is least, and how many of the greatest where it is greatest,
    /// if this number of free weights is negative.
    pub(super) fn pluses_for(&self, negative: usize) -> (usize, usize) {
        let (fewest, most) = self.pluses;
        let positive = self.free.len() - negative;
        (negative.clamp(fewest, most), positive.clamp(fewest, most))
    }

    /// Whether only one vertex is left.
    pub(super) fn is_one_vertex(&self) -> bool {
        let (fewest, most) = self.pluses;
        fewest == most && (most == 0 || most == self.free.len())
    }

    /// A vertex of the slice.
    pub(super) fn some_vertex(&self) -> Vertex {
        let mut signs: Vec<Sign> = self
            .fixed
            .iter()
            .map(|s| s.unwrap_or(Sign::Minus))
            .collect();
        for i in &self.free[..self.pluses.0] {
            signs[*i] = Sign::Plus;
        }
        Vertex::from_signs(signs.into_iter().collect())
    }

    /// The least and the greatest value of weights·x, given the free coordinates by ascending weight.
    fn extremes(
        &self,
        weights: &[BigInt],
        ascending: impl Iterator<Item = usize>,
    ) -> (BigInt, BigInt) {
        let free: Vec<&BigInt> = ascending.map(|i| &weights[i]).collect();
        let negative = free.partition_point(|w| w.is_negative());
        let (least, positive) = self.pluses_for(negative);
        let mut base = -free.iter().copied().sum::<BigInt>();
        for (w, sign) in weights.iter().zip(&self.fixed) {
            match sign {
                None => {}
                Some(Sign::Plus) => base += w,
                Some(Sign::Minus) => base -= w,
            }
        }
        let sum = |part: &[&BigInt]| part.iter().copied().sum::<BigInt>() * 2_i32;
        let least = &base + sum(&free[..least]);
        let greatest = base + sum(&free[free.len() - positive..]);
        (least, greatest)
    }
}

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
