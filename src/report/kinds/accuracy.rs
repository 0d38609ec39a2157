use serde::Deserialize;

use super::{Kind, Names};
use crate::learn::model::{ModelName, Question};
use crate::report::command::Command;
use crate::report::figure::{Figure, Printing};
use crate::report::finding::{self};
use crate::report::images::{rounding, wide};
use crate::report::trainings::Training;
use crate::report::words::sentence;
use crate::report::{Basis, Finding, Inquiry, Verdict};

/// The run's test accuracy is printed as this figure.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accuracy {
    /// The id of a run of the subject.
    pub run: String,
    /// The figure that the report prints.
    pub figure: Figure,
}

impl Kind for Accuracy {
    fn names(&self) -> Names<'_> {
        Names::runs([&self.run]).as_printed()
    }

    fn accuracy(&self) -> Option<(&String, &Figure)> {
        Some((&self.run, &self.figure))
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, _: &str) -> Finding {
        let Self { run, figure } = self;
        let images = inquiry.subject.test_images();
        let fraction = figure.as_fraction_of(images);
        let trained = inquiry.commanded(run);
        let here = trained.as_ref().ok();
        let (here, here_fraction) = here.map(|training| printed(*training)).unzip();
        let (finding, difference) = if figure.fits(images, Printing::Rounded) {
            match trained {
                Ok(training) => self.compare(training, &fraction, inquiry),
                Err(undecided) => {
                    let because = format!("{} The figure is {fraction}.", undecided.because);
                    (Finding::undecided(because), self.missing(inquiry))
                }
            }
        } else {
            let because = format!("{figure} is {fraction}, the images of the homework's test set.");
            let finding = Finding::new(Verdict::Refuted, Basis::Computed, because);
            (finding, fraction.clone())
        };
        let accuracy = finding::Accuracy {
            run: run.clone(),
            figure: figure.clone(),
            fraction,
            here,
            here_fraction,
            difference,
        };
        Finding {
            accuracy: Some(accuracy),
            ..finding
        }
    }
}

/// A test accuracy as the reference prints it, and as a fraction.
fn printed(training: Training<'_>) -> (String, String) {
    let (correct, total) = (training.test.correct(), training.test.total());
    (training.printed_accuracy(), format!("{correct}/{total}"))
}

impl Accuracy {
    /// Why there is no training to compare with, in a few words.
    fn missing(&self, inquiry: &Inquiry<'_>) -> String {
        let trained = inquiry.trainings.commanded.get(&self.run);
        let trained = trained.filter(|_| inquiry.trainings.on_the_reports_data());
        match trained.and_then(|trained| Training::of(trained.as_ref()).err()) {
            Some(why) => why.to_owned(),
            _ if !inquiry.subject.run(&self.run).command.can_be_followed() => {
                "unknown command".to_owned()
            }
            _ => format!("needs {}", inquiry.subject.data.name),
        }
    }

    /// The finding from a training on the report's data, and in a few words how the two figures differ.
    fn compare(
        &self,
        training: Training<'_>,
        fraction: &str,
        inquiry: &Inquiry<'_>,
    ) -> (Finding, String) {
        let (figure, (digits, share)) = (&self.figure, printed(training));
        let (correct, total) = (wide(training.test.correct()), wide(training.test.total()));
        let same = figure.counts(total, Printing::Rounded);
        if same.contains(&correct) {
            // Of two nearest, another program may print the other.
            let difference = if digits == figure.to_string() {
                "same digits"
            } else {
                "same fraction"
            };
            let because = sentence(&format!("the {difference} here: {digits} = {share}"));
            let finding = Finding::new(Verdict::Holds, Basis::Trained, because);
            return (finding, difference.to_owned());
        }
        let distance = if same.is_empty() {
            None
        } else if correct < *same.start() {
            Some((same.start() - correct, "fewer"))
        } else {
            Some((correct - same.end(), "more"))
        };
        let difference = match distance {
            None => format!("the report's is no fraction of {total}"),
            Some((1, more)) => format!("1 image {more}"),
            Some((images, more)) => format!("{images} images {more}"),
        };
        let command = &inquiry.subject.run(&self.run).command;
        let few = wide(rounding(command.model, training.test.total()));
        let is_close = distance.is_some_and(|(images, _)| images <= few);
        let because =
            format!("Here it is {digits} = {share}; the report has {figure}, {fraction}.");
        let finding = match by_order_of_sums(command, is_close) {
            Some(why) => Finding::undecided(format!("{because} {why}")),
            None => Finding::new(Verdict::Refuted, Basis::Trained, because),
        };
        (finding, difference)
    }
}

/// Why another figure may come from the order in which floats are added, if it may.
fn by_order_of_sums(command: &Command, is_close: bool) -> Option<&'static str> {
    match (command.question, command.model) {
        (Question::One, ModelName::Mlp) => Some(
            "This figure depends on the order in which numpy adds up (verify q1 mlp --spread 10).",
        ),
        (Question::Two, ModelName::Mlp) => {
            Some("This figure depends on the order in which PyTorch adds up.")
        }
        _ => is_close.then_some("So few images may come from another order of summation."),
    }
}
