//! A model that only predicts, from its weights and the name of its activation: a plain counterpart of the models' own
//! evaluation, for weights that come from a file.
//!
//! | what | shape |
//! | --- | --- |
//! | x, the inputs of some examples | `(example, input)` |
//! | hₗ = g(hₗ₋₁·Wₗᵀ + bₗ), and for the last layer the scores, without g | `(example, output)` |

pub mod predictions;
pub mod stored;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, Axis, LinalgScalar};

use crate::formats::tensor::{Scalar, Tensor};
use crate::language::refused::Refused;
use crate::learn::examples::{Examples, Inputs, PIXEL};
use crate::learn::kernels::Number;
use crate::learn::learner::argmax;
use crate::learn::linear_layers::{Linear, are_double, linear_layers};
use crate::learn::settings::Activation;

/// The number of examples that are computed at a time.
const SLICE: usize = 256;

/// A linear model or a multi-layer perceptron, in the precision of its weights.
#[derive(Clone, Debug)]
pub struct Predictor {
    layers: Layers,
    activation: Activation,
    /// The numbers of layers, inputs and classes.
    sizes: [usize; 3],
}

#[derive(Clone, Debug)]
enum Layers {
    Single(Vec<Layer<f32>>),
    Double(Vec<Layer<f64>>),
}

#[derive(Clone, Debug)]
struct Layer<T> {
    /// The weights as an array of shape (output, input).
    weights: Array2<T>,
    /// The biases as an array of shape (output).
    biases: Array1<T>,
}

impl<T: Copy> From<&Linear<'_, T>> for Layer<T> {
    fn from(linear: &Linear<'_, T>) -> Self {
        let shape = (linear.outputs, linear.inputs);
        let weights = Array2::from_shape_vec(shape, linear.weights.to_vec());
        Self {
            weights: weights.expect("as many weights as the shape says"),
            biases: linear.biases.to_vec().into(),
        }
    }
}

impl Predictor {
    /// The model with these parameters, named as torch names them: `weight` and `bias`, or `0.weight`, `0.bias`,
    /// `3.weight`, … with any numbers. A linear model does not use the activation.
    ///
    /// # Errors
    /// [`Refused`] if the tensors are anything else, or do not all have one precision, or are not all finite.
    pub fn from_weights(tensors: &[Tensor], activation: Activation) -> Result<Self, Refused> {
        let (layers, sizes) = if are_double(tensors) {
            let (layers, sizes) = own(tensors)?;
            (Layers::Double(layers), sizes)
        } else {
            let (layers, sizes) = own(tensors)?;
            (Layers::Single(layers), sizes)
        };
        Ok(Self {
            layers,
            activation,
            sizes,
        })
    }

    /// The number of inputs of an example.
    pub fn inputs(&self) -> usize {
        self.sizes[1]
    }

    /// The number of classes that the model tells apart.
    pub fn classes(&self) -> usize {
        self.sizes[2]
    }

    /// Whether the model has hidden layers, and so an activation.
    pub fn is_network(&self) -> bool {
        self.sizes[0] > 1
    }

    /// The scores of all examples, as an array of shape (example, class).
    ///
    /// # Panics
    /// If the examples do not have the width that the weights are for.
    pub fn scores(&self, examples: Examples<'_>) -> Array2<f64> {
        assert_eq!(examples.width, self.inputs(), "as many inputs as weights");
        match &self.layers {
            Layers::Single(layers) => scores(layers, self.activation, examples),
            Layers::Double(layers) => scores(layers, self.activation, examples),
        }
    }

    /// The class of the greatest score of each example; the first of equals.
    ///
    /// # Panics
    /// If the examples do not have the width that the weights are for.
    pub fn predict(&self, examples: Examples<'_>) -> Vec<u8> {
        let scores = self.scores(examples);
        let scores = scores.as_slice().expect("standard layout");
        scores.chunks_exact(self.classes()).map(argmax).collect()
    }
}

/// The layers, and their number with those of inputs and classes.
fn own<T: Scalar + Into<f64>>(tensors: &[Tensor]) -> Result<(Vec<Layer<T>>, [usize; 3]), Refused> {
    let layers = linear_layers::<T>(tensors)?;
    let classes = layers[layers.len() - 1].outputs;
    let sizes = [layers.len(), layers[0].inputs, classes];
    Ok((layers.iter().map(Layer::from).collect(), sizes))
}

