//! How near to 0 a sum of signed numbers comes: the least |b + Σ ± w|.
//!
//! Equal weights are taken together: n of them add w·(2k − n) for some k from 0 to n. There are three ways to the least
//! value, and the cheapest is taken: all counts k of all weights but the most frequent one, for which the best k is known
//! at once; meeting in the middle, with the sums of one half of the weights in order against those of the other half; and
//! the set of all sums that occur, as bits of one big number, which is small where the weights are small integers.

use std::ops::AddAssign;

use itertools::Itertools;
use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::language::exact::{Rational, common_denominator, integer};
use crate::language::network::Unit;
use crate::prover::limits::{Limits, Stop};

/// The most steps that are taken for one unit, each about one addition of two numbers.
const MAX_STEPS: u64 = 1 << 26;

/// Why the least value was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotFound {
    /// Each of the three ways takes too many steps, or more memory than the limits allow.
    TooMuch,
    /// The watch stopped the work.
    Stopped(Stop),
}

impl From<Stop> for NotFound {
    fn from(stop: Stop) -> Self {
        Self::Stopped(stop)
    }
}

/// The numbers ± w of a sum, with the equal ones together, in integers.
struct Terms {
    /// The sum in which every sign is −1.
    lowest: BigInt,
    /// Twice |w| for each weight other than 0, and the number of times that it occurs; the most frequent one is last.
    steps: Vec<(BigInt, usize)>,
}

/// The least |b + w·x| of a unit over all vertices x.
///
/// # Errors
/// [`NotFound`] if there are too many sums, or if the work was stopped.
pub(super) fn least_size(unit: &Unit, limits: Limits) -> Result<Rational, NotFound> {
    let numbers = unit.weights.runs().map(|(w, _)| w).chain([&unit.bias]);
    let scale = integer(common_denominator(numbers));
    let scaled = |w: &Rational| (w * &scale).to_integer();
    let mut steps: Vec<(BigInt, usize)> = unit
        .weights
        .runs()
        .filter(|(w, _)| !w.is_zero())
        .map(|(w, count)| (scaled(w).abs() * 2, count))
        .collect();
    let all = steps
        .iter()
        .map(|(step, count)| step * *count)
        .sum::<BigInt>();
    steps.sort_unstable();
    steps.dedup_by(|(step, count), (kept, times)| {
        let equal = step == kept;
        *times += if equal { *count } else { 0 };
        equal
    });
    steps.sort_by_key(|(_, count)| *count);
    let lowest = scaled(&unit.bias) - all / 2;
    let least = Terms { lowest, steps }.least(limits)?;
    Ok(Rational::new(least, scale.to_integer()))
}

impl Terms {
    fn least(self, limits: Limits) -> Result<BigInt, NotFound> {
        let Some(((last, count), others)) = self.steps.split_last() else {
            return Ok(self.lowest.abs());
        };
        let counted = choices(others);
        let halves = self.split();
        let of_both = halves.map(choices).into_iter().fold(0, u64::saturating_add);
        let (unit, span) = self.grid();
        let doublings = |n: usize| u64::from(usize::BITS - n.leading_zeros());
        let shifts = self.steps.iter().map(|(_, n)| doublings(*n)).sum::<u64>();
        let shifted = (&span >> 6_u8)
            .to_u64()
            .unwrap_or(u64::MAX)
            .saturating_mul(shifts);
        // Each list is merged from two that are half as long.
        let merged = of_both.saturating_mul(4);
        let fits = |sums: u64| sums.saturating_mul(64) <= limits.memory;
        if counted <= shifted.min(merged) && counted <= MAX_STEPS {
            let mut nearest_yet = None;
            each_sum(&self.lowest, others, limits, &mut |sum| {
                let here = nearest(&sum, last, *count);
                nearest_yet = nearest_yet.take().into_iter().chain([here]).min();
            })?;
            Ok(nearest_yet.expect("there is a sum"))
        } else if shifted <= merged && shifted <= MAX_STEPS && &span >> 2_u8 <= limits.memory.into()
        {
            self.by_bits(&unit, limits)
        } else if merged <= MAX_STEPS && fits(of_both) {
            self.by_halves(halves, limits)
        } else {
            Err(NotFound::TooMuch)
        }
    }

