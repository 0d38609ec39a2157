//! Logistic regression, one example at a time: W ← W − η·(softmax(W x) − onehot(y))·xᵀ.

use super::rule::{Online, Rule};
use crate::learn::Compute;
use crate::learn::kernels::{Isa, softmax_of_one};

/// The model, with the state of its training.
pub type LogisticRegression = Online<Descent>;

/// A step along the gradient of the example's cross-entropy.
pub struct Descent {
    /// The learning rate η.
    learning_rate: f64,
}

impl Rule for Descent {
    fn steps(&self, isa: Isa, scores: &mut [f64], label: usize) -> bool {
        softmax_of_one(isa, scores);
        scores[label] -= 1.0;
        for step in scores {
            *step *= self.learning_rate;
        }
        true
    }
}

impl LogisticRegression {
    /// A model with W = 0, to be trained on this many examples of this many inputs and classes.
    ///
    /// # Panics
    /// If a size is 0, or there are more than 256 classes.
    pub fn new(
        seed: u32,
        learning_rate: f64,
        inputs: usize,
        classes: usize,
        examples: usize,
        compute: Compute,
    ) -> Self {
        let descent = Descent { learning_rate };
        Self::with_rule(descent, seed, [inputs, classes, examples], compute)
    }
}
