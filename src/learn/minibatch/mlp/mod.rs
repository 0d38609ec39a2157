//! The multi-layer perceptron: `layers` times a linear layer, activation and dropout, and then a linear output layer.
//!
//! The units of every hidden layer are divided into two halves, for any number of threads: sums over the units are
//! always half 0's plus half 1's, so one thread and two compute the same bits. The numbers that the halves exchange are
//! in `exchange`.

mod exchange;
mod half;

use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use self::exchange::{Exchange, Masks};
use self::half::{Activations, Half, Pass, Slice};
use super::layer::{Layer, Place, initial, prefixes};
use super::loader::{Loader, find_stream, stream_tensor};
use super::optimizer::Step;
use crate::formats::tensor::{Scalar, Tensor, find};
use crate::language::refused::Refused;
use crate::learn::Compute;
use crate::learn::examples::{Examples, Feature, with_inputs};
use crate::learn::kernels::{Elementary, pad, unpadded};
use crate::learn::learner::{Evaluation, Learner, Stopped, Watch};
use crate::learn::settings::{Settings, Shape};
use crate::learn::streams::TorchStream;
use crate::learn::two_threads::{self, HALVES, Team};

/// The most examples that are computed at a time; a larger batch is treated in slices, which stay in the cache.
const SLICE: usize = 256;

/// The number of examples between two calls of a [`Watch`].
const WATCHED: usize = 1024;

/// The network, with the state of its training.
pub struct Mlp<T = f32> {
    compute: Compute,
    settings: Settings,
    halves: [Half<T>; HALVES],
    /// The stream of the dropout masks; the weights were drawn from it first.
    stream: TorchStream,
    loader: Loader,
    /// The number of batches so far.
    steps: u32,
}

impl<T: Elementary + Scalar> Mlp<T> {
    /// A network with torch's initial weights.
    ///
    /// # Panics
    /// If a size is 0, or there are more than 256 classes.
    pub fn new(settings: &Settings, shape: Shape, compute: Compute) -> Self {
        shape.check();
        let (width, layers, optimizer) =
            (settings.hidden_size, settings.layers, settings.optimizer);
        let sizes = [width, layers, settings.batch_size];
        assert!(sizes.iter().all(|size| *size > 0), "no size is 0");
        let units = [width.div_ceil(2), width / 2];
        let inputs = |layer| if layer == 0 { shape.inputs } else { width };
        let halves = [0, 1].map(|number| Half {
            number,
            units,
            hidden: (0..layers)
                .map(|layer| Layer::zeros(units[number], inputs(layer), optimizer))
                .collect(),
            output: Layer::zeros(shape.classes, units[number], optimizer),
        });
        let mut mlp = Self {
            compute,
            settings: *settings,
            halves,
            stream: TorchStream::new(settings.seed),
            loader: Loader::new(settings.seed, shape.examples),
            steps: 0,
        };
        for layer in 0..=layers {
            let shape = mlp.shape(layer);
            let [weights, biases] = initial(&mut mlp.stream, shape);
            mlp.scatter(layer, 0, &weights, &biases);
        }
        mlp
    }

    fn run_epoch<X: Feature<T>>(
        &mut self,
        inputs: &[X],
        labels: &[u8],
        watch: Watch<'_>,
    ) -> Result<f64, Stopped> {
        let order = self.loader.next_order();
        let exchange = self.exchange();
        let stop_after = AtomicUsize::new(usize::MAX);
        let epoch = Epoch {
            compute: self.compute,
            settings: &self.settings,
            steps: self.steps,
            order: &order,
            inputs,
            labels,
            exchange: &exchange,
            stop_after: &stop_after,
            watch,
        };
        let halves = self.halves.each_mut().map(|half| {
            let a = half.activations::<X>(&self.settings);
            (half, a)
        });
        let [(_, a), _] = two_threads::run(self.compute.threads, halves, |team| epoch.run(team));
        let batches = order.len().div_ceil(self.settings.batch_size);
        if stop_after.into_inner() < batches && !a.losses.is_nan() {
            return Err(Stopped);
        }
        let done = u32::try_from(batches).unwrap_or(u32::MAX);
        self.steps = self.steps.saturating_add(done);
        let masks = exchange.masks.into_inner();
        self.stream = masks.unwrap_or_else(PoisonError::into_inner).stream;
        Ok(a.losses / batches as f64)
    }

