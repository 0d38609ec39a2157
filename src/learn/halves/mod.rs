//! Work in two halves, on one thread or two, with the same bits.
//!
//! The units of a layer are divided into two halves, whatever the number of threads; what is summed over both is always
//! half 0's sum plus half 1's.

mod barrier;
mod shared;

pub use barrier::Barrier;
pub use shared::Shared;

/// How many halves there are.
pub const HALVES: usize = 2;

/// Runs the work of both halves: on this thread one after the other, phase by phase, or on a thread each. The result is
/// that of half 0's.
///
/// `work` is given what belongs to the halves that it is to do, in order.
pub fn run<H: Send, R: Send>(
    threads: usize,
    halves: [H; HALVES],
    work: impl Fn(&Barrier, &mut [H]) -> R + Sync,
) -> R {
    let barrier = Barrier::new(threads.clamp(1, HALVES));
    let work = |mut halves: Vec<H>| {
        let _guard = barrier.guard();
        work(&barrier, &mut halves)
    };
    let [first, second] = halves;
    if threads < HALVES {
        return work(vec![first, second]);
    }
    std::thread::scope(|scope| {
        scope.spawn(|| work(vec![second]));
        work(vec![first])
    })
}
