//! `verify q1`: the models of Question 1, one example at a time, in double precision.

use anyhow::{bail, ensure};
use clap::builder::RangedU64ValueParser;
use orthant::learn::model::{ModelName, Question, Setting, Value};

use super::Outcome;
use super::training;
use super::training::arguments::{Common, model_name, value};

/// Question 1: train a perceptron, a logistic regression or a perceptron with a hidden layer, as numpy does
///
/// The same file and seed give the same digits, on any number of threads. A list of learning rates trains with each, side by
/// side, and compares them on the validation set.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  verify q1 perceptron --data octmnist
  verify q1 logistic-regression --data octmnist --epochs 50 --learning-rate 0.01,0.001
  verify q1 mlp --data octmnist --out out              curves, plots and weights
  verify q1 mlp --data octmnist --spread 10            how much the order of summation matters
  verify q1 mlp --checkpoint mlp.checkpoint            can be interrupted, and then resumed:
  verify q1 mlp --checkpoint mlp.checkpoint --resume mlp.checkpoint

Exit codes:
  0  done; of several runs at least one was completed
  2  bad input, interrupted, or diverged")]
pub struct Arguments {
    /// What to train
    #[arg(value_parser = model_name(&MODELS))]
    model: ModelName,
    /// Step size [default: 0.001]; a list such as 0.01,0.001 is compared on validation; the
    /// perceptron has none
    #[arg(long, alias = "learning_rate", value_name = "RATE", value_delimiter = ',',
          value_parser = value(Setting::LearningRate), allow_hyphen_values = true)]
    learning_rate: Vec<Value>,
    /// Hidden units of the mlp [default: 200]
    #[arg(long, alias = "hidden_size", value_name = "N", value_parser = value(Setting::HiddenSize))]
    hidden_size: Option<Value>,
    /// Train the mlp with the pixels in N orders, which changes nothing but rounding, and show how far apart the
    /// results lie
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<u32>::new().range(2..=1000))]
    spread: Option<u32>,
    #[command(flatten)]
    common: Common,
}

const MODELS: [(&str, &str); 3] = [
    ("perceptron", "Multiclass perceptron"),
    ("logistic-regression", "Multiclass logistic regression"),
    ("mlp", "One hidden layer of ReLU units"),
];

/// Trains what is asked for.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { common, spread, .. } = arguments;
    let given = [
        (Setting::LearningRate, arguments.learning_rate.as_slice()),
        (Setting::HiddenSize, arguments.hidden_size.as_slice()),
    ];
    ensure!(
        spread.is_none() || arguments.model == ModelName::Mlp,
        "--spread is for the mlp, whose figures depend on the order of summation"
    );
    let models = common.models(Question::One, arguments.model, &given)?;
    match (spread, models.as_slice()) {
        (None, models) => training::train(common, models),
        (Some(orders), [model]) => training::spread(common, *model, *orders),
        (Some(_), _) => bail!("--spread takes one --learning-rate, not a list"),
    }
}
