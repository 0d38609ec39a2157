//! `verify check`: judges certificates, with the checker alone.

use std::path::PathBuf;

use orthant::checker::{Certificate, Verdict, check};
use orthant::page::{coloured, markdown_cell};
use schemars::JsonSchema;
use serde::Serialize;

use super::Outcome;
use super::files::{self, file_name};
use super::shown::{Format, Results};

/// Judge certificates by their evidence alone, without the search
///
/// For each file the first word is "verified" (the evidence establishes the claim), "refuted" (it establishes
/// the opposite) or "undecided" (it establishes nothing; the condition that failed is named).
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  verify q3 --d 4 --a -1 --b 2 --certificates out
  verify check out/*.cert
  verify check --format json out/*.cert

Exit codes:
  0  all verified
  1  one was refuted
  2  none was refuted, but one was undecided or could not be read")]
pub struct Arguments {
    /// Certificates; - reads one from standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to print the verdicts
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// The verdict on one file; the field names are stable.
#[derive(Serialize, JsonSchema)]
pub struct Judgement {
    /// The name of the file.
    file: String,
    /// `verified`, `refuted` or `undecided`.
    verdict: &'static str,
    /// The kind of claim; `null` if the file is not a certificate.
    claim: Option<&'static str>,
    /// The function that the claim is about, cut off after 200 characters; `null` if the file is not a certificate.
    target: Option<String>,
    /// The kind of evidence; `null` if the file is not a certificate.
    evidence: Option<&'static str>,
    /// What was established, or why nothing was.
    reason: String,
}

/// Judges the files one after the other.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut judgements = Vec::new();
    let mut results = Results::new(false);
    if arguments.format == Format::Markdown {
        results.print("| verdict | file | reason |\n| --- | --- | --- |\n")?;
    }
    for path in &arguments.files {
        let judgement = judge(path);
        let Judgement { file, verdict, .. } = &judgement;
        let reason = match &judgement.target {
            Some(target) => format!("{} [{target}]", judgement.reason),
            None => judgement.reason.clone(),
        };
        match arguments.format {
            Format::Text => results.print(&format!("{} {file}: {reason}\n", coloured(verdict)))?,
            Format::Markdown => {
                let [file, reason] = [file, &reason].map(|text| markdown_cell(text));
                results.print(&format!("| {verdict} | {file} | {reason} |\n"))?;
            }
            Format::Json => {}
        }
        judgements.push(judgement);
    }
    if arguments.format == Format::Json {
        results.print(&(serde_json::to_string_pretty(&judgements)? + "\n"))?;
    }
    let any = |verdict| judgements.iter().any(|judged| judged.verdict == verdict);
    Ok(if any("refuted") {
        Outcome::Refuted
    } else if any("undecided") {
        Outcome::NotDecided
    } else {
        Outcome::Holds
    })
}

fn judge(path: &std::path::Path) -> Judgement {
    let file = file_name(path);
    let unread = |reason| Judgement {
        file: file.clone(),
        verdict: "undecided",
        claim: None,
        target: None,
        evidence: None,
        reason,
    };
    let text = match files::read_text(path) {
        Ok(text) => text,
        Err(error) => return unread(format!("{error:#}")),
    };
    let certificate: Certificate = match text.parse() {
        Ok(certificate) => certificate,
        Err(error) => return unread(format!("{error}")),
    };
    let claim = &certificate.claim;
    let (verdict, reason) = match check(&certificate) {
        Verdict::Verified(verified) => ("verified", verified.claim().sentence().to_owned()),
        Verdict::Refuted { negation, witness } => {
            let at = witness.map(|x| format!(" (at {x})")).unwrap_or_default();
            ("refuted", format!("{}{at}", negation.claim().sentence()))
        }
        Verdict::Undecided(rejection) => ("undecided", rejection.to_string()),
    };
    let target = claim.question.target().to_string();
    let target = if target.chars().count() > 200 {
        format!("{}…", target.chars().take(200).collect::<String>())
    } else {
        target
    };
    Judgement {
        file,
        verdict,
        claim: Some(claim.name()),
        reason,
        target: Some(target),
        evidence: Some(certificate.evidence.name()),
    }
}
