//! The findings as a table for a terminal, and as a document.

use itertools::Itertools;

use super::finding::{Basis, Exhibit};
use super::judged::{Judged, Row};
use crate::page::{Block, Page, row};

/// The width of the columns that are wrapped, in characters.
const CLAIM: usize = 36;
const BECAUSE: usize = 52;

/// A table for each question, with the evidence if only some claims were asked for.
pub fn table(judged: &Judged<'_>) -> Page {
    let mut page = Page::default();
    if let ([row], true) = (judged.rows.as_slice(), judged.is_chosen) {
        single(&mut page, row, judged);
        return page;
    }
    page.heading(judged.document.subject.title.clone());
    for (question, rows) in judged.by_question() {
        page.heading(question);
        let (accuracies, others) = parted(rows);
        if !accuracies.is_empty() {
            page.table(accuracy_table(&accuracies));
        }
        if !others.is_empty() {
            let mut rows = vec![row(["verdict", "claim", "because"])];
            for Row { claim, finding, .. } in &others {
                let basis = finding.basis.map_or("", Basis::name);
                let verdict = format!("{}\n{basis}", finding.verdict.name());
                let claim = format!("{}\n{}", claim.id, claim.says);
                rows.push(row([verdict.trim_end(), &claim, &finding.because]));
            }
            page.add(Block::WideTable(rows, vec![(1, CLAIM), (2, BECAUSE)]));
        }
        for row in others.iter().filter(|_| judged.is_chosen) {
            page.add(Block::Heading(3, row.claim.id.clone()));
            evidence(&mut page, row, judged);
        }
    }
    closing(&mut page, judged);
    if !judged.has_files {
        page.text(
            "--claim ID shows a claim's evidence; --out DIR writes the page with all of it, certificates and pictures.",
        );
    }
    page
}

/// The claims about accuracies, and the others.
pub fn parted<'r, 'a>(rows: Vec<&'r Row<'a>>) -> (Vec<&'r Row<'a>>, Vec<&'r Row<'a>>) {
    rows.into_iter()
        .partition(|row| row.finding.accuracy.is_some())
}

/// The report's accuracies beside those here; without the columns for these where nothing was trained.
pub fn accuracy_table(rows: &[&Row<'_>]) -> Vec<Vec<String>> {
    let accuracies = rows
        .iter()
        .filter_map(|row| Some((row, row.finding.accuracy.as_ref()?)));
    let mut trained = accuracies.clone().map(|(_, accuracy)| &accuracy.here);
    let trained = trained.any(Option::is_some);
    let with_here = |[verdict, claim, figure, is, here, also, difference]: [&str; 7]| {
        if trained {
            row([verdict, claim, figure, is, here, also, difference])
        } else {
            row([verdict, claim, figure, is, difference])
        }
    };
    let (report, is) = ("the report", "that is");
    let mut table = vec![with_here(["verdict", "claim", report, is, "here", is, ""])];
    for (row, accuracy) in accuracies {
        table.push(with_here([
            row.finding.verdict.name(),
            &row.claim.id,
            &accuracy.figure.to_string(),
            &accuracy.fraction,
            accuracy.here.as_deref().unwrap_or_default(),
            accuracy.here_fraction.as_deref().unwrap_or_default(),
            &accuracy.difference,
        ]));
    }
    table
}

/// Adds one claim, with the verdict as the first word.
fn single(page: &mut Page, row: &Row<'_>, judged: &Judged<'_>) {
    page.heading(format!("{}: {}", verdict_and_basis(row), row.claim.says));
    page.text(format!("{}, claim {}.", row.claim.stands, row.claim.id));
    page.add(Block::Words(row.finding.because.clone()));
    evidence(page, row, judged);
}

/// The verdict with its basis, such as `refuted (computed)`.
fn verdict_and_basis(row: &Row<'_>) -> String {
    let name = row.finding.verdict.name();
    match row.finding.basis {
        None => name.to_owned(),
        Some(basis) => format!("{name} ({})", basis.name()),
    }
}

/// Adds the number of claims with each verdict, the data that was trained on, and the meanings of the words.
fn closing(page: &mut Page, judged: &Judged<'_>) {
    page.text(format!(
        "{}: {}.",
        judged.claims_in_words(),
        judged.counted()
    ));
    page.add(Block::Words(judged.data_in_words()));
    let words = judged.basis_words().into_iter();
    let width = words.clone().map(|(name, _)| name.len()).max().unwrap_or(0);
    let line = |(name, meaning)| format!("{name:<width$}  {meaning}");
    page.lines(words.map(line).collect());
}

/// The whole report as a document.
pub fn document(judged: &Judged<'_>) -> Page {
    let mut page = Page::default();
    page.add(Block::Heading(1, judged.document.subject.title.clone()));
    closing(&mut page, judged);
    for (question, rows) in judged.by_question() {
        page.heading(question);
        let (accuracies, others) = parted(rows.clone());
        if !accuracies.is_empty() {
            page.table(accuracy_table(&accuracies));
            let notes = accuracies.iter().map(|row| accuracy_note(row, judged));
            page.add(Block::List(notes.collect()));
        }
        if judged.has_files {
            page.add(Block::Links(trainings_of(&rows)));
        }
        for row in others {
            let heading = format!("{}: {}", row.claim.id, verdict_and_basis(row));
            page.add(Block::Heading(3, heading));
            let quote = format!("{} ({})", row.claim.says, row.claim.stands);
            page.add(Block::Quote(quote));
            page.add(Block::Words(row.finding.because.clone()));
            evidence(&mut page, row, judged);
        }
    }
    page
}

/// The claim about an accuracy in full, with the command and the result of its training, if it was trained.
pub fn accuracy_note(row: &Row<'_>, judged: &Judged<'_>) -> String {
    let claim = row.claim;
    let accuracy = row.finding.accuracy.as_ref();
    let run = accuracy.map(|accuracy| judged.document.subject.run(&accuracy.run));
    let command = run.map(|run| format!("{} {}", run.command.question.program(), run.text));
    let basis = row.finding.basis;
    let because = basis.map(|_| format!(" {}", row.finding.because));
    format!(
        "{}: {} ({}; {}){}",
        claim.id,
        claim.says,
        claim.stands,
        command.unwrap_or_default(),
        because.unwrap_or_default()
    )
}

/// The files of all trainings that these claims are about, each of them once.
fn trainings_of(rows: &[&Row<'_>]) -> Vec<String> {
    let files = rows.iter().flat_map(|row| &row.files).unique();
    files.filter(|file| is_of_training(file)).cloned().collect()
}

/// Whether a file belongs to a training.
pub fn is_of_training(file: &str) -> bool {
    file.starts_with("trainings/")
}

/// Adds the evidence on which a claim's verdict rests.
fn evidence(page: &mut Page, row: &Row<'_>, judged: &Judged<'_>) {
    for exhibit in &row.finding.exhibits {
        if judged.has_files || !matches!(exhibit, Exhibit::Picture { .. }) {
            page.add(exhibit.block());
        }
    }
    if judged.has_files {
        let own = row.files.iter().filter(|file| !is_of_training(file));
        page.add(Block::Links(own.cloned().collect()));
    }
}
