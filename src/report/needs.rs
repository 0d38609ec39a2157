//! What claims need that only training gives: what was trained, and what is missing.

use super::claims::Run;
use super::finding::Finding;
use super::inquiry::Examiner;
use super::trainings::{Trained, Training};
use crate::learn::model::ModelName;

/// How many of so many images may go the other way for no other reason than the order in which floats are added up.
///
/// The perceptron's sums are exact. A logistic regression's loss is convex, and little is lost or gained: 3 images of 529. A
/// multi-layer perceptron's training amplifies rounding: independent runs of the exercise lie up to 14 images of 529 apart
/// (REFERENCE 3.10), and the book's chapter on Question 2 has more.
pub(super) fn rounding(model: ModelName, images: usize) -> usize {
    let of_529 = match model {
        ModelName::Perceptron => 0,
        ModelName::LogisticRegression => 3,
        ModelName::Mlp => 15,
    };
    (images * of_529).div_ceil(529)
}

pub(super) fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// The finding on a run whose command cannot be followed.
pub(super) fn unknown_words(run: &Run) -> Option<Finding> {
    let because = format!(
        "The command of {} has words that the program does not take.",
        run.id
    );
    (!run.command.can_be_followed()).then(|| Finding::undecided(because))
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

    /// What is missing for a claim that only training decides; `all` if it needs `--all`.
    fn missing(&self, all: bool) -> String {
        let data = &self.document.data;
        if self.trainings.on_the_reports_data() {
            return "Needs --all.".to_owned();
        }
        let all = if all { " and --all" } else { "" };
        let other = self.trainings.other_data();
        let other = other
            .map(|name| format!("; {name} is another data set"))
            .unwrap_or_default();
        format!("Needs {}{all} ({}){other}.", data.name, data.get)
    }

    /// What the run's command came to on the report's data; what is missing, if it is.
    pub(super) fn commanded(&self, id: &str) -> Result<&Training, Finding> {
        unknown_words(self.document.run(id)).map_or(Ok(()), Err)?;
        let right_data = self.trainings.on_the_reports_data();
        of(self.trainings.commanded.get(id), right_data, id)
            .map_err(|reason| Finding::undecided(reason.unwrap_or_else(|| self.missing(false))))
    }

    /// What the model that the run's question asks for came to on the report's data; what is missing, if it is.
    pub(super) fn asked(&self, id: &str) -> Result<&Training, Finding> {
        unknown_words(self.document.run(id)).map_or(Ok(()), Err)?;
        let right_data = self.trainings.on_the_reports_data();
        of(self.trainings.asked.get(id), right_data, id)
            .map_err(|reason| Finding::undecided(reason.unwrap_or_else(|| self.missing(true))))
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
