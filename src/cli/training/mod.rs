//! Training from the command line: what `verify q1` and `verify q2` share.

pub mod arguments;
pub mod cube;
pub mod keep;
mod one;
pub mod several;

use std::path::Path;

use anyhow::ensure;
use orthant::learn::data::material::Material;
use orthant::learn::model::Model;
use orthant::learn::results::files::File;
use orthant::learn::train::Sets;

use super::{Outcome, data_set, files, interrupt};
use arguments::Common;

/// Trains one model, or compares several of one kind.
pub fn train(common: &Common, models: &[Model]) -> anyhow::Result<Outcome> {
    let material = prepare(common, models)?;
    match models {
        [model] => one::train(common, &material, *model),
        _ => several::compare(common, &material, models),
    }
}

/// Trains Question 1's multi-layer perceptron with the pixels in this many orders.
pub fn spread(common: &Common, model: Model, orders: u32) -> anyhow::Result<Outcome> {
    ensure!(
        common.checkpoint.is_none() && common.resume.is_none(),
        "--spread takes neither --checkpoint nor --resume"
    );
    let material = prepare(common, &[model])?;
    several::spread(common, &material, model, orders)
}

/// Loads the data, and refuses before the work what could not be done after it.
fn prepare(common: &Common, models: &[Model]) -> anyhow::Result<Material> {
    if let Some(folder) = &common.out {
        files::prepare_folder(folder)?;
    }
    let (name, data) = data_set::load(common.data.as_deref())?;
    let material = Material::new(name, data, common.full_test)?;
    for model in models {
        model.check_size(Sets::of(&material, false).shape())?;
    }
    interrupt::listen();
    Ok(material)
}

/// Writes the files of a training, and returns their names.
pub fn write(folder: &Path, files: impl IntoIterator<Item = File>) -> anyhow::Result<Vec<String>> {
    let write = |(name, bytes): File| {
        files::write_whole(&folder.join(&name), &bytes)?;
        Ok(name)
    };
    files.into_iter().map(write).collect()
}
