//! The claims file: what a report claims, and how each claim is decided.

use std::collections::HashSet;

use itertools::Itertools;
use serde::Deserialize;
use thiserror::Error;

use crate::language::refused::{Refused, quoted};
use crate::language::target::Interval;
use crate::learn::data::homework;
use crate::learn::model::{ModelName, Question};
use crate::question3::family::Family;
use crate::report::command::{Command, CommandError};
use crate::report::figure::Figure;
use crate::report::kinds::Decision;

/// The claims of the report that this project checks.
pub const REPORT: &str = include_str!("../../report/claims.toml");

/// The largest bound on D up to which all cases are gone through.
pub const MAX_D: usize = 12;

/// The most claims, runs or networks.
pub const MOST: usize = 1000;

/// A report's claims.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What is judged.
    pub title: String,
    /// What its figures are measured on.
    pub data: Data,
    /// The trainings.
    #[serde(default, rename = "run")]
    pub runs: Vec<Run>,
    /// The networks by hand.
    #[serde(default, rename = "network")]
    pub networks: Vec<Family>,
    /// The claims, in the order of the file.
    #[serde(rename = "claim")]
    pub claims: Vec<Claim>,
}

/// The data set that a report's figures are about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// The file's name.
    pub name: String,
    /// How to get it, as the end of a sentence.
    pub get: String,
    /// What tells it from every other file: 64 digits.
    pub sha256: String,
    /// Training images of each class.
    pub train: Vec<usize>,
    /// Test images of each class, before the homework's loader takes its part.
    pub test: Vec<usize>,
}

/// A training, by its command.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "RunText")]
pub struct Run {
    /// Its name in the claims.
    pub id: String,
    /// The command as it is printed.
    pub text: String,
    /// The command, read.
    pub command: Command,
    /// The model that the question asks for, where that can differ from the command's.
    pub asked: Option<ModelName>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RunText {
    id: String,
    script: Question,
    command: String,
    asked: Option<ModelName>,
}

impl TryFrom<RunText> for Run {
    type Error = RunError;

    fn try_from(run: RunText) -> Result<Self, RunError> {
        let RunText {
            id,
            script,
            command: text,
            asked,
        } = run;
        match Command::parse(script, &text) {
            Ok(command) => Ok(Self {
                id,
                text,
                command,
                asked,
            }),
            Err(error) => Err(RunError { id, error }),
        }
    }
}

/// Why a run's command is none.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("run {id}: {error}")]
struct RunError {
    id: String,
    error: CommandError,
}

impl Run {
    /// The command with the model that the question asks for.
    pub fn as_asked(&self) -> Option<Command> {
        self.asked.map(|model| self.command.of_model(model))
    }
}

/// One claim.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Its name.
    pub id: String,
    /// The question and part that it belongs to, such as `2.2a`.
    pub question: String,
    /// The claim in one sentence.
    pub says: String,
    /// Where it stands in the report.
    pub stands: String,
    /// How it is decided.
    pub decided: Decision,
}

