//! The subject of a report's claims: its trainings, its networks, and the figures that it gives.

use serde::Deserialize;

use super::command::Command;
use super::figure::Figure;
use super::images;
use crate::language::refused::Refused;
use crate::learn::data::homework;
use crate::learn::model::{ModelName, Question};
use crate::question3::family::Family;

/// The subject of a report's claims.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The title of the report that is judged.
    pub title: String,
    /// The data set that the report's figures are measured on.
    pub data: Data,
    /// The trainings of the report.
    pub runs: Vec<Run>,
    /// The networks that were constructed by hand.
    pub networks: Vec<Family>,
    /// The claimed test accuracies, each with the id of its run, in the order of the claims.
    pub(super) accuracies: Vec<(String, Figure)>,
}

/// The data set that a report's figures are about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// The name of the file.
    pub name: String,
    /// How to get the file, as the end of a sentence.
    pub get: String,
    /// The file's SHA-256 in 64 hexadecimal digits, which tells it from every other file.
    pub sha256: String,
    /// The number of training images of each class.
    pub train: Vec<usize>,
    /// The number of test images of each class, before the homework's loader takes its part.
    pub test: Vec<usize>,
}

/// A training of the report, given by its command.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "RunText")]
pub struct Run {
    /// The name of the run in the claims.
    pub id: String,
    /// The command as it is printed.
    pub text: String,
    /// The command after it has been read.
    pub command: Command,
    /// The model that the question asks for, where that can differ from the command's.
    pub asked: Option<ModelName>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RunText {
    id: String,
    script: Question,
    command: String,
    asked: Option<ModelName>,
}

impl TryFrom<RunText> for Run {
    type Error = Refused;

    fn try_from(run: RunText) -> Result<Self, Refused> {
        let command = Command::parse(run.script, &run.command);
        Ok(Self {
            command: command.map_err(|refused| refused.within(&format!("run {}", run.id)))?,
            id: run.id,
            text: run.command,
            asked: run.asked,
        })
    }
}

impl Run {
    /// The command with the model that the question asks for.
    pub fn as_asked(&self) -> Option<Command> {
        self.asked.map(|model| self.command.of_model(model))
    }
}

impl Subject {
    /// The run with this name, if there is one.
    pub fn find_run(&self, id: &str) -> Option<&Run> {
        self.runs.iter().find(|run| run.id == id)
    }

    /// The network with this name, if there is one.
    pub fn find_network(&self, id: &str) -> Option<&Family> {
        self.networks.iter().find(|family| family.name == id)
    }

    /// The run with this name.
    ///
    /// # Panics
    /// If there is no such run. The runs that a claim names are looked up when the file is read.
    pub fn run(&self, id: &str) -> &Run {
        self.find_run(id).expect("names were checked")
    }

    /// The network with this name.
    ///
    /// # Panics
    /// If there is no such network. The networks that a claim names are looked up when the file is read.
    pub fn network(&self, id: &str) -> &Family {
        self.find_network(id).expect("names were checked")
    }

    /// The runs with these names.
    ///
    /// # Panics
    /// If one of the runs does not exist, as for [`Subject::run`].
    pub(super) fn runs(&self, ids: &[String]) -> Vec<&Run> {
        ids.iter().map(|id| self.run(id)).collect()
    }

    /// The claimed test accuracies: the run and its figure, in the order of the claims.
    pub fn figures(&self) -> impl Iterator<Item = (&Run, &Figure)> {
        let figures = self.accuracies.iter();
        figures.map(|(run, figure)| (self.run(run), figure))
    }

    /// The claimed test accuracy of this run; the first, if there are several.
    pub(super) fn figure_of(&self, run: &Run) -> Option<&Figure> {
        let mut figures = self.figures();
        let (_, figure) = figures.find(|(other, _)| other.id == run.id)?;
        Some(figure)
    }

    /// The number of images of each class that the homework's loader keeps of the test set (REFERENCE 4).
    pub fn homework_test_counts(&self) -> Vec<usize> {
        homework::test_counts(&self.data.train, &self.data.test)
    }

    /// The number of images in the homework's test set.
    pub(super) fn test_images(&self) -> u64 {
        let counts = self.homework_test_counts();
        counts.into_iter().map(images::wide).sum()
    }
}
