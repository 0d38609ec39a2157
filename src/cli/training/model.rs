//! A model and its settings, by the names that the command line gives them.

use orthant::learn::Compute;
use orthant::learn::learner::Learner;
use orthant::learn::minibatch::mlp::{Activation, Architecture};
use orthant::learn::minibatch::{Optimizer, Training};
use orthant::learn::{minibatch, online};
use serde_json::{Map, Value};

use super::setting::Setting;

/// What is trained, with all that it is told but for the number of epochs.
#[derive(Clone, Debug, PartialEq)]
pub enum Model {
    Q1Perceptron { seed: u32 },
    Q1LogisticRegression { seed: u32, learning_rate: f64 },
    Q1Mlp(online::mlp::Settings),
    Q2LogisticRegression(Training),
    Q2Mlp(Training, Architecture),
}

/// What a model is made for.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Numbers in an example.
    pub inputs: usize,
    /// Classes.
    pub classes: usize,
    /// Examples in the training set.
    pub examples: usize,
}

impl Model {
    /// 1 or 2.
    pub fn question(&self) -> u8 {
        match self {
            Self::Q1Perceptron { .. } | Self::Q1LogisticRegression { .. } | Self::Q1Mlp(_) => 1,
            Self::Q2LogisticRegression(_) | Self::Q2Mlp(..) => 2,
        }
    }

    /// As the reference calls it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Q1Perceptron { .. } => "perceptron",
            Self::Q1LogisticRegression { .. } | Self::Q2LogisticRegression(_) => {
                "logistic_regression"
            }
            Self::Q1Mlp(_) | Self::Q2Mlp(..) => "mlp",
        }
    }

    /// For people.
    pub fn in_words(&self) -> &'static str {
        match self.name() {
            "logistic_regression" => "logistic regression",
            "mlp" => "multi-layer perceptron",
            name => name,
        }
    }

    /// How the names of its files begin: the reference's own for Question 2.
    pub fn file_prefix(&self) -> String {
        match self.question() {
            1 => format!("q1-{}", self.name()),
            _ => self.name().to_owned(),
        }
    }

    fn seed(&self) -> u32 {
        match self {
            Self::Q1Perceptron { seed } | Self::Q1LogisticRegression { seed, .. } => *seed,
            Self::Q1Mlp(settings) => settings.seed,
            Self::Q2LogisticRegression(training) | Self::Q2Mlp(training, _) => training.seed,
        }
    }

    /// All settings, in the order of the reference's file names; the seed last.
    pub fn settings(&self, epochs: usize) -> Vec<Setting> {
        let epochs = Setting::count("epochs", "epochs", epochs);
        let rate = |rate| Setting::float("learning-rate", "lr", rate);
        let hidden = |size| Setting::count("hidden-size", "hidden", size);
        let mut settings = match self {
            Self::Q1Perceptron { .. } => vec![epochs],
            Self::Q1LogisticRegression { learning_rate, .. } => vec![rate(*learning_rate), epochs],
            Self::Q1Mlp(settings) => vec![
                rate(settings.learning_rate),
                epochs,
                hidden(settings.hidden_size),
            ],
            Self::Q2LogisticRegression(training) | Self::Q2Mlp(training, _) => vec![
                Setting::count("batch-size", "batch", training.batch_size),
                rate(training.learning_rate),
                epochs,
                Setting::float("l2-decay", "l2", training.l2_decay),
                Setting::word("optimizer", "opt", optimizer(training.optimizer)),
            ],
        };
        if let Self::Q2Mlp(_, architecture) = self {
            settings.splice(
                3..3,
                [
                    hidden(architecture.hidden_size),
                    Setting::float("dropout", "dropout", architecture.dropout),
                ],
            );
            settings.splice(
                6..6,
                [
                    Setting::count("layers", "layers", architecture.layers),
                    Setting::word("activation", "act", activation(architecture.activation)),
                ],
            );
        }
        let seed = self.seed();
        settings.push(Setting {
            flag: "seed",
            short: "seed",
            text: seed.to_string(),
            value: seed.into(),
        });
        settings
    }

    /// The settings by their names with underscores, as the reference writes them.
    pub fn settings_json(&self, epochs: usize) -> Map<String, Value> {
        let named = |setting: Setting| (setting.flag.replace('-', "_"), setting.value);
        self.settings(epochs).into_iter().map(named).collect()
    }

    /// The learner, before its first epoch.
    pub fn learner(&self, shape: Shape, compute: Compute) -> Box<dyn Learner> {
        let Shape {
            inputs,
            classes,
            examples,
        } = shape;
        match self.clone() {
            Self::Q1Perceptron { seed } => Box::new(online::Perceptron::new(
                seed, inputs, classes, examples, compute,
            )),
            Self::Q1LogisticRegression {
                seed,
                learning_rate,
            } => Box::new(online::LogisticRegression::new(
                seed,
                learning_rate,
                inputs,
                classes,
                examples,
                compute,
            )),
            Self::Q1Mlp(settings) => Box::new(online::Mlp::new(
                settings, inputs, classes, examples, compute,
            )),
            Self::Q2LogisticRegression(training) => {
                Box::new(minibatch::LogisticRegression::<f32>::new(
                    training, inputs, classes, examples, compute,
                ))
            }
            Self::Q2Mlp(training, architecture) => Box::new(minibatch::Mlp::<f32>::new(
                training,
                architecture,
                inputs,
                classes,
                examples,
                compute,
            )),
        }
    }

    /// How many numbers are learned.
    fn parameters(&self, shape: Shape) -> u128 {
        let [inputs, classes] = [shape.inputs, shape.classes].map(wide);
        let network = |hidden: usize, layers: usize| {
            let (hidden, inner) = (wide(hidden), wide(layers) - 1);
            (inputs + 1) * hidden + inner * (hidden + 1) * hidden + (hidden + 1) * classes
        };
        match self {
            Self::Q1Mlp(settings) => network(settings.hidden_size, 1),
            Self::Q2Mlp(_, shape) => network(shape.hidden_size, shape.layers),
            _ => (inputs + 1) * classes,
        }
    }

    /// Refuses what would not fit an ordinary machine's memory.
    pub fn check_size(&self, shape: Shape) -> anyhow::Result<()> {
        let parameters = self.parameters(shape);
        anyhow::ensure!(
            parameters <= MOST_PARAMETERS,
            "this network would have {parameters} weights and biases, and at most {MOST_PARAMETERS} are trained; \
             give a smaller --hidden-size or fewer --layers"
        );
        if let Self::Q2Mlp(training, architecture) = self {
            let batch = wide(training.batch_size.min(shape.examples));
            let units = wide(architecture.hidden_size * architecture.layers);
            anyhow::ensure!(
                architecture.dropout <= 0.0 || batch * units <= LARGEST_MASK,
                "dropout would draw {} numbers for a batch, and at most {LARGEST_MASK} are drawn; give a smaller \
                 --batch-size",
                batch * units
            );
        }
        Ok(())
    }
}

