//! `verify predict`: predictions of stored weights for images.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::ValueEnum;
use orthant::learn::data::grey_png;
use orthant::learn::model::{Setting, Value};
use orthant::learn::predict::predictions::{Images, Predictions};
use orthant::learn::predict::stored::StoredModel;
use orthant::learn::settings::Activation;

use super::files::file_name;
use super::shown::{Format, Results};
use super::training::arguments::value;
use super::{Outcome, data_set, files, say};

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
    /// The split of an .npz file whose images are all predicted, in file order [default: test]
    #[arg(long, value_enum)]
    split: Option<SplitName>,
    /// Activation between the layers, for weights that do not name it [default: relu]
    #[arg(long, value_parser = value(Setting::Activation))]
    activation: Option<Value>,
    /// How to print the predictions
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum SplitName {
    /// The training images
    Train,
    /// The validation images
    Val,
    /// The test images
    #[default]
    Test,
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
    let predictions = Predictions::new(name, model, images);
    Results::new(false).show(&predictions, arguments.format)?;
    Ok(Outcome::Holds)
}

fn model(arguments: &Arguments) -> anyhow::Result<StoredModel> {
    let bytes = files::read_bytes(&arguments.weights, files::MAX_FILE_SIZE)?;
    let named = |value: &Value| Activation::named(&value.to_string());
    let model =
        StoredModel::from_safetensors(&bytes, arguments.activation.as_ref().and_then(named))?;
    if model.is_activation_assumed {
        say("the weights do not name their activation: taking relu; --activation names another");
    }
    Ok(model)
}

/// Whether the file is a PNG file; an error if it is neither a PNG nor an .npz file.
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

fn npz_images(path: &Path, split: SplitName, model: &StoredModel) -> anyhow::Result<Images> {
    let data = data_set::read(path)?;
    let (_, height, width) = data.train.images.dim();
    let name = file_name(path);
    model.check_size(&name, [height, width])?;
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

fn png_images(paths: &[PathBuf], model: &StoredModel) -> anyhow::Result<Images> {
    let mut images = Images::default();
    for path in paths {
        let name = file_name(path);
        ensure!(
            is_png(path)?,
            "{name} is an .npz file; name one .npz file alone, or PNG files"
        );
        let file = files::read_bytes(path, files::MAX_FILE_SIZE)?;
        let context = || format!("cannot read {name}");
        let (height, width) = grey_png::size(&file).with_context(context)?;
        model.check_size(&name, [height, width])?;
        images
            .pixels
            .extend(grey_png::read(&file).with_context(context)?);
        images.names.push(name);
    }
    Ok(images)
}
