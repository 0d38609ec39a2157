//! The trainings that the claims are about.

use std::collections::BTreeMap;

use anyhow::ensure;
use orthant::learn::data::images::Split;
use orthant::learn::data::material::Material;
use orthant::learn::results::files::{Described, files};
use orthant::learn::train::{End, Sets};
use orthant::page::one_line;
use orthant::report::claims::{Claim, Document};
use orthant::report::trainings::{self, DataUsed, Trainings, Wanted};

use super::Arguments;
use crate::cli::data::checksum;
use crate::cli::training::arguments::compute;
use crate::cli::training::keep::Folders;
use crate::cli::training::several::{Job, train_all};
use crate::cli::training::write;
use crate::cli::{data_set, interrupt};

/// The results of the trainings, and the files that were written for each.
#[derive(Default)]
pub struct TrainedRuns {
    pub trainings: Trainings,
    /// The names of the files below `--out`, by run, as commanded and as asked.
    pub files: BTreeMap<String, Vec<String>>,
}

/// The number of training images in the synthetic set on which relations between runs are checked without `--data`.
const MADE_UP: usize = 400;

/// Trains what the claims need.
pub fn train(
    arguments: &Arguments,
    document: &Document,
    claims: &[&Claim],
) -> anyhow::Result<TrainedRuns> {
    let subject = &document.subject;
    let is_the_reports = match &arguments.data {
        None => false,
        Some(data) => checksum::of(&data_set::locate(data)?)?.sha256 == subject.data.sha256,
    };
    let needs: Vec<_> = claims.iter().map(|claim| claim.needs(subject)).collect();
    let wanted = trainings::wanted(subject, &needs, is_the_reports, arguments.all);
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
            || counts(&data.train) == subject.data.train && counts(&data.test) == subject.data.test,
        "the claims say that {name} has {:?} images to train on and {:?} to test with, but it has {:?} and {:?}",
        subject.data.train,
        subject.data.test,
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
            keep: folders.keep(&checkpoint(wanted)),
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
        // Weights learned from synthetic images are not worth keeping, and half a training is not evidence.
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
        let Trainings {
            commanded, asked, ..
        } = &mut trained.trainings;
        for (runs, trainings) in [
            (wanted.commanded.as_slice(), commanded),
            (&wanted.asked, asked),
        ] {
            trainings.extend(runs.iter().map(|run| (run.id.clone(), result.clone())));
        }
        for run in wanted.commanded.iter().chain(&wanted.asked) {
            let files = trained.files.entry(run.id.clone()).or_default();
            files.extend(written.iter().cloned());
        }
    }
    Ok(trained)
}

/// The name of the checkpoint: `commanded-2.1-0.1`, or `asked-mlp-batch-16-lr-0.1-…`, whichever run asks for it.
fn checkpoint(wanted: &Wanted<'_>) -> String {
    if let Some(run) = wanted.commanded {
        return format!("commanded-{}", run.id);
    }
    let model = wanted.command.trained();
    format!("asked-{}-{}", model.file_prefix(), model.config())
}
