//! The function that a model has learned from the vertices of the cube, in floating point and exactly.

use serde::Serialize;

use super::network::network;
use crate::examine::Ground;
use crate::formula;
use crate::language::refused::Refused;
use crate::language::target::Interval;
use crate::learn::confusion::Confusion;
use crate::learn::data::material::TestSet;
use crate::learn::model::{Model, ModelName};
use crate::learn::results::parts;
use crate::learn::results::record::Run;
use crate::learn::settings::Activation;
use crate::learn::train::{End, Trained};
use crate::page::{Json, Page, Shown};
use crate::prover::{Engine, Limits};
use crate::question3::{self, Question3};

/// The names of the classes, by label.
pub const CLASS_NAMES: [&str; 2] = ["-1", "+1"];

/// A training on all vertices, for f of Question 3. Its text is the part that follows the lines of the epochs.
pub struct Learned<'a> {
    /// The model.
    pub model: &'a Model,
    /// The interval, which defines f.
    pub interval: &'a Interval,
    /// The training.
    pub trained: &'a Trained,
    /// The exact answer, with the trained network as the only one, if the training was completed.
    pub answer: Option<Question3>,
}

/// The beginning of the document: the model, f and the settings.
pub fn head(model: &Model, interval: &Interval) -> Page {
    let mut head = Page::default();
    let (question, name) = (model.question.number(), model.name.in_words());
    head.heading(format!(
        "Question {question}: {name} on the vertices of Question 3, {}",
        formula::name(interval)
    ));
    head.text(formula::target(interval));
    let settings = parts::in_words(model, &model.used());
    let vertices = 1_usize << interval.dimension();
    head.lines(vec![
        format!("vertices  all {vertices}, to train on, to validate with and to test with at once"),
        format!("settings  {settings}"),
    ]);
    head
}

impl<'a> Learned<'a> {
    /// Decides exactly whether the trained network computes f, and whether it is robust.
    ///
    /// # Errors
    /// [`Refused`] if the weights are not a network over the rationals.
    pub fn new(
        model: &'a Model,
        interval: &'a Interval,
        trained: &'a Trained,
        engine: Engine,
        limits: Limits<'_>,
    ) -> Result<Self, Refused> {
        let activation = match model.name {
            ModelName::Mlp => model.settings.activation,
            _ => Activation::Relu,
        };
        let decide = |network| Question3::of_one(*interval, "learned", network, engine, limits);
        let answer = match trained.end {
            End::Complete => Some(decide(network(&trained.parameters, activation)?)),
            End::Diverged | End::Stopped => None,
        };
        Ok(Self {
            model,
            interval,
            trained,
            answer,
        })
    }

    /// Adds the results in floating point and the exact answer.
    fn conclude(&self, page: &mut Page, test: &Confusion) {
        let Some(answer) = &self.answer else {
            return;
        };
        page.text(format!(
            "{} of {} vertices right, in floating point.",
            test.correct(),
            test.total()
        ));
        parts::confusion(page, test, &CLASS_NAMES.map(str::to_owned));
        page.heading("Is what was learned f, exactly, and is it robust?");
        page.text(
            "Every float is a fraction, so that the weights are a network over the rationals: h = +1 where the score of \
             +1 is the greater one, else -1.",
        );
        question3::network_table(page, &answer.interval, &answer.networks);
        let inseparable = answer.part_a.separable.as_ref().ok();
        let inseparable = inseparable.filter(|ground| !ground.holds());
        if let Some(theorem) = inseparable.and_then(Ground::theorem) {
            let then = match self.model.name {
                ModelName::LogisticRegression => ", so neither does any logistic regression",
                _ => "",
            };
            page.text(format!(
                "No single perceptron computes this f (proved: {theorem}){then}."
            ));
        }
        page.text(question3::words_for_trust(
            inseparable.into_iter(),
            &answer.networks,
        ));
    }
}

/// The record of a training on the vertices, for programs.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Record<'a, Q> {
    /// Always 2.
    question: u8,
    /// `logistic_regression` or `mlp`.
    model: &'static str,
    #[serde(flatten)]
    run: Run<'a>,
    /// What `verify q3` prints, with what was learned as the only network; `null` unless complete.
    question3: Option<Q>,
}

impl Shown for Learned<'_> {
    fn page(&self) -> Page {
        let head = head(self.model, self.interval);
        parts::document(head, self.model, self.trained, |page, test| {
            self.conclude(page, test);
        })
    }

    fn text(&self) -> String {
        parts::text(self.model, self.trained, |page, test| {
            self.conclude(page, test);
        })
    }

    fn record(&self) -> impl Json {
        Record {
            question: self.model.question.number(),
            model: self.model.name.name(),
            run: Run::new(self.model, self.trained, TestSet::Vertices),
            question3: self.answer.as_ref().map(Shown::record),
        }
    }
}
