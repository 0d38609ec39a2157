//! `verify predict`: what stored weights say about images.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use clap::ValueEnum;
use orthant::formats::safetensors::from_safetensors;
use orthant::learn::confusion::Confusion;
use orthant::learn::data::grey_png;
use orthant::learn::examples::{Examples, Inputs};
use orthant::learn::learner::argmax;
use orthant::learn::minibatch::mlp::Activation;
use orthant::learn::predict::{Predictor, softmax};
use orthant::page::{Colours, Page, one_line};
use serde::Serialize;

use super::files::file_name;
use super::{Format, Outcome, data_set, files, say};

/// Predict the classes of images with stored weights
///
/// The weights are a .safetensors file of q1 or q2, or of PyTorch: an nn.Linear, or an nn.Sequential of linear layers
/// with one activation between them. The images are those of an .npz file, which are compared with their labels, or
/// PNG files, grey or made grey, of the size that the weights are for. Pixels are divided by 256.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  verify predict mlp.safetensors octmnist.npz                 the test set, and how many are right
  verify predict mlp.safetensors octmnist.npz --split val
  verify predict mlp.safetensors scan-1.png scan-2.png --format json

Exit codes:
  0  every image has a prediction
  2  bad input")]
pub struct Arguments {
    /// A .safetensors file
    weights: PathBuf,
    /// One .npz file, or PNG files
    #[arg(required = true, value_name = "IMAGES")]
    images: Vec<PathBuf>,
    /// Which images of an .npz file, all of them in file order [default: test]
    #[arg(long, value_enum)]
    split: Option<SplitName>,
    /// Between the layers, for weights that do not say [default: relu]
    #[arg(long, value_enum)]
    activation: Option<ActivationName>,
    /// How to print the predictions
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum SplitName {
    /// For training
    Train,
    /// For choosing
    Val,
    /// For the last word
    #[default]
    Test,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum ActivationName {
    /// max(z, 0)
    #[default]
    Relu,
    /// tanh z
    Tanh,
}

/// A model from a file, and what the file says about it.
struct Model {
    predictor: Predictor,
    /// `None` for a linear model.
    activation: Option<&'static str>,
    name: Option<String>,
    class_names: Vec<String>,
    /// Height and width, if they are known.
    size: Option<[usize; 2]>,
}

/// Images, flattened.
struct Images {
    names: Vec<String>,
    pixels: Vec<u8>,
    labels: Option<Vec<u8>>,
}

/// All that is printed; the field names are stable.
#[derive(Serialize)]
struct Predictions {
    weights: String,
    model: Option<String>,
    activation: Option<&'static str>,
    images: Vec<Prediction>,
    /// The rest only where there are labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    correct: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accuracy: Option<f64>,
    /// For each label, how often each class was predicted.
    #[serde(skip_serializing_if = "Option::is_none")]
    confusion: Option<Vec<Vec<usize>>>,
    class_names: Vec<String>,
}

#[derive(Serialize)]
struct Prediction {
    /// A file's name, or a number in its split, from 0.
    image: String,
    class: u8,
    name: String,
    /// By softmax; `null` where the scores are beyond floats.
    probability: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<u8>,
}

/// Predicts all images and prints the predictions.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let name = file_name(&arguments.weights);
    let model = model(arguments).with_context(|| format!("cannot use the weights {name}"))?;
    let images = match &arguments.images[..] {
        [path] if !is_png(path)? => npz_images(path, arguments.split.unwrap_or_default(), &model)?,
        paths => {
            ensure!(
                arguments.split.is_none(),
                "--split chooses among the images of an .npz file; PNG files have no splits"
            );
            png_images(paths, &model)?
        }
    };
    let predictions = predict(name, model, images);
    let mut out = anstream::AutoStream::auto(std::io::stdout());
    match arguments.format {
        Format::Text => write!(out, "{}", page(&predictions).to_text(Colours::Terminal))?,
        Format::Markdown => write!(out, "{}", page(&predictions).to_markdown())?,
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&predictions)?)?,
    }
    Ok(Outcome::Holds)
}

