//! The language of claims: exact numbers, vertices, networks, target functions, and claims about them.
//!
//! `proofs/language` says the same in Rocq. Nothing here decides anything.
#![deny(clippy::float_arithmetic, clippy::as_conversions)]

pub mod refused;

pub mod exact;
pub mod runs;

pub mod cube;
pub mod network;
pub mod target;

pub mod claim;
