//! The findings for programs. The field names are stable.

use std::collections::BTreeMap;

use serde::Serialize;

use super::finding::{Basis, Exhibit, Verdict};
use super::judged::{Judged, Row};

/// All findings, as a record.
#[derive(Serialize)]
pub struct Report<'a> {
    title: &'a str,
    data: Option<Data<'a>>,
    /// The number of claims with each verdict.
    counts: BTreeMap<&'static str, usize>,
    claims: Vec<Claim<'a>>,
}

#[derive(Serialize)]
struct Data<'a> {
    name: &'a str,
    is_the_reports: bool,
}

#[derive(Serialize)]
struct Claim<'a> {
    id: &'a str,
    question: &'a str,
    says: &'a str,
    stands: &'a str,
    /// The verdict: `holds`, `refuted`, `undecided` or `outside`.
    verdict: &'static str,
    /// The basis: `checked`, `proved`, `computed`, `read` or `trained`; `null` where the verdict is undecided or
    /// outside.
    basis: Option<&'static str>,
    because: &'a str,
    /// Both figures of a claim about an accuracy.
    #[serde(skip_serializing_if = "Option::is_none")]
    accuracy: Option<Accuracy<'a>>,
    evidence: Vec<Evidence<'a>>,
    /// The names of the files below the folder of `--out`; empty without it.
    files: &'a [String],
}

#[derive(Serialize)]
struct Accuracy<'a> {
    run: &'a str,
    /// The report's figure, and the fraction that it is.
    figure: String,
    fraction: &'a str,
    /// The result of the training; `null` if nothing was trained on the report's data.
    here: Option<&'a str>,
    here_fraction: Option<&'a str>,
    difference: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Evidence<'a> {
    Text {
        text: &'a str,
    },
    Lines {
        lines: &'a [String],
    },
    /// A table whose first row is its head.
    Table {
        rows: &'a [Vec<String>],
    },
    Certificate {
        file: String,
        certificate: String,
    },
    Picture {
        file: String,
        title: &'a str,
        description: &'a str,
    },
}

impl<'a> Report<'a> {
    /// The record of these findings.
    pub fn new(judged: &'a Judged<'_>) -> Self {
        let data = judged.trainings.data.as_ref();
        let counts = Verdict::ALL.map(|verdict| (verdict.name(), judged.count(verdict)));
        let rows = judged.rows.iter();
        Self {
            title: &judged.document.subject.title,
            data: data.map(|data| Data {
                name: &data.name,
                is_the_reports: data.is_the_reports,
            }),
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
        accuracy: row.finding.accuracy.as_ref().map(|accuracy| Accuracy {
            run: &accuracy.run,
            figure: accuracy.figure.to_string(),
            fraction: &accuracy.fraction,
            here: accuracy.here.as_ref().map(|(figure, _)| figure.as_str()),
            here_fraction: accuracy
                .here
                .as_ref()
                .map(|(_, fraction)| fraction.as_str()),
            difference: &accuracy.difference,
        }),
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
