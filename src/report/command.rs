//! Commands of the reference programs as a report prints them: which model they train, with what.
//!
//! Flags and defaults are those of REFERENCE 5 and 6; a flag has one dash or two. A flag that the model has no use for
//! is read by the reference all the same, and changes nothing.

use serde::Deserialize;
use thiserror::Error;

use crate::learn::minibatch::mlp::{Activation, Architecture};
use crate::learn::minibatch::{Optimizer, Training};

/// Which program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Script {
    /// Question 1, with numpy.
    #[serde(rename = "hw1-q1")]
    Question1,
    /// Question 2, with PyTorch.
    #[serde(rename = "hw1-q2")]
    Question2,
}

/// Which model is trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelName {
    /// Of Question 1 alone.
    Perceptron,
    /// Of both questions.
    LogisticRegression,
    /// Of both questions: one hidden layer, or several.
    Mlp,
}

/// A command, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// The program.
    pub script: Script,
    /// The model that it names.
    pub model: ModelName,
    /// How often all training images are seen.
    pub epochs: usize,
    /// Batch size, learning rate, weight decay, optimiser, seed; Question 1 uses rate and seed.
    pub training: Training,
    /// Hidden units, layers, dropout, activation; Question 1 uses the hidden units.
    pub architecture: Architecture,
    /// The flags that were given, without their dashes, with their values.
    pub given: Vec<(&'static str, String)>,
    /// Values that the program does not take, and what they are read as here.
    pub slips: Vec<Slip>,
}

/// Something that the program does not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// What stands there.
    pub words: String,
    /// What is wrong with it.
    pub problem: String,
    /// What it is read as here; `None` if nothing close is known, so that the command cannot be followed.
    pub read_as: Option<String>,
}

/// Why a text is no command of these programs.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CommandError {
    /// No model, or more than one.
    #[error("the command names {0} models; it must name one of {known}", known = MODELS.map(|(name, _)| name).join(", "))]
    Models(usize),
    /// The perceptron belongs to Question 1.
    #[error("hw1-q2 has no model perceptron")]
    Perceptron,
    /// A flag at the end.
    #[error("-{0} has no value")]
    NoValue(&'static str),
    /// A value that cannot be meant.
    #[error("-{flag} {value} is out of range; it must be {range}")]
    Value {
        /// The flag.
        flag: &'static str,
        /// What stands there.
        value: String,
        /// What may stand there.
        range: String,
    },
}

const MODELS: [(&str, ModelName); 3] = [
    ("perceptron", ModelName::Perceptron),
    ("logistic_regression", ModelName::LogisticRegression),
    ("mlp", ModelName::Mlp),
];

/// The flags of Question 2; Question 1 has the first three.
const FLAGS: [&str; 9] = [
    "epochs",
    "learning_rate",
    "hidden_size",
    "batch_size",
    "l2_decay",
    "layers",
    "dropout",
    "activation",
    "optimizer",
];

/// The flags of Question 1.
const QUESTION_1: usize = 3;

impl Script {
    /// As the exercise calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Question1 => "hw1-q1",
            Self::Question2 => "hw1-q2",
        }
    }
}

impl ModelName {
    /// As the commands have it.
    pub fn name(self) -> &'static str {
        let known = MODELS.into_iter().find(|(_, model)| *model == self);
        known.expect("MODELS lists every model").0
    }

    /// For people.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Perceptron => "perceptron",
            Self::LogisticRegression => "logistic regression",
            Self::Mlp => "multi-layer perceptron",
        }
    }

    /// Whether a flag reaches the model.
    fn uses(self, flag: &str) -> bool {
        match self {
            Self::Perceptron => flag == "epochs",
            Self::LogisticRegression => {
                !["hidden_size", "layers", "dropout", "activation"].contains(&flag)
            }
            Self::Mlp => true,
        }
    }
}

