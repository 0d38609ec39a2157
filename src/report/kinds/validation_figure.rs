use serde::Deserialize;

use super::apart_from_test::as_test_accuracy;
use super::{Kind, Names};
use crate::report::figure::{Figure, Printing};
use crate::report::images::{rounding, wide};
use crate::report::{Basis, Finding, Inquiry, Verdict};

/// The run's last validation accuracy is printed as this figure.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValidationFigure {
    /// The id of a run of the subject.
    pub run: String,
    /// The figure that the report prints.
    pub figure: Figure,
}

impl Kind for ValidationFigure {
    fn names(&self) -> Names<'_> {
        Names::runs([&self.run]).as_printed()
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, _: &str) -> Finding {
        let Self { run, figure } = self;
        let also = as_test_accuracy(inquiry.subject, run, figure);
        let also = also.map(|text| format!(" {text}")).unwrap_or_default();
        let training = match inquiry.commanded(run) {
            Err(undecided) => {
                return Finding::undecided(format!("{}{also}", undecided.because));
            }
            Ok(training) => training,
        };
        let epoch = training.last;
        let (right, images) = (wide(epoch.val_correct), wide(training.trained.val_examples));
        let ours = format!("{:.4} = {right}/{images}", epoch.val_accuracy);
        let same = figure.counts(images, Printing::Rounded);
        if same.contains(&right) {
            let because = format!("The last validation accuracy here is {ours}.");
            return Finding::new(Verdict::Holds, Basis::Trained, because);
        }
        let because = format!("The last validation accuracy here is {ours}, not {figure}.");
        let model = inquiry.subject.run(run).command.model;
        let few = wide(rounding(model, training.trained.val_examples));
        let near = |count: &u64| count.abs_diff(right) <= few;
        if !same.is_empty() && (near(same.start()) || near(same.end())) {
            return Finding::undecided(format!(
                "{because} So few images may come from another order of summation."
            ));
        }
        Finding::new(Verdict::Refuted, Basis::Trained, format!("{because}{also}"))
    }
}
