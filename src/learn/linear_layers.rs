//! Linear layers from tensors, by the names of torch's `state_dict`.
//!
//! `weight` and `bias` are a linear model. `0.weight`, `0.bias`, `3.weight`, … are an `nn.Sequential` of linear layers
//! with an activation between any two; dropout and activations have no parameters, so that the numbers leave gaps.

use crate::formats::tensor::{Scalar, Tensor, Values, by_name, place};
use crate::language::refused::{Refused, quoted};

/// A linear layer z = W·x + b.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear<'a, T> {
    /// The weights W, `[output][input]`.
    pub weights: &'a [T],
    /// The biases b, `[output]`.
    pub biases: &'a [T],
    /// The number of inputs, at least 1.
    pub inputs: usize,
    /// The number of outputs, at least 1.
    pub outputs: usize,
}

/// The layers from inputs to outputs; there is at least one, and there are at most 256 outputs.
///
/// # Errors
/// [`Refused`] if the tensors are anything else, have numbers of a type other than `T`, or are not all finite.
pub fn linear_layers<T: Scalar + Into<f64>>(
    tensors: &[Tensor],
) -> Result<Vec<Linear<'_, T>>, Refused> {
    let mut prefixes = tensors
        .iter()
        .map(|tensor| prefix(&tensor.name))
        .collect::<Result<Vec<_>, _>>()?;
    prefixes.sort_unstable();
    prefixes.dedup();
    let single = prefixes.first().is_some_and(Option::is_none);
    if single && prefixes.len() > 1 {
        return Err(unknown("weight"));
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
        None => Err(Refused::new("", "the weights of a model", "no tensors")),
        Some(last) if last.outputs > 256 => {
            let found = format!("{} classes", last.outputs);
            Err(Refused::new("the last layer", "at most 256 classes", found))
        }
        Some(_) => Ok(layers),
    }
}

/// Whether the numbers are doubles, by those of the first tensor.
pub fn are_double(tensors: &[Tensor]) -> bool {
    let first = tensors.first();
    first.is_some_and(|tensor| matches!(tensor.values, Values::F64(_)))
}

/// The number before `weight` or `bias`, if there is one.
fn prefix(name: &str) -> Result<Option<u32>, Refused> {
    if matches!(name, "weight" | "bias") {
        return Ok(None);
    }
    let (number, what) = name.split_once('.').ok_or_else(|| unknown(name))?;
    let parsed: Option<u32> = number.parse().ok();
    // Written as numbers are, so that no two names have the same number.
    let parsed = parsed.filter(|parsed| parsed.to_string() == number);
    match (parsed, what) {
        (Some(number), "weight" | "bias") => Ok(Some(number)),
        _ => Err(unknown(name)),
    }
}

fn unknown(name: &str) -> Refused {
    let expected =
        "tensors named weight and bias, or 0.weight, 0.bias, and more with greater numbers";
    Refused::new("", expected, format!("a tensor {}", quoted(name)))
}

fn layer<'a, T: Scalar + Into<f64>>(
    tensors: &'a [Tensor],
    weight: &str,
    bias: &str,
    inputs: Option<usize>,
) -> Result<Linear<'a, T>, Refused> {
    let (weight, weights) = numbers::<T>(tensors, weight)?;
    let (bias, biases) = numbers::<T>(tensors, bias)?;
    let wrong = |tensor: &Tensor, shape: String| {
        let expected = format!("the shape {shape}");
        Refused::new(place(&tensor.name), expected, tensor.describe())
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

/// The tensor with this name and its numbers, all of them finite.
fn numbers<'a, T: Scalar + Into<f64>>(
    tensors: &'a [Tensor],
    name: &str,
) -> Result<(&'a Tensor, &'a [T]), Refused> {
    let tensor = by_name(tensors, name)?;
    let numbers = T::read(&tensor.values).ok_or_else(|| {
        let expected = "F32 for all tensors of a model, or F64 for all";
        Refused::new(place(name), expected, tensor.describe())
    })?;
    let odd = numbers.iter().position(|number| {
        let number: f64 = (*number).into();
        !number.is_finite()
    });
    match odd {
        None => Ok((tensor, numbers)),
        Some(index) => {
            let found: f64 = numbers[index].into();
            let found = format!("{found} at index {index}, as a training that diverged leaves it");
            Err(Refused::new(place(name), "finite numbers", found))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tensors of ones, from names with shapes: `weight 3 5, bias 3`.
    fn tensors(names: &str) -> Vec<Tensor> {
        let tensor = |name: &str| {
            let mut words = name.split(' ');
            let name = words.next().expect("a name");
            let shape: Vec<usize> = words.map(|size| size.parse().expect("a size")).collect();
            Tensor::new(name, &shape, vec![1.0_f32; shape.iter().product()])
        };
        names.split_terminator(", ").map(tensor).collect()
    }

    fn layers(tensors: &[Tensor]) -> Result<Vec<[usize; 2]>, String> {
        let layers = linear_layers::<f32>(tensors).map_err(|error| error.to_string())?;
        let sizes = layers.iter().map(|layer| [layer.inputs, layer.outputs]);
        Ok(sizes.collect())
    }

    #[test]
    fn layers_are_put_in_the_order_of_their_numbers() {
        let linear = tensors("bias 3, weight 3 5");
        assert_eq!(layers(&linear), Ok(vec![[5, 3]]));
        let network = "10.weight 2 4, 10.bias 2, 0.weight 3 5, 0.bias 3, 9.weight 4 3, 9.bias 4";
        let expected = Ok(vec![[5, 3], [3, 4], [4, 2]]);
        assert_eq!(layers(&tensors(network)), expected);
    }

    #[test]
    fn what_is_no_model_is_refused_by_name() {
        let contains = |tensors: &[Tensor], part: &str| {
            let sentence = layers(tensors).unwrap_err();
            assert!(sentence.contains(part), "{part:?} is not in {sentence:?}");
        };
        for (names, part) in [
            ("", "expected the weights of a model, found no tensors"),
            ("weight 1 2", "expected a tensor \"bias\", found none"),
            ("0.bias 3", "expected a tensor \"0.weight\", found none"),
            ("0.weight 3 5, 0.bias 3, steps 1", "a tensor \"steps\""),
            ("0.weight 3 5, 0.bias 3, 00.bias 3", "a tensor \"00.bias\""),
            ("0.weight 3 5, 0.bias 3, weight 1 3", "a tensor \"weight\""),
            ("0.weight 15, 0.bias 3", "[outputs, inputs]"),
            ("0.weight 0 5, 0.bias 0", "[outputs, inputs]"),
            ("0.weight 3 5, 0.bias 4", "the shape [3], found F32 [4]"),
            (
                "0.weight 3 5, 0.bias 3, 2.weight 2 4, 2.bias 2",
                "[outputs, 3]",
            ),
            ("weight 257 1, bias 257", "found 257 classes"),
        ] {
            contains(&tensors(names), part);
        }
        let mut nan = tensors("weight 1 2, bias 1");
        nan[0] = Tensor::new("weight", &[1, 2], vec![1.0, f32::NAN]);
        contains(&nan, "found NaN at index 1");
        let mut mixed = tensors("0.weight 3 5, 0.bias 3");
        mixed[1] = Tensor::new("0.bias", &[3], vec![0.0_f64; 3]);
        contains(&mixed, "F64 [3]");
    }
}
