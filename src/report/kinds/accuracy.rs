//! Claims about test accuracies: which fractions they are, and whether training comes to them.

use crate::learn::model::{ModelName, Question};
use crate::report::claims::Document;
use crate::report::figure::{Figure, Printing, common_denominators};
use crate::report::finding::{Accuracy, Basis, Exhibit, Finding, Verdict};
use crate::report::inquiry::Examiner;
use crate::report::needs::{rounding, sentence, wide};
use crate::report::trainings::Training;

/// How far common denominators are looked for.
const LARGEST_DENOMINATOR: u64 = 5_000;

/// A test accuracy as it is printed, and as a fraction.
fn printed(training: &Training) -> (String, String) {
    let (correct, total) = (training.test.correct(), training.test.total());
    (training.printed_accuracy(), format!("{correct}/{total}"))
}

pub(crate) fn accuracy(examiner: &Examiner<'_>, id: &str, figure: &Figure) -> Finding {
    let fraction = figure.as_fraction_of(examiner.test_images());
    let accuracy = |here, difference: String| {
        Some(Accuracy {
            run: id.to_owned(),
            figure: figure.clone(),
            fraction: fraction.clone(),
            here,
            difference,
        })
    };
    if !figure.fits(examiner.test_images(), Printing::Rounded) {
        let because = format!("{figure} is {fraction}, the images of the homework's test set.");
        let here = examiner.commanded(id).ok().map(printed);
        let accuracy = accuracy(here, fraction.clone());
        return Finding {
            accuracy,
            ..Finding::new(Verdict::Refuted, Basis::Computed, because)
        };
    }
    let training = match examiner.commanded(id) {
        Err(undecided) => {
            let trained = examiner.trainings.commanded.get(id);
            let difference = match trained.filter(|_| examiner.trainings.on_the_reports_data()) {
                Some(Err(untrained)) => untrained.in_words().to_owned(),
                _ if !examiner.document.run(id).command.can_be_followed() => {
                    "unknown command".to_owned()
                }
                _ => format!("needs {}", examiner.document.data.name),
            };
            let because = format!("{} The figure is {fraction}.", undecided.because);
            let accuracy = accuracy(None, difference);
            return Finding {
                because,
                accuracy,
                ..undecided
            };
        }
        Ok(training) => training,
    };
    let (correct, total) = (wide(training.test.correct()), wide(training.test.total()));
    let here = printed(training);
    let in_words = format!(
        "Here it is {} = {}; the report has {figure}, {fraction}.",
        here.0, here.1
    );
    let same = figure.counts(total, Printing::Rounded);
    let distance = match () {
        () if same.contains(&correct) => {
            // Of two nearest, another program may print the other.
            let difference = if here.0 == figure.to_string() {
                "same digits"
            } else {
                "same fraction"
            };
            let because = sentence(&format!("the {difference} here: {} = {}", here.0, here.1));
            let accuracy = accuracy(Some(here), difference.to_owned());
            return Finding {
                accuracy,
                ..Finding::new(Verdict::Holds, Basis::Trained, because)
            };
        }
        () if same.is_empty() => None,
        () if correct < *same.start() => Some((same.start() - correct, "fewer")),
        () => Some((correct - same.end(), "more")),
    };
    let difference = match distance {
        None => format!("the report's is no fraction of {total}"),
        Some((1, more)) => format!("1 image {more}"),
        Some((images, more)) => format!("{images} images {more}"),
    };
    let command = &examiner.document.run(id).command;
    let few = rounding(command.model, training.test.total());
    let finding = match (command.question, command.model) {
        (Question::One, ModelName::Mlp) => Finding::undecided(format!(
            "{in_words} This figure depends on the order in which numpy adds up (verify q1 mlp --spread 10)."
        )),
        (Question::Two, ModelName::Mlp) => Finding::undecided(format!(
            "{in_words} This figure depends on the order in which PyTorch adds up."
        )),
        _ if distance.is_some_and(|(images, _)| images <= wide(few)) => Finding::undecided(
            format!("{in_words} So few images may come from another order of summation."),
        ),
        _ => Finding::new(Verdict::Refuted, Basis::Trained, in_words),
    };
    Finding {
        accuracy: accuracy(Some(here), difference),
        ..finding
    }
}

pub(crate) fn one_test_set(document: &Document) -> Finding {
    let mut figures: Vec<&Figure> = Vec::new();
    for (_, figure) in document.figures() {
        if !figures.contains(&figure) {
            figures.push(figure);
        }
    }
    let kept = document.homework_test_counts();
    let n: u64 = kept.iter().copied().map(wide).sum();
    let whole: u64 = document.data.test.iter().copied().map(wide).sum();
    let fit = |n: u64, printing| {
        figures
            .iter()
            .filter(|figure| figure.fits(n, printing))
            .count()
    };
    let all = figures.len();
    if all == 0 {
        return Finding::undecided("No accuracy is claimed.");
    }
    let counts = |counts: &[usize]| {
        counts
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" + ")
    };
    let loader = format!(
        "The homework's loader gives the test set the class mix of the training set: of {} test images, with {} images to \
         train on, it keeps {} = {n}.",
        counts(&document.data.test),
        counts(&document.data.train),
        counts(&kept)
    );
    let mut table = vec![vec![
        "figure".to_owned(),
        format!("rounded, of {n}"),
        format!("cut off, of {n}"),
        format!("rounded, of {whole}"),
    ]];
    for figure in &figures {
        let cut = figure.counts(n, Printing::Truncated);
        table.push(vec![
            figure.to_string(),
            figure.as_fraction_of(n),
            if cut.is_empty() {
                "none".to_owned()
            } else {
                format!("{}/{n}", cut.start())
            },
            figure.as_fraction_of(whole),
        ]);
    }
    let exhibits = [Exhibit::Text(loader), Exhibit::Table(table)];
    let misfit = figures
        .iter()
        .find(|figure| !figure.fits(n, Printing::Rounded));
    if let Some(figure) = misfit {
        let because = format!("{figure} is no fraction of {n}, the images of that test set.");
        return Finding::new(Verdict::Refuted, Basis::Computed, because).with(exhibits);
    }
    let rounded = common_denominators(&figures, LARGEST_DENOMINATOR, Printing::Rounded);
    if let Some(other) = rounded.iter().find(|m| *m % n != 0) {
        let because =
            format!("They are fractions of {n}, but that says little: they are so of {other} too.");
        return Finding::undecided(because).with(exhibits);
    }
    if n > LARGEST_DENOMINATOR {
        let because =
            format!("They are fractions of {n}, but that says little: so is nearly every figure.");
        return Finding::undecided(because).with(exhibits);
    }
    let cut = common_denominators(&figures, LARGEST_DENOMINATOR, Printing::Truncated);
    let cut = if cut.is_empty() {
        "no number does".to_owned()
    } else {
        format!("{} numbers do", cut.len())
    };
    let because = format!(
        "All {all} different figures are k/{n}, rounded; of the numbers up to {LARGEST_DENOMINATOR} only multiples of {n} fit all of them; \
         were they cut off, {cut}. The whole test set of {whole} fits {}.",
        fit(whole, Printing::Rounded)
    );
    Finding::new(Verdict::Holds, Basis::Computed, because).with(exhibits)
}
