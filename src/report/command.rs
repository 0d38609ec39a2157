//! Commands of the reference programs as a report prints them: the model that they train, and its settings.
//!
//! Flags and defaults are those of REFERENCE 5 and 6; a flag has one dash or two. A flag that the model has no use for
//! is read by the reference all the same, and changes nothing.

use crate::language::refused::{Refused, quoted};
use crate::learn::model::{Model, ModelName, Question, Range, Setting, Settings, Value};

/// A command that has been read.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// The question whose program is called.
    pub question: Question,
    /// The model that the command names.
    pub model: ModelName,
    /// The settings of the model, by the flags or by default.
    pub settings: Settings,
    /// The flags that were given, without their dashes, with their values.
    pub given: Vec<(&'static str, String)>,
    /// The values that the program does not accept, with the values that they are read as here.
    pub slips: Vec<Slip>,
}

/// A part of a command that the program does not accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// The words of the command that are wrong.
    pub words: String,
    /// The mistake in these words.
    pub problem: String,
    /// The value that the words are read as here; `None` if no similar value is known, so that the command cannot be
    /// followed.
    pub read_as: Option<String>,
}

/// The flags of Question 2; Question 1 has the first three.
const FLAGS: [Setting; 9] = [
    Setting::Epochs,
    Setting::LearningRate,
    Setting::HiddenSize,
    Setting::BatchSize,
    Setting::L2Decay,
    Setting::Layers,
    Setting::Dropout,
    Setting::Activation,
    Setting::Optimizer,
];

/// The flags of Question 1.
const QUESTION_1: usize = 3;

impl Command {
    /// Reads the words after the program's name.
    ///
    /// # Errors
    /// [`Refused`] with the word that is wrong.
    pub fn parse(question: Question, text: &str) -> Result<Self, Refused> {
        let mut models = Vec::new();
        let mut command = Self {
            question,
            model: ModelName::Perceptron,
            settings: Settings::of(question),
            given: Vec::new(),
            slips: Vec::new(),
        };
        // `python hw1-q2.py …`: the words up to the program's name are the shell's.
        let words: Vec<&str> = text.split_whitespace().collect();
        let is_program = |word: &str| {
            word.rsplit_once('.')
                .is_some_and(|(_, ending)| ending == "py")
        };
        let program = words.iter().position(|word| is_program(word));
        let mut words = words
            .into_iter()
            .skip(program.map_or(0, |place| place + 1))
            .peekable();
        while let Some(word) = words.next() {
            if let Ok(model) = word.parse() {
                models.push(model);
                continue;
            }
            let name = word.strip_prefix('-').unwrap_or_default();
            let bare = name.strip_prefix('-').unwrap_or(name);
            let (bare, attached) = match bare.split_once('=') {
                Some((bare, value)) => (bare, Some(value)),
                None => (bare, None),
            };
            let Some(setting) = command.flag(bare) else {
                command.slips.push(Slip {
                    words: word.to_owned(),
                    problem: "is neither a flag nor a model of the program".to_owned(),
                    read_as: None,
                });
                // Its value, if it has one.
                words.next_if(|next| !next.starts_with('-') && next.parse::<ModelName>().is_err());
                continue;
            };
            let flag = setting.name();
            if name.starts_with('-') {
                command.slips.push(Slip {
                    words: word.to_owned(),
                    problem: "has two dashes, and the program's flags have one".to_owned(),
                    read_as: Some(format!("-{flag}")),
                });
            }
            let value = attached.or_else(|| words.next());
            let value = value.ok_or_else(|| Refused::new(format!("-{flag}"), "a value", "none"))?;
            // Of several values the last counts.
            command.given.retain(|(given, _)| *given != flag);
            command.set(setting, value)?;
            command.given.push((flag, value.to_owned()));
        }
        let of_question = question == Question::One || models != [ModelName::Perceptron];
        match models.as_slice() {
            [model] if of_question => Ok(command.of_model(*model)),
            [_] => Err(Refused::new("", "a model of hw1-q2", "perceptron")),
            _ => {
                let known = ModelName::ALL.map(ModelName::name).join(", ");
                let found = format!("{} models", models.len());
                Err(Refused::new("", format!("one model of {known}"), found))
            }
        }
    }

    /// The flag with this name, or with a beginning that no other flag has; the reference reads both.
    fn flag(&self, name: &str) -> Option<Setting> {
        let flags = self.program_flags();
        let exact = flags.iter().find(|flag| flag.name() == name);
        let mut beginning = flags
            .iter()
            .filter(|flag| !name.is_empty() && flag.name().starts_with(name));
        let only = beginning.next().filter(|_| beginning.next().is_none());
        exact.or(only).copied()
    }

