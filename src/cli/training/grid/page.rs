//! The page of a grid: validation first, then the tests.

use orthant::learn::curve::best_on_validation;
use orthant::learn::train::End;
use orthant::page::Page;

use super::Grid;
use crate::cli::training::page;
use crate::cli::training::python_float::four_places;
use crate::cli::training::run::Trained;
use crate::cli::training::setting::Setting;

impl Grid<'_> {
    /// The settings that all runs share, and for each run the others.
    fn settings(&self) -> (Vec<Setting>, Vec<Vec<Setting>>) {
        let all: Vec<_> = self
            .models
            .iter()
            .map(|model| model.settings(self.common.epochs))
            .collect();
        let shared = |place: usize| all.iter().all(|settings| settings[place] == all[0][place]);
        let (common, own): (Vec<_>, Vec<_>) = (0..all[0].len()).partition(|place| shared(*place));
        let pick = |settings: &Vec<Setting>, places: &[usize]| -> Vec<Setting> {
            places
                .iter()
                .map(|place| settings[*place].clone())
                .collect()
        };
        (
            pick(&all[0], &common),
            all.iter().map(|settings| pick(settings, &own)).collect(),
        )
    }

    /// What tells the runs from one another.
    pub fn labels(&self) -> Vec<String> {
        let label = |settings: Vec<Setting>| {
            let words: Vec<_> = settings.iter().map(Setting::in_words).collect();
            words.join(", ")
        };
        self.settings().1.into_iter().map(label).collect()
    }

    /// Everything that was found.
    pub fn page(&self) -> Page {
        let (shared, _) = self.settings();
        let runs = format!(", {} runs", self.models.len());
        let mut page = page::head(&self.models[0], self.material, &shared, &runs);
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
        if let Some(winner) = &self.runs[best]
            && let Some(test) = &winner.test
        {
            let which = self.material.test_set().in_words();
            page.text(format!(
                "What the winner takes the classes for, on {which}:"
            ));
            page::confusion(&mut page, test, &self.material.class_names);
        }
        page
    }

    /// What decides between it and runs with as many right.
    fn how_it_wins(&self, best: usize) -> String {
        let last = |run: &Option<Trained>| -> Option<(usize, Option<f64>)> {
            let run = run.as_ref().filter(|run| run.end == End::Complete)?;
            run.curve
                .last()
                .map(|epoch| (epoch.val_correct, epoch.val_loss))
        };
        let Some((most, loss)) = last(&self.runs[best]) else {
            return String::new();
        };
        let equals = self
            .runs
            .iter()
            .filter_map(last)
            .filter(|(right, _)| *right == most);
        let equals: Vec<_> = equals.collect();
        let others = plural(equals.len() - 1, "other run");
        if equals.len() == 1 {
            String::new()
        } else if equals.iter().filter(|(_, other)| *other == loss).count() == 1 {
            format!(", by its lower validation loss, for {others} had as many right")
        } else {
            format!(", as the first of equals, for {others} had as many right")
        }
    }

    /// How each run does on the validation set.
    fn validation(&self, labels: &[String]) -> Vec<Vec<String>> {
        let val = self.material.val().len();
        let head = [
            "run",
            "training loss",
            "validation loss",
            "validation accuracy",
            "right",
            "best epoch",
        ];
        let has_loss = self
            .runs
            .iter()
            .flatten()
            .any(|run| run.curve.iter().any(|epoch| epoch.train_loss.is_some()));
        let has_val_loss = self
            .runs
            .iter()
            .flatten()
            .any(|run| run.curve.iter().any(|epoch| epoch.val_loss.is_some()));
        let shown = [true, has_loss, has_val_loss, true, true, true];
        let keep = |row: Vec<String>| -> Vec<String> {
            let cells = row.into_iter().zip(shown);
            cells
                .filter(|(_, shown)| *shown)
                .map(|(cell, _)| cell)
                .collect()
        };
        let mut rows = vec![keep(head.map(str::to_owned).to_vec())];
        for (label, run) in labels.iter().zip(&self.runs) {
            let trouble = match run {
                None => Some("not begun".to_owned()),
                Some(run) => run.trouble(self.common.epochs),
            };
            let last = run
                .as_ref()
                .and_then(|run| run.curve.last())
                .filter(|_| trouble.is_none());
            let loss = |loss: Option<f64>| loss.map(four_places).unwrap_or_default();
            let curve = run
                .as_ref()
                .map(|run| run.curve.as_slice())
                .unwrap_or_default();
            let best = best_on_validation(curve).filter(|_| trouble.is_none());
            rows.push(keep(vec![
                label.clone(),
                loss(last.and_then(|epoch| epoch.train_loss)),
                loss(last.and_then(|epoch| epoch.val_loss)),
                last.map(|epoch| four_places(epoch.val_accuracy))
                    .unwrap_or_default(),
                trouble
                    .or_else(|| Some(format!("{} of {val}", last?.val_correct)))
                    .unwrap_or_default(),
                best.map(|epoch| format!("{} ({})", epoch.epoch, four_places(epoch.val_accuracy)))
                    .unwrap_or_default(),
            ]));
        }
        rows
    }

    /// How each run does on the test set.
    fn tests(&self, labels: &[String], best: usize) -> Vec<Vec<String>> {
        let head = ["run", "test accuracy", "right", ""];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        for (index, (label, run)) in labels.iter().zip(&self.runs).enumerate() {
            if let Some(test) = run.as_ref().and_then(|run| run.test.as_ref()) {
                let winner = if index == best {
                    "wins on validation"
                } else {
                    ""
                };
                rows.push(vec![
                    label.clone(),
                    four_places(test.accuracy()),
                    format!("{} of {}", test.correct(), test.total()),
                    winner.to_owned(),
                ]);
            }
        }
        rows
    }
}

/// `1 image`, `2 images`.
fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
