//! All claims with their findings.

use std::collections::BTreeMap;

use itertools::Itertools;

use super::claims::{Claim, Document};
use super::finding::{Exhibit, Finding, Verdict};
use super::inquiry::Inquiry;
use super::trainings::Trainings;
use crate::prover::Limits;

/// The claims of a report that were decided, each with its finding.
pub struct Judged<'a> {
    /// The report that was judged.
    pub document: &'a Document,
    /// The trainings that were made for the report.
    pub trainings: &'a Trainings,
    /// The claims with their findings, in the order of the document.
    pub rows: Vec<Row<'a>>,
    /// Whether the files that the rows name are written; pages then link to them.
    pub has_files: bool,
    /// Whether only some claims were asked for; text then shows their evidence.
    pub is_chosen: bool,
}

/// A claim with its finding.
pub struct Row<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// The finding on the claim.
    pub finding: Finding,
    /// The names of the files with its evidence, below the folder of all evidence.
    pub files: Vec<String>,
}

impl<'a> Judged<'a> {
    /// Decides these claims of the document. `written` names the files of each run that was trained; `watch` is called
    /// now and then, and may stop work that takes long.
    pub fn decide(
        document: &'a Document,
        claims: impl IntoIterator<Item = &'a Claim>,
        trainings: &'a Trainings,
        written: &BTreeMap<String, Vec<String>>,
        limits: Limits<'_>,
    ) -> Self {
        let mut inquiry = Inquiry::new(&document.subject, trainings, limits);
        let row = |claim: &'a Claim| {
            let finding = claim.decide(&mut inquiry);
            let evidence = finding.exhibits.iter().filter_map(Exhibit::file);
            let runs = claim.runs();
            let trained = runs.into_iter().filter_map(|run| written.get(run));
            Row {
                claim,
                files: evidence
                    .chain(trained.flatten().cloned())
                    .unique()
                    .collect(),
                finding,
            }
        };
        Self {
            document,
            trainings,
            rows: claims.into_iter().map(row).collect(),
            has_files: false,
            is_chosen: false,
        }
    }

    /// The number of claims that were decided, in words: `1 claim`, `43 claims`.
    pub fn claims_in_words(&self) -> String {
        match self.rows.len() {
            1 => "1 claim".to_owned(),
            count => format!("{count} claims"),
        }
    }

    /// The number of claims with this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        let verdicts = self.rows.iter().map(|row| row.finding.verdict);
        verdicts.filter(|known| *known == verdict).count()
    }

    /// The number of claims with each verdict, such as `9 hold, 12 refuted, 20 undecided, 4 outside`.
    pub(super) fn counted(&self) -> String {
        let words = Verdict::ALL.map(|verdict| in_words(verdict, self.count(verdict)));
        words.join(", ")
    }

    /// The rows by question, in the order of the document, each with the name of the question, such as `Question 2`.
    pub(super) fn by_question(&self) -> Vec<(String, Vec<&Row<'_>>)> {
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

    /// The names of the bases of these verdicts, and their meanings.
    pub(super) fn basis_words(&self) -> Vec<(&'static str, &'static str)> {
        let used = self.rows.iter().filter_map(|row| row.finding.basis);
        let used = used.sorted().dedup();
        used.map(|basis| (basis.name(), basis.in_words())).collect()
    }

    /// The data that was trained on, in words.
    pub(super) fn data_in_words(&self) -> String {
        let wanted = &self.document.subject.data.name;
        match &self.trainings.data {
            None => format!(
                "Nothing was trained; accuracies need {wanted}: {}.",
                self.document.subject.data.get
            ),
            Some(data) if data.is_the_reports => format!(
                "The data are {}, which the report's figures are about.",
                data.name
            ),
            Some(data) => format!(
                "The data are {}, not those that the report's figures are about: so only what must hold on any data \
                 was looked at. Accuracies need {wanted}: {}.",
                data.name, self.document.subject.data.get
            ),
        }
    }
}

/// A number of claims with a verdict, in words: `1 holds`, `9 hold`, `12 refuted`.
pub(super) fn in_words(verdict: Verdict, count: usize) -> String {
    match (verdict, count) {
        (Verdict::Holds, 1) => "1 holds".to_owned(),
        (Verdict::Holds, count) => format!("{count} hold"),
        (_, count) => format!("{count} {}", verdict.name()),
    }
}

/// The title of a question: `2.2a` is `Question 2`; `1, 2` is `Questions 1, 2`.
fn title(question: &str) -> String {
    let several = question.contains(',');
    let number: String = question.chars().take_while(char::is_ascii_digit).collect();
    match number.as_str() {
        _ if several => format!("Questions {question}"),
        "" => format!("Question {question}"),
        number => format!("Question {number}"),
    }
}
