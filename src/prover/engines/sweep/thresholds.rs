//! The values of one sign, step or zero unit in a block, as one of few bitmaps.
//!
//! Within a block the pre-activation is the low sum, over the block's own coordinates, plus a number that belongs to the
//! block. A sign or step unit has the upper of its two values where "low sum ≥ −that number", a zero unit where it is
//! equal. There are only as many different bitmaps as there are different low sums, and one more.

use num_traits::ToPrimitive;

use super::tiles::Tile;
use crate::language::network::Activation;
use crate::prover::engines::numbers::Number;

/// The most entries of the table that finds a sum.
const MAX_BUCKETS: usize = 1 << 12;

/// The bitmaps of one unit.
pub(super) struct Thresholds<T, const N: usize> {
    /// Whether the unit looks for equality, as zero units do.
    equal: bool,
    /// The different low sums, in increasing order.
    sums: Vec<T>,
    /// The number of tiles of a bitmap.
    tiles: usize,
    /// The bitmap for each of these sums, and an empty one for a sum that is above all of them (or, for equality, not
    /// among them).
    bitmaps: Vec<Tile<N>>,
    /// For each bucket of 2^`shift` numbers, from the least sum on, the number of sums below it.
    buckets: Vec<u32>,
    shift: u32,
}

impl<T: Number, const N: usize> Thresholds<T, N> {
    /// The bitmaps of a unit with these weights of the low coordinates.
    pub(super) fn new(activation: Activation, low_weights: &[T]) -> Self {
        let equal = activation == Activation::Zero;
        let lanes = lane_sums(low_weights);
        let sums = distinct_sums(low_weights);
        let tiles = lanes.len() / (64 * N);
        let mut bitmaps = vec![Tile::NONE; (sums.len() + 1) * tiles];
        for (lane, sum) in lanes.iter().enumerate() {
            let place = sums.partition_point(|s| s < sum);
            bitmaps[place * tiles + lane / (64 * N)].set(lane % (64 * N));
        }
        if !equal {
            // At least a sum is at least the next one, or the sum itself.
            for i in (0..sums.len() * tiles).rev() {
                let above = bitmaps[i + tiles];
                bitmaps[i].add(&above);
            }
        }
        let (least, greatest) = (&sums[0], &sums[sums.len() - 1]);
        let spread = greatest.minus(least);
        let mut shift = 0;
        while !fits(&spread, shift) {
            shift += 1;
        }
        let mut buckets = vec![0; spread.steps_above(&T::zero(), shift) + 2];
        for sum in &sums {
            buckets[sum.steps_above(least, shift) + 1] += 1;
        }
        for i in 1..buckets.len() {
            buckets[i] += buckets[i - 1];
        }
        Self {
            equal,
            sums,
            tiles,
            bitmaps,
            buckets,
            shift,
        }
    }

    /// The number of different bitmaps.
    pub(super) fn count(&self) -> usize {
        self.sums.len() + 1
    }

    /// The number of low sums that are less than −`high`.
    #[inline(always)]
    fn below(&self, high: &T) -> usize {
        let wanted = T::zero().minus(high);
        let (least, greatest) = (&self.sums[0], &self.sums[self.sums.len() - 1]);
        if wanted <= *least {
            0
        } else if wanted > *greatest {
            self.sums.len()
        } else {
            let bucket = wanted.steps_above(least, self.shift);
            let from = place(self.buckets[bucket]);
            if self.shift == 0 {
                return from;
            }
            let bucket = &self.sums[from..place(self.buckets[bucket + 1])];
            from + bucket.partition_point(|sum| *sum < wanted)
        }
    }

    /// The number of the bitmap for a block that adds `high` to each low sum.
    #[inline(always)]
    pub(super) fn choice(&self, high: &T) -> usize {
        let below = self.below(high);
        if self.equal && !self.is_at(below, high) {
            self.sums.len()
        } else {
            below
        }
    }

    /// Whether the sum with this number is −`high`.
    #[inline(always)]
    fn is_at(&self, number: usize, high: &T) -> bool {
        let sum = self.sums.get(number);
        sum.is_some_and(|sum| *sum == T::zero().minus(high))
    }

    /// The bitmap with this number.
    #[inline(always)]
    pub(super) fn bitmap(&self, choice: usize) -> &[Tile<N>] {
        &self.bitmaps[choice * self.tiles..][..self.tiles]
    }

    /// Whether the pre-activation is 0 at a vertex of the block that adds `high` to each low sum.
    #[inline(always)]
    pub(super) fn hits(&self, high: &T) -> bool {
        self.is_at(self.below(high), high)
    }

    /// Adds to `zeros` the vertices at which the pre-activation is 0, in a block where there are some.
    pub(super) fn add_zeros(&self, high: &T, zeros: &mut [Tile<N>]) {
        let number = self.below(high);
        let (here, above) = (self.bitmap(number), self.bitmap(number + 1));
        for (zeros, (here, above)) in zeros.iter_mut().zip(here.iter().zip(above)) {
            let mut exactly = *here;
            if !self.equal {
                exactly.remove(above);
            }
            zeros.add(&exactly);
        }
    }
}

fn place(n: u32) -> usize {
    n.to_usize().expect("32 bits")
}

/// Whether buckets of 2^`shift` numbers are few.
fn fits<T: Number>(spread: &T, shift: u32) -> bool {
    let mut top = T::one();
    for _ in 0..MAX_BUCKETS.ilog2() + shift {
        top = top.plus(&top);
        if top <= T::zero() {
            // It has wrapped, and is above everything.
            return true;
        }
    }
    *spread < top
}

/// The sum Σ ±w in each lane, with + where the lane's bit is set.
pub(super) fn lane_sums<T: Number>(weights: &[T]) -> Vec<T> {
    let all_minus = weights.iter().fold(T::zero(), |sum, w| sum.minus(w));
    let mut lanes = vec![all_minus];
    for w in weights {
        let twice = w.plus(w);
        let plus: Vec<T> = lanes.iter().map(|sum| sum.plus(&twice)).collect();
        lanes.extend(plus);
    }
    lanes
}

/// The different sums Σ ±w, in increasing order.
pub(super) fn distinct_sums<T: Number>(weights: &[T]) -> Vec<T> {
    weights
        .iter()
        .fold(vec![T::zero()], |sums, w| with_one_more(&sums, w))
}

/// The different numbers s ± w for these different numbers s, both in increasing order.
pub(super) fn with_one_more<T: Number>(sums: &[T], w: &T) -> Vec<T> {
    let size = if *w < T::zero() {
        T::zero().minus(w)
    } else {
        w.clone()
    };
    let mut lower = sums.iter().map(|s| s.minus(&size)).peekable();
    let mut upper = sums.iter().map(|s| s.plus(&size)).peekable();
    let mut merged = Vec::with_capacity(2 * sums.len());
    loop {
        let next = match (lower.peek(), upper.peek()) {
            (None, None) => return merged,
            (Some(a), Some(b)) if b < a => upper.next(),
            (Some(a), Some(b)) => {
                if a == b {
                    upper.next();
                }
                lower.next()
            }
            (Some(_), None) => lower.next(),
            (None, Some(_)) => upper.next(),
        };
        merged.extend(next);
    }
}
