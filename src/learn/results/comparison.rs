//! Several settings of one model: compared on the validation set, and only then tested.

use itertools::Itertools;
use serde::Serialize;

use super::files::{File, plot_files};
use super::parts::{self, in_words};
use super::plots::{line, plot};
use super::record::{Head, Run};
use crate::language::refused::Refused;
use crate::learn::curve::{Epoch, best_on_validation};
use crate::learn::data::material::Material;
use crate::learn::model::{Model, Setting, config};
use crate::learn::python_float::four_places;
use crate::learn::train::Trained;
use crate::page::{Json, Page, Shown, row};

/// Trainings of models of one kind, with different settings.
pub struct Comparison<'a> {
    /// The models, at least one.
    pub models: &'a [Model],
    /// The data set.
    pub material: &'a Material,
    /// The training of each model; `None` for one that did not begin before an interrupt.
    pub runs: &'a [Option<Trained>],
    /// The number of the training that wins on validation, counted from 0, if one wins.
    pub best: Option<usize>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Record<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    /// The trainings in the order of the lists, without those that an interrupt kept from beginning.
    runs: Vec<Run<'a>>,
    /// The number of the run that wins on validation, counted from 0; `null` if none wins.
    best: Option<usize>,
}

/// The number of the training that wins on validation: the one with the most correct predictions after the last epoch;
/// among equals the one with the least loss, and among those the first.
pub fn best(runs: &[Option<Trained>]) -> Option<usize> {
    let mut best: Option<(usize, &Epoch)> = None;
    let loss = |epoch: &Epoch| epoch.val_loss.unwrap_or(0.0);
    for (number, run) in runs.iter().enumerate() {
        let Some(epoch) = run.as_ref().and_then(Trained::last) else {
            continue;
        };
        let better = best.is_none_or(|(_, best)| {
            epoch.val_correct > best.val_correct
                || epoch.val_correct == best.val_correct && loss(epoch) < loss(best)
        });
        if better {
            best = Some((number, epoch));
        }
    }
    best.map(|(number, _)| number)
}

