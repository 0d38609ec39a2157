//! One run, told epoch by epoch.

use std::path::Path;

use orthant::learn::Compute;
use orthant::learn::train::End;
use orthant::page::{Colours, Page};

use super::arguments::Common;
use super::json::{Head, One, Run};
use super::keep::Keep;
use super::material::Material;
use super::model::Model;
use super::output;
use super::run::{Sets, Trained, run};
use super::{lines, page};
use crate::cli::files::file_name;
use crate::cli::progress::progress_bar;
use crate::cli::shown::Results;
use crate::cli::{Format, Outcome, interrupt, say};

/// Trains and tests one model.
pub fn train(common: &Common, material: &Material, model: &Model) -> anyhow::Result<Outcome> {
    let epochs = common.epochs;
    let keep = keep(common, material);
    keep.check()?;
    let mut results = Results::new(common.out.is_some() || keep.checkpoint.is_some());
    let head = page::head(model, material, &model.settings(epochs), "");
    let trained = told(
        common,
        &material.sets(),
        model,
        common.compute(),
        keep,
        &mut results,
        &head,
    )?;
    let which = material.test_set();
    if let Some(folder) = &common.out {
        output::write(folder, model, epochs, &trained, &material.described(), "")?;
    }
    match common.format {
        Format::Text => {
            if let Some(test) = &trained.test {
                let mut page = Page::default();
                page::conclusion(&mut page, test, material, &trained.curve);
                let test = lines::test(model.question(), test);
                results.print(&format!("{test}\n{}", page.to_text(Colours::Terminal)))?;
            }
        }
        Format::Markdown => {
            let mut page = head;
            page::epochs(&mut page, &trained.curve);
            if let Some(test) = &trained.test {
                page.lines(vec![
                    lines::test(model.question(), test).trim_end().to_owned(),
                ]);
                page::conclusion(&mut page, test, material, &trained.curve);
            }
            results.print(&page.to_markdown())?;
        }
        Format::Json => {
            let one = One {
                head: Head::new(model, material),
                run: Run::new(model, epochs, &trained, which),
            };
            results.print(&format!("{}\n", serde_json::to_string_pretty(&one)?))?;
        }
    }
    say_end(common, &trained, "images");
    Ok(match trained.end {
        End::Complete => Outcome::Holds,
        End::Diverged | End::Stopped => Outcome::NotDecided,
    })
}

/// Where a single run is kept.
fn keep(common: &Common, material: &Material) -> Keep {
    let used = common.checkpoint.is_some() || common.resume.is_some();
    Keep {
        checkpoint: common.checkpoint.clone(),
        resume: common.resume.clone(),
        data: if used { material.fingerprint() } else { 0 },
    }
}

/// Runs, with a bar on standard error and, in text, the epochs on standard output.
pub fn told(
    common: &Common,
    sets: &Sets<'_>,
    model: &Model,
    compute: Compute,
    keep: Keep,
    results: &mut Results,
    head: &Page,
) -> anyhow::Result<Trained> {
    let (epochs, examples) = (common.epochs, sets.train.len());
    let progress = progress_bar(sets.noun);
    progress.set_length(u64::try_from(epochs * examples)?);
    let mut begun = false;
    let watch = |epoch: usize, seen: usize| {
        let position = (epoch - 1) * examples + seen;
        if seen == 0 {
            progress.set_message(format!("epoch {epoch} of {epochs} "));
        }
        progress.set_position(u64::try_from(position).unwrap_or(u64::MAX));
        !interrupt::requested()
    };
    let task = sets.task(model, epochs, compute, keep);
    let trained = run(&task, &watch, |epoch| {
        if common.format != Format::Text {
            return Ok(());
        }
        let head = if begun {
            String::new()
        } else {
            format!("{}\n", head.to_text(Colours::Terminal))
        };
        begun = true;
        let text = head + &lines::epoch(model.question(), epoch);
        progress.suspend(|| results.print(&text))
    });
    progress.finish_and_clear();
    trained
}

/// Says how long it took, and why it ended if that is not because it was done.
pub fn say_end(common: &Common, trained: &Trained, noun: &str) {
    if let Some(throughput) = trained.throughput() {
        say(&format!(
            "{} {noun} seen in {:.1?}, {throughput} a second",
            trained.seen, trained.time
        ));
    }
    if let Some(folder) = &common.out {
        say_written(folder, trained.end);
    }
    if let Some(trouble) = trained.trouble(common.epochs) {
        say(&format!("{trouble}; {}", advice(common, trained)));
    }
}

/// Says what `--out` holds now.
fn say_written(folder: &Path, end: End) {
    let what = if end == End::Complete {
        "curve, plots and weights"
    } else {
        "curve and plots, but no weights,"
    };
    say(&format!("{what} written to {}", file_name(folder)));
}

/// What to do about a run without a result.
fn advice(common: &Common, trained: &Trained) -> String {
    if trained.end == End::Diverged {
        return "a smaller --learning-rate may help".to_owned();
    }
    match (&common.checkpoint, trained.curve.len()) {
        (Some(_), 0) => {
            "no epoch was complete, so there is no checkpoint to resume from".to_owned()
        }
        (Some(path), done) => {
            let name = file_name(path);
            format!("to go on after epoch {done}, give the same command with --resume {name}")
        }
        (None, _) => "without --checkpoint nothing was kept to resume from".to_owned(),
    }
}
