//! The arguments that `verify q1` and `verify q2` share, and the models that they mean.

use std::path::PathBuf;

use clap::builder::{
    PossibleValue, PossibleValuesParser, RangedU64ValueParser, TypedValueParser, ValueParser,
};
use orthant::learn::Compute;
use orthant::learn::model::{Model, ModelName, Question, Range, Setting, Value};

use crate::cli::{Format, say};

/// The arguments of both commands.
#[derive(clap::Args)]
pub struct Common {
    /// The images: an .npz file, or octmnist for the downloaded one [default: a small synthetic set]
    #[arg(long, value_name = "FILE")]
    pub data: Option<String>,
    /// Test on the whole test set instead of the homework's part of it, which has the training set's class mix
    #[arg(long)]
    pub full_test: bool,
    /// Number of epochs: how often all training images are seen
    #[arg(long, value_name = "N", default_value = "20", value_parser = value(Setting::Epochs))]
    epochs: Value,
    /// Seed of everything random: the same seed gives the same digits
    #[arg(long, value_name = "N", default_value_t = 42)]
    seed: u32,
    /// Use at most this many threads [default: one on each core]; the results do not depend on it
    #[arg(long, value_name = "N", value_parser = count(1024))]
    pub threads: Option<usize>,
    /// Write the curves (JSON lines), the plots (SVG and PNG) and the weights (safetensors) to this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// After each epoch, write to this file what is needed to resume (with a list of values: to files in this folder)
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
    /// Resume from this checkpoint (with a list of values: from those in this folder)
    #[arg(long, value_name = "FILE")]
    pub resume: Option<PathBuf>,
    /// How to print the results
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

impl Common {
    /// The models that the arguments name: one for each combination of the given values, the last list varying fastest.
    pub fn models(
        &self,
        question: Question,
        name: ModelName,
        given: &[(Setting, &[Value])],
    ) -> anyhow::Result<Vec<Model>> {
        for (setting, values) in given {
            check_distinct(*setting, values)?;
        }
        let mut model = Model::new(question, name);
        model.settings.set(Setting::Epochs, self.epochs);
        model.settings.seed = self.seed;
        let mut models = vec![model];
        let mut ignored = Vec::new();
        for &(setting, values) in given {
            if values.is_empty() {
                continue;
            }
            if !model.uses(setting) {
                ignored.push(setting.flag());
                continue;
            }
            let mut varied = Vec::new();
            for model in models {
                varied.extend(values.iter().map(|value| {
                    let mut model = model;
                    model.settings.set(setting, *value);
                    model
                }));
            }
            models = varied;
        }
        say_ignored(name, &ignored);
        Ok(models)
    }
}

/// The fastest way to compute on this machine, with at most this many threads.
pub fn compute(threads: Option<usize>) -> Compute {
    threads.map_or_else(Compute::best, Compute::on)
}

/// Reads an integer from 1 to `most`.
pub fn count(most: usize) -> RangedU64ValueParser<usize> {
    let most = u64::try_from(most).expect("no usize is larger");
    RangedU64ValueParser::new().range(1..=most)
}

/// Reads a value of a setting.
pub fn value(setting: Setting) -> ValueParser {
    let range = setting.range();
    let example = match range {
        Range::Count(most) => return count(most).map(Value::Count).into(),
        Range::Words(words) => {
            let word = |word: &&'static str| PossibleValue::new(*word).help(explained(word));
            let known = PossibleValuesParser::new(words.iter().map(word));
            let parse = move |word: String| range.parse(&word).expect("a known word");
            return known.map(parse).into();
        }
        Range::Positive => "0.1",
        Range::NotNegative => "0.0001",
        Range::Share => "0.2",
        Range::Seed => "42",
    };
    ValueParser::new(move |text: &str| {
        let value = range.parse(text);
        value.ok_or_else(|| format!("write {range}, such as {example}"))
    })
}

/// The explanation of a word in `--help`.
fn explained(word: &str) -> &'static str {
    match word {
        "relu" => "max(z, 0)",
        "tanh" => "tanh(z)",
        "sgd" => "Stochastic gradient descent, without momentum",
        "adam" => "Kingma and Ba's method, with torch's defaults",
        _ => unreachable!("no other word is a value of a setting"),
    }
}

/// Reads the name of one of these models; each has an explanation for `--help`.
pub fn model_name(known: &[(&'static str, &'static str)]) -> ValueParser {
    let parse = |name: &str| {
        let model: Result<ModelName, ()> = name.replace('-', "_").parse();
        model.expect("a known name")
    };
    let possible = known.iter().map(|(name, help)| {
        let alias = parse(name).name();
        PossibleValue::new(*name).help(*help).alias(alias)
    });
    let known = PossibleValuesParser::new(possible);
    known.map(move |name| parse(&name)).into()
}

/// Says which flags were given although the model has no use for them.
fn say_ignored(model: ModelName, flags: &[String]) {
    let (subject, verb, them) = match flags {
        [] => return,
        [flag] => (flag.clone(), "is", "it"),
        [flags @ .., last] => (format!("{} and {last}", flags.join(", ")), "are", "them"),
    };
    say(&format!(
        "{subject} {verb} ignored: the {} has no use for {them}",
        model.in_words()
    ));
}

/// Refuses a list with the same value twice.
fn check_distinct(setting: Setting, values: &[Value]) -> anyhow::Result<()> {
    for (place, value) in values.iter().enumerate() {
        anyhow::ensure!(
            !values[..place].contains(value),
            "{} lists {value} twice",
            setting.flag()
        );
    }
    Ok(())
}
