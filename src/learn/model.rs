//! The five models of the exercise with their settings, which the reference's flags and ours name alike.
//!
//! Two models that are equal compute the same bits from the same examples.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde_json::{Map, json};

use crate::language::refused::Refused;
use crate::learn::Compute;
use crate::learn::learner::Learner;
use crate::learn::python_float::python_float;
pub use crate::learn::settings::{Activation, Optimizer, Settings, Shape};
use crate::learn::{minibatch, online};

/// The question of the exercise that a model answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum Question {
    /// Question 1: one example at a time, in double precision, as numpy computes.
    #[serde(rename = "hw1-q1")]
    One,
    /// Question 2: in mini-batches, in single precision, as PyTorch computes.
    #[serde(rename = "hw1-q2")]
    Two,
}

impl Question {
    /// The number of the question, 1 or 2.
    pub fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }

    /// The exercise's name for the program that trains its models: `hw1-q1` or `hw1-q2`.
    pub fn program(self) -> &'static str {
        match self {
            Self::One => "hw1-q1",
            Self::Two => "hw1-q2",
        }
    }
}

/// The kind of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelName {
    /// The multiclass perceptron, for Question 1 alone.
    Perceptron,
    /// Logistic regression, for both questions.
    LogisticRegression,
    /// The multi-layer perceptron, for both questions: with one hidden layer in Question 1, with several in Question 2.
    Mlp,
}

impl ModelName {
    /// All kinds of models.
    pub const ALL: [Self; 3] = [Self::Perceptron, Self::LogisticRegression, Self::Mlp];

    /// The name as the reference writes it, such as `logistic_regression`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Perceptron => "perceptron",
            Self::LogisticRegression => "logistic_regression",
            Self::Mlp => "mlp",
        }
    }

    /// The name for people, such as `logistic regression`.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Perceptron => "perceptron",
            Self::LogisticRegression => "logistic regression",
            Self::Mlp => "multi-layer perceptron",
        }
    }

    /// Whether a model of this kind uses the setting, provided that its question has the setting at all.
    pub fn uses(self, setting: Setting) -> bool {
        use Setting::{Activation, Dropout, Epochs, HiddenSize, Layers, Seed};
        match self {
            Self::Perceptron => matches!(setting, Epochs | Seed),
            Self::LogisticRegression => {
                !matches!(setting, HiddenSize | Layers | Dropout | Activation)
            }
            Self::Mlp => true,
        }
    }
}

impl FromStr for ModelName {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        let mut known = Self::ALL.into_iter();
        known.find(|model| model.name() == name).ok_or(())
    }
}

macro_rules! settings {
    ($($(#[$about:meta])* $setting:ident = $name:literal, $short:literal, $range:expr;)+) => {
        /// The name of a setting.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Setting {
            $($(#[$about])* $setting),+
        }

        impl Setting {
            /// All settings, in the order of the reference's file names; the seed is last.
            pub const ALL: [Self; 10] = [$(Self::$setting),+];

            /// The name of the reference's flag, its name in the reference's file names, and the values that it may have.
            fn facts(self) -> (&'static str, &'static str, Range) {
                match self {
                    $(Self::$setting => ($name, $short, $range)),+
                }
            }
        }
    };
}

settings! {
    /// The number of examples in a batch.
    BatchSize = "batch_size", "batch", Range::Count(1 << 20);
    /// The step size η.
    LearningRate = "learning_rate", "lr", Range::Positive;
    /// The number of epochs: how often all training examples are seen.
    Epochs = "epochs", "epochs", Range::Count(100_000);
    /// The number of units in each hidden layer.
    HiddenSize = "hidden_size", "hidden", Range::Count(10_000);
    /// The share of activations that are set to 0 in training.
    Dropout = "dropout", "dropout", Range::Share;
    /// The weight decay λ.
    L2Decay = "l2_decay", "l2", Range::NotNegative;
    /// The number of hidden layers.
    Layers = "layers", "layers", Range::Count(20);
    /// The activation of the hidden units.
    Activation = "activation", "act", Range::Words(Activation::ALL.map(Activation::name));
    /// How a batch changes the weights.
    Optimizer = "optimizer", "opt", Range::Words(Optimizer::ALL.map(Optimizer::name));
    /// The seed of everything random.
    Seed = "seed", "seed", Range::Seed;
}

impl Setting {
    /// The name of the reference's flag, such as `learning_rate`.
    pub fn name(self) -> &'static str {
        self.facts().0
    }

    /// The name in the reference's file names, such as `lr`.
    pub fn short(self) -> &'static str {
        self.facts().1
    }

    /// The values that the setting may have.
    pub fn range(self) -> Range {
        self.facts().2
    }

    /// The flag of this program, such as `--learning-rate`.
    pub fn flag(self) -> String {
        format!("--{}", self.name().replace('_', "-"))
    }

    /// The setting with one or several values, for people: `learning rate 0.1`.
    pub fn in_words(self, value: &str) -> String {
        match self {
            Self::Optimizer | Self::Activation => value.to_owned(),
            Self::Epochs => format!("{value} epochs"),
            _ => format!("{} {value}", self.name().replace('_', " ")),
        }
    }
}

/// The values that a setting may have; displayed as `an integer from 1 to 20`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// An integer from 1 to this.
    Count(usize),
    /// A finite number above 0.
    Positive,
    /// A finite number of at least 0.
    NotNegative,
    /// A number from 0 up to 1, without 1 itself.
    Share,
    /// One of two words; the first is the default.
    Words([&'static str; 2]),
    /// An integer from 0 to 2³² − 1.
    Seed,
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(most) => write!(f, "an integer from 1 to {most}"),
            Self::Positive => f.write_str("a number above 0"),
            Self::NotNegative => f.write_str("0 or a number above it"),
            Self::Share => f.write_str("a number from 0 up to, but without, 1"),
            Self::Words([first, second]) => write!(f, "{first} or {second}"),
            Self::Seed => write!(f, "an integer from 0 to {}", u32::MAX),
        }
    }
}

