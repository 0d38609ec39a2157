//! `verify q2`: the models of Question 2, in mini-batches, in single precision.

use std::path::PathBuf;

use clap::ValueEnum;
use itertools::iproduct;
use orthant::language::target::Interval;
use orthant::learn::minibatch::mlp::{Activation, Architecture};
use orthant::learn::minibatch::{Optimizer, Training};

use super::Outcome;
use super::training;
use super::training::arguments::{
    Common, check_distinct, count, dropout, l2_decay, learning_rate, say_ignored,
};
use super::training::model::Model;

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
  verify q2 mlp --checkpoint mlp.checkpoint            can be interrupted, and then go on:
  verify q2 mlp --checkpoint mlp.checkpoint --resume mlp.checkpoint

  verify q2 mlp --target 4,-1,2 --hidden-size 16 --epochs 300
                                                       learn Question 3's f, and decide whether it is f

Exit codes:
  0  done; of several runs at least one came to its end; with --target: what was learned is f, and robust
  1  with --target: what was learned is not f, or not robust
  2  bad input, interrupted, or diverged; with --target: or something was not decided")]
pub struct Arguments {
    /// What to train
    #[arg(value_enum)]
    model: ModelName,
    /// Images in a batch [default: 16]; a list such as 16,1024 is compared on validation
    #[arg(long, alias = "batch_size", value_name = "N", value_delimiter = ',', value_parser = count(1 << 20),
          allow_hyphen_values = true)]
    batch_size: Vec<usize>,
    /// Step size [default: 0.1]; or a list
    #[arg(long, alias = "learning_rate", value_name = "RATE", value_delimiter = ',', value_parser = learning_rate,
          allow_hyphen_values = true)]
    learning_rate: Vec<f64>,
    /// Weight decay, of biases too [default: 0]; or a list
    #[arg(long, alias = "l2_decay", value_name = "DECAY", value_delimiter = ',', value_parser = l2_decay,
          allow_hyphen_values = true)]
    l2_decay: Vec<f64>,
    /// Units in each hidden layer of the mlp [default: 200]
    #[arg(long, alias = "hidden_size", value_name = "N", value_parser = count(10_000))]
    hidden_size: Option<usize>,
    /// Hidden layers of the mlp [default: 2]
    #[arg(long, value_name = "N", value_parser = count(20))]
    layers: Option<usize>,
    /// Share of the mlp's activations that is dropped in training [default: 0]; or a list
    #[arg(long, value_name = "SHARE", value_delimiter = ',', value_parser = dropout, allow_hyphen_values = true)]
    dropout: Vec<f64>,
    /// Of the mlp's hidden units [default: relu]
    #[arg(long, value_enum)]
    activation: Option<ActivationName>,
    /// How a batch changes the weights
    #[arg(long, value_enum, default_value_t)]
    optimizer: OptimizerName,
    /// Learn f of Question 3 for these D, A and B from all vertices of the cube, and decide exactly whether what was
    /// learned is f, and robust
    #[arg(long, value_name = "D,A,B", value_parser = parse_target, allow_hyphen_values = true,
          conflicts_with_all = ["data", "full_test", "checkpoint", "resume"])]
    target: Option<Interval>,
    /// With --target: write a certificate for every checked verdict to this folder
    #[arg(long, value_name = "DIR", requires = "target")]
    certificates: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ModelName {
    /// Multinomial logistic regression
    #[value(alias = "logistic_regression")]
    LogisticRegression,
    /// Hidden layers, each linear, activation, dropout
    Mlp,
}

#[derive(Clone, Copy, ValueEnum)]
enum ActivationName {
    /// max(z, 0)
    Relu,
    /// tanh(z)
    Tanh,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum OptimizerName {
    /// Stochastic gradient descent, without momentum
    #[default]
    Sgd,
    /// Kingma and Ba's, with torch's defaults
    Adam,
}

/// Trains what is asked for.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    check_distinct("--batch-size", &arguments.batch_size)?;
    check_distinct("--learning-rate", &arguments.learning_rate)?;
    check_distinct("--l2-decay", &arguments.l2_decay)?;
    check_distinct("--dropout", &arguments.dropout)?;
    if arguments.model == ModelName::LogisticRegression {
        let Arguments {
            hidden_size,
            layers,
            dropout,
            activation,
            ..
        } = arguments;
        say_ignored(
            "logistic regression",
            &[
                ("--hidden-size", hidden_size.is_some()),
                ("--layers", layers.is_some()),
                ("--dropout", !dropout.is_empty()),
                ("--activation", activation.is_some()),
            ],
        );
    }
    let models = arguments.models();
    let Some(interval) = arguments.target else {
        return training::train(&arguments.common, &models);
    };
    let [model] = models.as_slice() else {
        anyhow::bail!("--target takes one value for each setting, not a list");
    };
    let certificates = arguments.certificates.as_deref();
    training::cube::train(&arguments.common, model, interval, certificates)
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

impl Arguments {
    /// A model for every combination of the lists' values.
    fn models(&self) -> Vec<Model> {
        let default = Training::default();
        let batch_sizes = or_default(&self.batch_size, default.batch_size);
        let learning_rates = or_default(&self.learning_rate, default.learning_rate);
        let l2_decays = or_default(&self.l2_decay, default.l2_decay);
        let trainings = iproduct!(batch_sizes, learning_rates, l2_decays);
        let trainings = trainings.map(|(batch_size, learning_rate, l2_decay)| Training {
            batch_size,
            learning_rate,
            l2_decay,
            optimizer: match self.optimizer {
                OptimizerName::Sgd => Optimizer::Sgd,
                OptimizerName::Adam => Optimizer::Adam,
            },
            seed: self.common.seed,
        });
        match self.model {
            ModelName::LogisticRegression => trainings.map(Model::Q2LogisticRegression).collect(),
            ModelName::Mlp => iproduct!(trainings, self.architectures())
                .map(|(training, architecture)| Model::Q2Mlp(training, architecture))
                .collect(),
        }
    }

    fn architectures(&self) -> Vec<Architecture> {
        let default = Architecture::default();
        let dropouts = or_default(&self.dropout, default.dropout);
        let architecture = |dropout| Architecture {
            hidden_size: self.hidden_size.unwrap_or(default.hidden_size),
            layers: self.layers.unwrap_or(default.layers),
            dropout,
            activation: match self.activation {
                None | Some(ActivationName::Relu) => Activation::Relu,
                Some(ActivationName::Tanh) => Activation::Tanh,
            },
        };
        dropouts.into_iter().map(architecture).collect()
    }
}

fn or_default<T: Copy>(given: &[T], default: T) -> Vec<T> {
    if given.is_empty() {
        vec![default]
    } else {
        given.to_vec()
    }
}
