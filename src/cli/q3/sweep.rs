//! Many functions at once: the cases side by side, and how often each thing holds.

use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use orthant::language::target::Interval;
use orthant::page::{Colours, Page};
use orthant::prover::Engine;
use orthant::question3::{Origin, Question3};
use serde::Serialize;

use super::{Arguments, certificates, json};
use crate::cli::files::file_name;
use crate::cli::progress::progress_bar;
use crate::cli::{Format, Outcome, interrupt, say};

/// Sweeps of at most this many cases list each.
const LISTED: usize = 40;

/// Answers Question 3 for all cases, on all cores.
pub fn run(arguments: &Arguments, cases: &[Interval], engine: Engine) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    let mut answers = answer_all(arguments, cases, engine)?;
    answers.sort_by_key(|answer| {
        let interval = &answer.interval;
        (interval.dimension(), interval.low(), interval.high())
    });
    let summary = Summary::of(&answers, cases.len());
    let mut out = anstream::AutoStream::auto(std::io::stdout());
    match arguments.format {
        Format::Text => write!(out, "{}", summary.page(&answers).to_text(Colours::Terminal))?,
        Format::Markdown => write!(out, "{}", summary.page(&answers).to_markdown())?,
        Format::Json => {
            let cases = answers.iter().map(|answer| json::one(answer)).collect();
            let sweep = Sweep { summary, cases };
            writeln!(out, "{}", serde_json::to_string_pretty(&sweep)?)?;
        }
    }
    let elapsed = start.elapsed();
    if let Some(folder) = &arguments.certificates {
        say(&format!("certificates written to {}", file_name(folder)));
    }
    say(&format!("{} functions in {elapsed:.1?}", answers.len()));
    if answers.len() < cases.len() {
        say(&format!(
            "interrupted after {} of {} functions",
            answers.len(),
            cases.len()
        ));
        return Ok(Outcome::NotDecided);
    }
    Ok(arguments.outcome(&answers))
}

fn answer_all(
    arguments: &Arguments,
    cases: &[Interval],
    engine: Engine,
) -> anyhow::Result<Vec<Question3>> {
    let progress = progress_bar("functions");
    progress.set_length(u64::try_from(cases.len())?);
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(Vec::new());
    let work = || -> anyhow::Result<()> {
        while let Some(interval) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            if interrupt::requested() {
                break;
            }
            let answer = Question3::answer(*interval, &[], engine, &|_, _| !interrupt::requested());
            if interrupt::requested() {
                break;
            }
            if let Some(folder) = &arguments.certificates {
                certificates::write(folder, &answer)?;
            }
            answers.lock().expect("no thread panics").push(answer);
            progress.inc(1);
        }
        Ok(())
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().expect("no thread panics"))
    })?;
    progress.finish_and_clear();
    Ok(answers.into_inner().expect("no thread panics"))
}

#[derive(Serialize)]
struct Sweep {
    summary: Summary,
    cases: Vec<json::One>,
}

/// How often each thing holds, for each D.
#[derive(Serialize)]
struct Summary {
    /// How many functions were asked for; fewer were answered if the work was interrupted.
    asked: usize,
    total: Tally,
    by_d: Vec<Tally>,
}

#[derive(Default, Serialize)]
struct Tally {
    /// `null` for the total.
    d: Option<usize>,
    cases: usize,
    separable: usize,
    inseparable: usize,
    networks: Vec<NetworkTally>,
}

#[derive(Serialize)]
struct NetworkTally {
    part: Option<char>,
    name: String,
    exact: usize,
    robust: usize,
}

