//! Numbers that the halves exchange.

use std::sync::{PoisonError, RwLock};

use super::HALVES;
use crate::learn::kernels::{Aligned, Number};

/// Numbers that one half writes and both read, for the even and the odd rounds: a half that is ahead by one round
/// does not overwrite what the other still reads.
///
/// The barrier between phases keeps writers and readers apart; the locks, for which no thread ever waits, tell the
/// compiler so.
pub struct Shared<T> {
    slots: [[RwLock<Aligned<T>>; HALVES]; 2],
}

impl<T: Number> Shared<T> {
    /// Space for this many numbers from each half.
    pub fn new(lengths: [usize; HALVES]) -> Self {
        let slot = || lengths.map(|length| RwLock::new(Aligned::zeros(length)));
        Self {
            slots: [slot(), slot()],
        }
    }

    /// Lets a half write its numbers.
    pub fn write<R>(&self, round: usize, half: usize, write: impl FnOnce(&mut [T]) -> R) -> R {
        let slot = &self.slots[round % 2][half];
        write(&mut slot.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets a half read the numbers of a half.
    pub fn read<R>(&self, round: usize, half: usize, read: impl FnOnce(&[T]) -> R) -> R {
        let slot = &self.slots[round % 2][half];
        read(&slot.read().unwrap_or_else(PoisonError::into_inner))
    }
}
