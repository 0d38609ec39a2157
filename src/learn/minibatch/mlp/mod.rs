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
use super::Training;
use super::layer::{Layer, Parameters, Place};
use super::loader::{Loader, find_stream, stream_tensor};
use super::optimizer::Step;
use crate::formats::tensor::{Scalar, Tensor, find};
use crate::language::refused::Refused;
use crate::learn::Compute;
use crate::learn::examples::{Examples, Feature, Inputs};
use crate::learn::kernels::{Elementary, Number};
use crate::learn::learner::{Evaluation, Learner, Stopped, Watch};
use crate::learn::streams::TorchStream;
use crate::learn::two_threads::{self, HALVES, Team};

/// The most examples that are computed at a time; a larger batch is treated in slices, which stay in the cache.
const SLICE: usize = 256;

/// The number of examples between two calls of a [`Watch`].
const WATCHED: usize = 1024;

/// The activation g of the hidden units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Activation {
    /// The rectified linear unit max(z, 0).
    #[default]
    Relu,
    /// The hyperbolic tangent tanh z.
    Tanh,
}

impl Activation {
    /// Both activations.
    pub const ALL: [Self; 2] = [Self::Relu, Self::Tanh];

    /// The name as the reference writes it: `relu` or `tanh`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Relu => "relu",
            Self::Tanh => "tanh",
        }
    }

    /// The activation with this name, or `None` if there is none.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// The shape of a network, and its dropout.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Architecture {
    /// The number of units in each hidden layer, at least 1.
    pub hidden_size: usize,
    /// The number of hidden layers, at least 1.
    pub layers: usize,
    /// The share p of the activations that is set to 0 in training, in [0, 1).
    pub dropout: f64,
    /// The activation g of the hidden units.
    pub activation: Activation,
}

impl Default for Architecture {
    /// The exercise's defaults: two layers of 200 ReLU units, no dropout.
    fn default() -> Self {
        Self {
            hidden_size: 200,
            layers: 2,
            dropout: 0.0,
            activation: Activation::Relu,
        }
    }
}

/// The network, with the state of its training.
pub struct Mlp<T = f32> {
    compute: Compute,
    training: Training,
    architecture: Architecture,
    halves: [Half<T>; HALVES],
    /// The stream of the dropout masks; the weights were drawn from it first.
    stream: TorchStream,
    loader: Loader,
    /// The number of batches so far.
    steps: u32,
}

impl<T: Elementary + Scalar> Mlp<T> {
    /// A network with torch's initial weights, to be trained on this many examples of this many inputs and classes.
    ///
    /// # Panics
    /// If a size is 0, or there are more than 256 classes.
    pub fn new(
        training: Training,
        architecture: Architecture,
        inputs: usize,
        classes: usize,
        examples: usize,
        compute: Compute,
    ) -> Self {
        let Architecture {
            hidden_size,
            layers,
            ..
        } = architecture;
        assert!(
            inputs > 0 && hidden_size > 0 && layers > 0 && training.batch_size > 0,
            "no size is 0"
        );
        assert!((1..=256).contains(&classes), "1 to 256 classes");
        let units = [hidden_size.div_ceil(2), hidden_size / 2];
        let optimizer = training.optimizer;
        let mut halves = [0, 1].map(|number| Half {
            number,
            units,
            hidden: (0..layers)
                .map(|layer| {
                    Layer::zeros(
                        units[number],
                        if layer == 0 { inputs } else { hidden_size },
                        optimizer,
                    )
                })
                .collect(),
            output: Layer::zeros(classes, units[number], optimizer),
        });
        let mut stream = TorchStream::new(training.seed);
        for layer in 0..=layers {
            let [outputs, inputs] = shape(&halves, layer);
            let (weights, biases) = stream.linear(inputs, outputs);
            let widen = |values: Vec<f32>| {
                values
                    .into_iter()
                    .map(|value| T::of(f64::from(value)))
                    .collect::<Vec<_>>()
            };
            scatter(
                &mut halves,
                layer,
                Which::Values,
                &widen(weights),
                &widen(biases),
            );
        }
        Self {
            compute,
            training,
            architecture,
            halves,
            stream,
            loader: Loader::new(training.seed, examples),
            steps: 0,
        }
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
            training: &self.training,
            architecture: &self.architecture,
            steps: self.steps,
            order: &order,
            inputs,
            labels,
            exchange: &exchange,
            stop_after: &stop_after,
            watch,
        };
        let halves = self.halves.each_mut().map(|half| {
            let a = half.activations::<X>(&self.architecture);
            (half, a)
        });
        let [(_, a), _] = two_threads::run(self.compute.threads, halves, |team| epoch.run(team));
        let batches = order.len().div_ceil(self.training.batch_size);
        if stop_after.into_inner() < batches && !a.losses.is_nan() {
            return Err(Stopped);
        }
        self.steps = self
            .steps
            .saturating_add(u32::try_from(batches).unwrap_or(u32::MAX));
        self.stream = exchange
            .masks
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .stream;
        Ok(a.losses / batches as f64)
    }

    fn run_evaluation<X: Feature<T>>(&self, inputs: &[X], labels: &[u8]) -> Evaluation {
        let all: Vec<u32> = (0..labels.len() as u32).collect();
        let exchange = self.exchange();
        let layers = self.architecture.layers;
        let pass = Pass {
            isa: self.compute.isa,
            activation: self.architecture.activation,
            dropout: None,
            labels,
            exchange: &exchange,
        };
        let halves = self
            .halves
            .each_ref()
            .map(|half| (half, half.activations::<X>(&self.architecture)));
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
                for layer in 0..layers {
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
        let Architecture {
            hidden_size,
            layers,
            dropout,
            ..
        } = self.architecture;
        let masks = Masks::new(self.stream.clone(), dropout, hidden_size, layers);
        Exchange::new(
            layers,
            self.halves[0].units,
            self.halves[0].output.outputs,
            masks,
        )
    }

    fn tensors(&self, which: Which, prefix: &str) -> Vec<Tensor> {
        let layers = self.architecture.layers;
        let tensors = (0..=layers).flat_map(|layer| {
            let [outputs, inputs] = shape(&self.halves, layer);
            let (weights, biases) = collect(&self.halves, layer, which);
            // torch numbers the modules of a Sequential: linear, activation, dropout.
            let name = |what: &str| format!("{prefix}{}.{what}", 3 * layer);
            [
                Tensor::new(name("weight"), &[outputs, inputs], weights),
                Tensor::new(name("bias"), &[outputs], biases),
            ]
        });
        tensors.collect()
    }
}

