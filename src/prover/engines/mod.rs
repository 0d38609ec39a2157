//! The engines that account for all vertices.

pub mod binomial;
pub mod branch;
pub mod classes;
pub mod diagram;
pub mod flips;
pub mod plain;
pub mod sweep;
