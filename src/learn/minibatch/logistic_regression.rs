//! Logistic regression: one linear layer with a bias, and cross-entropy.
//!
//! | what | shape |
//! | --- | --- |
//! | x, the inputs of a group of the batch | `[example][input]` |
//! | z, its scores; then p, then their gradients | `[class][16]`, by groups |

use super::cross_entropy::{CrossEntropy, to_gradients};
use super::layer::{Descent, Layer, Place, initial, prefixes};
use super::loader::Loader;
use super::optimizer::Step;
use crate::formats::tensor::{Scalar, Tensor, find};
use crate::language::refused::Refused;
use crate::learn::Compute;
use crate::learn::examples::{Examples, Feature, with_inputs};
use crate::learn::kernels::{
    Aligned, Dots, Element, Elementary, LANES, add_biases, pad, softmax, unpadded,
};
use crate::learn::learner::{Evaluation, Learner, Stopped, Watch};
use crate::learn::read_ahead::in_blocks;
use crate::learn::settings::{Settings, Shape};
use crate::learn::streams::TorchStream;

/// The number of examples between two calls of a [`Watch`].
const WATCHED: usize = 4096;

/// The most examples that are computed at a time.
const SLICE: usize = 256;

/// The model, with the state of its training.
pub struct LogisticRegression<T = f32> {
    compute: Compute,
    settings: Settings,
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
    /// A model with torch's initial weights.
    ///
    /// # Panics
    /// If a size is 0, or there are more than 256 classes.
    pub fn new(settings: &Settings, shape: Shape, compute: Compute) -> Self {
        shape.check();
        assert!(settings.batch_size > 0, "no size is 0");
        let (outputs, inputs) = (shape.classes, shape.inputs);
        let mut model = Self {
            compute,
            settings: *settings,
            layer: Layer::zeros(outputs, inputs, settings.optimizer),
            loader: Loader::new(settings.seed, shape.examples),
            steps: 0,
        };
        let mut stream = TorchStream::new(settings.seed);
        let [weights, biases] = initial(&mut stream, [outputs, inputs]);
        model.set(0, &weights, &biases);
        model
    }

    /// Sets the parameters, or of the moments the first or the second.
    fn set(&mut self, number: usize, weights: &[T], biases: &[T]) {
        let layer = &mut self.layer;
        let padded = &mut layer.weights.numbers[number];
        pad(weights, layer.inputs, padded, layer.stride);
        layer.biases.numbers[number][..layer.outputs].copy_from_slice(biases);
    }

    /// Computes z = W·x + b, then p = softmax(z).
    fn forward<X: Element<T>>(
        &self,
        slice: &Slice<'_, X>,
        scale: T,
        scores: &mut [T],
        cross_entropy: &mut CrossEntropy,
    ) {
        let (classes, stride) = (self.layer.outputs, self.layer.stride);
        let isa = self.compute.isa;
        let scores = scores.chunks_exact_mut(classes * LANES);
        for (group, (order, z)) in slice.order.chunks(LANES).zip(scores).enumerate() {
            let dots = Dots {
                weights: self.layer.weights.values(),
                stride,
                outputs: classes,
                x: &slice.rows[group * LANES * stride..],
                x_stride: stride,
                examples: order.len(),
                out: z,
            };
            isa.run(dots);
            add_biases(isa, z, scale, &self.layer.biases.values()[..classes]);
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
        let d_groups = d.chunks_exact_mut(classes * LANES);
        for (order, d) in slice.order.chunks(LANES).zip(d_groups) {
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
        let batch_size = self.settings.batch_size;
        // Whole batches, or slices of one.
        let block = (SLICE / batch_size).max(1) * batch_size;
        let blocks: Vec<&[u32]> = order
            .chunks(block)
            .flat_map(|batches| batches.chunks(block.min(SLICE)))
            .collect();
        let (width, stride) = (self.layer.inputs, self.layer.stride);
        let (threads, scale) = (self.compute.threads, T::of(X::SCALE));
        let mut scores = Aligned::zeros(SLICE * self.layer.outputs);
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
                let step = Step::new(&self.settings, self.steps);
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
        let (width, stride) = (self.layer.inputs, self.layer.stride);
        let mut scores = Aligned::zeros(SLICE * self.layer.outputs);
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

    /// The parameters, or of the moments the first or the second.
    fn tensors(&self, number: usize) -> [Tensor; 2] {
        let layer = &self.layer;
        let (outputs, inputs) = (layer.outputs, layer.inputs);
        let prefix = prefixes(self.settings.optimizer)[number];
        let name = |what: &str| format!("{prefix}{what}");
        let weights = unpadded(&layer.weights.numbers[number], inputs, layer.stride);
        let biases = layer.biases.numbers[number][..outputs].to_vec();
        [
            Tensor::new(name("weight"), &[outputs, inputs], weights),
            Tensor::new(name("bias"), &[outputs], biases),
        ]
    }
}

impl<T: Elementary + Scalar> Learner for LogisticRegression<T> {
    fn epoch(&mut self, train: Examples<'_>, watch: Watch<'_>) -> Result<Option<f64>, Stopped> {
        train.expect_count(self.loader.examples());
        train.expect_width(self.layer.inputs);
        let labels = train.labels;
        with_inputs!(train, |inputs| self.run_epoch(inputs, labels, watch)).map(Some)
    }

    fn evaluate(&self, examples: Examples<'_>) -> Evaluation {
        examples.expect_width(self.layer.inputs);
        with_inputs!(examples, |inputs| self
            .run_evaluation(inputs, examples.labels))
    }

    fn parameters(&self) -> Vec<Tensor> {
        self.tensors(0).into()
    }

    fn state(&self) -> Vec<Tensor> {
        let kept = 0..prefixes(self.settings.optimizer).len();
        let mut state: Vec<_> = kept.flat_map(|number| self.tensors(number)).collect();
        state.push(Tensor::new("steps", &[1], vec![self.steps]));
        state.push(self.loader.state());
        state
    }

    fn restore(&mut self, state: &[Tensor]) -> Result<(), Refused> {
        let (outputs, inputs) = (self.layer.outputs, self.layer.inputs);
        for (number, prefix) in prefixes(self.settings.optimizer).iter().enumerate() {
            let weights = find(state, &format!("{prefix}weight"), &[outputs, inputs])?;
            self.set(
                number,
                weights,
                find(state, &format!("{prefix}bias"), &[outputs])?,
            );
        }
        self.steps = find::<u32>(state, "steps", &[1])?[0];
        self.loader.restore(state)
    }
}