impl Command {
    /// Reads the words behind the program's name.
    ///
    /// # Errors
    /// [`CommandError`], naming the word.
    pub fn parse(script: Script, text: &str) -> Result<Self, CommandError> {
        let mut models = Vec::new();
        let mut command = Self {
            script,
            model: ModelName::Perceptron,
            epochs: 20,
            training: Training::default(),
            architecture: Architecture::default(),
            given: Vec::new(),
            slips: Vec::new(),
        };
        if script == Script::Question1 {
            command.training.learning_rate = 0.001;
        }
        // `python hw1-q2.py …`: the words up to the program's name are the shell's.
        let words: Vec<&str> = text.split_whitespace().collect();
        let is_program = |word: &str| {
            word.rsplit_once('.')
                .is_some_and(|(_, ending)| ending == "py")
        };
        let behind = words.iter().position(|word| is_program(word));
        let mut words = words
            .into_iter()
            .skip(behind.map_or(0, |place| place + 1))
            .peekable();
        while let Some(word) = words.next() {
            if let Some((_, model)) = MODELS.iter().find(|(name, _)| *name == word) {
                models.push(*model);
                continue;
            }
            let name = word.strip_prefix('-').unwrap_or_default();
            let bare = name.strip_prefix('-').unwrap_or(name);
            let (bare, attached) = match bare.split_once('=') {
                Some((bare, value)) => (bare, Some(value)),
                None => (bare, None),
            };
            let Some(flag) = command.flag(bare) else {
                command.slips.push(Slip {
                    words: word.to_owned(),
                    problem: "is neither a flag nor a model of the program".to_owned(),
                    read_as: None,
                });
                // Its value, if it has one.
                let is_model = |word: &&str| MODELS.iter().any(|(name, _)| name == word);
                words.next_if(|next| !next.starts_with('-') && !is_model(next));
                continue;
            };
            if name.starts_with('-') {
                command.slips.push(Slip {
                    words: word.to_owned(),
                    problem: "has two dashes, and the program's flags have one".to_owned(),
                    read_as: Some(format!("-{flag}")),
                });
            }
            let value = attached.or_else(|| words.next());
            let value = value.ok_or(CommandError::NoValue(flag))?;
            // Of several values the last counts.
            command.given.retain(|(given, _)| *given != flag);
            command.set(flag, value)?;
            command.given.push((flag, value.to_owned()));
        }
        match (models.as_slice(), script) {
            ([ModelName::Perceptron], Script::Question2) => Err(CommandError::Perceptron),
            ([model], _) => Ok(Self {
                model: *model,
                ..command
            }),
            _ => Err(CommandError::Models(models.len())),
        }
    }

