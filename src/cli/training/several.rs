//! Several trainings side by side.

use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::ensure;
use orthant::learn::Compute;
use orthant::learn::data::material::Material;
use orthant::learn::model::{Model, Setting, config};
use orthant::learn::results::comparison::{Comparison, best};
use orthant::learn::results::files::{Described, files};
use orthant::learn::results::spread::Spread;
use orthant::learn::train::{End, GoesOn, Sets, Trained, side_by_side};

use super::arguments::{Common, compute};
use super::keep::{Folders, Keep, how_to_go_on};
use super::write;
use crate::cli::files::file_name;
use crate::cli::progress::progress_bar;
use crate::cli::shown::Results;
use crate::cli::{Outcome, interrupt, say};

/// The most trainings of one command.
const MOST_RUNS: usize = 1000;

/// A model to be trained, and where the training is kept.
pub struct Job {
    pub model: Model,
    pub keep: Keep,
}

/// Trains each model on one thread, and returns the trainings in their order; `None` for one that did not begin
/// before an interrupt. `done` is called with each training as it ends.
pub fn train_all(
    compute: Compute,
    sets: Sets<'_>,
    jobs: &[Job],
    done: &(dyn Fn(usize, &Trained) -> anyhow::Result<()> + Sync),
) -> anyhow::Result<Vec<Option<Trained>>> {
    let images = sets.train.len();
    let position = |job: &Job| job.model.settings.epochs * images;
    let progress = progress_bar("images");
    progress.set_length(u64::try_from(jobs.iter().map(position).sum::<usize>())?);
    progress.set_message(format!("{} runs ", jobs.len()));
    let start = Instant::now();
    let seen = AtomicU64::new(0);
    let one = Compute {
        threads: 1,
        ..compute
    };
    let train = |number: usize, goes_on: GoesOn<'_>| -> anyhow::Result<Trained> {
        let job: &Job = &jobs[number];
        let own = AtomicUsize::new(0);
        let advance = |position: usize| {
            let before = own.swap(position, Ordering::Relaxed);
            let more = u64::try_from(position.saturating_sub(before)).unwrap_or(0);
            progress.set_position(seen.fetch_add(more, Ordering::Relaxed) + more);
        };
        let watch = |epoch: usize, seen: usize| {
            advance((epoch - 1) * images + seen);
            goes_on()
        };
        let trained = job.keep.train(job.model, sets, one, &watch, |_| Ok(()));
        advance(position(job));
        let trained = trained?;
        done(number, &trained)?;
        Ok(trained)
    };
    let goes_on = || !interrupt::requested();
    let runs = side_by_side(jobs.len(), compute.threads, &goes_on, &train);
    progress.finish_and_clear();
    let runs = runs?;
    let time = start.elapsed();
    let seen: u128 = runs.iter().flatten().map(|run| run.seen).sum();
    let rate = (seen * 1_000_000_000).checked_div(time.as_nanos());
    let rate = rate.filter(|_| seen > 0);
    let rate = rate.map(|rate| format!(", {seen} images seen, {rate} a second"));
    let (count, rate) = (runs.iter().flatten().count(), rate.unwrap_or_default());
    say(&format!("{count} runs in {time:.1?}{rate}"));
    Ok(runs)
}

/// Trains all jobs and writes the files of each; `suffix` ends the names of the files of a job.
fn train_and_write(
    common: &Common,
    material: &Material,
    sets: Sets<'_>,
    jobs: &[Job],
    suffix: impl Fn(usize) -> String + Sync,
) -> anyhow::Result<Vec<Option<Trained>>> {
    let described = Described::images(material);
    let done = |number: usize, trained: &Trained| {
        if let Some(folder) = &common.out {
            let model = &jobs[number].model;
            write(folder, files(model, trained, &described, &suffix(number))?)?;
        }
        Ok(())
    };
    train_all(compute(common.threads), sets, jobs, &done)
}

/// Says which files were written to `--out`.
fn say_written(folder: &Path) {
    let name = file_name(folder);
    say(&format!("curves, plots and weights written to {name}"));
}

/// Trains all models side by side and says which wins on validation.
pub fn compare(common: &Common, material: &Material, models: &[Model]) -> anyhow::Result<Outcome> {
    ensure!(
        models.len() <= MOST_RUNS,
        "the lists make {} runs, and at most {MOST_RUNS} are done at once; shorten one",
        models.len()
    );
    let folders = Folders::prepare(common.checkpoint.as_deref(), common.resume.as_deref())?;
    let job = |model: &Model| {
        let mut used = model.used();
        used.retain(|setting| *setting != Setting::Epochs);
        let config = config(used.into_iter().map(|used| (used, model.text(used))));
        Job {
            model: *model,
            keep: folders.keep(&format!("{}-{config}", model.file_prefix())),
        }
    };
    let jobs: Vec<_> = models.iter().map(job).collect();
    folders.check(jobs.iter().map(|job| &job.keep))?;
    let sets = Sets::of(material, folders.are_used());
    let runs = train_and_write(common, material, sets, &jobs, |_| String::new())?;
    let best = best(&runs).filter(|_| !interrupt::requested());
    let comparison = Comparison {
        models,
        material,
        runs: &runs,
        best,
    };
    if let Some(folder) = &common.out {
        write(folder, comparison.files()?)?;
        say_written(folder);
    }
    Results::new(false).show(&comparison, common.format)?;
    if interrupt::requested() {
        let complete = runs.iter().flatten().filter(|run| run.end == End::Complete);
        say(&format!(
            "interrupted: {} of {} runs were complete; {}",
            complete.count(),
            models.len(),
            how_to_go_on(common.checkpoint.as_deref())
        ));
    } else if best.is_none() {
        say("every run diverged; a smaller --learning-rate may help");
    }
    Ok(match best {
        Some(_) => Outcome::Holds,
        None => Outcome::NotDecided,
    })
}

/// Trains the model with the pixels in this many orders, their own first.
pub fn spread(
    common: &Common,
    material: &Material,
    model: Model,
    orders: u32,
) -> anyhow::Result<Outcome> {
    let job = |input_order| {
        let mut model = model;
        model.settings.input_order = input_order;
        Job {
            model,
            keep: Keep::default(),
        }
    };
    let jobs: Vec<_> = (0..orders).map(job).collect();
    let suffix = |number| format!("-order-{}", number + 1);
    let sets = Sets::of(material, false);
    let runs = train_and_write(common, material, sets, &jobs, suffix)?;
    if let Some(folder) = &common.out {
        say_written(folder);
    }
    let spread = Spread {
        model: &model,
        material,
        runs: &runs,
    };
    Results::new(false).show(&spread, common.format)?;
    let complete = spread.complete().len();
    if complete == runs.len() {
        return Ok(Outcome::Holds);
    }
    let why = if interrupt::requested() {
        "interrupted"
    } else {
        "some diverged"
    };
    say(&format!("{why}: {complete} of {orders} runs were complete"));
    Ok(Outcome::NotDecided)
}
