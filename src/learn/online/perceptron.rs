//! The multiclass perceptron: a mistake adds the example to the row of its class and subtracts it from the row of the
//! predicted class.
//!
//! All sums are of multiples of 1/256 and exact in double precision, so this is numpy's perceptron in every bit, for
//! any order of summation.

use super::rule::{Online, Rule};
use crate::learn::kernels::Isa;
use crate::learn::learner::argmax;
use crate::learn::settings::Settings;

/// The model, with the state of its training.
pub type Perceptron = Online<Mistakes>;

/// The rule W\[y\] ← W\[y\] + x and W\[ŷ\] ← W\[ŷ\] − x, if the prediction ŷ is not the label y.
pub struct Mistakes;

impl Rule for Mistakes {
    fn new(_: &Settings) -> Self {
        Self
    }

    fn steps(&self, _: Isa, scores: &mut [f64], label: usize) -> bool {
        let guess = usize::from(argmax(scores.iter()));
        scores.fill(0.0);
        scores[label] = -1.0;
        scores[guess] = 1.0;
        guess != label
    }
}
