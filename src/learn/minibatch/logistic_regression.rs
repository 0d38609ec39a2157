//! Logistic regression: one linear layer with a bias, and cross-entropy.
//!
//! | what | shape |
//! | --- | --- |
//! | x, the inputs of a group of the batch | `[example][input]` |
//! | z, its scores; then p, then their gradients | `[class][16]`, by groups |

use super::cross_entropy::{CrossEntropy, to_gradients};
use super::layer::{Descent, Layer, Place};
use super::loader::Loader;
use super::optimizer::Step;
use super::{Optimizer, Training};
use crate::formats::tensor::{Scalar, Tensor, find};
use crate::language::refused::Refused;
use crate::learn::Compute;
use crate::learn::examples::{Examples, Feature, Inputs};
use crate::learn::kernels::unpadded;
use crate::learn::kernels::{Aligned, Dots, Element, Elementary, LANES, add_biases, softmax};
use crate::learn::learner::{Evaluation, Learner, Stopped, Watch};
use crate::learn::read_ahead::in_blocks;
use crate::learn::streams::TorchStream;

/// The number of examples between two calls of a [`Watch`].
const WATCHED: usize = 4096;

/// The most examples that are computed at a time.
const SLICE: usize = 256;

/// The model, with the state of its training.
pub struct LogisticRegression<T = f32> {
    compute: Compute,
    training: Training,
    layer: Layer<T>,
    loader: Loader,
    steps: u32,
}

/// A slice of one batch, of at most [`SLICE`] examples.
struct Slice<'a, X> {
    /// The labels of all examples.
    labels: &'a [u8],
    /// The numbers of the slice's examples.
    order: &'a [u32],
    /// The inputs of the slice's examples.
    rows: &'a [X],
}

impl<T: Elementary + Scalar> LogisticRegression<T> {
    /// A model with torch's initial weights, to be trained on this many examples of this many inputs and classes.
    ///
    /// # Panics
    /// If a size is 0, or there are more than 256 classes.
    pub fn new(
        training: Training,
        inputs: usize,
        classes: usize,
        examples: usize,
        compute: Compute,
    ) -> Self {
        assert!(inputs > 0 && training.batch_size > 0, "no size is 0");
        assert!((1..=256).contains(&classes), "1 to 256 classes");
        let mut layer = Layer::zeros(classes, inputs, training.optimizer);
        let (weights, biases) = TorchStream::new(training.seed).linear(inputs, classes);
        let rows = layer.weights.values.chunks_exact_mut(layer.stride);
        for (row, from) in rows.zip(weights.chunks_exact(inputs)) {
            <f32 as Feature<T>>::gather(from, &mut row[..inputs]);
        }
        <f32 as Feature<T>>::gather(&biases, &mut layer.biases.values[..classes]);
        Self {
            compute,
            training,
            layer,
            loader: Loader::new(training.seed, examples),
            steps: 0,
        }
    }

    /// Computes z = W·x + b, then p = softmax(z).
    fn forward<X: Element<T>>(
        &self,
        slice: &Slice<'_, X>,
        scale: T,
        scores: &mut [T],
        cross_entropy: &mut CrossEntropy,
    ) {
        let Layer {
            outputs: classes,
            stride,
            ..
        } = self.layer;
        let isa = self.compute.isa;
        let scores = scores.chunks_exact_mut(classes * LANES);
        for (group, (order, z)) in slice.order.chunks(LANES).zip(scores).enumerate() {
            let dots = Dots {
                weights: &self.layer.weights.values,
                stride,
                outputs: classes,
                x: &slice.rows[group * LANES * stride..],
                x_stride: stride,
                examples: order.len(),
                out: z,
            };
            dots.run(isa);
            add_biases(isa, z, scale, &self.layer.biases.values[..classes]);
            cross_entropy.add(slice.labels, order, z);
            let normaliser = softmax(isa, z);
            cross_entropy.loss += normaliser.log_sums(order.len());
        }
    }

    /// Takes the step W ← W − η·(p − onehot(y))·xᵀ/n, for a slice of a batch of n examples.
    fn backward<X: Element<T>>(
        &mut self,
        slice: &Slice<'_, X>,
        n: usize,
        scale: T,
        scores: &mut [T],
        descent: &Descent<'_, T>,
    ) {
        let (classes, examples) = (self.layer.outputs, slice.order.len());
        let d = &mut scores[..examples.div_ceil(LANES) * LANES * classes];
        let groups = slice
            .order
            .chunks(LANES)
            .zip(d.chunks_exact_mut(classes * LANES));
        for (order, d) in groups {
            to_gradients(d, slice.labels, order, n);
        }
        self.layer.learn(descent, d, slice.rows, examples, scale);
    }

