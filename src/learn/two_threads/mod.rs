//! Work in two halves, on one thread or two, with the same bits.
//!
//! The units of a layer are divided into two halves, whatever the number of threads; what is summed over both is always
//! half 0's sum plus half 1's.

mod phases;
mod shared;

pub use phases::{Team, run};
pub use shared::Shared;

/// How many halves there are.
pub const HALVES: usize = 2;
