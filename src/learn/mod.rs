//! Questions 1 and 2: the data, the random streams, the models and their training.
//!
//! Learning is floating point, and no verdict rests on it. What is learned can be read as the exact rationals that its
//! weights are ([`exact`]), and then be judged like any other network.
//!
//! | what | modules |
//! | --- | --- |
//! | data | [`images`], [`npz`], [`homework`], [`synthetic`], [`contact_sheet`], [`grey_png`], [`cube_examples`] |
//! | the inner loops, and the only unsafe code | [`kernels`] |
//! | numpy's and torch's random streams | [`random`] |
//! | what all models have in common | [`examples`], [`learner`], [`tensor`] |
//! | the models | [`question1`], [`question2`] |
//! | training | [`train`], [`curve`], [`confusion`], [`checkpoint`] |
//! | about losses | [`convexity`] |
//! | what was learned | [`weights`], [`predictor`], [`sequential`], [`exact`] |
#![cfg_attr(
    test,
    allow(clippy::float_cmp, reason = "bits are compared on purpose")
)]
#![allow(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "learning is floating point: pixels, weights and counts become floats and back"
)]

pub mod contact_sheet;
pub mod homework;
pub mod images;
pub mod npz;
pub mod synthetic;

mod gather;
mod halves;
pub mod kernels;
pub mod random;

pub mod examples;
pub mod learner;
pub mod tensor;

pub mod question1;
pub mod question2;

pub mod confusion;
pub mod convexity;
pub mod curve;
pub mod train;

pub mod checkpoint;
pub mod weights;

pub mod grey_png;
pub mod predictor;
pub mod sequential;

pub mod cube_examples;
pub mod exact;

/// What the models compute with. It changes how long they take and no bit of what they find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compute {
    /// The instructions of the inner loops.
    pub isa: kernels::Isa,
    /// How many threads at most, at least 1.
    pub threads: usize,
}

impl Compute {
    /// The fastest that this machine has.
    pub fn best() -> Self {
        Self {
            isa: kernels::Isa::best(),
            threads: std::thread::available_parallelism().map_or(1, usize::from),
        }
    }
}
