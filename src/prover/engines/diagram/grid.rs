//! Counts on a grid: a node for every vector of classes, one class for each sum.
//!
//! Where units jump and weights are small, the classes of one sum are few (`classes`), and the numbers of wrong vertices
//! below all nodes of a level are an array. It is made from the array of the next level, line by line, so that a node takes
//! one addition.

use num_bigint::BigUint;

use crate::checker::sums::Summed;
use crate::language::cube::{Sign, Vertex};
use crate::language::target::Target;
use crate::prover::engines::diagram::bounds::Bounds;
use crate::prover::engines::diagram::classes::{Dimension, dimensions};
use crate::prover::engines::diagram::numbers::Number;
use crate::prover::limits::Limits;
use crate::prover::undecided::Undecided;

/// A count of vertices that is wide enough for all of them.
pub trait Counter: Copy + PartialEq + Send + Sync {
    /// None.
    const NONE: Self;
    /// One.
    const ONE: Self;

    /// The sum, which is never more than the number of all vertices.
    fn plus(self, other: Self) -> Self;

    /// The count as a big number.
    fn big(self) -> BigUint;
}

macro_rules! machine_counters {
    ($($integer:ty),*) => {$(
        impl Counter for $integer {
            const NONE: Self = 0;
            const ONE: Self = 1;

            #[inline]
            fn plus(self, other: Self) -> Self {
                self.wrapping_add(other)
            }

            fn big(self) -> BigUint {
                self.into()
            }
        }
    )*};
}

machine_counters!(u64, u128);

/// A count of this many words, the lowest first.
#[derive(Clone, Copy, PartialEq)]
pub struct Words<const N: usize>([u64; N]);

impl<const N: usize> Counter for Words<N> {
    const NONE: Self = Self([0; N]);
    const ONE: Self = {
        let mut words = [0; N];
        words[0] = 1;
        Self(words)
    };

    fn plus(mut self, other: Self) -> Self {
        let mut carry = false;
        for (word, more) in self.0.iter_mut().zip(other.0) {
            let (sum, over) = word.overflowing_add(more);
            let (sum, more_over) = sum.overflowing_add(u64::from(carry));
            *word = sum;
            carry = over || more_over;
        }
        self
    }

    fn big(self) -> BigUint {
        let bytes: Vec<u8> = self.0.iter().flat_map(|word| word.to_le_bytes()).collect();
        BigUint::from_bytes_le(&bytes)
    }
}

/// The most words of a counter.
const MAX_WORDS: usize = 32;

/// A grid that has been measured, but not filled.
pub struct Grid {
    /// The coordinates in the order in which they are fixed: x_D first, so that the first wrong vertex is found.
    order: Vec<usize>,
    dimensions: Vec<Dimension>,
    /// The number of nodes of each level.
    sizes: Vec<u64>,
}

/// What is counted on a grid.
pub struct Filled {
    /// The number of wrong vertices.
    pub violations: BigUint,
    /// The least of them, by the bits of [`Vertex::from_bits`].
    pub first_violation: Option<Vertex>,
}

impl Grid {
    /// Measures the grid; `None` if a sum has too many classes, or the grid more than 2^64 nodes, or counts more than
    /// [`MAX_WORDS`] words.
    pub fn measure(summed: &Summed, target: &Target) -> Option<Self> {
        if target.dimension() >= 64 * MAX_WORDS {
            return None;
        }
        let order: Vec<usize> = (0..target.dimension()).rev().collect();
        let mut dimensions = dimensions(summed, target, &order)?;
        // Long lines are quick to add.
        dimensions.sort_by_key(|dimension| dimension.counts.iter().sum::<usize>());
        let size = |level: usize| {
            let mut counts = dimensions.iter().map(|dimension| dimension.counts[level]);
            counts.try_fold(1_u64, |size, count| {
                size.checked_mul(u64::try_from(count).ok()?)
            })
        };
        let sizes = (0..=order.len()).map(size).collect::<Option<Vec<u64>>>()?;
        Some(Self {
            order,
            dimensions,
            sizes,
        })
    }

    /// The number of nodes of all levels.
    pub fn nodes(&self) -> u64 {
        self.sizes
            .iter()
            .fold(0, |sum, size| sum.saturating_add(*size))
    }

    /// The memory that filling takes: the counts of two levels, and a bit for each node.
    pub fn memory(&self) -> u64 {
        let two = self
            .sizes
            .windows(2)
            .map(|pair| pair[0].saturating_add(pair[1]));
        let bytes = u64::try_from(self.counter_words() * 8).unwrap_or(u64::MAX);
        let counts = two.max().unwrap_or(0).saturating_mul(bytes);
        counts.saturating_add(self.nodes() / 8)
    }

    /// The number of words of a counter: the next power of 2 that has more than D bits.
    fn counter_words(&self) -> usize {
        (self.order.len() / 64 + 1).next_power_of_two()
    }

    /// Counts the wrong vertices.
    ///
    /// # Errors
    /// [`Undecided`] if it was stopped.
    pub fn fill<N: Number>(
        &self,
        bounds: &Bounds<N>,
        whole: impl Fn(i64) -> N,
        limits: Limits,
    ) -> Result<Filled, Undecided> {
        match self.counter_words() {
            1 => self.fill_with::<u64, N>(bounds, whole, limits),
            2 => self.fill_with::<u128, N>(bounds, whole, limits),
            4 => self.fill_with::<Words<4>, N>(bounds, whole, limits),
            8 => self.fill_with::<Words<8>, N>(bounds, whole, limits),
            16 => self.fill_with::<Words<16>, N>(bounds, whole, limits),
            _ => self.fill_with::<Words<MAX_WORDS>, N>(bounds, whole, limits),
        }
    }