/// The data that the threads of an epoch share.
struct Epoch<'a, T, X> {
    compute: Compute,
    training: &'a Training,
    architecture: &'a Architecture,
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
        for (batch, order) in self.order.chunks(self.training.batch_size).enumerate() {
            let seen = batch * self.training.batch_size;
            if team.leads() && seen >= watched {
                watched = seen + WATCHED;
                if !(self.watch)(seen) {
                    self.stop_after.fetch_min(batch, Ordering::Relaxed);
                }
            }
            let step = Step::new(
                self.training,
                self.steps.saturating_add(batch as u32).saturating_add(1),
            );
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
        let Architecture {
            layers,
            dropout,
            activation,
            ..
        } = *self.architecture;
        let pass = Pass {
            isa: self.compute.isa,
            activation,
            dropout: (dropout > 0.0).then(|| T::of(1.0 / (1.0 - dropout))),
            labels: self.labels,
            exchange: self.exchange,
        };
        for layer in 0..layers {
            team.phase(|(half, a)| {
                if layer == 0 {
                    half.gather(self.inputs, slice, a);
                    if pass.dropout.is_some() {
                        let mut masks = self
                            .exchange
                            .masks
                            .lock()
                            .unwrap_or_else(PoisonError::into_inner);
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

/// A choice among the numbers that belong to the parameters.
#[derive(Clone, Copy)]
enum Which {
    Values,
    FirstMoments,
    SecondMoments,
}

impl Which {
    const MOMENTS: [(Self, &'static str); 2] = [
        (Self::FirstMoments, "adam.first."),
        (Self::SecondMoments, "adam.second."),
    ];

    fn of<T>(self, parameters: &Parameters<T>) -> &crate::learn::kernels::Aligned<T> {
        match self {
            Self::Values => &parameters.values,
            Self::FirstMoments => &parameters.moments[0],
            Self::SecondMoments => &parameters.moments[1],
        }
    }

    fn of_mut<T>(self, parameters: &mut Parameters<T>) -> &mut crate::learn::kernels::Aligned<T> {
        match self {
            Self::Values => &mut parameters.values,
            Self::FirstMoments => &mut parameters.moments[0],
            Self::SecondMoments => &mut parameters.moments[1],
        }
    }
}

/// The numbers of outputs and inputs of a layer; the output layer comes after the hidden ones.
fn shape<T>(halves: &[Half<T>; HALVES], layer: usize) -> [usize; 2] {
    let width = halves[0].units.iter().sum();
    match halves[0].hidden.get(layer) {
        Some(hidden) => [width, hidden.inputs],
        None => [halves[0].output.outputs, width],
    }
}

/// Gives the halves their numbers of a layer.
fn scatter<T: Number>(
    halves: &mut [Half<T>; HALVES],
    layer: usize,
    which: Which,
    weights: &[T],
    biases: &[T],
) {
    let [_, inputs] = shape(halves, layer);
    let mut first = 0;
    for half in halves {
        let own = half.units[half.number];
        if let Some(hidden) = half.hidden.get_mut(layer) {
            let stride = hidden.stride;
            let rows = which.of_mut(&mut hidden.weights).chunks_exact_mut(stride);
            for (row, from) in rows.zip(weights[first * inputs..].chunks_exact(inputs)) {
                row[..inputs].copy_from_slice(from);
            }
            which.of_mut(&mut hidden.biases)[..own].copy_from_slice(&biases[first..first + own]);
        } else {
            let stride = half.output.stride;
            for (class, from) in weights.chunks_exact(inputs).enumerate() {
                let row = &mut which.of_mut(&mut half.output.weights)[class * stride..][..own];
                row.copy_from_slice(&from[first..first + own]);
            }
            which.of_mut(&mut half.output.biases)[..biases.len()].copy_from_slice(biases);
        }
        first += own;
    }
}

/// The numbers of a layer, from the halves.
fn collect<T: Number>(halves: &[Half<T>; HALVES], layer: usize, which: Which) -> (Vec<T>, Vec<T>) {
    let [outputs, inputs] = shape(halves, layer);
    let mut weights = vec![T::default(); outputs * inputs];
    let mut biases = vec![T::default(); outputs];
    let mut first = 0;
    for half in halves {
        let own = half.units[half.number];
        if let Some(hidden) = half.hidden.get(layer) {
            let rows = which.of(&hidden.weights).chunks_exact(hidden.stride);
            for (row, to) in rows.zip(weights[first * inputs..].chunks_exact_mut(inputs)) {
                to.copy_from_slice(&row[..inputs]);
            }
            biases[first..first + own].copy_from_slice(&which.of(&hidden.biases)[..own]);
        } else {
            for (class, to) in weights.chunks_exact_mut(inputs).enumerate() {
                let row = &which.of(&half.output.weights)[class * half.output.stride..][..own];
                to[first..first + own].copy_from_slice(row);
            }
            biases.copy_from_slice(&which.of(&half.output.biases)[..outputs]);
        }
        first += own;
    }
    (weights, biases)
}

impl<T: Elementary + Scalar> Learner for Mlp<T> {
    fn epoch(&mut self, train: Examples<'_>, watch: Watch<'_>) -> Result<Option<f64>, Stopped> {
        train.expect_count(self.loader.examples());
        train.expect_width(self.halves[0].hidden[0].inputs);
        let loss = match train.inputs {
            Inputs::Pixels(pixels) => self.run_epoch(pixels, train.labels, watch),
            Inputs::Numbers(numbers) => self.run_epoch(numbers, train.labels, watch),
        };
        loss.map(Some)
    }

    fn evaluate(&self, examples: Examples<'_>) -> Evaluation {
        examples.expect_width(self.halves[0].hidden[0].inputs);
        match examples.inputs {
            Inputs::Pixels(pixels) => self.run_evaluation(pixels, examples.labels),
            Inputs::Numbers(numbers) => self.run_evaluation(numbers, examples.labels),
        }
    }

    fn parameters(&self) -> Vec<Tensor> {
        self.tensors(Which::Values, "")
    }

    fn state(&self) -> Vec<Tensor> {
        let mut state = self.parameters();
        if self.training.optimizer == super::Optimizer::Adam {
            for (which, prefix) in Which::MOMENTS {
                state.append(&mut self.tensors(which, prefix));
            }
        }
        state.push(Tensor::new("steps", &[1], vec![self.steps]));
        state.push(self.loader.state());
        state.push(stream_tensor(DROPOUT, &self.stream));
        state
    }

    fn restore(&mut self, state: &[Tensor]) -> Result<(), Refused> {
        let adam = self.training.optimizer == super::Optimizer::Adam;
        let moments = Which::MOMENTS.into_iter().filter(|_| adam);
        for (which, prefix) in std::iter::once((Which::Values, "")).chain(moments) {
            for layer in 0..=self.architecture.layers {
                let [outputs, inputs] = shape(&self.halves, layer);
                let weights: &[T] = find(
                    state,
                    &format!("{prefix}{}.weight", 3 * layer),
                    &[outputs, inputs],
                )?;
                let biases: &[T] = find(state, &format!("{prefix}{}.bias", 3 * layer), &[outputs])?;
                scatter(&mut self.halves, layer, which, weights, biases);
            }
        }
        self.steps = find::<u32>(state, "steps", &[1])?[0];
        self.loader.restore(state)?;
        self.stream = find_stream(state, DROPOUT)?;
        Ok(())
    }
}

const DROPOUT: &str = "stream.dropout";
