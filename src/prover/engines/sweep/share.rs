//! Blocks of vertices, shared among the cores and watched.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Swept, Walk};
use crate::prover::limits::Limits;

/// The work between two questions to the watch, in picoseconds: a few milliseconds.
const WATCHED: u64 = 4_000_000_000;

/// The blocks of a walk.
#[derive(Clone, Copy)]
pub(super) struct Blocks {
    /// The dimension D, at most 62.
    pub(super) dimension: usize,
    /// The number of coordinates whose vertices make up a block.
    pub(super) block_bits: usize,
    /// About how long a block takes, in picoseconds.
    pub(super) picoseconds: u64,
}

impl Blocks {
    /// The number of blocks.
    pub(super) fn count(&self) -> u64 {
        1 << (self.dimension - self.block_bits)
    }

    /// About how long all blocks take on one core, in nanoseconds.
    pub(super) fn nanoseconds(&self) -> u64 {
        let picoseconds = u128::from(self.count()) * u128::from(self.picoseconds);
        u64::try_from(picoseconds / 1000).unwrap_or(u64::MAX)
    }

    /// Distributes the blocks over all cores, some at a time; each core has a state of its own, and a `None` from it
    /// stops all of them.
    pub(super) fn share<F: FnMut(Range<u64>) -> Option<Walk>>(
        &self,
        limits: Limits,
        start: impl Fn() -> F + Sync,
    ) -> Swept {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let count = self.count();
        // A power of two, as the count is, so that all batches have the same size.
        let fair = count / (4 * u64::try_from(threads).unwrap_or(1));
        let batch = (WATCHED / self.picoseconds.max(1)).min(fair).max(1);
        let batch = 1 << batch.ilog2();
        let next = AtomicU64::new(0);
        let work = || {
            let mut evaluate = start();
            let mut swept = Swept::default();
            loop {
                let first = next.fetch_add(batch, Ordering::Relaxed);
                if first >= count {
                    return swept;
                }
                let asked = limits.go_on(first << self.block_bits, 1 << self.dimension);
                swept.stopped = asked.err();
                let here = asked.ok().and_then(|()| evaluate(first..first + batch));
                let Some(here) = here else {
                    next.fetch_max(count, Ordering::Relaxed);
                    return swept;
                };
                swept.seen += batch << self.block_bits;
                swept.found = swept.found.and(here);
            }
        };
        let threads = threads.min(usize::try_from(count / batch).unwrap_or(usize::MAX));
        if threads == 1 {
            return work();
        }
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let results = workers
                .into_iter()
                .map(|worker| worker.join().expect("no thread panics"));
            let all = results.reduce(|a, b| Swept {
                found: a.found.and(b.found),
                seen: a.seen + b.seen,
                stopped: a.stopped.or(b.stopped),
            });
            all.expect("there is a thread")
        })
    }
}
