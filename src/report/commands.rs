//! Claims that the report's own commands and times decide.

use itertools::Itertools;

use super::accuracies::sentence;
use super::claims::Run;
use super::command::{Command, Script};
use super::decision::Timed;
use super::examiner::Examiner;
use super::figure::Figure;
use super::finding::{Basis, Exhibit, Finding, Verdict};

/// `hw1-q2 logistic_regression: batch_size 16, learning_rate 0.1, …`
fn described(command: &Command) -> String {
    let script = match command.script {
        Script::Question1 => "hw1-q1",
        Script::Question2 => "hw1-q2",
    };
    let settings = command
        .settings()
        .into_iter()
        .map(|(flag, value)| format!("{flag} {value}"));
    format!(
        "{script} {}: {}",
        command.model.name(),
        settings.collect::<Vec<_>>().join(", ")
    )
}

impl Examiner<'_> {
    fn runs(&self, ids: &[String]) -> Vec<&Run> {
        ids.iter().map(|id| self.document.run(id)).collect()
    }

    /// What training both of these came to: whether all weights and predictions are the same, bit for bit.
    fn are_equal(&self, run: &Run, other: &Run) -> Option<bool> {
        let trained = |run: &Run| self.trainings.commanded.get(&run.id)?.as_ref().ok();
        let (own, others) = (trained(run)?, trained(other)?);
        Some(
            own.parameters == others.parameters
                && own.curve == others.curve
                && own.test == others.test,
        )
    }

    /// The same for all pairs, as a sentence, where they were trained.
    fn equality(&self, runs: &[&Run]) -> Option<Exhibit> {
        let data = &self.trainings.data.as_ref()?.name;
        let mut sentences = Vec::new();
        for [run, other] in runs.iter().array_combinations() {
            let equal = if self.are_equal(run, other)? {
                "the same weights, to the bit"
            } else {
                "different weights"
            };
            sentences.push(format!("{} and {}: {equal}", run.id, other.id));
        }
        let text = format!(
            "Trained on {data}, each by its own command: {}.",
            sentences.join("; ")
        );
        (!sentences.is_empty()).then_some(Exhibit::Text(text))
    }
}

