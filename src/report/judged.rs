//! All claims with their findings: what every page is made from.

use std::collections::BTreeMap;

use super::claims::{Claim, Document};
use super::finding::{Exhibit, Finding, Verdict};
use super::trainings::Trainings;

/// The claims that were decided.
pub struct Judged<'a> {
    /// The report.
    pub document: &'a Document,
    /// What was trained for it.
    pub trainings: &'a Trainings,
    /// In the order of the document.
    pub rows: Vec<Row<'a>>,
    /// Whether the files that rows name are written.
    pub has_files: bool,
}

/// A claim with its finding.
pub struct Row<'a> {
    /// What is claimed.
    pub claim: &'a Claim,
    /// Whether it is true.
    pub finding: Finding,
    /// The files with its evidence, below the folder of `--out`.
    pub files: Vec<String>,
}

impl<'a> Row<'a> {
    /// With the files of the runs that the claim names.
    pub fn new(
        claim: &'a Claim,
        finding: Finding,
        trained: &BTreeMap<String, Vec<String>>,
    ) -> Self {
        let mut files: Vec<String> = finding.exhibits.iter().filter_map(file).collect();
        for run in claim.decided.runs() {
            files.extend(trained.get(run).into_iter().flatten().cloned());
        }
        let mut seen = std::collections::HashSet::new();
        files.retain(|file| seen.insert(file.clone()));
        Self {
            claim,
            finding,
            files,
        }
    }
}

/// The file that an exhibit is, if it is one.
pub fn file(exhibit: &Exhibit) -> Option<String> {
    match exhibit {
        Exhibit::Certificate { name, .. } => Some(format!("certificates/{name}.cert")),
        Exhibit::Picture { name, .. } => Some(format!("pictures/{name}.svg")),
        _ => None,
    }
}

impl Judged<'_> {
    /// `1 claim`, `43 claims`
    pub fn claims_in_words(&self) -> String {
        match self.rows.len() {
            1 => "1 claim".to_owned(),
            count => format!("{count} claims"),
        }
    }

    /// How many claims have this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rows
            .iter()
            .filter(|row| row.finding.verdict == verdict)
            .count()
    }

    /// `9 hold, 12 refuted, 20 undecided, 4 outside`
    pub fn counted(&self) -> String {
        let words = Verdict::ALL.map(|verdict| in_words(verdict, self.count(verdict)));
        words.join(", ")
    }

    /// The rows by question, in the order of the document: `Question 2` and its rows.
    pub fn by_question(&self) -> Vec<(String, Vec<&Row<'_>>)> {
        let mut groups: Vec<(String, Vec<&Row<'_>>)> = Vec::new();
        for row in &self.rows {
            let title = title(&row.claim.question);
            match groups.iter_mut().find(|(known, _)| *known == title) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((title, vec![row])),
            }
        }
        groups
    }

    /// What was trained on, for people.
    pub fn data_in_words(&self) -> String {
        let wanted = &self.document.data.name;
        match &self.trainings.data {
            None => format!(
                "Nothing was trained; accuracies need {wanted}: {}.",
                self.document.data.get
            ),
            Some(data) if data.is_the_reports => format!(
                "The data are {}, which the report's figures are about.",
                data.name
            ),
            Some(data) => format!(
                "The data are {}, not those that the report's figures are about: so only what must hold on any data \
                 was looked at. Accuracies need {wanted}: {}.",
                data.name, self.document.data.get
            ),
        }
    }
}

/// `1 holds`, `9 hold`, `12 refuted`.
pub fn in_words(verdict: Verdict, count: usize) -> String {
    match (verdict, count) {
        (Verdict::Holds, 1) => "1 holds".to_owned(),
        (Verdict::Holds, count) => format!("{count} hold"),
        (_, count) => format!("{count} {}", verdict.name()),
    }
}

/// `2.2a` as `Question 2`; `1, 2` as `Questions 1, 2`.
fn title(question: &str) -> String {
    let several = question.contains(',');
    let number: String = question.chars().take_while(char::is_ascii_digit).collect();
    match number.as_str() {
        _ if several => format!("Questions {question}"),
        "" => format!("Question {question}"),
        number => format!("Question {number}"),
    }
}
