use itertools::Itertools;
use serde::Deserialize;

use super::{Kind, Names};
use crate::report::command::Slip;
use crate::report::subject::Run;
use crate::report::words::listed;
use crate::report::{Basis, Exhibit, Finding, Inquiry, Verdict};

/// The programs take the commands as they are printed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commands {
    /// The ids of runs of the subject.
    pub runs: Vec<String>,
}

/// The commands as they are printed, one per line.
pub(super) fn printed(runs: &[&Run]) -> Exhibit {
    let width = runs.iter().map(|run| run.id.len()).max().unwrap_or(0);
    let line = |run: &&Run| format!("{:<width$}  {}", run.id, run.text);
    Exhibit::Lines(runs.iter().map(line).collect())
}

impl Kind for Commands {
    fn names(&self) -> Names<'_> {
        Names::runs(&self.runs).at_least(1)
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, _: &str) -> Finding {
        let runs = inquiry.subject.runs(&self.runs);
        let slips: Vec<&Slip> = runs
            .iter()
            .flat_map(|run| &run.command.slips)
            .unique_by(|slip| &slip.words)
            .collect();
        if slips.is_empty() {
            let because = "The program has every flag and value.";
            return Finding::new(Verdict::Holds, Basis::Read, because).with([printed(&runs)]);
        }
        let sentences = slips.into_iter().map(|slip| {
            let wrong = runs.iter().filter(|run| run.command.slips.contains(slip));
            let wrong = listed(wrong.map(|run| run.id.clone()));
            let read_as = match &slip.read_as {
                Some(known) => format!("here it is read as {known}"),
                None => "so it is not known what to train".to_owned(),
            };
            format!("{} in {wrong} {}; {read_as}.", slip.words, slip.problem)
        });
        let because = sentences.collect::<Vec<_>>().join(" ");
        Finding::new(Verdict::Refuted, Basis::Read, because).with([printed(&runs)])
    }
}
