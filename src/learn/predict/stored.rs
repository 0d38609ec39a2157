//! A model from a file of weights, with the file's description of it.

use std::collections::BTreeMap;

use thiserror::Error;

use super::Predictor;
use crate::formats::safetensors::from_safetensors;
use crate::language::refused::Refused;
use crate::learn::minibatch::mlp::Activation;
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

/// Why a file of weights cannot be used.
#[derive(Debug, Error)]
pub enum StoredError {
    /// The file does not hold the layers of a model.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The file's description of the weights cannot be right: a sentence about the weights.
    #[error("{0}")]
    Metadata(String),
}

fn ensure(condition: bool, otherwise: impl FnOnce() -> String) -> Result<(), StoredError> {
    if condition {
        Ok(())
    } else {
        Err(StoredError::Metadata(otherwise()))
    }
}

impl StoredModel {
    /// Reads a model from a file of weights; `given` is the activation that the user names, for files that do not name
    /// it.
    ///
    /// # Errors
    /// [`StoredError`] if the file does not hold a model, or contradicts `given`.
    pub fn from_safetensors(bytes: &[u8], given: Option<Activation>) -> Result<Self, StoredError> {
        let (tensors, metadata) = from_safetensors(bytes)?;
        let said = match metadata.get("activation").map(String::as_str) {
            // A linear model may say that it has none.
            None | Some("none") => None,
            Some(name) => {
                let known = Activation::named(name);
                ensure(known.is_some(), || {
                    format!("their activation is {name:?}; relu and tanh are known")
                })?;
                known
            }
        };
        ensure(said.is_none() || given.is_none() || said == given, || {
            "they say that their activation is not the one of --activation; leave the option out"
                .to_owned()
        })?;
        if let Some(pixels) = metadata.get("pixels") {
            ensure(pixels == "divided by 256", || {
                format!("they are for pixels {pixels:?}; here pixels are divided by 256")
            })?;
        }
        let chosen = said.or(given);
        let activation = chosen.unwrap_or_default();
        let predictor = Predictor::from_weights(&tensors, activation)?;
        let is_activation_assumed = predictor.is_network() && chosen.is_none();
        ensure(
            !is_activation_assumed || !metadata.contains_key("activation"),
            || {
                "they have hidden layers, but say that they have no activation; relu and tanh are known"
                    .to_owned()
            },
        )?;
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
    /// [`StoredError`] with both sizes.
    pub fn check_size(&self, name: &str, [height, width]: [usize; 2]) -> Result<(), StoredError> {
        let inputs = self.predictor.inputs();
        let (fits, wanted) = match self.size {
            Some([h, w]) => ([height, width] == [h, w], format!("are for {h} x {w}")),
            None => (
                height.checked_mul(width) == Some(inputs),
                format!("have {inputs} inputs"),
            ),
        };
        ensure(fits, || {
            format!(
                "{name} has {height} x {width} pixels, but the weights {wanted}; images are not resized"
            )
        })
    }
}

/// The names of the classes in the metadata, or `class 0`, `class 1`, …
fn class_names(
    metadata: &BTreeMap<String, String>,
    classes: usize,
) -> Result<Vec<String>, StoredError> {
    let Some(names) = metadata.get("class_names") else {
        return Ok((0..classes).map(|class| format!("class {class}")).collect());
    };
    let names: Vec<String> = serde_json::from_str(names).unwrap_or_default();
    ensure(names.len() == classes, || {
        format!("their class_names are not a JSON list of {classes} names, one for each class")
    })?;
    Ok(names.iter().map(|name| one_line(name)).collect())
}

/// The height and width of an image: from the metadata, else of a square, if that is possible.
fn size(
    metadata: &BTreeMap<String, String>,
    inputs: usize,
) -> Result<Option<[usize; 2]>, StoredError> {
    let number = |key| metadata.get(key).map(|text| text.parse::<usize>().ok());
    let size = match [number("height"), number("width")] {
        [None, None] => {
            let side = inputs.isqrt();
            return Ok((side * side == inputs).then_some([side; 2]));
        }
        [height, width] => height.flatten().zip(width.flatten()),
    };
    let size = size.filter(|(height, width)| height.checked_mul(*width) == Some(inputs));
    ensure(size.is_some(), || {
        format!("their height and width are not two numbers whose product is their {inputs} inputs")
    })?;
    Ok(size.map(|(height, width)| [height, width]))
}
