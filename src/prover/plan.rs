//! Which engine accounts for all vertices, and why: exact counts of what each would visit, and estimates of time.

use std::fmt;

use crate::checker::classes::Classes;
use crate::checker::walk::work_per_point;
use crate::language::network::Network;
use crate::language::target::Target;
use crate::prover::engine::Engine;
use crate::prover::engines::classes::points;
use crate::prover::engines::{Estimate, diagram, halves, sweep};
use crate::prover::undecided::{Undecided, duration};

/// Up to this many points, a visit by classes is not worth replacing.
const FEW_POINTS: u64 = 1 << 10;

/// A visit or a sweep that would take longer is undertaken only on request: an hour, in nanoseconds.
const LONGEST: u64 = 3_600_000_000_000;

/// A visit of few points that takes no longer needs no other engine: a second, in nanoseconds.
const SHORT: u64 = 1_000_000_000;

/// The least time for which a diagram or a tree is tried before it is given up for another engine, in nanoseconds.
const LEAST: u64 = 50_000_000;

/// The fewest nodes of a diagram or a tree for which a turn is worth taking.
const FEW_NODES: u64 = 100;

/// The engines that are tried where none was asked for.
const TRIED: [Engine; 5] = [
    Engine::Classes,
    Engine::Diagram,
    Engine::Branch,
    Engine::Sweep,
    Engine::Halves,
];

/// What one engine would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prospect {
    /// The engine.
    pub engine: Engine,
    /// The number of steps: points for classes, vertices for a sweep; `None` where only doing it can tell.
    pub steps: Option<u64>,
    /// What a step is, as a plural.
    pub of: &'static str,
    /// The estimated time on this machine, in nanoseconds.
    pub nanoseconds: u64,
    /// The memory that is needed, in bytes, as far as it is known.
    pub memory: u64,
    /// The number of steps after which the next engine is tried.
    pub most: u64,
}

/// The engines for one problem, the one to be tried first in front, and the reasons against the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The engine that was asked for.
    pub asked: Engine,
    /// The engines that may succeed, in the order in which they are tried.
    pub engines: Vec<Prospect>,
    /// The engines that are not tried, with the reason.
    pub ruled_out: Vec<(Engine, Undecided)>,
}

impl Prospect {
    fn of(engine: Engine, steps: u64, of: &'static str, estimate: Estimate) -> Self {
        Self {
            engine,
            steps: Some(steps),
            of,
            nanoseconds: estimate.nanoseconds,
            memory: estimate.memory,
            most: u64::MAX,
        }
    }
}

impl Plan {
    /// Estimates what each engine would do, and orders those that may succeed, the quickest first.
    ///
    /// A visit of few points needs no other engine. Otherwise a diagram and a tree take short turns before the others. An
    /// engine that was asked for is the only one, whatever it takes.
    pub fn new(network: &Network, target: &Target, classes: &Classes, asked: Engine) -> Self {
        let mut plan = Self {
            asked,
            engines: Vec::new(),
            ruled_out: Vec::new(),
        };
        let prospect = |engine| match engine {
            Engine::Auto | Engine::Classes => Ok(by_classes(network, classes)),
            Engine::Diagram => Ok(diagram(network, target)),
            Engine::Branch => Ok(branch(target)),
            Engine::Sweep => sweep(network, target),
            Engine::Halves => halves(network, target),
            Engine::Plain => plain(network, target),
        };
        if asked != Engine::Auto {
            match prospect(asked) {
                Ok(prospect) => plan.engines.push(prospect),
                Err(reason) => plan.ruled_out.push((asked, reason)),
            }
            return plan;
        }
        let by_classes = by_classes(network, classes);
        let few = by_classes.steps.is_some_and(|steps| steps <= FEW_POINTS);
        if few && by_classes.nanoseconds <= SHORT {
            plan.engines.push(by_classes);
            return plan;
        }
        for engine in TRIED {
            let prospect = prospect(engine).and_then(|prospect| {
                match refusal(&prospect, classes, target.dimension()) {
                    None => Ok(prospect),
                    Some(reason) => Err(reason),
                }
            });
            match prospect {
                Ok(prospect) => plan.engines.push(prospect),
                Err(reason) => plan.ruled_out.push((engine, reason)),
            }
        }
        plan.engines.sort_by_key(|prospect| prospect.nanoseconds);
        plan.take_turns(network);
        plan
    }

    /// Tries a diagram and a tree first, each for a short time and then for a longer one, as long as that is less than the
    /// quickest of the other engines takes: their verdict can be checked, and how large they are only building them can
    /// tell.
    fn take_turns(&mut self, network: &Network) {
        let is_open =
            |prospect: &&Prospect| matches!(prospect.engine, Engine::Diagram | Engine::Branch);
        let quickest = self.engines.iter().find(|prospect| !is_open(prospect));
        let time = quickest.map_or(LONGEST, |prospect| prospect.nanoseconds);
        // About the time of a node: a few products for each weight, and the look-up among the boxes of as many units.
        let units = network.layers().iter().flat_map(|layer| &layer.units);
        let products = units.map(|unit| unit.weights.runs().count()).sum::<usize>();
        let first = network.first_layer().units.len();
        let node = u64::try_from(products * 16 + first * 3000).unwrap_or(LONGEST);
        let open: Vec<Prospect> = self.engines.iter().filter(is_open).cloned().collect();
        // Where a node takes long, few of them are no use.
        if LEAST / node < FEW_NODES {
            return;
        }
        // All turns together are to take less than the quickest engine.
        let mut rounds = Vec::new();
        let mut round = LEAST;
        while round == LEAST || round < time / 4 {
            let tried = open.iter().filter(|prospect| prospect.nanoseconds >= time);
            rounds.extend(tried.map(|prospect| Prospect {
                most: round / node,
                ..prospect.clone()
            }));
            round *= 8;
        }
        self.engines.splice(0..0, rounds);
    }

