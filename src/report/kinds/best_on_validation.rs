//! Claims about validation accuracies, and about choices that should rest on them.

use crate::learn::results::plots::{line, plot};
use crate::report::claims::Claim;
use crate::report::figure::{Figure, Printing};
use crate::report::finding::{Basis, Exhibit, Finding, Verdict};
use crate::report::inquiry::Examiner;
use crate::report::needs::{rounding, wide};
use crate::report::trainings::Training;

/// A test accuracy of the same training that may be the same fraction, as a sentence.
fn as_test_accuracy(examiner: &Examiner<'_>, id: &str, figure: &Figure) -> Option<String> {
    let command = &examiner.document.run(id).command;
    let n = examiner.test_images();
    let own = figure.counts(n, Printing::Rounded);
    let is_the_same = |other: &Figure| {
        let others = other.counts(n, Printing::Rounded);
        other == figure || own.clone().any(|count| others.contains(&count))
    };
    let mut figures = examiner.document.figures();
    let (run, other) =
        figures.find(|(run, other)| run.command.is_same_training(command) && is_the_same(other))?;
    Some(format!(
        "The report gives the same digits as the test accuracy of {}: {}.",
        run.id,
        other.as_fraction_of(n)
    ))
}

pub(crate) fn apart_from_test(examiner: &Examiner<'_>, id: &str, figure: &Figure) -> Finding {
    if let Some(because) = as_test_accuracy(examiner, id, figure) {
        return Finding::new(Verdict::Refuted, Basis::Read, because);
    }
    let command = &examiner.document.run(id).command;
    let mut figures = examiner.document.figures();
    match figures.find(|(run, _)| run.command.is_same_training(command)) {
        None => Finding::undecided(format!("No test accuracy of {id} is claimed.")),
        Some((_, other)) => {
            let because = format!("The report gives {other} as the test accuracy of {id}.");
            Finding::new(Verdict::Holds, Basis::Read, because)
        }
    }
}

pub(crate) fn validation_figure(examiner: &Examiner<'_>, id: &str, figure: &Figure) -> Finding {
    let also = as_test_accuracy(examiner, id, figure);
    let also = also.map(|text| format!(" {text}")).unwrap_or_default();
    let training = match examiner.commanded(id) {
        Err(undecided) => {
            let because = format!("{}{also}", undecided.because);
            return Finding {
                because,
                ..undecided
            };
        }
        Ok(training) => training,
    };
    let epoch = training.last();
    let (right, images) = (wide(epoch.val_correct), wide(training.val_images));
    let ours = format!("{:.4} = {right}/{images}", epoch.val_accuracy);
    let same = figure.counts(images, Printing::Rounded);
    let few = wide(rounding(
        examiner.document.run(id).command.model,
        training.val_images,
    ));
    let near = |count: &u64| count.abs_diff(right) <= few;
    if same.contains(&right) {
        let because = format!("The last validation accuracy here is {ours}.");
        return Finding::new(Verdict::Holds, Basis::Trained, because);
    }
    let because = format!("The last validation accuracy here is {ours}, not {figure}.");
    if !same.is_empty() && (near(same.start()) || near(same.end())) {
        return Finding::undecided(format!(
            "{because} So few images may come from another order of summation."
        ));
    }
    Finding::new(Verdict::Refuted, Basis::Trained, format!("{because}{also}"))
}

pub(crate) fn best_on_validation(
    examiner: &Examiner<'_>,
    claim: &Claim,
    best: &str,
    among: &[String],
) -> Finding {
    let trained: Result<Vec<_>, _> = among
        .iter()
        .map(|id| examiner.commanded(id).map(|training| (id, training)))
        .collect();
    let trained = match trained {
        Ok(trained) => trained,
        Err(undecided) => return by_test_figures(examiner, best, among, undecided),
    };
    let few = among.iter().zip(&trained).map(|(id, (_, training))| {
        rounding(examiner.document.run(id).command.model, training.val_images)
    });
    let few = few.max().unwrap_or(0);
    let mut table = vec![["run", "validation", "test"].map(str::to_owned).to_vec()];
    for (id, training) in &trained {
        let validation = format!("{:.4}", training.last().val_accuracy);
        table.push(vec![(*id).clone(), validation, training.printed_accuracy()]);
    }
    let right = |(_, training): &(&String, &Training)| training.last().val_correct;
    let (own, others): (Vec<_>, Vec<_>) = trained.iter().partition(|(id, _)| *id == best);
    let own = own.first().map_or(0, right);
    let rival = others
        .into_iter()
        .max_by_key(|other| right(other))
        .expect("there are two runs");
    let told = |(id, training): &(&String, &Training)| {
        format!("{id} has {:.4}", training.last().val_accuracy)
    };
    let told_own = trained
        .iter()
        .find(|(id, _)| *id == best)
        .map(told)
        .unwrap_or_default();
    let because = format!("{told_own}, and {}.", told(&rival));
    let finding = if own.abs_diff(right(&rival)) <= few {
        Finding::undecided(format!(
            "{because} So few images may come from another order of summation."
        ))
    } else if own > right(&rival) {
        Finding::new(Verdict::Holds, Basis::Trained, because)
    } else {
        Finding::new(Verdict::Refuted, Basis::Trained, because)
    };
    let lines = trained
        .iter()
        .map(|(id, training)| line(*id, &training.curve, |epoch| Some(epoch.val_accuracy)));
    let plot = plot("Validation accuracy", "Accuracy", lines.collect());
    let picture = Exhibit::picture(&claim.id, "validation", plot.drawing());
    finding.with([Exhibit::Table(table), picture])
}

/// What the report's own figures say about how the choice was made.
fn by_test_figures(
    examiner: &Examiner<'_>,
    best: &str,
    among: &[String],
    undecided: Finding,
) -> Finding {
    let figures: Vec<(&str, &Figure)> = examiner
        .document
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
    let because = format!(
        "{} The report's figures are test accuracies, and by those {best} is the greatest, as if it had been chosen by the test set.",
        undecided.because
    );
    Finding {
        because,
        ..undecided
    }
}
