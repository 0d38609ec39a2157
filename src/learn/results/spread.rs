//! How far apart the results of Question 1's multi-layer perceptron lie when its sums are added in other orders.
//!
//! The mathematics is the same for all orders of the pixels, but the rounding is not, and from this network's initial
//! weights small differences grow. The spread says how many digits of a figure are meaningful.

use serde::Serialize;

use super::parts;
use super::record::{Head, Run};
use crate::learn::confusion::Confusion;
use crate::learn::curve::Epoch;
use crate::learn::data::material::Material;
use crate::learn::model::Model;
use crate::learn::python_float::four_places;
use crate::learn::train::{End, Trained};
use crate::page::{Json, Page, Shown, row};

/// Trainings of one model that differ in their [`input_order`](crate::learn::model::Settings::input_order) alone.
pub struct Spread<'a> {
    /// The model, with the pixels in their own order.
    pub model: &'a Model,
    /// The data set.
    pub material: &'a Material,
    /// The training for each order, with the pixels' own order first; `None` for one that did not begin before an
    /// interrupt.
    pub runs: &'a [Option<Trained>],
}

#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Record<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    /// The number of orders of the pixels.
    orders: usize,
    /// The trainings, without those that an interrupt kept from beginning. The first has the pixels in their own order.
    runs: Vec<Run<'a>>,
    /// The least and the greatest value of the complete runs.
    spread: Ends,
}

/// The least and the greatest values of the complete runs.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Ends {
    /// The ends of the curves, epoch by epoch; empty if no run is complete.
    epochs: Vec<EpochSpread>,
    /// The ends on the test set; `null` if no run is complete.
    test: Option<TestSpread>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct EpochSpread {
    /// The epoch's number, from 1.
    epoch: usize,
    /// The least and the greatest training loss.
    train_loss: [f64; 2],
    /// The least and the greatest training accuracy.
    train_accuracy: [f64; 2],
    /// The least and the greatest validation accuracy.
    val_accuracy: [f64; 2],
}

#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct TestSpread {
    /// The least and the greatest number of correct predictions.
    correct: [usize; 2],
    /// The number of test images.
    total: usize,
    /// The least and the greatest test accuracy.
    accuracy: [f64; 2],
}

/// The least and the greatest of the values.
fn ends(values: impl Iterator<Item = f64>) -> [f64; 2] {
    values.fold(
        [f64::INFINITY, f64::NEG_INFINITY],
        |[least, greatest], value| [least.min(value), greatest.max(value)],
    )
}

impl Spread<'_> {
    /// The trainings that were completed.
    pub fn complete(&self) -> Vec<&Trained> {
        let complete = |run: &&Trained| run.end == End::Complete;
        self.runs.iter().flatten().filter(complete).collect()
    }

    fn ends(&self) -> Ends {
        let runs = self.complete();
        let epochs = runs.first().map_or(0, |run| run.curve.len());
        let epoch = |place: usize| {
            let of = |value: fn(&Epoch) -> Option<f64>| {
                ends(runs.iter().filter_map(|run| value(&run.curve[place])))
            };
            EpochSpread {
                epoch: place + 1,
                train_loss: of(|epoch| epoch.train_loss),
                train_accuracy: of(|epoch| epoch.train_accuracy),
                val_accuracy: of(|epoch| Some(epoch.val_accuracy)),
            }
        };
        let tests = || runs.iter().filter_map(|run| run.test.as_ref());
        let correct = || tests().map(Confusion::correct);
        let test = tests().next().and_then(|test| {
            Some(TestSpread {
                correct: [correct().min()?, correct().max()?],
                total: test.total(),
                accuracy: ends(tests().map(Confusion::accuracy)),
            })
        });
        Ends {
            epochs: (0..epochs).map(epoch).collect(),
            test,
        }
    }
}

impl Shown for Spread<'_> {
    fn page(&self) -> Page {
        let more = format!(", {} orders of summation", self.runs.len());
        let mut page = parts::head(self.model, self.material, &self.model.used(), &more);
        let Ends { epochs, test } = self.ends();
        let Some(test) = test else {
            page.text("No run was complete.");
            return page;
        };
        let (loss, train) = ("training loss", "training accuracy");
        let mut rows = vec![row(["epoch", loss, train, "validation accuracy"])];
        rows.extend(epochs.iter().map(|epoch| {
            let ends = [epoch.train_loss, epoch.train_accuracy, epoch.val_accuracy];
            let [loss, train, val] = ends.map(range);
            row([&epoch.epoch.to_string(), &loss, &train, &val])
        }));
        page.table(rows);
        let [least, greatest] = test.correct;
        page.text(format!(
            "Test accuracy {}: from {least} to {greatest} of {} right on {}. The first order is the pixels' own, and the \
             others are random; the mathematics is the same in all of them.",
            range(test.accuracy),
            test.total,
            self.material.test_set().in_words()
        ));
        page
    }

    fn record(&self) -> impl Json {
        let which = self.material.test_set();
        let runs = self.runs.iter().flatten();
        Record {
            head: Head::new(self.model, self.material),
            orders: self.runs.len(),
            runs: runs.map(|run| Run::new(self.model, run, which)).collect(),
            spread: self.ends(),
        }
    }
}

/// A range in words, such as `0.6912..0.6923`.
fn range([least, greatest]: [f64; 2]) -> String {
    format!("{}..{}", four_places(least), four_places(greatest))
}