    fn program_flags(&self) -> &'static [Setting] {
        match self.question {
            Question::One => &FLAGS[..QUESTION_1],
            Question::Two => &FLAGS,
        }
    }

    /// The names of the flags of the command's program.
    pub fn flags(&self) -> Vec<&'static str> {
        let flags = self.program_flags().iter();
        flags.map(|flag| flag.name()).collect()
    }

    fn set(&mut self, setting: Setting, text: &str) -> Result<(), Refused> {
        let range = setting.range();
        let value = match range {
            Range::Words(words) => Some(Value::Word(self.word(setting, text, words))),
            _ => range.parse(text),
        };
        let place = || format!("-{}", setting.name());
        let value = value.ok_or_else(|| Refused::new(place(), range.to_string(), quoted(text)))?;
        self.settings.set(setting, value);
        Ok(())
    }

    /// Reads one of the known words; another word is a slip, and where it differs in one letter, the intended word is
    /// known.
    fn word(&mut self, setting: Setting, value: &str, known: [&'static str; 2]) -> &'static str {
        if let Some(meant) = known.into_iter().find(|name| *name == value) {
            return meant;
        }
        let letters = |name: &str| {
            name.bytes()
                .zip(value.bytes())
                .filter(|(x, y)| x != y)
                .count()
        };
        let close = |name: &&str| name.len() == value.len() && letters(name) == 1;
        let meant = known.into_iter().find(close);
        let [first, second] = known;
        self.slips.push(Slip {
            words: format!("-{} {value}", setting.name()),
            problem: format!("is no value that the program takes, which are {first} and {second}"),
            read_as: meant.map(str::to_owned),
        });
        meant.unwrap_or(first)
    }

    /// Whether the training of the command is known: it has no slip without a reading.
    pub fn can_be_followed(&self) -> bool {
        self.slips.iter().all(|slip| slip.read_as.is_some())
    }

    /// The command with the same flags and another model.
    #[must_use]
    pub fn of_model(&self, model: ModelName) -> Self {
        Self {
            model,
            ..self.clone()
        }
    }

    /// The model with the settings of the command.
    pub fn trained(&self) -> Model {
        Model {
            question: self.question,
            name: self.model,
            settings: self.settings,
        }
    }

    /// The settings that reach the model, by flag: commands with equal settings are the same training.
    pub fn reaching(&self) -> Vec<(&'static str, String)> {
        let used = self
            .program_flags()
            .iter()
            .filter(|flag| self.model.uses(**flag));
        used.map(|flag| (flag.name(), self.settings.value(*flag).to_string()))
            .collect()
    }

    /// The flags that were given but do not reach the model.
    pub fn ignored(&self) -> impl Iterator<Item = &(&'static str, String)> {
        let reach = self.reaching();
        let reaches = move |flag: &str| reach.iter().any(|(name, _)| *name == flag);
        self.given.iter().filter(move |(flag, _)| !reaches(flag))
    }

    /// Whether both commands are the same training. For commands that cannot be followed, this is known only if all
    /// their words are equal.
    pub fn is_same_training(&self, other: &Self) -> bool {
        let words = |command: &Self| (command.given.clone(), command.slips.clone());
        let known = self.can_be_followed() && other.can_be_followed();
        self.settings_of_model() == other.settings_of_model()
            && (known || words(self) == words(other))
    }

    fn settings_of_model(&self) -> (Question, ModelName, Vec<(&'static str, String)>) {
        (self.question, self.model, self.reaching())
    }

    /// The value of a flag, whether it was given or is the default.
    pub fn value(&self, flag: &str) -> String {
        let flag = FLAGS.iter().find(|setting| setting.name() == flag);
        flag.map(|flag| self.settings.value(*flag).to_string())
            .unwrap_or_default()
    }

    /// Whether a program of this name has the flag.
    pub fn is_flag(flag: &str) -> bool {
        FLAGS.iter().any(|setting| setting.name() == flag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q2(text: &str) -> Result<Command, Refused> {
        Command::parse(Question::Two, text)
    }

    #[test]
    fn defaults_are_the_exercises() {
        let command = q2("mlp").expect("a command");
        assert_eq!(command.settings.epochs, 20);
        assert_eq!(command.settings, Settings::default());
        let command = Command::parse(Question::One, "mlp").expect("a command");
        assert_eq!(command.reaching()[1], ("learning_rate", "0.001".to_owned()));
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
        let models = "one model of perceptron, logistic_regression, mlp";
        for (text, place, expected, found) in [
            ("-epochs 20", "", models, "0 models"),
            ("mlp mlp", "", models, "2 models"),
            ("perceptron", "", "a model of hw1-q2", "perceptron"),
            ("mlp -epochs", "-epochs", "a value", "none"),
        ] {
            assert_eq!(q2(text), Err(Refused::new(place, expected, found)));
        }
        for (flag, value) in [
            ("-epochs", "0"),
            ("-epochs", "1e9"),
            ("-learning_rate", "nan"),
            ("-dropout", "1"),
            ("-l2_decay", "-1"),
        ] {
            let refused = q2(&format!("mlp {flag} {value}")).expect_err("out of range");
            assert_eq!((&*refused.place, refused.found), (flag, quoted(value)));
        }
        let q1 = Command::parse(Question::One, "mlp -dropout 0.2").expect("a command");
        assert!(!q1.can_be_followed());
    }
}
