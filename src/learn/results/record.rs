//! Results for programs. The field names are stable.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::learn::confusion::Confusion;
use crate::learn::curve::{Epoch, best_on_validation};
use crate::learn::data::material::{Material, TestSet};
use crate::learn::model::Model;
use crate::learn::train::{End, Trained};

/// The model and the data of a command.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Head<'a> {
    /// 1 or 2.
    question: u8,
    /// `perceptron`, `logistic_regression` or `mlp`.
    model: &'static str,
    /// The name of the data file, `octmnist` or `synthetic`.
    data: &'a str,
    /// The images that were used.
    images: Images<'a>,
}

/// The data set of a command.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Images<'a> {
    /// The number of training images.
    train: usize,
    /// The number of validation images.
    val: usize,
    /// The number of images that were tested on.
    test: usize,
    /// The height of an image in pixels.
    height: usize,
    /// The width of an image in pixels.
    width: usize,
    /// The names of the classes, by label.
    classes: &'a [String],
}

impl<'a> Head<'a> {
    /// The head for this model and data.
    pub fn new(model: &Model, material: &'a Material) -> Self {
        let (height, width) = material.size();
        Self {
            question: model.question.number(),
            model: model.name.name(),
            data: &material.name,
            images: Images {
                train: material.data.train.len(),
                val: material.data.val.len(),
                test: material.test().len(),
                height,
                width,
                classes: &material.class_names,
            },
        }
    }
}

/// One training.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Run<'a> {
    /// The values of the settings that the model uses, by the names of their flags, with `_`.
    settings: Map<String, Value>,
    /// How the training ended: `complete`, `diverged` or `interrupted`.
    end: &'static str,
    /// What was measured in each epoch; `null` for what the model does not measure. The files of `--out` have the same
    /// fields.
    curve: &'a [Epoch],
    /// The number of the first epoch with the most correct predictions on the validation set.
    best_epoch: Option<usize>,
    /// The result on the test set; `null` unless complete.
    test: Option<Test>,
    /// A row for each class: how often each class was predicted; `null` unless complete.
    confusion: Option<&'a [Vec<usize>]>,
    /// The time of training and evaluation in seconds, without what a checkpoint had done.
    seconds: f64,
    /// Training images per second; `null` if a checkpoint had done all.
    images_per_second: Option<u128>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Test {
    /// Which images were tested on.
    which: TestSet,
    /// The number of correct predictions.
    correct: usize,
    /// The number of images that were tested on.
    total: usize,
    /// `correct` as a fraction of `total`.
    accuracy: f64,
}

impl<'a> Run<'a> {
    /// The record of a model and its training, tested on this test set.
    pub fn new(model: &Model, trained: &'a Trained, which: TestSet) -> Self {
        let milliseconds = trained.time.as_millis().try_into().unwrap_or(u64::MAX);
        Self {
            settings: model.settings_json(),
            end: match trained.end {
                End::Complete => "complete",
                End::Diverged => "diverged",
                End::Stopped => "interrupted",
            },
            curve: &trained.curve,
            best_epoch: best_on_validation(&trained.curve).map(|epoch| epoch.epoch),
            test: trained.test.as_ref().map(|test| Test {
                which,
                correct: test.correct(),
                total: test.total(),
                accuracy: test.accuracy(),
            }),
            confusion: trained.test.as_ref().map(Confusion::rows),
            seconds: Duration::from_millis(milliseconds).as_secs_f64(),
            images_per_second: trained.throughput(),
        }
    }
}
