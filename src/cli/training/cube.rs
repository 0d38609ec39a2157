//! The bridge from Question 2 to Question 3: a model learns f from the vertices of the cube, and then it is decided
//! exactly, with no rounding, whether what was learned is f, and whether it is robust.

use std::path::Path;

use anyhow::bail;
use orthant::examine::Ground;
use orthant::formula;
use orthant::language::target::Interval;
use orthant::learn::Compute;
use orthant::learn::minibatch::mlp::Activation;
use orthant::learn::on_the_cube::examples::CubeExamples;
use orthant::learn::on_the_cube::network;
use orthant::learn::train::End;
use orthant::page::Shown;
use orthant::page::{Colours, Page};
use orthant::prover::Engine;
use orthant::question3::{self, Question3};
use serde::Serialize;

use super::arguments::Common;
use super::json::Run;
use super::keep::Keep;
use super::material::TestSet;
use super::model::{Model, Shape};
use super::output::{self, Described};
use super::run::{Sets, Trained};
use super::setting::Setting;
use super::{lines, page, single};
use crate::cli::files::file_name;
use crate::cli::progress::progress_bar;
use crate::cli::q3;
use crate::cli::shown::Results;
use crate::cli::{Format, Outcome, files, interrupt, say};

/// The classes by label.
const CLASS_NAMES: [&str; 2] = ["-1", "+1"];

/// Trains the model on the vertices, and decides what it has learned.
pub fn train(
    common: &Common,
    model: &Model,
    interval: Interval,
    folder: Option<&Path>,
) -> anyhow::Result<Outcome> {
    let activation = activation(model)?;
    let cube = CubeExamples::new(&interval)?;
    let vertices = cube.examples();
    model.check_size(Shape {
        inputs: interval.dimension(),
        classes: CLASS_NAMES.len(),
        examples: vertices.len(),
    })?;
    for folder in [common.out.as_deref(), folder].into_iter().flatten() {
        files::prepare_folder(folder)?;
    }
    interrupt::listen();

    let mut results = Results::new(common.out.is_some() || folder.is_some());
    let head = head(model, &interval, vertices.len(), common.epochs);
    let sets = Sets {
        train: vertices,
        val: vertices,
        test: vertices,
        classes: CLASS_NAMES.len(),
        noun: "vertices",
    };
    // So few vertices are not worth a second thread.
    let compute = Compute {
        threads: common.threads.unwrap_or(1),
        ..common.compute()
    };
    let keep = Keep::default();
    let trained = single::told(common, &sets, model, compute, keep, &mut results, &head)?;
    if let Some(folder) = &common.out {
        write(folder, model, &interval, common.epochs, &trained)?;
    }
    let answer = match trained.end {
        End::Complete => Some(decide(interval, &trained, activation)?),
        End::Diverged | End::Stopped => None,
    };
    if let (Some(folder), Some(answer)) = (folder, &answer) {
        let written = q3::write_certificates(folder, answer)?;
        say(&format!(
            "{written} certificates written to {}",
            file_name(folder)
        ));
    }
    results.print(&text(common, model, &trained, answer.as_ref(), head)?)?;
    single::say_end(common, &trained, sets.noun);
    Ok(outcome(answer.as_ref()))
}

/// The activation, if the network with it is one over the rationals.
fn activation(model: &Model) -> anyhow::Result<Activation> {
    match model {
        Model::Q2Mlp(_, architecture) if architecture.activation == Activation::Tanh => bail!(
            "--target takes --activation relu alone: the values of tanh are not rational, and nothing exact can be said \
             about them"
        ),
        Model::Q2Mlp(_, architecture) => Ok(architecture.activation),
        _ => Ok(Activation::Relu),
    }
}

/// What is learned.
fn head(model: &Model, interval: &Interval, vertices: usize, epochs: usize) -> Page {
    let mut head = Page::default();
    let (question, name) = (model.question(), model.in_words());
    head.heading(format!(
        "Question {question}: {name} on the vertices of Question 3, {}",
        formula::name(interval)
    ));
    head.text(formula::target(interval));
    let settings: Vec<_> = model
        .settings(epochs)
        .iter()
        .map(Setting::in_words)
        .collect();
    head.lines(vec![
        format!("vertices  all {vertices}, to train on, to validate with and to test with at once"),
        format!("settings  {}", settings.join(", ")),
    ]);
    head
}

