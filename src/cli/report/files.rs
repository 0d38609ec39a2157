//! The files of `--out`: the page, certificates, pictures, and what was trained.

use std::collections::BTreeSet;
use std::path::Path;

use orthant::report::Judged;

use crate::cli::files::{prepare_folder, write_whole};

/// Makes the folders, before the work; one for trainings only if data was named to train on.
pub fn prepare(folder: &Path, trains: bool) -> anyhow::Result<()> {
    prepare_folder(folder)?;
    let trainings = trains.then_some("trainings");
    let mut folders = ["certificates", "pictures"].into_iter().chain(trainings);
    folders.try_for_each(|name| prepare_folder(&folder.join(name)))
}

/// Writes all evidence and the page in its three forms, and returns how many files there are now, with the trainings'.
pub fn write(folder: &Path, judged: &Judged<'_>) -> anyhow::Result<usize> {
    let evidence = judged.rows.iter().flat_map(|row| row.files.clone());
    let mut names: BTreeSet<String> = evidence.collect();
    for (name, text) in judged.files() {
        write_whole(&folder.join(&name), text.as_bytes())?;
        names.insert(name);
    }
    Ok(names.len())
}
