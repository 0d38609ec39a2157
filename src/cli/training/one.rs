//! One training, told epoch by epoch.

use orthant::learn::Compute;
use orthant::learn::data::material::Material;
use orthant::learn::model::Model;
use orthant::learn::results::files::{Described, files};
use orthant::learn::results::lines;
use orthant::learn::results::single::{Single, head};
use orthant::learn::train::{End, Sets, Trained};
use orthant::page::{Colours, Page};

use super::arguments::{Common, compute};
use super::keep::{Keep, how_to_go_on};
use super::write;
use crate::cli::files::file_name;
use crate::cli::progress::progress_bar;
use crate::cli::shown::Results;
use crate::cli::{Format, Outcome, interrupt, say};

/// Trains and tests one model.
pub fn train(common: &Common, material: &Material, model: Model) -> anyhow::Result<Outcome> {
    let keep = Keep {
        checkpoint: common.checkpoint.clone(),
        resume: common.resume.clone(),
    };
    keep.check()?;
    let telling = Telling {
        common,
        compute: compute(common.threads),
        noun: "images",
        head: head(&model, material),
    };
    let mut results = Results::new(common.out.is_some() || keep.checkpoint.is_some());
    let sets = Sets::of(material, keep.is_used());
    let trained = telling.train(&keep, model, sets, &mut results)?;
    if let Some(folder) = &common.out {
        let described = Described::images(material);
        write(folder, files(&model, &trained, &described, "")?)?;
    }
    let single = Single {
        model: &model,
        material,
        trained: &trained,
    };
    results.show(&single, common.format)?;
    telling.say_end(&model, &trained);
    Ok(match trained.end {
        End::Complete => Outcome::Holds,
        End::Diverged | End::Stopped => Outcome::NotDecided,
    })
}

/// How the progress of a training is shown.
pub struct Telling<'a> {
    pub common: &'a Common,
    pub compute: Compute,
    /// The word for the examples, in the plural.
    pub noun: &'static str,
    /// The page that is printed above the epochs.
    pub head: Page,
}

impl Telling<'_> {
    /// Trains, with a bar on standard error and, in text, the epochs on standard output.
    pub fn train(
        &self,
        keep: &Keep,
        model: Model,
        sets: Sets<'_>,
        results: &mut Results,
    ) -> anyhow::Result<Trained> {
        let (epochs, examples) = (model.settings.epochs, sets.train.len());
        let progress = progress_bar(self.noun);
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
        let trained = keep.train(model, sets, self.compute, &watch, |epoch| {
            if self.common.format != Format::Text {
                return Ok(());
            }
            let head = if begun {
                String::new()
            } else {
                format!("{}\n", self.head.to_text(Colours::Terminal))
            };
            begun = true;
            let text = head + &lines::epoch(model.question, epoch);
            progress.suspend(|| results.print(&text))
        });
        progress.finish_and_clear();
        trained
    }

    /// Says how long the training took, and why it ended if it was not completed.
    pub fn say_end(&self, model: &Model, trained: &Trained) {
        if let Some(throughput) = trained.throughput() {
            say(&format!(
                "{} {} seen in {:.1?}, {throughput} a second",
                trained.seen, self.noun, trained.time
            ));
        }
        if let Some(folder) = &self.common.out {
            let what = match trained.end {
                End::Complete => "curve, plots and weights",
                _ => "curve and plots, but no weights,",
            };
            say(&format!("{what} written to {}", file_name(folder)));
        }
        if let Some(trouble) = trained.trouble(model.settings.epochs) {
            say(&format!("{trouble}; {}", advice(self.common, trained)));
        }
    }
}

/// Advice to the user about a training without a result.
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
        (None, _) => how_to_go_on(None),
    }
}