fn model(arguments: &Arguments) -> anyhow::Result<Model> {
    let (tensors, metadata) = from_safetensors(&files::read_bytes(
        &arguments.weights,
        files::MAX_FILE_SIZE,
    )?)?;
    let said = metadata.get("activation").map(String::as_str);
    let said = match said {
        // A linear model may say that it has none.
        None | Some("none") => None,
        Some("relu") => Some(ActivationName::Relu),
        Some("tanh") => Some(ActivationName::Tanh),
        Some(other) => bail!("their activation is {other:?}; relu and tanh are known"),
    };
    if let (Some(said), Some(given)) = (said, arguments.activation) {
        ensure!(
            said == given,
            "they say that their activation is not the one of --activation; leave the option out"
        );
    }
    if let Some(pixels) = metadata.get("pixels") {
        ensure!(
            pixels == "divided by 256",
            "they are for pixels {pixels:?}; here pixels are divided by 256"
        );
    }
    let chosen = said.or(arguments.activation);
    let (activation, word) = match chosen.unwrap_or_default() {
        ActivationName::Relu => (Activation::Relu, "relu"),
        ActivationName::Tanh => (Activation::Tanh, "tanh"),
    };
    let predictor = Predictor::from_weights(&tensors, activation)?;
    if predictor.is_network() && chosen.is_none() {
        ensure!(
            !metadata.contains_key("activation"),
            "they have hidden layers, but say that they have no activation; relu and tanh are known"
        );
        say("the weights do not name their activation: taking relu; --activation names another");
    }
    Ok(Model {
        activation: predictor.is_network().then_some(word),
        name: metadata.get("model").map(|name| one_line(name)),
        class_names: class_names(&metadata, predictor.classes())?,
        size: size(&metadata, predictor.inputs())?,
        predictor,
    })
}

/// The names in the metadata, or `class 0`, `class 1`, ...
fn class_names(metadata: &BTreeMap<String, String>, classes: usize) -> anyhow::Result<Vec<String>> {
    let Some(names) = metadata.get("class_names") else {
        return Ok((0..classes).map(|class| format!("class {class}")).collect());
    };
    let names: Option<Vec<String>> = serde_json::from_str(names).ok();
    let names = names.filter(|names| names.len() == classes);
    let names = names.with_context(|| {
        format!("their class_names are not a JSON list of {classes} names, one for each class")
    })?;
    Ok(names.iter().map(|name| one_line(name)).collect())
}

/// Height and width: from the metadata, else a square, if that is possible.
fn size(metadata: &BTreeMap<String, String>, inputs: usize) -> anyhow::Result<Option<[usize; 2]>> {
    let number = |key| metadata.get(key).map(|text| text.parse::<usize>().ok());
    match [number("height"), number("width")] {
        [None, None] => {
            let side = inputs.isqrt();
            Ok((side * side == inputs).then_some([side; 2]))
        }
        [Some(Some(height)), Some(Some(width))] if height.checked_mul(width) == Some(inputs) => {
            Ok(Some([height, width]))
        }
        _ => bail!(
            "their height and width are not two numbers whose product is their {inputs} inputs"
        ),
    }
}

/// Whether the file is a PNG; an error if it is no .npz either.
fn is_png(path: &Path) -> anyhow::Result<bool> {
    let start = files::read_start(path, 8)?;
    if start == *b"\x89PNG\r\n\x1a\n" {
        return Ok(true);
    }
    let name = file_name(path);
    ensure!(
        !start.starts_with(b"\xff\xd8\xff"),
        "{name} is a JPEG file, whatever its name says; convert it to PNG"
    );
    ensure!(
        start.starts_with(b"PK"),
        "{name} is neither an .npz file nor a PNG file"
    );
    Ok(false)
}

fn check_size(name: &str, found: [usize; 2], model: &Model) -> anyhow::Result<()> {
    let [height, width] = found;
    let inputs = model.predictor.inputs();
    let (fits, wanted) = match model.size {
        Some([h, w]) => (found == [h, w], format!("are for {h} x {w}")),
        None => (
            height.checked_mul(width) == Some(inputs),
            format!("have {inputs} inputs"),
        ),
    };
    ensure!(
        fits,
        "{name} has {height} x {width} pixels, but the weights {wanted}; images are not resized"
    );
    Ok(())
}

