//! Independent trainings, as many at a time as there are threads.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Says whether to go on.
pub type GoesOn<'a> = &'a (dyn Fn() -> bool + Sync);

/// Does each of `count` jobs on one of `threads` threads, and returns their results in order; `None` for a job that was
/// not begun.
///
/// `job` is given its number, counted from 0, and a function that says whether to continue: not after another job has
/// failed, and not when `goes_on` returns `false`.
///
/// # Errors
/// The first error of a job; the others then end as soon as they can.
pub fn side_by_side<T: Send, E: Send>(
    count: usize,
    threads: usize,
    goes_on: GoesOn<'_>,
    job: &(dyn Fn(usize, GoesOn<'_>) -> Result<T, E> + Sync),
) -> Result<Vec<Option<T>>, E> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new((0..count).map(|_| None).collect::<Vec<_>>());
    let failed = Mutex::new(None);
    let goes_on = || goes_on() && failed.lock().expect("no thread panics").is_none();
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count || !goes_on() {
                break;
            }
            match job(number, &goes_on) {
                Ok(result) => {
                    results.lock().expect("no thread panics")[number] = Some(result);
                }
                Err(error) => {
                    let mut failed = failed.lock().expect("no thread panics");
                    failed.get_or_insert(error);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.min(count) {
            scope.spawn(work);
        }
    });
    match failed.into_inner().expect("no thread panics") {
        Some(error) => Err(error),
        None => Ok(results.into_inner().expect("no thread panics")),
    }
}
