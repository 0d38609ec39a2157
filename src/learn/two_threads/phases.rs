//! Phases of work on two halves, tens of thousands a second, on one or two processors.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::HALVES;

/// The number of times that a thread looks whether the other has taken up its half, before it takes up that half
/// itself: some 5 µs, longer than two running threads are out of step.
const PATIENCE: u32 = 200;

/// The number of times that a thread looks whether a half is done before it lets others run: longer than a phase.
const LOOKS: u32 = 5_000;

/// Two halves, and the progress of each.
struct Halves<H> {
    both: [Mutex<H>; HALVES],
    /// The number of phases of each half that have been taken up.
    taken: [AtomicUsize; HALVES],
    /// The number of phases of each half that are done.
    done: [AtomicUsize; HALVES],
    broken: AtomicBool,
}

/// One of the threads that work on the halves.
pub struct Team<'a, H> {
    halves: &'a Halves<H>,
    /// The thread's own half, which it takes up first: the other half's weights are in the other processor's cache.
    own: usize,
    /// The number of phases that the thread has seen done.
    phases: usize,
}

/// Runs `work` on as many threads as there are, up to two. All go through the same phases; a half of a phase is done by
/// the thread that it belongs to, or by the other one if that thread is late. A thread that has to wait for a processor
/// does not hold up the other, and catches up.
///
/// Decisions about phases must be the same for all threads: they may not depend on the halves, but only on data that is
/// written once.
///
/// # Panics
/// If `work` panics.
pub fn run<H: Send>(
    threads: usize,
    halves: [H; HALVES],
    work: impl Fn(&mut Team<'_, H>) + Sync,
) -> [H; HALVES] {
    let halves = Halves {
        both: halves.map(Mutex::new),
        taken: Default::default(),
        done: Default::default(),
        broken: AtomicBool::new(false),
    };
    let member = |own| {
        let mut team = Team {
            halves: &halves,
            own,
            phases: 0,
        };
        let _guard = Guard(&halves.broken);
        work(&mut team);
    };
    if threads < HALVES {
        member(0);
    } else {
        std::thread::scope(|scope| {
            scope.spawn(|| member(1));
            member(0);
        });
    }
    halves
        .both
        .map(|half| half.into_inner().unwrap_or_else(PoisonError::into_inner))
}

impl<H> Team<'_, H> {
    /// Whether this is the thread of half 0; there is exactly one such thread.
    pub fn leads(&self) -> bool {
        self.own == 0
    }

    /// Does the next phase: returns when `work` has been done for both halves, by this thread or the other. All threads
    /// then see what it wrote.
    ///
    /// # Panics
    /// If the other thread panicked.
    pub fn phase(&mut self, mut work: impl FnMut(&mut H)) {
        let (phase, own) = (self.phases, self.own);
        self.phases += 1;
        self.take_up(own, phase, &mut work);
        let other = HALVES - 1 - own;
        let mut looks = 0;
        while !(self.is_done(other, phase) && self.is_done(own, phase)) {
            looks += 1;
            if looks > PATIENCE {
                self.take_up(other, phase, &mut work);
            }
            assert!(
                !self.halves.broken.load(Ordering::Relaxed),
                "the other thread panicked"
            );
            if looks < LOOKS {
                std::hint::spin_loop();
            } else {
                std::thread::yield_now();
            }
        }
    }

    fn is_done(&self, half: usize, phase: usize) -> bool {
        self.halves.done[half].load(Ordering::Acquire) > phase
    }

    /// Does a half of a phase, unless another thread has taken it up.
    fn take_up(&self, half: usize, phase: usize, work: &mut impl FnMut(&mut H)) {
        let Halves {
            both, taken, done, ..
        } = self.halves;
        let taken =
            taken[half].compare_exchange(phase, phase + 1, Ordering::AcqRel, Ordering::Relaxed);
        if taken.is_ok() {
            // No other thread holds it: the one that took up the phase before is done with it.
            work(&mut both[half].lock().unwrap_or_else(PoisonError::into_inner));
            done[half].store(phase + 1, Ordering::Release);
        }
    }
}

/// Tells the other thread of a panic, so that it does not wait for ever.
struct Guard<'a>(&'a AtomicBool);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.store(true, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// Both halves count phases; in each, both must have counted all phases before.
    #[test]
    fn nobody_runs_ahead_and_nothing_is_done_twice() {
        for threads in [1, 2] {
            let counts = [AtomicUsize::new(0), AtomicUsize::new(0)];
            let done = run(threads, [0, 1], |team| {
                for phase in 0..2000 {
                    team.phase(|half: &mut usize| {
                        let before = counts.each_ref().map(|count| count.load(Ordering::Relaxed));
                        assert_eq!(before[*half], phase);
                        assert!(before[1 - *half] >= phase);
                        counts[*half].store(phase + 1, Ordering::Relaxed);
                    });
                    assert!(
                        counts
                            .iter()
                            .all(|count| count.load(Ordering::Relaxed) > phase)
                    );
                }
            });
            assert_eq!(done, [0, 1]);
        }
    }

    #[test]
    fn a_thread_that_sleeps_holds_up_nobody() {
        let phases = AtomicUsize::new(0);
        run(2, [(), ()], |team| {
            if !team.leads() {
                std::thread::sleep(Duration::from_millis(50));
                // All is done by now, and it walks through.
            }
            for _ in 0..100 {
                team.phase(|()| {
                    phases.fetch_add(1, Ordering::Relaxed);
                });
            }
        });
        assert_eq!(phases.into_inner(), 200);
    }

    #[test]
    fn a_panic_of_one_thread_ends_the_other() {
        let ended = std::panic::catch_unwind(|| {
            run(2, [0, 1], |team| {
                team.phase(|half| assert_ne!(*half, 1, "as it should"));
            });
        });
        assert!(ended.is_err());
    }
}
