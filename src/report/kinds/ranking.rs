use itertools::Itertools;
use serde::Deserialize;

use super::kind::at_least;
use super::{Kind, Names};
use crate::language::refused::Refused;
use crate::report::asked::{as_asked, tested};
use crate::report::images::rounding;
use crate::report::subject::Run;
use crate::report::trainings::Training;
use crate::report::words::sentence;
use crate::report::{Basis, Finding, Inquiry, Verdict};

/// The models that the question asks for have test accuracies in this order.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Ranking {
    /// The ids of at least two different runs of the subject, each with `asked`.
    pub best_first: Vec<String>,
}

impl Kind for Ranking {
    fn names(&self) -> Names<'_> {
        Names::runs(&self.best_first).as_asked()
    }

    fn check(&self) -> Result<(), Refused> {
        // A run twice would have to be better than itself.
        let is_order = self.best_first.iter().all_unique();
        let found = if is_order { self.best_first.len() } else { 0 };
        at_least(2, "runs", found)
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, _: &str) -> Finding {
        let runs = inquiry.subject.runs(&self.best_first);
        let trained = runs.iter().map(|run| Ok((*run, inquiry.asked(&run.id)?)));
        let finding = match trained.collect::<Result<Vec<_>, Finding>>() {
            Ok(trained) => judge(&trained),
            Err(undecided) => {
                let others = runs.iter().any(|run| run.asked != Some(run.command.model));
                let note = if others {
                    " The report's own figures are of another model."
                } else {
                    ""
                };
                Finding::undecided(format!("{}{note}", undecided.because))
            }
        };
        finding.with(as_asked(inquiry, &runs))
    }
}

/// The finding from the order of these trainings, against the order in which they are given.
fn judge(trained: &[(&Run, Training<'_>)]) -> Finding {
    let few = trained.iter().map(|(run, training)| {
        let model = run.asked.unwrap_or(run.command.model);
        rounding(model, training.test.total())
    });
    let few = few.max().unwrap_or(0);
    let told = |[(better, own), (worse, other)]: [&(&Run, Training<'_>); 2]| {
        let (own, other) = (tested(*own), tested(*other));
        format!("{} comes to {own}, and {} to {other}.", better.id, worse.id)
    };
    let correct =
        |pair: &[&(&Run, Training<'_>); 2]| pair.map(|(_, training)| training.test.correct());
    let pairs = || trained.iter().array_combinations();
    let reversed = |pair: &_| {
        let [own, other] = correct(pair);
        other > own + few
    };
    let close = |pair: &_| {
        let [own, other] = correct(pair);
        own.abs_diff(other) <= few
    };
    if let Some(pair) = pairs().find(reversed) {
        return Finding::new(Verdict::Refuted, Basis::Trained, told(pair));
    }
    if let Some(pair) = pairs().find(close) {
        return Finding::undecided(format!(
            "{} So few may come from another order of summation.",
            told(pair)
        ));
    }
    let order = trained
        .iter()
        .map(|(run, training)| format!("{} {}", run.id, tested(*training)))
        .join("; ");
    let because = sentence(&format!("in this order here too: {order}"));
    Finding::new(Verdict::Holds, Basis::Trained, because)
}