    fn fill_with<C: Counter, N: Number>(
        &self,
        bounds: &Bounds<N>,
        whole: impl Fn(i64) -> N,
        limits: Limits,
    ) -> Result<Filled, Undecided> {
        let total = self.nodes();
        let mut done = 0_u64;
        let mut watch = |more: usize| {
            done += u64::try_from(more).expect("a level is in memory");
            limits.go_on(done, total).map_err(Undecided::stopped)
        };
        let mut counts: Vec<C> = self.last_level(bounds, whole, &mut watch)?;
        let mut levels = vec![bits(&counts)];
        for level in (0..self.order.len()).rev() {
            counts = self.level(level, &counts, &mut watch)?;
            levels.push(bits(&counts));
        }
        levels.reverse();
        let root = counts[0];
        Ok(Filled {
            violations: root.big(),
            first_violation: (root != C::NONE).then(|| self.descend(&levels)),
        })
    }

    /// The last level: a vertex for each vector of whole sums, right or wrong.
    fn last_level<C: Counter, N: Number>(
        &self,
        bounds: &Bounds<N>,
        whole: impl Fn(i64) -> N,
        watch: &mut impl FnMut(usize) -> Result<(), Undecided>,
    ) -> Result<Vec<C>, Undecided> {
        let mut outline = bounds.outline();
        let mut counts = Vec::new();
        let mut classes = vec![0; self.dimensions.len()];
        loop {
            let mut table = None;
            for (dimension, class) in self.dimensions.iter().zip(&classes) {
                let value = dimension.wholes[*class];
                match dimension.sum {
                    Some(sum) => outline.ranges[sum] = (whole(value), whole(value)),
                    None => table = Some(Sign::of(value == 1)),
                }
            }
            bounds.draw(&mut outline);
            let right = bounds.verdict(&outline, table);
            let right = right.expect("the whole sums decide");
            counts.push(if right { C::NONE } else { C::ONE });
            if counts.len().is_multiple_of(1 << 16) {
                watch(1 << 16)?;
            }
            if !self.next(self.order.len(), &mut classes, self.dimensions.len()) {
                return Ok(counts);
            }
        }
    }

    /// Goes to the next vector of the first `count` classes; `false` after the last one.
    fn next(&self, level: usize, classes: &mut [usize], count: usize) -> bool {
        for d in (0..count).rev() {
            classes[d] += 1;
            if classes[d] < self.dimensions[d].counts[level] {
                return true;
            }
            classes[d] = 0;
        }
        false
    }

    /// The counts of a level, from those of the next one.
    fn level<C: Counter>(
        &self,
        level: usize,
        below: &[C],
        watch: &mut impl FnMut(usize) -> Result<(), Undecided>,
    ) -> Result<Vec<C>, Undecided> {
        let size = usize::try_from(self.sizes[level]).expect("the memory was limited");
        let mut counts = Vec::with_capacity(size);
        // A line is along the last dimension.
        let Some((along, outer)) = self.dimensions.split_last() else {
            return Ok(vec![below[0].plus(below[0])]);
        };
        let line = along.counts[level + 1];
        let [minus, plus] = &along.steps[level];
        let steps: Vec<(usize, usize)> = minus
            .iter()
            .zip(plus)
            .map(|(m, p)| (index(*m), index(*p)))
            .collect();
        let mut classes = vec![0; outer.len()];
        let mut unwatched = 0;
        loop {
            let line_below = |plus: usize| {
                let start = outer
                    .iter()
                    .zip(&classes)
                    .fold(0, |start, (dimension, class)| {
                        let step = index(dimension.steps[level][plus][*class]);
                        start * dimension.counts[level + 1] + step
                    });
                &below[start * line..(start + 1) * line]
            };
            let (at_minus, at_plus) = (line_below(0), line_below(1));
            counts.extend(steps.iter().map(|(m, p)| at_minus[*m].plus(at_plus[*p])));
            unwatched += steps.len();
            if unwatched >= 1 << 18 {
                watch(std::mem::take(&mut unwatched))?;
            }
            if !self.next(level, &mut classes, outer.len()) {
                watch(unwatched)?;
                return Ok(counts);
            }
        }
    }

    /// The first wrong vertex: −1 wherever a wrong vertex is below that.
    fn descend(&self, levels: &[Vec<u64>]) -> Vertex {
        let mut signs = vec![Sign::Minus; self.order.len()];
        let mut classes = vec![0; self.dimensions.len()];
        for (level, coordinate) in self.order.iter().enumerate() {
            let child = |plus: usize| -> Vec<usize> {
                let steps = self.dimensions.iter().zip(&classes);
                steps
                    .map(|(dimension, class)| index(dimension.steps[level][plus][*class]))
                    .collect()
            };
            let below = child(0);
            let place = self
                .dimensions
                .iter()
                .zip(&below)
                .fold(0, |place, (dimension, class)| {
                    place * dimension.counts[level + 1] + class
                });
            let wrong = levels[level + 1][place / 64] >> (place % 64) & 1 == 1;
            signs[*coordinate] = Sign::of(!wrong);
            classes = if wrong { below } else { child(1) };
        }
        Vertex::from_signs(signs.into_iter().collect())
    }
}

/// A bit for each count: whether it is not 0.
fn bits<C: Counter>(counts: &[C]) -> Vec<u64> {
    let word = |counts: &[C]| {
        let bits = counts.iter().enumerate();
        bits.fold(0, |word, (i, count)| {
            word | u64::from(*count != C::NONE) << i
        })
    };
    counts.chunks(64).map(word).collect()
}

fn index(class: u32) -> usize {
    usize::try_from(class).expect("at least 32 bits")
}
