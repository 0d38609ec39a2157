//! The curve of a training, epoch by epoch: the data from which plots, pages and reports are made.

use serde::{Deserialize, Serialize};

/// One epoch: the measurements in it and after it. As JSON, it is one line of a curve.
///
/// A measurement that a model does not have is `None`: a perceptron's loss, or Question 2's accuracy on the training
/// set. A loss that is not a number is `null` in JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Epoch<Float = f64> {
    /// The number of the epoch, counted from 1.
    pub epoch: usize,
    /// The training loss. Question 1: the mean of the examples' losses, each before its own update. Question 2: the
    /// mean of the batches' losses, with dropout.
    pub train_loss: Option<Float>,
    /// The number of correct predictions on the training set after the epoch.
    pub train_correct: Option<usize>,
    /// The share of correct predictions on the training set, from 0 to 1.
    pub train_accuracy: Option<Float>,
    /// The mean loss on the validation set after the epoch.
    pub val_loss: Option<Float>,
    /// The number of correct predictions on the validation set after the epoch.
    pub val_correct: usize,
    /// The share of correct predictions on the validation set, from 0 to 1.
    pub val_accuracy: Float,
}

impl<Float> Epoch<Float> {
    /// The same epoch, with its floats in another form.
    pub(super) fn map<Other>(self, form: impl Fn(Float) -> Other) -> Epoch<Other> {
        Epoch {
            epoch: self.epoch,
            train_loss: self.train_loss.map(&form),
            train_correct: self.train_correct,
            train_accuracy: self.train_accuracy.map(&form),
            val_loss: self.val_loss.map(&form),
            val_correct: self.val_correct,
            val_accuracy: form(self.val_accuracy),
        }
    }
}

impl Epoch {
    /// Whether the training or validation loss is no longer a finite number.
    pub fn has_diverged(&self) -> bool {
        let losses = [self.train_loss, self.val_loss];
        losses.into_iter().flatten().any(|loss| !loss.is_finite())
    }
}

/// A curve as JSON lines.
pub fn to_json_lines(curve: &[Epoch]) -> String {
    let line = |epoch| serde_json::to_string(epoch).expect("numbers have a JSON form") + "\n";
    curve.iter().map(line).collect()
}

/// The epoch with the most correct predictions on the validation set; the first of equals.
pub fn best_on_validation(curve: &[Epoch]) -> Option<&Epoch> {
    curve.iter().rev().max_by_key(|epoch| epoch.val_correct)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn epoch(epoch: usize, val_correct: usize) -> Epoch {
        Epoch {
            epoch,
            train_loss: Some(0.5),
            train_correct: None,
            train_accuracy: None,
            val_loss: Some(0.25),
            val_correct,
            val_accuracy: val_correct as f64 / 4.0,
        }
    }

    #[test]
    fn the_first_of_the_best_epochs_is_the_best() {
        let curve = [epoch(1, 1), epoch(2, 3), epoch(3, 3), epoch(4, 2)];
        assert_eq!(best_on_validation(&curve).map(|best| best.epoch), Some(2));
        assert_eq!(best_on_validation(&[]), None);
    }

    #[test]
    fn a_line_of_a_curve_is_read_back() {
        let lines = to_json_lines(&[epoch(1, 1), epoch(2, 3)]);
        let read: Vec<Epoch> = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(read, [epoch(1, 1), epoch(2, 3)]);
    }

    #[test]
    fn a_loss_that_is_no_number_has_diverged() {
        let mut diverged = epoch(1, 1);
        assert!(!diverged.has_diverged());
        diverged.train_loss = Some(f64::NAN);
        assert!(diverged.has_diverged());
        assert!(to_json_lines(&[diverged]).contains("\"train_loss\":null"));
    }
}