    /// The steps in two parts with about the same number of sums.
    fn split(&self) -> [&[(BigInt, usize)]; 2] {
        let place = (0..=self.steps.len()).min_by_key(|at| {
            let (left, right) = self.steps.split_at(*at);
            choices(left).max(choices(right))
        });
        let (left, right) = self.steps.split_at(place.expect("there is a place"));
        [left, right]
    }

    /// The greatest number of which all steps are multiples, and the number of its multiples up to the greatest sum.
    fn grid(&self) -> (BigInt, BigInt) {
        let unit = self
            .steps
            .iter()
            .fold(BigInt::zero(), |unit, (step, _)| unit.gcd(step));
        let all = self.steps.iter().map(|(step, count)| step * *count);
        let span = all.sum::<BigInt>() / &unit + 1;
        (unit, span)
    }

    /// Every sum that occurs is one bit.
    fn by_bits(&self, unit: &BigInt, limits: Limits) -> Result<BigInt, NotFound> {
        let mut occurs = BigUint::one();
        for (step, count) in &self.steps {
            let step = (step / unit).to_u64().expect("no more than there are bits");
            // 1, 2, 4, … and the rest add up to every number of steps.
            let (mut left, mut part) = (*count, 1);
            while left > 0 {
                limits.go_on(0, 0)?;
                let taken = part.min(left);
                let by = u64::try_from(taken).expect("a count") * step;
                occurs |= &occurs << by;
                left -= taken;
                part *= 2;
            }
        }
        // The sums on both sides of 0, or of the place where 0 would be.
        let zero = (-&self.lowest).div_floor(unit);
        let value = |place: u64| (&self.lowest + unit * place).abs();
        let last = occurs.bits() - 1;
        let zero = if zero.is_negative() {
            0
        } else {
            zero.to_u64().unwrap_or(last).min(last)
        };
        let below = (0..=zero).rev().find(|place| occurs.bit(*place));
        let above = (zero + 1..=last).find(|place| occurs.bit(*place));
        let sizes = below.into_iter().chain(above).map(value);
        Ok(sizes.min().expect("the lowest sum occurs"))
    }

    /// The sums of both parts in order, one part rising while the other one falls.
    fn by_halves(
        &self,
        [left, right]: [&[(BigInt, usize)]; 2],
        limits: Limits,
    ) -> Result<BigInt, NotFound> {
        let all = self.steps.iter().map(|(step, count)| step * *count);
        let size = all.sum::<BigInt>() + self.lowest.abs();
        // Machine words are an order of magnitude faster where every sum fits.
        if size.bits() < 127 {
            let narrow = |n: &BigInt| n.to_i128().expect("no larger than all together");
            let part = |steps: &[(BigInt, usize)]| -> Vec<_> {
                steps
                    .iter()
                    .map(|(step, count)| (narrow(step), *count))
                    .collect()
            };
            let rising = sums(narrow(&self.lowest), &part(left), limits)?;
            let falling = sums(0, &part(right), limits)?;
            return Ok(least_of_pairs(&rising, &falling, |x, y| x + y, limits)?.into());
        }
        let rising = sums(self.lowest.clone(), left, limits)?;
        let falling = sums(BigInt::zero(), right, limits)?;
        Ok(least_of_pairs(&rising, &falling, |x, y| x + y, limits)?)
    }
}

/// Each sum of `from` and any number of each step, in order.
fn sums<T>(from: T, steps: &[(T, usize)], limits: Limits) -> Result<Vec<T>, Stop>
where
    T: Clone + Ord + for<'a> AddAssign<&'a T>,
{
    let mut all = vec![from];
    for (step, count) in steps {
        limits.go_on(0, 0)?;
        let mut shifted = all.clone();
        let mut lists = Vec::with_capacity(*count);
        for _ in 0..*count {
            for sum in &mut shifted {
                *sum += step;
            }
            lists.push(shifted.clone());
        }
        all = std::iter::once(all).chain(lists).kmerge().collect();
    }
    Ok(all)
}

/// The number of sums with these steps.
fn choices(steps: &[(BigInt, usize)]) -> u64 {
    let counts = steps
        .iter()
        .map(|(_, count)| count.to_u64().unwrap_or(u64::MAX));
    counts.fold(1, |all, count| all.saturating_mul(count.saturating_add(1)))
}