/// Runs that come to one and the same training, where there are several.
fn repeated<'r>(runs: &[&'r Run]) -> Vec<Vec<&'r Run>> {
    let mut groups: Vec<Vec<&Run>> = Vec::new();
    for run in runs {
        match groups
            .iter_mut()
            .find(|group| group[0].command.is_same_training(&run.command))
        {
            Some(group) => group.push(run),
            None => groups.push(vec![run]),
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

fn names(runs: &[&Run]) -> String {
    listed(runs.iter().map(|run| run.id.clone()))
}

/// `a, b and c`
pub(super) fn listed(words: impl IntoIterator<Item = String>) -> String {
    let mut words: Vec<String> = words.into_iter().collect();
    match (words.pop(), words.is_empty()) {
        (None, _) => String::new(),
        (Some(last), true) => last,
        (Some(last), false) => format!("{} and {last}", words.join(", ")),
    }
}

pub(super) fn separate_trainings(examiner: &Examiner<'_>) -> Finding {
    let figures: Vec<(&Run, &Figure)> = examiner.document.figures().collect();
    let runs: Vec<&Run> = figures.iter().map(|(run, _)| *run).collect();
    if runs.len() < 2 {
        return Finding::undecided("Fewer than two accuracies are claimed.");
    }
    let groups = repeated(&runs);
    if groups.is_empty() {
        let because = format!(
            "The {} commands have different models or settings.",
            runs.len()
        );
        return Finding::new(Verdict::Holds, Basis::Read, because);
    }
    let mut table = vec![["training", "runs", "figures"].map(str::to_owned).to_vec()];
    for group in &groups {
        let printed = group.iter().filter_map(|run| {
            figures
                .iter()
                .find(|(other, _)| other.id == run.id)
                .map(|(_, figure)| figure.to_string())
        });
        let printed = printed.dedup().collect::<Vec<_>>().join(", ");
        table.push(vec![described(&group[0].command), names(group), printed]);
    }
    let because = sentence(&format!(
        "the commands name the same model with the same settings that matter: {}",
        groups
            .iter()
            .map(|group| names(group))
            .collect::<Vec<_>>()
            .join("; ")
    ));
    let checked = groups.iter().filter_map(|group| examiner.equality(group));
    Finding::new(Verdict::Refuted, Basis::Read, because)
        .with([Exhibit::Table(table)])
        .with(checked)
}

pub(super) fn asked_model(examiner: &Examiner<'_>, ids: &[String]) -> Finding {
    let runs = examiner.runs(ids);
    let other: Vec<&Run> = runs
        .iter()
        .copied()
        .filter(|run| run.asked != Some(run.command.model))
        .collect();
    let commands = Exhibit::Lines(
        runs.iter()
            .map(|run| format!("{}  {}", run.id, run.text))
            .collect(),
    );
    let Some(first) = other.first() else {
        let because = "The commands name the model that the question asks for.";
        return Finding::new(Verdict::Holds, Basis::Read, because).with([commands]);
    };
    let asked = first
        .asked
        .map_or("another model", |model| model.in_words());
    let ignored = other
        .iter()
        .flat_map(|run| run.command.ignored())
        .map(|(flag, _)| format!("-{flag}"));
    let ignored = listed(ignored.unique());
    let because = format!(
        "The commands of {} name {}, not the {asked}: a {} has no use for {}.",
        names(&other),
        first.command.model.name(),
        first.command.model.in_words(),
        if ignored.is_empty() {
            "other flags"
        } else {
            &ignored
        }
    );
    Finding::new(Verdict::Refuted, Basis::Read, because)
        .with([commands])
        .with(super::models::as_asked(examiner, &other))
}

pub(super) fn as_printed(examiner: &Examiner<'_>, ids: &[String]) -> Finding {
    let runs = examiner.runs(ids);
    let slips: Vec<_> = runs
        .iter()
        .flat_map(|run| run.command.slips.iter().map(move |slip| (run, slip)))
        .collect();
    let commands = Exhibit::Lines(
        runs.iter()
            .map(|run| format!("{}  {}", run.id, run.text))
            .collect(),
    );
    let Some((_, slip)) = slips.first() else {
        return Finding::new(
            Verdict::Holds,
            Basis::Read,
            "The program has every flag and value.",
        )
        .with([commands]);
    };
    let wrong: Vec<&Run> = slips
        .iter()
        .map(|(run, _)| **run)
        .unique_by(|run| &run.id)
        .collect();
    let because = format!(
        "-{} {} in {} is no value that the program takes, which are {}; here it is read as {}.",
        slip.flag,
        slip.value,
        names(&wrong),
        slip.known,
        slip.read_as
    );
    Finding::new(Verdict::Refuted, Basis::Read, because).with([commands])
}

pub(super) fn tried(examiner: &Examiner<'_>, flag: &str, value: &str, ids: &[String]) -> Finding {
    let runs = examiner.runs(ids);
    let number = |text: &str| text.parse::<f64>().ok();
    let is_it = |run: &&Run| {
        let own = run.command.value(flag);
        own == value || number(&own).is_some() && number(&own) == number(value)
    };
    let flag_in_words = flag.replace('_', " ");
    if let Some(run) = runs.iter().copied().find(|run| is_it(run)) {
        let because = format!("The command of {} has {flag_in_words} {value}.", run.id);
        return Finding::new(Verdict::Holds, Basis::Read, because);
    }
    let values = listed(runs.iter().map(|run| run.command.value(flag)).unique());
    let because = format!("No command has {flag_in_words} {value}; they have {values}.");
    Finding::new(Verdict::Refuted, Basis::Read, because)
}

pub(super) fn equality_shows(examiner: &Examiner<'_>, ids: &[String]) -> Finding {
    let runs = examiner.runs(ids);
    let equality = examiner.equality(&runs);
    let groups = repeated(&runs);
    if let Some(group) = groups.first() {
        let ignored = group
            .iter()
            .flat_map(|run| run.command.ignored())
            .map(|(flag, _)| format!("-{flag}"));
        let because = format!(
            "{} are one and the same training, for a {} has no use for {}: they are equal, whatever the model is like.",
            names(group),
            group[0].command.model.in_words(),
            listed(ignored.unique())
        );
        return Finding::new(Verdict::Refuted, Basis::Read, because).with(equality);
    }
    let figures = examiner
        .document
        .figures()
        .filter(|(run, _)| ids.contains(&run.id));
    let figures: Vec<_> = figures.map(|(_, figure)| figure).unique().collect();
    if figures.len() > 1 {
        let figures = listed(figures.into_iter().map(ToString::to_string));
        let because = format!("They are not equal: {figures}.");
        return Finding::new(Verdict::Refuted, Basis::Read, because).with(equality);
    }
    Finding::outside(
        "They are different trainings; what equal figures show is a matter of judgement.",
    )
    .with(equality)
}

pub(super) fn faster(fast: &Timed, slow: &Timed) -> Finding {
    let mut table = vec![
        ["run", "real", "user", "user over real"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for timed in [fast, slow] {
        let ratio = timed.user.over(timed.real);
        table.push(vec![
            timed.run.clone(),
            timed.real.to_string(),
            timed.user.to_string(),
            ratio,
        ]);
    }
    let because = format!(
        "By the report's own times {} takes {} and {} {}: {} times as long. The processors were busy {} and {} times as long \
         as the clock ran.",
        fast.run,
        fast.real,
        slow.run,
        slow.real,
        slow.real.over(fast.real),
        fast.user.over(fast.real),
        slow.user.over(slow.real),
    );
    let verdict = if fast.real < slow.real {
        Verdict::Holds
    } else {
        Verdict::Refuted
    };
    Finding::new(verdict, Basis::Read, because).with([Exhibit::Table(table)])
}
