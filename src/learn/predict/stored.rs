//! A model from a file of weights, with the file's description of it.

use std::collections::BTreeMap;

use super::Predictor;
use crate::formats::safetensors::from_safetensors;
use crate::language::refused::{Refused, quoted};
use crate::learn::settings::Activation;
use crate::page::one_line;

/// A model that was read from a file.
pub struct StoredModel {
    /// The model.
    pub predictor: Predictor,
    /// The activation between the layers; `None` for a linear model.
    pub activation: Option<Activation>,
    /// Whether the activation of a network was not named, so that it was taken to be ReLU.
    pub is_activation_assumed: bool,
    /// The name of the model in the file, on one line.
    pub name: Option<String>,
    /// The names of the classes, by label: those in the file, or `class 0`, `class 1`, …
    pub class_names: Vec<String>,
    /// The height and width of an image, in pixels, if they are known.
    pub size: Option<[usize; 2]>,
}

/// Refuses what the file says about its weights, unless the condition holds.
fn ensure(condition: bool, expected: &str, found: impl FnOnce() -> String) -> Result<(), Refused> {
    if condition {
        return Ok(());
    }
    Err(Refused::new("the metadata", expected, found()))
}

impl StoredModel {
    /// Reads a model from a file of weights; `given` is the activation that the user names, for files that do not name
    /// it.
    ///
    /// # Errors
    /// [`Refused`] if the file does not hold a model, or contradicts `given`.
    pub fn from_safetensors(bytes: &[u8], given: Option<Activation>) -> Result<Self, Refused> {
        let (tensors, metadata) = from_safetensors(bytes)?;
        let said = match metadata.get("activation").map(String::as_str) {
            // A linear model may say that it has none.
            None | Some("none") => None,
            Some(name) => {
                let known = Activation::named(name);
                ensure(known.is_some(), "the activation relu or tanh", || {
                    quoted(name)
                })?;
                known
            }
        };
        let agree = said.is_none() || given.is_none() || said == given;
        ensure(agree, "the activation of --activation", || {
            "another one; leave the option out".to_owned()
        })?;
        if let Some(pixels) = metadata.get("pixels") {
            let is_known = pixels == "divided by 256";
            ensure(is_known, "pixels \"divided by 256\"", || quoted(pixels))?;
        }
        let chosen = said.or(given);
        let activation = chosen.unwrap_or_default();
        let predictor = Predictor::from_weights(&tensors, activation)?;
        let is_activation_assumed = predictor.is_network() && chosen.is_none();
        let is_named = !is_activation_assumed || !metadata.contains_key("activation");
        let expected = "the activation relu or tanh, for there are hidden layers";
        ensure(is_named, expected, || "no activation".to_owned())?;
        Ok(Self {
            activation: predictor.is_network().then_some(activation),
            is_activation_assumed,
            name: metadata.get("model").map(|name| one_line(name)),
            class_names: class_names(&metadata, predictor.classes())?,
            size: size(&metadata, predictor.inputs())?,
            predictor,
        })
    }

    /// Refuses images of this height and width, in pixels, if the model is for images of another size.
    ///
    /// # Errors
    /// [`Refused`] with both sizes.
    pub fn check_size(&self, name: &str, [height, width]: [usize; 2]) -> Result<(), Refused> {
        let inputs = self.predictor.inputs();
        let (fits, wanted) = match self.size {
            Some([h, w]) => (
                [height, width] == [h, w],
                format!("{h} x {w} pixels, as the weights are for"),
            ),
            None => (
                height.checked_mul(width) == Some(inputs),
                format!("{inputs} pixels, as many as the weights have inputs"),
            ),
        };
        if fits {
            return Ok(());
        }
        let expected = format!("{wanted}, for images are not resized");
        Err(Refused::new(name, expected, format!("{height} x {width}")))
    }
}

/// The names of the classes in the metadata, or `class 0`, `class 1`, …
fn class_names(
    metadata: &BTreeMap<String, String>,
    classes: usize,
) -> Result<Vec<String>, Refused> {
    let Some(names) = metadata.get("class_names") else {
        return Ok((0..classes).map(|class| format!("class {class}")).collect());
    };
    let names: Vec<String> = serde_json::from_str(names).unwrap_or_default();
    let expected =
        format!("class_names that are a JSON list of {classes} names, one for each class");
    ensure(names.len() == classes, &expected, || {
        "something else".to_owned()
    })?;
    Ok(names.iter().map(|name| one_line(name)).collect())
}

/// The height and width of an image: from the metadata, else of a square, if that is possible.
fn size(metadata: &BTreeMap<String, String>, inputs: usize) -> Result<Option<[usize; 2]>, Refused> {
    let number = |key| metadata.get(key).map(|text| text.parse::<usize>().ok());
    let size = match [number("height"), number("width")] {
        [None, None] => {
            let side = inputs.isqrt();
            return Ok((side * side == inputs).then_some([side; 2]));
        }
        [height, width] => height.flatten().zip(width.flatten()),
    };
    let size = size.filter(|(height, width)| height.checked_mul(*width) == Some(inputs));
    let expected = format!("a height and a width whose product is the number of inputs, {inputs}");
    ensure(size.is_some(), &expected, || "others".to_owned())?;
    Ok(size.map(|(height, width)| [height, width]))
}
