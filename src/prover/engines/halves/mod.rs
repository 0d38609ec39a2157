//! One or two sign or step units with weights of any size, by meeting in the middle.
//!
//! A vertex is a choice a for the high half of the coordinates and a choice b for the low half. A unit is on if its sum
//! over a, with the bias, and its sum over b are together at least 0. With the sums over all b in order, that is "the
//! rank of b is at least a threshold that belongs to a". So for each a it is enough to count the b of large rank, for
//! one unit, for the other, and for both, among those b for which the target has one value or the other: sums over
//! 2^(D/2) choices instead of 2^D vertices, and their size does not matter.

mod quadrants;
mod question;
mod ranks;
mod seen;

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::language::network::Network;
use crate::language::target::Target;
use crate::prover::engines::Estimate;
use crate::prover::limits::{Limits, Stop};
use crate::prover::undecided::Undecided;

use quadrants::Quadrants;
use question::Question;
use ranks::Ranks;

/// The findings about all 2^D vertices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Halved {
    /// The number of vertices with h(x) ≠ f(x).
    pub violations: u64,
    /// The least of these vertices, by the bits of [`crate::language::cube::Vertex::from_bits`].
    pub first_violation: Option<u64>,
}

/// The largest D: the number of vertices is counted in 64 bits, and the choices of a half in 32.
pub const MAX_DIMENSION: usize = 62;

/// What [`decide`] is going to cost, or why it does not apply.
///
/// # Errors
/// [`Undecided::Unsuited`] for other networks and targets, as for [`decide`].
///
/// # Panics
/// If the network and the target have different dimensions.
pub fn estimate(network: &Network, target: &Target) -> Result<Estimate, Undecided> {
    Ok(cost(&Question::new(network, target)?))
}

fn cost(question: &Question) -> Estimate {
    let choices = 1_u64 << question.dimension.div_ceil(2);
    let groups = u64::try_from(question.dimension).unwrap_or(u64::MAX);
    Estimate {
        // Each group of choices a goes once through all choices b.
        nanoseconds: choices * (1000 + 40 * groups),
        memory: choices * 128,
    }
}

/// Counts the vertices at which network and target differ.
///
/// # Errors
/// [`Undecided::Unsuited`] unless the first layer has one or two sign or step units whose sums fit 128 bits, the target
/// depends on the sum, D is at most [`MAX_DIMENSION`] and the memory suffices; [`Undecided::Stopped`] if the work was
/// stopped.
///
/// # Panics
/// If the network and the target have different dimensions.
pub fn decide(network: &Network, target: &Target, limits: Limits) -> Result<Halved, Undecided> {
    let question = Question::new(network, target)?;
    let Estimate { memory, .. } = cost(&question);
    if memory > limits.memory {
        let allowed = limits.memory;
        return Err(Question::unsuited(format!(
            "the sums over half of the inputs need {memory} bytes of memory, and {allowed} are allowed"
        )));
    }
    solve(&question, limits).map_err(Undecided::stopped)
}

fn solve(question: &Question, limits: Limits) -> Result<Halved, Stop> {
    let ranks = Ranks::new(question, limits)?;
    let next = AtomicUsize::new(0);
    let work = || {
        let mut quadrants = Quadrants::new(question, &ranks, limits);
        let mut found = (0, None);
        loop {
            let group = next.fetch_add(1, Ordering::Relaxed);
            if group >= ranks.groups.len() {
                return Ok(found);
            }
            let here = quadrants.count(group).inspect_err(|_| {
                next.fetch_max(ranks.groups.len(), Ordering::Relaxed);
            })?;
            found = both(found, here);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (violations, high) = if threads == 1 || question.dimension < 16 {
        work()?
    } else {
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let results = workers
                .into_iter()
                .map(|worker| worker.join().expect("no thread panics"));
            results
                .reduce(|a, b| Ok(both(a?, b?)))
                .expect("there is a thread")
        })?
    };
    let first_violation = high.and_then(|high| {
        let start = u64::from(high) << question.low();
        (start..start + (1 << question.low())).find(|bits| question.is_wrong_at(*bits))
    });
    Ok(Halved {
        violations,
        first_violation,
    })
}

/// The sum of two counts, and the least choice of the high half with a violation.
fn both(a: (u64, Option<u32>), b: (u64, Option<u32>)) -> (u64, Option<u32>) {
    (a.0 + b.0, a.1.into_iter().chain(b.1).min())
}