    /// The flag of this name, or of a beginning that no other flag has; the reference reads both.
    fn flag(&self, name: &str) -> Option<&'static str> {
        let flags = self.flags();
        let exact = flags.iter().find(|flag| **flag == name);
        let mut beginning = flags
            .iter()
            .filter(|flag| !name.is_empty() && flag.starts_with(name));
        let only = beginning.next().filter(|_| beginning.next().is_none());
        exact.or(only).copied()
    }

    /// The flags of its program.
    pub fn flags(&self) -> Vec<&'static str> {
        let count = match self.script {
            Script::Question1 => QUESTION_1,
            Script::Question2 => FLAGS.len(),
        };
        FLAGS[..count].to_vec()
    }

    fn set(&mut self, flag: &'static str, value: &str) -> Result<(), CommandError> {
        let count = |most: usize| {
            let number = value.parse().ok().filter(|n| (1..=most).contains(n));
            number.ok_or_else(|| CommandError::Value {
                flag,
                value: value.to_owned(),
                range: format!("an integer from 1 to {most}"),
            })
        };
        let number = |allowed: fn(f64) -> bool, range: &str| {
            let number = value
                .parse()
                .ok()
                .filter(|x: &f64| x.is_finite() && allowed(*x));
            // -0 is 0.
            let number = number.map(|x| if x == 0.0 { 0.0 } else { x });
            number.ok_or_else(|| CommandError::Value {
                flag,
                value: value.to_owned(),
                range: range.to_owned(),
            })
        };
        match flag {
            "epochs" => self.epochs = count(100_000)?,
            "batch_size" => self.training.batch_size = count(1 << 20)?,
            "hidden_size" => self.architecture.hidden_size = count(10_000)?,
            "layers" => self.architecture.layers = count(20)?,
            "learning_rate" => {
                self.training.learning_rate = number(|x| x > 0.0, "a number above 0")?;
            }
            "l2_decay" => self.training.l2_decay = number(|x| x >= 0.0, "0 or a number above it")?,
            "dropout" => {
                self.architecture.dropout = number(
                    |x| (0.0..1.0).contains(&x),
                    "a number from 0 up to, but without, 1",
                )?;
            }
            "optimizer" => {
                let known = [("sgd", Optimizer::Sgd), ("adam", Optimizer::Adam)];
                self.training.optimizer = self.word(flag, value, known);
            }
            "activation" => {
                let known = [("relu", Activation::Relu), ("tanh", Activation::Tanh)];
                self.architecture.activation = self.word(flag, value, known);
            }
            _ => unreachable!("FLAGS lists no other"),
        }
        Ok(())
    }

    /// One of the known words; another one is a slip, and where it differs in one letter it is known what was meant.
    fn word<T: Copy>(&mut self, flag: &str, value: &str, known: [(&str, T); 2]) -> T {
        if let Some((_, meant)) = known.iter().find(|(name, _)| *name == value) {
            return *meant;
        }
        let letters = |name: &str| {
            name.bytes()
                .zip(value.bytes())
                .filter(|(x, y)| x != y)
                .count()
        };
        let close = |name: &str| name.len() == value.len() && letters(name) == 1;
        let meant = known.into_iter().find(|(name, _)| close(name));
        let [(first, default), (second, _)] = known;
        self.slips.push(Slip {
            words: format!("-{flag} {value}"),
            problem: format!("is no value that the program takes, which are {first} and {second}"),
            read_as: meant.map(|(name, _)| name.to_owned()),
        });
        meant.map_or(default, |(_, meant)| meant)
    }

    /// Whether it is known what to train: nothing in it is unknown.
    pub fn can_be_followed(&self) -> bool {
        self.slips.iter().all(|slip| slip.read_as.is_some())
    }

    /// The same flags with another model.
    #[must_use]
    pub fn of_model(&self, model: ModelName) -> Self {
        Self {
            model,
            ..self.clone()
        }
    }

    /// What reaches the model, by flag: equal settings are one and the same training.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let used = self
            .flags()
            .into_iter()
            .filter(|flag| self.model.uses(flag));
        used.map(|flag| (flag, self.value(flag))).collect()
    }

    /// The flags that were given and do not reach the model.
    pub fn ignored(&self) -> impl Iterator<Item = &(&'static str, String)> {
        self.given.iter().filter(|(flag, _)| !self.model.uses(flag))
    }

    /// Whether both come to the same training. Of commands that cannot be followed this is known only where all their
    /// words are the same.
    pub fn is_same_training(&self, other: &Self) -> bool {
        let words = |command: &Self| (command.given.clone(), command.slips.clone());
        let known = self.can_be_followed() && other.can_be_followed();
        self.settings_of_model() == other.settings_of_model()
            && (known || words(self) == words(other))
    }

    fn settings_of_model(&self) -> (Script, ModelName, Vec<(&'static str, String)>) {
        (self.script, self.model, self.settings())
    }

    /// The value of a flag, given or not.
    pub fn value(&self, flag: &str) -> String {
        let (training, architecture) = (&self.training, &self.architecture);
        match flag {
            "epochs" => self.epochs.to_string(),
            "batch_size" => training.batch_size.to_string(),
            "hidden_size" => architecture.hidden_size.to_string(),
            "layers" => architecture.layers.to_string(),
            "learning_rate" => training.learning_rate.to_string(),
            "l2_decay" => training.l2_decay.to_string(),
            "dropout" => architecture.dropout.to_string(),
            "optimizer" => match training.optimizer {
                Optimizer::Sgd => "sgd".to_owned(),
                Optimizer::Adam => "adam".to_owned(),
            },
            "activation" => match architecture.activation {
                Activation::Relu => "relu".to_owned(),
                Activation::Tanh => "tanh".to_owned(),
            },
            _ => String::new(),
        }
    }

    /// Whether a program of this name has the flag.
    pub fn is_flag(flag: &str) -> bool {
        FLAGS.contains(&flag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q2(text: &str) -> Result<Command, CommandError> {
        Command::parse(Script::Question2, text)
    }

    #[test]
    fn defaults_are_the_exercises() {
        let command = q2("mlp").expect("a command");
        assert_eq!(
            (command.epochs, &command.training),
            (20, &Training::default())
        );
        assert_eq!(command.architecture, Architecture::default());
        let command = Command::parse(Script::Question1, "mlp").expect("a command");
        assert_eq!(command.settings()[1], ("learning_rate", "0.001".to_owned()));
    }

    #[test]
    fn what_does_not_reach_the_model_makes_no_other_training() {
        let plain = q2("logistic_regression -batch_size 256").expect("a command");
        let adorned =
            q2("-batch_size 256 -dropout 0.2 -layers 3 logistic_regression").expect("a command");
        assert!(plain.is_same_training(&adorned));
        let ignored: Vec<_> = adorned.ignored().map(|(flag, _)| *flag).collect();
        assert_eq!(ignored, ["dropout", "layers"]);
        let decay = q2("logistic_regression -batch_size 256 -l2_decay 0.0001").expect("a command");
        assert!(!plain.is_same_training(&decay));
        let mlps = [&plain, &adorned].map(|command| command.of_model(ModelName::Mlp));
        assert!(!mlps[0].is_same_training(&mlps[1]));
    }

    #[test]
    fn what_the_program_does_not_take_is_a_slip() {
        let slip = |text: &str| {
            let command = q2(text).expect("a command");
            let [slip] = command.slips.as_slice() else {
                panic!("{text}: {:?}", command.slips)
            };
            (
                slip.words.clone(),
                slip.read_as.clone(),
                command.can_be_followed(),
            )
        };
        let some = |word: &str| Some(word.to_owned());
        let sqd = slip("-optimizer sqd logistic_regression");
        assert_eq!(sqd, ("-optimizer sqd".to_owned(), some("sgd"), true));
        let dashes = slip("--batch_size 8 mlp");
        assert_eq!(
            dashes,
            ("--batch_size".to_owned(), some("-batch_size"), true)
        );
        for text in [
            "-optimizer rmsprop mlp",
            "-momentum 0.9 mlp",
            "mlp -fast",
            "mlp fast",
        ] {
            let (_, read_as, can_be_followed) = slip(text);
            assert_eq!((read_as, can_be_followed), (None, false), "{text}");
        }
        let [known, unknown] = ["mlp", "mlp fast"].map(|text| q2(text).expect("a command"));
        assert!(!known.is_same_training(&unknown) && unknown.is_same_training(&unknown));
    }

    #[test]
    fn commands_are_read_as_the_reference_reads_them() {
        let plain = q2("mlp -l2_decay 0.0001 -epochs 30").expect("a command");
        for text in [
            "python hw1-q2.py mlp -l2 0.0001 -epochs=30",
            "-epochs 20 -l2_decay 0.0001 mlp -epochs 30",
        ] {
            let other = q2(text).expect("a command");
            assert!(
                other.slips.is_empty() && other.is_same_training(&plain),
                "{text}: {:?}",
                other.slips
            );
        }
        // la is learning_rate's or layers' beginning only with a third letter.
        assert!(!q2("mlp -l 0.1").expect("a command").can_be_followed());
    }

    #[test]
    fn minus_zero_is_zero() {
        let [plus, minus] = ["0.0", "-0.0"].map(|decay| {
            q2(&format!("mlp -l2_decay {decay} -dropout {decay}")).expect("a command")
        });
        assert!(plus.is_same_training(&minus));
    }

    #[test]
    fn what_is_no_command_is_refused() {
        assert_eq!(q2("-epochs 20"), Err(CommandError::Models(0)));
        assert_eq!(q2("mlp mlp"), Err(CommandError::Models(2)));
        assert_eq!(q2("perceptron"), Err(CommandError::Perceptron));
        assert_eq!(q2("mlp -epochs"), Err(CommandError::NoValue("epochs")));
        for flag in [
            "-epochs 0",
            "-epochs 1e9",
            "-learning_rate nan",
            "-dropout 1",
            "-l2_decay -1",
        ] {
            assert!(
                matches!(q2(&format!("mlp {flag}")), Err(CommandError::Value { .. })),
                "{flag}"
            );
        }
        let q1 = Command::parse(Script::Question1, "mlp -dropout 0.2").expect("a command");
        assert!(!q1.can_be_followed());
    }
}
