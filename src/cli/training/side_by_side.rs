//! Independent runs, as many at a time as there are threads.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use orthant::learn::Compute;

use super::keep::Keep;
use super::model::Model;
use super::run::{Sets, Trained, run};
use crate::cli::progress::progress_bar;
use crate::cli::{interrupt, say};

/// A run among others.
pub struct Job {
    pub model: Model,
    pub epochs: usize,
    pub keep: Keep,
}

/// Runs all jobs, each on one thread, and returns what each came to, in their order; `None` for one that an interrupt
/// kept from beginning. `done` is told each run as it ends.
pub fn run_all(
    compute: Compute,
    sets: &Sets<'_>,
    jobs: &[Job],
    done: &(dyn Fn(usize, &Trained) -> anyhow::Result<()> + Sync),
) -> anyhow::Result<Vec<Option<Trained>>> {
    let workers = compute.threads.min(jobs.len());
    let compute = Compute {
        threads: 1,
        ..compute
    };
    let images = sets.train.len();
    let progress = progress_bar("images");
    progress.set_length(u64::try_from(
        jobs.iter().map(|job| job.epochs * images).sum::<usize>(),
    )?);
    progress.set_message(format!("{} runs ", jobs.len()));
    let start = Instant::now();
    let next = AtomicUsize::new(0);
    let seen = AtomicU64::new(0);
    let results: Mutex<Vec<Option<Trained>>> = Mutex::new(jobs.iter().map(|_| None).collect());
    let failed = Mutex::new(None);
    let work = || {
        while let Some((index, job)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            jobs.get(index).map(|job| (index, job))
        } {
            let is_over =
                || interrupt::requested() || failed.lock().expect("no thread panics").is_some();
            if is_over() {
                break;
            }
            let task = sets.task(&job.model, job.epochs, compute, job.keep.clone());
            let own = AtomicUsize::new(0);
            let advance = |position: usize| {
                let before = own.swap(position, Ordering::Relaxed);
                let more = u64::try_from(position.saturating_sub(before)).unwrap_or(0);
                progress.set_position(seen.fetch_add(more, Ordering::Relaxed) + more);
            };
            let watch = |epoch: usize, seen: usize| {
                advance((epoch - 1) * images + seen);
                !is_over()
            };
            let trained = run(&task, &watch, |_| Ok(()));
            advance(job.epochs * images);
            let trained = trained.and_then(|trained| done(index, &trained).map(|()| trained));
            match trained {
                Ok(trained) => results.lock().expect("no thread panics")[index] = Some(trained),
                Err(error) => {
                    failed
                        .lock()
                        .expect("no thread panics")
                        .get_or_insert(error);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    progress.finish_and_clear();
    if let Some(error) = failed.into_inner().expect("no thread panics") {
        return Err(error);
    }
    let runs = results.into_inner().expect("no thread panics");
    say_time(&runs, start.elapsed());
    Ok(runs)
}

/// Says how long all runs took together.
fn say_time(runs: &[Option<Trained>], time: Duration) {
    let runs = || runs.iter().flatten();
    let seen: u128 = runs().map(|run| run.seen).sum();
    let rate = (seen * 1_000_000_000).checked_div(time.as_nanos());
    let rate = rate.filter(|_| seen > 0);
    let rate = rate.map(|rate| format!(", {seen} images seen, {rate} a second"));
    let rate = rate.unwrap_or_default();
    say(&format!("{} runs in {time:.1?}{rate}", runs().count()));
}