    fn run_evaluation<X: Feature<T>>(&self, inputs: &[X], labels: &[u8]) -> Evaluation {
        let all: Vec<u32> = (0..labels.len() as u32).collect();
        let exchange = self.exchange();
        let settings = &self.settings;
        let pass = Pass {
            isa: self.compute.isa,
            activation: settings.activation,
            dropout: None,
            labels,
            exchange: &exchange,
        };
        let halves = self.halves.each_ref();
        let halves = halves.map(|half| (half, half.activations::<X>(settings)));
        let halves = two_threads::run(self.compute.threads, halves, |team| {
            for (number, order) in all.chunks(SLICE).enumerate() {
                let place = Place {
                    first: true,
                    last: true,
                };
                let slice = Slice {
                    number,
                    order,
                    rest: &all[number * SLICE..],
                    offset: 0,
                    batch: order.len(),
                    place,
                };
                for layer in 0..settings.layers {
                    team.phase(|(half, a)| {
                        if layer == 0 {
                            half.gather(inputs, &slice, a);
                        }
                        half.forward::<X>(&pass, layer, &slice, a);
                    });
                }
                team.phase(|(half, a)| {
                    if half.number == 0 {
                        half.cross_entropy(&pass, &slice, a);
                        a.losses += a.cross_entropy.loss;
                        a.predictions.append(&mut a.cross_entropy.predictions);
                    }
                });
            }
        });
        let [(_, a), _] = halves;
        Evaluation {
            loss: Some(a.losses / labels.len() as f64),
            predictions: a.predictions,
        }
    }

    fn exchange(&self) -> Exchange<T> {
        let Settings {
            hidden_size: width,
            layers,
            dropout,
            ..
        } = self.settings;
        let masks = Masks::new(self.stream.clone(), dropout, width, layers);
        let [Half { units, output, .. }, _] = &self.halves;
        Exchange::new(layers, *units, output.outputs, masks)
    }

    /// The numbers of outputs and inputs of a layer; the output layer comes after the hidden ones.
    fn shape(&self, layer: usize) -> [usize; 2] {
        let (half, width) = (&self.halves[0], self.settings.hidden_size);
        match half.hidden.get(layer) {
            Some(hidden) => [width, hidden.inputs],
            None => [half.output.outputs, width],
        }
    }

    /// Gives the halves their numbers of a layer: its parameters, or of the moments the first or the second.
    fn scatter(&mut self, layer: usize, number: usize, weights: &[T], biases: &[T]) {
        let [_, inputs] = self.shape(layer);
        let mut first = 0;
        for half in &mut self.halves {
            let own = half.units[half.number];
            if let Some(hidden) = half.hidden.get_mut(layer) {
                let rows = &weights[first * inputs..][..own * inputs];
                pad(
                    rows,
                    inputs,
                    &mut hidden.weights.numbers[number],
                    hidden.stride,
                );
                let biases = &biases[first..first + own];
                hidden.biases.numbers[number][..own].copy_from_slice(biases);
            } else {
                let stride = half.output.stride;
                for (class, from) in weights.chunks_exact(inputs).enumerate() {
                    let row = &mut half.output.weights.numbers[number][class * stride..][..own];
                    row.copy_from_slice(&from[first..first + own]);
                }
                half.output.biases.numbers[number][..biases.len()].copy_from_slice(biases);
            }
            first += own;
        }
    }

    /// The numbers of a layer, from the halves.
    fn collect(&self, layer: usize, number: usize) -> [Vec<T>; 2] {
        let [outputs, inputs] = self.shape(layer);
        let (mut weights, mut biases) = (Vec::new(), Vec::new());
        for half in &self.halves {
            if let Some(hidden) = half.hidden.get(layer) {
                let own = half.units[half.number];
                weights.extend(unpadded(
                    &hidden.weights.numbers[number],
                    inputs,
                    hidden.stride,
                ));
                biases.extend_from_slice(&hidden.biases.numbers[number][..own]);
            }
        }
        if layer == self.settings.layers {
            let rows = |half: &Half<T>, class: usize| {
                let (own, stride) = (half.units[half.number], half.output.stride);
                half.output.weights.numbers[number][class * stride..][..own].to_vec()
            };
            for class in 0..outputs {
                weights.extend(self.halves.iter().flat_map(|half| rows(half, class)));
            }
            biases = self.halves[0].output.biases.numbers[number][..outputs].to_vec();
        }
        [weights, biases]
    }

    /// The names of the weights and biases of a layer, or of what the optimizer keeps for them.
    fn names(&self, layer: usize, number: usize) -> [String; 2] {
        let prefix = prefixes(self.settings.optimizer)[number];
        // torch numbers the modules of a Sequential: linear, activation, dropout.
        ["weight", "bias"].map(|what| format!("{prefix}{}.{what}", 3 * layer))
    }

    fn tensors(&self, number: usize) -> impl Iterator<Item = Tensor> {
        (0..=self.settings.layers).flat_map(move |layer| {
            let [outputs, inputs] = self.shape(layer);
            let [weight, bias] = self.names(layer, number);
            let [weights, biases] = self.collect(layer, number);
            [
                Tensor::new(weight, &[outputs, inputs], weights),
                Tensor::new(bias, &[outputs], biases),
            ]
        })
    }
}

