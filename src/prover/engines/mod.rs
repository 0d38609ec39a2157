//! The ways in which all vertices are accounted for.

pub mod binomial;
pub mod sweep;
