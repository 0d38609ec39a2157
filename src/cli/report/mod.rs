//! `verify report`: every claim of the report, with a verdict and its evidence.

mod files;
mod trained;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, bail, ensure};
use clap::ValueEnum;
use orthant::page::Form;
use orthant::prover::Limits;
use orthant::report::claims::{Claim, Document, REPORT};
use orthant::report::{Judged, Verdict};

use super::files::file_name;
use super::shown::Results;
use super::training::arguments::count;
use super::training::keep::how_to_go_on;
use super::{Outcome, interrupt, say};

/// Every claim of the report, with a verdict and its evidence
///
/// The report is a hand-in to the homework that all three questions come from. Its claims are data, and each verdict is
/// computed: by the checker, by arithmetic on its own figures and commands, and, with --data, by training its models.
/// A claim holds, is refuted, is undecided, or is outside of what can be computed.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  verify report                                        claims that need no data, and relations on a small synthetic set
  verify report --claim 3b-robust                      one claim, with its evidence
  verify report --out out                              the page (out/index.html), certificates and pictures
  verify report --data octmnist                        reproduce the accuracies
  verify report --data octmnist --all --out out        also train models that the report left out
  verify report --data octmnist --all --checkpoint kept                   can be interrupted, and then resumed:
  verify report --data octmnist --all --checkpoint kept --resume kept
  verify report --claims other.toml                    another report (begin with `verify report --print-claims`)

Exit codes:
  0  no claim is refuted, and none undecided
  1  a claim is refuted
  2  bad input, or a claim is undecided")]
pub struct Arguments {
    /// The images that the figures are about: an .npz file, or octmnist for the downloaded one [default: a small
    /// synthetic set, on which only relations between runs are checked]
    #[arg(long, value_name = "FILE")]
    data: Option<String>,
    /// Also train the models that the questions ask for and the commands do not name (some minutes on OCTMNIST)
    #[arg(long)]
    all: bool,
    /// Judge only these claims, by their ids, and show their evidence; for a single one the verdict is the first word
    #[arg(long, value_name = "ID", num_args = 1..)]
    claim: Vec<String>,
    /// Another report's claims: a TOML file like the one that --print-claims prints
    #[arg(long, value_name = "FILE")]
    claims: Option<PathBuf>,
    /// Print the claims, as data, and decide nothing
    #[arg(long, conflicts_with_all = ["data", "all", "claim", "claims", "out", "checkpoint", "resume", "format"])]
    print_claims: bool,
    /// Write the page (HTML, Markdown, JSON), certificates and pictures to this folder; with --data also curves, plots
    /// and weights
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// After each epoch of each training, write to files in this folder what is needed to resume
    #[arg(long, value_name = "DIR")]
    checkpoint: Option<PathBuf>,
    /// Resume from the checkpoints in this folder
    #[arg(long, value_name = "DIR")]
    resume: Option<PathBuf>,
    /// Use at most this many threads for training [default: one on each core]; the results do not depend on it
    #[arg(long, value_name = "N", value_parser = count(1024))]
    threads: Option<usize>,
    /// How to print the results
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How the report's claims are printed.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text for people, with colour on a terminal
    #[default]
    #[value(alias = "text")]
    Table,
    /// Markdown for a document, with all evidence
    Markdown,
    /// JSON for programs; the field names are stable
    Json,
    /// HTML as one self-contained page, with all evidence
    Html,
}

impl From<Format> for Form {
    fn from(format: Format) -> Self {
        match format {
            Format::Table => Self::Text,
            Format::Markdown => Self::Markdown,
            Format::Json => Self::Json,
            Format::Html => Self::Html,
        }
    }
}

/// Decides the claims.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    if arguments.print_claims {
        Results::new(false).print(REPORT)?;
        return Ok(Outcome::Holds);
    }
    let document = arguments.document()?;
    let claims = arguments.chosen(&document)?;
    if let Some(folder) = &arguments.out {
        files::prepare(folder, arguments.data.is_some())?;
    }
    let trained = trained::train(arguments, &document, &claims)?;
    let start = Instant::now();
    let watch = |_, _| interrupt::go_on();
    let mut judged = Judged::decide(
        &document,
        claims,
        &trained.trainings,
        &trained.files,
        Limits::watched(&watch),
    );
    judged.has_files = arguments.out.is_some();
    judged.is_chosen = !arguments.claim.is_empty();
    if let Some(folder) = &arguments.out {
        let written = files::write(folder, &judged)?;
        say(&format!("{written} files written to {}", file_name(folder)));
    }
    Results::new(arguments.out.is_some()).show(&judged, arguments.format)?;
    say(&format!(
        "{} decided in {:.1?}",
        judged.claims_in_words(),
        start.elapsed()
    ));
    if interrupt::requested() {
        let kept = arguments.checkpoint.as_deref();
        let how = how_to_go_on(kept.or(arguments.resume.as_deref()));
        say(&format!("interrupted; {how}"));
    }
    Ok(if judged.count(Verdict::Refuted) > 0 {
        Outcome::Refuted
    } else if judged.count(Verdict::Undecided) > 0 {
        Outcome::NotDecided
    } else {
        Outcome::Holds
    })
}

impl Arguments {
    fn document(&self) -> anyhow::Result<Document> {
        match &self.claims {
            None => Ok(Document::parse(REPORT).expect("the report's own claims are well-formed")),
            Some(path) => {
                let text = super::files::read_text(path)?;
                Document::parse(&text).with_context(|| file_name(path))
            }
        }
    }

    fn chosen<'d>(&self, document: &'d Document) -> anyhow::Result<Vec<&'d Claim>> {
        for id in &self.claim {
            if !document.claims.iter().any(|claim| claim.id == *id) {
                let known: Vec<_> = document
                    .claims
                    .iter()
                    .map(|claim| claim.id.as_str())
                    .collect();
                bail!("there is no claim {id:?}; there are {}", known.join(", "));
            }
        }
        let is_chosen = |claim: &&Claim| self.claim.is_empty() || self.claim.contains(&claim.id);
        let claims: Vec<_> = document.claims.iter().filter(is_chosen).collect();
        ensure!(!claims.is_empty(), "no claim is left to decide");
        Ok(claims)
    }
}
