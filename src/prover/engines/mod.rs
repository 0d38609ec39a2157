//! The engines that account for all vertices.

pub mod binomial;
pub mod branch;
pub mod classes;
pub mod diagram;
pub mod estimate;
pub mod flips;
pub mod halves;
pub mod plain;
pub mod sweep;

pub use estimate::Estimate;