fn npz_images(path: &Path, split: SplitName, model: &Model) -> anyhow::Result<Images> {
    let data = data_set::read(path)?;
    let (_, height, width) = data.train.images.dim();
    let name = file_name(path);
    check_size(&name, [height, width], model)?;
    let classes = model.predictor.classes();
    ensure!(
        data.classes <= classes,
        "{name} has {} classes, but the weights tell {classes} apart",
        data.classes
    );
    let split = match split {
        SplitName::Train => data.train,
        SplitName::Val => data.val,
        SplitName::Test => data.test,
    };
    Ok(Images {
        names: (0..split.len()).map(|index| index.to_string()).collect(),
        pixels: split.bytes().to_vec(),
        labels: Some(split.labels.to_vec()),
    })
}

fn png_images(paths: &[PathBuf], model: &Model) -> anyhow::Result<Images> {
    let mut images = Images {
        names: Vec::new(),
        pixels: Vec::new(),
        labels: None,
    };
    for path in paths {
        let name = file_name(path);
        ensure!(
            is_png(path)?,
            "{name} is an .npz file; name one .npz file alone, or PNG files"
        );
        let file = files::read_bytes(path, files::MAX_FILE_SIZE)?;
        let context = || format!("cannot read {name}");
        let (height, width) = grey_png::size(&file).with_context(context)?;
        check_size(&name, [height, width], model)?;
        images
            .pixels
            .extend(grey_png::read(&file).with_context(context)?);
        images.names.push(name);
    }
    Ok(images)
}

fn predict(weights: String, model: Model, images: Images) -> Predictions {
    let unlabelled = vec![0; images.names.len()];
    let scores = model.predictor.scores(Examples {
        inputs: Inputs::Pixels(&images.pixels),
        labels: images.labels.as_ref().unwrap_or(&unlabelled),
        width: model.predictor.inputs(),
    });
    let scores = scores.as_slice().expect("standard layout");
    let scores = scores.chunks_exact(model.predictor.classes());
    let classes: Vec<u8> = scores.clone().map(argmax).collect();
    let mut labels = images.labels.iter().flatten().copied();
    let rows = scores.zip(&classes).zip(images.names);
    let predictions = rows.map(|((scores, class), image)| {
        let probability = softmax(scores)[usize::from(*class)];
        Prediction {
            image,
            class: *class,
            name: model.class_names[usize::from(*class)].clone(),
            probability: probability.is_finite().then_some(probability),
            label: labels.next(),
        }
    });
    let predictions = predictions.collect();
    let labels = images.labels.as_ref();
    let confusion =
        labels.map(|labels| Confusion::new(labels, &classes, model.predictor.classes()));
    let confusion = confusion.as_ref();
    Predictions {
        weights,
        model: model.name,
        activation: model.activation,
        images: predictions,
        correct: confusion.map(Confusion::correct),
        total: confusion.map(Confusion::total),
        accuracy: confusion.map(Confusion::accuracy),
        confusion: confusion.map(|confusion| confusion.rows().to_vec()),
        class_names: model.class_names,
    }
}

fn page(predictions: &Predictions) -> Page {
    let mut page = Page::default();
    let labelled = predictions.confusion.is_some();
    let row = |cells: [&str; 5]| {
        let cells = cells.iter().take(if labelled { 5 } else { 4 });
        cells.map(|cell| (*cell).to_owned()).collect()
    };
    let mut rows: Vec<Vec<String>> = vec![row(["image", "class", "name", "probability", "label"])];
    for image in &predictions.images {
        let probability = image.probability;
        let probability = probability.map_or("none".to_owned(), |p| format!("{p:.4}"));
        let label = image.label.map_or(String::new(), |label| label.to_string());
        let class = image.class.to_string();
        rows.push(row([
            &image.image,
            &class,
            &image.name,
            &probability,
            &label,
        ]));
    }
    page.table(rows);
    if let (Some(confusion), Some(correct), Some(total), Some(accuracy)) = (
        &predictions.confusion,
        predictions.correct,
        predictions.total,
        predictions.accuracy,
    ) {
        page.text(format!(
            "{correct} of {total} right: accuracy {accuracy:.4}"
        ));
        let mut head = vec!["label \\ predicted".to_owned()];
        head.extend(predictions.class_names.iter().cloned());
        let mut rows = vec![head];
        for (name, counts) in predictions.class_names.iter().zip(confusion) {
            let counts = counts.iter().map(ToString::to_string);
            rows.push(std::iter::once(name.clone()).chain(counts).collect());
        }
        page.table(rows);
    }
    page
}
