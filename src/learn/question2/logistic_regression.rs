//! Logistic regression: one linear layer with a bias, and cross-entropy.
//!
//! | what | shape |
//! | --- | --- |
//! | x, the inputs of a group of the batch | `[example][input]` |
//! | z, its scores; then p, then their gradients | `[class][16]`, by groups |

use super::judgement::{Judgement, to_gradients};
use super::layer::{Layer, Place};
use super::loader::Loader;
use super::step::Step;
use super::{Optimizer, Training};
use crate::learn::Compute;
use crate::learn::examples::{Examples, Feature, Inputs};
use crate::learn::kernels::{Aligned, Dots, LANES, Number, add_biases, softmax};
use crate::learn::learner::{Evaluation, Learner, Stopped, Watch};
use crate::learn::random::TorchStream;
use crate::learn::tensor::{Scalar, Tensor, TensorError, find, unpadded};

/// How often a [`Watch`] is called, in examples.
const WATCHED: usize = 4096;

/// The most examples that are computed at a time.
const SLICE: usize = 256;

/// The model and its training.
pub struct LogisticRegression<T = f32> {
    compute: Compute,
    training: Training,
    layer: Layer<T>,
    loader: Loader,
    steps: u32,
}

/// What is computed for a slice of a batch.
struct Room<T, X> {
    rows: Aligned<X>,
    scores: Aligned<T>,
}

impl<T: Number + Scalar> LogisticRegression<T> {
    /// A model with torch's initial weights, to be trained on so many examples of so many inputs and classes.
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

    fn room<X: Feature<T>>(&self) -> Room<T, X::Gathered> {
        Room {
            rows: Aligned::zeros(SLICE * self.layer.stride),
            scores: Aligned::zeros(SLICE * self.layer.outputs),
        }
    }

    /// z = W·x + b, then p = softmax(z); `order` says which examples.
    fn forward<X: Feature<T>>(
        &self,
        inputs: &[X],
        labels: &[u8],
        order: &[u32],
        room: &mut Room<T, X::Gathered>,
        judgement: &mut Judgement,
    ) {
        let Layer {
            inputs: width,
            outputs: classes,
            stride,
            ..
        } = self.layer;
        let isa = self.compute.isa;
        for (example, row) in order.iter().zip(room.rows.chunks_exact_mut(stride)) {
            X::gather(
                &inputs[*example as usize * width..][..width],
                &mut row[..width],
            );
        }
        let scores = room.scores.chunks_exact_mut(classes * LANES);
        for (group, (order, z)) in order.chunks(LANES).zip(scores).enumerate() {
            let dots = Dots {
                weights: &self.layer.weights.values,
                stride,
                outputs: classes,
                x: &room.rows[group * LANES * stride..],
                x_stride: stride,
                examples: order.len(),
                out: z,
            };
            dots.run(isa);
            add_biases(
                isa,
                z,
                T::of(X::SCALE),
                &self.layer.biases.values[..classes],
            );
            judgement.add(labels, order, z);
            let normaliser = softmax(isa, z);
            judgement.loss += normaliser.log_sums(order.len());
        }
    }

    /// W ← W − η·(p − onehot(y))·xᵀ/n, for a slice of a batch of `batch` examples.
    fn backward<X: Feature<T>>(
        &mut self,
        labels: &[u8],
        order: &[u32],
        batch: usize,
        step: &Step<T>,
        place: Place,
        room: &mut Room<T, X::Gathered>,
    ) {
        let classes = self.layer.outputs;
        let d = &mut room.scores[..order.len().div_ceil(LANES) * LANES * classes];
        for (order, d) in order.chunks(LANES).zip(d.chunks_exact_mut(classes * LANES)) {
            to_gradients(d, labels, order, batch);
        }
        let scale = T::of(X::SCALE);
        self.layer.learn(
            self.compute.isa,
            d,
            &*room.rows,
            order.len(),
            scale,
            step,
            place,
        );
    }

    fn run_epoch<X: Feature<T>>(
        &mut self,
        inputs: &[X],
        labels: &[u8],
        watch: Watch<'_>,
    ) -> Result<f64, Stopped> {
        let order = self.loader.next_order();
        let mut room = self.room::<X>();
        let (mut losses, mut watched) = (0.0, 0);
        let batches = order.len().div_ceil(self.training.batch_size);
        for (batch, order) in order.chunks(self.training.batch_size).enumerate() {
            let seen = batch * self.training.batch_size;
            if seen >= watched {
                watched = seen + WATCHED;
                if !watch(seen) {
                    return Err(Stopped);
                }
            }
            self.steps = self.steps.saturating_add(1);
            let step = Step::new(&self.training, self.steps);
            let mut judgement = Judgement::default();
            for (index, slice) in order.chunks(SLICE).enumerate() {
                let place = Place {
                    first: index == 0,
                    last: (index + 1) * SLICE >= order.len(),
                };
                self.forward(inputs, labels, slice, &mut room, &mut judgement);
                self.backward::<X>(labels, slice, order.len(), &step, place, &mut room);
            }
            losses += judgement.loss / order.len() as f64;
            if losses.is_nan() {
                break;
            }
        }
        Ok(losses / batches as f64)
    }

    fn run_evaluation<X: Feature<T>>(&self, inputs: &[X], labels: &[u8]) -> Evaluation {
        let order: Vec<u32> = (0..labels.len()).map(|example| example as u32).collect();
        let mut room = self.room::<X>();
        let mut judgement = Judgement::default();
        for slice in order.chunks(SLICE) {
            self.forward(inputs, labels, slice, &mut room, &mut judgement);
        }
        Evaluation {
            loss: Some(judgement.loss / labels.len() as f64),
            predictions: judgement.predictions,
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

/// Adam's moments in a state.
const MOMENTS: [&str; 2] = ["adam.first.", "adam.second."];

impl<T: Number + Scalar> Learner for LogisticRegression<T> {
    fn epoch(&mut self, train: Examples<'_>, watch: Watch<'_>) -> Result<Option<f64>, Stopped> {
        assert_eq!(
            train.len(),
            self.loader.examples(),
            "as many examples as it was made for"
        );
        assert_eq!(
            train.width, self.layer.inputs,
            "as many inputs as it was made for"
        );
        let loss = match train.inputs {
            Inputs::Pixels(pixels) => self.run_epoch(pixels, train.labels, watch),
            Inputs::Numbers(numbers) => self.run_epoch(numbers, train.labels, watch),
        };
        loss.map(Some)
    }

    fn evaluate(&self, examples: Examples<'_>) -> Evaluation {
        assert_eq!(
            examples.width, self.layer.inputs,
            "as many inputs as it was made for"
        );
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

    fn restore(&mut self, state: &[Tensor]) -> Result<(), TensorError> {
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
