//! The data set that a command is to use: a file, the downloaded OCTMNIST, or a small synthetic one.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use orthant::learn::data::images::DataSet;
use orthant::learn::data::{npz, synthetic};

use super::data::cache;
use super::files::file_name;
use super::say;

/// The training images of the synthetic data set that is used where none is named.
pub const DEFAULT_SIZE: usize = 4_000;

/// The seed of the synthetic data set that is used where none is named.
pub const DEFAULT_SEED: u64 = 65;

/// The word for the downloaded OCTMNIST.
const OCTMNIST: &str = "octmnist";

/// Loads a data set, or makes the synthetic one of [`DEFAULT_SIZE`] training images.
pub fn load(data: Option<&str>) -> anyhow::Result<(String, DataSet)> {
    load_or_synthesize(data, DEFAULT_SIZE)
}

/// Loads the file that `--data` names, or the downloaded OCTMNIST for the word `octmnist`. With the data set comes a name
/// for people: the file's, `octmnist`, or `synthetic`.
///
/// Without a name, a small synthetic data set of `size` training images is made, and standard error says so.
pub fn load_or_synthesize(data: Option<&str>, size: usize) -> anyhow::Result<(String, DataSet)> {
    let Some(data) = data else {
        say(&format!(
            "no --data given: using a small synthetic data set of {size} training images; what is \
             learned from it says nothing about real scans (`verify data fetch octmnist` gets those)"
        ));
        let data = synthetic::synthesize(size, DEFAULT_SEED);
        return Ok(("synthetic".to_owned(), data));
    };
    let path = locate(data)?;
    let name = match data {
        OCTMNIST => data.to_owned(),
        _ => file_name(&path),
    };
    Ok((name, read(&path)?))
}

/// The file that `data` names: the downloaded one for the word `octmnist`, else the file with this name.
pub fn locate(data: &str) -> anyhow::Result<PathBuf> {
    if data != OCTMNIST {
        return Ok(data.into());
    }
    let path = cache::octmnist()?;
    if !path.exists() {
        bail!(
            "octmnist is not in the cache ({}): run `verify data fetch octmnist` first, or name a file",
            file_name(&path)
        );
    }
    Ok(path)
}

/// Reads an `.npz` file.
pub fn read(path: &Path) -> anyhow::Result<DataSet> {
    let name = file_name(path);
    let file = File::open(path).with_context(|| format!("cannot open {name}"))?;
    if file.metadata().is_ok_and(|data| data.is_dir()) {
        bail!("{name} is a folder; name a file in it");
    }
    npz::read(file).with_context(|| format!("cannot read {name}"))
}