/// The data that the threads of an epoch share.
struct Epoch<'a, T, X> {
    compute: Compute,
    settings: &'a Settings,
    steps: u32,
    order: &'a [u32],
    inputs: &'a [X],
    labels: &'a [u8],
    exchange: &'a Exchange<T>,
    /// The first batch after which all threads stop.
    stop_after: &'a AtomicUsize,
    watch: Watch<'a>,
}

impl<T: Elementary, X: Feature<T>> Epoch<'_, T, X> {
    /// Trains as one of the threads.
    fn run(&self, team: &mut Team<'_, Work<'_, T, X>>) {
        let (mut slices, mut watched) = (0, 0);
        for (batch, order) in self.order.chunks(self.settings.batch_size).enumerate() {
            let seen = batch * self.settings.batch_size;
            if team.leads() && seen >= watched {
                watched = seen + WATCHED;
                if !(self.watch)(seen) {
                    self.stop_after.fetch_min(batch, Ordering::Relaxed);
                }
            }
            let number = self.steps.saturating_add(batch as u32).saturating_add(1);
            let step = Step::new(self.settings, number);
            let count = order.len().div_ceil(SLICE);
            for (index, slice) in order.chunks(SLICE).enumerate() {
                let place = Place {
                    first: index == 0,
                    last: index + 1 == count,
                };
                let slice = Slice {
                    number: slices,
                    order: slice,
                    rest: &self.order[seen + index * SLICE..],
                    offset: index * SLICE,
                    batch: order.len(),
                    place,
                };
                slices += 1;
                self.learn(team, &slice, batch, &step);
            }
            if self.stop_after.load(Ordering::Relaxed) <= batch {
                return;
            }
        }
    }

    /// Does the forward and backward passes for a slice, phase by phase.
    fn learn(
        &self,
        team: &mut Team<'_, Work<'_, T, X>>,
        slice: &Slice<'_>,
        batch: usize,
        step: &Step<T>,
    ) {
        let (layers, dropout) = (self.settings.layers, self.settings.dropout);
        let pass = Pass {
            isa: self.compute.isa,
            activation: self.settings.activation,
            dropout: (dropout > 0.0).then(|| T::of(1.0 / (1.0 - dropout))),
            labels: self.labels,
            exchange: self.exchange,
        };
        for layer in 0..layers {
            team.phase(|(half, a)| {
                if layer == 0 {
                    half.gather(self.inputs, slice, a);
                    if pass.dropout.is_some() {
                        let masks = self.exchange.masks.lock();
                        let mut masks = masks.unwrap_or_else(PoisonError::into_inner);
                        half.take_masks(masks.of_batch(batch, slice.batch), slice, a);
                    }
                }
                half.forward::<X>(&pass, layer, slice, a);
            });
        }
        for layer in (0..layers).rev() {
            team.phase(|(half, a)| {
                half.backward::<X>(&pass, layer, step, slice, a);
                // Both halves have the same losses.
                if a.losses.is_nan() {
                    self.stop_after.fetch_min(batch, Ordering::Relaxed);
                }
            });
        }
    }
}

/// A half, and the values that it computes.
type Work<'a, T, X> = (&'a mut Half<T>, Activations<T, <X as Feature<T>>::Gathered>);

impl<T: Elementary + Scalar> Learner for Mlp<T> {
    fn epoch(&mut self, train: Examples<'_>, watch: Watch<'_>) -> Result<Option<f64>, Stopped> {
        train.expect_count(self.loader.examples());
        train.expect_width(self.halves[0].hidden[0].inputs);
        let labels = train.labels;
        with_inputs!(train, |inputs| self.run_epoch(inputs, labels, watch)).map(Some)
    }

    fn evaluate(&self, examples: Examples<'_>) -> Evaluation {
        examples.expect_width(self.halves[0].hidden[0].inputs);
        with_inputs!(examples, |inputs| self
            .run_evaluation(inputs, examples.labels))
    }

    fn parameters(&self) -> Vec<Tensor> {
        self.tensors(0).collect()
    }

    fn state(&self) -> Vec<Tensor> {
        let kept = 0..prefixes(self.settings.optimizer).len();
        let mut state: Vec<_> = kept.flat_map(|number| self.tensors(number)).collect();
        state.push(Tensor::new("steps", &[1], vec![self.steps]));
        state.push(self.loader.state());
        state.push(stream_tensor(DROPOUT, &self.stream));
        state
    }

    fn restore(&mut self, state: &[Tensor]) -> Result<(), Refused> {
        for number in 0..prefixes(self.settings.optimizer).len() {
            for layer in 0..=self.settings.layers {
                let [outputs, inputs] = self.shape(layer);
                let [weight, bias] = self.names(layer, number);
                let weights = find(state, &weight, &[outputs, inputs])?;
                self.scatter(layer, number, weights, find(state, &bias, &[outputs])?);
            }
        }
        self.steps = find::<u32>(state, "steps", &[1])?[0];
        self.loader.restore(state)?;
        self.stream = find_stream(state, DROPOUT)?;
        Ok(())
    }
}

const DROPOUT: &str = "stream.dropout";
