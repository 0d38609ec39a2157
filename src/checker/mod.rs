//! The trusted part: claims, the kinds of evidence for them, and the one function that believes it.
//!
//! The checker is slow, plain and exact. It owns the certificate types, calls no prover, and rejects what
//! it does not know. [`check`] alone makes a [`Verified`].

#![deny(clippy::float_arithmetic, clippy::as_conversions)]

// How networks behave by classes and near a vertex.
pub mod classes;
pub mod germs;

pub mod cases;

pub mod walk;

pub mod sums;

pub mod subtables;

pub mod boxes;

mod enclosure;

// What evidence is, and how it is written and read.
mod certificate;
mod rejection;
mod text;

// What every question asks first.
mod bounds;

// One file a kind of question.
mod agreement;
mod counting;
mod diagram;
mod relaxation;
mod robustness;
mod separation;

pub use agreement::check_counts;
pub use bounds::{MAX_ASSUMPTIONS, MAX_GERMS, MAX_WORK};
pub use cases::{Case, Conclusion};
pub use certificate::{Certificate, Evidence, Leaf, Part, Path, PointCases, Slopes};
pub use counting::count_by_classes;
pub use diagram::{Counted, check_diagram};
pub use rejection::Rejection;

pub use crate::language::claim::{Claim, Question};

use crate::language::cube::Vertex;
use crate::language::exact::BigUint;

/// A claim that the checker has accepted. Only [`check`] makes one.
///
/// ```
/// # use orthant::checker::{Claim, Question};
/// # use orthant::language::target::Interval;
/// # let target = Interval::new(2, 0, 0).unwrap().into();
/// let claim = Claim { question: Question::Separable { target }, holds: true };
/// ```
///
/// That claim is false, and the field is private, so this does not compile:
///
/// ```compile_fail,E0451
/// # use orthant::checker::{Claim, Question};
/// # use orthant::language::target::Interval;
/// # let target = Interval::new(2, 0, 0).unwrap().into();
/// let claim = Claim { question: Question::Separable { target }, holds: true };
/// let forged = orthant::checker::Verified { claim };
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    claim: Claim,
}

impl Verified {
    /// The claim that has been verified.
    pub fn claim(&self) -> &Claim {
        &self.claim
    }
}

/// The checker's verdict on a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The evidence establishes the claim.
    Verified(Verified),
    /// The evidence establishes the negation of the claim.
    Refuted {
        /// The negation of the claim, which is established.
        negation: Verified,
        /// A vertex that the checker found against the claim, where the evidence did not name it.
        witness: Option<Vertex>,
    },
    /// The evidence establishes nothing, because it fails this condition.
    Undecided(Rejection),
}

impl Verdict {
    /// The claim or its negation, if the evidence establishes one of them.
    pub fn established(&self) -> Option<&Verified> {
        match self {
            Self::Verified(verified)
            | Self::Refuted {
                negation: verified, ..
            } => Some(verified),
            Self::Undecided(_) => None,
        }
    }
}

/// The answer to a question that evidence establishes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No { witness: Option<Vertex> },
}

/// Judges a certificate by its evidence alone.
pub fn check(certificate: &Certificate) -> Verdict {
    let claim = &certificate.claim;
    let (holds, witness) = match answer(&claim.question, &certificate.evidence) {
        Err(rejection) => return Verdict::Undecided(rejection),
        Ok(Answer::Yes) => (true, None),
        Ok(Answer::No { witness }) => (false, witness),
    };
    let established = Verified {
        claim: Claim {
            question: claim.question.clone(),
            holds,
        },
    };
    if holds == claim.holds {
        Verdict::Verified(established)
    } else {
        Verdict::Refuted {
            negation: established,
            witness,
        }
    }
}

fn answer(question: &Question, evidence: &Evidence) -> Result<Answer, Rejection> {
    match (question, evidence) {
        (
            Question::Separable { target },
            Evidence::Separator {
                weights,
                bias,
                classes,
            },
        ) => separation::check_separator(target, weights, bias, classes),
        (Question::Separable { target }, Evidence::Farkas(points)) => {
            separation::check_farkas(target, points)
        }
        (Question::Separable { target }, Evidence::Levels { classes, levels }) => {
            separation::check_levels(target, classes, levels)
        }
        (Question::Agrees { network, target }, Evidence::Counts { classes }) => {
            check_counts(network, target, classes).map(|differs_at| match differs_at {
                None => Answer::Yes,
                witness => Answer::No { witness },
            })
        }
        (
            Question::Agrees { network, target },
            Evidence::Vertex {
                vertex,
                value,
                wanted,
            },
        ) => agreement::check_vertex(network, target, vertex, value, *wanted),
        (Question::Agrees { network, target }, Evidence::Diagram(diagram)) => {
            check_diagram(network, target, diagram).map(|counted| match counted.witness {
                None => Answer::Yes,
                witness => Answer::No { witness },
            })
        }
        (
            Question::Exactly {
                network,
                target,
                wrong,
            },
            Evidence::Counts { classes },
        ) => count_by_classes(network, target, classes).map(|found| exactly(wrong, &found)),
        (
            Question::Exactly {
                network,
                target,
                wrong,
            },
            Evidence::Diagram(diagram),
        ) => check_diagram(network, target, diagram).map(|counted| exactly(wrong, &counted.wrong)),
        (Question::Robust { network, target }, Evidence::Limits { classes, points }) => {
            robustness::check_limits(network, target, classes, points)
        }
        (Question::Robust { network, target }, Evidence::Diagram(diagram)) => {
            let differs_at = diagram::check_limits_by_diagram(network, target, diagram)?;
            Ok(match differs_at {
                None => Answer::Yes,
                witness => Answer::No { witness },
            })
        }
        (
            Question::Robust { network, target },
            Evidence::Direction {
                vertex,
                direction,
                limit,
            },
        ) => robustness::check_direction(network, target, vertex, direction, limit),
        (Question::Agrees { network, target }, Evidence::Tree(parts)) => {
            relaxation::check_tree(network, target, parts, false)
        }
        (Question::Robust { network, target }, Evidence::Tree(parts)) => {
            relaxation::check_tree(network, target, parts, true)
        }
        _ => Err(Rejection::EvidenceDoesNotFit {
            question: question.name(),
            evidence: evidence.name(),
        }),
    }
}

/// Whether the number of wrong vertices is the claimed one.
fn exactly(claimed: &BigUint, found: &BigUint) -> Answer {
    if claimed == found {
        Answer::Yes
    } else {
        Answer::No { witness: None }
    }
}
