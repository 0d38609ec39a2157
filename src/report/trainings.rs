//! The trainings of a report: those that its claims need, and those that have been made.

use std::collections::BTreeMap;

use itertools::Itertools;
use serde::Serialize;

use super::command::Command;
use super::subject::{Run, Subject};
use crate::learn::confusion::Confusion;
use crate::learn::curve::Epoch;
use crate::learn::train::{End, Trained};

/// The trainings that decide a claim, by the runs of its subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs<'d> {
    /// The ids of the runs whose commands have to be trained as they are printed.
    pub commanded: Vec<&'d str>,
    /// The ids of the runs of which the model that the question asks for has to be trained.
    pub asked: Vec<&'d str>,
    /// Whether the claim is about relations between the commanded trainings, which hold or do not on any data.
    pub on_any_data: bool,
}

/// A training that has to be made, for one or more runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted<'d> {
    /// The command to train.
    pub command: Command,
    /// The run whose own command it is, if it is the command of a run.
    pub commanded: Option<&'d Run>,
    /// The runs whose question asks for it.
    pub asked: Vec<&'d Run>,
}

/// What has to be trained for claims with these needs.
///
/// On the report's data that is every command that a claim is about, on other data those whose relations are claimed. With
/// `all` it is also the models that the questions ask for and the commands do not name. A command with words that its
/// program does not take is not trained.
pub fn wanted<'d>(
    subject: &'d Subject,
    needs: &[Needs<'d>],
    is_the_reports: bool,
    all: bool,
) -> Vec<Wanted<'d>> {
    let runs = |ids: Vec<&'d str>| {
        let runs = ids.into_iter().unique().map(|id| subject.run(id));
        runs.filter(|run| run.command.can_be_followed())
    };
    let commanded = needs
        .iter()
        .filter(|needs| is_the_reports || needs.on_any_data)
        .flat_map(|needs| needs.commanded.iter().copied());
    // Each on its own, though it may be the same training: that is what is looked at.
    let mut wanted: Vec<_> = runs(commanded.collect())
        .map(|run| Wanted {
            command: run.command.clone(),
            commanded: Some(run),
            asked: Vec::new(),
        })
        .collect();
    let asked = needs.iter().flat_map(|needs| needs.asked.iter().copied());
    for run in runs(asked.collect()) {
        let Some(command) = run.as_asked() else {
            continue;
        };
        let is_named = command.is_same_training(&run.command);
        if !(all || is_named && is_the_reports) {
            continue;
        }
        // One training serves all runs that ask for it.
        match wanted
            .iter_mut()
            .find(|wanted| wanted.command.is_same_training(&command))
        {
            Some(wanted) => wanted.asked.push(run),
            None => wanted.push(Wanted {
                command,
                commanded: None,
                asked: vec![run],
            }),
        }
    }
    wanted
}

/// The trainings that have been made, and the data set that they were made on.
#[derive(Clone, Debug, Default)]
pub struct Trainings {
    /// The data set; `None` if nothing was trained at all.
    pub data: Option<DataUsed>,
    /// The training of each run's command as it is printed, by the id of the run; `None` if it was not begun.
    pub commanded: BTreeMap<String, Option<Trained>>,
    /// The training of the model that each run's question asks for, by the id of the run; `None` if it was not begun.
    pub asked: BTreeMap<String, Option<Trained>>,
}

/// The data set that was trained on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct DataUsed {
    /// The name of the data file, `octmnist` or `synthetic`.
    pub name: String,
    /// Whether it is the file that the report's figures are about.
    pub is_the_reports: bool,
}

/// A training that was completed.
#[derive(Clone, Copy)]
pub struct Training<'t> {
    /// The whole training.
    pub trained: &'t Trained,
    /// Its last epoch.
    pub last: &'t Epoch,
    /// The confusion matrix of the last epoch's weights on the test set.
    pub test: &'t Confusion,
}

impl<'t> Training<'t> {
    /// The result of a training.
    ///
    /// # Errors
    /// The reason in words why it has none: `was interrupted` or `diverged`.
    pub fn of(trained: Option<&'t Trained>) -> Result<Self, &'static str> {
        let trained = trained.ok_or("was interrupted")?;
        match (trained.end, trained.curve.last(), &trained.test) {
            (End::Complete, Some(last), Some(test)) => Ok(Self {
                trained,
                last,
                test,
            }),
            (End::Diverged, ..) => Err("diverged"),
            _ => Err("was interrupted"),
        }
    }

    /// The share of correct predictions on the test set, as the reference prints it.
    pub fn printed_accuracy(self) -> String {
        format!("{:.4}", self.test.accuracy())
    }
}

impl Trainings {
    /// The trainings where nothing was trained.
    pub fn none() -> Self {
        Self::default()
    }

    /// The name of the data set, if it is not the report's.
    pub fn other_data(&self) -> Option<&str> {
        let data = self.data.as_ref().filter(|data| !data.is_the_reports);
        data.map(|data| data.name.as_str())
    }

    /// Whether the trainings were made on the report's own data set.
    pub fn on_the_reports_data(&self) -> bool {
        self.data.as_ref().is_some_and(|data| data.is_the_reports)
    }
}
