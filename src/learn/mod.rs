//! Questions 1 and 2: the data, the random streams, the models and their training.
//!
//! The only floating point of the library lives here, and no verdict rests on it. What is learned can be read as
//! the exact rationals that its weights are; see [`crate::network`].
#![allow(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "learning is floating point: pixels, weights and counts become floats and back"
)]

pub mod images;
pub mod images;
pub mod kernels;
pub mod random;
