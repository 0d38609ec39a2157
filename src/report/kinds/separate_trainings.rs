use itertools::Itertools;
use serde::Deserialize;

use super::Kind;
use crate::page::row;
use crate::report::command::Command;
use crate::report::figure::Figure;
use crate::report::inquiry::unknown_words;
use crate::report::same_training::{contradiction, equality, names, repeated};
use crate::report::subject::Run;
use crate::report::words::sentence;
use crate::report::{Basis, Exhibit, Finding, Inquiry, Needs, Subject, Verdict};

/// No two accuracy claims are about one and the same training.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SeparateTrainings {}

impl Kind for SeparateTrainings {
    fn needs<'a>(&'a self, subject: &'a Subject) -> Needs<'a> {
        let runs = || subject.figures().map(|(run, _)| run);
        let is_repeated = |run: &&Run| {
            let same =
                |other: &Run| other.id != run.id && other.command.is_same_training(&run.command);
            runs().any(same)
        };
        let repeated = runs().filter(is_repeated).map(|run| run.id.as_str());
        Needs {
            commanded: repeated.collect(),
            on_any_data: true,
            ..Needs::default()
        }
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, _: &str) -> Finding {
        let figures: Vec<(&Run, &Figure)> = inquiry.subject.figures().collect();
        if figures.len() < 2 {
            return Finding::undecided("Fewer than two accuracies are claimed.");
        }
        let runs = figures.iter().map(|(run, _)| *run);
        let twice: Vec<&Run> = runs.clone().duplicates_by(|run| &run.id).collect();
        let runs: Vec<&Run> = runs.unique_by(|run| &run.id).collect();
        let groups = repeated(&runs);
        if groups.is_empty() && !twice.is_empty() {
            let because = format!("Several figures are said to be of {}.", names(&twice));
            return Finding::new(Verdict::Refuted, Basis::Read, because);
        }
        if groups.is_empty() {
            if let Some(undecided) = runs.iter().copied().find_map(unknown_words) {
                return undecided;
            }
            let because = format!(
                "The {} commands have different models or settings.",
                runs.len()
            );
            return Finding::new(Verdict::Holds, Basis::Read, because);
        }
        let mut contradictions = groups
            .iter()
            .filter_map(|group| contradiction(inquiry, group));
        if let Some(contradiction) = contradictions.next() {
            return contradiction;
        }
        let because = sentence(&format!(
            "the commands name the same model with the same settings that matter: {}",
            groups.iter().map(|group| names(group)).join("; ")
        ));
        let checked = groups.iter().filter_map(|group| equality(inquiry, group));
        Finding::new(Verdict::Refuted, Basis::Read, because)
            .with([table(&groups, &figures)])
            .with(checked)
    }
}

/// The groups of runs that are one training, and the figures that are printed for each.
fn table(groups: &[Vec<&Run>], figures: &[(&Run, &Figure)]) -> Exhibit {
    let mut table = vec![row(["training", "runs", "figures"])];
    for group in groups {
        let of_group = figures
            .iter()
            .filter(|(run, _)| group.iter().any(|other| other.id == run.id));
        let printed = of_group.map(|(_, figure)| figure.to_string()).unique();
        let printed = printed.format(", ").to_string();
        table.push(row([
            &described(&group[0].command),
            &names(group),
            &printed,
        ]));
    }
    Exhibit::Table(table)
}

/// A command in words, such as `hw1-q2 logistic_regression: batch_size 16, learning_rate 0.1, …`.
fn described(command: &Command) -> String {
    let settings = command.reaching().into_iter();
    let settings = settings.map(|(flag, value)| format!("{flag} {value}"));
    let (program, model) = (command.question.program(), command.model.name());
    format!("{program} {model}: {}", settings.format(", "))
}
