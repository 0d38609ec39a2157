//! Why a question was not decided.

use std::fmt::Write as _;

use num_bigint::BigUint;
use thiserror::Error;

use crate::language::cube::Vertex;
use crate::prover::engine::Engine;
use crate::prover::limits::Stop;

/// Why a question was not decided.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Undecided {
    /// The dimension D is larger than where every vertex is seen.
    #[error("D = {dimension} is too large to see all 2^D inputs, which is done up to D = {limit}")]
    WalkTooLarge {
        /// The dimension D.
        dimension: usize,
        /// The largest D that is accepted.
        limit: usize,
    },
    /// The classes have more vectors of counts than are visited.
    #[error(
        "the {classes} classes of interchangeable coordinates have too many vectors of counts to visit them all"
    )]
    TooManyPoints {
        /// The number of classes.
        classes: usize,
    },
    /// There are more vertices than can be seen in any reasonable time.
    #[error("to see all 2^{dimension} inputs would take about {}", duration(*.seconds))]
    TooManyVertices {
        /// The dimension D.
        dimension: usize,
        /// The estimated time, in seconds.
        seconds: u64,
    },
    /// A hidden unit takes too many different pre-activations to find the one nearest to 0.
    #[error(
        "a hidden unit takes too many different values to find the one nearest to its threshold"
    )]
    TooManySums,
    /// The engine does not apply to this network or target.
    #[error("{reason}")]
    Unsuited {
        /// The engine.
        engine: &'static str,
        /// What it needs and does not have.
        reason: String,
    },
    /// The units that are 0 at one vertex can leave 0 in too many ways.
    #[error(
        "too many units are exactly 0 at one vertex to tell apart all the ways in which they can leave 0"
    )]
    TooManyCases,
    /// The decision diagram needs more memory than was given.
    #[error(
        "the decision diagram has more than {nodes} nodes, which do not fit the memory limit of {memory} bytes"
    )]
    DiagramTooLarge {
        /// The number of nodes when the search was given up.
        nodes: u64,
        /// The most memory that the search may hold, in bytes.
        memory: u64,
    },
    /// A tree of relaxations does not fit the memory.
    #[error(
        "the tree of relaxations has more than {leaves} leaves, which the memory does not hold"
    )]
    TreeTooLarge {
        /// The number of leaves so far.
        leaves: u64,
    },
    /// The engine does not tell how many vertices are wrong, when one is known.
    #[error("it does not count wrong inputs")]
    DoesNotCount,
    /// The engine compares values at vertices, and does not look at pushes.
    #[error("it does not decide robustness")]
    DoesNotPush,
    /// At this vertex the output or a unit with a jump is 0, and a tree of relaxations does not tell what a push does there.
    #[error(
        "at x = {0} a unit is 0, and a tree of relaxations does not tell what a push does there"
    )]
    OnTheEdge(Vertex),
    /// The watch stopped the work.
    #[error("{stop}{}", so_far(*.seen, .total))]
    Stopped {
        /// Why it was stopped.
        stop: Stop,
        /// The number of vertices that were seen; none of them was wrong.
        seen: u64,
        /// The number of all vertices, where they are seen one by one.
        total: BigUint,
    },
    /// Each engine that was tried or ruled out has its reason.
    #[error("{}", each(.0))]
    Each(Vec<(Engine, Undecided)>),
}

impl Undecided {
    /// The work was stopped before any vertex was seen, or where the vertices seen tell nothing.
    pub fn stopped(stop: Stop) -> Self {
        Self::Stopped {
            stop,
            seen: 0,
            total: BigUint::default(),
        }
    }

    /// The reasons of several engines as one.
    pub fn of_each(mut reasons: Vec<(Engine, Self)>) -> Self {
        match reasons.len() {
            1 => reasons.pop().expect("there is one").1,
            _ => Self::Each(reasons),
        }
    }
}

fn so_far(seen: u64, total: &BigUint) -> String {
    if seen == 0 {
        String::new()
    } else {
        format!("; none of the {seen} of {total} inputs that were seen is wrong")
    }
}

fn each(reasons: &[(Engine, Undecided)]) -> String {
    let mut text = String::new();
    for (engine, reason) in reasons {
        let separator = if text.is_empty() { "" } else { "; " };
        write!(text, "{separator}{engine}: {reason}").expect("a string takes everything");
    }
    text
}

/// A time in words, in the largest unit of which there are at least two.
pub(super) fn duration(seconds: u64) -> String {
    let units = [
        ("years", 31_557_600),
        ("days", 86_400),
        ("hours", 3_600),
        ("minutes", 60),
    ];
    for (unit, size) in units {
        let count = seconds / size;
        if count >= 2 {
            return format!("{count} {unit}");
        }
    }
    format!("{seconds} seconds")
}
