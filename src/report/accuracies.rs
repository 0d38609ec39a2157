//! Claims about printed accuracies: which fractions they are, and whether training comes to them.

use super::claims::{Claim, Document};
use super::command::{ModelName, Script};
use super::curves::{line, plot};
use super::examiner::Examiner;
use super::figure::{Figure, Printing, common_denominators};
use super::finding::{Accuracy, Basis, Exhibit, Finding, Verdict};
use super::trainings::{Trained, Training};

/// So many images may go the other way when floats are added up in another order.
pub(super) const ROUNDING: usize = 3;

/// How far common denominators are looked for.
const LARGEST_DENOMINATOR: u64 = 5_000;

pub(super) fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

impl Examiner<'_> {
    /// The images of the report's test set.
    pub(super) fn test_images(&self) -> u64 {
        self.document
            .homework_test_counts()
            .into_iter()
            .map(wide)
            .sum()
    }

    /// What a claim needs that can only be trained.
    pub(super) fn needs(&self, with: &str) -> String {
        let data = &self.document.data;
        let other = self.trainings.other_data();
        let other = other
            .map(|name| format!("; {name} is another data set"))
            .unwrap_or_default();
        format!("needs {}{with} ({}){other}", data.name, data.get)
    }

    /// What the run's command came to on the report's data; what is missing, if it is.
    pub(super) fn commanded(&self, run: &str) -> Result<&Training, Finding> {
        of(
            self.trainings.commanded.get(run),
            self.trainings.on_the_reports_data(),
            run,
        )
        .map_err(|reason| Finding::undecided(reason.unwrap_or_else(|| sentence(&self.needs("")))))
    }

    /// What the model that the run's question asks for came to on the report's data; what is missing, if it is.
    pub(super) fn asked(&self, run: &str) -> Result<&Training, Finding> {
        of(
            self.trainings.asked.get(run),
            self.trainings.on_the_reports_data(),
            run,
        )
        .map_err(|reason| {
            Finding::undecided(reason.unwrap_or_else(|| sentence(&self.needs(" and --all"))))
        })
    }
}

fn of<'t>(
    trained: Option<&'t Trained>,
    right_data: bool,
    run: &str,
) -> Result<&'t Training, Option<String>> {
    match trained.filter(|_| right_data) {
        None => Err(None),
        Some(Err(untrained)) => Err(Some(format!(
            "The training of {run} {}.",
            untrained.in_words()
        ))),
        Some(Ok(training)) => Ok(training),
    }
}

/// With a capital and a full stop.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|first| first.to_uppercase().to_string())
        .unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

