//! What a training has been, epoch by epoch: data that plots, pages and reports are made from.

use serde::{Deserialize, Serialize};

/// One epoch: what was measured in it and after it. As JSON, a line of a curve.
///
/// What a model does not have is `None`: a perceptron's loss, or Question 2's accuracy on the training set. A loss that
/// is not a number is `null` in JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Epoch {
    /// Its number, from 1.
    pub epoch: usize,
    /// Question 1: mean of the examples' losses, each before its own update. Question 2: mean of the batches' losses,
    /// with dropout.
    pub train_loss: Option<f64>,
    /// After the epoch: the right predictions on the training set.
    pub train_correct: Option<usize>,
    /// As a share of the training set.
    pub train_accuracy: Option<f64>,
    /// After the epoch: mean loss on the validation set.
    pub val_loss: Option<f64>,
    /// After the epoch: the right predictions on the validation set.
    pub val_correct: usize,
    /// As a share of the validation set.
    pub val_accuracy: f64,
}

impl Epoch {
    /// Whether the loss is no longer a finite number.
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

/// The epoch with the most right predictions on the validation set; the first of equals.
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
