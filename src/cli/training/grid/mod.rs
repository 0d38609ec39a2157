//! Several settings of one model: compared on validation, and only then tested.

mod jobs;
mod page;

use std::path::Path;

use anyhow::ensure;
use orthant::learn::curve::Epoch;
use orthant::learn::train::End;
use orthant::page::Colours;
use serde::Serialize;

use super::arguments::Common;
use super::json::{Head, Run};
use super::material::Material;
use super::model::Model;
use super::output;
use super::run::Trained;
use super::setting::config;
use super::side_by_side::run_all;
use crate::cli::files::file_name;
use crate::cli::shown::Results;
use crate::cli::{Format, Outcome, interrupt, say};

/// The most runs of one command.
const MOST_RUNS: usize = 1000;

/// Trains all models side by side and says which wins on validation.
pub fn train(common: &Common, material: &Material, models: &[Model]) -> anyhow::Result<Outcome> {
    ensure!(
        models.len() <= MOST_RUNS,
        "the lists make {} runs, and at most {MOST_RUNS} are done at once; shorten one",
        models.len()
    );
    let jobs = jobs::jobs(common, material, models)?;
    let write = |index: usize, trained: &Trained| match &common.out {
        Some(folder) => output::write(
            folder,
            &models[index],
            common.epochs,
            trained,
            &material.described(),
            "",
        )
        .map(drop),
        None => Ok(()),
    };
    let runs = run_all(common.compute(), &material.sets(), &jobs, &write)?;
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
            Format::Text => self.page().to_text(Colours::Terminal),
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
