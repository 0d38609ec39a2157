//! What `--out` writes: curves, plots and weights.

use std::collections::BTreeMap;
use std::path::Path;

use orthant::draw::curves::{Line, Plot};
use orthant::formats::safetensors::to_safetensors;
use orthant::learn::curve::{Epoch, to_json_lines};
use orthant::learn::train::End;
use serde_json::{Value, json};

use super::model::Model;
use super::run::Trained;
use super::setting::config;
use crate::cli::files;

/// What the file of the weights says of the data.
pub struct Described<'a> {
    /// By label.
    pub class_names: &'a [String],
    /// Further entries, by name.
    pub entries: Vec<(&'static str, String)>,
}

/// Writes everything of one run, and returns the files' names; `suffix` tells it from others with the same settings.
pub fn write(
    folder: &Path,
    model: &Model,
    epochs: usize,
    trained: &Trained,
    described: &Described<'_>,
    suffix: &str,
) -> anyhow::Result<Vec<String>> {
    let prefix = model.file_prefix();
    let config = config(&model.settings(epochs)) + suffix;
    let curve = format!("{prefix}-curve-{config}.jsonl");
    files::write_whole(
        &folder.join(&curve),
        to_json_lines(&trained.curve).as_bytes(),
    )?;
    let mut names = vec![curve];
    for (what, plot) in plots(model, &trained.curve) {
        let name = format!("{prefix}-{what}-{config}");
        write_plot(folder, &name, &plot)?;
        names.extend(["svg", "png"].map(|ending| format!("{name}.{ending}")));
    }
    // Weights that are no numbers, or those of half an epoch, are good for nothing.
    if trained.end == End::Complete {
        let name = format!("{prefix}-weights-{config}.safetensors");
        let bytes = to_safetensors(&trained.parameters, &metadata(model, epochs, described));
        files::write_whole(&folder.join(&name), &bytes)?;
        names.push(name);
    }
    Ok(names)
}

/// A plot as SVG and as PNG.
pub fn write_plot(folder: &Path, name: &str, plot: &Plot) -> anyhow::Result<()> {
    files::write_whole(
        &folder.join(format!("{name}.svg")),
        plot.to_svg().as_bytes(),
    )?;
    files::write_whole(&folder.join(format!("{name}.png")), &plot.to_png()?)
}

/// What the file of the weights says of them.
fn metadata(model: &Model, epochs: usize, described: &Described<'_>) -> BTreeMap<String, String> {
    let activation = match model {
        Model::Q1Mlp(_) => Some(json!("relu")),
        _ => model.settings_json(epochs).remove("activation"),
    };
    let activation = activation
        .as_ref()
        .and_then(Value::as_str)
        .unwrap_or("none");
    let mut metadata = BTreeMap::from([
        (
            "model".to_owned(),
            format!("q{} {}", model.question(), model.name()),
        ),
        ("activation".to_owned(), activation.to_owned()),
        (
            "class_names".to_owned(),
            json!(described.class_names).to_string(),
        ),
        (
            "settings".to_owned(),
            Value::Object(model.settings_json(epochs)).to_string(),
        ),
    ]);
    let entries = described.entries.iter();
    metadata.extend(entries.map(|(name, value)| ((*name).to_owned(), value.clone())));
    metadata
}

/// The exercise's plots, by what their names say.
fn plots(model: &Model, curve: &[Epoch]) -> Vec<(&'static str, Plot)> {
    let title = |what: &str| {
        format!(
            "Question {}, {}: {what}",
            model.question(),
            model.in_words()
        )
    };
    let losses = |of: fn(&Epoch) -> Option<f64>| curve.iter().filter_map(of).collect::<Vec<_>>();
    let mut plots = Vec::new();
    let train_loss = losses(|epoch| epoch.train_loss);
    if !train_loss.is_empty() {
        let mut lines = vec![line("Train Loss", train_loss)];
        let val_loss = losses(|epoch| epoch.val_loss);
        if !val_loss.is_empty() {
            lines.push(line("Valid Loss", val_loss));
        }
        plots.push(("training-loss", plot(title("training loss"), "Loss", lines)));
    }
    let val = line(
        "Valid Acc",
        curve.iter().map(|epoch| epoch.val_accuracy).collect(),
    );
    let train = losses(|epoch| epoch.train_accuracy);
    plots.push(if train.is_empty() {
        let title = title("validation accuracy");
        ("validation-accuracy", plot(title, "Accuracy", vec![val]))
    } else {
        let lines = vec![line("Train Acc", train), val];
        ("accuracy", plot(title("accuracy"), "Accuracy", lines))
    });
    plots
}

/// Curves by epoch.
pub fn plot(title: String, y_label: &str, lines: Vec<Line>) -> Plot {
    Plot {
        title,
        x_label: "Epoch".to_owned(),
        y_label: y_label.to_owned(),
        lines,
    }
}

/// A curve.
pub fn line(name: &str, values: Vec<f64>) -> Line {
    Line {
        name: name.to_owned(),
        values,
    }
}
