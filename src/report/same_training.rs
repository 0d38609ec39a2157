//! Runs whose commands are the same training, and whether training them confirms it.

use itertools::Itertools;

use super::finding::{Exhibit, Finding};
use super::inquiry::Inquiry;
use super::subject::Run;
use super::trainings::Training;
use super::words::listed;

/// The groups of several runs that are the same training.
pub fn repeated<'r>(runs: &[&'r Run]) -> Vec<Vec<&'r Run>> {
    let mut groups: Vec<Vec<&Run>> = Vec::new();
    for run in runs {
        match groups
            .iter_mut()
            .find(|group| group[0].command.is_same_training(&run.command))
        {
            Some(group) => group.push(run),
            None => groups.push(vec![run]),
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

/// The names of runs in words, such as `2.1-0.1 and 2.2a-16`.
pub fn names(runs: &[&Run]) -> String {
    listed(runs.iter().map(|run| run.id.clone()))
}

/// Whether the trainings of both runs have the same weights, losses and predictions, bit for bit.
fn are_equal(inquiry: &Inquiry<'_>, run: &Run, other: &Run) -> Option<bool> {
    let result = |run: &Run| {
        let trained = inquiry.trainings.commanded.get(&run.id)?.as_ref();
        let trained = Training::of(trained).ok()?.trained;
        Some((&trained.parameters, &trained.curve, &trained.test))
    };
    Some(result(run)? == result(other)?)
}

/// A sentence that says whether the trainings of all pairs are equal, where they were made.
pub fn equality(inquiry: &Inquiry<'_>, runs: &[&Run]) -> Option<Exhibit> {
    let data = &inquiry.trainings.data.as_ref()?.name;
    let mut sentences = Vec::new();
    for [run, other] in runs.iter().array_combinations() {
        let equal = if are_equal(inquiry, run, other)? {
            "the same weights, to the bit"
        } else {
            "different weights"
        };
        sentences.push(format!("{} and {}: {equal}", run.id, other.id));
    }
    let text = format!(
        "Trained on {data}, each by its own command: {}.",
        sentences.join("; ")
    );
    (!sentences.is_empty()).then_some(Exhibit::Text(text))
}

/// The finding that two of these runs, which should be the same training, have different weights.
pub fn contradiction(inquiry: &Inquiry<'_>, group: &[&Run]) -> Option<Finding> {
    let mut pairs = group.iter().array_combinations();
    let [run, other] = pairs.find(|[run, other]| are_equal(inquiry, run, other) == Some(false))?;
    let because = format!(
        "By their commands {} and {} are one and the same training, but trained here they came to different weights.",
        run.id, other.id
    );
    Some(Finding::undecided(because).with(equality(inquiry, group)))
}
