//! `verify q2`: the models of Question 2, in mini-batches, in single precision.

use std::path::PathBuf;

use anyhow::bail;
use orthant::language::target::Interval;
use orthant::learn::model::{ModelName, Question, Setting, Value};

use super::Outcome;
use super::search::Search;
use super::training;
use super::training::arguments::{Common, model_name, value};

/// Question 2: train a logistic regression or a multi-layer perceptron in mini-batches, as torch does
///
/// The same file and seed give the same digits, on any number of threads. A list for --learning-rate, --batch-size, --dropout
/// or --l2-decay trains with each of its values, side by side, compares them on the validation set, and only then
/// shows the test accuracies.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  verify q2 logistic-regression --data octmnist --learning-rate 0.001,0.01,0.1
  verify q2 mlp --data octmnist --batch-size 16,1024
  verify q2 mlp --data octmnist --epochs 150 --batch-size 256 --dropout 0.2 --out out
  verify q2 mlp --checkpoint mlp.checkpoint            can be interrupted, and then resumed:
  verify q2 mlp --checkpoint mlp.checkpoint --resume mlp.checkpoint

  verify q2 mlp --target 4,-1,2 --hidden-size 16 --epochs 300
                                                       learn Question 3's f, and decide whether it is f

Exit codes:
  0  done; of several runs at least one was completed; with --target: what was learned is f, and robust
  1  with --target: what was learned is not f, or not robust
  2  bad input, interrupted, or diverged; with --target: or something was not decided")]
pub struct Arguments {
    /// What to train
    #[arg(value_parser = model_name(&MODELS))]
    model: ModelName,
    /// Images in a batch [default: 16]; a list such as 16,1024 is compared on validation
    #[arg(long, alias = "batch_size", value_name = "N", value_delimiter = ',',
          value_parser = value(Setting::BatchSize), allow_hyphen_values = true)]
    batch_size: Vec<Value>,
    /// Step size [default: 0.1]; or a list
    #[arg(long, alias = "learning_rate", value_name = "RATE", value_delimiter = ',',
          value_parser = value(Setting::LearningRate), allow_hyphen_values = true)]
    learning_rate: Vec<Value>,
    /// Weight decay, of biases too [default: 0]; or a list
    #[arg(long, alias = "l2_decay", value_name = "DECAY", value_delimiter = ',',
          value_parser = value(Setting::L2Decay), allow_hyphen_values = true)]
    l2_decay: Vec<Value>,
    /// Units in each hidden layer of the mlp [default: 200]
    #[arg(long, alias = "hidden_size", value_name = "N", value_parser = value(Setting::HiddenSize))]
    hidden_size: Option<Value>,
    /// Hidden layers of the mlp [default: 2]
    #[arg(long, value_name = "N", value_parser = value(Setting::Layers))]
    layers: Option<Value>,
    /// Share of the mlp's activations that is dropped in training [default: 0]; or a list
    #[arg(long, value_name = "SHARE", value_delimiter = ',', value_parser = value(Setting::Dropout),
          allow_hyphen_values = true)]
    dropout: Vec<Value>,
    /// Activation of the mlp's hidden units [default: relu]
    #[arg(long, value_parser = value(Setting::Activation))]
    activation: Option<Value>,
    /// How a batch changes the weights
    #[arg(long, default_value = "sgd", value_parser = value(Setting::Optimizer))]
    optimizer: Value,
    /// Learn f of Question 3 for these D, A and B from all vertices of the cube, and decide exactly whether what was
    /// learned is f, and robust
    #[arg(long, value_name = "D,A,B", value_parser = parse_target, allow_hyphen_values = true,
          conflicts_with_all = ["data", "full_test", "checkpoint", "resume"])]
    target: Option<Interval>,
    /// With --target: write a certificate for every checked verdict to this folder
    #[arg(long, value_name = "DIR", requires = "target")]
    certificates: Option<PathBuf>,
    #[command(flatten)]
    search: Search,
    #[command(flatten)]
    common: Common,
}

const MODELS: [(&str, &str); 2] = [
    ("logistic-regression", "Multinomial logistic regression"),
    ("mlp", "Hidden layers, each linear, activation, dropout"),
];

/// Trains what is asked for.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let common = &arguments.common;
    let given = [
        (Setting::BatchSize, arguments.batch_size.as_slice()),
        (Setting::LearningRate, arguments.learning_rate.as_slice()),
        (Setting::L2Decay, arguments.l2_decay.as_slice()),
        (Setting::HiddenSize, arguments.hidden_size.as_slice()),
        (Setting::Layers, arguments.layers.as_slice()),
        (Setting::Dropout, arguments.dropout.as_slice()),
        (Setting::Activation, arguments.activation.as_slice()),
        (Setting::Optimizer, &[arguments.optimizer]),
    ];
    let models = common.models(Question::Two, arguments.model, &given)?;
    if arguments.target.is_none() && arguments.search.is_given() {
        bail!(
            "--engine, --time-limit, --memory-limit and --first are for what --target has learned"
        );
    }
    match (arguments.target, models.as_slice()) {
        (None, models) => training::train(common, models),
        (Some(interval), [model]) => {
            let folder = arguments.certificates.as_deref();
            training::cube::train(common, *model, interval, &arguments.search, folder)
        }
        (Some(_), _) => bail!("--target takes one value for each setting, not a list"),
    }
}

/// Reads `4,-1,2`.
fn parse_target(text: &str) -> Result<Interval, String> {
    let numbers: Vec<_> = text.split(',').map(str::trim).collect();
    let parsed = match numbers.as_slice() {
        [d, a, b] => d.parse().ok().zip(a.parse().ok()).zip(b.parse().ok()),
        _ => None,
    };
    let ((d, a), b): ((usize, i64), i64) =
        parsed.ok_or("write D, A and B with commas, such as 4,-1,2")?;
    Interval::new(d, a, b).map_err(|error| error.to_string())
}
