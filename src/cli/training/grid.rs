//! Several settings of one model: compared on validation, and only then tested.

use std::path::Path;

use anyhow::ensure;
use orthant::learn::curve::{Epoch, best_on_validation};
use orthant::learn::train::End;
use serde::Serialize;

use super::arguments::Common;
use super::json::{Head, Run};
use super::keep::Keep;
use super::material::Material;
use super::model::{Model, Setting, config};
use super::python_float::four_places;
use super::results::Results;
use super::run::Trained;
use super::side_by_side::{Job, run_all};
use super::{output, page};
use crate::cli::page::{Page, file_name};
use crate::cli::{Format, Outcome, files, interrupt, say};

/// The most runs of one command.
const MOST_RUNS: usize = 1000;

/// Trains all models side by side and says which wins on validation.
pub fn train(common: &Common, material: &Material, models: &[Model]) -> anyhow::Result<Outcome> {
    ensure!(
        models.len() <= MOST_RUNS,
        "the lists make {} runs, and at most {MOST_RUNS} are done at once; shorten one",
        models.len()
    );
    let jobs = jobs(common, material, models)?;
    let write = |index: usize, trained: &Trained| match &common.out {
        Some(folder) => output::write(
            folder,
            &models[index],
            common.epochs,
            trained,
            &material.described(),
            "",
        ),
        None => Ok(()),
    };
    let runs = run_all(common, material, &jobs, &write)?;
    let grid = Grid {
        common,
        material,
        models,
        best: if interrupt::requested() {
            None
        } else {
            best(&runs)
        },
        runs,
    };
    if let Some(folder) = &common.out {
        grid.write_plot(folder)?;
        say(&format!(
            "curves, plots and weights written to {}",
            file_name(folder)
        ));
    }
    grid.print()?;
    Ok(grid.end())
}

/// The runs, each with a checkpoint of its own in the folders that were named.
fn jobs(common: &Common, material: &Material, models: &[Model]) -> anyhow::Result<Vec<Job>> {
    let used = common.checkpoint.is_some() || common.resume.is_some();
    let data = if used { material.fingerprint() } else { 0 };
    if let Some(folder) = &common.checkpoint {
        files::prepare_folder(folder)?;
    }
    if let Some(folder) = &common.resume {
        ensure!(
            folder.is_dir(),
            "--resume {} is no folder; several runs have a checkpoint each, in the folder that --checkpoint named",
            file_name(folder)
        );
    }
    let job = |model: &Model| {
        let mut settings = model.settings(common.epochs);
        settings.retain(|setting| setting.flag != "epochs");
        let name = format!("{}-{}.checkpoint", model.file_prefix(), config(&settings));
        Job {
            model: model.clone(),
            keep: Keep {
                checkpoint: common.checkpoint.as_ref().map(|folder| folder.join(&name)),
                // Some runs may not have begun when the others were interrupted.
                resume: common
                    .resume
                    .as_ref()
                    .map(|folder| folder.join(&name))
                    .filter(|file| file.exists()),
                data,
            },
        }
    };
    let jobs: Vec<_> = models.iter().map(job).collect();
    if let Some(folder) = &common.resume {
        ensure!(
            jobs.iter().any(|job| job.keep.resume.is_some()),
            "there is no checkpoint of these runs in --resume {}",
            file_name(folder)
        );
    }
    Ok(jobs)
}

/// The run that wins on validation: the most right after the last epoch; of those the least loss; of those the first.
fn best(runs: &[Option<Trained>]) -> Option<usize> {
    let complete = |run: &Option<Trained>| -> Option<Epoch> {
        let run = run.as_ref().filter(|run| run.end == End::Complete)?;
        run.curve.last().cloned()
    };
    let mut best: Option<(usize, Epoch)> = None;
    for (index, run) in runs.iter().enumerate() {
        let Some(epoch) = complete(run) else { continue };
        let loss = |epoch: &Epoch| epoch.val_loss.unwrap_or(0.0);
        let better = best.as_ref().is_none_or(|(_, best)| {
            epoch.val_correct > best.val_correct
                || epoch.val_correct == best.val_correct && loss(&epoch) < loss(best)
        });
        if better {
            best = Some((index, epoch));
        }
    }
    best.map(|(index, _)| index)
}

