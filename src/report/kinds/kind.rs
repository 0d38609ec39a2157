//! The interface of every kind of claim: the names in it, its needs, and its decision.

use itertools::Itertools;

use crate::language::refused::{Refused, quoted};
use crate::report::figure::Figure;
use crate::report::sweeps::MAX_D;
use crate::report::{Finding, Inquiry, Needs, Subject};

/// A claim of one kind.
pub trait Kind {
    /// The runs and networks of the subject that the claim names.
    fn names(&self) -> Names<'_> {
        Names::default()
    }

    /// The test accuracy that it claims, if it claims one: the id of the run, and the figure.
    fn accuracy(&self) -> Option<(&String, &Figure)> {
        None
    }

    /// The words of the claim that are printed: the name of each field, and its text.
    fn texts(&self) -> Vec<(&'static str, &String)> {
        Vec::new()
    }

    /// Refuses a claim that cannot be decided although everything that it names exists.
    ///
    /// # Errors
    /// [`Refused`], which says what is wrong with the claim.
    fn check(&self) -> Result<(), Refused> {
        Ok(())
    }

    /// The trainings that decide it.
    fn needs<'a>(&'a self, subject: &'a Subject) -> Needs<'a> {
        let _ = subject;
        self.names().needs()
    }

    /// The verdict on the claim of this id, with its evidence.
    fn decide(&self, inquiry: &mut Inquiry<'_>, claim: &str) -> Finding;
}

/// The names in a claim, and which trainings of them decide the claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names<'c> {
    /// The ids of runs.
    pub runs: Vec<&'c str>,
    /// The ids of networks.
    pub networks: Vec<&'c str>,
    least: usize,
    largest_d: Option<usize>,
    as_printed: bool,
    as_asked: bool,
}

impl<'c> Names<'c> {
    /// The names of these runs.
    pub fn runs(ids: impl IntoIterator<Item = &'c String>) -> Self {
        Self {
            runs: ids.into_iter().map(String::as_str).collect(),
            ..Self::default()
        }
    }

    /// The names of these networks.
    pub fn networks(ids: impl IntoIterator<Item = &'c String>) -> Self {
        Self {
            networks: ids.into_iter().map(String::as_str).collect(),
            ..Self::default()
        }
    }

    /// The same names, of which there must be at least this many different runs.
    #[must_use]
    pub fn at_least(self, least: usize) -> Self {
        Self { least, ..self }
    }

    /// The same names, with all cases up to this D, which must be from 1 to `MAX_D`.
    #[must_use]
    pub fn up_to(self, largest_d: usize) -> Self {
        let largest_d = Some(largest_d);
        Self { largest_d, ..self }
    }

    /// The same names, whose commands have to be trained as they are printed.
    #[must_use]
    pub fn as_printed(self) -> Self {
        let as_printed = true;
        Self { as_printed, ..self }
    }

    /// The same names, for which the model that the question asks for has to be trained.
    #[must_use]
    pub fn as_asked(self) -> Self {
        let as_asked = true;
        Self { as_asked, ..self }
    }

    /// The trainings of the runs.
    pub fn needs(self) -> Needs<'c> {
        let runs = |wanted: bool| {
            if wanted {
                self.runs.clone()
            } else {
                Vec::new()
            }
        };
        Needs {
            commanded: runs(self.as_printed),
            asked: runs(self.as_asked),
            on_any_data: false,
        }
    }

    /// Refuses names of nothing, too few names, runs without a field that they need, and a bound that is out of range.
    ///
    /// # Errors
    /// [`Refused`], which says what is wrong with the claim.
    pub fn check(&self, subject: &Subject) -> Result<(), Refused> {
        for id in &self.runs {
            let run = subject.find_run(id);
            let run = run.ok_or_else(|| refused("a run of the file", quoted(id)))?;
            if self.as_asked && run.asked.is_none() {
                let expected = format!("asked, such as asked = \"mlp\", in run {id}");
                return Err(refused(expected, "none"));
            }
        }
        for id in &self.networks {
            let network = subject.find_network(id);
            network.ok_or_else(|| refused("a network of the file", quoted(id)))?;
        }
        at_least(self.least, "runs", self.runs.iter().unique().count())?;
        match self.largest_d {
            Some(d) if !(1..=MAX_D).contains(&d) => {
                let expected = format!("D between 1 and {MAX_D}");
                Err(refused(expected, format!("D = {d}")))
            }
            _ => Ok(()),
        }
    }
}

/// The refusal of a claim, without its place.
pub(super) fn refused(expected: impl Into<String>, found: impl Into<String>) -> Refused {
    Refused::new("", expected, found)
}

/// Refuses a claim that names fewer different runs or networks than it examines or compares.
pub(super) fn at_least(least: usize, what: &str, found: usize) -> Result<(), Refused> {
    if found >= least {
        return Ok(());
    }
    let expected = format!("at least {least} different {what}");
    Err(refused(expected, found.to_string()))
}