impl Tally {
    fn add(&mut self, answer: &Question3) {
        self.cases += 1;
        self.separable += usize::from(answer.part_a.is_separable() == Some(true));
        self.inseparable += usize::from(answer.part_a.is_separable() == Some(false));
        if self.networks.is_empty() {
            let tally = |origin: &Origin| {
                let (part, name) = json::origin(origin);
                NetworkTally {
                    part,
                    name,
                    exact: 0,
                    robust: 0,
                }
            };
            self.networks = answer.networks.iter().map(|n| tally(&n.origin)).collect();
        }
        for (tally, examined) in self.networks.iter_mut().zip(&answer.networks) {
            tally.exact += usize::from(examined.findings.is_exact() == Some(true));
            tally.robust += usize::from(examined.findings.is_robust() == Some(true));
        }
    }

    fn undecided(&self) -> usize {
        self.cases - self.separable - self.inseparable
    }
}

impl Summary {
    fn of(answers: &[Question3], asked: usize) -> Self {
        let mut summary = Self {
            asked,
            total: Tally::default(),
            by_d: Vec::new(),
        };
        for answer in answers {
            let d = Some(answer.interval.dimension());
            summary.total.add(answer);
            if summary.by_d.last().is_none_or(|tally| tally.d != d) {
                summary.by_d.push(Tally {
                    d,
                    ..Tally::default()
                });
            }
            summary.by_d.last_mut().expect("just pushed").add(answer);
        }
        summary
    }

    fn page(&self, answers: &[Question3]) -> Page {
        let mut page = Page::default();
        let (answered, asked) = (self.total.cases, self.asked);
        page.heading(if answered == asked {
            format!("Question 3 for {asked} functions")
        } else {
            format!("Question 3 for {answered} of {asked} functions: interrupted")
        });
        if answers.len() <= LISTED {
            page.table(listed(answers));
        }
        let head = [
            "D",
            "functions",
            "one perceptron",
            "no perceptron",
            "undecided",
        ];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        let total = self
            .by_d
            .iter()
            .chain((self.by_d.len() > 1).then_some(&self.total));
        rows.extend(total.map(|tally| {
            let d = tally.d.map_or("all".to_owned(), |d| d.to_string());
            let counts = [
                tally.cases,
                tally.separable,
                tally.inseparable,
                tally.undecided(),
            ];
            std::iter::once(d)
                .chain(counts.map(|n| n.to_string()))
                .collect()
        }));
        page.table(rows);
        let head = ["network", "exact", "robust", "of"]
            .map(str::to_owned)
            .to_vec();
        let network = |tally: &NetworkTally| {
            let part = tally
                .part
                .map(|part| format!("({part}) "))
                .unwrap_or_default();
            let counts = [tally.exact, tally.robust, self.total.cases].map(|n| n.to_string());
            std::iter::once(format!("{part}{}", tally.name))
                .chain(counts)
                .collect()
        };
        page.table(
            std::iter::once(head)
                .chain(self.total.networks.iter().map(network))
                .collect(),
        );
        page
    }
}

/// A row for each case.
fn listed(answers: &[Question3]) -> Vec<Vec<String>> {
    let networks = answers
        .first()
        .map(|answer| answer.networks.as_slice())
        .unwrap_or_default();
    let head = ["D", "A", "B", "one perceptron"]
        .map(str::to_owned)
        .into_iter();
    let labels = networks.iter().map(|n| n.origin.to_string());
    let row = |answer: &Question3| {
        let interval = &answer.interval;
        let numbers = [
            interval.dimension().to_string(),
            interval.low().to_string(),
            interval.high().to_string(),
        ];
        let word = |known: Option<bool>, yes: &'static str, no: &'static str| match known {
            None => "undecided",
            Some(true) => yes,
            Some(false) => no,
        };
        let separable = word(answer.part_a.is_separable(), "yes", "no").to_owned();
        let networks = answer.networks.iter().map(|n| match n.findings.is_exact() {
            Some(true) => word(n.findings.is_robust(), "robust", "fragile").to_owned(),
            exact => word(exact, "", "wrong").to_owned(),
        });
        numbers
            .into_iter()
            .chain([separable])
            .chain(networks)
            .collect()
    };
    std::iter::once(head.chain(labels).collect())
        .chain(answers.iter().map(row))
        .collect()
}
