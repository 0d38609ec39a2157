//! Pictures for Question 3: the attainable sums with the thresholds on them, networks, the square and the cube.
//!
//! What is true in a picture, which regions there are, where a threshold stands, which vertices agree, is
//! computed exactly; only then it becomes pixels. No picture is wider than [`WIDTH`], no letter smaller than 12
//! pixels, and all colours are those of [`PALETTE`](crate::draw::canvas::palette::PALETTE). What differs in colour
//! differs in shape too.
//!
//! ```
//! use orthant::draw::networks;
//! use orthant::question3::networks::{Answer, Hidden, network};
//! use orthant::language::target::Interval;
//!
//! let interval = Interval::new(4, -1, 2)?;
//! let report = network(&interval, Hidden::Sign, Answer::Report).expect("it was given");
//! let sums = networks::sums(&interval, &[("(b) report", &report)]);
//! assert!(sums.description.contains("a threshold on an attainable sum"));
//! assert!(sums.to_svg().contains("2, a sum!"));
//! # Ok::<(), orthant::language::target::TargetError>(())
//! ```
#![allow(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels: what is drawn is for the eye, and no verdict rests on it"
)]

pub(crate) mod cube;
pub(crate) mod description;
pub(crate) mod figure;
mod hatch;
mod labels;
mod layers;
pub(crate) mod legend;
pub(crate) mod marks;
mod network;
mod regions;
mod scale;
mod section;
mod seen;
pub(crate) mod square;
mod sums;
mod threshold;

pub use cube::cube;
pub use network::network;
pub use square::square;
pub use sums::sums;

/// The width of the widest pictures, in pixels.
pub const WIDTH: u32 = 760;

/// The width of a picture that stands beside another, in pixels.
const HALF_WIDTH: u32 = 372;

/// Free at the edges of a picture.
pub(crate) const MARGIN: f64 = 16.0;
