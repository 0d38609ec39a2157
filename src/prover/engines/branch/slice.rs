//! The vertices of a part, and the least and the greatest value of a linear function there.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, Zero};

use crate::checker::germs::Relation;
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::{Rational, common_denominator};
use crate::language::network::{Network, Unit};

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
    pub(super) fn range(&self, slice: &Slice) -> (Rational, Rational) {
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
    pub(super) fn extremes(
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
