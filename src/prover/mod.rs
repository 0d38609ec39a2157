//! The untrusted part: finds answers and the evidence for them. It may be clever, fast and wrong; what it
//! finds is worth something once [`crate::checker::check`] has accepted it.

pub mod engines;
pub mod problem;
pub mod separability;

pub mod agreement;
pub mod margin;
pub mod robustness;

pub use agreement::Agreement;
pub use margin::Margin;
pub use problem::Problem;
pub use robustness::Robustness;
pub use separability::separate;

use thiserror::Error;

use crate::checker::{Certificate, Evidence};
use crate::language::claim::Claim;
use crate::prover::engines::sweep;

/// How all vertices are accounted for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Classes where they are few, else a walk.
    #[default]
    Auto,
    /// One representative for each vector of counts of interchangeable coordinates.
    Classes,
    /// Every vertex.
    Walk,
}

/// Called now and then with the work done and the work in all; `false` stops the work.
pub type Watch<'a> = &'a (dyn Fn(u64, u64) -> bool + Sync);

/// A [`Watch`] that only lets the work go on.
pub const UNWATCHED: Watch<'static> = &|_, _| true;

/// Why a question was not decided.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Undecided {
    /// D is more than walking takes.
    #[error(
        "D = {dimension} is too large to walk all 2^D vertices here, at most D = {limit}; \
         use the engine classes"
    )]
    WalkTooLarge {
        /// D
        dimension: usize,
        /// The largest D that is walked.
        limit: usize,
    },
    /// More vectors of counts than are visited.
    #[error(
        "the {classes} classes of interchangeable coordinates have too many vectors of counts to visit them all, and \
         all vertices are walked up to D = {limit} only",
        limit = sweep::MAX_DIMENSION
    )]
    TooManyPoints {
        /// How many classes there are.
        classes: usize,
    },
    /// Weights whose sums do not fit 128 bits, met while walking.
    #[error("the weights are too large to walk all vertices with 128-bit integers")]
    NumbersTooLarge,
    /// Too many ways in which units that are 0 at a vertex can leave 0.
    #[error(
        "too many units are exactly 0 at one vertex to tell apart all the ways in which they can leave 0"
    )]
    TooManyCases,
    /// The [`Watch`] said stop.
    #[error("interrupted; {total} points in all")]
    Interrupted {
        /// Points in all.
        total: u64,
    },
}

/// An answer that the prover has found, and what it offers to the checker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<F> {
    /// What the answer claims.
    pub claim: Claim,
    /// Evidence for the claim; `None` where every vertex was looked at, and there are too many for the checker.
    pub evidence: Option<Evidence>,
    /// The answer.
    pub found: F,
}

impl<F> Found<F> {
    /// The claim with its evidence, where there is some.
    pub fn certificate(&self) -> Option<Certificate> {
        let evidence = self.evidence.clone()?;
        Some(Certificate::new(self.claim.clone(), evidence))
    }
}
