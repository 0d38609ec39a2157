//! The inputs of an epoch's examples in their order, fetched by a second thread ahead of time.
//!
//! A model with few outputs computes faster than an example's inputs come from memory, where they are in another order.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::Thread;

use crate::learn::examples::Feature;
use crate::learn::kernels::{Aligned, Number, Plain, prefetch};

/// The number of blocks that are held at a time.
const BLOCKS: usize = 8;

/// The number of times that the reader looks whether a block is there before it lets others run.
const LOOKS: u32 = 2_000;

/// The number of examples that are fetched ahead.
const AHEAD: usize = 12;

/// Blocks of gathered inputs, one after the other.
struct Ring<'a, X, G> {
    inputs: &'a [X],
    width: usize,
    stride: usize,
    blocks: &'a [&'a [u32]],
    slots: [Mutex<Aligned<G>>; BLOCKS],
    /// The number of blocks that have been taken up by one of the threads.
    taken: AtomicUsize,
    /// For each slot, the number of its last complete block, plus 1.
    complete: [AtomicUsize; BLOCKS],
    /// The number of blocks that the reader is done with.
    read: AtomicUsize,
    over: AtomicBool,
}

/// Hands each block of examples, with their inputs `[example][stride]`, to `read`, until it returns `false`. A second
/// thread gathers the inputs ahead; the first thread itself gathers the blocks that the second has not taken up,
/// because it waits for a processor.
pub fn in_blocks<T: Number, X: Feature<T>>(
    threads: usize,
    inputs: &[X],
    width: usize,
    stride: usize,
    blocks: &[&[u32]],
    mut read: impl FnMut(&[u32], &[X::Gathered]) -> bool,
) {
    let longest = blocks.iter().map(|block| block.len()).max().unwrap_or(0);
    let slot = || Mutex::new(Aligned::zeros(longest * stride));
    let ring = Ring {
        inputs,
        width,
        stride,
        blocks,
        slots: std::array::from_fn(|_| slot()),
        taken: AtomicUsize::new(0),
        complete: Default::default(),
        read: AtomicUsize::new(0),
        over: AtomicBool::new(false),
    };
    if threads < 2 {
        ring.read_all::<T>(None, &mut read);
        return;
    }
    std::thread::scope(|scope| {
        let ahead = scope.spawn(|| ring.gather_ahead::<T>());
        ring.read_all::<T>(Some(ahead.thread()), &mut read);
    });
}

impl<X, G: Plain> Ring<'_, X, G> {
    fn read_all<T: Number>(
        &self,
        ahead: Option<&Thread>,
        read: &mut impl FnMut(&[u32], &[G]) -> bool,
    ) where
        X: Feature<T, Gathered = G>,
    {
        // Also when `read` panics.
        let _over = Over(&self.over, ahead);
        for (number, block) in self.blocks.iter().enumerate() {
            let slot = number % BLOCKS;
            if !self.take_up::<T>(number) {
                let mut looks = 0;
                while self.complete[slot].load(Ordering::Acquire) != number + 1 {
                    looks += 1;
                    if looks < LOOKS {
                        std::hint::spin_loop();
                    } else {
                        std::thread::yield_now();
                    }
                }
            }
            let rows: &Aligned<G> = &self.slots[slot]
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if !read(block, rows) {
                return;
            }
            self.read.store(number + 1, Ordering::Release);
            if number.is_multiple_of(BLOCKS / 2) {
                ahead.inspect(|ahead| ahead.unpark());
            }
        }
    }

    fn gather_ahead<T: Number>(&self)
    where
        X: Feature<T, Gathered = G>,
    {
        loop {
            let number = self.taken.load(Ordering::Relaxed);
            if number >= self.blocks.len() || self.over.load(Ordering::Relaxed) {
                return;
            }
            if number >= self.read.load(Ordering::Acquire) + BLOCKS {
                std::thread::park();
            } else {
                self.take_up::<T>(number);
            }
        }
    }

    /// Gathers a block, unless the other thread has taken it up.
    fn take_up<T: Number>(&self, number: usize) -> bool
    where
        X: Feature<T, Gathered = G>,
    {
        let taken =
            self.taken
                .compare_exchange(number, number + 1, Ordering::AcqRel, Ordering::Relaxed);
        if taken.is_err() {
            return false;
        }
        let slot = number % BLOCKS;
        let mut rows = self.slots[slot]
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let order = self.blocks[number];
        let of = |example: u32| &self.inputs[example as usize * self.width..][..self.width];
        for (place, row) in rows
            .chunks_exact_mut(self.stride.max(1))
            .enumerate()
            .take(order.len())
        {
            if let Some(later) = order.get(place + AHEAD) {
                prefetch(of(*later));
            }
            X::gather(of(order[place]), &mut row[..self.width]);
        }
        drop(rows);
        self.complete[slot].store(number + 1, Ordering::Release);
        true
    }
}

/// Lets the other thread end when it is dropped.
struct Over<'a>(&'a AtomicBool, Option<&'a Thread>);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
        self.1.inspect(|ahead| ahead.unpark());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_comes_in_order_with_its_inputs() {
        let inputs: Vec<u8> = (0..100)
            .flat_map(|example| [example, example + 100, 7])
            .collect();
        let order: Vec<u32> = (0..100).map(|place| place * 37 % 100).collect();
        for threads in [1, 2] {
            let blocks: Vec<&[u32]> = order.chunks(3).collect();
            let mut seen = Vec::new();
            in_blocks::<f32, u8>(threads, &inputs, 3, 16, &blocks, |block, rows| {
                for (example, row) in block.iter().zip(rows.chunks_exact(16)) {
                    let example_byte = u8::try_from(*example).unwrap();
                    assert_eq!(row[..4], [example_byte, example_byte + 100, 7, 0]);
                    seen.push(*example);
                }
                true
            });
            assert_eq!(seen, order);
        }
    }

    #[test]
    fn a_reader_that_stops_or_panics_leaves_no_thread_waiting() {
        let inputs = vec![0_u8; 100];
        let order: Vec<u32> = (0..100).collect();
        let blocks: Vec<&[u32]> = order.chunks(1).collect();
        let mut seen = 0;
        in_blocks::<f32, u8>(2, &inputs, 1, 16, &blocks, |_, _| {
            seen += 1;
            seen < 50
        });
        assert_eq!(seen, 50);
        let panicked = std::panic::catch_unwind(|| {
            in_blocks::<f32, u8>(2, &inputs, 1, 16, &blocks, |block, _| {
                assert_ne!(block, [60], "as it should");
                true
            });
        });
        assert!(panicked.is_err());
    }
}
