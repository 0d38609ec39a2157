//! The bridge from Question 2 to Question 3: a model learns f from the vertices of the cube, and then it is decided
//! exactly, with no rounding, whether what was learned is f, and whether it is robust.

use std::path::Path;

use anyhow::bail;
use orthant::language::target::Interval;
use orthant::learn::model::{Model, ModelName};
use orthant::learn::on_the_cube::examples::CubeExamples;
use orthant::learn::on_the_cube::learned::{CLASS_NAMES, Learned, head};
use orthant::learn::results::files::{Described, files};
use orthant::learn::settings::Activation;
use orthant::learn::train::Trained;
use orthant::question3::Question3;

use super::arguments::{Common, compute};
use super::keep::Keep;
use super::one::Telling;
use super::write;
use crate::cli::files::{file_name, prepare_folder};
use crate::cli::q3::write_certificates;
use crate::cli::search::Search;
use crate::cli::shown::Results;
use crate::cli::{Outcome, interrupt, say};

/// Trains the model on the vertices, and decides what it has learned.
pub fn train(
    common: &Common,
    model: Model,
    interval: Interval,
    search: &Search,
    folder: Option<&Path>,
) -> anyhow::Result<Outcome> {
    let activation = model.settings.activation;
    if model.name == ModelName::Mlp && activation == Activation::Tanh {
        bail!(
            "--target takes --activation relu alone: the values of tanh are not rational, so nothing exact can be said \
             about them"
        );
    }
    let cube = CubeExamples::new(&interval)?;
    let sets = cube.sets();
    model.check_size(sets.shape())?;
    for folder in [common.out.as_deref(), folder].into_iter().flatten() {
        prepare_folder(folder)?;
    }
    interrupt::listen();

    let telling = Telling {
        common,
        // So few vertices are not worth a second thread.
        compute: compute(common.threads.or(Some(1))),
        noun: "vertices",
        head: head(&model, &interval),
    };
    let mut results = Results::new(common.out.is_some() || folder.is_some());
    let trained = telling.train(&Keep::default(), model, sets, &mut results)?;
    if let Some(folder) = &common.out {
        write_files(folder, &model, &interval, &trained)?;
    }
    let running = search.start("points");
    let watch = |done, total| running.show(done, total);
    let (engine, limits) = (search.engine(), search.limits(&watch));
    let learned = Learned::new(&model, &interval, &trained, engine, limits);
    running.finish();
    let learned = learned?;
    if let (Some(folder), Some(answer)) = (folder, &learned.answer) {
        let written = write_certificates(folder, answer)?;
        say(&format!(
            "{written} certificates written to {}",
            file_name(folder)
        ));
    }
    results.show(&learned, common.format)?;
    telling.say_end(&model, &trained);
    Ok(outcome(learned.answer.as_ref()))
}

/// Writes the files that `--out` asks for.
fn write_files(
    folder: &Path,
    model: &Model,
    interval: &Interval,
    trained: &Trained,
) -> anyhow::Result<()> {
    let (d, a, b) = (interval.dimension(), interval.low(), interval.high());
    let class_names = CLASS_NAMES.map(str::to_owned);
    let described = Described {
        class_names: &class_names,
        entries: vec![
            ("target", format!("{d},{a},{b}")),
            ("inputs", "-1 and +1".to_owned()),
        ],
    };
    let suffix = format!("-d{d}_a{a}_b{b}");
    write(folder, files(model, trained, &described, &suffix)?).map(drop)
}

fn outcome(answer: Option<&Question3>) -> Outcome {
    let Some(answer) = answer else {
        return Outcome::NotDecided;
    };
    let learned = &answer.networks[0].findings;
    match (learned.is_exact(), learned.is_robust()) {
        (Some(false), _) | (_, Some(false)) => Outcome::Refuted,
        (Some(true), Some(true)) => Outcome::Holds,
        _ => Outcome::NotDecided,
    }
}