impl Range {
    /// The value that this text means, if it lies in the range; −0 is 0.
    pub fn parse(self, text: &str) -> Option<Value> {
        let number = |allowed: fn(f64) -> bool| {
            let number: f64 = text.parse().ok()?;
            let number = if number == 0.0 { 0.0 } else { number };
            let allowed = number.is_finite() && allowed(number);
            allowed.then_some(Value::Number(number))
        };
        let count = |least: usize, most: usize| {
            let count = text.parse().ok();
            let count = count.filter(|count| (least..=most).contains(count));
            count.map(Value::Count)
        };
        match self {
            Self::Count(most) => count(1, most),
            Self::Positive => number(|number| number > 0.0),
            Self::NotNegative => number(|number| number >= 0.0),
            Self::Share => number(|number| (0.0..1.0).contains(&number)),
            Self::Words(words) => {
                let word = words.into_iter().find(|word| *word == text);
                word.map(Value::Word)
            }
            Self::Seed => count(0, u32::MAX as usize),
        }
    }
}

/// The value of a setting; displayed in Rust's notation, so that 1 is `1`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// An integer: a number of things, or a seed.
    Count(usize),
    /// A real number.
    Number(f64),
    /// One of the words of a setting.
    Word(&'static str),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => count.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Word(word) => f.write_str(word),
        }
    }
}

impl Value {
    /// The value in Python's notation, in which 1 is `1.0` and 0.00001 is `1e-05`, as in the reference's file names.
    pub fn in_python(self) -> String {
        match self {
            Self::Number(number) => python_float(number),
            _ => self.to_string(),
        }
    }

    fn json(self) -> serde_json::Value {
        match self {
            Self::Count(count) => json!(count),
            Self::Number(number) => json!(number),
            Self::Word(word) => json!(word),
        }
    }
}

impl Settings {
    /// The exercise's defaults: those of [`Settings::default`], but η = 0.001 in Question 1.
    pub fn of(question: Question) -> Self {
        let mut settings = Self::default();
        if question == Question::One {
            settings.learning_rate = 0.001;
        }
        settings
    }

    /// The value of a setting.
    pub fn value(&self, setting: Setting) -> Value {
        match setting {
            Setting::BatchSize => Value::Count(self.batch_size),
            Setting::LearningRate => Value::Number(self.learning_rate),
            Setting::Epochs => Value::Count(self.epochs),
            Setting::HiddenSize => Value::Count(self.hidden_size),
            Setting::Dropout => Value::Number(self.dropout),
            Setting::L2Decay => Value::Number(self.l2_decay),
            Setting::Layers => Value::Count(self.layers),
            Setting::Activation => Value::Word(self.activation.name()),
            Setting::Optimizer => Value::Word(self.optimizer.name()),
            Setting::Seed => Value::Count(self.seed as usize),
        }
    }

