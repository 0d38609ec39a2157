use itertools::Itertools;
use serde::Deserialize;

use super::{Kind, Names};
use crate::report::inquiry::unknown_words;
use crate::report::same_training::{contradiction, equality, names, repeated};
use crate::report::subject::Run;
use crate::report::words::listed;
use crate::report::{Basis, Finding, Inquiry, Needs, Subject, Verdict};

/// Equal accuracies of different trainings show something about the model.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EqualityShows {
    /// The ids of at least two runs of the subject.
    pub runs: Vec<String>,
}

impl Kind for EqualityShows {
    fn names(&self) -> Names<'_> {
        Names::runs(&self.runs).at_least(2).as_printed()
    }

    fn needs<'a>(&'a self, _: &'a Subject) -> Needs<'a> {
        Needs {
            on_any_data: true,
            ..self.names().needs()
        }
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, _: &str) -> Finding {
        let subject = inquiry.subject;
        let runs = subject.runs(&self.runs).into_iter();
        let runs: Vec<&Run> = runs.unique_by(|run| &run.id).collect();
        let equality = equality(inquiry, &runs);
        let figures = runs.iter().filter_map(|run| subject.figure_of(run));
        let figures: Vec<_> = figures.unique().collect();
        if figures.len() > 1 {
            let figures = listed(figures.into_iter().map(ToString::to_string));
            let because = format!("They are not equal: {figures}.");
            return Finding::new(Verdict::Refuted, Basis::Read, because).with(equality);
        }
        if let Some(group) = repeated(&runs).first() {
            if let Some(contradiction) = contradiction(inquiry, group) {
                return contradiction;
            }
            let because = format!(
                "{} are one and the same training{}: they are equal, whatever the model is like.{}",
                names(group),
                for_no_use(group),
                printed_alike(group, &runs, subject)
            );
            return Finding::new(Verdict::Refuted, Basis::Read, because).with(equality);
        }
        if let Some(undecided) = runs.iter().copied().find_map(unknown_words) {
            return undecided;
        }
        Finding::outside(
            "They are different trainings; what equal figures show is a matter of judgement.",
        )
        .with(equality)
    }
}

/// The flags in which the commands of one training differ, and which their model does not read.
fn for_no_use(group: &[&Run]) -> String {
    let differs = |flag: &&str| !group.iter().map(|run| run.command.value(flag)).all_equal();
    let ignored = group.iter().flat_map(|run| run.command.ignored());
    let ignored = ignored.map(|(flag, _)| *flag).filter(differs).unique();
    let ignored = listed(ignored.map(|flag| format!("-{flag}")));
    if ignored.is_empty() {
        return ignored;
    }
    let model = group[0].command.model.in_words();
    format!(", for a {model} has no use for {ignored}")
}

/// The other runs with the same figure as these.
fn printed_alike(group: &[&Run], runs: &[&Run], subject: &Subject) -> String {
    let figure = subject.figure_of(group[0]);
    let is_alike = |run: &&Run| {
        group.iter().all(|other| other.id != run.id)
            && figure.is_some()
            && subject.figure_of(run) == figure
    };
    let alike: Vec<&Run> = runs.iter().copied().filter(is_alike).collect();
    if alike.is_empty() {
        return String::new();
    }
    let names = names(&alike);
    format!(" {names} is another training, whose figure is printed alike.")
}
