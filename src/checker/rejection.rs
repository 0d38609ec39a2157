//! Rejections: the conditions that evidence must meet, each with the numbers that fail it.

use thiserror::Error;

use crate::checker::walk::Misfit;
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::Rational;

/// Why evidence establishes nothing. One variant a condition.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Rejection {
    /// Evidence of a kind that says nothing about the question.
    #[error("evidence of kind {evidence} does not decide whether something is {question}")]
    EvidenceDoesNotFit {
        /// The question's word.
        question: &'static str,
        /// The kind's word.
        evidence: &'static str,
    },
    /// Something in the evidence has another dimension than the target.
    #[error("{what} has {found} entries; the target has {expected} coordinates")]
    Dimension {
        /// What it is.
        what: &'static str,
        /// Its dimension.
        found: usize,
        /// D
        expected: usize,
    },
    /// A class holds coordinates with different weights.
    #[error("coordinates of one class have different weights (first layer, unit {unit})")]
    ClassSplitsNetwork {
        /// Counted from 1.
        unit: usize,
    },
    /// A class holds coordinates that the target distinguishes.
    #[error("the target changes when two coordinates of one class are swapped")]
    ClassSplitsTarget,
    /// More work than the checker does.
    #[error(
        "the evidence asks for more work than the checker repeats, {limit} products of machine words"
    )]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// More assumptions than a case may make.
    #[error("a case makes more than {limit} assumptions")]
    TooManyAssumptions {
        /// The limit.
        limit: usize,
    },
    /// A separator that mislabels a vertex.
    #[error("the separator gives {value} at {vertex}, where the target is {target}")]
    Mislabelled {
        /// x
        vertex: Vertex,
        /// sign(w·x + b)
        value: Rational,
        /// f(x)
        target: Sign,
    },
    /// λ < 0.
    #[error("weight {weight} of line {line} of the evidence is negative")]
    NegativeWeight {
        /// Counted from 1 within the evidence.
        line: usize,
        /// λ
        weight: Rational,
    },
    /// All λ are 0, or there are none.
    #[error("all weights are zero, so they say nothing")]
    AllWeightsZero,
    /// Σ λ·f(x)·x is not 0.
    #[error("the weighted sum leaves {remainder} in coordinate {coordinate}; it must be 0")]
    CoordinateDoesNotCancel {
        /// Counted from 1; of a class, its number.
        coordinate: usize,
        /// What is left.
        remainder: Rational,
    },
    /// Σ λ·f(x) is not 0.
    #[error("true and false points have different weight: {remainder} is left; it must be 0")]
    BiasDoesNotCancel {
        /// What is left.
        remainder: Rational,
    },
    /// A vector of counts that does not fit the classes.
    #[error("the counts {counts:?} do not fit classes of sizes {sizes:?}")]
    CountsOutOfRange {
        /// The counts.
        counts: Vec<usize>,
        /// The sizes.
        sizes: Vec<usize>,
    },
    /// A value that the certificate states wrongly.
    #[error("{what} is stated as {stated}, but it is {found}")]
    StatedWrongly {
        /// What is stated.
        what: &'static str,
        /// As the certificate has it.
        stated: Rational,
        /// As the checker computes it.
        found: Rational,
    },
    /// A "counter-example" at which network and target agree.
    #[error("network and target agree at {vertex}, so it is no counter-example")]
    NoDifference {
        /// x
        vertex: Vertex,
    },
    /// A "counter-example" along which the limit is the target's value.
    #[error(
        "the limit at {vertex} along this direction is the target's value, so it is no counter-example"
    )]
    LimitKept {
        /// x
        vertex: Vertex,
    },
    /// A point whose limit depends on the direction, without cases.
    #[error("at {vertex} the limit depends on the direction, but the cases are missing")]
    CasesMissing {
        /// The representative.
        vertex: Vertex,
    },
    /// Cases for a point that needs none, or out of order.
    #[error("the cases at counts {counts:?} are not needed or out of order")]
    CasesUnused {
        /// The counts they are for.
        counts: Vec<usize>,
    },
    /// The cases at a point do not follow the network's units, or leave a gap.
    #[error(
        "the cases at {vertex} do not cover every direction: case {case} is not the one that follows"
    )]
    CasesDoNotCover {
        /// The representative.
        vertex: Vertex,
        /// Counted from 1; one more than there are when a case is missing.
        case: usize,
    },
    /// A case whose limit is not the target's value.
    #[error("case {case} at {vertex} ends in {limit}, but the target is {target}")]
    LimitLost {
        /// The representative.
        vertex: Vertex,
        /// Counted from 1.
        case: usize,
        /// The limit in this case.
        limit: Rational,
        /// f(x)
        target: Sign,
    },
    /// Not one multiplier for each assumption.
    #[error("case {case} at {vertex} has {found} multipliers for {expected} assumptions")]
    MultiplierCount {
        /// The representative.
        vertex: Vertex,
        /// Counted from 1.
        case: usize,
        /// Multipliers given.
        found: usize,
        /// Assumptions.
        expected: usize,
    },
    /// A multiplier that makes its term negative.
    #[error(
        "multiplier {multiplier} of case {case} at {vertex} has the wrong sign for its relation"
    )]
    MultiplierSign {
        /// The representative.
        vertex: Vertex,
        /// Counted from 1.
        case: usize,
        /// The multiplier.
        multiplier: Rational,
    },
    /// The slopes do not add up to 0.
    #[error("the multipliers of case {case} at {vertex} do not cancel the slopes")]
    SlopesDoNotCancel {
        /// The representative.
        vertex: Vertex,
        /// Counted from 1.
        case: usize,
    },
    /// Only terms that may all be 0: no contradiction.
    #[error("the multipliers of case {case} at {vertex} use no strict assumption")]
    NothingStrict {
        /// The representative.
        vertex: Vertex,
        /// Counted from 1.
        case: usize,
    },
}

impl Rejection {
    pub(super) fn misfit(misfit: Misfit, found: usize, expected: usize) -> Self {
        match misfit {
            Misfit::Dimension => Self::Dimension {
                what: "the partition into classes or the network",
                found,
                expected,
            },
            Misfit::Network(unit) => Self::ClassSplitsNetwork { unit },
            Misfit::Target => Self::ClassSplitsTarget,
        }
    }
}
