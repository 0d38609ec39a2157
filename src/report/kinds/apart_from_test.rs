use serde::Deserialize;

use super::{Kind, Names};
use crate::report::figure::{Figure, Printing};
use crate::report::{Basis, Finding, Inquiry, Subject, Verdict};

/// This figure, by which the report chooses, differs from those that it gives as the run's test accuracy.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApartFromTest {
    /// The id of a run of the subject.
    pub run: String,
    /// The figure by which the report chooses.
    pub figure: Figure,
}

/// A test accuracy of the same training that may be the same fraction, as a sentence.
pub(super) fn as_test_accuracy(subject: &Subject, id: &str, figure: &Figure) -> Option<String> {
    let command = &subject.run(id).command;
    let n = subject.test_images();
    let own = figure.counts(n, Printing::Rounded);
    let is_the_same = |other: &Figure| {
        let others = other.counts(n, Printing::Rounded);
        other == figure || own.clone().any(|count| others.contains(&count))
    };
    let mut figures = subject.figures();
    let (run, other) =
        figures.find(|(run, other)| run.command.is_same_training(command) && is_the_same(other))?;
    Some(format!(
        "The report gives the same digits as the test accuracy of {}: {}.",
        run.id,
        other.as_fraction_of(n)
    ))
}

impl Kind for ApartFromTest {
    fn names(&self) -> Names<'_> {
        Names::runs([&self.run])
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, _: &str) -> Finding {
        let (Self { run: id, figure }, subject) = (self, inquiry.subject);
        if let Some(because) = as_test_accuracy(subject, id, figure) {
            return Finding::new(Verdict::Refuted, Basis::Read, because);
        }
        let command = &subject.run(id).command;
        let mut figures = subject.figures();
        match figures.find(|(run, _)| run.command.is_same_training(command)) {
            None => Finding::undecided(format!("No test accuracy of {id} is claimed.")),
            Some((_, other)) => {
                let because = format!("The report gives {other} as the test accuracy of {id}.");
                Finding::new(Verdict::Holds, Basis::Read, because)
            }
        }
    }
}
