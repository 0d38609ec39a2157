//! What all models have in common: an epoch of training, an evaluation, a state.

use thiserror::Error;

use crate::formats::tensor::Tensor;
use crate::language::refused::Refused;
use crate::learn::examples::Examples;

/// Called now and then with the number of examples that the epoch has seen; `false` stops the epoch.
pub type Watch<'a> = &'a (dyn Fn(usize) -> bool + Sync);

/// A [`Watch`] that only lets the work go on.
pub const UNWATCHED: Watch<'static> = &|_| true;

/// The [`Watch`] said stop: the epoch is not complete, and the model is no longer what it was before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("stopped within an epoch")]
pub struct Stopped;

/// How a model does on some examples.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Mean cross-entropy, for models with a loss.
    pub loss: Option<f64>,
    /// The predicted class of each example; of equal scores the first wins.
    pub predictions: Vec<u8>,
}

impl Evaluation {
    /// How many predictions are right.
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
/// If there is no score, or there are more than 256.
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
/// Equal learners see equal examples in the same order and come to the same bits, on any number of threads.
pub trait Learner: Send {
    /// Trains on all examples once, in the order that is next, and returns the mean training loss, if the model has
    /// one. A loss that is not a number says that the training has diverged.
    ///
    /// # Errors
    /// [`Stopped`], if `watch` says so.
    ///
    /// # Panics
    /// If the examples are not of the width and number, or have not the classes, that the learner was made for.
    fn epoch(&mut self, train: Examples<'_>, watch: Watch<'_>) -> Result<Option<f64>, Stopped>;

    /// Predicts, without learning.
    ///
    /// # Panics
    /// If the examples are not of the width that the learner was made for.
    fn evaluate(&self, examples: Examples<'_>) -> Evaluation;

    /// The parameters, named and shaped as torch's `state_dict` has them.
    fn parameters(&self) -> Vec<Tensor>;

    /// Everything that the next epoch depends on, the parameters included.
    fn state(&self) -> Vec<Tensor>;

    /// Goes back to a state that a learner with the same settings was in.
    ///
    /// # Errors
    /// [`Refused`] if a tensor is missing or of another shape; the learner is then good for nothing else.
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