    /// Whether some engine is done in some hundredths of a second.
    pub fn is_quick(&self) -> bool {
        let mut times = self.engines.iter().map(|prospect| prospect.nanoseconds);
        times.any(|time| time < LEAST)
    }
}

impl fmt::Display for Plan {
    /// Writes `diagram, at most 16384 nodes (sweep: 1048576 vertices)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |prospect: &Prospect| match (prospect.steps, prospect.most) {
            (Some(u64::MAX), _) => format!("2^64 or more {}", prospect.of),
            (Some(steps), u64::MAX) => format!("{steps} {}", prospect.of),
            (_, u64::MAX) => format!("as many {} as it takes", prospect.of),
            // A turn of a diagram or a tree ends after some nodes.
            (_, most) => format!("at most {most} nodes"),
        };
        let Some((first, others)) = self.engines.split_first() else {
            return f.write_str("none");
        };
        write!(f, "{}, {}", first.engine, of(first))?;
        if self.asked != Engine::Auto {
            return f.write_str(", as asked");
        }
        let mut shown = vec![first.engine];
        let mut texts = Vec::new();
        for other in others {
            if shown.contains(&other.engine) {
                continue;
            }
            shown.push(other.engine);
            let seconds = other.nanoseconds / 1_000_000_000;
            let time = match other.engine {
                Engine::Diagram | Engine::Branch => String::new(),
                _ if seconds < 2 => String::new(),
                _ => format!(", about {}", duration(seconds)),
            };
            texts.push(format!("{}: {}{time}", other.engine, of(other)));
        }
        if texts.is_empty() {
            Ok(())
        } else {
            write!(f, " ({})", texts.join("; "))
        }
    }
}

/// Why an engine is not even tried, if it is not.
fn refusal(prospect: &Prospect, classes: &Classes, dimension: usize) -> Option<Undecided> {
    let seconds = prospect.nanoseconds / 1_000_000_000;
    match prospect.engine {
        Engine::Diagram | Engine::Branch => None,
        _ if prospect.nanoseconds <= LONGEST => None,
        Engine::Classes => Some(Undecided::TooManyPoints {
            classes: classes.sizes().len(),
        }),
        _ => Some(Undecided::TooManyVertices { dimension, seconds }),
    }
}

/// A diagram: where its grid of classes can be measured, about 2 ns for each of its nodes; else it may take any time.
fn diagram(network: &Network, target: &Target) -> Prospect {
    let steps = diagram::estimate(network, target);
    Prospect {
        engine: Engine::Diagram,
        steps,
        of: "nodes",
        memory: 0,
        nanoseconds: steps.map_or(LONGEST, |nodes| nodes.saturating_mul(2)),
        most: u64::MAX,
    }
}

/// A visit by classes: about 16 ns for a product of machine words.
fn by_classes(network: &Network, classes: &Classes) -> Prospect {
    let points = points(classes);
    let each = work_per_point(network, classes.sizes().len()).saturating_mul(16);
    let nanoseconds = points.saturating_mul(each);
    let estimate = Estimate {
        nanoseconds,
        memory: 0,
    };
    Prospect::of(Engine::Classes, points, "points", estimate)
}

/// A tree of relaxations: a part for each attainable sum where the target depends on it, else as many as there need be.
fn branch(target: &Target) -> Prospect {
    let parts = u64::try_from(target.dimension()).unwrap_or(u64::MAX);
    let by_sum = !matches!(target, Target::Table { .. });
    Prospect {
        engine: Engine::Branch,
        steps: by_sum.then(|| parts.saturating_add(1)),
        of: "parts",
        nanoseconds: LONGEST,
        memory: 0,
        most: u64::MAX,
    }
}

/// A sweep over all vertices.
fn sweep(network: &Network, target: &Target) -> Result<Prospect, Undecided> {
    let dimension = target.dimension();
    let estimate = sweep::estimate(network, target).ok_or_else(|| too_large(dimension))?;
    Ok(Prospect::of(
        Engine::Sweep,
        1 << dimension,
        "vertices",
        estimate,
    ))
}

/// The refusal to see every vertex.
fn too_large(dimension: usize) -> Undecided {
    Undecided::WalkTooLarge {
        dimension,
        limit: sweep::MAX_DIMENSION,
    }
}

/// The sums over one half of the coordinates against those over the other half.
fn halves(network: &Network, target: &Target) -> Result<Prospect, Undecided> {
    let estimate = halves::estimate(network, target)?;
    let sums = 1 << target.dimension().div_ceil(2);
    Ok(Prospect::of(Engine::Halves, sums, "sums a half", estimate))
}

/// Every vertex in fractions.
fn plain(network: &Network, target: &Target) -> Result<Prospect, Undecided> {
    let dimension = target.dimension();
    if dimension > sweep::MAX_DIMENSION {
        return Err(too_large(dimension));
    }
    let each = work_per_point(network, network.inputs()).saturating_mul(64);
    let vertices = 1_u64 << dimension;
    let nanoseconds = vertices.saturating_mul(each);
    let estimate = Estimate {
        nanoseconds,
        memory: 0,
    };
    Ok(Prospect::of(Engine::Plain, vertices, "vertices", estimate))
}
