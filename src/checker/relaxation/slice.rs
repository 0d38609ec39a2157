//! The vertices on which a leaf is checked, and the extremes of a linear function there.

use num_traits::{Signed, Zero};

use crate::checker::certificate::Part;
use crate::language::cube::Sign;
use crate::language::exact::BigInt;

/// The vertices of a part with some coordinates fixed.
pub(super) struct Slice {
    pub(super) fixed: Vec<Option<Sign>>,
    /// The number of free coordinates.
    pub(super) free: usize,
    /// The least and the greatest number of free coordinates that are +1.
    pluses: (usize, usize),
}

impl Slice {
    /// The slice, or `None` if it has no vertices.
    pub(super) fn new(fixed: Vec<Option<Sign>>, part: &Part) -> Option<Self> {
        let sum = fixed.iter().flatten().map(|sign| sign.value()).sum::<i64>();
        let free = fixed.iter().filter(|sign| sign.is_none()).count();
        // Where k of n free coordinates are +1, the sum is that of the fixed ones and 2k − n.
        let n = i64::try_from(free).expect("at most MAX_DIMENSION");
        let least = (part.low - sum + n + 1).div_euclid(2).max(0);
        let most = (part.high - sum + n).div_euclid(2).min(n);
        let pluses = (usize::try_from(least).ok()?, usize::try_from(most).ok()?);
        (pluses.0 <= pluses.1).then_some(Self {
            fixed,
            free,
            pluses,
        })
    }

    /// The least and the greatest number of coordinates, fixed ones included, that are +1.
    pub(super) fn all_pluses(&self) -> (usize, usize) {
        let plus = |sign: &&Option<Sign>| **sign == Some(Sign::Plus);
        let fixed = self.fixed.iter().filter(plus).count();
        (fixed + self.pluses.0, fixed + self.pluses.1)
    }

    /// The least and the greatest weights·x over the vertices, given the coordinates by ascending weight.
    ///
    /// It is least where the least weights have +1: as many of them as are negative, or as many as may be. It is greatest
    /// where the greatest weights have +1.
    pub(super) fn extremes(&self, weights: &[BigInt], order: &[usize]) -> (BigInt, BigInt) {
        let free: Vec<&BigInt> = order
            .iter()
            .filter(|i| self.fixed[**i].is_none())
            .map(|i| &weights[*i])
            .collect();
        let (fewest, most) = self.pluses;
        let total: BigInt = free.iter().copied().sum();
        let fixed = weights.iter().zip(&self.fixed);
        let fixed: BigInt = fixed
            .map(|(w, sign)| match sign {
                None => BigInt::zero(),
                Some(Sign::Plus) => w.clone(),
                Some(Sign::Minus) => -w,
            })
            .sum();
        let negative = free.partition_point(|w| w.is_negative());
        let least: BigInt = free[..negative.clamp(fewest, most)].iter().copied().sum();
        let plus = (free.len() - negative).clamp(fewest, most);
        let greatest: BigInt = free[free.len() - plus..].iter().copied().sum();
        let twice = BigInt::from(2);
        (
            &fixed + least * &twice - &total,
            fixed + greatest * twice - total,
        )
    }
}
