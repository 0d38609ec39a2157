//! Numbers that begin on a line of the cache.

use std::ops::{Deref, DerefMut};

/// The size of a line of the cache in bytes.
const LINE: usize = 64;

/// Numbers of which the first one begins on a line of the cache, so that vectors of them do not cross lines.
pub(super) struct Aligned<T> {
    numbers: Vec<T>,
    start: usize,
}

impl<T: Clone> Aligned<T> {
    /// Copies of `number`, this many.
    pub(super) fn repeat(number: T, count: usize) -> Self {
        let spare = LINE / size_of::<T>();
        let mut numbers = vec![number; count + spare];
        let start = numbers.as_ptr().align_offset(LINE).min(spare);
        numbers.truncate(start + count);
        Self { numbers, start }
    }

    /// The same numbers, aligned.
    pub(super) fn new(numbers: &[T]) -> Self {
        let mut aligned = Self::repeat(numbers[0].clone(), numbers.len());
        aligned.clone_from_slice(numbers);
        aligned
    }
}

impl<T> Deref for Aligned<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.numbers[self.start..]
    }
}

impl<T> DerefMut for Aligned<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.numbers[self.start..]
    }
}
