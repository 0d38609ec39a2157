//! How far apart the results of Question 1's perceptron with a hidden layer lie when its sums are added in other orders.
//!
//! The mathematics is the same for all orders of the pixels, the rounding is not, and from this network's initial
//! weights small differences grow. The spread is what one figure is worth.

use orthant::learn::confusion::Confusion;
use orthant::learn::curve::Epoch;
use orthant::learn::online::mlp;
use orthant::learn::streams::NumpyStream;
use orthant::learn::train::End;
use orthant::page::{Colours, Page};
use serde::Serialize;

use super::arguments::Common;
use super::json::{Head, Run};
use super::keep::Keep;
use super::material::Material;
use super::model::Model;
use super::python_float::four_places;
use super::run::Trained;
use super::side_by_side::{Job, run_all};
use super::{output, page};
use crate::cli::files::file_name;
use crate::cli::shown::Results;
use crate::cli::{Format, Outcome, interrupt, say};

/// Trains the network with the pixels in so many orders, their own first.
pub fn train(
    common: &Common,
    material: &Material,
    settings: &mlp::Settings,
    orders: usize,
) -> anyhow::Result<Outcome> {
    let model = Model::Q1Mlp(settings.clone());
    let jobs: Vec<_> = (0..orders)
        .map(|number| {
            let input_order = order(number, material.shape().inputs);
            let settings = mlp::Settings {
                input_order,
                ..settings.clone()
            };
            Job {
                model: Model::Q1Mlp(settings),
                epochs: common.epochs,
                keep: Keep::default(),
            }
        })
        .collect();
    let write = |index: usize, trained: &Trained| match &common.out {
        Some(folder) => {
            let suffix = format!("-order-{}", index + 1);
            output::write(
                folder,
                &model,
                common.epochs,
                trained,
                &material.described(),
                &suffix,
            )
            .map(drop)
        }
        None => Ok(()),
    };
    let runs = run_all(common.compute(), &material.sets(), &jobs, &write)?;
    if let Some(folder) = &common.out {
        say(&format!(
            "curves, plots and weights written to {}",
            file_name(folder)
        ));
    }
    let complete: Vec<_> = runs
        .iter()
        .flatten()
        .filter(|run| run.end == End::Complete)
        .collect();
    let spread = Spread::of(&complete);
    let text = match common.format {
        Format::Text => spread
            .page(common, material, &model, orders)
            .to_text(Colours::Terminal),
        Format::Markdown => spread.page(common, material, &model, orders).to_markdown(),
        Format::Json => {
            let which = material.test_set();
            let runs = runs.iter().flatten();
            let json = Json {
                head: Head::new(&model, material),
                orders,
                runs: runs
                    .map(|run| Run::new(&model, common.epochs, run, which))
                    .collect(),
                spread,
            };
            serde_json::to_string_pretty(&json)? + "\n"
        }
    };
    let all = complete.len() == orders;
    Results::new(false).print(&text)?;
    if !all {
        let why = if interrupt::requested() {
            "interrupted"
        } else {
            "some diverged"
        };
        say(&format!(
            "{why}: {} of {orders} runs were complete",
            complete.len()
        ));
    }
    Ok(if all {
        Outcome::Holds
    } else {
        Outcome::NotDecided
    })
}

/// The pixels' own order for 0, else a permutation with this seed.
fn order(number: usize, inputs: usize) -> Option<Vec<u32>> {
    let seed = u32::try_from(number).expect("few");
    let inputs = u32::try_from(inputs).expect("images are smaller");
    (seed > 0).then(|| NumpyStream::new(seed).permutation(inputs))
}

#[derive(Serialize)]
struct Json<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    orders: usize,
    /// The first has the pixels in their own order.
    runs: Vec<Run<'a>>,
    spread: Spread,
}

/// The least and the greatest of the complete runs; `null` if there is none.
#[derive(Serialize)]
struct Spread {
    epochs: Vec<EpochSpread>,
    test: Option<TestSpread>,
}

#[derive(Serialize)]
struct EpochSpread {
    epoch: usize,
    train_loss: [f64; 2],
    train_accuracy: [f64; 2],
    val_accuracy: [f64; 2],
}

#[derive(Serialize)]
struct TestSpread {
    correct: [usize; 2],
    total: usize,
    accuracy: [f64; 2],
}

/// Least and greatest.
fn ends(values: impl Iterator<Item = f64>) -> [f64; 2] {
    values.fold(
        [f64::INFINITY, f64::NEG_INFINITY],
        |[least, greatest], value| [least.min(value), greatest.max(value)],
    )
}

impl Spread {
    fn of(runs: &[&Trained]) -> Self {
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
        Self {
            epochs: (0..epochs).map(epoch).collect(),
            test,
        }
    }

    fn page(&self, common: &Common, material: &Material, model: &Model, orders: usize) -> Page {
        let more = format!(", {orders} orders of summation");
        let mut page = page::head(model, material, &model.settings(common.epochs), &more);
        let Some(test) = &self.test else {
            page.text("No run was complete.");
            return page;
        };
        let head = [
            "epoch",
            "training loss",
            "training accuracy",
            "validation accuracy",
        ];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        rows.extend(self.epochs.iter().map(|epoch| {
            vec![
                epoch.epoch.to_string(),
                range(epoch.train_loss),
                range(epoch.train_accuracy),
                range(epoch.val_accuracy),
            ]
        }));
        page.table(rows);
        let [least, greatest] = test.correct;
        page.text(format!(
            "Test accuracy {}: from {least} to {greatest} of {} right on {}. The first order is the pixels' own, and the \
             others are random; the mathematics is the same in all of them.",
            range(test.accuracy),
            test.total,
            material.test_set().in_words()
        ));
        page
    }
}

/// `0.6912..0.6923`
fn range([least, greatest]: [f64; 2]) -> String {
    format!("{}..{}", four_places(least), four_places(greatest))
}