pub(super) fn accuracy(examiner: &Examiner<'_>, id: &str, figure: &Figure) -> Finding {
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
    let training = match examiner.commanded(id) {
        Err(undecided) => {
            let because = format!("{} The figure is {fraction}.", undecided.because);
            let accuracy = accuracy(None, format!("needs {}", examiner.document.data.name));
            return Finding {
                because,
                accuracy,
                ..undecided
            };
        }
        Ok(training) => training,
    };
    let (correct, total) = (wide(training.test.correct()), wide(training.test.total()));
    let here = (training.printed_accuracy(), format!("{correct}/{total}"));
    let in_words = format!(
        "Here it is {} = {}; the report has {figure}, {fraction}.",
        here.0, here.1
    );
    let same = figure.counts(total, Printing::Rounded);
    let distance = match () {
        () if same.contains(&correct) => {
            let because = format!("The same digits here: {} = {}.", here.0, here.1);
            let accuracy = accuracy(Some(here), "same digits".to_owned());
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
    let few = distance.is_some_and(|(images, _)| images <= wide(ROUNDING));
    let finding = match (command.script, command.model) {
        (Script::Question1, ModelName::Mlp) => Finding::undecided(format!(
            "{in_words} This figure depends on the order in which numpy adds up (`verify q1 mlp --spread 10`)."
        )),
        // Its sums are exact.
        (_, ModelName::Perceptron) => Finding::new(Verdict::Refuted, Basis::Trained, in_words),
        _ if few => Finding::undecided(format!(
            "{in_words} So few images may come from another order of summation."
        )),
        _ => Finding::new(Verdict::Refuted, Basis::Trained, in_words),
    };
    Finding {
        accuracy: accuracy(Some(here), difference),
        ..finding
    }
}

pub(super) fn one_test_set(document: &Document) -> Finding {
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
    let least = rounded.first().copied().unwrap_or(0);
    if n > LARGEST_DENOMINATOR || least < n {
        let because =
            format!("They are fractions of {n}, but that says little: they are so of {least} too.");
        return Finding::undecided(because).with(exhibits);
    }
    let only = if rounded.iter().all(|m| m % n == 0) {
        format!("multiples of {n}")
    } else {
        format!("{rounded:?}")
    };
    let cut = common_denominators(&figures, LARGEST_DENOMINATOR, Printing::Truncated);
    let cut = if cut.is_empty() {
        "no number does".to_owned()
    } else {
        format!("{cut:?} do")
    };
    let because = format!(
        "All {all} different figures are k/{n}, rounded; of the numbers up to {LARGEST_DENOMINATOR} only {only} fit all of them; \
         were they cut off, {cut}. The whole test set of {whole} fits {}.",
        fit(whole, Printing::Rounded)
    );
    Finding::new(Verdict::Holds, Basis::Computed, because).with(exhibits)
}

pub(super) fn validation_figure(examiner: &Examiner<'_>, id: &str, figure: &Figure) -> Finding {
    let command = &examiner.document.run(id).command;
    let as_test = examiner
        .document
        .figures()
        .find(|(run, other)| run.command.is_same_training(command) && *other == figure);
    let as_test = as_test.map(|(run, _)| {
        format!(
            "The report gives the same digits as the test accuracy of {}: {}.",
            run.id,
            figure.as_fraction_of(examiner.test_images())
        )
    });
    match (examiner.commanded(id), as_test) {
        (Ok(training), as_test) => {
            let epoch = training.last();
            let ours = format!("{:.4}", epoch.val_accuracy);
            let also = as_test.map(|text| format!(" {text}")).unwrap_or_default();
            if ours == figure.to_string() {
                Finding::new(
                    Verdict::Holds,
                    Basis::Trained,
                    format!("The last validation accuracy here is {ours}."),
                )
            } else {
                let because =
                    format!("The last validation accuracy here is {ours}, not {figure}.{also}");
                Finding::new(Verdict::Refuted, Basis::Trained, because)
            }
        }
        (Err(_), Some(as_test)) => Finding::new(Verdict::Refuted, Basis::Read, as_test),
        (Err(undecided), None) => undecided,
    }
}

pub(super) fn best_on_validation(
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
    let mut table = vec![["run", "validation", "test"].map(str::to_owned).to_vec()];
    for (id, training) in &trained {
        let validation = format!("{:.4}", training.last().val_accuracy);
        table.push(vec![(*id).clone(), validation, training.printed_accuracy()]);
    }
    let right = |id: &str| {
        trained
            .iter()
            .find(|(other, _)| *other == id)
            .map(|(_, t)| t.last().val_correct)
    };
    let winner = trained
        .iter()
        .rev()
        .max_by_key(|(_, training)| training.last().val_correct);
    let (winner, training) = winner.expect("there is a run");
    let accuracy = format!("{:.4}", training.last().val_accuracy);
    let finding = if *winner == best || right(best) == Some(training.last().val_correct) {
        Finding::new(
            Verdict::Holds,
            Basis::Trained,
            format!("{best} has the greatest, {accuracy}."),
        )
    } else {
        Finding::new(
            Verdict::Refuted,
            Basis::Trained,
            format!("{winner} has the greatest, {accuracy}."),
        )
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
        "{} The report's figures are test accuracies, and by those {best} is the greatest: so it was chosen by the test set.",
        undecided.because
    );
    Finding {
        because,
        ..undecided
    }
}
