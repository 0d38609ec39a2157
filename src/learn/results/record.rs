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
pub struct Head<'a> {
    question: u8,
    model: &'static str,
    data: &'a str,
    images: Images<'a>,
}

/// The data set of a command.
#[derive(Serialize)]
struct Images<'a> {
    train: usize,
    val: usize,
    test: usize,
    height: usize,
    width: usize,
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
pub struct Run<'a> {
    settings: Map<String, Value>,
    /// The end of the training: `complete`, `diverged` or `interrupted`.
    end: &'static str,
    curve: &'a [Epoch],
    /// The number of the first epoch with the most correct predictions on the validation set.
    best_epoch: Option<usize>,
    /// The result on the test set; `null` unless the training was completed.
    test: Option<Test>,
    /// The confusion matrix: for each class, how often each class was predicted; `null` unless the training was
    /// completed.
    confusion: Option<&'a [Vec<usize>]>,
    /// The time of training and evaluation in seconds, without the epochs from a checkpoint.
    seconds: f64,
    /// The number of training images per second; `null` if all epochs are from a checkpoint.
    images_per_second: Option<u128>,
}

#[derive(Serialize)]
struct Test {
    which: TestSet,
    correct: usize,
    total: usize,
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
