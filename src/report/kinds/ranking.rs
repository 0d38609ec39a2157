//! Claims about the models that the questions ask for, which the report's commands may not have trained.
#![allow(
    clippy::float_arithmetic,
    reason = "losses are floats, and a share of one is compared"
)]

use itertools::Itertools;

use crate::learn::results::plots::{line, plot};
use crate::report::claims::{Claim, Run};
use crate::report::finding::{Basis, Exhibit, Finding, Verdict};
use crate::report::inquiry::Examiner;
use crate::report::needs::{rounding, sentence};
use crate::report::trainings::Training;

/// A validation loss that ends above its least by more than this share is that of a model that overfits.
const OVERFIT: f64 = 0.05;

/// What the models that the question asks for came to, beside the report's figures; nothing where they were not trained.
pub(crate) fn as_asked(examiner: &Examiner<'_>, runs: &[&Run]) -> Option<Exhibit> {
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

pub(crate) fn ranking(examiner: &Examiner<'_>, best_first: &[String]) -> Finding {
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
    let few = runs.iter().zip(&trained).map(|(run, (_, training))| {
        rounding(
            run.asked.unwrap_or(run.command.model),
            training.test.total(),
        )
    });
    let few = few.max().unwrap_or(0);
    let told = |[(better, own), (worse, other)]: [&(&String, &Training); 2]| {
        format!(
            "{better} comes to {}, and {worse} to {}.",
            tested(own),
            tested(other)
        )
    };
    let pairs = || trained.iter().array_combinations();
    let reversed =
        |[(_, own), (_, other)]: &[&(&String, &Training); 2]| correct(other) > correct(own) + few;
    let close = |[(_, own), (_, other)]: &[&(&String, &Training); 2]| {
        correct(own).abs_diff(correct(other)) <= few
    };
    let finding = if let Some(pair) = pairs().find(reversed) {
        Finding::new(Verdict::Refuted, Basis::Trained, told(pair))
    } else if let Some(pair) = pairs().find(close) {
        let because = told(pair);
        Finding::undecided(format!(
            "{because} So few may come from another order of summation."
        ))
    } else {
        let order = trained
            .iter()
            .map(|(id, training)| format!("{id} {}", tested(training)));
        let order = order.collect::<Vec<_>>().join("; ");
        let because = sentence(&format!("in this order here too: {order}"));
        Finding::new(Verdict::Holds, Basis::Trained, because)
    };
    finding.with(beside)
}

pub(crate) fn no_overfit(examiner: &Examiner<'_>, claim: &Claim, id: &str) -> Finding {
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
    let losses = training
        .curve
        .iter()
        .map(|epoch| Some((epoch.epoch, epoch.train_loss?, epoch.val_loss?)));
    let losses: Option<Vec<(usize, f64, f64)>> = losses.collect();
    let losses = match losses.as_deref() {
        Some(losses @ [_, _, ..]) => losses,
        Some(_) => return Finding::undecided("One epoch shows no overfitting.").with(picture),
        None => {
            return Finding::undecided("Its program measures no validation loss.").with(picture);
        }
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
    Finding::new(verdict, Basis::Trained, because).with(picture)
}