    /// Gives a setting this value.
    ///
    /// # Panics
    /// If the value is not one that the setting's [`Range::parse`] returns.
    pub fn set(&mut self, setting: Setting, value: Value) {
        match (setting, value) {
            (Setting::BatchSize, Value::Count(count)) => self.batch_size = count,
            (Setting::LearningRate, Value::Number(number)) => self.learning_rate = number,
            (Setting::Epochs, Value::Count(count)) => self.epochs = count,
            (Setting::HiddenSize, Value::Count(count)) => self.hidden_size = count,
            (Setting::Dropout, Value::Number(number)) => self.dropout = number,
            (Setting::L2Decay, Value::Number(number)) => self.l2_decay = number,
            (Setting::Layers, Value::Count(count)) => self.layers = count,
            (Setting::Activation, Value::Word(word)) => {
                self.activation = Activation::named(word).expect("a known activation");
            }
            (Setting::Optimizer, Value::Word(word)) => {
                self.optimizer = Optimizer::named(word).expect("a known optimizer");
            }
            (Setting::Seed, Value::Count(seed)) => {
                self.seed = u32::try_from(seed).expect("the range of seeds");
            }
            _ => panic!("{setting:?} cannot be {value:?}"),
        }
    }
}

/// A model and all its settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Model {
    /// The question that the model answers.
    pub question: Question,
    /// The kind of the model; a perceptron belongs to Question 1.
    pub name: ModelName,
    /// The settings of the model, including those that it does not use.
    pub settings: Settings,
}

/// The most weights and biases that are trained: half a GiB of floats, and three times that with Adam.
const MOST_PARAMETERS: u128 = 1 << 27;

/// The most activations of a batch that dropout keeps or drops, with one byte for each.
const LARGEST_MASK: u128 = 1 << 30;

impl Model {
    /// The model with the exercise's defaults.
    pub fn new(question: Question, name: ModelName) -> Self {
        let settings = Settings::of(question);
        Self {
            question,
            name,
            settings,
        }
    }

    /// Whether the model uses the setting.
    pub fn uses(&self, setting: Setting) -> bool {
        use Setting::{Epochs, HiddenSize, LearningRate, Seed};
        let of_question = match self.question {
            Question::One => matches!(setting, Epochs | LearningRate | HiddenSize | Seed),
            Question::Two => true,
        };
        of_question && self.name.uses(setting)
    }

    /// The settings that the model uses, in the order of [`Setting::ALL`].
    pub fn used(&self) -> Vec<Setting> {
        let mut used = Setting::ALL.to_vec();
        used.retain(|setting| self.uses(*setting));
        used
    }

    /// The beginning of the names of the model's files, which for Question 2 is the reference's own: `q1-mlp`, `mlp`.
    pub fn file_prefix(&self) -> String {
        match self.question {
            Question::One => format!("q1-{}", self.name.name()),
            Question::Two => self.name.name().to_owned(),
        }
    }

    /// A setting as it is in the reference's file names, such as `0.1` or `1e-05`.
    pub fn text(&self, setting: Setting) -> String {
        self.settings.value(setting).in_python()
    }

    /// The settings that the model uses, as they are in the reference's file names:
    /// `batch-16-lr-0.1-epochs-20-l2-0.0-opt-sgd`.
    pub fn config(&self) -> String {
        config(self.used().iter().map(|used| (*used, self.text(*used))))
    }

    /// The settings that the model uses, by the names of the reference's flags.
    pub fn settings_json(&self) -> Map<String, serde_json::Value> {
        let named = |setting: Setting| {
            let value = self.settings.value(setting).json();
            (setting.name().to_owned(), value)
        };
        self.used().into_iter().map(named).collect()
    }

    /// The learner of this model, before its first epoch.
    ///
    /// # Panics
    /// If a size is 0, or there are more than 256 classes.
    pub fn learner(&self, shape: Shape, compute: Compute) -> Box<dyn Learner> {
        use minibatch::{LogisticRegression, Mlp};
        let settings = &self.settings;
        match (self.question, self.name) {
            (_, ModelName::Perceptron) => {
                Box::new(online::Perceptron::new(settings, shape, compute))
            }
            (Question::One, ModelName::LogisticRegression) => {
                Box::new(online::LogisticRegression::new(settings, shape, compute))
            }
            (Question::One, ModelName::Mlp) => Box::new(online::Mlp::new(settings, shape, compute)),
            (Question::Two, ModelName::LogisticRegression) => {
                Box::new(LogisticRegression::<f32>::new(settings, shape, compute))
            }
            (Question::Two, ModelName::Mlp) => Box::new(Mlp::<f32>::new(settings, shape, compute)),
        }
    }

