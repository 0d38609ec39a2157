//! Training from the command line: what `verify q1` and `verify q2` share.

pub mod arguments;
pub mod cube;
mod grid;
mod json;
pub mod keep;
mod lines;
pub mod material;
pub mod model;
pub mod output;
mod page;
mod python_float;
pub mod run;
pub mod setting;
pub mod side_by_side;
mod single;
mod spread;

use anyhow::ensure;
use orthant::learn::online::mlp;

use arguments::Common;
use material::Material;
use model::Model;

use super::{Outcome, files, interrupt};

/// Trains one model, or compares several of one kind.
pub fn train(common: &Common, models: &[Model]) -> anyhow::Result<Outcome> {
    let material = prepare(common, models)?;
    match models {
        [model] => single::train(common, &material, model),
        _ => grid::train(common, &material, models),
    }
}

/// Trains Question 1's network with the pixels in so many orders.
pub fn spread(common: &Common, settings: &mlp::Settings, orders: usize) -> anyhow::Result<Outcome> {
    ensure!(
        common.checkpoint.is_none() && common.resume.is_none(),
        "--spread takes neither --checkpoint nor --resume"
    );
    let material = prepare(common, &[Model::Q1Mlp(settings.clone())])?;
    spread::train(common, &material, settings, orders)
}

/// Loads the data, and refuses before the work what could not be done after it.
fn prepare(common: &Common, models: &[Model]) -> anyhow::Result<Material> {
    if let Some(folder) = &common.out {
        files::prepare_folder(folder)?;
    }
    let material = Material::load(common.data.as_deref(), common.full_test)?;
    for model in models {
        model.check_size(material.shape())?;
    }
    interrupt::listen();
    Ok(material)
}
