//! A training as files: its curve, plots and weights.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::plots::{line, plot};
use crate::draw::curves::Plot;
use crate::formats::safetensors::to_safetensors;
use crate::language::refused::Refused;
use crate::learn::curve::{Epoch, to_json_lines};
use crate::learn::data::material::Material;
use crate::learn::model::{Model, ModelName, Question};
use crate::learn::train::{End, Trained};

/// The description of the data in a file of weights.
pub struct Described<'a> {
    /// The names of the classes, by label.
    pub class_names: &'a [String],
    /// Further entries, by name.
    pub entries: Vec<(&'static str, String)>,
}

impl<'a> Described<'a> {
    /// The description of images and their classes.
    pub fn images(material: &'a Material) -> Self {
        let (height, width) = material.size();
        Self {
            class_names: &material.class_names,
            entries: vec![
                ("height", height.to_string()),
                ("width", width.to_string()),
                ("pixels", "divided by 256".to_owned()),
            ],
        }
    }
}

/// A file: its name and its bytes.
pub type File = (String, Vec<u8>);

/// The files of a training: the curve as JSON lines, the plots as SVG and PNG, and the weights, if all epochs are done.
///
/// `suffix` ends the names, to tell the training from others with the same settings.
///
/// # Errors
/// [`Refused`] if a plot cannot be written as PNG.
pub fn files(
    model: &Model,
    trained: &Trained,
    described: &Described<'_>,
    suffix: &str,
) -> Result<Vec<File>, Refused> {
    let prefix = model.file_prefix();
    let config = model.config() + suffix;
    let curve = format!("{prefix}-curve-{config}.jsonl");
    let mut files = vec![(curve, to_json_lines(&trained.curve).into_bytes())];
    for (what, plot) in plots(model, &trained.curve) {
        files.extend(plot_files(&format!("{prefix}-{what}-{config}"), &plot)?);
    }
    // Weights that are not numbers, or those of half an epoch, are good for nothing.
    if trained.end == End::Complete {
        let name = format!("{prefix}-weights-{config}.safetensors");
        let bytes = to_safetensors(&trained.parameters, &metadata(model, described));
        files.push((name, bytes));
    }
    Ok(files)
}

/// A plot as SVG and as PNG.
///
/// # Errors
/// [`Refused`] if it cannot be written as PNG.
pub fn plot_files(name: &str, plot: &Plot) -> Result<[File; 2], Refused> {
    Ok([
        (format!("{name}.svg"), plot.to_svg().into_bytes()),
        (format!("{name}.png"), plot.to_png()?),
    ])
}

/// The metadata of the file of weights.
fn metadata(model: &Model, described: &Described<'_>) -> BTreeMap<String, String> {
    let settings = model.settings_json();
    let activation = match (model.question, model.name) {
        (Question::One, ModelName::Mlp) => "relu",
        _ => settings
            .get("activation")
            .and_then(Value::as_str)
            .unwrap_or("none"),
    };
    let (question, name) = (model.question.number(), model.name.name());
    let class_names = json!(described.class_names).to_string();
    let mut entries = vec![
        ("model", format!("q{question} {name}")),
        ("activation", activation.to_owned()),
        ("class_names", class_names),
        ("settings", Value::Object(settings.clone()).to_string()),
    ];
    entries.extend(described.entries.iter().cloned());
    let named = |(name, value): (&str, String)| (name.to_owned(), value);
    entries.into_iter().map(named).collect()
}

/// The exercise's plots, each with the part of the file's name that says what it shows.
fn plots(model: &Model, curve: &[Epoch]) -> Vec<(&'static str, Plot)> {
    let title = |what: &str| {
        format!(
            "Question {}, {}: {what}",
            model.question.number(),
            model.name.in_words()
        )
    };
    let has = |of: fn(&Epoch) -> Option<f64>| curve.iter().any(|epoch| of(epoch).is_some());
    let mut plots = Vec::new();
    if has(|epoch| epoch.train_loss) {
        let mut lines = vec![line("Train Loss", curve, |epoch| epoch.train_loss)];
        if has(|epoch| epoch.val_loss) {
            lines.push(line("Valid Loss", curve, |epoch| epoch.val_loss));
        }
        let plot = plot(title("training loss"), "Loss", lines);
        plots.push(("training-loss", plot));
    }
    let val = line("Valid Acc", curve, |epoch| Some(epoch.val_accuracy));
    let (what, words, lines) = if has(|epoch| epoch.train_accuracy) {
        let train = line("Train Acc", curve, |epoch| epoch.train_accuracy);
        ("accuracy", "accuracy", vec![train, val])
    } else {
        ("validation-accuracy", "validation accuracy", vec![val])
    };
    plots.push((what, plot(title(words), "Accuracy", lines)));
    plots
}
