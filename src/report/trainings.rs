//! Trainings that somebody has made for a report, and which ones its claims need.

use std::collections::BTreeMap;

use crate::formats::tensor::Tensor;
use crate::learn::confusion::Confusion;
use crate::learn::curve::Epoch;

/// The trainings that decide a claim, by the runs of its subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs<'d> {
    /// The ids of the runs whose commands have to be trained as they are printed.
    pub commanded: Vec<&'d str>,
    /// The ids of the runs of which the model that the question asks for has to be trained.
    pub asked: Vec<&'d str>,
    /// Whether the claim is about relations between the commanded trainings, which hold or do not on any data.
    pub on_any_data: bool,
}

/// What was trained on which data.
#[derive(Clone, Debug, Default)]
pub struct Trainings {
    /// The data set; `None` if nothing was trained at all.
    pub data: Option<DataUsed>,
    /// By run: what its command, as it is printed, came to.
    pub commanded: BTreeMap<String, Trained>,
    /// By run: what the model that its question asks for came to.
    pub asked: BTreeMap<String, Trained>,
}

/// The data set that was trained on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataUsed {
    /// For people.
    pub name: String,
    /// Whether it is the file that the report's figures are about.
    pub is_the_reports: bool,
}

/// What came of one training.
pub type Trained = Result<Training, Untrained>;

/// A training that came to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Training {
    /// All epochs.
    pub curve: Vec<Epoch>,
    /// What the last epoch's weights make of the test set.
    pub test: Confusion,
    /// The images of the validation set.
    pub val_images: usize,
    /// The last epoch's weights.
    pub parameters: Vec<Tensor>,
}

/// Why a training has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Untrained {
    /// It was stopped, or not begun.
    Interrupted,
    /// Its losses were no numbers any more.
    Diverged,
}

impl Untrained {
    /// `was interrupted` or `diverged`.
    pub fn in_words(&self) -> &'static str {
        match self {
            Self::Interrupted => "was interrupted",
            Self::Diverged => "diverged",
        }
    }
}

impl Trainings {
    /// No training at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// The name of the data set, if it is not the report's.
    pub fn other_data(&self) -> Option<&str> {
        let data = self.data.as_ref().filter(|data| !data.is_the_reports);
        data.map(|data| data.name.as_str())
    }

    /// Whether the report's own data set was trained on.
    pub fn on_the_reports_data(&self) -> bool {
        self.data.as_ref().is_some_and(|data| data.is_the_reports)
    }
}

impl Training {
    /// The share of right predictions on the test set, as the reference prints it.
    pub fn printed_accuracy(&self) -> String {
        format!("{:.4}", self.test.accuracy())
    }

    /// The last epoch.
    ///
    /// # Panics
    /// If there was none; a training has at least one.
    pub fn last(&self) -> &Epoch {
        self.curve.last().expect("at least one epoch")
    }
}
