//! Claims about the models that the questions ask for, which the report's commands may not have trained.
#![allow(
    clippy::float_arithmetic,
    reason = "losses are floats, and a share of one is compared"
)]

use super::accuracies::{ROUNDING, sentence};
use super::claims::{Claim, Run};
use super::curves::{line, plot};
use super::examiner::Examiner;
use super::finding::{Basis, Exhibit, Finding, Verdict};
use super::trainings::Training;
use crate::learn::curve::Epoch;

/// A validation loss that ends above its least by more than this share is that of a model that overfits.
const OVERFIT: f64 = 0.05;

/// What the models that the question asks for came to, beside the report's figures; nothing where they were not trained.
pub(super) fn as_asked(examiner: &Examiner<'_>, runs: &[&Run]) -> Option<Exhibit> {
    let data = examiner.trainings.data.as_ref()?;
    let mut table = vec![vec![
        "run".to_owned(),
        "the report's figure".to_owned(),
        "the model that was asked for".to_owned(),
        "training loss".to_owned(),
        format!("on {}", data.name),
    ]];
    for run in runs {
        let figure = examiner
            .document
            .figures()
            .find(|(other, _)| other.id == run.id);
        let figure = figure
            .map(|(_, figure)| figure.to_string())
            .unwrap_or_default();
        let model = run.asked?.in_words().to_owned();
        let (loss, test) = match examiner.trainings.asked.get(&run.id)? {
            Ok(training) => {
                let loss = training.last().train_loss.map(|loss| format!("{loss:.4}"));
                (loss.unwrap_or_default(), tested(training))
            }
            Err(untrained) => (String::new(), untrained.in_words().to_owned()),
        };
        table.push(vec![run.id.clone(), figure, model, loss, test]);
    }
    Some(Exhibit::Table(table))
}

/// `0.7505, 397/529`
fn tested(training: &Training) -> String {
    let (correct, total) = (training.test.correct(), training.test.total());
    format!("{}, {correct}/{total}", training.printed_accuracy())
}

pub(super) fn ranking(examiner: &Examiner<'_>, best_first: &[String]) -> Finding {
    let runs: Vec<&Run> = best_first
        .iter()
        .map(|id| examiner.document.run(id))
        .collect();
    let beside = as_asked(examiner, &runs);
    let trained: Result<Vec<_>, _> = best_first
        .iter()
        .map(|id| examiner.asked(id).map(|training| (id, training)))
        .collect();
    let trained = match trained {
        Err(undecided) => {
            let others = runs.iter().any(|run| run.asked != Some(run.command.model));
            let note = if others {
                " The report's own figures are of another model."
            } else {
                ""
            };
            let because = format!("{}{note}", undecided.because);
            return Finding {
                because,
                ..undecided
            }
            .with(beside);
        }
        Ok(trained) => trained,
    };
    let correct = |training: &Training| training.test.correct();
    let out_of_order = trained
        .windows(2)
        .find(|pair| correct(pair[0].1) <= correct(pair[1].1) + ROUNDING);
    let finding = match out_of_order {
        None => {
            let order = trained
                .iter()
                .map(|(id, training)| format!("{id} {}", tested(training)));
            let because = sentence(&format!(
                "in this order here too: {}",
                order.collect::<Vec<_>>().join("; ")
            ));
            Finding::new(Verdict::Holds, Basis::Trained, because)
        }
        Some([(better, own), (worse, other)]) => {
            let because = format!(
                "{better} comes to {}, and {worse} to {}.",
                tested(own),
                tested(other)
            );
            if correct(other) > correct(own) + ROUNDING {
                Finding::new(Verdict::Refuted, Basis::Trained, because)
            } else {
                Finding::undecided(format!(
                    "{because} So few may come from another order of summation."
                ))
            }
        }
        Some(_) => unreachable!("windows of two"),
    };
    finding.with(beside)
}

pub(super) fn no_overfit(examiner: &Examiner<'_>, claim: &Claim, id: &str) -> Finding {
    let asked = examiner
        .trainings
        .asked
        .get(id)
        .and_then(|trained| trained.as_ref().ok());
    let picture = asked.map(|training| {
        let lines = vec![
            line("Train Loss", &training.curve, |epoch| epoch.train_loss),
            line("Valid Loss", &training.curve, |epoch| epoch.val_loss),
        ];
        let plot = plot(format!("{id}, as asked: losses"), "Loss", lines);
        Exhibit::picture(&claim.id, "losses", plot.drawing())
    });
    let training = match examiner.asked(id) {
        Err(undecided) => return undecided.with(picture),
        Ok(training) => training,
    };
    let of = |epoch: &Epoch| epoch.val_loss.unwrap_or(f64::INFINITY);
    let best = training.curve.iter().min_by(|x, y| of(x).total_cmp(&of(y)));
    let best = best.expect("at least one epoch");
    let last = training.last();
    let train = |epoch: &Epoch| {
        epoch
            .train_loss
            .map(|loss| format!("{loss:.4}"))
            .unwrap_or_default()
    };
    let because = format!(
        "The validation loss is least in epoch {}, {:.4}, and {:.4} after the last; the training loss goes from {} to {}.",
        best.epoch,
        of(best),
        of(last),
        train(best),
        train(last)
    );
    let verdict = if of(last) > of(best) * (1.0 + OVERFIT) {
        Verdict::Refuted
    } else {
        Verdict::Holds
    };
    Finding::new(verdict, Basis::Trained, because).with(picture)
}
