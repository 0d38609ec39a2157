//! Networks and their loss, as defined, in float64 and without any speed, and random examples for them.
#![allow(
    clippy::cast_precision_loss,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::float_arithmetic,
    reason = "a loss is a float"
)]

use ndarray::{Array1, Array2, ArrayView1};
use orthant::formats::tensor::{Tensor, Values};
use orthant::learn::examples::{Examples, Inputs};
use orthant::learn::streams::Twister;

pub const CLASSES: usize = 3;

/// Random examples.
pub struct Problem {
    /// Of pixels.
    pub bytes: Option<Vec<u8>>,
    /// As a model sees them.
    pub numbers: Vec<f32>,
    pub labels: Vec<u8>,
    pub width: usize,
}

impl Problem {
    pub fn random(examples: usize, width: usize, as_bytes: bool, seed: u32) -> Self {
        let mut random = Twister::new(seed);
        let bytes: Vec<u8> = (0..examples * width)
            .map(|_| random.next_u32() as u8)
            .collect();
        let signed = |byte: &u8| (f32::from(*byte) - 100.0) / 64.0;
        let pixel = |byte: &u8| f32::from(*byte) / 256.0;
        Self {
            numbers: if as_bytes {
                bytes.iter().map(pixel).collect()
            } else {
                bytes.iter().map(signed).collect()
            },
            bytes: as_bytes.then_some(bytes),
            labels: (0..examples)
                .map(|_| (random.next_u32() % CLASSES as u32) as u8)
                .collect(),
            width,
        }
    }

    pub fn examples(&self) -> Examples<'_> {
        Examples {
            inputs: match &self.bytes {
                Some(bytes) => Inputs::Pixels(bytes),
                None => Inputs::Numbers(&self.numbers),
            },
            labels: &self.labels,
            width: self.width,
        }
    }

    /// The inputs of these examples, `[example][input]`, and their labels.
    pub fn taken(&self, order: &[u32]) -> (Array2<f64>, Vec<usize>) {
        let inputs = |(place, input): (usize, usize)| {
            f64::from(self.numbers[order[place] as usize * self.width + input])
        };
        let x = Array2::from_shape_fn((order.len(), self.width), inputs);
        let labels = order
            .iter()
            .map(|place| self.labels[*place as usize].into());
        (x, labels.collect())
    }

    pub fn in_file_order(&self) -> Vec<u32> {
        (0..self.labels.len() as u32).collect()
    }
}

/// W and b.
#[derive(Clone)]
pub struct Layer {
    /// `[output][input]`
    pub weights: Array2<f64>,
    pub biases: Array1<f64>,
}

impl Layer {
    /// A weight, or after all weights a bias.
    pub fn parameter(&self, place: usize) -> &f64 {
        let bias = place.checked_sub(self.weights.len());
        let inputs = self.weights.ncols();
        bias.map_or_else(
            || &self.weights[[place / inputs, place % inputs]],
            |bias| &self.biases[bias],
        )
    }

    /// The same, to be changed.
    pub fn parameter_mut(&mut self, place: usize) -> &mut f64 {
        let inputs = self.weights.ncols();
        match place.checked_sub(self.weights.len()) {
            Some(bias) => &mut self.biases[bias],
            None => &mut self.weights[[place / inputs, place % inputs]],
        }
    }

    /// Of all parameters.
    pub fn sum_of_squares(&self) -> f64 {
        let parameters = self.weights.iter().chain(&self.biases);
        parameters.map(|parameter| parameter * parameter).sum()
    }

    /// The greatest difference of a parameter.
    pub fn distance(&self, other: &Self) -> f64 {
        let parameters = |layer: &Self| -> Vec<f64> {
            layer.weights.iter().chain(&layer.biases).copied().collect()
        };
        let pairs = parameters(self).into_iter().zip(parameters(other));
        pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }
}

/// The layers of a learner that computes in float64, from its parameters: weights, biases, weights, biases, ...
pub fn layers_of(parameters: &[Tensor]) -> Vec<Layer> {
    let numbers = |tensor: &Tensor| match &tensor.values {
        Values::F64(values) => values.clone(),
        _ => panic!("{} is {}", tensor.name, tensor.describe()),
    };
    let (pairs, []) = parameters.as_chunks::<2>() else {
        panic!("weights and biases");
    };
    let layer = |[weights, biases]: &[Tensor; 2]| Layer {
        weights: Array2::from_shape_vec((weights.shape[0], weights.shape[1]), numbers(weights))
            .expect("as many as the shape says"),
        biases: Array1::from_vec(numbers(biases)),
    };
    pairs.iter().map(layer).collect()
}

/// A network; without hidden layers it is logistic regression.
pub struct Network<'a> {
    pub layers: &'a [Layer],
    /// Or ReLU.
    pub tanh: bool,
    /// What each activation is multiplied with in dropout, `[layer][example][unit]`; none in evaluation.
    pub factors: &'a [Array2<f64>],
}

impl Network<'_> {
    /// `[example][class]`
    fn scores(&self, x: &Array2<f64>) -> Array2<f64> {
        let (output, hidden) = self.layers.split_last().expect("a layer");
        let mut h = x.clone();
        for (number, layer) in hidden.iter().enumerate() {
            h = h.dot(&layer.weights.t()) + &layer.biases;
            h.mapv_inplace(|z| if self.tanh { z.tanh() } else { z.max(0.0) });
            if let Some(factors) = self.factors.get(number) {
                h *= factors;
            }
        }
        h.dot(&output.weights.t()) + &output.biases
    }

    /// Mean cross-entropy.
    pub fn loss(&self, x: &Array2<f64>, labels: &[usize]) -> f64 {
        let scores = self.scores(x);
        let losses = scores.rows().into_iter().zip(labels);
        let total: f64 = losses
            .map(|(scores, label)| logarithm_of_the_sum(&scores) - scores[*label])
            .sum();
        total / labels.len() as f64
    }

    /// The class of the greatest score, the first of equals.
    pub fn predictions(&self, x: &Array2<f64>) -> Vec<u8> {
        let greatest = |scores: ArrayView1<'_, f64>| {
            let best = (1..scores.len()).fold(0, |best, class| {
                if scores[class] > scores[best] {
                    class
                } else {
                    best
                }
            });
            best as u8
        };
        self.scores(x).rows().into_iter().map(greatest).collect()
    }
}

/// ln Σ exp zᵢ
pub fn logarithm_of_the_sum(z: &ArrayView1<'_, f64>) -> f64 {
    let greatest = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = z.iter().map(|z| (z - greatest).exp()).sum();
    greatest + sum.ln()
}
