//! `verify q3`: Question 3 for one function, or for many.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail, ensure};
use clap::{ArgAction, ValueEnum};
use orthant::emit::rocq;
use orthant::formats::network_json::parse_network;
use orthant::formula;
use orthant::language::cube::MAX_DIMENSION;
use orthant::language::network::Network;
use orthant::language::target::Interval;
use orthant::question3::{Question3, Sweep, certificates, picture};

use super::files::file_name;
use super::search::Search;
use super::shown::{Format, Results};
use super::{Outcome, files, interrupt, say, say_error};

/// Question 3: does one perceptron compute f, and do the two-unit networks compute it, robustly?
///
/// f(x) = +1 if A <= x_1 + ... + x_D <= B, else -1, on the vertices of {-1,+1}^D. Without --b, all
/// B >= A are taken; without --a and --b, all A <= B.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  verify q3 --d 4 --a -1 --b 2                         the three parts, with their evidence
  verify q3 --d 4 --a -1 --b 2 --network mine.json     check my own answer to (b) or (c)
  verify q3 --d 4 --a -1 --b 2 --certificates out      write the evidence to out/*.cert
  verify q3 --d 4 --a -1 --b 2 --svg out.svg           draw the sums and the networks
  verify q3 --d 4 --a -1 --b 2 --emit rocq out.v       write the answer as theorems for Rocq
  verify q3 --d 4 --a -1                               all B
  verify q3 --d 1..=8                                  all A <= B for D = 1, ..., 8
  verify q3 --d 1000000 --a -10 --b 7 --format json

Exit codes:
  0  everything was decided, and the answers offered are right
  1  a network given with --network is not exact and robust, or --expect is not met
  2  bad input, or something was not decided")]
pub struct Arguments {
    /// Number of inputs: 4, or a range 1..=8
    #[arg(long, value_name = "D", allow_hyphen_values = true, value_parser = parse_range)]
    d: RangeInclusive<usize>,
    /// Least sum with f = +1
    #[arg(long, value_name = "A", allow_hyphen_values = true, value_parser = parse_bound)]
    a: Option<i64>,
    /// Greatest sum with f = +1
    #[arg(long, value_name = "B", allow_hyphen_values = true, value_parser = parse_bound)]
    b: Option<i64>,
    /// Check this network too (a JSON file); may be given several times
    #[arg(long, value_name = "FILE", num_args = 1..)]
    network: Vec<PathBuf>,
    #[command(flatten)]
    search: Search,
    /// Exit with 1 unless the function is (in)separable
    #[arg(long, value_enum, value_name = "ANSWER")]
    expect: Option<Expected>,
    /// Write a certificate for every checked verdict to this folder
    #[arg(long, value_name = "DIR")]
    certificates: Option<PathBuf>,
    /// Draw the sums and the networks to this file, for D = 2 and 3 also the square or cube
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Write the answer to this file as theorems, which Rocq checks with what `make -C proofs` builds; LANGUAGE is
    /// rocq
    #[arg(long, value_names = ["LANGUAGE", "FILE"], num_args = 2, action = ArgAction::Set)]
    emit: Vec<String>,
    /// How to print the results
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Expected {
    /// One perceptron computes the function
    Separable,
    /// No perceptron computes the function
    Inseparable,
}

/// Reads A or B.
fn parse_bound(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| {
        format!("write an integer between -D and D, such as -1, with D up to {MAX_DIMENSION}")
    })
}

/// Reads `4`, `1..=8` or `1..9`.
fn parse_range(text: &str) -> Result<RangeInclusive<usize>, String> {
    let wrong = || {
        format!("write a number such as 4 or a range such as 1..=8, with D up to {MAX_DIMENSION}")
    };
    let number = |text: &str| text.parse::<usize>().map_err(|_| wrong());
    let range = match text.split_once("..") {
        None => number(text)?..=number(text)?,
        Some((first, last)) => match last.strip_prefix('=') {
            Some(last) => number(first)?..=number(last)?,
            None => number(first)?..=number(last)?.checked_sub(1).ok_or_else(wrong)?,
        },
    };
    if range.is_empty() {
        return Err(format!("the range {text} is empty"));
    }
    if *range.start() == 0 || *range.end() > MAX_DIMENSION {
        return Err(format!("D must be between 1 and {MAX_DIMENSION}"));
    }
    Ok(range)
}

/// The functions that the arguments ask for.
enum Asked {
    One(Interval),
    Many(Vec<Interval>),
}

/// The most functions of one sweep.
const MAX_CASES: usize = 100_000;

impl Arguments {
    fn asked(&self) -> anyhow::Result<Asked> {
        let (first, last) = (*self.d.start(), *self.d.end());
        if let (Some(a), Some(b), true) = (self.a, self.b, first == last) {
            return Ok(Asked::One(Interval::new(first, a, b)?));
        }
        let mut cases = Vec::new();
        for dimension in self.d.clone() {
            let top = i64::try_from(dimension)?;
            if let (None, Some(b)) = (self.a, self.b) {
                // Also where no A is left.
                Interval::new(dimension, -top, b)?;
            }
            let lows = self.a.map_or(-top..=top, |a| a..=a);
            for low in lows {
                let highs = match self.b {
                    Some(b) if self.a.is_none() && b < low => continue,
                    Some(b) => b..=b,
                    None => low..=top.max(low),
                };
                for high in highs {
                    cases.push(Interval::new(dimension, low, high)?);
                    ensure!(
                        cases.len() <= MAX_CASES,
                        "that is more than {MAX_CASES} functions; name --a and --b, or a smaller --d"
                    );
                }
            }
        }
        Ok(Asked::Many(cases))
    }

    /// The file for theorems, if one is asked for.
    fn emitted(&self) -> anyhow::Result<Option<&Path>> {
        match self.emit.as_slice() {
            [] => Ok(None),
            [language, file] if language == "rocq" => {
                let path = Path::new(file);
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                ensure!(
                    name.strip_suffix(".v").is_some_and(is_identifier),
                    "--emit rocq {file}: Rocq allows letters, digits and _ before .v, and no digit first; for example \
                     answer.v"
                );
                Ok(Some(path))
            }
            [language, ..] => {
                bail!("--emit {language:?}: theorems are written for rocq; write --emit rocq FILE")
            }
        }
    }

    /// The user's networks that can be read, with their names; for each of the others, standard error says why not.
    ///
    /// # Errors
    /// If there are networks, and none of them can be read.
    fn networks(&self) -> anyhow::Result<Networks> {
        let mut read = Vec::new();
        let mut errors = Vec::new();
        for path in &self.network {
            match self.network(path) {
                Ok(network) => read.push((file_name(path), network)),
                Err(error) => errors.push(error),
            }
        }
        if read.is_empty()
            && let Some(last) = errors.pop()
        {
            errors.iter().for_each(say_error);
            return Err(last);
        }
        errors.iter().for_each(say_error);
        Ok(Networks {
            read,
            all_read: errors.is_empty(),
        })
    }

    fn network(&self, path: &Path) -> anyhow::Result<Network> {
        let name = file_name(path);
        let network = parse_network(&files::read_text(path)?).with_context(|| name.clone())?;
        let (inputs, dimension) = (network.inputs(), *self.d.start());
        ensure!(
            inputs == dimension,
            "{name} has {inputs} inputs, but D = {dimension}"
        );
        Ok(network)
    }
}

/// Whether Rocq accepts this as the name of a file before `.v`.
fn is_identifier(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    name.starts_with(letter) && name.chars().all(|c| letter(c) || c.is_ascii_digit())
}

/// The user's own networks.
struct Networks {
    /// The networks that could be read, with their names.
    read: Vec<(String, Network)>,
    /// Whether all networks could be read.
    all_read: bool,
}

/// Answers Question 3 for the functions that the arguments ask for.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let asked = arguments.asked()?;
    if !arguments.network.is_empty() && matches!(asked, Asked::Many(_)) {
        bail!("--network needs one function: give --d, --a and --b as single numbers");
    }
    if arguments.svg.is_some() && matches!(asked, Asked::Many(_)) {
        bail!("--svg needs one function: give --d, --a and --b as single numbers");
    }
    let emitted = arguments.emitted()?;
    if emitted.is_some() && matches!(asked, Asked::Many(_)) {
        bail!("--emit needs one function: give --d, --a and --b as single numbers");
    }
    let networks = arguments.networks()?;
    if let Some(folder) = &arguments.certificates {
        files::prepare_folder(folder)?;
    }
    for path in arguments.svg.as_deref().into_iter().chain(emitted) {
        files::check_place(path)?;
    }
    interrupt::listen();
    match asked {
        Asked::One(interval) => {
            let outcome = run_one(arguments, interval, &networks.read)?;
            let incomplete = outcome == Outcome::Holds && !networks.all_read;
            Ok(if incomplete {
                Outcome::NotDecided
            } else {
                outcome
            })
        }
        Asked::Many(cases) => run_many(arguments, &cases),
    }
}

fn run_one(
    arguments: &Arguments,
    interval: Interval,
    networks: &[(String, Network)],
) -> anyhow::Result<Outcome> {
    let running = arguments.search.start("points");
    let watch = |done, total| running.show(done, total);
    let (engine, limits) = (arguments.search.engine(), arguments.search.limits(&watch));
    let answer = Question3::answer(interval, networks, engine, limits);
    running.finish();
    // Before anything is printed: a reader may stop reading.
    if let Some(folder) = &arguments.certificates {
        let written = write_certificates(folder, &answer)?;
        say(&format!(
            "{written} certificates written to {}",
            file_name(folder)
        ));
    }
    if let Some(path) = &arguments.svg {
        files::write_whole(path, picture::page(&answer).to_svg().as_bytes())?;
        say(&format!("picture written to {}", file_name(path)));
    }
    if let Some(path) = arguments.emitted()? {
        files::write_whole(path, rocq::instance(&answer).as_bytes())?;
        say(&format!("theorems written to {}", file_name(path)));
    }
    Results::new(false).show(&answer, arguments.format)?;
    Ok(arguments.outcome(&[answer]))
}

/// Writes a file for every checked verdict and returns their number.
pub fn write_certificates(folder: &Path, answer: &Question3) -> anyhow::Result<usize> {
    let named = certificates::named(answer);
    for (name, certificate) in &named {
        files::write_whole(&folder.join(name), certificate.to_string().as_bytes())?;
    }
    Ok(named.len())
}

fn run_many(arguments: &Arguments, cases: &[Interval]) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    let running = arguments.search.start("functions");
    let watch = |_, _| running.go_on();
    let (engine, limits) = (arguments.search.engine(), arguments.search.limits(&watch));
    let sweep = Sweep::new(cases, engine, limits, |answer| {
        if let Some(folder) = &arguments.certificates {
            write_certificates(folder, answer)?;
        }
        running.step(cases.len());
        Ok::<_, anyhow::Error>(())
    })?;
    running.finish();
    Results::new(false).show(&sweep, arguments.format)?;
    let elapsed = start.elapsed();
    if let Some(folder) = &arguments.certificates {
        say(&format!("certificates written to {}", file_name(folder)));
    }
    let (answered, asked) = (sweep.answers.len(), sweep.asked);
    say(&format!("{answered} functions in {elapsed:.1?}"));
    if answered < asked {
        say(&format!(
            "interrupted after {answered} of {asked} functions"
        ));
        return Ok(Outcome::NotDecided);
    }
    Ok(arguments.outcome(&sweep.answers))
}

impl Arguments {
    fn outcome<'a>(&self, answers: impl IntoIterator<Item = &'a Question3>) -> Outcome {
        let mut worst = Outcome::Holds;
        for answer in answers {
            let separable = answer.part_a.is_separable();
            let unexpected = match self.expect {
                None => false,
                Some(expected) => separable == Some(expected == Expected::Inseparable),
            };
            if unexpected {
                let prefix = if separable == Some(true) { "" } else { "in" };
                let name = formula::name(&answer.interval);
                say(&format!(
                    "the function with {name} is {prefix}separable, which was not expected"
                ));
            }
            if unexpected || answer.refutes_own() {
                return Outcome::Refuted;
            }
            if !answer.is_settled() {
                worst = Outcome::NotDecided;
            }
        }
        worst
    }
}
