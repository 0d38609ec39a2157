//! What is kept of a training after each epoch, and how it is taken up again.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use orthant::learn::checkpoint::Checkpoint;
use orthant::learn::curve::Epoch;
use orthant::learn::learner::Learner;
use serde_json::{Map, Value};

use super::model::Model;
use crate::cli::files;
use crate::cli::page::file_name;

/// Where a run is kept, and where it goes on from.
#[derive(Clone, Debug, Default)]
pub struct Keep {
    /// Written after each epoch.
    pub checkpoint: Option<PathBuf>,
    /// Read before the first.
    pub resume: Option<PathBuf>,
    /// The data set's fingerprint.
    pub data: u64,
}

/// The largest checkpoint that is read.
const LARGEST: u64 = 4 << 30;

impl Keep {
    /// Refuses a checkpoint that could not be written, before the work begins.
    pub fn check(&self) -> anyhow::Result<()> {
        let Some(path) = &self.checkpoint else {
            return Ok(());
        };
        let name = file_name(path);
        ensure!(
            !path.is_dir(),
            "--checkpoint {name} is a folder; name a file in it"
        );
        let folder = path.parent().filter(|folder| *folder != Path::new(""));
        let folder = folder.unwrap_or(Path::new("."));
        tempfile::tempfile_in(folder).with_context(|| {
            format!("cannot write --checkpoint {name}, for nothing can be written to its folder")
        })?;
        Ok(())
    }

    /// Writes what the next epoch needs.
    pub fn write(
        &self,
        model: &Model,
        learner: &dyn Learner,
        curve: &[Epoch],
    ) -> anyhow::Result<()> {
        let Some(path) = &self.checkpoint else {
            return Ok(());
        };
        let checkpoint = Checkpoint {
            settings: Value::Object(settings(model)).to_string(),
            data: self.data,
            curve: curve.to_vec(),
            state: learner.state(),
        };
        files::write_whole(path, &checkpoint.to_bytes())
    }

    /// Puts the learner where the checkpoint left it, and returns the epochs before.
    pub fn resume(
        &self,
        model: &Model,
        learner: &mut dyn Learner,
        epochs: usize,
    ) -> anyhow::Result<Vec<Epoch>> {
        let Some(path) = &self.resume else {
            return Ok(Vec::new());
        };
        let name = file_name(path);
        let bytes = files::read_bytes(path, LARGEST)?;
        let checkpoint =
            Checkpoint::from_bytes(&bytes).with_context(|| format!("cannot resume from {name}"))?;
        let differences = differences(&checkpoint.settings, &settings(model));
        if let Some(difference) =
            differences.with_context(|| format!("cannot resume from {name}"))?
        {
            bail!("cannot resume from {name}: it {difference}");
        }
        ensure!(
            checkpoint.data == self.data,
            "cannot resume from {name}: it was made with other images, so give the same --data"
        );
        let done = checkpoint.curve.len();
        ensure!(
            done <= epochs,
            "cannot resume from {name}: it has {done} epochs, more than --epochs {epochs}"
        );
        learner
            .restore(&checkpoint.state)
            .with_context(|| format!("cannot resume from {name}"))?;
        Ok(checkpoint.curve)
    }
}

/// All that must be the same when a run goes on.
fn settings(model: &Model) -> Map<String, Value> {
    let mut settings = model.settings_json(1);
    settings.remove("epochs");
    settings.insert("question".into(), model.question().into());
    settings.insert("model".into(), model.name().into());
    settings
}

/// What the checkpoint was made with and is not asked for now.
fn differences(theirs: &str, ours: &Map<String, Value>) -> anyhow::Result<Option<String>> {
    let theirs: Map<String, Value> =
        serde_json::from_str(theirs).context("its settings cannot be read")?;
    let word = |settings: &Map<String, Value>, name: &str| match settings.get(name) {
        Some(Value::String(word)) => word.clone(),
        Some(value) => value.to_string(),
        None => "nothing".to_owned(),
    };
    let who = |settings: &Map<String, Value>| {
        format!(
            "q{} {}",
            word(settings, "question"),
            word(settings, "model")
        )
    };
    if who(&theirs) != who(ours) {
        return Ok(Some(format!(
            "is of {}, not of {}",
            who(&theirs),
            who(ours)
        )));
    }
    let mut names: Vec<_> = theirs.keys().chain(ours.keys()).collect();
    names.sort();
    names.dedup();
    let mut different = names
        .into_iter()
        .filter(|name| theirs.get(*name) != ours.get(*name));
    Ok(different.next().map(|name| {
        let flag = name.replace('_', "-");
        format!(
            "was made with --{flag} {}, not {}",
            word(&theirs, name),
            word(ours, name)
        )
    }))
}
