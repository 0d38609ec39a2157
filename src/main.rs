//! `verify`: exact, certified answers about perceptrons and small networks on {−1,+1}^D.

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    match cli::run(arguments) {
        Ok(outcome) => outcome.into(),
        // A reader that closes the pipe early has seen what it wanted.
        Err(error) if cli::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            cli::say_error(&error);
            cli::Outcome::NotDecided.into()
        }
    }
}
