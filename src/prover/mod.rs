//! The untrusted part: it finds answers and the evidence for them. It may be clever, fast and wrong; its findings count
//! only once [`crate::checker::check`] has accepted them.

pub mod engine;
pub mod limits;
pub mod undecided;

pub mod engines;

pub mod plan;
pub mod problem;
pub mod separability;

pub mod agreement;
pub mod margin;
pub mod robustness;

pub use agreement::Agreement;
pub use engine::Engine;
pub use limits::{Limits, Stop, UNWATCHED, Watch};
pub use margin::Margin;
pub use plan::Plan;
pub use problem::Problem;
pub use robustness::Robustness;
pub use separability::separate;
pub use undecided::Undecided;

use crate::checker::{Certificate, Evidence};
use crate::language::claim::Claim;

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