    /// The number of hidden layers, and the number of units in each.
    fn hidden(&self) -> (usize, usize) {
        let Settings {
            layers,
            hidden_size,
            ..
        } = self.settings;
        match (self.question, self.name) {
            (Question::One, ModelName::Mlp) => (1, hidden_size),
            (Question::Two, ModelName::Mlp) => (layers, hidden_size),
            _ => (0, 0),
        }
    }

    /// The number of weights and biases that are learned.
    fn parameters(&self, shape: Shape) -> u128 {
        let (layers, hidden) = self.hidden();
        let [inputs, classes, layers, hidden] =
            [shape.inputs, shape.classes, layers, hidden].map(wide);
        if layers == 0 {
            return (inputs + 1) * classes;
        }
        (inputs + 1) * hidden + (layers - 1) * (hidden + 1) * hidden + (hidden + 1) * classes
    }

    /// Refuses a model that would not fit the memory of an ordinary machine.
    ///
    /// # Errors
    /// [`Refused`], with the number that is too large.
    pub fn check_size(&self, shape: Shape) -> Result<(), Refused> {
        let parameters = self.parameters(shape);
        if parameters > MOST_PARAMETERS {
            let expected = format!(
                "at most {MOST_PARAMETERS} weights and biases, by a smaller --hidden-size or fewer --layers"
            );
            return Err(Refused::new(
                "the network",
                expected,
                parameters.to_string(),
            ));
        }
        let (layers, hidden) = self.hidden();
        let batch = self.settings.batch_size.min(shape.examples);
        let mask = wide(batch) * wide(layers * hidden);
        let drops = self.uses(Setting::Dropout) && self.settings.dropout > 0.0;
        if drops && mask > LARGEST_MASK {
            let expected = format!(
                "at most {LARGEST_MASK} numbers that are drawn for a batch, by a smaller --batch-size"
            );
            return Err(Refused::new("dropout", expected, mask.to_string()));
        }
        Ok(())
    }
}

/// The seed of the reference, which its file names do not mention.
const REFERENCE_SEED: &str = "42";

/// Settings with their values as they are in the reference's file names: `batch-16-lr-0.1-epochs-20-l2-0.0-opt-sgd`.
///
/// A seed other than the reference's is added.
pub fn config(settings: impl IntoIterator<Item = (Setting, String)>) -> String {
    let mut parts = Vec::new();
    for (setting, text) in settings {
        if setting != Setting::Seed || text != REFERENCE_SEED {
            parts.push(format!("{}-{text}", setting.short()));
        }
    }
    parts.join("-")
}

fn wide(size: usize) -> u128 {
    size.try_into().expect("no usize is larger")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_the_references() {
        let mut linear = Model::new(Question::Two, ModelName::LogisticRegression);
        linear.settings.learning_rate = 1e-5;
        assert_eq!(
            linear.config(),
            "batch-16-lr-1e-05-epochs-20-l2-0.0-opt-sgd"
        );
        let mut mlp = Model::new(Question::Two, ModelName::Mlp);
        mlp.settings.epochs = 150;
        assert_eq!(
            mlp.config(),
            "batch-16-lr-0.1-epochs-150-hidden-200-dropout-0.0-l2-0.0-layers-2-act-relu-opt-sgd"
        );
        let mut perceptron = Model::new(Question::One, ModelName::Perceptron);
        perceptron.settings.seed = 7;
        assert_eq!(perceptron.config(), "epochs-20-seed-7");
    }

    #[test]
    fn parameters_are_counted() {
        let shape = Shape::new(784, 4, 10);
        let mlp = Model::new(Question::Two, ModelName::Mlp);
        assert_eq!(mlp.parameters(shape), 785 * 200 + 201 * 200 + 201 * 4);
        let perceptron = Model::new(Question::One, ModelName::Perceptron);
        assert_eq!(perceptron.parameters(shape), 785 * 4);
    }

    #[test]
    fn every_setting_takes_its_own_values() {
        let settings = Settings::of(Question::Two);
        for setting in Setting::ALL {
            let value = settings.value(setting);
            assert_eq!(setting.range().parse(&value.to_string()), Some(value));
            let mut changed = settings;
            changed.set(setting, value);
            assert_eq!(changed, settings);
        }
    }
}
