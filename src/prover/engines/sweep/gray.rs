//! The sums over the high coordinates, block after block in the order of a Gray code.
//!
//! From one block to the next only one coordinate changes, so that each sum changes by one addition.

use num_traits::ToPrimitive;

use crate::prover::engines::integers::IntegerLayer;
use crate::prover::engines::numbers::Number;

/// The weights of the high coordinates.
pub(super) struct Gray<T> {
    /// The pre-activation of each unit without the low coordinates, where all high ones are −1.
    lowest: Vec<T>,
    /// For each high coordinate twice its weights, one for each unit.
    twice: Vec<Vec<T>>,
}

/// A block in the order of the Gray code.
pub(super) struct Block<T> {
    /// The place in the order.
    step: u64,
    /// The bits of the high coordinates.
    pub(super) high: u64,
    /// The pre-activation of each unit without the low coordinates.
    pub(super) sums: Vec<T>,
}

impl<T: Number> Gray<T> {
    pub(super) fn new(first: &IntegerLayer<T>, low_bits: usize) -> Self {
        let lowest = |(row, bias): (&[T], &T)| {
            let high = row[low_bits..].iter();
            high.fold(bias.clone(), |sum, w| sum.minus(w))
        };
        let twice = (low_bits..first.inputs).map(|coordinate| {
            let weights = first.units().map(|(row, _)| &row[coordinate]);
            weights.map(|w| w.plus(w)).collect()
        });
        Self {
            lowest: first.units().map(lowest).collect(),
            twice: twice.collect(),
        }
    }

    /// The block at this place in the order.
    pub(super) fn block(&self, step: u64) -> Block<T> {
        let high = step ^ step >> 1;
        let mut sums = self.lowest.clone();
        for (place, twice) in self.twice.iter().enumerate() {
            if high >> place & 1 == 1 {
                add(&mut sums, twice);
            }
        }
        Block { step, high, sums }
    }

    /// Goes on to the next block, if there is one.
    #[inline(always)]
    pub(super) fn advance(&self, block: &mut Block<T>) {
        block.step += 1;
        let place = block.step.trailing_zeros();
        let Some(twice) = self.twice.get(place.to_usize().expect("at most 64")) else {
            return;
        };
        block.high ^= 1 << place;
        if block.high >> place & 1 == 1 {
            add(&mut block.sums, twice);
        } else {
            subtract(&mut block.sums, twice);
        }
    }
}

#[inline(always)]
fn add<T: Number>(sums: &mut [T], numbers: &[T]) {
    for (sum, number) in sums.iter_mut().zip(numbers) {
        *sum = sum.plus(number);
    }
}

#[inline(always)]
fn subtract<T: Number>(sums: &mut [T], numbers: &[T]) {
    for (sum, number) in sums.iter_mut().zip(numbers) {
        *sum = sum.minus(number);
    }
}
