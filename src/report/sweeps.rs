//! Every case up to a bound on D, and what is found out about a network in each.

use std::convert::Infallible;

use crate::examine::{Findings, examine};
use crate::language::network::Network;
use crate::language::target::{Interval, Target};
use crate::prover::separability::four_points::four_points;
use crate::prover::{Engine, Watch};
use crate::question3::sweep::in_parallel;

/// The largest bound on D up to which all cases are gone through.
pub const MAX_D: usize = 12;

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

/// Examines one network in every case.
pub fn sweep(
    cases: &[Interval],
    network: impl Fn(&Interval) -> Network + Sync,
    watch: Watch,
) -> Sweep {
    let Ok(sweep) = in_parallel(cases, |interval| {
        let target = Target::from(*interval);
        let found = examine(network(interval), &target, Engine::Auto, watch);
        Ok::<_, Infallible>(Some((*interval, found)))
    });
    sweep
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
