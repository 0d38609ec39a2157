//! Every case up to a bound on D, and what is found out about a network in each.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::examine::{Findings, examine};
use crate::language::network::Network;
use crate::language::target::{Interval, Target};
use crate::prover::separability::four_points::four_points;
use crate::prover::{Engine, Watch};
use crate::question3::family::Family;
use crate::report::claims::MAX_D;
use crate::report::inquiry::Examiner;

/// What was found out about one network in every case.
pub type Sweep = Vec<(Interval, Findings)>;

/// Every A ≤ B for every D up to the bound.
pub fn cases(largest_d: usize) -> Vec<Interval> {
    let of_dimension = |d: usize| {
        let top = i64::try_from(d).expect("the bound is small");
        let pairs = (-top..=top).flat_map(move |a| (a..=top).map(move |b| (a, b)));
        pairs.map(move |(a, b)| Interval::new(d, a, b).expect("−D ≤ A ≤ B ≤ D"))
    };
    (1..=largest_d.min(MAX_D)).flat_map(of_dimension).collect()
}

/// Answers for all cases, on all cores, in the order of the cases.
pub fn in_all_cases<T: Send>(cases: &[Interval], answer: impl Fn(&Interval) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(Vec::new());
    let work = || {
        while let Some((index, case)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            cases.get(index).map(|case| (index, case))
        } {
            let answer = answer(case);
            answers
                .lock()
                .expect("no thread panics")
                .push((index, answer));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    let mut answers = answers.into_inner().expect("no thread panics");
    answers.sort_by_key(|(index, _)| *index);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// Examines one network in every case.
pub fn sweep(
    cases: &[Interval],
    network: impl Fn(&Interval) -> Network + Sync,
    watch: Watch,
) -> Sweep {
    in_all_cases(cases, |interval| {
        let target = Target::from(*interval);
        let found = examine(network(interval), &target, Engine::Auto, watch);
        (*interval, found)
    })
}

impl Examiner<'_> {
    /// What is found out about a network of the document; gone through once.
    pub(super) fn sweep(&mut self, id: &str, largest_d: usize) -> (Family, Sweep) {
        let family = self.document.network(id).clone();
        let watch = self.watch;
        let key = (id.to_owned(), largest_d);
        let found = self.sweeps.entry(key).or_insert_with(|| {
            sweep(
                &cases(largest_d),
                |interval| family.network(interval),
                watch,
            )
        });
        let found = found.clone();
        (family, found)
    }
}

/// How often something holds.
pub fn count(sweep: &Sweep, holds: impl Fn(&Findings) -> Option<bool>) -> usize {
    sweep
        .iter()
        .filter(|(_, found)| holds(found) == Some(true))
        .count()
}

/// In how many cases it was decided whether it holds: all, unless the work was interrupted.
pub fn decided(sweep: &Sweep, holds: impl Fn(&Findings) -> Option<bool>) -> usize {
    sweep
        .iter()
        .filter(|(_, found)| holds(found).is_some())
        .count()
}

/// The simplest for people to look at: few inputs, a short interval, near 0.
pub fn simplicity(interval: &Interval) -> (usize, i64, i64) {
    (
        interval.dimension(),
        interval.high() - interval.low(),
        interval.low().abs(),
    )
}

/// Of the cases in which it does not hold, the simplest; one that no perceptron computes, if there is one.
pub fn simplest_against(
    sweep: &Sweep,
    holds: impl Fn(&Findings) -> Option<bool>,
) -> Option<&(Interval, Findings)> {
    let against = sweep
        .iter()
        .filter(|(_, found)| holds(found) == Some(false));
    against.min_by_key(|(interval, _)| (four_points(interval).is_none(), simplicity(interval)))
}
