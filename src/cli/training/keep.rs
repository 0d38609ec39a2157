//! What is kept of a training after each epoch, and how it is taken up again.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use orthant::learn::checkpoint::Checkpoint;
use orthant::learn::curve::Epoch;
use orthant::learn::learner::Learner;
use serde_json::{Map, Value};

use super::material::Material;
use super::model::Model;
use crate::cli::files;
use crate::cli::files::file_name;

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

/// Folders in which each of several runs has a checkpoint of its own.
pub struct Folders<'a> {
    /// Written to after each epoch of a run.
    pub checkpoint: Option<&'a Path>,
    /// Read from before the first epoch of a run.
    pub resume: Option<&'a Path>,
    /// The data set's fingerprint.
    pub data: u64,
}

impl<'a> Folders<'a> {
    /// The folders that were named, which can be written to and read from.
    pub fn prepare(
        checkpoint: Option<&'a Path>,
        resume: Option<&'a Path>,
        material: &Material,
    ) -> anyhow::Result<Self> {
        if let Some(folder) = checkpoint {
            files::prepare_folder(folder)?;
        }
        if let Some(folder) = resume {
            ensure!(
                folder.is_dir(),
                "--resume {} is no folder; several runs have a checkpoint each, in the folder that --checkpoint named",
                file_name(folder)
            );
        }
        let used = checkpoint.is_some() || resume.is_some();
        Ok(Self {
            checkpoint,
            resume,
            data: if used { material.fingerprint() } else { 0 },
        })
    }

    /// Where the run of this name is kept; some may not have begun when the others were interrupted.
    pub fn keep(&self, name: &str) -> Keep {
        let file = |folder: &Path| folder.join(format!("{name}.checkpoint"));
        Keep {
            checkpoint: self.checkpoint.map(file),
            resume: self.resume.map(file).filter(|file| file.exists()),
            data: self.data,
        }
    }

    /// Refuses a folder to resume from that has nothing of these runs.
    pub fn check<'k>(&self, mut runs: impl Iterator<Item = &'k Keep>) -> anyhow::Result<()> {
        match self.resume {
            Some(folder) if !runs.any(|keep| keep.resume.is_some()) => bail!(
                "there is no checkpoint of these runs in --resume {}",
                file_name(folder)
            ),
            _ => Ok(()),
        }
    }
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
