//! Which linear layers tensors are, by the names of torch's `state_dict`.
//!
//! `weight` and `bias` are a linear model. `0.weight`, `0.bias`, `3.weight`, … are an `nn.Sequential` of linear layers
//! with an activation between any two; dropout and activations have no parameters, so that the numbers leave gaps.

use thiserror::Error;

use crate::formats::tensor::{Scalar, Tensor};

/// z = W·x + b.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear<'a, T> {
    /// `[output][input]`
    pub weights: &'a [T],
    /// `[output]`
    pub biases: &'a [T],
    /// At least 1.
    pub inputs: usize,
    /// At least 1.
    pub outputs: usize,
}

/// Why tensors are no such layers.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SequentialError {
    /// No tensors.
    #[error("there are no weights at all")]
    Nothing,
    /// A tensor that has no place in a model.
    #[error(
        "the tensor {0:?} belongs to no model that is known here: those have weight and bias, or 0.weight, 0.bias, and \
         more with greater numbers"
    )]
    Unknown(String),
    /// A weight without a bias, or a bias without a weight.
    #[error("there is no tensor {0:?}")]
    Missing(String),
    /// Other numbers than the others.
    #[error("the tensor {name:?} is {found}, but a model's tensors are all F32 or all F64")]
    Type {
        /// Its name.
        name: String,
        /// Type and shape.
        found: String,
    },
    /// A shape that does not fit.
    #[error("the tensor {name:?} is {found}, but should be of shape {expected}")]
    Shape {
        /// Its name.
        name: String,
        /// What would be right.
        expected: String,
        /// Type and shape.
        found: String,
    },
    /// NaN or infinity.
    #[error(
        "the tensor {name:?} has {found} at index {index}, which is no finite number: that training has diverged"
    )]
    NotFinite {
        /// Its name.
        name: String,
        /// Counted from 0, row after row.
        index: usize,
        /// As Rust writes it.
        found: String,
    },
}

/// The layers from inputs to outputs; there is at least one, and there are at most 256 outputs.
///
/// # Errors
/// [`SequentialError`] if the tensors are anything else, or of other numbers than `T`, or not all finite.
pub fn linear_layers<T: Scalar + Into<f64>>(
    tensors: &[Tensor],
) -> Result<Vec<Linear<'_, T>>, SequentialError> {
    let mut prefixes = tensors
        .iter()
        .map(|tensor| prefix(&tensor.name))
        .collect::<Result<Vec<_>, _>>()?;
    prefixes.sort_unstable();
    prefixes.dedup();
    let single = prefixes.first().is_some_and(Option::is_none);
    if single && prefixes.len() > 1 {
        return Err(SequentialError::Unknown("weight".to_owned()));
    }
    let mut layers: Vec<Linear<T>> = Vec::new();
    for prefix in prefixes {
        let name = |what: &str| match prefix {
            None => what.to_owned(),
            Some(number) => format!("{number}.{what}"),
        };
        let inputs = layers.last().map(|layer| layer.outputs);
        layers.push(layer(tensors, &name("weight"), &name("bias"), inputs)?);
    }
    match layers.last() {
        None => Err(SequentialError::Nothing),
        Some(last) if last.outputs > 256 => {
            let name = tensors
                .iter()
                .find(|t| t.shape.first() == Some(&last.outputs));
            Err(SequentialError::Shape {
                name: name.map_or(String::new(), |tensor| tensor.name.clone()),
                expected: "[at most 256 classes, inputs]".to_owned(),
                found: format!("that of {} classes", last.outputs),
            })
        }
        Some(_) => Ok(layers),
    }
}

/// The number before `weight` or `bias`, if there is one.
fn prefix(name: &str) -> Result<Option<u32>, SequentialError> {
    let unknown = || SequentialError::Unknown(name.chars().take(60).collect());
    if matches!(name, "weight" | "bias") {
        return Ok(None);
    }
    let (number, what) = name.split_once('.').ok_or_else(unknown)?;
    let parsed: Option<u32> = number.parse().ok();
    // Written as numbers are, so that no two names have the same number.
    let parsed = parsed.filter(|parsed| parsed.to_string() == number);
    match (parsed, what) {
        (Some(number), "weight" | "bias") => Ok(Some(number)),
        _ => Err(unknown()),
    }
}

