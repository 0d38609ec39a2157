//! Many intervals at once: the answers side by side, and how often each property holds.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde::Serialize;

use crate::language::target::Interval;
use crate::page::{Json, Page, Shown};
use crate::prover::{Engine, Limits};
use crate::question3::answer::{CounterExample, Origin, Question3};
use crate::question3::json;

/// The most cases of a sweep that lists every case.
const LISTED: usize = 40;

/// Answers for all cases on all cores, in the order of the cases. The first `None` ends the work, and the answers until
/// then are returned.
///
/// # Errors
/// The first error that an answer ends with.
pub fn in_parallel<T: Send, E: Send>(
    cases: &[Interval],
    answer: impl Fn(&Interval) -> Result<Option<T>, E> + Sync,
) -> Result<Vec<T>, E> {
    let (next, ended) = (AtomicUsize::new(0), AtomicBool::new(false));
    let answers = Mutex::new(Vec::new());
    let work = || -> Result<(), E> {
        while !ended.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(case) = cases.get(index) else {
                break;
            };
            match answer(case)? {
                Some(answer) => {
                    let mut answers = answers.lock().expect("no thread panics");
                    answers.push((index, answer));
                }
                None => ended.store(true, Ordering::Relaxed),
            }
        }
        Ok(())
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    if threads == 1 {
        work()?;
    } else {
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers
                .into_iter()
                .try_for_each(|worker| worker.join().expect("no thread panics"))
        })?;
    }
    let mut answers = answers.into_inner().expect("no thread panics");
    answers.sort_by_key(|(index, _)| *index);
    Ok(answers.into_iter().map(|(_, answer)| answer).collect())
}

/// Question 3 for many intervals.
pub struct Sweep {
    /// The answers, in the order in which the intervals were asked for.
    pub answers: Vec<Question3>,
    /// The number of intervals that were asked for; fewer were answered if the work was interrupted.
    pub asked: usize,
}

impl Sweep {
    /// Answers Question 3 for all cases, on all cores; `answered` is called with each answer.
    ///
    /// # Errors
    /// The first error of `answered`.
    pub fn new<E: Send>(
        cases: &[Interval],
        engine: Engine,
        limits: Limits,
        answered: impl Fn(&Question3) -> Result<(), E> + Sync,
    ) -> Result<Self, E> {
        let counter_example = CounterExample::new(engine);
        let answers = in_parallel(cases, |interval| {
            if limits.go_on(0, 0).is_err() {
                return Ok(None);
            }
            let answer = Question3::beside(counter_example.clone(), *interval, &[], engine, limits);
            // What was interrupted is not an answer.
            if limits.go_on(0, 0).is_err() {
                return Ok(None);
            }
            answered(&answer)?;
            Ok(Some(answer))
        })?;
        Ok(Self {
            answers,
            asked: cases.len(),
        })
    }
}

impl Shown for Sweep {
    fn page(&self) -> Page {
        Summary::of(&self.answers, self.asked).page(&self.answers)
    }

    fn record(&self) -> impl Json {
        Record {
            summary: Summary::of(&self.answers, self.asked),
            cases: self.answers.iter().map(json::one).collect(),
        }
    }
}

#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Record {
    /// How often each answer holds.
    summary: Summary,
    /// The answers, function by function.
    cases: Vec<json::One>,
}

/// How often each property holds, for each D.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Summary {
    /// The number of functions that were asked for; fewer were answered if the work was interrupted.
    asked: usize,
    /// The counts over all functions.
    total: Tally,
    /// The counts for each D.
    by_d: Vec<Tally>,
}

#[derive(Default, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Tally {
    /// D; `null` for the total.
    d: Option<usize>,
    /// The number of functions that were answered.
    cases: usize,
    /// How many of them are one perceptron.
    separable: usize,
    /// How many of them are not.
    inseparable: usize,
    /// The counts for each network.
    networks: Vec<NetworkTally>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct NetworkTally {
    /// The part of the question, `b` or `c`.
    part: Option<char>,
    /// The name of the network.
    name: String,
    /// For how many functions it is exact.
    exact: usize,
    /// For how many functions it is robust.
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

/// The table with one row for each case.
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
