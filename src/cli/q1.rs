//! `verify q1`: the models of Question 1, one example at a time, in double precision.

use clap::ValueEnum;
use orthant::learn::online::mlp;

use super::Outcome;
use super::training;
use super::training::arguments::{Common, check_distinct, count, learning_rate, say_ignored};
use super::training::model::Model;

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
  verify q1 mlp --checkpoint mlp.checkpoint            can be interrupted, and then go on:
  verify q1 mlp --checkpoint mlp.checkpoint --resume mlp.checkpoint

Exit codes:
  0  done; of several runs at least one came to its end
  2  bad input, interrupted, or diverged")]
pub struct Arguments {
    /// What to train
    #[arg(value_enum)]
    model: ModelName,
    /// Step size [default: 0.001]; a list such as 0.01,0.001 is compared on validation
    #[arg(long, alias = "learning_rate", value_name = "RATE", value_delimiter = ',', value_parser = learning_rate,
          allow_hyphen_values = true)]
    learning_rate: Vec<f64>,
    /// Hidden units of the mlp [default: 200]
    #[arg(long, alias = "hidden_size", value_name = "N", value_parser = count(10_000))]
    hidden_size: Option<usize>,
    /// Train the mlp with the pixels in N orders, which changes nothing but rounding, and show how far apart the
    /// results lie
    #[arg(long, value_name = "N", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(2..=1000))]
    spread: Option<usize>,
    #[command(flatten)]
    common: Common,
}

#[derive(Clone, Copy, ValueEnum)]
enum ModelName {
    /// Multiclass perceptron
    Perceptron,
    /// Multiclass logistic regression
    #[value(alias = "logistic_regression")]
    LogisticRegression,
    /// One hidden layer of ReLU units
    Mlp,
}

/// Trains what is asked for.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { model, common, .. } = arguments;
    check_distinct("--learning-rate", &arguments.learning_rate)?;
    if let Some(orders) = arguments.spread {
        return arguments.spread(orders);
    }
    let seed = common.seed;
    let rate = ("--learning-rate", !arguments.learning_rate.is_empty());
    let hidden = ("--hidden-size", arguments.hidden_size.is_some());
    let models = match model {
        ModelName::Perceptron => {
            say_ignored("perceptron", &[rate, hidden]);
            vec![Model::Q1Perceptron { seed }]
        }
        ModelName::LogisticRegression => {
            say_ignored("logistic regression", &[hidden]);
            let model = |learning_rate| Model::Q1LogisticRegression {
                seed,
                learning_rate,
            };
            arguments.learning_rates().into_iter().map(model).collect()
        }
        ModelName::Mlp => {
            let rates = arguments.learning_rates().into_iter();
            rates
                .map(|rate| Model::Q1Mlp(arguments.mlp(rate)))
                .collect()
        }
    };
    training::train(common, &models)
}

impl Arguments {
    fn learning_rates(&self) -> Vec<f64> {
        if self.learning_rate.is_empty() {
            vec![0.001]
        } else {
            self.learning_rate.clone()
        }
    }

    fn mlp(&self, learning_rate: f64) -> mlp::Settings {
        mlp::Settings {
            seed: self.common.seed,
            learning_rate,
            hidden_size: self.hidden_size.unwrap_or(200),
            input_order: None,
        }
    }

    fn spread(&self, orders: usize) -> anyhow::Result<Outcome> {
        anyhow::ensure!(
            matches!(self.model, ModelName::Mlp),
            "--spread is for the mlp, whose figures depend on the order of summation"
        );
        let &[rate] = self.learning_rates().as_slice() else {
            anyhow::bail!("--spread takes one --learning-rate, not a list");
        };
        training::spread(&self.common, &self.mlp(rate), orders)
    }
}
