//! The runs of a grid, and where each is kept.

use crate::cli::training::arguments::Common;
use crate::cli::training::keep::Folders;
use crate::cli::training::material::Material;
use crate::cli::training::model::Model;
use crate::cli::training::setting::config;
use crate::cli::training::side_by_side::Job;

/// The runs, each with a checkpoint of its own in the folders that were named.
pub fn jobs(common: &Common, material: &Material, models: &[Model]) -> anyhow::Result<Vec<Job>> {
    let folders = Folders::prepare(
        common.checkpoint.as_deref(),
        common.resume.as_deref(),
        material,
    )?;
    let job = |model: &Model| {
        let mut settings = model.settings(common.epochs);
        settings.retain(|setting| setting.flag != "epochs");
        Job {
            model: model.clone(),
            epochs: common.epochs,
            keep: folders.keep(&format!("{}-{}", model.file_prefix(), config(&settings))),
        }
    };
    let jobs: Vec<_> = models.iter().map(job).collect();
    folders.check(jobs.iter().map(|job| &job.keep))?;
    Ok(jobs)
}