    fn run_epoch<X: Feature<T>>(
        &mut self,
        inputs: &[X],
        labels: &[u8],
        watch: Watch<'_>,
    ) -> Result<f64, Stopped> {
        let order = self.loader.next_order();
        let batch_size = self.training.batch_size;
        // Whole batches, or slices of one.
        let block = (SLICE / batch_size).max(1) * batch_size;
        let blocks: Vec<&[u32]> = order
            .chunks(block)
            .flat_map(|batches| batches.chunks(block.min(SLICE)))
            .collect();
        let Layer {
            inputs: width,
            outputs,
            stride,
            ..
        } = self.layer;
        let (threads, scale) = (self.compute.threads, T::of(X::SCALE));
        let mut scores = Aligned::zeros(SLICE * outputs);
        let (mut losses, mut loss, mut seen, mut watched, mut stopped) = (0.0, 0.0, 0, 0, false);
        in_blocks(threads, inputs, width, stride, &blocks, |block, rows| {
            if seen >= watched {
                watched = seen + WATCHED;
                stopped = !watch(seen);
            }
            for (batch, slice) in block.chunks(batch_size).enumerate() {
                let offset = seen % batch_size;
                let examples = batch_size.min(order.len() - (seen - offset));
                let place = Place {
                    first: offset == 0,
                    last: offset + slice.len() == examples,
                };
                let slice = Slice {
                    labels,
                    order: slice,
                    rows: &rows[batch * batch_size * stride..],
                };
                let mut cross_entropy = CrossEntropy::default();
                if place.first {
                    self.steps = self.steps.saturating_add(1);
                    loss = 0.0;
                }
                let step = Step::new(&self.training, self.steps);
                let descent = Descent {
                    isa: self.compute.isa,
                    step: &step,
                    place,
                };
                self.forward(&slice, scale, &mut scores, &mut cross_entropy);
                self.backward(&slice, examples, scale, &mut scores, &descent);
                loss += cross_entropy.loss;
                seen += slice.order.len();
                if place.last {
                    losses += loss / examples as f64;
                }
            }
            !stopped && !losses.is_nan()
        });
        if stopped {
            return Err(Stopped);
        }
        Ok(losses / order.len().div_ceil(batch_size) as f64)
    }

    fn run_evaluation<X: Feature<T>>(&self, inputs: &[X], labels: &[u8]) -> Evaluation {
        let order: Vec<u32> = (0..labels.len() as u32).collect();
        let blocks: Vec<&[u32]> = order.chunks(SLICE).collect();
        let Layer {
            inputs: width,
            outputs,
            stride,
            ..
        } = self.layer;
        let mut scores = Aligned::zeros(SLICE * outputs);
        let mut cross_entropy = CrossEntropy::default();
        in_blocks(1, inputs, width, stride, &blocks, |block, rows| {
            let slice = Slice {
                labels,
                order: block,
                rows,
            };
            self.forward(&slice, T::of(X::SCALE), &mut scores, &mut cross_entropy);
            true
        });
        Evaluation {
            loss: Some(cross_entropy.loss / labels.len() as f64),
            predictions: cross_entropy.predictions,
        }
    }

    fn tensors(&self, parameters: [&[T]; 2], prefix: &str) -> [Tensor; 2] {
        let Layer {
            inputs,
            outputs,
            stride,
            ..
        } = self.layer;
        let [weights, biases] = parameters;
        [
            Tensor::new(
                format!("{prefix}weight"),
                &[outputs, inputs],
                unpadded(weights, inputs, stride),
            ),
            Tensor::new(
                format!("{prefix}bias"),
                &[outputs],
                biases[..outputs].to_vec(),
            ),
        ]
    }
}

/// The names of Adam's moments in a state.
const MOMENTS: [&str; 2] = ["adam.first.", "adam.second."];

impl<T: Elementary + Scalar> Learner for LogisticRegression<T> {
    fn epoch(&mut self, train: Examples<'_>, watch: Watch<'_>) -> Result<Option<f64>, Stopped> {
        train.expect_count(self.loader.examples());
        train.expect_width(self.layer.inputs);
        let loss = match train.inputs {
            Inputs::Pixels(pixels) => self.run_epoch(pixels, train.labels, watch),
            Inputs::Numbers(numbers) => self.run_epoch(numbers, train.labels, watch),
        };
        loss.map(Some)
    }

    fn evaluate(&self, examples: Examples<'_>) -> Evaluation {
        examples.expect_width(self.layer.inputs);
        match examples.inputs {
            Inputs::Pixels(pixels) => self.run_evaluation(pixels, examples.labels),
            Inputs::Numbers(numbers) => self.run_evaluation(numbers, examples.labels),
        }
    }

    fn parameters(&self) -> Vec<Tensor> {
        self.tensors([&self.layer.weights.values, &self.layer.biases.values], "")
            .into()
    }

    fn state(&self) -> Vec<Tensor> {
        let mut state = self.parameters();
        if self.training.optimizer == Optimizer::Adam {
            let (weights, biases) = (&self.layer.weights.moments, &self.layer.biases.moments);
            for (moment, prefix) in MOMENTS.into_iter().enumerate() {
                state.extend(self.tensors([&weights[moment], &biases[moment]], prefix));
            }
        }
        state.push(Tensor::new("steps", &[1], vec![self.steps]));
        state.push(self.loader.state());
        state
    }

    fn restore(&mut self, state: &[Tensor]) -> Result<(), Refused> {
        let Layer {
            inputs,
            outputs,
            stride,
            weights,
            biases,
            ..
        } = &mut self.layer;
        let adam = self.training.optimizer == Optimizer::Adam;
        let [first_weights, second_weights] = &mut weights.moments;
        let [first_biases, second_biases] = &mut biases.moments;
        let all = [
            ("", &mut weights.values, &mut biases.values),
            (MOMENTS[0], first_weights, first_biases),
            (MOMENTS[1], second_weights, second_biases),
        ];
        for (prefix, weights, biases) in all.into_iter().take(if adam { 3 } else { 1 }) {
            let from: &[T] = find(state, &format!("{prefix}weight"), &[*outputs, *inputs])?;
            for (row, from) in weights
                .chunks_exact_mut(*stride)
                .zip(from.chunks_exact(*inputs))
            {
                row[..*inputs].copy_from_slice(from);
            }
            biases[..*outputs].copy_from_slice(find(state, &format!("{prefix}bias"), &[*outputs])?);
        }
        self.steps = find::<u32>(state, "steps", &[1])?[0];
        self.loader.restore(state)
    }
}
