//! The trainings that the claims are about.

use std::collections::BTreeMap;

use itertools::Itertools;
use orthant::learn::Compute;
use orthant::learn::question1::mlp;
use orthant::learn::train::End;
use orthant::report::claims::{Claim, Document, Run};
use orthant::report::command::{Command, ModelName, Script};
use orthant::report::trainings::{self, DataUsed, Trainings, Untrained};

use super::{Arguments, files};
use crate::cli::data::checksum;
use crate::cli::training::keep::Folders;
use crate::cli::training::material::Material;
use crate::cli::training::model::Model;
use crate::cli::training::run::Trained;
use crate::cli::training::side_by_side::{Job, run_all};
use crate::cli::{data_set, interrupt};

/// What came of the trainings, and the files that were written of each.
#[derive(Default)]
pub struct TrainedRuns {
    pub trainings: Trainings,
    /// By run, as commanded and as asked: names below `--out`.
    pub files: BTreeMap<String, Vec<String>>,
}

/// A training that is wanted, for one or more runs.
struct Wanted<'d> {
    /// The checkpoint's name.
    name: String,
    command: Command,
    runs: Vec<&'d Run>,
    as_asked: bool,
}

/// The training images of the synthetic set that relations between runs are looked at on, where none is named.
const MADE_UP: usize = 400;

/// Trains what the claims need.
pub fn train(
    arguments: &Arguments,
    document: &Document,
    claims: &[&Claim],
) -> anyhow::Result<TrainedRuns> {
    let is_the_reports = match &arguments.data {
        None => false,
        Some(data) => checksum::of(&data_set::locate(data)?)?.sha256 == document.data.sha256,
    };
    let wanted = wanted(document, claims, is_the_reports, arguments.all);
    if wanted.is_empty() {
        interrupt::listen();
        return Ok(TrainedRuns::default());
    }
    let loaded = data_set::load_or_synthesize(arguments.data.as_deref(), MADE_UP)?;
    let material = Material::new(loaded, false)?;
    let folders = Folders::prepare(
        arguments.checkpoint.as_deref(),
        arguments.resume.as_deref(),
        &material,
    )?;
    let jobs: Vec<_> = wanted
        .iter()
        .map(|wanted| Job {
            model: model(&wanted.command),
            epochs: wanted.command.epochs,
            keep: folders.keep(&wanted.name),
        })
        .collect();
    for job in &jobs {
        job.model.check_size(material.shape())?;
    }
    folders.check(jobs.iter().map(|job| &job.keep))?;
    interrupt::listen();
    let best = Compute::best();
    let compute = Compute {
        threads: arguments.threads.unwrap_or(best.threads),
        ..best
    };
    let results = run_all(compute, &material.sets(), &jobs, &|_, _| Ok(()))?;

    let data = DataUsed {
        name: material.name.clone(),
        is_the_reports,
    };
    let mut trained = TrainedRuns::default();
    trained.trainings.data = Some(data);
    for ((wanted, job), result) in wanted.into_iter().zip(&jobs).zip(results) {
        // What is learned from made-up images is not worth keeping.
        let out = arguments.out.as_ref().filter(|_| arguments.data.is_some());
        let written = match (out, &result) {
            (Some(folder), Some(result)) => {
                files::write_training(folder, job, result, &material.described())?
            }
            _ => Vec::new(),
        };
        let result = outcome(result);
        let kind = if wanted.as_asked {
            &mut trained.trainings.asked
        } else {
            &mut trained.trainings.commanded
        };
        for run in wanted.runs {
            kind.insert(run.id.clone(), result.clone());
            trained
                .files
                .entry(run.id.clone())
                .or_default()
                .extend(written.iter().cloned());
        }
    }
    Ok(trained)
}

/// On the report's data every command that a claim names, on other data those whose relations are claimed; with `all`
/// also the models that the questions ask for.
fn wanted<'d>(
    document: &'d Document,
    claims: &[&Claim],
    is_the_reports: bool,
    all: bool,
) -> Vec<Wanted<'d>> {
    let runs = |wanted: &dyn Fn(&Claim) -> bool| -> Vec<&'d Run> {
        let ids = claims
            .iter()
            .filter(|claim| wanted(claim))
            .flat_map(|claim| claim.decided.trained(document));
        ids.unique().map(|id| document.run(id)).collect()
    };
    let commanded = runs(&|claim| is_the_reports || claim.decided.is_about_relations());
    let commanded = commanded.into_iter().map(|run| Wanted {
        name: format!("commanded-{}", run.id),
        command: run.command.clone(),
        runs: vec![run],
        as_asked: false,
    });
    let mut wanted: Vec<_> = commanded.collect();
    if all {
        let mut asked: Vec<Wanted<'_>> = Vec::new();
        for run in runs(&|_| true) {
            let Some(command) = run.as_asked() else {
                continue;
            };
            // One training serves all runs that come to it.
            match asked
                .iter_mut()
                .find(|wanted| wanted.command.is_same_training(&command))
            {
                Some(wanted) => wanted.runs.push(run),
                None => asked.push(Wanted {
                    name: format!("asked-{}", run.id),
                    command,
                    runs: vec![run],
                    as_asked: true,
                }),
            }
        }
        wanted.extend(asked);
    }
    wanted
}

/// What the programs train at this command.
fn model(command: &Command) -> Model {
    let training = &command.training;
    match (command.script, command.model) {
        (_, ModelName::Perceptron) => Model::Q1Perceptron {
            seed: training.seed,
        },
        (Script::Question1, ModelName::LogisticRegression) => Model::Q1LogisticRegression {
            seed: training.seed,
            learning_rate: training.learning_rate,
        },
        (Script::Question1, ModelName::Mlp) => Model::Q1Mlp(mlp::Settings {
            seed: training.seed,
            learning_rate: training.learning_rate,
            hidden_size: command.architecture.hidden_size,
            input_order: None,
        }),
        (Script::Question2, ModelName::LogisticRegression) => {
            Model::Q2LogisticRegression(*training)
        }
        (Script::Question2, ModelName::Mlp) => Model::Q2Mlp(*training, command.architecture),
    }
}

fn outcome(result: Option<Trained>) -> trainings::Trained {
    let Trained {
        curve,
        end,
        test,
        parameters,
        ..
    } = result.ok_or(Untrained::Interrupted)?;
    match (end, test) {
        (End::Diverged, _) => Err(Untrained::Diverged),
        (End::Complete, Some(test)) => Ok(trainings::Training {
            curve,
            test,
            parameters,
        }),
        _ => Err(Untrained::Interrupted),
    }
}
