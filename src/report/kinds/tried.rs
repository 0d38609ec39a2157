use itertools::Itertools;
use serde::Deserialize;

use super::kind::refused;
use super::{Kind, Names};
use crate::language::refused::{Refused, quoted};
use crate::report::command::Command;
use crate::report::inquiry::unknown_words;
use crate::report::subject::Run;
use crate::report::words::listed;
use crate::report::{Basis, Finding, Inquiry, Verdict};

/// One of the commands has this setting.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tried {
    /// The name of a flag, without its dashes.
    pub flag: String,
    /// A value of the flag, as commands write it.
    pub value: String,
    /// The ids of runs of the subject.
    pub among: Vec<String>,
}

impl Kind for Tried {
    fn names(&self) -> Names<'_> {
        Names::runs(&self.among).at_least(1)
    }

    fn texts(&self) -> Vec<(&'static str, &String)> {
        vec![("value", &self.value)]
    }

    fn check(&self) -> Result<(), Refused> {
        if !Command::is_flag(&self.flag) {
            let expected = "a flag of the exercise's programs";
            return Err(refused(expected, quoted(&self.flag)));
        }
        Ok(())
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, _: &str) -> Finding {
        let Self { flag, value, among } = self;
        let mut runs = inquiry.subject.runs(among);
        runs.retain(|run| run.command.flags().contains(&flag.as_str()));
        let in_words = flag.replace('_', " ");
        let found = |run: &Run, how: &str| {
            let because = format!("The command of {} {how} {in_words} {value}.", run.id);
            Finding::new(Verdict::Holds, Basis::Read, because)
        };
        let has_it = |run: &&&Run| self.given(run).is_some_and(|own| self.is_it(own));
        if let Some(run) = runs.iter().find(has_it) {
            return found(run, "has");
        }
        let mut silent = runs.iter().filter(|run| self.given(run).is_none());
        let by_default =
            |run: &&Run| run.command.can_be_followed() && self.is_it(&run.command.value(flag));
        if let Some(run) = silent.clone().find(|run| by_default(run)) {
            return found(run, "has, by default,");
        }
        if let Some(undecided) = silent.find_map(|run| unknown_words(run)) {
            return undecided;
        }
        let own = |run: &&Run| match self.given(run) {
            Some(given) => given.to_owned(),
            None => run.command.value(flag),
        };
        let values = listed(runs.iter().map(own).unique());
        let because = if values.is_empty() {
            format!("No program of these commands has a {in_words}.")
        } else {
            format!("No command has {in_words} {value}; they have {values}.")
        };
        Finding::new(Verdict::Refuted, Basis::Read, because)
    }
}

impl Tried {
    /// The value that a command gives to the flag, if it gives one.
    fn given<'r>(&self, run: &'r Run) -> Option<&'r str> {
        let mut given = run.command.given.iter();
        let (_, value) = given.find(|(flag, _)| *flag == self.flag)?;
        Some(value)
    }

    /// Whether the value is the claimed one: in the same digits, or the same number.
    fn is_it(&self, own: &str) -> bool {
        let number = |text: &str| text.parse::<f64>().ok();
        own == self.value || number(own).is_some() && number(own) == number(&self.value)
    }
}