/// Decides what was learned.
fn decide(
    interval: Interval,
    trained: &Trained,
    activation: Activation,
) -> anyhow::Result<Question3> {
    let network = network::network(&trained.parameters, activation)?;
    let progress = progress_bar("points");
    let watch = |done, total| {
        progress.set_length(total);
        progress.set_position(done);
        !interrupt::requested()
    };
    let answer = Question3::of_one(interval, "learned", network, Engine::Auto, &watch);
    progress.finish_and_clear();
    Ok(answer)
}

/// What is printed after the epochs.
fn text(
    common: &Common,
    model: &Model,
    trained: &Trained,
    answer: Option<&Question3>,
    head: Page,
) -> anyhow::Result<String> {
    let test = trained
        .test
        .as_ref()
        .map(|test| lines::test(model.question(), test));
    Ok(match common.format {
        Format::Text => {
            let mut page = Page::default();
            conclusion(&mut page, model, trained, answer);
            test.map(|test| format!("{test}\n{}", page.to_text(Colours::Terminal)))
                .unwrap_or_default()
        }
        Format::Markdown => {
            let mut page = head;
            page::epochs(&mut page, &trained.curve);
            page.lines(test.iter().map(|test| test.trim_end().to_owned()).collect());
            conclusion(&mut page, model, trained, answer);
            page.to_markdown()
        }
        Format::Json => {
            let json = Json {
                question: model.question(),
                model: model.name(),
                run: Run::new(model, common.epochs, trained, TestSet::Vertices),
                question3: answer.map(Shown::record),
            };
            serde_json::to_string_pretty(&json)? + "\n"
        }
    })
}

/// A run on the vertices, for programs.
#[derive(Serialize)]
struct Json<'a, R: Serialize> {
    question: u8,
    model: &'static str,
    #[serde(flatten)]
    run: Run<'a>,
    /// As `verify q3` prints it, with what was learned as the only network; `null` unless complete.
    question3: Option<R>,
}

/// What was learned: by floats, and exactly.
fn conclusion(page: &mut Page, model: &Model, trained: &Trained, answer: Option<&Question3>) {
    let (Some(test), Some(answer)) = (&trained.test, answer) else {
        return;
    };
    page.text(format!(
        "{} of {} vertices right, in floating point.",
        test.correct(),
        test.total()
    ));
    page::confusion(page, test, &CLASS_NAMES.map(str::to_owned));
    page.heading("Is what was learned f, exactly, and is it robust?");
    page.text(
        "Every float is a fraction, so that the weights are a network over the rationals: h = +1 where the score of +1 is \
         the greater one, else -1.",
    );
    question3::network_table(page, &answer.interval, &answer.networks);
    let inseparable = answer.part_a.separable.as_ref().ok();
    let inseparable = inseparable.filter(|ground| !ground.holds());
    if let Some(theorem) = inseparable.and_then(Ground::theorem) {
        let then = match model {
            Model::Q2LogisticRegression(_) => ", so neither does any logistic regression",
            _ => "",
        };
        page.text(format!(
            "No single perceptron computes this f (proved: {theorem}){then}."
        ));
    }
    page.text(question3::words_for_trust(
        inseparable.into_iter(),
        &answer.networks,
    ));
}

/// `--out`
fn write(
    folder: &Path,
    model: &Model,
    interval: &Interval,
    epochs: usize,
    trained: &Trained,
) -> anyhow::Result<()> {
    let [d, a, b] = [
        interval.dimension().to_string(),
        interval.low().to_string(),
        interval.high().to_string(),
    ];
    let class_names = CLASS_NAMES.map(str::to_owned);
    let described = Described {
        class_names: &class_names,
        entries: vec![
            ("target", format!("{d},{a},{b}")),
            ("inputs", "-1 and +1".to_owned()),
        ],
    };
    let suffix = format!("-d{d}_a{a}_b{b}");
    output::write(folder, model, epochs, trained, &described, &suffix).map(drop)
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
