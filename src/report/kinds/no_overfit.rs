//! The model that the question asks for does not overfit: its last validation loss is at most 5 % above its least.
#![allow(
    clippy::float_arithmetic,
    reason = "losses are floats, and a share of one is compared"
)]

use serde::Deserialize;

use super::{Kind, Names};
use crate::learn::curve::Epoch;
use crate::learn::results::plots::{line, plot};
use crate::report::trainings::Training;
use crate::report::{Basis, Exhibit, Finding, Inquiry, Verdict};

/// The model that the question asks for does not overfit: its last validation loss is at most 5 % above its least.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoOverfit {
    /// The id of a run of the subject, with `asked`.
    pub run: String,
}

/// The share by which the last validation loss of a model must exceed its least one for the model to overfit.
const OVERFIT: f64 = 0.05;

impl Kind for NoOverfit {
    fn names(&self) -> Names<'_> {
        Names::runs([&self.run]).as_asked()
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, claim: &str) -> Finding {
        let asked = inquiry.trainings.asked.get(&self.run);
        let trained = asked.and_then(|trained| Training::of(trained.as_ref()).ok());
        let picture = trained.map(|training| {
            let curve = &training.trained.curve;
            let lines = vec![
                line("Train Loss", curve, |epoch| epoch.train_loss),
                line("Valid Loss", curve, |epoch| epoch.val_loss),
            ];
            let plot = plot(format!("{}, as asked: losses", self.run), "Loss", lines);
            Exhibit::picture(claim, "losses", plot.drawing())
        });
        let finding = match inquiry.asked(&self.run) {
            Err(undecided) => undecided,
            Ok(training) => judge(&training.trained.curve),
        };
        finding.with(picture)
    }
}

/// The losses after the epoch in which the validation loss is least.
fn judge(curve: &[Epoch]) -> Finding {
    let losses = curve
        .iter()
        .map(|epoch| Some((epoch.epoch, epoch.train_loss?, epoch.val_loss?)));
    let losses: Option<Vec<(usize, f64, f64)>> = losses.collect();
    let losses = match losses.as_deref() {
        Some(losses @ [_, _, ..]) => losses,
        Some(_) => return Finding::undecided("One epoch shows no overfitting."),
        None => return Finding::undecided("Its program measures no validation loss."),
    };
    let best = losses.iter().min_by(|(.., x), (.., y)| x.total_cmp(y));
    let (best, train_at_best, least) = best.expect("at least two epochs");
    let (_, train_at_end, at_end) = losses.last().expect("at least two epochs");
    let because = format!(
        "The validation loss is least in epoch {best}, {least:.4}, and {at_end:.4} after the last; from then on the training loss \
         goes from {train_at_best:.4} to {train_at_end:.4}."
    );
    let verdict = if *at_end > *least * (1.0 + OVERFIT) {
        Verdict::Refuted
    } else {
        Verdict::Holds
    };
    Finding::new(verdict, Basis::Trained, because)
}
