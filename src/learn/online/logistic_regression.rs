//! Logistic regression, one example at a time: W ← W − η·(softmax(W x) − onehot(y))·xᵀ.

use super::rule::{Online, Rule};
use crate::learn::kernels::{Isa, softmax_of_one};
use crate::learn::settings::Settings;

/// The model, with the state of its training.
pub type LogisticRegression = Online<Descent>;

/// A step along the gradient of the example's cross-entropy.
pub struct Descent {
    /// The learning rate η.
    learning_rate: f64,
}

impl Rule for Descent {
    fn new(settings: &Settings) -> Self {
        let learning_rate = settings.learning_rate;
        Self { learning_rate }
    }

    fn steps(&self, isa: Isa, scores: &mut [f64], label: usize) -> bool {
        softmax_of_one(isa, scores);
        scores[label] -= 1.0;
        for step in scores {
            *step *= self.learning_rate;
        }
        true
    }
}
