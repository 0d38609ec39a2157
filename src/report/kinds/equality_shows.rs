//! Claims that the report's own commands and times decide.

use itertools::Itertools;

use crate::learn::model::ModelName;
use crate::report::claims::Run;
use crate::report::command::{Command, Slip};
use crate::report::figure::Figure;
use crate::report::finding::{Basis, Exhibit, Finding, Verdict};
use crate::report::inquiry::Examiner;
use crate::report::kinds::Timed;
use crate::report::needs::{sentence, unknown_words};

/// `hw1-q2 logistic_regression: batch_size 16, learning_rate 0.1, …`
fn described(command: &Command) -> String {
    let script = command.question.program();
    let settings = command
        .reaching()
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

    /// Two of these runs that should be one and the same training, and came to different weights.
    fn contradiction(&self, group: &[&Run]) -> Option<Finding> {
        let mut pairs = group.iter().array_combinations();
        let [run, other] = pairs.find(|[run, other]| self.are_equal(run, other) == Some(false))?;
        let because = format!(
            "By their commands {} and {} are one and the same training, but trained here they came to different weights.",
            run.id, other.id
        );
        Some(Finding::undecided(because).with(self.equality(group)))
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
pub(crate) fn listed(words: impl IntoIterator<Item = String>) -> String {
    let mut words: Vec<String> = words.into_iter().collect();
    match (words.pop(), words.is_empty()) {
        (None, _) => String::new(),
        (Some(last), true) => last,
        (Some(last), false) => format!("{} and {last}", words.join(", ")),
    }
}

pub(crate) fn separate_trainings(examiner: &Examiner<'_>) -> Finding {
    let figures: Vec<(&Run, &Figure)> = examiner.document.figures().collect();
    let runs = figures.iter().map(|(run, _)| *run);
    let twice: Vec<&Run> = runs.clone().duplicates_by(|run| &run.id).collect();
    let runs: Vec<&Run> = runs.unique_by(|run| &run.id).collect();
    if figures.len() < 2 {
        return Finding::undecided("Fewer than two accuracies are claimed.");
    }
    let groups = repeated(&runs);
    if groups.is_empty() && !twice.is_empty() {
        let because = format!("Several figures are said to be of {}.", names(&twice));
        return Finding::new(Verdict::Refuted, Basis::Read, because);
    }
    if groups.is_empty() {
        if let Some(undecided) = runs.iter().copied().find_map(unknown_words) {
            return undecided;
        }
        let because = format!(
            "The {} commands have different models or settings.",
            runs.len()
        );
        return Finding::new(Verdict::Holds, Basis::Read, because);
    }
    if let Some(contradiction) = groups
        .iter()
        .find_map(|group| examiner.contradiction(group))
    {
        return contradiction;
    }
    let mut table = vec![["training", "runs", "figures"].map(str::to_owned).to_vec()];
    for group in &groups {
        let printed = figures
            .iter()
            .filter(|(run, _)| group.iter().any(|other| other.id == run.id));
        let printed: Vec<_> = printed
            .map(|(_, figure)| figure.to_string())
            .unique()
            .collect();
        table.push(vec![
            described(&group[0].command),
            names(group),
            printed.join(", "),
        ]);
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

/// The commands as they are printed, one a line.
fn printed(runs: &[&Run]) -> Exhibit {
    let width = runs.iter().map(|run| run.id.len()).max().unwrap_or(0);
    let line = |run: &&Run| format!("{:<width$}  {}", run.id, run.text);
    Exhibit::Lines(runs.iter().map(line).collect())
}

pub(crate) fn asked_model(examiner: &Examiner<'_>, ids: &[String]) -> Finding {
    let runs = examiner.runs(ids);
    let is_other = |run: &&Run| run.asked != Some(run.command.model);
    let others: Vec<&Run> = runs.iter().copied().filter(is_other).collect();
    if others.is_empty() {
        if let Some(undecided) = runs.iter().copied().find_map(unknown_words) {
            return undecided.with([printed(&runs)]);
        }
        let because = "The commands name the model that the question asks for.";
        return Finding::new(Verdict::Holds, Basis::Read, because).with([printed(&runs)]);
    }
    let kinds = others
        .iter()
        .map(|run| (run.command.model, run.asked))
        .unique();
    let sentences = kinds.map(|(model, asked)| {
        let of_kind = others
            .iter()
            .copied()
            .filter(|run| (run.command.model, run.asked) == (model, asked));
        let of_kind: Vec<&Run> = of_kind.collect();
        let ignored = of_kind.iter().flat_map(|run| run.command.ignored());
        let ignored = listed(ignored.map(|(flag, _)| format!("-{flag}")).unique());
        let has_no_use = if ignored.is_empty() {
            String::new()
        } else {
            format!(": a {} has no use for {ignored}", model.in_words())
        };
        let asked = asked.map_or("model that was asked for", ModelName::in_words);
        let (names, model) = (names(&of_kind), model.name());
        format!("The commands of {names} name {model}, not the {asked}{has_no_use}.")
    });
    let because = sentences.collect::<Vec<_>>().join(" ");
    Finding::new(Verdict::Refuted, Basis::Read, because)
        .with([printed(&runs)])
        .with(super::ranking::as_asked(examiner, &others))
}

pub(crate) fn as_printed(examiner: &Examiner<'_>, ids: &[String]) -> Finding {
    let runs = examiner.runs(ids);
    let slips: Vec<&Slip> = runs
        .iter()
        .flat_map(|run| &run.command.slips)
        .unique_by(|slip| &slip.words)
        .collect();
    if slips.is_empty() {
        let because = "The program has every flag and value.";
        return Finding::new(Verdict::Holds, Basis::Read, because).with([printed(&runs)]);
    }
    let sentences = slips.into_iter().map(|slip| {
        let wrong = runs
            .iter()
            .copied()
            .filter(|run| run.command.slips.contains(slip));
        let wrong = names(&wrong.collect::<Vec<_>>());
        let read_as = match &slip.read_as {
            Some(known) => format!("here it is read as {known}"),
            None => "so it is not known what to train".to_owned(),
        };
        format!("{} in {wrong} {}; {read_as}.", slip.words, slip.problem)
    });
    let because = sentences.collect::<Vec<_>>().join(" ");
    Finding::new(Verdict::Refuted, Basis::Read, because).with([printed(&runs)])
}

pub(crate) fn tried(examiner: &Examiner<'_>, flag: &str, value: &str, ids: &[String]) -> Finding {
    let mut runs = examiner.runs(ids);
    runs.retain(|run| run.command.flags().contains(&flag));
    let number = |text: &str| text.parse::<f64>().ok();
    let is_it = |own: &str| own == value || number(own).is_some() && number(own) == number(value);
    let given = |run: &Run| {
        let mut given = run.command.given.iter();
        given
            .find(|(given, _)| *given == flag)
            .map(|(_, value)| value.clone())
    };
    let flag_in_words = flag.replace('_', " ");
    let found = |run: &Run, how: &str| {
        let because = format!("The command of {} {how} {flag_in_words} {value}.", run.id);
        Finding::new(Verdict::Holds, Basis::Read, because)
    };
    if let Some(run) = runs
        .iter()
        .find(|run| given(run).is_some_and(|own| is_it(&own)))
    {
        return found(run, "has");
    }
    let by_default = |run: &&&Run| given(run).is_none() && run.command.can_be_followed();
    let mut silent = runs.iter().filter(by_default);
    if let Some(run) = silent.find(|run| is_it(&run.command.value(flag))) {
        return found(run, "has, by default,");
    }
    let unclear: Vec<&Run> = runs
        .iter()
        .copied()
        .filter(|run| given(run).is_none())
        .collect();
    if let Some(undecided) = unclear.iter().copied().find_map(unknown_words) {
        return undecided;
    }
    let own = |run: &&Run| given(run).unwrap_or_else(|| run.command.value(flag));
    let values = listed(runs.iter().map(own).unique());
    let because = if values.is_empty() {
        format!("No program of these commands has a {flag_in_words}.")
    } else {
        format!("No command has {flag_in_words} {value}; they have {values}.")
    };
    Finding::new(Verdict::Refuted, Basis::Read, because)
}

pub(crate) fn equality_shows(examiner: &Examiner<'_>, ids: &[String]) -> Finding {
    let mut runs = examiner.runs(ids);
    runs = runs.into_iter().unique_by(|run| &run.id).collect();
    let equality = examiner.equality(&runs);
    let figure = |run: &Run| {
        examiner
            .document
            .figures()
            .find(|(other, _)| other.id == run.id)
    };
    let figure = |run: &Run| figure(run).map(|(_, figure)| figure);
    let figures: Vec<_> = runs.iter().filter_map(|run| figure(run)).unique().collect();
    if figures.len() > 1 {
        let figures = listed(figures.into_iter().map(ToString::to_string));
        let because = format!("They are not equal: {figures}.");
        return Finding::new(Verdict::Refuted, Basis::Read, because).with(equality);
    }
    if let Some(group) = repeated(&runs).first() {
        if let Some(contradiction) = examiner.contradiction(group) {
            return contradiction;
        }
        let model = group[0].command.model.in_words();
        let ignored = group.iter().flat_map(|run| run.command.ignored());
        let differs = |(flag, _): &&(&str, String)| {
            !group.iter().map(|run| run.command.value(flag)).all_equal()
        };
        let ignored = listed(
            ignored
                .filter(differs)
                .map(|(flag, _)| format!("-{flag}"))
                .unique(),
        );
        let why = if ignored.is_empty() {
            String::new()
        } else {
            format!(", for a {model} has no use for {ignored}")
        };
        let is_alike = |run: &&Run| {
            group.iter().all(|other| other.id != run.id)
                && figure(run).is_some()
                && figure(run) == figure(group[0])
        };
        let alike: Vec<&Run> = runs.iter().copied().filter(is_alike).collect();
        let besides = if alike.is_empty() {
            String::new()
        } else {
            format!(
                " {} is another training, whose figure is printed alike.",
                names(&alike)
            )
        };
        let because = format!(
            "{} are one and the same training{why}: they are equal, whatever the model is like.{besides}",
            names(group)
        );
        return Finding::new(Verdict::Refuted, Basis::Read, because).with(equality);
    }
    if let Some(undecided) = runs.iter().copied().find_map(unknown_words) {
        return undecided;
    }
    Finding::outside(
        "They are different trainings; what equal figures show is a matter of judgement.",
    )
    .with(equality)
}

pub(crate) fn faster(fast: &Timed, slow: &Timed) -> Finding {
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
