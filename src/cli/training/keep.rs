//! The files in which a training is kept after each epoch, and from which it goes on.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use orthant::learn::Compute;
use orthant::learn::checkpoint::Checkpoint;
use orthant::learn::curve::Epoch;
use orthant::learn::model::Model;
use orthant::learn::train::{Run, Sets, Trained};

use crate::cli::files::{self, file_name};

/// The files of one training.
#[derive(Clone, Debug, Default)]
pub struct Keep {
    /// The file that is written after each epoch.
    pub checkpoint: Option<PathBuf>,
    /// The file that is read before the first epoch.
    pub resume: Option<PathBuf>,
}

/// The largest checkpoint that is read, in bytes.
const LARGEST: u64 = 4 << 30;

impl Keep {
    /// Whether there is at least one file.
    pub fn is_used(&self) -> bool {
        self.checkpoint.is_some() || self.resume.is_some()
    }

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
        tempfile::tempfile_in(files::folder_of(path)).with_context(|| {
            format!(
                "cannot write --checkpoint {name}, because nothing can be written to its folder"
            )
        })?;
        Ok(())
    }

    /// Trains and tests; `epoch_done` is called with each epoch, also with those from a checkpoint.
    pub fn train(
        &self,
        model: Model,
        sets: Sets<'_>,
        compute: Compute,
        watch: &(dyn Fn(usize, usize) -> bool + Sync),
        mut epoch_done: impl FnMut(&Epoch) -> anyhow::Result<()>,
    ) -> anyhow::Result<Trained> {
        let mut run = Run::new(model, sets, compute);
        if let Some(path) = &self.resume {
            let bytes = files::read_bytes(path, LARGEST)?;
            let cannot = || format!("cannot resume from {}", file_name(path));
            let checkpoint = Checkpoint::from_bytes(&bytes).with_context(cannot)?;
            run.resume(checkpoint).with_context(cannot)?;
        }
        run.train(watch, |done| {
            if let Some(path) = &self.checkpoint
                && let Some(checkpoint) = done.checkpoint()
            {
                files::write_whole(path, &checkpoint.to_bytes())?;
            }
            epoch_done(done.epoch)
        })
    }
}

/// The folders in which each of several trainings has a checkpoint of its own.
pub struct Folders<'a> {
    /// The folder that is written to after each epoch.
    checkpoint: Option<&'a Path>,
    /// The folder that is read from before the first epoch.
    resume: Option<&'a Path>,
}

impl<'a> Folders<'a> {
    /// The folders that were named, which can be written to and read from.
    pub fn prepare(checkpoint: Option<&'a Path>, resume: Option<&'a Path>) -> anyhow::Result<Self> {
        if let Some(folder) = checkpoint {
            files::prepare_folder(folder)?;
        }
        if let Some(folder) = resume {
            ensure!(
                folder.is_dir(),
                "--resume {} is not a folder; several runs have a checkpoint each, in the folder that --checkpoint named",
                file_name(folder)
            );
        }
        Ok(Self { checkpoint, resume })
    }

    /// Whether there is at least one folder.
    pub fn are_used(&self) -> bool {
        self.checkpoint.is_some() || self.resume.is_some()
    }

    /// The files of the training of this name; some may not have begun when the others were interrupted.
    pub fn keep(&self, name: &str) -> Keep {
        let file = |folder: &Path| folder.join(format!("{name}.checkpoint"));
        Keep {
            checkpoint: self.checkpoint.map(file),
            resume: self.resume.map(file).filter(|file| file.exists()),
        }
    }

    /// Refuses a folder to resume from that has nothing of these trainings.
    pub fn check<'k>(&self, mut trainings: impl Iterator<Item = &'k Keep>) -> anyhow::Result<()> {
        match self.resume {
            Some(folder) if !trainings.any(|keep| keep.resume.is_some()) => bail!(
                "there is no checkpoint of these runs in --resume {}",
                file_name(folder)
            ),
            _ => Ok(()),
        }
    }
}

/// Advice to the user on how to resume after an interrupt.
pub fn how_to_go_on(kept: Option<&Path>) -> String {
    match kept {
        Some(path) => format!(
            "to go on, give the same command with --resume {}",
            file_name(path)
        ),
        None => "without --checkpoint nothing was kept to resume from".to_owned(),
    }
}
