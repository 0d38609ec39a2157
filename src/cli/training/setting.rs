//! A setting of a run, by its names.

use serde_json::{Value, json};

use super::python_float::python_float;

/// One setting of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The flag without its dashes: `learning-rate`.
    pub flag: &'static str,
    /// Its name in the reference's file names: `lr`.
    pub short: &'static str,
    /// The value as Python prints it.
    pub text: String,
    /// The value for programs.
    pub value: Value,
}

impl Setting {
    /// A number of things.
    pub fn count(flag: &'static str, short: &'static str, value: usize) -> Self {
        let text = value.to_string();
        Self {
            flag,
            short,
            text,
            value: value.into(),
        }
    }

    /// A number.
    pub fn float(flag: &'static str, short: &'static str, value: f64) -> Self {
        let text = python_float(value);
        Self {
            flag,
            short,
            text,
            value: json!(value),
        }
    }

    /// A name.
    pub fn word(flag: &'static str, short: &'static str, value: &str) -> Self {
        Self {
            flag,
            short,
            text: value.to_owned(),
            value: value.into(),
        }
    }

    /// `learning rate 0.1`
    pub fn in_words(&self) -> String {
        match self.flag {
            "optimizer" | "activation" => self.text.clone(),
            "epochs" => format!("{} epochs", self.text),
            flag => format!("{} {}", flag.replace('-', " "), self.text),
        }
    }
}

/// The seed of the reference, which its file names do not mention.
const REFERENCE_SEED: u32 = 42;

/// The settings as the reference's file names have them: `batch-16-lr-0.1-epochs-20-l2-0.0-opt-sgd`.
///
/// Another seed than the reference's is added.
pub fn config(settings: &[Setting]) -> String {
    let named = settings
        .iter()
        .filter(|setting| setting.short != "seed" || setting.text != REFERENCE_SEED.to_string());
    let parts: Vec<_> = named
        .map(|setting| format!("{}-{}", setting.short, setting.text))
        .collect();
    parts.join("-")
}
