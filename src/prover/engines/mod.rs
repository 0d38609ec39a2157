//! The engines that account for all vertices.

pub mod binomial;
pub mod branch;
pub mod classes;
pub mod diagram;
pub mod estimate;
pub mod flips;
pub mod halves;
pub(super) mod integers;
mod numbers;
pub mod plain;
pub mod sweep;

pub use estimate::Estimate;
