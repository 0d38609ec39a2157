//! The untrusted part: it finds answers and the evidence for them. It may be clever, fast and wrong; its findings count
//! only once [`crate::checker::check`] has accepted them.

pub mod limits;

pub mod engines;
pub mod problem;
pub mod separability;

pub mod agreement;
pub mod margin;
pub mod robustness;

pub use agreement::Agreement;
pub use limits::{Limits, Stop, UNWATCHED, Watch};
pub use margin::Margin;
pub use problem::Problem;
pub use robustness::Robustness;
pub use separability::separate;

use thiserror::Error;

use crate::checker::{Certificate, Evidence};
use crate::language::claim::Claim;
use crate::prover::engines::sweep;

/// The way in which all vertices are accounted for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Engine {
    /// By classes of interchangeable coordinates where they are few, else by walking over every vertex.
    #[default]
    Auto,
    /// By classes: one representative for each vector of counts of interchangeable coordinates.
    Classes,
    /// By walking over every vertex.
    Walk,
}

/// Why a question was not decided.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Undecided {
    /// The dimension D is larger than a walk accepts.
    #[error(
        "D = {dimension} is too large to walk all 2^D vertices here, at most D = {limit}; \
         use the engine classes"
    )]
    WalkTooLarge {
        /// The dimension D.
        dimension: usize,
        /// The largest D that a walk accepts.
        limit: usize,
    },
    /// The classes have more vectors of counts than are visited.
    #[error(
        "the {classes} classes of interchangeable coordinates have too many vectors of counts to visit them all, and \
         all vertices are walked up to D = {limit} only",
        limit = sweep::MAX_DIMENSION
    )]
    TooManyPoints {
        /// The number of classes.
        classes: usize,
    },
    /// A hidden unit takes too many different pre-activations to find the one nearest to 0.
    #[error(
        "a hidden unit takes too many different values to find the one nearest to its threshold"
    )]
    TooManySums,
    /// The weights have sums that do not fit 128 bits, which a walk needs.
    #[error("the weights are too large to walk all vertices with 128-bit integers")]
    NumbersTooLarge,
    /// The units that are 0 at one vertex can leave 0 in too many ways.
    #[error(
        "too many units are exactly 0 at one vertex to tell apart all the ways in which they can leave 0"
    )]
    TooManyCases,
    /// The [`Watch`] stopped the work.
    #[error("{stop}; {total} points in all")]
    Stopped {
        /// Why it was stopped.
        stop: Stop,
        /// The number of points that the whole work has.
        total: u64,
    },
}

/// An answer that the prover has found, with its evidence for the checker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<F> {
    /// The claim that the answer makes.
    pub claim: Claim,
    /// The evidence for the claim; `None` where every vertex was examined, and there are too many for the checker.
    pub evidence: Option<Evidence>,
    /// The answer.
    pub found: F,
}

impl<F> Found<F> {
    /// The claim with its evidence, where there is evidence.
    pub fn certificate(&self) -> Option<Certificate> {
        let evidence = self.evidence.clone()?;
        Some(Certificate::new(self.claim.clone(), evidence))
    }
}
