//! Work in two halves, on one thread or two, with the same bits.
//!
//! The units of a layer are divided into two halves, whatever the number of threads; a sum over both is always half 0's
//! sum plus half 1's.

mod phases;
mod shared;

pub use phases::{Team, run};
pub use shared::Shared;

/// The number of halves.
pub const HALVES: usize = 2;