impl Comparison<'_> {
    /// The settings that all models share, and those in which they differ.
    fn settings(&self) -> (Vec<Setting>, Vec<Setting>) {
        let shared = |setting: &Setting| {
            self.models
                .iter()
                .map(|model| model.text(*setting))
                .all_equal()
        };
        self.models[0].used().into_iter().partition(shared)
    }

    /// The settings in which the trainings differ, as a label for each.
    fn labels(&self) -> Vec<String> {
        let (_, own) = self.settings();
        let label = |model| in_words(model, &own);
        self.models.iter().map(label).collect()
    }

    /// The validation accuracy of all trainings, drawn as SVG and PNG.
    ///
    /// # Errors
    /// [`Refused`] if it cannot be written as PNG.
    pub fn files(&self) -> Result<[File; 2], Refused> {
        let labels = self.labels().into_iter().zip(self.runs);
        let lines = labels.filter_map(|(label, run)| {
            let curve = &run.as_ref()?.curve;
            Some(line(label, curve, |epoch| Some(epoch.val_accuracy)))
        });
        let model = &self.models[0];
        let title = format!(
            "Question {}, {}: validation accuracy",
            model.question.number(),
            model.name.in_words()
        );
        let plot = plot(title, "Accuracy", lines.collect());
        plot_files(&self.plot_name(), &plot)
    }

    /// The reference's name for a plot, with all values of a list: `...-lr-0.001,0.01,0.1-...`.
    fn plot_name(&self) -> String {
        /// The longest name in bytes; file systems accept names of 255 bytes.
        const LONGEST: usize = 240;
        let model = &self.models[0];
        let values = |setting: Setting| {
            let values = self.models.iter().map(|model| model.text(setting));
            (setting, values.unique().join(","))
        };
        let prefix = format!("{}-validation-accuracy", model.file_prefix());
        let name = format!("{prefix}-{}", config(model.used().into_iter().map(values)));
        if name.len() <= LONGEST {
            name
        } else {
            format!("{prefix}-of-{}-runs", self.models.len())
        }
    }

    /// The reason why it wins over other trainings with as many correct predictions.
    fn how_it_wins(&self, best: usize) -> String {
        let Some(winner) = self.runs[best].as_ref().and_then(Trained::last) else {
            return String::new();
        };
        let epochs = self.runs.iter().flatten().filter_map(Trained::last);
        let equals: Vec<_> = epochs
            .filter(|epoch| epoch.val_correct == winner.val_correct)
            .collect();
        let others = match equals.len() {
            1 => return String::new(),
            2 => "1 other run".to_owned(),
            count => format!("{} other runs", count - 1),
        };
        let as_low = |epoch: &&&Epoch| epoch.val_loss == winner.val_loss;
        if equals.iter().filter(as_low).count() == 1 {
            format!(", by its lower validation loss, for {others} had as many right")
        } else {
            format!(", as the first of equals, for {others} had as many right")
        }
    }

    /// The result of each training on the validation set, as a table.
    fn validation(&self, labels: &[String]) -> Vec<Vec<String>> {
        let val = self.material.data.val.len();
        let head = [
            "run",
            "training loss",
            "validation loss",
            "validation accuracy",
            "right",
            "best epoch",
        ];
        let mut epochs = self.runs.iter().flatten().flat_map(|run| &run.curve);
        let has_loss = epochs.clone().any(|epoch| epoch.train_loss.is_some());
        let has_val_loss = epochs.any(|epoch| epoch.val_loss.is_some());
        let shown = [true, has_loss, has_val_loss, true, true, true];
        let keep = |row: [String; 6]| -> Vec<String> {
            let cells = row.into_iter().zip(shown);
            cells
                .filter(|(_, shown)| *shown)
                .map(|(cell, _)| cell)
                .collect()
        };
        let mut rows = vec![keep(head.map(str::to_owned))];
        for ((label, model), run) in labels.iter().zip(self.models).zip(self.runs) {
            let trouble = match run {
                None => Some("not begun".to_owned()),
                Some(run) => run.trouble(model.settings.epochs),
            };
            let number = |number: Option<f64>| number.map(four_places).unwrap_or_default();
            let last = run.as_ref().and_then(Trained::last);
            let best = run.as_ref().and_then(|run| best_on_validation(&run.curve));
            let best = best.filter(|_| last.is_some());
            let best =
                best.map(|epoch| format!("{} ({})", epoch.epoch, four_places(epoch.val_accuracy)));
            let right = last.map(|epoch| format!("{} of {val}", epoch.val_correct));
            rows.push(keep([
                label.clone(),
                number(last.and_then(|epoch| epoch.train_loss)),
                number(last.and_then(|epoch| epoch.val_loss)),
                number(last.map(|epoch| epoch.val_accuracy)),
                trouble.or(right).unwrap_or_default(),
                best.unwrap_or_default(),
            ]));
        }
        rows
    }

    /// The result of each training on the test set, as a table.
    fn tests(&self, labels: &[String], best: usize) -> Vec<Vec<String>> {
        let mut rows = vec![row(["run", "test accuracy", "right", ""])];
        for (number, (label, run)) in labels.iter().zip(self.runs).enumerate() {
            if let Some(test) = run.as_ref().and_then(|run| run.test.as_ref()) {
                let winner = if number == best {
                    "wins on validation"
                } else {
                    ""
                };
                let right = format!("{} of {}", test.correct(), test.total());
                rows.push(row([label, &four_places(test.accuracy()), &right, winner]));
            }
        }
        rows
    }
}

impl Shown for Comparison<'_> {
    fn page(&self) -> Page {
        let (shared, _) = self.settings();
        let runs = format!(", {} runs", self.models.len());
        let mut page = parts::head(&self.models[0], self.material, &shared, &runs);
        let labels = self.labels();
        page.table(self.validation(&labels));
        let Some(best) = self.best else {
            page.text("No run wins, and none is tested.");
            return page;
        };
        let how = self.how_it_wins(best);
        page.text(format!(
            "On validation {} wins{how}. On the test set:",
            labels[best]
        ));
        page.table(self.tests(&labels, best));
        if let Some(test) = self.runs[best].as_ref().and_then(|run| run.test.as_ref()) {
            let which = self.material.test_set().in_words();
            page.text(format!(
                "What the winner takes the classes for, on {which}:"
            ));
            parts::confusion(&mut page, test, &self.material.class_names);
        }
        page
    }

    fn record(&self) -> impl Json {
        let which = self.material.test_set();
        let runs = self.models.iter().zip(self.runs);
        let runs = runs.filter_map(|(model, run)| Some(Run::new(model, run.as_ref()?, which)));
        Record {
            head: Head::new(&self.models[0], self.material),
            runs: runs.collect(),
            best: self.best,
        }
    }
}
