//! Which engine accounts for all vertices, and why: exact counts of what each would visit, and estimates of time.

use std::fmt;

use crate::checker::classes::Classes;
use crate::checker::walk::work_per_point;
use crate::language::network::{Activation, Network};
use crate::language::target::Target;
use crate::prover::engine::Engine;
use crate::prover::engines::classes::points;
use crate::prover::engines::diagram;
use crate::prover::undecided::{Undecided, duration};

/// Up to this many points, a visit by classes is not worth replacing.
const FEW_POINTS: u64 = 1 << 10;

/// A visit or a sweep that would take longer is undertaken only on request: an hour, in nanoseconds.
const LONGEST: u64 = 3_600_000_000_000;

/// The fewest nodes of a diagram that are built before it is given up for another engine.
const FEW_NODES: u64 = 1 << 14;

/// About the time in which a node of a diagram is made, in nanoseconds.
const PER_NODE: u64 = 4000;

/// What one engine would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The engine.
    pub engine: Engine,
    /// The number of steps: points for classes, vertices for a sweep; `None` where only doing it can tell.
    pub steps: Option<u64>,
    /// What a step is, as a plural.
    pub of: &'static str,
    /// The estimated time on this machine, in nanoseconds.
    pub nanoseconds: u64,
    /// The number of steps after which the next engine is tried.
    pub most: u64,
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
    ///
    /// A visit of few points comes first. Otherwise a diagram is tried first, because its verdict can be checked, but not
    /// for much longer than the engine after it would take; then the others, the quickest first.
    pub fn new(network: &Network, target: &Target, classes: &Classes, asked: Engine) -> Self {
        let by_classes = by_classes(network, classes);
        if asked == Engine::Auto && by_classes.steps.is_some_and(|steps| steps <= FEW_POINTS) {
            return Self {
                asked,
                engines: vec![by_classes],
                ruled_out: Vec::new(),
            };
        }
        let all = [
            by_classes,
            diagram(network, target),
            sweep(network, target),
            plain(network, target),
        ];
        let mut plan = Self {
            asked,
            engines: Vec::new(),
            ruled_out: Vec::new(),
        };
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
        plan.engines.sort_by_key(|estimate| estimate.nanoseconds);
        if asked == Engine::Auto {
            plan.diagram_first();
        }
        plan
    }

    /// Tries a diagram first, as long as it does not outgrow the quickest of the other engines.
    fn diagram_first(&mut self) {
        let is_diagram = |estimate: &&Estimate| estimate.engine == Engine::Diagram;
        let Some(diagram) = self.engines.iter().find(is_diagram).cloned() else {
            return;
        };
        let quickest = self.engines.iter().find(|estimate| !is_diagram(estimate));
        let Some(quickest) = quickest.filter(|other| other.nanoseconds < diagram.nanoseconds)
        else {
            return;
        };
        let most = (quickest.nanoseconds / PER_NODE).max(FEW_NODES);
        self.engines.insert(0, Estimate { most, ..diagram });
    }

    /// Whether the first engine is done in some hundredths of a second.
    pub fn is_quick(&self) -> bool {
        self.engines
            .first()
            .is_some_and(|first| first.nanoseconds < 50_000_000)
    }
}

impl fmt::Display for Plan {
    /// Writes `diagram, at most 16384 nodes (sweep: 1048576 vertices)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |estimate: &Estimate| match (estimate.steps, estimate.most) {
            (Some(u64::MAX), _) => format!("2^64 or more {}", estimate.of),
            (Some(steps), u64::MAX) => format!("{steps} {}", estimate.of),
            (_, u64::MAX) => format!("as many {} as it takes", estimate.of),
            (_, most) => format!("at most {most} {}", estimate.of),
        };
        let Some((first, others)) = self.engines.split_first() else {
            return f.write_str("none");
        };
        write!(f, "{}, {}", first.engine, of(first))?;
        if self.asked != Engine::Auto {
            return f.write_str(", as asked");
        }
        let others = others.iter().filter(|other| other.engine != first.engine);
        let others: Vec<String> = others
            .map(|other| {
                let seconds = other.nanoseconds / 1_000_000_000;
                let time = match seconds {
                    0..2 => String::new(),
                    _ => format!(", about {}", duration(seconds)),
                };
                format!("{}: {}{time}", other.engine, of(other))
            })
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
        Engine::Diagram => None,
        _ if estimate.nanoseconds <= LONGEST => None,
        Engine::Classes => Some(Undecided::TooManyPoints {
            classes: classes.sizes().len(),
        }),
        _ => Some(Undecided::TooManyVertices { dimension, seconds }),
    }
}

/// A diagram: where its grid of classes can be measured, about 2 ns for each of its nodes; else it may take any time.
fn diagram(network: &Network, target: &Target) -> Estimate {
    let steps = diagram::estimate(network, target);
    Estimate {
        engine: Engine::Diagram,
        steps,
        of: "nodes",
        nanoseconds: steps.map_or(LONGEST, |nodes| nodes.saturating_mul(2)),
        most: u64::MAX,
    }
}

/// A visit by classes: about 16 ns for a product of machine words.
fn by_classes(network: &Network, classes: &Classes) -> Estimate {
    let points = points(classes);
    let each = work_per_point(network, classes.sizes().len()).saturating_mul(16);
    Estimate {
        engine: Engine::Classes,
        steps: Some(points),
        of: "points",
        nanoseconds: points.saturating_mul(each),
        most: u64::MAX,
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
    let vertices = vertices(target);
    Estimate {
        engine: Engine::Sweep,
        steps: Some(vertices),
        of: "vertices",
        nanoseconds: (vertices / 1000).saturating_mul(picoseconds),
        most: u64::MAX,
    }
}

/// Every vertex in fractions.
fn plain(network: &Network, target: &Target) -> Estimate {
    let vertices = vertices(target);
    let each = work_per_point(network, network.inputs()).saturating_mul(64);
    Estimate {
        engine: Engine::Plain,
        steps: Some(vertices),
        of: "vertices",
        nanoseconds: vertices.saturating_mul(each),
        most: u64::MAX,
    }
}
