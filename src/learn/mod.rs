//! Questions 1 and 2: the data, the random streams, the models and their training.
//!
//! Learning is floating point, and no verdict rests on it. The weights of a trained model can be read as the exact
//! rationals that they are ([`on_the_cube::network`]), and then be judged like any other network.
//!
//! | what | modules |
//! | --- | --- |
//! | images and labels | [`data`] |
//! | the inner loops, and the only unsafe code | [`kernels`] |
//! | numpy's and torch's random streams | [`streams`] |
//! | the interface of all models | [`examples`], [`learner`], [`settings`] |
//! | the learners | [`online`], [`minibatch`] |
//! | the exercise's models by name, with their settings | [`model`] |
//! | training | [`train`], [`curve`], [`confusion`], [`checkpoint`] |
//! | trainings as documents, records, plots and files | [`results`] |
//! | trained weights | [`linear_layers`], [`predict`], [`on_the_cube`] |
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
pub mod settings;

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

/// The resources that the models compute with. They change how long a model takes, but not a bit of its results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compute {
    /// The instruction set of the inner loops.
    pub isa: kernels::Isa,
    /// The most threads that are used, at least 1.
    pub threads: usize,
}

impl Compute {
    /// The fastest way to compute on this machine.
    pub fn best() -> Self {
        Self {
            isa: kernels::Isa::best(),
            threads: std::thread::available_parallelism().map_or(1, usize::from),
        }
    }

    /// The fastest way to compute on this many threads.
    pub fn on(threads: usize) -> Self {
        Self {
            threads,
            ..Self::best()
        }
    }
}
