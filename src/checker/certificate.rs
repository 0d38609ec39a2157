//! Certificates: a claim and its evidence.

use crate::checker::classes::Classes;
use crate::checker::germs::Relation;
use crate::language::claim::Claim;
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::Rational;
use crate::language::runs::Runs;

/// A claim with evidence for it.
///
/// Its text form ([`std::fmt::Display`], [`std::str::FromStr`]) has one fact a line and is described in the
/// book, chapter *Certificates*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// What is claimed.
    pub claim: Claim,
    /// Why it is so.
    pub evidence: Evidence,
}

/// The kinds of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// *Separable*: sign(w·x + b) = f(x) at every vertex; the classes say which vertices are looked at.
    Separator {
        /// w
        weights: Runs<Rational>,
        /// b
        bias: Rational,
        /// Classes of coordinates with equal weights.
        classes: Classes,
    },
    /// *Inseparable*: λ ≥ 0, not all 0, with Σ λ·f(x)·(x, 1) = 0.
    Farkas(Vec<(Rational, Vertex)>),
    /// *Inseparable*: the same with each x the average of the vertices that have these counts.
    Levels {
        /// Classes under which the target is invariant.
        classes: Classes,
        /// λ and the number of +1 in each class.
        levels: Vec<(Rational, Vec<usize>)>,
    },
    /// *Agrees* (or *differs*): one representative for each vector of counts.
    Counts {
        /// Classes of interchangeable coordinates.
        classes: Classes,
    },
    /// *Differs*: a vertex with both values.
    Vertex {
        /// x
        vertex: Vertex,
        /// h(x)
        value: Rational,
        /// f(x)
        wanted: Sign,
    },
    /// *Robust*: one representative for each vector of counts; where the limit depends on the direction,
    /// all cases.
    Limits {
        /// Classes of interchangeable coordinates.
        classes: Classes,
        /// The representatives that need cases, in the order in which the checker meets them.
        points: Vec<PointCases>,
    },
    /// *Fragile*: a vertex and a direction with the limit along it.
    Direction {
        /// x
        vertex: Vertex,
        /// v
        direction: Runs<Rational>,
        /// lim h(x + t·v) for t → 0, t > 0
        limit: Rational,
    },
}

/// The cases at one representative, in depth-first order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointCases {
    /// How many coordinates of each class are +1.
    pub counts: Vec<usize>,
    /// Together these cover every direction.
    pub cases: Vec<Case>,
}

/// Assumptions about a direction, and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// (layer, unit, relation), counted from 1: the unit's pre-activation is 0 at the vertex and this is
    /// how it leaves 0.
    pub path: Vec<(usize, usize, Relation)>,
    /// What follows.
    pub conclusion: Conclusion,
}

/// The assumptions on the way to a case, as they are found while following germs: layer, unit and relation as in
/// [`Case::path`], and the slope of the unit's pre-activation as a functional of the direction.
pub type Path = Vec<(usize, usize, Relation, Vec<Rational>)>;

/// What follows from a case's assumptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// The limit is f(x).
    Kept,
    /// No direction satisfies them: with these multipliers, one for each assumption, the slopes add up
    /// to 0, though each term is ≥ 0 and one of them > 0.
    Impossible(Vec<Rational>),
}

impl Certificate {
    /// A claim with evidence, which [`crate::checker::check`] judges.
    pub fn new(claim: Claim, evidence: Evidence) -> Self {
        Self { claim, evidence }
    }
}

impl Evidence {
    /// The word for this kind in certificates.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Separator { .. } => "separator",
            Self::Farkas(_) => "farkas",
            Self::Levels { .. } => "levels",
            Self::Counts { .. } => "counts",
            Self::Vertex { .. } => "vertex",
            Self::Limits { .. } => "limits",
            Self::Direction { .. } => "direction",
        }
    }
}
