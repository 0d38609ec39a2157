//! Which engine accounts for all vertices, and why: exact counts of what each would visit, and estimates of time.

use std::fmt;

use crate::checker::classes::Classes;
use crate::checker::walk::work_per_point;
use crate::language::network::{Activation, Network};
use crate::language::target::Target;
use crate::prover::engine::Engine;
use crate::prover::engines::classes::points;
use crate::prover::undecided::{Undecided, duration};

/// Up to this many points, a visit by classes is not worth replacing.
const FEW_POINTS: u64 = 1 << 10;

/// A visit or a sweep that would take longer is undertaken only on request: an hour, in nanoseconds.
const LONGEST: u64 = 3_600_000_000_000;

/// What one engine would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The engine.
    pub engine: Engine,
    /// The number of steps, exactly where it is below 2^64: points for classes, vertices for a sweep.
    pub steps: u64,
    /// What a step is, as a plural.
    pub of: &'static str,
    /// The estimated time on this machine, in nanoseconds.
    pub nanoseconds: u64,
    /// The memory that is needed, in bytes.
    pub memory: u64,
}

/// The engines for one problem, the one to be tried first in front, and the reasons against the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The engine that was asked for.
    pub asked: Engine,
    /// The engines that may succeed, in the order in which they are tried.
    pub engines: Vec<Estimate>,
    /// The engines that are not tried, with the reason.
    pub ruled_out: Vec<(Engine, Undecided)>,
}

impl Plan {
    /// Estimates what each engine would do, and orders those that may succeed.
    pub fn new(network: &Network, target: &Target, classes: &Classes, asked: Engine) -> Self {
        let mut plan = Self {
            asked,
            engines: Vec::new(),
            ruled_out: Vec::new(),
        };
        let by_classes = by_classes(network, classes);
        let few = by_classes.steps <= FEW_POINTS;
        let all = [by_classes, sweep(network, target), plain(network, target)];
        for estimate in all {
            let engine = estimate.engine;
            if asked == engine {
                plan.engines.push(estimate);
            } else if asked == Engine::Auto && engine != Engine::Plain {
                match refusal(&estimate, classes, target.dimension()) {
                    None => plan.engines.push(estimate),
                    Some(reason) => plan.ruled_out.push((engine, reason)),
                }
            }
        }
        let first = |estimate: &Estimate| few && estimate.engine == Engine::Classes;
        plan.engines
            .sort_by_key(|estimate| (!first(estimate), estimate.nanoseconds));
        plan
    }

    /// Whether the first engine is done in some hundredths of a second.
    pub fn is_quick(&self) -> bool {
        self.engines
            .first()
            .is_some_and(|first| first.nanoseconds < 50_000_000)
    }
}

impl fmt::Display for Plan {
    /// Writes `classes, 5 points (sweep: 16 vertices)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |estimate: &Estimate| {
            let Estimate { steps, of, .. } = estimate;
            if *steps == u64::MAX {
                format!("more than 2^63 {of}")
            } else {
                format!("{steps} {of}")
            }
        };
        let Some((first, others)) = self.engines.split_first() else {
            return write!(f, "none");
        };
        write!(f, "{}, {}", first.engine, of(first))?;
        if first.nanoseconds > 1_000_000_000 {
            write!(f, ", about {}", duration(first.nanoseconds / 1_000_000_000))?;
        }
        if self.asked != Engine::Auto {
            return write!(f, ", as asked");
        }
        let others: Vec<String> = others
            .iter()
            .map(|other| format!("{}: {}", other.engine, of(other)))
            .collect();
        if others.is_empty() {
            Ok(())
        } else {
            write!(f, " ({})", others.join("; "))
        }
    }
}

/// Why an engine is not even tried, if it is not.
fn refusal(estimate: &Estimate, classes: &Classes, dimension: usize) -> Option<Undecided> {
    let seconds = estimate.nanoseconds / 1_000_000_000;
    match estimate.engine {
        _ if estimate.nanoseconds <= LONGEST => None,
        Engine::Classes => Some(Undecided::TooManyPoints {
            classes: classes.sizes().len(),
        }),
        _ => Some(Undecided::TooManyVertices { dimension, seconds }),
    }
}

/// A visit by classes: about 16 ns for a product of machine words.
fn by_classes(network: &Network, classes: &Classes) -> Estimate {
    let steps = points(classes);
    let each = work_per_point(network, classes.sizes().len()).saturating_mul(16);
    Estimate {
        engine: Engine::Classes,
        steps,
        of: "points",
        nanoseconds: steps.saturating_mul(each),
        memory: 0,
    }
}

fn vertices(target: &Target) -> u64 {
    u32::try_from(target.dimension())
        .ok()
        .and_then(|dimension| 1_u64.checked_shl(dimension))
        .unwrap_or(u64::MAX)
}

/// A sweep over all vertices.
fn sweep(network: &Network, target: &Target) -> Estimate {
    let units: usize = network.layers().iter().map(|layer| layer.units.len()).sum();
    let jumps = network.first_layer().activation != Activation::Relu;
    let picoseconds = u64::try_from(units)
        .unwrap_or(u64::MAX)
        .saturating_mul(if jumps { 30 } else { 300 });
    let steps = vertices(target);
    Estimate {
        engine: Engine::Sweep,
        steps,
        of: "vertices",
        nanoseconds: (steps / 1000).saturating_mul(picoseconds),
        memory: 0,
    }
}

/// Every vertex in fractions.
fn plain(network: &Network, target: &Target) -> Estimate {
    let steps = vertices(target);
    let each = work_per_point(network, network.inputs()).saturating_mul(64);
    Estimate {
        engine: Engine::Plain,
        steps,
        of: "vertices",
        nanoseconds: steps.saturating_mul(each),
        memory: 0,
    }
}
