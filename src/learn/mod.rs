//! Questions 1 and 2: the data, the random streams, the models and their training.
//!
//! Learning is floating point, and no verdict rests on it. What is learned can be read as the exact rationals that its
//! weights are ([`on_the_cube::network`]), and then be judged like any other network.
//!
//! | what | modules |
//! | --- | --- |
//! | images and labels | [`data`] |
//! | the inner loops, and the only unsafe code | [`kernels`] |
//! | numpy's and torch's random streams | [`streams`] |
//! | what all models have in common | [`examples`], [`learner`] |
//! | the learners | [`online`], [`minibatch`] |
//! | the exercise's models by name, with their settings | [`model`] |
//! | training | [`train`], [`curve`], [`confusion`], [`checkpoint`] |
//! | trainings as documents, records, plots and files | [`results`] |
//! | what was learned | [`linear_layers`], [`predict`], [`on_the_cube`] |
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

pub mod data;

mod read_ahead;
mod two_threads;

pub mod kernels;
pub mod streams;

pub mod examples;
pub mod learner;

pub mod minibatch;
pub mod online;

mod python_float;

pub mod model;

pub mod checkpoint;
pub mod confusion;
pub mod curve;
pub mod train;

pub mod results;

pub mod linear_layers;
pub mod predict;

pub mod on_the_cube;

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
