//! What may be wrong with a claims file.

use thiserror::Error;

use super::{MAX_D, MOST};
use crate::language::target::TargetError;
use crate::question3::family::FamilyError;

/// Why a text is no claims file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ClaimsError {
    /// Not TOML, or not with these fields.
    #[error("line {line}: {message}")]
    Toml {
        /// Counted from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// Nothing to decide.
    #[error("there is no claim in it")]
    NoClaims,
    /// Too much to decide.
    #[error("there are {found} {what} in it; at most {MOST} are taken")]
    TooMany {
        /// `claims`, `runs` or `networks`.
        what: &'static str,
        /// Their number.
        found: usize,
    },
    /// An id that is not there for file names.
    #[error(
        "{id:?} is no id; use up to 40 letters, digits, points and dashes, and begin with a letter or digit"
    )]
    Id {
        /// The id.
        id: String,
    },
    /// A character that does not print.
    #[error("{place} has a control character in it: {text:?}")]
    Control {
        /// The field, and of what.
        place: String,
        /// Its text.
        text: String,
    },
    /// Nothing where something must stand.
    #[error("{place} is empty")]
    Blank {
        /// The field, and of what.
        place: String,
    },
    /// A homework without test images.
    #[error(
        "data: with these counts the homework's test set would be empty; the most frequent class needs test images"
    )]
    NoTestSet,
    /// The same thing shown twice.
    #[error("claim {claim} shows the same thing twice")]
    ShownTwice {
        /// The claim.
        claim: String,
    },
    /// Two of one name.
    #[error("there are two {what} with the id {id}")]
    Twice {
        /// `claims`, `runs` or `networks`.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// A name for nothing.
    #[error("claim {claim} names the {what} {id}, which is not in the file")]
    Unknown {
        /// The claim.
        claim: String,
        /// `run` or `network`.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// Nothing to look at, or nothing to compare with.
    #[error("claim {claim} names {found} different {what}; it needs at least {least}")]
    TooFew {
        /// The claim.
        claim: String,
        /// `runs` or `networks`.
        what: &'static str,
        /// How many it needs.
        least: usize,
        /// How many it names.
        found: usize,
    },
    /// A best run that is not compared.
    #[error("claim {claim} names {run} as the best, which is not among its runs")]
    NotAmong {
        /// The claim.
        claim: String,
        /// The run.
        run: String,
    },
    /// A claim about what was asked, of a run that does not say what that is.
    #[error(
        "claim {claim} is about the model that the question asks for; say in run {run} which it is, with asked = \"mlp\""
    )]
    NotAsked {
        /// The claim.
        claim: String,
        /// The run.
        run: String,
    },
    /// A bound beyond what is gone through.
    #[error("claim {claim}: D = {found} is out of range; it must be between 1 and {MAX_D}")]
    LargestD {
        /// The claim.
        claim: String,
        /// The bound.
        found: usize,
    },
    /// No interval.
    #[error("claim {claim}: {error}")]
    Interval {
        /// The claim.
        claim: String,
        /// What is wrong with it.
        error: TargetError,
    },
    /// A network that is none.
    #[error("network {id}: {error}")]
    Family {
        /// The network.
        id: String,
        /// What is wrong with it.
        error: FamilyError,
    },
    /// A flag that no program has.
    #[error("claim {claim}: there is no flag {flag:?}")]
    Flag {
        /// The claim.
        claim: String,
        /// The flag.
        flag: String,
    },
    /// A model that its program does not have.
    #[error("run {run}: hw1-q2 has no model perceptron")]
    Model {
        /// The run.
        run: String,
    },
    /// Class counts that fit no data set.
    #[error(
        "data: as many counts must be given for test as for train, from 1 to 256, none above 1000000000, and sha256 must be \
         64 digits of 0-9a-f"
    )]
    Data,
}
