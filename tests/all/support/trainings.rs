//! Trainings that nobody made, for claims about figures.
#![allow(clippy::float_arithmetic, reason = "accuracies are shares")]

use std::time::Duration;

use orthant::formats::tensor::Tensor;
use orthant::learn::confusion::Confusion;
use orthant::learn::curve::Epoch;
use orthant::learn::train::{self, End};
use orthant::report::trainings::{DataUsed, Trainings};

/// The images of OCTMNIST's validation set, and of the homework's test set.
const VAL: usize = 10_832;
const TEST: usize = 529;

/// What a training is to have come to.
pub struct Trained {
    /// Right predictions on the test set.
    pub test: usize,
    /// Right predictions on the validation set.
    pub val: usize,
    /// Validation losses by epoch.
    pub losses: Vec<f64>,
    /// A learned weight.
    pub weight: f32,
}

impl Default for Trained {
    fn default() -> Self {
        Self {
            test: 300,
            val: 6_000,
            losses: vec![1.0],
            weight: 0.5,
        }
    }
}

impl Trained {
    /// With this number of right predictions on the test set.
    pub fn test(test: usize) -> Self {
        Self {
            test,
            ..Self::default()
        }
    }

    /// With this number of right predictions on the validation set.
    pub fn val(val: usize) -> Self {
        Self {
            val,
            ..Self::default()
        }
    }
}

impl From<&Trained> for train::Trained {
    fn from(trained: &Trained) -> Self {
        let predictions: Vec<u8> = (0..TEST)
            .map(|image| u8::from(image >= trained.test))
            .collect();
        let share = |count: usize, all: usize| {
            let [count, all] = [count, all].map(|n| f64::from(u32::try_from(n).expect("small")));
            count / all
        };
        let epochs = trained.losses.iter().zip(1..).map(|(loss, epoch)| Epoch {
            epoch,
            train_loss: Some(*loss),
            train_correct: None,
            train_accuracy: None,
            val_loss: Some(*loss),
            val_correct: trained.val,
            val_accuracy: share(trained.val, VAL),
        });
        Self {
            curve: epochs.collect(),
            end: End::Complete,
            test: Some(Confusion::new(&vec![0; TEST], &predictions, 2)),
            val_examples: VAL,
            time: Duration::ZERO,
            seen: 0,
            parameters: vec![Tensor::new("weight", &[1], vec![trained.weight])],
        }
    }
}

/// These trainings, by run, as commanded and as asked, on the data that the figures are about.
pub fn on_the_reports_data(commanded: &[(&str, Trained)], asked: &[(&str, Trained)]) -> Trainings {
    let all = |runs: &[(&str, Trained)]| {
        let runs = runs
            .iter()
            .map(|(run, trained)| ((*run).to_owned(), Some(trained.into())));
        runs.collect()
    };
    Trainings {
        data: Some(DataUsed {
            name: "octmnist.npz".to_owned(),
            is_the_reports: true,
        }),
        commanded: all(commanded),
        asked: all(asked),
    }
}
