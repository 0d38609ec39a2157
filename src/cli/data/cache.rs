//! The folder for downloads.

use std::path::PathBuf;

use anyhow::Context;
use etcetera::{BaseStrategy, base_strategy};

/// The environment variable that names another folder than the platform's.
const VARIABLE: &str = "ORTHANT_CACHE";

/// The folder in the environment variable `ORTHANT_CACHE`, or this program's in the platform's cache folder.
pub fn folder() -> anyhow::Result<PathBuf> {
    if let Some(folder) = std::env::var_os(VARIABLE).filter(|folder| !folder.is_empty()) {
        return Ok(folder.into());
    }
    let strategy = base_strategy::choose_native_strategy();
    let strategy = strategy.context(
        "cannot tell where the cache folder is; name one in the environment variable ORTHANT_CACHE",
    )?;
    Ok(strategy.cache_dir().join("orthant"))
}

/// The path of the downloaded OCTMNIST, whether or not it exists.
pub fn octmnist() -> anyhow::Result<PathBuf> {
    Ok(folder()?.join("octmnist.npz"))
}
