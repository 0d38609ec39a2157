//! The engines that account for all vertices.

pub mod binomial;
pub mod sweep;
