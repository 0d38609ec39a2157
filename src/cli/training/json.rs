//! Results for programs. The field names are stable.

use orthant::learn::confusion::Confusion;
use orthant::learn::curve::{Epoch, best_on_validation};
use orthant::learn::train::End;
use serde::Serialize;
use serde_json::{Map, Value};

use super::material::{Images, Material, TestSet};
use super::model::Model;
use super::run::Trained;

/// What is trained on what.
#[derive(Serialize)]
pub struct Head<'a> {
    question: u8,
    model: &'static str,
    data: &'a str,
    images: Images<'a>,
}

impl<'a> Head<'a> {
    /// For this model and data.
    pub fn new(model: &Model, material: &'a Material) -> Self {
        Self {
            question: model.question(),
            model: model.name(),
            data: &material.name,
            images: material.images(),
        }
    }
}

/// A command that trains once.
#[derive(Serialize)]
pub struct One<'a> {
    #[serde(flatten)]
    pub head: Head<'a>,
    #[serde(flatten)]
    pub run: Run<'a>,
}

/// One run.
#[derive(Serialize)]
pub struct Run<'a> {
    settings: Map<String, Value>,
    /// `complete`, `diverged` or `interrupted`.
    end: &'static str,
    curve: &'a [Epoch],
    /// The first epoch with the most right predictions on the validation set.
    best_epoch: Option<usize>,
    /// `null` unless complete.
    test: Option<Test>,
    /// For each class, how often each class was predicted; `null` unless complete.
    confusion: Option<&'a [Vec<usize>]>,
    /// Of training and evaluation, without what a checkpoint had done.
    seconds: f64,
    /// Training images; `null` if a checkpoint had done all.
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
    /// What came of a model and its settings.
    pub fn new(model: &Model, epochs: usize, trained: &'a Trained, which: TestSet) -> Self {
        let milliseconds = trained.time.as_millis().try_into().unwrap_or(u64::MAX);
        Self {
            settings: model.settings_json(epochs),
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
            seconds: std::time::Duration::from_millis(milliseconds).as_secs_f64(),
            images_per_second: trained.throughput(),
        }
    }
}
