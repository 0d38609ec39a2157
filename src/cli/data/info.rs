//! `verify data info`: what is in a data set.

use std::path::PathBuf;

use anyhow::Context;
use orthant::learn::data::contact_sheet;
use orthant::learn::data::info::Info;
use orthant::learn::data::material::Material;

use super::checksum;
use crate::cli::files::file_name;
use crate::cli::shown::{Format, Results};
use crate::cli::{Outcome, data_set, files, say};

/// Show what is in a data set
///
/// Shows its splits, classes, shapes and checksums, and whether it is the official OCTMNIST file. The column "homework" counts the
/// test images that the exercise uses: of each class the first ones in file order, in the proportions of the training
/// set, and all of the most frequent class.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  verify data info octmnist
  verify data info mine.npz --contact-sheet mine.png
  verify data info mine.npz --format json")]
pub struct Arguments {
    /// An .npz file, or octmnist for the downloaded one
    #[arg(value_name = "FILE")]
    file: String,
    /// Draw the first 16 training images of each class, in one row for each class, to this PNG file
    #[arg(long, value_name = "FILE.png")]
    contact_sheet: Option<PathBuf>,
    /// How to print the results
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Reads the data set and describes it.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let path = data_set::locate(&arguments.file)?;
    let (name, data) = data_set::load(Some(&arguments.file))?;
    let material = Material::new(name, data, true)?;
    let info = Info::new(&material, checksum::of(&path)?);
    // Before anything is printed: a reader may stop reading.
    if let Some(sheet) = &arguments.contact_sheet {
        let mut png = Vec::new();
        let drawn = contact_sheet::write(&material.data.train, material.data.classes, &mut png);
        drawn.context("cannot draw the contact sheet")?;
        files::write_whole(sheet, &png)?;
        say(&format!("contact sheet written to {}", file_name(sheet)));
    }
    Results::new(false).show(&info, arguments.format)?;
    Ok(Outcome::Holds)
}
