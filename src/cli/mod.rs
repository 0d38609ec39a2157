//! The command line: one file a subcommand.

mod check;
mod data;
mod data_set;
mod files;
mod interrupt;
mod predict;
mod progress;
mod q1;
mod q2;
mod q3;
mod reference;
mod report;
mod search;
mod shell;
mod shown;
mod training;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use shown::Format;

/// Exact, certified answers about perceptrons and small networks on {-1,+1}^D
///
/// Decides whether a function on the cube is one perceptron, and whether a small network computes it at every
/// vertex and under an infinitesimal push in every direction. Every verdict comes with evidence that can be
/// checked by hand, or with `verify check`.
#[derive(Parser)]
#[command(name = "verify", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  verify q1 mlp --data octmnist                       train a model of Question 1
  verify q2 logistic-regression --learning-rate 0.001,0.01,0.1
                                                      compare learning rates on validation
  verify q3 --d 4 --a -1 --b 2                        Question 3 for one function
  verify q3 --d 4 --a -1 --b 2 --network mine.json    check my own answer
  verify q3 --d 2 --a 0 --b 0 --svg out.svg           draw it
  verify q3 --d 1..=8                                 all functions for D = 1, ..., 8
  verify report                                       every claim of the report, with a verdict
  verify check out/*.cert                             check certificates again

Exit codes:
  0  everything asked for holds
  1  something was refuted
  2  bad input, or something was not decided";

#[derive(Subcommand)]
enum Command {
    Q1(q1::Arguments),
    Q2(Box<q2::Arguments>),
    Q3(q3::Arguments),
    Report(report::Arguments),
    Check(check::Arguments),
    Data(data::Arguments),
    Predict(predict::Arguments),
    Completions(shell::Completions),
    Man(shell::Man),
    /// Print the options and the JSON fields as a page of the book
    #[command(hide = true)]
    Reference,
}

/// The outcome of a command, which is its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0: everything that was asked for holds.
    Holds,
    /// Exit code 1: something was refuted.
    Refuted,
    /// Exit code 2: the input was bad, or something was not decided.
    NotDecided,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Holds => Self::SUCCESS,
            Outcome::Refuted => Self::from(1),
            Outcome::NotDecided => Self::from(2),
        }
    }
}

/// Writes a line to standard error; if that fails, nothing is lost.
pub fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

const RED: &str = "\u{1b}[31m";
const RESET: &str = "\u{1b}[0m";

/// Writes an error to standard error, in one sentence.
pub fn say_error(error: &anyhow::Error) {
    say(&format!("{RED}error:{RESET} {error:#}"));
}

/// Runs the command; an error is bad input or a file that cannot be read or written.
pub fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    match arguments.command {
        Command::Q1(arguments) => q1::run(&arguments),
        Command::Q2(arguments) => q2::run(&arguments),
        Command::Q3(arguments) => q3::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Data(arguments) => data::run(&arguments),
        Command::Predict(arguments) => predict::run(&arguments),
        Command::Completions(arguments) => shell::completions(&arguments),
        Command::Man(arguments) => shell::man(&arguments),
        Command::Reference => reference::run(),
    }
}

/// Whether the reader of standard output has gone away.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
