//! The claims file: what a report claims, and how each claim is decided.

use std::collections::HashSet;

use serde::Deserialize;

use super::finding::Finding;
use super::inquiry::Inquiry;
use super::kinds::Decision;
use super::subject::{Data, Run, Subject};
use super::trainings::Needs;
use crate::language::refused::{Refused, quoted};
use crate::learn::model::{ModelName, Question};
use crate::question3::family::Family;

/// The claims of the report that this project checks.
pub const REPORT: &str = include_str!("../../report/claims.toml");

/// The most claims, runs or networks that a file may have.
pub const MOST: usize = 1000;

/// A report's claims, and the subject that they are about.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The subject of the claims.
    pub subject: Subject,
    /// The claims, in the order of the file.
    pub claims: Vec<Claim>,
}

/// The form of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    title: String,
    data: Data,
    #[serde(default, rename = "run")]
    runs: Vec<Run>,
    #[serde(default, rename = "network")]
    networks: Vec<Family>,
    #[serde(rename = "claim")]
    claims: Vec<Claim>,
}

/// One claim of a report.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The name of the claim.
    pub id: String,
    /// The question and part that it belongs to, such as `2.2a`.
    pub question: String,
    /// The claim in one sentence.
    pub says: String,
    /// The place of the claim in the report.
    pub stands: String,
    /// The kind of the claim, by which it is decided.
    pub decided: Decision,
}

impl Claim {
    /// The ids of the runs that it names.
    pub fn runs(&self) -> Vec<&str> {
        self.decided.kind().names().runs
    }

    /// The trainings of the subject that decide it.
    pub fn needs<'a>(&'a self, subject: &'a Subject) -> Needs<'a> {
        self.decided.kind().needs(subject)
    }

    /// The verdict on the claim, with its evidence.
    ///
    /// # Panics
    /// If the claim belongs to another document, and names a run or a network that the subject of the inquiry does not
    /// have.
    pub fn decide(&self, inquiry: &mut Inquiry<'_>) -> Finding {
        self.decided.kind().decide(inquiry, &self.id)
    }
}

impl Document {
    /// Reads a claims file, and refuses names that do not exist.
    ///
    /// # Errors
    /// [`Refused`], with the line of the file, or with the claim, run or network.
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let text: Text = toml::from_str(text).map_err(|error| {
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
        let accuracies = text.claims.iter().filter_map(|claim| {
            let (run, figure) = claim.decided.kind().accuracy()?;
            Some((run.clone(), figure.clone()))
        });
        let subject = Subject {
            accuracies: accuracies.collect(),
            title: text.title,
            data: text.data,
            runs: text.runs,
            networks: text.networks,
        };
        let document = Self {
            subject,
            claims: text.claims,
        };
        document.check()?;
        Ok(document)
    }

    fn check(&self) -> Result<(), Refused> {
        let subject = &self.subject;
        if self.claims.is_empty() {
            return Err(Refused::new("the claims", "at least one", "none"));
        }
        check_ids("claims", self.claims.iter().map(|claim| claim.id.as_str()))?;
        check_ids("runs", subject.runs.iter().map(|run| run.id.as_str()))?;
        check_ids(
            "networks",
            subject.networks.iter().map(|family| &*family.name),
        )?;
        check_data(&subject.data)?;
        self.check_texts()?;
        if subject.homework_test_counts().iter().sum::<usize>() == 0 {
            let expected = "test images of the most frequent class";
            let found = "counts that leave the homework's test set empty";
            return Err(Refused::new("data", expected, found));
        }
        subject.networks.iter().try_for_each(Family::check)?;
        for run in &subject.runs {
            let perceptron = run.asked == Some(ModelName::Perceptron);
            if perceptron && run.command.question == Question::Two {
                let place = format!("run {}", run.id);
                return Err(Refused::new(place, "a model of hw1-q2", "perceptron"));
            }
        }
        self.claims.iter().try_for_each(|claim| {
            let kind = claim.decided.kind();
            let checked = kind.names().check(subject).and_then(|()| kind.check());
            checked.map_err(|refused| refused.within(&format!("claim {}", claim.id)))
        })
    }

    /// Refuses texts with characters that would do more to a terminal than print.
    fn check_texts(&self) -> Result<(), Refused> {
        let Subject {
            title, data, runs, ..
        } = &self.subject;
        let own = [
            ("title", title),
            ("data, name", &data.name),
            ("data, get", &data.get),
        ];
        let own = own.map(|(place, text)| (place.to_owned(), text));
        let runs = runs
            .iter()
            .map(|run| (format!("run {}, command", run.id), &run.text));
        let of_claim =
            |claim: &Claim, (field, text)| (format!("claim {}, {field}", claim.id), text);
        let claims = self.claims.iter().flat_map(|claim| {
            let texts = [
                ("question", &claim.question),
                ("says", &claim.says),
                ("stands", &claim.stands),
            ];
            texts.map(|text| of_claim(claim, text))
        });
        let of_kinds = self.claims.iter().flat_map(|claim| {
            let texts = claim.decided.kind().texts().into_iter();
            texts.map(|text| of_claim(claim, text))
        });
        let mut texts = own.into_iter().chain(runs).chain(claims).chain(of_kinds);
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
}

fn check_data(data: &Data) -> Result<(), Refused> {
    let is_digit = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
    let small = |counts: &[usize]| counts.iter().all(|count| *count <= 1_000_000_000);
    let sha256 = data.sha256.len() == 64 && data.sha256.bytes().all(is_digit);
    let classes = data.train.len() == data.test.len() && (1..=256).contains(&data.train.len());
    if sha256 && classes && small(&data.train) && small(&data.test) {
        Ok(())
    } else {
        let expected = "as many counts for test as for train, from 1 to 256 and none above 1000000000, and \
                        64 digits of 0-9a-f for sha256";
        Err(Refused::new("data", expected, "others"))
    }
}

/// Whether a character moves the cursor, or turns or hides the letters around it.
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
