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
//! Each module uses only what stands above it in this order; the checker never uses the prover.
//!
//! | zone | modules |
//! | --- | --- |
//! | language | [`exact`], [`runs`], [`cube`], [`network`], [`target`], [`germ`], [`cases`], [`classes`], [`quotient`] |
//! | learning | [`learn`] |
//! | trusted | [`checker`] |
//! | untrusted | [`prover`] |
//! | for programs that use it | [`network_file`], [`theorem`], [`question3`], [`formula`], [`rocq`], [`drawing`], [`plot`], [`picture`], [`report`] |

// What is said.
pub mod language;

// Why it is believed.
pub mod checker;

// How it is found.
pub mod prover;

pub mod formula;

// What comes in and goes out.
pub mod formats;

pub mod draw;

// What it is for.
pub mod question3;

pub mod emit;

pub mod learn;

pub mod report;

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
