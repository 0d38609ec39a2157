//! The part that the perceptron and logistic regression share: W x, where the last feature is 1.

use crate::formats::tensor::{Tensor, find};
use crate::language::refused::Refused;
use crate::learn::Compute;
use crate::learn::examples::{Examples, Feature, with_inputs};
use crate::learn::kernels::{Aligned, Dots, LANES, RankOne, add_biases, pad, padded, unpadded};
use crate::learn::learner::argmax;

/// The matrix W in two pieces: its last column, for the feature that is always 1, is kept apart.
#[derive(Clone)]
pub struct Linear {
    /// All columns but the last, `[class][stride]`.
    weights: Aligned<f64>,
    /// The last column, `[class]`.
    pub biases: Vec<f64>,
    /// The number of inputs, without the 1.
    pub inputs: usize,
    stride: usize,
}

/// The number of classes that are scored at a time.
const CLASSES: usize = 4;

impl Linear {
    /// The matrix W = 0.
    pub fn zeros(classes: usize, inputs: usize) -> Self {
        let stride = padded(inputs);
        Self {
            weights: Aligned::zeros(classes * stride),
            biases: vec![0.0; classes],
            inputs,
            stride,
        }
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.biases.len()
    }

    /// The number of inputs with padding.
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// The scores W x of one example.
    pub fn scores<X: Feature<f64>>(
        &self,
        compute: Compute,
        row: &[X::Gathered],
        scores: &mut [f64],
    ) {
        // In groups of as many classes as a block of the kernel has.
        let mut z = [0.0; CLASSES * LANES];
        for (group, scores) in scores.chunks_mut(CLASSES).enumerate() {
            let first = group * CLASSES;
            let z = &mut z[..scores.len() * LANES];
            self.dots::<X>(compute, row, 1, first, z);
            for (score, z) in scores.iter_mut().zip(z.iter().step_by(LANES)) {
                *score = *z;
            }
        }
    }

    /// The scores of up to 16 examples for the classes from `first` on, `z[class][16]`.
    fn dots<X: Feature<f64>>(
        &self,
        compute: Compute,
        rows: &[X::Gathered],
        examples: usize,
        first: usize,
        z: &mut [f64],
    ) {
        let dots = Dots {
            weights: &self.weights[first * self.stride..],
            stride: self.stride,
            outputs: z.len() / LANES,
            x: rows,
            x_stride: self.stride,
            examples,
            out: z,
        };
        compute.isa.run(dots);
        add_biases(compute.isa, z, X::SCALE, &self.biases[first..]);
    }

    /// The step `W[c] ← W[c] − step[c]·x` for each class.
    pub fn step<X: Feature<f64>>(
        &mut self,
        compute: Compute,
        row: &[X::Gathered],
        steps: &mut [f64],
    ) {
        for (bias, step) in self.biases.iter_mut().zip(&mut *steps) {
            *bias -= *step;
            // A power of two: no bit changes.
            *step *= X::SCALE;
        }
        let step = RankOne {
            weights: &mut self.weights,
            stride: self.stride,
            factors: steps,
            x: row,
        };
        compute.isa.run(step);
    }

    /// The predicted classes, computed on all threads.
    pub fn predict(&self, compute: Compute, examples: Examples<'_>) -> Vec<u8> {
        examples.expect_width(self.inputs);
        with_inputs!(examples, |inputs| self.predict_all(compute, inputs))
    }

    fn predict_all<X: Feature<f64>>(&self, compute: Compute, inputs: &[X]) -> Vec<u8> {
        super::predict_in_groups(compute, inputs, self.inputs, |inputs| {
            let mut rows = Aligned::zeros(LANES * self.stride);
            let mut z = Aligned::zeros(self.classes() * LANES);
            let mut predictions = Vec::with_capacity(inputs.len() / self.inputs);
            for group in inputs.chunks(LANES * self.inputs) {
                let from = group.chunks_exact(self.inputs);
                for (from, row) in from.zip(rows.chunks_exact_mut(self.stride)) {
                    X::gather(from, &mut row[..self.inputs]);
                }
                let examples = group.len() / self.inputs;
                self.dots::<X>(compute, &rows, examples, 0, &mut z);
                let prediction = |lane| argmax(z.iter().skip(lane).step_by(LANES));
                predictions.extend((0..examples).map(prediction));
            }
            predictions
        })
    }

    /// The matrix W as parameters with torch's names.
    pub fn parameters(&self) -> Vec<Tensor> {
        let (classes, inputs) = (self.classes(), self.inputs);
        let weights = unpadded(&self.weights, inputs, self.stride);
        vec![
            Tensor::new("weight", &[classes, inputs], weights),
            Tensor::new("bias", &[classes], self.biases.clone()),
        ]
    }

    /// Reads the matrix W from a state.
    pub fn restore(&mut self, state: &[Tensor]) -> Result<(), Refused> {
        let (classes, inputs) = (self.classes(), self.inputs);
        let weights = find(state, "weight", &[classes, inputs])?;
        pad(weights, inputs, &mut self.weights, self.stride);
        let biases = find(state, "bias", &[classes])?;
        self.biases.copy_from_slice(biases);
        Ok(())
    }
}
