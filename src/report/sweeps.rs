//! Every case up to a bound on D, and the findings about a network in each case.

use std::convert::Infallible;

use crate::examine::{Findings, examine};
use crate::language::network::Network;
use crate::language::target::{Interval, Target};
use crate::prover::separability::four_points::four_points;
use crate::prover::{Engine, Limits};
use crate::question3::sweep::in_parallel;

/// The largest bound on D up to which all cases are examined.
pub const MAX_D: usize = 12;

/// The findings about one network in every case.
pub type Sweep = Vec<(Interval, Findings)>;

/// The intervals with every A ≤ B for every D up to the bound.
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
    limits: Limits,
) -> Sweep {
    let Ok(sweep) = in_parallel(cases, |interval| {
        let target = Target::from(*interval);
        let found = examine(network(interval), &target, Engine::Auto, limits);
        Ok::<_, Infallible>(Some((*interval, found)))
    });
    sweep
}

/// The number of cases in which a property holds.
pub fn count(sweep: &Sweep, holds: impl Fn(&Findings) -> Option<bool>) -> usize {
    sweep
        .iter()
        .filter(|(_, found)| holds(found) == Some(true))
        .count()
}

/// The number of cases in which the property was decided: all of them, unless the work was interrupted.
pub fn decided(sweep: &Sweep, holds: impl Fn(&Findings) -> Option<bool>) -> usize {
    sweep
        .iter()
        .filter(|(_, found)| holds(found).is_some())
        .count()
}

/// A key that is smaller for intervals that are simpler to understand: few inputs, a short interval, near 0.
pub fn simplicity(interval: &Interval) -> (usize, i64, i64) {
    (
        interval.dimension(),
        interval.high() - interval.low(),
        interval.low().abs(),
    )
}

/// The simplest of the cases in which the property does not hold; one that no perceptron computes, if there is one.
pub fn simplest_against(
    sweep: &Sweep,
    holds: impl Fn(&Findings) -> Option<bool>,
) -> Option<&(Interval, Findings)> {
    let against = sweep
        .iter()
        .filter(|(_, found)| holds(found) == Some(false));
    against.min_by_key(|(interval, _)| (four_points(interval).is_none(), simplicity(interval)))
}