/// Calls `take` with each sum of `from` and any number of each step.
fn each_sum(
    from: &BigInt,
    steps: &[(BigInt, usize)],
    limits: Limits,
    take: &mut dyn FnMut(BigInt),
) -> Result<(), Stop> {
    let Some(((step, count), rest)) = steps.split_last() else {
        take(from.clone());
        return Ok(());
    };
    if rest.len() == 8 {
        limits.go_on(0, 0)?;
    }
    let mut sum = from.clone();
    for taken in 0..=*count {
        each_sum(&sum, rest, limits, take)?;
        if taken < *count {
            sum += step;
        }
    }
    Ok(())
}

/// The least |sum + k·step| for k from 0 to `count`.
fn nearest(sum: &BigInt, step: &BigInt, count: usize) -> BigInt {
    let k = (-sum).div_floor(step);
    let within = |k: BigInt| k.max(BigInt::zero()).min(count.into());
    let value = |k: BigInt| (sum + step * k).abs();
    value(within(k.clone())).min(value(within(k + 1)))
}

/// The least |x + y| over two rising lists.
fn least_of_pairs<T: Ord + Signed>(
    rising: &[T],
    falling: &[T],
    add: impl Fn(&T, &T) -> T,
    limits: Limits,
) -> Result<T, Stop> {
    let mut falling = falling.iter().rev().peekable();
    let mut least: Option<T> = None;
    for (low, number) in rising.iter().zip(0_u64..) {
        if number.is_multiple_of(1 << 16) {
            limits.go_on(0, 0)?;
        }
        // Down to the first total below 0; a larger `low` starts again from there.
        while let Some(high) = falling.peek() {
            let total = add(low, high);
            let below = total.is_negative();
            least = least.into_iter().chain([total.abs()]).min();
            if below {
                break;
            }
            falling.next();
        }
    }
    Ok(least.expect("there are sums"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::cube::vertices;
    use crate::prover::UNWATCHED;
    use proptest::prelude::*;

    fn unit(weights: &[i64], bias: i64) -> Unit {
        Unit {
            weights: weights
                .iter()
                .map(|w| Rational::new((*w).into(), 6.into()))
                .collect(),
            bias: Rational::new(bias.into(), 4.into()),
        }
    }

    fn weight() -> impl Strategy<Value = i64> {
        prop_oneof![-3_i64..=3, -1_000_000_i64..=1_000_000]
    }

    proptest! {
        #[test]
        fn three_ways_and_a_plain_loop_agree(
            weights in prop::collection::vec(weight(), 1..9),
            bias in weight(),
        ) {
            let unit = unit(&weights, bias);
            let plain = vertices(weights.len()).map(|x| unit.preactivation(&x.point()).abs());
            let plain = plain.min().unwrap();
            prop_assert_eq!(least_size(&unit, UNWATCHED), Ok(plain));
            let steps: Vec<_> = weights.iter().filter(|w| **w != 0).map(|w| (BigInt::from(w.abs() * 2), 1)).collect();
            let lowest = BigInt::from(bias) - weights.iter().copied().map(i64::abs).sum::<i64>();
            let terms = Terms { lowest, steps };
            if let Some(((last, count), others)) = terms.steps.split_last() {
                let mut counted = Vec::new();
                each_sum(&terms.lowest, others, UNWATCHED, &mut |sum| counted.push(nearest(&sum, last, *count))).unwrap();
                let counted = counted.into_iter().min();
                let of_both = terms.by_halves(terms.split(), UNWATCHED).ok();
                prop_assert_eq!(&counted, &of_both);
                let (unit, span) = terms.grid();
                if span < BigInt::from(1 << 20) {
                    prop_assert_eq!(counted, terms.by_bits(&unit, UNWATCHED).ok());
                }
            }
        }
    }

    #[test]
    fn equal_weights_are_counted_together() {
        let mut unit = unit(&[5; 1000], 3);
        unit.weights.push(Rational::new(7.into(), 6.into()), 1000);
        // In twelfths: 9 ± 10 … ± 10 ± 14 … ± 14, where both counts are even: the least size is 1.
        let least = least_size(&unit, UNWATCHED).unwrap();
        assert_eq!(least, Rational::new(1.into(), 12.into()));
    }

    #[test]
    fn too_many_sums_are_refused() {
        let weights: Vec<i64> = (0..70)
            .map(|i| 999_999_999_999_937 + i * i * 104_729 + i)
            .collect();
        assert_eq!(
            least_size(&unit(&weights, 1), UNWATCHED),
            Err(NotFound::TooMuch)
        );
    }
}
