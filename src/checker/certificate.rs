//! Certificates: a claim and its evidence.

use crate::checker::boxes::Diagram;
use crate::checker::cases::Case;
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
    /// The claim.
    pub claim: Claim,
    /// The evidence for the claim, or against it.
    pub evidence: Evidence,
}

/// The kinds of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// *Separable*: sign(w·x + b) = f(x) at every vertex; the classes say which vertices are looked at.
    Separator {
        /// The weights w.
        weights: Runs<Rational>,
        /// The bias b.
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
        /// The weight λ of each level, and the number of coordinates +1 in each class.
        levels: Vec<(Rational, Vec<usize>)>,
    },
    /// *Agrees* (or *differs*), and *exactly*: one representative for each vector of counts.
    Counts {
        /// Classes of interchangeable coordinates.
        classes: Classes,
    },
    /// *Differs*: a vertex with the values of network and target.
    Vertex {
        /// The vertex x.
        vertex: Vertex,
        /// The network's value h(x).
        value: Rational,
        /// The target's value f(x).
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
        /// The vertex x.
        vertex: Vertex,
        /// The direction v.
        direction: Runs<Rational>,
        /// The limit of h(x + t·v) for t → 0, t > 0.
        limit: Rational,
    },
    /// *Agrees* or *differs*, and *exactly*: a layered graph that counts the wrong vertices; *robust*: one that has none, with
    /// the cases of all sums at which the limit depends on the direction.
    Diagram(Diagram),
    /// *Agrees* or *robust*: the cube in parts, each split until bounds on the output's pre-activation decide h.
    Tree(Vec<Part>),
}

/// The vertices whose sum is in a range, split into leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The least sum of the part.
    pub low: i64,
    /// The greatest sum of the part.
    pub high: i64,
    /// The leaves, which together cover the part, in depth-first order.
    pub leaves: Vec<Leaf>,
}

/// The vertices of a part that satisfy assumptions, and why h = f there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The assumptions (layer, unit, relation), with layer and unit counted from 1: the relation that the unit's
    /// pre-activation has to 0. Layer 0 is the input, whose units are the coordinates.
    pub path: Vec<(usize, usize, Relation)>,
    /// Slopes that bound the output's pre-activation from below.
    pub above: Option<Slopes>,
    /// Slopes that bound the output's pre-activation from above.
    pub below: Option<Slopes>,
}

/// Slopes κ of units (layer, unit, κ) in ascending order, with layer and unit counted from 1: in the bound, the unit's
/// share of the output is replaced by κ·z, z being its pre-activation, and by a constant.
pub type Slopes = Vec<(usize, usize, Rational)>;

/// The cases at one representative, in depth-first order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointCases {
    /// The number of coordinates +1 in each class.
    pub counts: Vec<usize>,
    /// The cases, which together cover every direction.
    pub cases: Vec<Case>,
}

/// The assumptions on the way to a case, as they are found while following germs: layer, unit and relation as in
/// [`Case::path`], and the slope of the unit's pre-activation as a functional of the direction.
pub type Path = Vec<(usize, usize, Relation, Vec<Rational>)>;

impl Certificate {
    /// A claim with evidence, which [`crate::checker::check`] judges.
    pub fn new(claim: Claim, evidence: Evidence) -> Self {
        Self { claim, evidence }
    }
}

impl Evidence {
    /// The word for this kind of evidence in certificates.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Separator { .. } => "separator",
            Self::Farkas(_) => "farkas",
            Self::Levels { .. } => "levels",
            Self::Counts { .. } => "counts",
            Self::Vertex { .. } => "vertex",
            Self::Limits { .. } => "limits",
            Self::Direction { .. } => "direction",
            Self::Diagram(_) => "diagram",
            Self::Tree(_) => "tree",
        }
    }
}