/// All runs and what they came to.
struct Grid<'a> {
    common: &'a Common,
    material: &'a Material,
    models: &'a [Model],
    runs: Vec<Option<Trained>>,
    best: Option<usize>,
}

#[derive(Serialize)]
struct Json<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    /// In the order of the lists; without those that an interrupt kept from beginning.
    runs: Vec<Run<'a>>,
    /// The run that wins on validation, counted from 0; `null` if none does.
    best: Option<usize>,
}

impl Grid<'_> {
    fn print(&self) -> anyhow::Result<()> {
        let text = match self.common.format {
            Format::Text => self.page().to_text(),
            Format::Markdown => self.page().to_markdown(),
            Format::Json => {
                let which = self.material.test_set();
                let runs = self.models.iter().zip(&self.runs);
                let runs = runs.filter_map(|(model, run)| {
                    Some(Run::new(model, self.common.epochs, run.as_ref()?, which))
                });
                let json = Json {
                    head: Head::new(&self.models[0], self.material),
                    runs: runs.collect(),
                    best: self.best,
                };
                serde_json::to_string_pretty(&json)? + "\n"
            }
        };
        Results::new(false).print(&text)
    }

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
    fn labels(&self) -> Vec<String> {
        let label = |settings: Vec<Setting>| {
            let words: Vec<_> = settings.iter().map(Setting::in_words).collect();
            words.join(", ")
        };
        self.settings().1.into_iter().map(label).collect()
    }

    fn page(&self) -> Page {
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

    /// The validation accuracy of all runs.
    fn write_plot(&self, folder: &Path) -> anyhow::Result<()> {
        let lines = self
            .labels()
            .into_iter()
            .zip(&self.runs)
            .filter_map(|(label, run)| {
                let values = run.as_ref()?.curve.iter().map(|epoch| epoch.val_accuracy);
                Some(output::line(&label, values.collect()))
            });
        let model = &self.models[0];
        let title = format!(
            "Question {}, {}: validation accuracy",
            model.question(),
            model.in_words()
        );
        let plot = output::plot(title, "Accuracy", lines.collect());
        output::write_plot(folder, &self.plot_name(), &plot)
    }

    /// The reference's name with all values of a list: `...-lr-0.001,0.01,0.1-...`.
    fn plot_name(&self) -> String {
        /// File systems take names of 255 bytes.
        const LONGEST: usize = 240;
        let model = &self.models[0];
        let mut settings = model.settings(self.common.epochs);
        for (place, setting) in settings.iter_mut().enumerate() {
            let mut values: Vec<String> = Vec::new();
            for model in self.models {
                let text = model.settings(self.common.epochs)[place].text.clone();
                if !values.contains(&text) {
                    values.push(text);
                }
            }
            setting.text = values.join(",");
        }
        let name = format!(
            "{}-validation-accuracy-{}",
            model.file_prefix(),
            config(&settings)
        );
        if name.len() <= LONGEST {
            name
        } else {
            format!(
                "{}-validation-accuracy-of-{}-runs",
                model.file_prefix(),
                self.models.len()
            )
        }
    }

    /// Says what went wrong, and what the exit code is.
    fn end(&self) -> Outcome {
        let ends = self.runs.iter().map(|run| run.as_ref().map(|run| run.end));
        let count = |wanted: End| ends.clone().filter(|end| *end == Some(wanted)).count();
        let complete = count(End::Complete);
        if interrupt::requested() {
            let resume = match &self.common.checkpoint {
                Some(folder) => format!(
                    "to go on, give the same command with --resume {}",
                    file_name(folder)
                ),
                None => "without --checkpoint nothing was kept to resume from".to_owned(),
            };
            say(&format!(
                "interrupted: {complete} of {} runs were complete; {resume}",
                self.models.len()
            ));
        } else if self.best.is_none() {
            say("every run diverged; a smaller --learning-rate may help");
        }
        if self.best.is_some() {
            Outcome::Holds
        } else {
            Outcome::NotDecided
        }
    }
}

/// `1 image`, `2 images`.
fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
