//! What `verify q1` and `verify q2` are told alike.

use std::path::PathBuf;

use clap::builder::RangedU64ValueParser;
use orthant::learn::Compute;

use crate::cli::Format;

/// The arguments of both commands.
#[derive(clap::Args)]
pub struct Common {
    /// The images: an .npz file, or octmnist for the downloaded one [default: a small synthetic set]
    #[arg(long, value_name = "FILE")]
    pub data: Option<String>,
    /// Test on all of the test set instead of the homework's part of it, which has the training set's class mix
    #[arg(long)]
    pub full_test: bool,
    /// How often all training images are seen
    #[arg(long, value_name = "N", default_value = "20", value_parser = count(100_000))]
    pub epochs: usize,
    /// Of all that is random: the same seed, the same digits
    #[arg(long, value_name = "N", default_value_t = 42)]
    pub seed: u32,
    /// Use at most this many threads [default: one on each core]; the results do not depend on it
    #[arg(long, value_name = "N", value_parser = count(1024))]
    pub threads: Option<usize>,
    /// Write the curves (JSON lines), the plots (SVG and PNG) and the weights (safetensors) to this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// After each epoch, write all that is needed to go on to this file (with a list of values: to files in this
    /// folder)
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
    /// Go on from this checkpoint (with a list of values: from those in this folder)
    #[arg(long, value_name = "FILE")]
    pub resume: Option<PathBuf>,
    /// How to print the results
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

impl Common {
    /// What a single run computes with.
    pub fn compute(&self) -> Compute {
        let best = Compute::best();
        Compute {
            threads: self.threads.unwrap_or(best.threads),
            ..best
        }
    }
}

/// From 1 to this.
pub fn count(most: u64) -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=most)
}

/// Reads a learning rate.
pub fn learning_rate(text: &str) -> Result<f64, String> {
    number(text, |rate| rate > 0.0).ok_or_else(|| "write a number above 0, such as 0.1".to_owned())
}

/// Reads a weight decay.
pub fn l2_decay(text: &str) -> Result<f64, String> {
    number(text, |decay| decay >= 0.0)
        .ok_or_else(|| "write 0 or a number above it, such as 0.0001".to_owned())
}

/// Reads a share of activations.
pub fn dropout(text: &str) -> Result<f64, String> {
    number(text, |share| (0.0..1.0).contains(&share))
        .ok_or_else(|| "write a number from 0 up to, but without, 1, such as 0.2".to_owned())
}

/// A finite number that is allowed; -0 is 0.
fn number(text: &str, allowed: impl Fn(f64) -> bool) -> Option<f64> {
    let number: f64 = text.parse().ok()?;
    let number = if number == 0.0 { 0.0 } else { number };
    (number.is_finite() && allowed(number)).then_some(number)
}

/// Says which flags were given although the model has no use for them.
pub fn say_ignored(model: &str, flags: &[(&str, bool)]) {
    let given: Vec<_> = flags
        .iter()
        .filter(|(_, given)| *given)
        .map(|(flag, _)| *flag)
        .collect();
    let (subject, verb) = match given.as_slice() {
        [] => return,
        [flag] => ((*flag).to_owned(), "is"),
        [flags @ .., last] => (format!("{} and {last}", flags.join(", ")), "are"),
    };
    crate::cli::say(&format!(
        "{subject} {verb} ignored: the {model} has no use for {}",
        if verb == "is" { "it" } else { "them" }
    ));
}

/// Refuses a list with the same value twice.
pub fn check_distinct<T: PartialEq + std::fmt::Display>(
    flag: &str,
    values: &[T],
) -> anyhow::Result<()> {
    for (place, value) in values.iter().enumerate() {
        anyhow::ensure!(
            !values[..place].contains(value),
            "{flag} lists {value} twice"
        );
    }
    Ok(())
}