/// The probabilities exp zᵢ / Σⱼ exp zⱼ that a model gives the classes with these scores.
pub fn softmax(scores: &[f64]) -> Vec<f64> {
    let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = scores
        .iter()
        .map(|score| (score - greatest).exp())
        .collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

fn scores<T: Number + LinalgScalar>(
    layers: &[Layer<T>],
    activation: Activation,
    examples: Examples<'_>,
) -> Array2<f64> {
    let width = examples.width;
    let classes = layers[layers.len() - 1].biases.len();
    let mut all = Array2::zeros((examples.len(), classes));
    for (slice, mut to) in all.axis_chunks_iter_mut(Axis(0), SLICE).enumerate() {
        let place = slice * SLICE * width..(slice * SLICE + to.nrows()) * width;
        let x: Vec<T> = match examples.inputs {
            Inputs::Pixels(pixels) => pixels[place]
                .iter()
                .map(|pixel| T::of(f64::from(*pixel) * PIXEL))
                .collect(),
            Inputs::Numbers(numbers) => numbers[place]
                .iter()
                .map(|number| T::of(f64::from(*number)))
                .collect(),
        };
        let x = Array2::from_shape_vec((to.nrows(), width), x).expect("`width` for each example");
        to.assign(&forward(layers, activation, x).mapv(Number::to_f64));
    }
    all
}

fn forward<T: Number + LinalgScalar>(
    layers: &[Layer<T>],
    activation: Activation,
    x: Array2<T>,
) -> Array2<T> {
    let (last, hidden) = layers.split_last().expect("at least one layer");
    let h = hidden.iter().fold(x, |h, layer| {
        affine(layer, &h).mapv(|z| match activation {
            Activation::Relu if z > T::of(0.0) => z,
            Activation::Relu => T::of(0.0),
            Activation::Tanh => T::of(z.to_f64().tanh()),
        })
    });
    affine(last, &h)
}

/// The product h·Wᵀ + b.
fn affine<T: Number + LinalgScalar>(layer: &Layer<T>, h: &Array2<T>) -> Array2<T> {
    let shape = (h.nrows(), layer.biases.len());
    let mut z = layer
        .biases
        .broadcast(shape)
        .expect("the biases are a row")
        .to_owned();
    general_mat_mul(T::of(1.0), h, &layer.weights.t(), T::of(1.0), &mut z);
    z
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_by_hand() {
        let tensors = [
            Tensor::new("0.weight", &[2, 2], vec![1.0_f64, -1.0, -2.0, 0.5]),
            Tensor::new("0.bias", &[2], vec![0.25_f64, 0.0]),
            Tensor::new("2.weight", &[3, 2], vec![1.0_f64, 0.0, 0.0, 1.0, 1.0, 0.0]),
            Tensor::new("2.bias", &[3], vec![0.0_f64, 0.5, 0.0]),
        ];
        let examples = Examples {
            inputs: Inputs::Pixels(&[128, 64, 0, 255]),
            labels: &[0, 0],
            width: 2,
        };
        let relu = Predictor::from_weights(&tensors, Activation::Relu).unwrap();
        // z₁ = (1/2 − 1/4 + 1/4, −1 + 1/8) and (1/4 − 255/256, 255/512).
        let expected = [[0.5, 0.5, 0.5], [0.0, 0.5 + 255.0 / 512.0, 0.0]];
        assert_eq!(relu.scores(examples), ndarray::arr2(&expected));
        assert_eq!(relu.predict(examples), [0, 1], "the first of equals");
        assert_eq!((relu.inputs(), relu.classes()), (2, 3));
        let tanh = Predictor::from_weights(&tensors, Activation::Tanh).unwrap();
        let first = tanh.scores(examples)[[0, 0]];
        assert!((first - 0.5_f64.tanh()).abs() < 1e-15);
    }

    #[test]
    fn probabilities_sum_to_one_and_are_proportional_to_exponentials() {
        let found = softmax(&[1000.0, 1000.0, 1000.0 - 2.0_f64.ln()]);
        for (found, expected) in found.iter().zip([0.4, 0.4, 0.2]) {
            assert!((found - expected).abs() < 1e-12);
        }
    }
}