fn layer<'a, T: Scalar + Into<f64>>(
    tensors: &'a [Tensor],
    weight: &str,
    bias: &str,
    inputs: Option<usize>,
) -> Result<Linear<'a, T>, SequentialError> {
    let (weight, weights) = numbers::<T>(tensors, weight)?;
    let (bias, biases) = numbers::<T>(tensors, bias)?;
    let wrong = |tensor: &Tensor, expected: String| SequentialError::Shape {
        name: tensor.name.clone(),
        expected,
        found: tensor.describe(),
    };
    let fits = |found: usize| found > 0 && inputs.is_none_or(|inputs| inputs == found);
    let (outputs, inputs) = match weight.shape[..] {
        [outputs, found] if outputs > 0 && fits(found) => (outputs, found),
        _ => {
            let inputs = inputs.map_or("inputs".to_owned(), |inputs| inputs.to_string());
            return Err(wrong(weight, format!("[outputs, {inputs}]")));
        }
    };
    if bias.shape != [outputs] {
        return Err(wrong(bias, format!("[{outputs}]")));
    }
    Ok(Linear {
        weights,
        biases,
        inputs,
        outputs,
    })
}

/// The tensor of this name and its numbers, all of them finite.
fn numbers<'a, T: Scalar + Into<f64>>(
    tensors: &'a [Tensor],
    name: &str,
) -> Result<(&'a Tensor, &'a [T]), SequentialError> {
    let tensor = tensors.iter().find(|tensor| tensor.name == name);
    let tensor = tensor.ok_or_else(|| SequentialError::Missing(name.to_owned()))?;
    let numbers = T::read(&tensor.values).ok_or_else(|| SequentialError::Type {
        name: name.to_owned(),
        found: tensor.describe(),
    })?;
    let odd = numbers.iter().position(|number| {
        let number: f64 = (*number).into();
        !number.is_finite()
    });
    match odd {
        None => Ok((tensor, numbers)),
        Some(index) => {
            let found: f64 = numbers[index].into();
            Err(SequentialError::NotFinite {
                name: name.to_owned(),
                index,
                found: found.to_string(),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tensor(name: &str, shape: &[usize]) -> Tensor {
        Tensor::new(name, shape, vec![1.0_f32; shape.iter().product()])
    }

    fn layers(tensors: &[Tensor]) -> Result<Vec<[usize; 2]>, String> {
        let layers = linear_layers::<f32>(tensors).map_err(|error| error.to_string())?;
        Ok(layers
            .iter()
            .map(|layer| [layer.inputs, layer.outputs])
            .collect())
    }

    #[test]
    fn layers_are_put_in_the_order_of_their_numbers() {
        let linear = [tensor("bias", &[3]), tensor("weight", &[3, 5])];
        assert_eq!(layers(&linear), Ok(vec![[5, 3]]));
        let network = [
            tensor("10.weight", &[2, 4]),
            tensor("10.bias", &[2]),
            tensor("0.weight", &[3, 5]),
            tensor("0.bias", &[3]),
            tensor("9.weight", &[4, 3]),
            tensor("9.bias", &[4]),
        ];
        assert_eq!(layers(&network), Ok(vec![[5, 3], [3, 4], [4, 2]]));
    }

    #[test]
    fn what_is_no_model_is_refused_by_name() {
        let mut nan = [tensor("weight", &[1, 2]), tensor("bias", &[1])];
        nan[0] = Tensor::new("weight", &[1, 2], vec![1.0, f32::NAN]);
        let weight = || tensor("0.weight", &[3, 5]);
        let bias = || tensor("0.bias", &[3]);
        let cases: [(Vec<Tensor>, &str); 12] = [
            (vec![], "no weights"),
            (vec![tensor("weight", &[1, 2])], "no tensor \"bias\""),
            (vec![bias()], "no tensor \"0.weight\""),
            (
                vec![weight(), bias(), tensor("steps", &[1])],
                "\"steps\" belongs",
            ),
            (
                vec![weight(), bias(), tensor("00.bias", &[3])],
                "\"00.bias\" belongs",
            ),
            (
                vec![weight(), bias(), tensor("weight", &[1, 3])],
                "\"weight\" belongs",
            ),
            (vec![tensor("0.weight", &[15]), bias()], "[outputs, inputs]"),
            (
                vec![tensor("0.weight", &[0, 5]), tensor("0.bias", &[0])],
                "[outputs, inputs]",
            ),
            (
                vec![weight(), tensor("0.bias", &[4])],
                "F32 [4], but should be of shape [3]",
            ),
            (
                vec![
                    weight(),
                    bias(),
                    tensor("2.weight", &[2, 4]),
                    tensor("2.bias", &[2]),
                ],
                "[outputs, 3]",
            ),
            (
                vec![tensor("weight", &[257, 1]), tensor("bias", &[257])],
                "257 classes",
            ),
            (nan.into(), "has NaN at index 1"),
        ];
        for (tensors, part) in cases {
            let sentence = layers(&tensors).unwrap_err();
            assert!(sentence.contains(part), "{part:?} is not in {sentence:?}");
        }
        let mixed = [weight(), Tensor::new("0.bias", &[3], vec![0.0_f64; 3])];
        assert!(layers(&mixed).unwrap_err().contains("F64 [3]"));
    }
}