/// The most weights and biases: half a GiB of floats, three times that with Adam.
const MOST_PARAMETERS: u128 = 1 << 27;

/// The most dropped or kept activations of a batch, a byte each.
const LARGEST_MASK: u128 = 1 << 30;

fn wide(size: usize) -> u128 {
    size.try_into().expect("no usize is larger")
}

fn optimizer(optimizer: Optimizer) -> &'static str {
    match optimizer {
        Optimizer::Sgd => "sgd",
        Optimizer::Adam => "adam",
    }
}

fn activation(activation: Activation) -> &'static str {
    match activation {
        Activation::Relu => "relu",
        Activation::Tanh => "tanh",
    }
}

#[cfg(test)]
mod tests {
    use super::super::setting::config;
    use super::*;

    #[test]
    fn file_names_are_the_references() {
        let training = Training {
            learning_rate: 1e-5,
            ..Training::default()
        };
        let linear = Model::Q2LogisticRegression(training).settings(20);
        assert_eq!(
            config(&linear),
            "batch-16-lr-1e-05-epochs-20-l2-0.0-opt-sgd"
        );
        let mlp = Model::Q2Mlp(Training::default(), Architecture::default()).settings(150);
        assert_eq!(
            config(&mlp),
            "batch-16-lr-0.1-epochs-150-hidden-200-dropout-0.0-l2-0.0-layers-2-act-relu-opt-sgd"
        );
        let perceptron = Model::Q1Perceptron { seed: 7 }.settings(20);
        assert_eq!(config(&perceptron), "epochs-20-seed-7");
    }

    #[test]
    fn parameters_are_counted() {
        let shape = Shape {
            inputs: 784,
            classes: 4,
            examples: 10,
        };
        let mlp = Model::Q2Mlp(Training::default(), Architecture::default());
        assert_eq!(mlp.parameters(shape), 785 * 200 + 201 * 200 + 201 * 4);
        assert_eq!(Model::Q1Perceptron { seed: 1 }.parameters(shape), 785 * 4);
    }
}
