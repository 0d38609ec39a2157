//! The sources from which claims are decided: their subject, the trainings, and the cases that have already been
//! examined.

use std::collections::HashMap;

use super::finding::Finding;
use super::subject::{Run, Subject};
use super::sweeps::{self, Sweep, cases};
use super::trainings::{Training, Trainings};
use crate::learn::train::Trained;
use crate::prover::Limits;
use crate::question3::family::Family;

/// The sources from which the claims of one document are decided.
pub struct Inquiry<'a> {
    pub(super) subject: &'a Subject,
    pub(super) trainings: &'a Trainings,
    pub(super) limits: Limits<'a>,
    /// The findings about each network in every case, which several claims use.
    sweeps: HashMap<(String, usize), Sweep>,
}

/// The finding on a run whose command cannot be followed.
pub(super) fn unknown_words(run: &Run) -> Option<Finding> {
    let because = format!(
        "The command of {} has words that the program does not take.",
        run.id
    );
    (!run.command.can_be_followed()).then(|| Finding::undecided(because))
}

impl<'a> Inquiry<'a> {
    /// An inquiry into this subject. `limits` bounds work that takes long.
    pub fn new(subject: &'a Subject, trainings: &'a Trainings, limits: Limits<'a>) -> Self {
        Self {
            subject,
            trainings,
            limits,
            sweeps: HashMap::new(),
        }
    }

    /// The training of the run's command on the report's data, or a finding that says why there is none.
    pub(super) fn commanded(&self, id: &str) -> Result<Training<'a>, Finding> {
        self.trained(id, self.trainings.commanded.get(id), "")
    }

    /// The training of the model that the run's question asks for on the report's data, or a finding that says why
    /// there is none.
    pub(super) fn asked(&self, id: &str) -> Result<Training<'a>, Finding> {
        self.trained(id, self.trainings.asked.get(id), " and --all")
    }

    fn trained(
        &self,
        id: &str,
        trained: Option<&'a Option<Trained>>,
        and_all: &str,
    ) -> Result<Training<'a>, Finding> {
        if let Some(undecided) = unknown_words(self.subject.run(id)) {
            return Err(undecided);
        }
        let trained = trained.filter(|_| self.trainings.on_the_reports_data());
        let Some(trained) = trained else {
            return Err(Finding::undecided(self.missing(and_all)));
        };
        let why = |why| Finding::undecided(format!("The training of {id} {why}."));
        Training::of(trained.as_ref()).map_err(why)
    }

    /// The reason why a claim that only training decides is undecided.
    fn missing(&self, and_all: &str) -> String {
        if self.trainings.on_the_reports_data() {
            return "Needs --all.".to_owned();
        }
        let data = &self.subject.data;
        let other = self.trainings.other_data();
        let other = other
            .map(|name| format!("; {name} is another data set"))
            .unwrap_or_default();
        format!("Needs {}{and_all} ({}){other}.", data.name, data.get)
    }

    /// The findings about a network of the subject in every case up to the bound; they are made only once.
    pub(super) fn sweep(&mut self, id: &str, largest_d: usize) -> (&'a Family, &Sweep) {
        let (family, limits) = (self.subject.network(id), self.limits);
        let network = |interval: &_| family.network(interval);
        let sweep = self.sweeps.entry((id.to_owned(), largest_d));
        let sweep = sweep.or_insert_with(|| sweeps::sweep(&cases(largest_d), network, limits));
        (family, sweep)
    }
}
