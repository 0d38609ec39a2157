//! Pictures for Question 3: the attainable sums with the thresholds on them, networks, the square and the cube.
//!
//! What is true in a picture, which regions there are, where a threshold stands, which vertices agree, is
//! computed exactly; only then it becomes pixels. No picture is wider than [`WIDTH`], no letter smaller than 12
//! pixels, and all colours are those of [`PALETTE`](crate::drawing::palette::PALETTE). What differs in colour
//! differs in shape too.
#![allow(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels: what is drawn is for the eye, and no verdict rests on it"
)]

mod cube;
mod network;
mod page;
mod square;
mod sums;

pub use cube::cube;
pub use network::network;
pub use page::page;
pub use square::square;
pub use sums::sums;

/// The width of the widest pictures, in pixels.
pub const WIDTH: u32 = 760;