impl Document {
    /// Reads a claims file, and refuses what names nothing.
    ///
    /// # Errors
    /// [`Refused`], with the line of the file, or with the claim, run or network.
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let document: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().map_or(0, |span| span.start);
            let before = text.get(..before).unwrap_or_default();
            let line = 1 + before.matches('\n').count();
            let message = error
                .message()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            Refused::mistake(format!("line {line}"), "a claims file", message)
        })?;
        document.check()?;
        Ok(document)
    }

    fn check(&self) -> Result<(), Refused> {
        if self.claims.is_empty() {
            return Err(Refused::new("the claims", "at least one", "none"));
        }
        check_ids("claims", self.claims.iter().map(|claim| claim.id.as_str()))?;
        check_ids("runs", self.runs.iter().map(|run| run.id.as_str()))?;
        check_ids("networks", self.networks.iter().map(|family| &*family.name))?;
        let data = &self.data;
        let is_digit = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        let small = |counts: &[usize]| counts.iter().all(|count| *count <= 1_000_000_000);
        let sha256 = data.sha256.len() == 64 && data.sha256.bytes().all(is_digit);
        let classes = data.train.len() == data.test.len() && (1..=256).contains(&data.train.len());
        if !(sha256 && classes && small(&data.train) && small(&data.test)) {
            let expected = "as many counts for test as for train, from 1 to 256 and none above 1000000000, and \
                            64 digits of 0-9a-f for sha256";
            return Err(Refused::new("data", expected, "others"));
        }
        self.check_texts()?;
        if self.homework_test_counts().iter().sum::<usize>() == 0 {
            let expected = "test images of the most frequent class";
            let found = "counts that leave the homework's test set empty";
            return Err(Refused::new("data", expected, found));
        }
        self.networks.iter().try_for_each(Family::check)?;
        for run in &self.runs {
            let perceptron = run.asked == Some(ModelName::Perceptron);
            if perceptron && run.command.question == Question::Two {
                let place = format!("run {}", run.id);
                return Err(Refused::new(place, "a model of hw1-q2", "perceptron"));
            }
        }
        self.claims
            .iter()
            .try_for_each(|claim| self.check_claim(claim))
    }

    /// Refuses what would do more to a terminal than print.
    fn check_texts(&self) -> Result<(), Refused> {
        let data = &self.data;
        let own = [
            ("title", &self.title),
            ("data, name", &data.name),
            ("data, get", &data.get),
        ];
        let own = own
            .map(|(place, text)| (place.to_owned(), text))
            .into_iter();
        let runs = self
            .runs
            .iter()
            .map(|run| (format!("run {}, command", run.id), &run.text));
        let claims = self.claims.iter().flat_map(|claim| {
            let texts = [
                ("question", &claim.question),
                ("says", &claim.says),
                ("stands", &claim.stands),
            ];
            texts.map(|(field, text)| (format!("claim {}, {field}", claim.id), text))
        });
        let values = self.claims.iter().filter_map(|claim| match &claim.decided {
            Decision::Tried { value, .. } => Some((format!("claim {}, value", claim.id), value)),
            _ => None,
        });
        let mut texts = own.chain(runs).chain(claims).chain(values);
        let wrong =
            |(_, text): &(String, &String)| text.trim().is_empty() || text.contains(does_not_print);
        match texts.find(wrong) {
            Some((place, text)) if text.trim().is_empty() => {
                Err(Refused::new(place, "a text", "an empty one"))
            }
            Some((place, text)) => {
                let expected = "a text without control characters";
                Err(Refused::new(place, expected, quoted(text)))
            }
            None => Ok(()),
        }
    }

    fn check_claim(&self, claim: &Claim) -> Result<(), Refused> {
        let refused = |expected: &str, found: String| {
            Refused::new(format!("claim {}", claim.id), expected, found)
        };
        let decided = &claim.decided;
        for id in decided.runs() {
            let run = self.find_run(id);
            let run = run.ok_or_else(|| refused("a run of the file", quoted(id)))?;
            if decided.is_about_what_was_asked() && run.asked.is_none() {
                let asked = format!("asked, such as asked = \"mlp\", in run {id}");
                return Err(refused(&asked, "none".to_owned()));
            }
        }
        for id in decided.networks() {
            let network = self.find_network(id);
            network.ok_or_else(|| refused("a network of the file", quoted(id)))?;
        }
        let (what, least, found) = decided.comparison();
        if found < least {
            let expected = format!("at least {least} different {what}");
            return Err(refused(&expected, found.to_string()));
        }
        match decided {
            Decision::BestOnValidation { best, among } if !among.contains(best) => {
                return Err(refused("the best run among those compared", quoted(best)));
            }
            Decision::Outside { shown, .. } if !shown.iter().all_unique() => {
                return Err(refused("different things shown", "one twice".to_owned()));
            }
            Decision::Tried { flag, .. } if !Command::is_flag(flag) => {
                return Err(refused("a flag of the exercise's programs", quoted(flag)));
            }
            _ => {}
        }
        if let Some(found) = decided.largest_d()
            && !(1..=MAX_D).contains(&found)
        {
            let expected = format!("D between 1 and {MAX_D}");
            return Err(refused(&expected, format!("D = {found}")));
        }
        if let Decision::Inseparable { d, a, b } = *decided {
            let interval = Interval::new(d, a, b);
            interval.map_err(|error| refused("an interval", format!("a mistake ({error})")))?;
        }
        Ok(())
    }

    fn find_run(&self, id: &str) -> Option<&Run> {
        self.runs.iter().find(|run| run.id == id)
    }

    fn find_network(&self, id: &str) -> Option<&Family> {
        self.networks.iter().find(|family| family.name == id)
    }

    /// The run of this name.
    ///
    /// # Panics
    /// If no claim may name it: names are checked when the file is read.
    pub fn run(&self, id: &str) -> &Run {
        self.find_run(id).expect("names were checked")
    }

    /// The network of this name.
    ///
    /// # Panics
    /// As [`Document::run`].
    pub fn network(&self, id: &str) -> &Family {
        self.find_network(id).expect("names were checked")
    }

    /// The accuracy claims: the run and its figure, in the order of the file.
    pub fn figures(&self) -> impl Iterator<Item = (&Run, &Figure)> {
        self.claims.iter().filter_map(|claim| match &claim.decided {
            Decision::Accuracy { run, figure } => Some((self.run(run), figure)),
            _ => None,
        })
    }

    /// How many images of each class the homework's loader keeps of the test set (REFERENCE 4).
    pub fn homework_test_counts(&self) -> Vec<usize> {
        homework::test_counts(&self.data.train, &self.data.test)
    }
}

/// What moves the cursor, or turns or hides the letters around it.
fn does_not_print(c: char) -> bool {
    let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    turns || c.is_control()
}

/// Refuses names that are not file names, or occur twice.
fn check_ids<'a>(what: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), Refused> {
    let refused =
        |expected: String, found: String| Err(Refused::new(format!("the {what}"), expected, found));
    let mut seen = HashSet::new();
    for id in ids {
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        let begins = id.starts_with(|c: char| c.is_ascii_alphanumeric());
        if !begins || id.len() > 40 || !id.chars().all(allowed) {
            let expected = "ids of up to 40 letters, digits, points and dashes that begin with a letter or digit";
            return refused(expected.to_owned(), quoted(id));
        }
        // File systems may not distinguish capitals.
        if !seen.insert(id.to_ascii_lowercase()) {
            return refused(
                "ids that are all different".to_owned(),
                format!("{id} twice"),
            );
        }
    }
    if seen.len() > MOST {
        return refused(format!("at most {MOST}"), seen.len().to_string());
    }
    Ok(())
}
