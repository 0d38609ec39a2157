//! The runs of a grid, and where each is kept.

use anyhow::ensure;

use crate::cli::files;
use crate::cli::page::file_name;
use crate::cli::training::arguments::Common;
use crate::cli::training::keep::Keep;
use crate::cli::training::material::Material;
use crate::cli::training::model::Model;
use crate::cli::training::setting::config;
use crate::cli::training::side_by_side::Job;

/// The runs, each with a checkpoint of its own in the folders that were named.
pub fn jobs(common: &Common, material: &Material, models: &[Model]) -> anyhow::Result<Vec<Job>> {
    let used = common.checkpoint.is_some() || common.resume.is_some();
    let data = if used { material.fingerprint() } else { 0 };
    if let Some(folder) = &common.checkpoint {
        files::prepare_folder(folder)?;
    }
    if let Some(folder) = &common.resume {
        ensure!(
            folder.is_dir(),
            "--resume {} is no folder; several runs have a checkpoint each, in the folder that --checkpoint named",
            file_name(folder)
        );
    }
    let job = |model: &Model| {
        let mut settings = model.settings(common.epochs);
        settings.retain(|setting| setting.flag != "epochs");
        let name = format!("{}-{}.checkpoint", model.file_prefix(), config(&settings));
        Job {
            model: model.clone(),
            keep: Keep {
                checkpoint: common.checkpoint.as_ref().map(|folder| folder.join(&name)),
                // Some runs may not have begun when the others were interrupted.
                resume: common
                    .resume
                    .as_ref()
                    .map(|folder| folder.join(&name))
                    .filter(|file| file.exists()),
                data,
            },
        }
    };
    let jobs: Vec<_> = models.iter().map(job).collect();
    if let Some(folder) = &common.resume {
        ensure!(
            jobs.iter().any(|job| job.keep.resume.is_some()),
            "there is no checkpoint of these runs in --resume {}",
            file_name(folder)
        );
    }
    Ok(jobs)
}
