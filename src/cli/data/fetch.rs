//! `verify data fetch`: downloads OCTMNIST to the platform's cache folder.

use std::fs;
use std::io::Write;

use anyhow::{Context, bail};
use clap::ValueEnum;
use orthant::learn::data::octmnist;

use super::{cache, checksum, download};
use crate::cli::files::file_name;
use crate::cli::{Outcome, files, interrupt, say};

/// Download a data set to the cache folder
///
/// The file appears there once its checksum has been compared; --data octmnist then finds it. An interrupted download
/// is resumed where it stopped. The environment variable ORTHANT_CACHE names another folder.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  verify data fetch octmnist

OCTMNIST is 55 MB, published by MedMNIST under CC BY 4.0: https://zenodo.org/records/10519652")]
pub struct Arguments {
    /// What to download
    #[arg(value_enum, value_name = "NAME")]
    name: Name,
    /// Download the file again, even if it is in the cache
    #[arg(long)]
    force: bool,
    /// Download the same file from here instead
    #[arg(long, value_name = "URL", default_value = octmnist::URL)]
    url: String,
    /// The checksum of another file, for the tests
    #[arg(long, value_name = "DIGITS", hide = true)]
    sha256: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Name {
    /// Retinal scans of four classes, 28 x 28
    Octmnist,
}

/// Downloads the file, unless it is there.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Name::Octmnist = arguments.name;
    let path = cache::octmnist()?;
    let name = file_name(&path);
    let (sha256, bytes) = match &arguments.sha256 {
        Some(digits) => (digits.as_str(), None),
        None => (octmnist::SHA256, Some(octmnist::BYTES)),
    };
    if path.exists() && !arguments.force {
        if checksum::of(&path)?.sha256 == sha256 {
            writeln!(anstream::stdout(), "{name} is there already")?;
            return Ok(Outcome::Holds);
        }
        bail!(
            "{name} is there, but its checksum is not that of the official file; --force replaces it"
        );
    }
    files::prepare_folder(&cache::folder()?)?;
    let part = path.with_extension("npz.part");
    if arguments.force && part.exists() {
        fs::remove_file(&part).with_context(|| format!("cannot remove {}", file_name(&part)))?;
    }
    interrupt::listen();
    let url = &arguments.url;
    say(&format!("downloading {url}"));
    download::to_part(url, &part, bytes)?;
    let found = checksum::of(&part)?.sha256;
    if found != sha256 {
        // Going on with it would be no use.
        fs::remove_file(&part).with_context(|| format!("cannot remove {}", file_name(&part)))?;
        bail!("the file from {url} has the SHA-256 {found}, not {sha256}, and was removed");
    }
    fs::rename(&part, &path).with_context(|| format!("cannot write {name}"))?;
    writeln!(
        anstream::stdout(),
        "{name} is downloaded, and its checksum is right"
    )?;
    Ok(Outcome::Holds)
}
