//! The interface of all models: an epoch of training, an evaluation, a state.

use thiserror::Error;

use crate::formats::tensor::Tensor;
use crate::language::refused::Refused;
use crate::learn::examples::Examples;

/// A function that is called now and then with the number of examples that the epoch has seen; `false` stops the epoch.
pub type Watch<'a> = &'a (dyn Fn(usize) -> bool + Sync);

/// A [`Watch`] that never stops the work.
pub const UNWATCHED: Watch<'static> = &|_| true;

/// The error that the [`Watch`] stopped the epoch, which is incomplete; the model has changed since its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("stopped within an epoch")]
pub struct Stopped;

/// The performance of a model on some examples.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The mean cross-entropy, for models with a loss.
    pub loss: Option<f64>,
    /// The predicted class of each example; of equal scores the first wins.
    pub predictions: Vec<u8>,
}

impl Evaluation {
    /// The number of correct predictions.
    pub fn correct(&self, labels: &[u8]) -> usize {
        let pairs = self.predictions.iter().zip(labels);
        pairs
            .filter(|(prediction, label)| prediction == label)
            .count()
    }
}

/// The class of the greatest score; the first of equals (REFERENCE 5).
///
/// # Panics
/// If there are no scores, or more than 256.
pub fn argmax<T: PartialOrd + Copy>(scores: impl IntoIterator<Item = T>) -> u8 {
    let better = |best: (usize, T), (class, score)| {
        if score > best.1 { (class, score) } else { best }
    };
    let best = scores.into_iter().enumerate().reduce(better);
    let (class, _) = best.expect("there is a class");
    u8::try_from(class).expect("at most 256 classes")
}

/// A model and its place in the training.
///
/// Equal learners see equal examples in the same order and compute the same bits, on any number of threads.
pub trait Learner: Send {
    /// Trains on all examples once, in the order that is next, and returns the mean training loss, if the model has
    /// one. A loss that is not a number says that the training has diverged.
    ///
    /// # Errors
    /// [`Stopped`] if `watch` returns `false`.
    ///
    /// # Panics
    /// If the examples do not have the width, the number or the classes that the learner was made for.
    fn epoch(&mut self, train: Examples<'_>, watch: Watch<'_>) -> Result<Option<f64>, Stopped>;

    /// Predicts, without learning.
    ///
    /// # Panics
    /// If the examples do not have the width that the learner was made for.
    fn evaluate(&self, examples: Examples<'_>) -> Evaluation;

    /// The parameters, named and shaped as torch's `state_dict` has them.
    fn parameters(&self) -> Vec<Tensor>;

    /// The data on which the next epoch depends, including the parameters.
    fn state(&self) -> Vec<Tensor>;

    /// Returns to a state of a learner with the same settings.
    ///
    /// # Errors
    /// [`Refused`] if a tensor is missing or has another shape; the learner must not be used after that.
    fn restore(&mut self, state: &[Tensor]) -> Result<(), Refused>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_greatest_scores_wins() {
        assert_eq!(argmax([0.5]), 0);
        assert_eq!(argmax([0.5, 2.0, 1.0, 2.0]), 1);
        assert_eq!(argmax([0.0, -0.0]), 0);
        // NaN is neither greater nor less.
        assert_eq!(argmax([1.0, f64::NAN, 2.0]), 2);
        assert_eq!(argmax([f64::NAN, 1.0]), 0);
    }
}
