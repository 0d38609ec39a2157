//! Whether a checkpoint belongs to the training that is to be resumed from it.

use serde_json::{Map, Value};

use crate::language::refused::Refused;
use crate::learn::checkpoint::Checkpoint;
use crate::learn::model::Model;

impl Checkpoint {
    /// Accepts the checkpoint of a training of this model on the data set with this fingerprint.
    pub(super) fn check(&self, model: &Model, fingerprint: u64) -> Result<(), Refused> {
        let theirs = serde_json::from_str(&self.settings);
        let theirs =
            theirs.map_err(|error| Refused::mistake("the settings", "a JSON object", error))?;
        let (done, epochs) = (self.curve.len(), model.settings.epochs);
        let other = if let Some(difference) = difference(&theirs, &settings(model)) {
            difference
        } else if self.data != fingerprint {
            "one that was made with other images, so give the same --data".to_owned()
        } else if done > epochs {
            format!("one of {done} epochs, more than --epochs {epochs}")
        } else {
            return Ok(());
        };
        Err(Refused::new("", "a checkpoint of this training", other))
    }
}

/// The settings that must be the same when a training is resumed.
pub(super) fn settings(model: &Model) -> Map<String, Value> {
    let mut settings = model.settings_json();
    settings.remove("epochs");
    settings.insert("question".into(), model.question.number().into());
    settings.insert("model".into(), model.name.name().into());
    settings
}

/// The first setting that differs.
fn difference(theirs: &Map<String, Value>, ours: &Map<String, Value>) -> Option<String> {
    let word = |settings: &Map<String, Value>, name: &str| match settings.get(name) {
        Some(Value::String(word)) => word.clone(),
        Some(value) => value.to_string(),
        None => "nothing".to_owned(),
    };
    let who = |settings: &Map<String, Value>| {
        let [question, model] = ["question", "model"].map(|name| word(settings, name));
        format!("q{question} {model}")
    };
    if who(theirs) != who(ours) {
        return Some(format!("one of {}, not of {}", who(theirs), who(ours)));
    }
    let mut names: Vec<_> = theirs.keys().chain(ours.keys()).collect();
    names.sort();
    let different = names
        .into_iter()
        .find(|name| theirs.get(*name) != ours.get(*name))?;
    Some(format!(
        "one that was made with --{} {}, not {}",
        different.replace('_', "-"),
        word(theirs, different),
        word(ours, different)
    ))
}
