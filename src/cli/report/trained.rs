//! The trainings that the claims are about.

use std::collections::BTreeMap;

use anyhow::ensure;
use itertools::Itertools;
use orthant::learn::data::images::Split;
use orthant::learn::data::material::Material;
use orthant::learn::results::files::{Described, files};
use orthant::learn::train::{End, Sets, Trained};
use orthant::page::one_line;
use orthant::report::claims::{Claim, Document};
use orthant::report::command::Command;
use orthant::report::subject::{Run, Subject};
use orthant::report::trainings::{self, DataUsed, Trainings, Untrained};

use super::Arguments;
use crate::cli::data::checksum;
use crate::cli::training::arguments::compute;
use crate::cli::training::keep::Folders;
use crate::cli::training::several::{Job, train_all};
use crate::cli::training::write;
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
    /// The runs whose own command it is.
    commanded: Vec<&'d Run>,
    /// The runs whose question asks for it.
    asked: Vec<&'d Run>,
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
        Some(data) => {
            checksum::of(&data_set::locate(data)?)?.sha256 == document.subject.data.sha256
        }
    };
    let wanted = wanted(&document.subject, claims, is_the_reports, arguments.all);
    if wanted.is_empty() {
        ensure!(
            arguments.checkpoint.is_none() && arguments.resume.is_none(),
            "nothing is trained for these claims, so --checkpoint and --resume have nothing to keep"
        );
        interrupt::listen();
        let mut trained = TrainedRuns::default();
        trained.trainings.data = arguments.data.as_ref().map(|data| DataUsed {
            name: one_line(data),
            is_the_reports,
        });
        return Ok(trained);
    }
    let (name, data) = data_set::load_or_synthesize(arguments.data.as_deref(), MADE_UP)?;
    let counts = |split: &Split| split.class_counts(data.classes);
    ensure!(
        !is_the_reports
            || counts(&data.train) == document.subject.data.train
                && counts(&data.test) == document.subject.data.test,
        "the claims say that {name} has {:?} images to train on and {:?} to test with, but it has {:?} and {:?}",
        document.subject.data.train,
        document.subject.data.test,
        counts(&data.train),
        counts(&data.test)
    );
    let material = Material::new(name, data, false)?;
    let folders = Folders::prepare(arguments.checkpoint.as_deref(), arguments.resume.as_deref())?;
    let sets = Sets::of(&material, folders.are_used());
    let jobs: Vec<_> = wanted
        .iter()
        .map(|wanted| Job {
            model: wanted.command.trained(),
            keep: folders.keep(&wanted.name),
        })
        .collect();
    for job in &jobs {
        job.model.check_size(sets.shape())?;
    }
    folders.check(jobs.iter().map(|job| &job.keep))?;
    interrupt::listen();
    let results = train_all(compute(arguments.threads), sets, &jobs, &|_, _| Ok(()))?;

    let data = DataUsed {
        name: material.name.clone(),
        is_the_reports,
    };
    let mut trained = TrainedRuns::default();
    trained.trainings.data = Some(data);
    for ((wanted, job), result) in wanted.into_iter().zip(&jobs).zip(results) {
        // What is learned from made-up images is not worth keeping, and half a training is no evidence.
        let out = arguments.out.as_ref().filter(|_| arguments.data.is_some());
        let whole = result.as_ref().filter(|result| result.end == End::Complete);
        let written = match (out, whole) {
            (Some(folder), Some(result)) => {
                let described = Described::images(&material);
                let files = files(&job.model, result, &described, "")?;
                let names = write(&folder.join("trainings"), files)?;
                let below = |name| format!("trainings/{name}");
                names.into_iter().map(below).collect()
            }
            _ => Vec::new(),
        };
        let result = outcome(result);
        for run in &wanted.commanded {
            trained
                .trainings
                .commanded
                .insert(run.id.clone(), result.clone());
        }
        for run in &wanted.asked {
            trained
                .trainings
                .asked
                .insert(run.id.clone(), result.clone());
        }
        for run in wanted.commanded.iter().chain(&wanted.asked) {
            let files = trained.files.entry(run.id.clone()).or_default();
            files.extend(written.iter().cloned());
        }
    }
    Ok(trained)
}

/// On the report's data every command that a claim is about, on other data those whose relations are claimed; with `all`
/// also the models that the questions ask for and the commands do not name.
fn wanted<'d>(
    subject: &'d Subject,
    claims: &[&'d Claim],
    is_the_reports: bool,
    all: bool,
) -> Vec<Wanted<'d>> {
    let runs = |ids: Vec<&'d str>| {
        let runs = ids.into_iter().unique().map(|id| subject.run(id));
        runs.filter(|run| run.command.can_be_followed())
            .collect::<Vec<_>>()
    };
    let needs = claims.iter().map(|claim| claim.needs(subject));
    let commanded = needs
        .clone()
        .filter(|needs| is_the_reports || needs.on_any_data);
    let commanded = runs(commanded.flat_map(|needs| needs.commanded).collect());
    // Each on its own, though it may be the same training: that is what is looked at.
    let mut wanted: Vec<_> = commanded
        .into_iter()
        .map(|run| Wanted {
            name: format!("commanded-{}", run.id),
            command: run.command.clone(),
            commanded: vec![run],
            asked: Vec::new(),
        })
        .collect();
    for run in runs(needs.flat_map(|needs| needs.asked).collect()) {
        let Some(command) = run.as_asked() else {
            continue;
        };
        let is_named = command.is_same_training(&run.command);
        if !(all || is_named && is_the_reports) {
            continue;
        }
        // One training serves all runs that ask for it.
        match wanted
            .iter_mut()
            .find(|wanted| wanted.command.is_same_training(&command))
        {
            Some(wanted) => wanted.asked.push(run),
            None => wanted.push(Wanted {
                name: format!("asked-{}", training_name(&command)),
                command,
                commanded: Vec::new(),
                asked: vec![run],
            }),
        }
    }
    wanted
}

/// `mlp-batch-16-lr-0.1-…`, whichever run asks for it.
fn training_name(command: &Command) -> String {
    let model = command.trained();
    format!("{}-{}", model.file_prefix(), model.config())
}

fn outcome(result: Option<Trained>) -> trainings::Trained {
    let Trained {
        curve,
        end,
        test,
        parameters,
        val_examples: val_images,
        ..
    } = result.ok_or(Untrained::Interrupted)?;
    match (end, test) {
        (End::Diverged, _) => Err(Untrained::Diverged),
        (End::Complete, Some(test)) => Ok(trainings::Training {
            curve,
            test,
            val_images,
            parameters,
        }),
        _ => Err(Untrained::Interrupted),
    }
}
