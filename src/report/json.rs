//! The findings for programs. The field names are stable.

use std::collections::BTreeMap;

use serde::Serialize;

use super::finding::{Accuracy, Basis, Exhibit, Verdict};
use super::judged::{Judged, Row};
use super::trainings::DataUsed;

/// All findings, as a record.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Report<'a> {
    /// The report's title.
    title: &'a str,
    /// The data that the trainings used; `null` if nothing was trained.
    data: Option<&'a DataUsed>,
    /// The number of claims by verdict.
    counts: BTreeMap<&'static str, usize>,
    /// The claims, in the order of the report.
    claims: Vec<Claim<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Claim<'a> {
    /// The identifier of the claim, as for `--claim`.
    id: &'a str,
    /// The question that it belongs to.
    question: &'a str,
    /// What the claim says.
    says: &'a str,
    /// The place of the claim in the report.
    stands: &'a str,
    /// The verdict: `holds`, `refuted`, `undecided` or `outside`.
    verdict: &'static str,
    /// What the verdict rests on: `checked`, `proved`, `computed`, `read` or `trained`; `null` if the verdict is
    /// undecided or outside.
    basis: Option<&'static str>,
    /// The reason for the verdict, in a sentence.
    because: &'a str,
    /// The figures, if the claim is about an accuracy.
    #[serde(skip_serializing_if = "Option::is_none")]
    accuracy: Option<&'a Accuracy>,
    /// What the verdict was decided by.
    evidence: Vec<Evidence<'a>>,
    /// The files of this claim in the folder of `--out`; empty without `--out`.
    files: &'a [String],
}

#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Evidence<'a> {
    Text {
        /// A paragraph.
        text: &'a str,
    },
    Lines {
        /// Lines that keep their shape.
        lines: &'a [String],
    },
    Table {
        /// The rows of a table; the first row is the head.
        rows: &'a [Vec<String>],
    },
    Certificate {
        /// The name of the file in the folder of `--out`.
        file: String,
        /// The text of the certificate.
        certificate: String,
    },
    Picture {
        /// The name of the file in the folder of `--out`.
        file: String,
        /// The title of the picture.
        title: &'a str,
        /// What the picture shows, in words.
        description: &'a str,
    },
}

impl<'a> Report<'a> {
    /// The record of these findings.
    pub fn new(judged: &'a Judged<'_>) -> Self {
        let counts = Verdict::ALL.map(|verdict| (verdict.name(), judged.count(verdict)));
        let rows = judged.rows.iter();
        Self {
            title: &judged.document.subject.title,
            data: judged.trainings.data.as_ref(),
            counts: counts.into(),
            claims: rows.map(|row| claim(row, judged.has_files)).collect(),
        }
    }
}

fn claim<'a>(row: &'a Row<'_>, has_files: bool) -> Claim<'a> {
    Claim {
        id: &row.claim.id,
        question: &row.claim.question,
        says: &row.claim.says,
        stands: &row.claim.stands,
        verdict: row.finding.verdict.name(),
        basis: row.finding.basis.map(Basis::name),
        because: &row.finding.because,
        accuracy: row.finding.accuracy.as_ref(),
        evidence: row.finding.exhibits.iter().map(evidence).collect(),
        files: if has_files { &row.files } else { &[] },
    }
}

fn evidence(exhibit: &Exhibit) -> Evidence<'_> {
    let file = exhibit.file().unwrap_or_default();
    match exhibit {
        Exhibit::Text(text) => Evidence::Text { text },
        Exhibit::Lines(lines) => Evidence::Lines { lines },
        Exhibit::Table(rows) => Evidence::Table { rows },
        Exhibit::Certificate { certificate, .. } => Evidence::Certificate {
            file,
            certificate: certificate.to_string(),
        },
        Exhibit::Picture { drawing, .. } => Evidence::Picture {
            file,
            title: &drawing.title,
            description: &drawing.description,
        },
    }
}
