//! Pictures: a canvas, training curves on it, and networks on the line, the square and the cube.
#![allow(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels: what is drawn is for the eye, and no verdict rests on it"
)]

pub mod canvas;
mod legend;
mod marks;
mod number;

pub mod curves;
pub mod networks;
