use std::iter;

use itertools::Itertools;
use serde::Deserialize;

use super::kind::{at_least, refused};
use super::{Kind, Names};
use crate::language::refused::{Refused, quoted};
use crate::learn::results::plots::{line, plot};
use crate::page::row;
use crate::report::figure::Figure;
use crate::report::images::rounding;
use crate::report::trainings::Training;
use crate::report::{Basis, Exhibit, Finding, Inquiry, Subject, Verdict};

/// Of these runs, this one has the greatest last validation accuracy.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BestOnValidation {
    /// The id of the run that is said to be the best, which is one of `among`.
    pub best: String,
    /// The ids of at least two runs of the subject.
    pub among: Vec<String>,
}

impl Kind for BestOnValidation {
    fn names(&self) -> Names<'_> {
        let runs = iter::once(&self.best).chain(&self.among);
        Names::runs(runs).as_printed()
    }

    fn check(&self) -> Result<(), Refused> {
        at_least(2, "runs", self.among.iter().unique().count())?;
        if !self.among.contains(&self.best) {
            let expected = "the best run among those compared";
            return Err(refused(expected, quoted(&self.best)));
        }
        Ok(())
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, claim: &str) -> Finding {
        let Self { best, among } = self;
        let trained: Result<Vec<_>, _> = among
            .iter()
            .map(|id| inquiry.commanded(id).map(|training| (id, training)))
            .collect();
        let trained = match trained {
            Ok(trained) => trained,
            Err(undecided) => return self.by_test_figures(inquiry.subject, undecided),
        };
        let few = trained.iter().map(|(id, training)| {
            let model = inquiry.subject.run(id).command.model;
            rounding(model, training.trained.val_examples)
        });
        let few = few.max().unwrap_or(0);
        let mut table = vec![row(["run", "validation", "test"])];
        for (id, training) in &trained {
            let validation = format!("{:.4}", training.last.val_accuracy);
            table.push(row([id, &validation, &training.printed_accuracy()]));
        }
        let right = |(_, training): &(&String, Training<'_>)| training.last.val_correct;
        let told = |(id, training): &(&String, Training<'_>)| {
            format!("{id} has {:.4}", training.last.val_accuracy)
        };
        let (own, others): (Vec<&_>, Vec<&_>) = trained.iter().partition(|(id, _)| *id == best);
        let own = own.first().expect("it is among them");
        let rival = others.into_iter().max_by_key(|other| right(other));
        let rival = rival.expect("there are two runs");
        let because = format!("{}, and {}.", told(own), told(rival));
        let finding = if right(own).abs_diff(right(rival)) <= few {
            Finding::undecided(format!(
                "{because} So few images may come from another order of summation."
            ))
        } else if right(own) > right(rival) {
            Finding::new(Verdict::Holds, Basis::Trained, because)
        } else {
            Finding::new(Verdict::Refuted, Basis::Trained, because)
        };
        let lines = trained.iter().map(|(id, training)| {
            line(*id, &training.trained.curve, |epoch| {
                Some(epoch.val_accuracy)
            })
        });
        let plot = plot("Validation accuracy", "Accuracy", lines.collect());
        let picture = Exhibit::picture(claim, "validation", plot.drawing());
        finding.with([Exhibit::Table(table), picture])
    }
}

impl BestOnValidation {
    /// What the report's own figures say about how the choice was made.
    fn by_test_figures(&self, subject: &Subject, undecided: Finding) -> Finding {
        let Self { best, among } = self;
        let figures: Vec<(&str, &Figure)> = subject
            .figures()
            .filter(|(run, _)| among.contains(&run.id))
            .map(|(run, figure)| (run.id.as_str(), figure))
            .collect();
        let greatest = figures
            .iter()
            .max_by(|(_, x), (_, y)| x.cmp(y))
            .map(|(id, _)| *id);
        if figures.len() != among.len() || greatest != Some(best) {
            return undecided;
        }
        Finding::undecided(format!(
            "{} The report's figures are test accuracies, and by those {best} is the greatest, as if it had been chosen by the test set.",
            undecided.because
        ))
    }
}
