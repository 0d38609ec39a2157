//! Answers as theorems that Rocq checks: an instance of `proofs/theories` for one D, A and B.

mod instance;
mod term;

pub use instance::instance;
