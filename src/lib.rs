//! Exact, certified answers about perceptrons and small networks on {−1,+1}^D.
//!
//! The problem (Question 3 of the exercise that this library re-creates and checks): given a target
//! f: {−1,+1}^D → {−1,+1}, for instance f(x) = +1 if A ≤ x₁ + … + x_D ≤ B, else −1,
//!
//! 1. is there **one perceptron** sign(w·x + b) that equals f at every vertex?
//! 2. does a given network h **equal f at every vertex**?
//! 3. is it **robust**: is lim h(x + t·v) = f(x) for t → 0, at every vertex x and for every direction v?
//!
//! Each answer comes as a [`checker::Certificate`]: a claim and evidence that a person can check by hand. A
//! *prover* finds it, by any means; [`checker::check`], small, plain and exact, believes it or names the
//! condition that failed. Only the checker can make a [`checker::Verified`]. No verdict rests on floating point.
//!
//! ```
#![doc = include_str!("../examples/four_points.rs")]
//! ```
//!
//! Each room uses only what is above it in this order; the checker never uses the prover.
//!
//! | room | what it holds |
//! | --- | --- |
//! | [`language`] | the language of claims: exact numbers, vertices, networks, targets, claims |
//! | [`checker`] | why a claim is believed: evidence, and the one function that judges it |
//! | [`prover`] | how an answer and its evidence are found: engines, separability, robustness, margins |
//! | [`examine`](mod@examine), [`formula`] | a network against a target, with the grade of trust of each finding; short formulas |
//! | [`formats`], [`page`], [`draw`] | files that are read and written, documents, and pictures; none uses another |
//! | [`question3`], [`emit`], [`learn`], [`report`] | Question 3, theorems for Rocq, training, the claims of a report |

// What is said.
pub mod language;

// Why it is believed.
pub mod checker;

// How it is found.
pub mod prover;

pub mod examine;

pub mod formula;

// What comes in and goes out.
pub mod formats;

pub mod page;

pub mod draw;

// What it is for.
pub mod question3;

pub mod emit;

pub mod learn;

pub mod report;

pub use checker::{Certificate, Evidence, Rejection, Verdict, Verified, check};
pub use examine::{Answer, Findings, Ground, NotDecided, Property, examine};
pub use formats::network_json::parse_network;
pub use language::claim::{Claim, Question};
pub use language::cube::{Sign, Vertex, parse_signs, vertices};
pub use language::exact::{Rational, integer, parse_rational};
pub use language::network::{Activation, Layer, Network, Unit};
pub use language::refused::Refused;
pub use language::runs::Runs;
pub use language::target::{Interval, Target};
pub use prover::{Engine, Limits, Margin, Problem, UNWATCHED, Undecided, separate};
pub use question3::Question3;

/// The Rust blocks of the book, compiled and run with the documentation's tests.
#[cfg(doctest)]
mod book {
    #[doc = include_str!("../book/src/first-proof.md")]
    mod first_proof {}
    #[doc = include_str!("../book/src/networks.md")]
    mod networks {}
    #[doc = include_str!("../book/src/robustness.md")]
    mod robustness {}
    #[doc = include_str!("../book/src/certificates.md")]
    mod certificates {}
}
