//! The multi-layer perceptron with one hidden layer, one example at a time, at the speed of matrix products.
//!
//! | what | shape |
//! | --- | --- |
//! | x, the inputs of a block of 16 examples | `[example][input]`, and `[input][16]` |
//! | z₁ = W₁ x + b₁, h = relu(z₁), and d₁, the gradient of z₁ | `[example][unit]`, and `[unit][16]` |
//! | z₂ = W₂ h + b₂, then p = softmax(z₂), then its gradient d₂ | `[class]` |
//!
//! **Look-ahead.** Each example changes W₁ before the next is seen: W₁ ← W₁ − η·d₁ₜ·xₜᵀ. So within a block that begins
//! with W₁, example t sees
//!
//! W₁·xₜ − η·Σ_{s<t} d₁ₛ·⟨xₛ, xₜ⟩,
//!
//! which takes one matrix product for the block, the inner products of its examples, and after the block one step of
//! rank 16. It is the same mathematics in another order of summation. The matrix W₁ is split into two halves of its
//! units, for one thread or two; the serial part is small, and both threads do it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::order::Order;
use crate::formats::tensor::{Tensor, find};
use crate::language::refused::Refused;
use crate::learn::Compute;
use crate::learn::examples::{Examples, Feature, with_inputs};
use crate::learn::kernels::{
    Aligned, Along, Dots, Element, Gradient, LANES, Product, Sgd, Sums, add_biases, pad, padded,
    prefetch, relu, softmax_of_one, transpose, unpadded,
};
use crate::learn::learner::{Evaluation, Learner, Stopped, Watch, argmax};
use crate::learn::settings::{Settings, Shape};
use crate::learn::streams::NumpyStream;
use crate::learn::two_threads::{self, HALVES, Shared, Team};

/// The mean and the standard deviation of the initial weights.
const INITIAL: [f64; 2] = [0.1, 0.1];

/// The network, with the state of its training.
pub struct Mlp {
    compute: Compute,
    learning_rate: f64,
    inputs: usize,
    /// The order of an example's inputs, if it is not their own.
    input_order: Option<Vec<u32>>,
    /// The matrix W₁, in halves of its rows.
    hidden: [Hidden; HALVES],
    above: Above,
    order: Order,
}

/// Half of the rows of W₁.
#[derive(Clone)]
struct Hidden {
    half: usize,
    /// The first unit and the number of units.
    first: usize,
    units: usize,
    /// The rows, `[unit][stride]`.
    weights: Aligned<f64>,
    stride: usize,
}

/// The small parameters: b₁, W₂, b₂.
#[derive(Clone)]
struct Above {
    /// The biases b₁, `[unit]`, padded.
    hidden_biases: Aligned<f64>,
    /// The matrix W₂, `[class][unit]`, padded.
    weights: Aligned<f64>,
    /// The biases b₂, `[class]`.
    biases: Vec<f64>,
    units: usize,
    /// The number of units with padding.
    stride: usize,
}

impl Mlp {
    /// A network with numpy's initial weights.
    ///
    /// # Panics
    /// If a size is 0, or there are more than 256 classes.
    pub fn new(settings: &Settings, shape: Shape, compute: Compute) -> Self {
        shape.check();
        let (inputs, classes, units) = (shape.inputs, shape.classes, settings.hidden_size);
        assert!(units > 0, "no size is 0");
        let permutation = |seed| {
            let inputs = u32::try_from(inputs).expect("images are smaller");
            NumpyStream::new(seed).permutation(inputs)
        };
        let input_order = (settings.input_order > 0).then(|| permutation(settings.input_order));
        let mut stream = NumpyStream::new(settings.seed);
        let mut normal = |count: usize| -> Vec<f64> {
            let [mean, deviation] = INITIAL;
            (0..count).map(|_| stream.normal(mean, deviation)).collect()
        };
        let (first, second) = (normal(units * inputs), normal(classes * units));
        let half = units.div_ceil(2);
        let mut mlp = Self {
            compute,
            learning_rate: settings.learning_rate,
            inputs,
            input_order,
            hidden: [
                Hidden::zeros(0, 0, half, inputs),
                Hidden::zeros(1, half, units - half, inputs),
            ],
            above: Above::zeros(units, classes),
            order: Order::new(stream, shape.examples),
        };
        mlp.set_hidden_weights(&first);
        pad(&second, units, &mut mlp.above.weights, padded(units));
        mlp
    }

    /// Sets W₁, given as `[unit][input]` in the inputs' own order.
    fn set_hidden_weights(&mut self, weights: &[f64]) {
        for hidden in &mut self.hidden {
            let from = weights[hidden.first * self.inputs..].chunks_exact(self.inputs);
            for (row, from) in hidden.weights.chunks_exact_mut(hidden.stride).zip(from) {
                reorder(self.input_order.as_deref(), from, &mut row[..self.inputs]);
            }
        }
    }

    /// The matrix W₁ as `[unit][input]` in the inputs' own order.
    fn hidden_weights(&self) -> Vec<f64> {
        let rows = |hidden: &Hidden| unpadded(&hidden.weights, self.inputs, hidden.stride);
        let weights: Vec<f64> = self.hidden.iter().flat_map(rows).collect();
        let Some(order) = &self.input_order else {
            return weights;
        };
        let mut own = vec![0.0; weights.len()];
        let rows = weights.chunks_exact(self.inputs);
        for (row, own) in rows.zip(own.chunks_exact_mut(self.inputs)) {
            for (weight, input) in row.iter().zip(order) {
                own[*input as usize] = *weight;
            }
        }
        own
    }

    /// Trains on all examples once, and returns the loss of each on the weights before its own update, in the epoch's
    /// order.
    ///
    /// # Errors
    /// [`Stopped`] if `watch` returns `false`.
    ///
    /// # Panics
    /// If [`Learner::epoch`] panics.
    pub fn epoch_losses(
        &mut self,
        train: Examples<'_>,
        watch: Watch<'_>,
    ) -> Result<Vec<f64>, Stopped> {
        train.expect_count(self.order.examples().len());
        train.expect_width(self.inputs);
        self.order.next();
        with_inputs!(train, |inputs| self.run(inputs, train.labels, watch))
    }

    fn run<X: Feature<f64>>(
        &mut self,
        inputs: &[X],
        labels: &[u8],
        watch: Watch<'_>,
    ) -> Result<Vec<f64>, Stopped> {
        let epoch = Epoch {
            compute: self.compute,
            learning_rate: self.learning_rate,
            input_order: self.input_order.as_deref(),
            inputs,
            labels,
            order: self.order.examples(),
            products: Shared::new(self.hidden.each_ref().map(|hidden| hidden.units * LANES)),
            stop_after: AtomicUsize::new(usize::MAX),
            stopped: AtomicBool::new(false),
            watch,
        };
        let [first, second] = &mut self.hidden;
        // Both halves learn the small parameters, with the same values.
        let mut copy = self.above.clone();
        let halves = [(first, &mut self.above), (second, &mut copy)].map(|(hidden, above)| Half {
            block: Block::new(self.inputs),
            serial: Serial::new(above),
            hidden,
            above,
        });
        let [Half { serial, .. }, _] =
            two_threads::run(self.compute.threads, halves, |team| epoch.run(team));
        if epoch.stopped.into_inner() {
            return Err(Stopped);
        }
        Ok(serial.losses)
    }

    fn predict_all<X: Feature<f64>>(&self, inputs: &[X]) -> Vec<u8> {
        let (units, isa) = (self.above.units, self.compute.isa);
        super::predict_in_groups(self.compute, inputs, self.inputs, |inputs| {
            let mut block = Block::<X>::new(self.inputs);
            let mut h = Aligned::zeros(units * LANES);
            let mut z = Aligned::zeros(self.above.biases.len() * LANES);
            let mut predictions = Vec::with_capacity(inputs.len() / self.inputs);
            for group in inputs.chunks(LANES * self.inputs) {
                let examples = group.chunks_exact(self.inputs);
                block.gather(self.input_order.as_deref(), examples);
                for hidden in &self.hidden {
                    let h = &mut h[hidden.first * LANES..][..hidden.units * LANES];
                    hidden.product(self.compute, &block.columns, h);
                    add_biases(isa, h, X::SCALE, &self.above.hidden_biases[hidden.first..]);
                }
                relu(isa, &mut h);
                let product = Product {
                    weights: &self.above.weights,
                    stride: self.above.stride,
                    outputs: self.above.biases.len(),
                    inputs: units,
                    along: Along::Inputs,
                    x: &h,
                    out: &mut z,
                };
                isa.run(product);
                add_biases(isa, &mut z, 1.0, &self.above.biases);
                let prediction = |lane| argmax(z.iter().skip(lane).step_by(LANES));
                predictions.extend((0..group.len() / self.inputs).map(prediction));
            }
            predictions
        })
    }
}

/// Copies a row, in another order if there is one.
fn reorder<A: Copy>(order: Option<&[u32]>, from: &[A], to: &mut [A]) {
    match order {
        None => to.copy_from_slice(from),
        Some(order) => {
            for (to, input) in to.iter_mut().zip(order) {
                *to = from[*input as usize];
            }
        }
    }
}

/// The inputs of sixteen examples.
struct Block<X: Feature<f64>> {
    inputs: usize,
    stride: usize,
    /// The inputs by example, `[example][input]`.
    rows: Aligned<X::Gathered>,
    /// The inputs by input, `[input][16]`.
    columns: Aligned<X::Gathered>,
    /// The inputs of one example in their own order.
    own: Vec<X::Gathered>,
}

impl<X: Feature<f64>> Block<X> {
    fn new(inputs: usize) -> Self {
        let stride = padded(inputs);
        Self {
            inputs,
            stride,
            rows: Aligned::zeros(LANES * stride),
            columns: Aligned::zeros(stride * LANES),
            own: vec![X::Gathered::default(); inputs],
        }
    }

    fn gather<'a>(&mut self, order: Option<&[u32]>, examples: impl Iterator<Item = &'a [X]>)
    where
        X: 'a,
    {
        for (from, row) in examples.zip(self.rows.chunks_exact_mut(self.stride)) {
            let row = &mut row[..self.inputs];
            if order.is_some() {
                X::gather(from, &mut self.own);
                reorder(order, &self.own, row);
            } else {
                X::gather(from, row);
            }
        }
        X::transpose(&self.rows, self.stride, &mut self.columns);
    }
}

impl Hidden {
    fn zeros(half: usize, first: usize, units: usize, inputs: usize) -> Self {
        let stride = padded(inputs);
        Self {
            half,
            first,
            units,
            weights: Aligned::zeros(units * stride),
            stride,
        }
    }

    /// The product W₁·x for a block, without scale and bias.
    fn product<X: Element<f64>>(&self, compute: Compute, columns: &[X], out: &mut [f64]) {
        let product = Product {
            weights: &self.weights,
            stride: self.stride,
            outputs: self.units,
            inputs: self.stride,
            along: Along::Inputs,
            x: columns,
            out,
        };
        compute.isa.run(product);
    }
}

/// The data that the threads of an epoch share.
struct Epoch<'a, X> {
    compute: Compute,
    learning_rate: f64,
    input_order: Option<&'a [u32]>,
    inputs: &'a [X],
    labels: &'a [u8],
    order: &'a [u32],
    /// The products W₁·x of the halves for a block, `[unit][16]`.
    products: Shared<f64>,
    /// The first block after which all threads stop.
    stop_after: AtomicUsize,
    /// Whether the watch stopped the epoch.
    stopped: AtomicBool,
    watch: Watch<'a>,
}

/// Half of W₁ with a copy of all parameters above it, and the values that are computed for a block.
struct Half<'a, X: Feature<f64>> {
    hidden: &'a mut Hidden,
    above: &'a mut Above,
    block: Block<X>,
    serial: Serial,
}

impl<X: Feature<f64>> Epoch<'_, X> {
    /// Trains as one of the threads.
    fn run(&self, team: &mut Team<'_, Half<'_, X>>) {
        let inputs = self.inputs.len() / self.labels.len();
        let of = |example: &u32| &self.inputs[*example as usize * inputs..][..inputs];
        for (number, order) in self.order.chunks(LANES).enumerate() {
            let seen = number * LANES;
            if team.leads() && seen.is_multiple_of(super::WATCHED) && !(self.watch)(seen) {
                self.stop_after.fetch_min(number, Ordering::Relaxed);
                self.stopped.store(true, Ordering::Relaxed);
            }
            team.phase(|half| {
                // Of the block before, all products are there.
                if number > 0 {
                    half.learn(self, number - 1);
                }
                let Half { hidden, block, .. } = half;
                block.gather(self.input_order, order.iter().map(of));
                self.products.write(number, hidden.half, |out| {
                    hidden.product(self.compute, &block.columns, out);
                });
                for example in self.order.iter().skip(seen + LANES).take(LANES) {
                    prefetch(of(example));
                }
            });
            if self.stop_after.load(Ordering::Relaxed) < number {
                return;
            }
        }
        let last = self.order.len().div_ceil(LANES) - 1;
        team.phase(|half| half.learn(self, last));
    }
}

impl<X: Feature<f64>> Half<'_, X> {
    /// Learns from block `number`, whose inputs are gathered and whose products both halves have written.
    fn learn(&mut self, epoch: &Epoch<'_, X>, number: usize) {
        let Self {
            hidden,
            above,
            block,
            serial,
        } = self;
        let mut blocks = epoch.order.chunks(LANES);
        let order = blocks.nth(number).expect("a block of the epoch");
        let mut first = 0;
        for half in 0..HALVES {
            epoch.products.read(number, half, |products| {
                serial.products[first..first + products.len()].copy_from_slice(products);
                first += products.len();
            });
        }
        transpose(&serial.products, &mut serial.z, above.stride);
        above.learn(epoch, order, block, serial);
        if serial.losses.last().is_some_and(|loss| loss.is_nan()) {
            epoch.stop_after.fetch_min(number, Ordering::Relaxed);
        }
        let gradient = Gradient {
            d: &serial.d[hidden.first * LANES..][..hidden.units * LANES],
            outputs: hidden.units,
            x: &block.rows,
            x_stride: block.stride,
            examples: order.len(),
            stride: block.stride,
        };
        let mut update = Sgd {
            weights: &mut hidden.weights,
            scale: X::SCALE,
            learning_rate: epoch.learning_rate,
            decay: 0.0,
        };
        gradient.give(epoch.compute.isa, &mut update);
    }
}

/// The values that are computed example by example.
struct Serial {
    /// The products W₁·x of the block, `[unit][16]`.
    products: Vec<f64>,
    /// The products as `[example][unit]`, and later h.
    z: Vec<f64>,
    /// The gradients d₁, `[example][unit]`.
    d_rows: Vec<f64>,
    /// The gradients d₁, `[unit][16]`.
    d: Aligned<f64>,
    /// The scores z₂, `[class][16]`, of which only the first lane is used.
    lanes: Aligned<f64>,
    /// The scores z₂, then p, then d₂, `[class]`.
    scores: Vec<f64>,
    losses: Vec<f64>,
}

impl Serial {
    fn new(above: &Above) -> Self {
        let rows = LANES * above.stride;
        Self {
            products: vec![0.0; above.units * LANES],
            z: vec![0.0; rows],
            d_rows: vec![0.0; rows],
            d: Aligned::zeros(above.stride * LANES),
            lanes: Aligned::zeros(above.biases.len() * LANES),
            scores: vec![0.0; above.biases.len()],
            losses: Vec::with_capacity(LANES),
        }
    }
}

impl Above {
    fn zeros(units: usize, classes: usize) -> Self {
        let stride = padded(units);
        Self {
            hidden_biases: Aligned::zeros(stride),
            weights: Aligned::zeros(classes * stride),
            biases: vec![0.0; classes],
            units,
            stride,
        }
    }

    /// Does the forward and backward passes for the examples of a block, one after the other; W₁ does not change, and
    /// at the end `serial` has the d₁ of all examples.
    fn learn<X: Feature<f64>>(
        &mut self,
        epoch: &Epoch<'_, X>,
        order: &[u32],
        block: &Block<X>,
        serial: &mut Serial,
    ) {
        let (stride, learning_rate) = (self.stride, epoch.learning_rate);
        for (t, example) in order.iter().enumerate() {
            let label = usize::from(epoch.labels[*example as usize]);
            let z = &mut serial.z[t * stride..][..stride];
            let x_t = &block.rows[t * block.stride..][..block.stride];
            // z₁ of this example, with what the examples before it have changed.
            for (z, bias) in z.iter_mut().zip(&*self.hidden_biases) {
                *z = *z * X::SCALE + bias;
            }
            let rows = block.rows.chunks_exact(block.stride);
            for (x_s, d_s) in rows.zip(serial.d_rows.chunks_exact(stride)).take(t) {
                let factor = learning_rate * (X::inner_product(x_s, x_t) * (X::SCALE * X::SCALE));
                for (z, d) in z.iter_mut().zip(d_s) {
                    *z -= factor * d;
                }
            }
            for z in z.iter_mut() {
                // NaN stays NaN.
                *z = if *z <= 0.0 { 0.0 } else { *z };
            }
            let h = &*z;
            self.scores(epoch.compute, h, &mut serial.lanes);
            let first_lanes = serial.lanes.iter().step_by(LANES);
            for (score, lane) in serial.scores.iter_mut().zip(first_lanes) {
                *score = *lane;
            }
            let score = serial.scores[label];
            let (max, sum) = softmax_of_one(epoch.compute.isa, &mut serial.scores);
            serial.losses.push(max + sum.ln() - score);
            serial.scores[label] -= 1.0;
            let d = &mut serial.d_rows[t * stride..][..stride];
            self.backward(h, &serial.scores, d, learning_rate);
        }
        let units = self.units;
        serial.d_rows[order.len() * stride..].fill(0.0);
        for (unit, d) in serial.d.chunks_exact_mut(LANES).take(units).enumerate() {
            for (d, row) in d.iter_mut().zip(serial.d_rows.chunks_exact(stride)) {
                *d = row[unit];
            }
        }
    }

    /// Computes the scores z₂ = W₂ h + b₂.
    fn scores(&self, compute: Compute, h: &[f64], z: &mut [f64]) {
        let dots = Dots {
            weights: &self.weights,
            stride: self.stride,
            outputs: self.biases.len(),
            x: h,
            x_stride: self.stride,
            examples: 1,
            out: z,
        };
        compute.isa.run(dots);
        add_biases(compute.isa, z, 1.0, &self.biases);
    }

    /// Computes d₁ = relu′(z₁)·W₂ᵀ·d₂, with W₂ as it was; then takes the steps of b₁, W₂ and b₂.
    fn backward(&mut self, h: &[f64], d_scores: &[f64], d: &mut [f64], learning_rate: f64) {
        d.fill(0.0);
        let rows = self.weights.chunks_exact_mut(self.stride);
        for ((weights, bias), d_score) in rows.zip(&mut self.biases).zip(d_scores) {
            let step = learning_rate * d_score;
            for ((weight, d), h) in weights.iter_mut().zip(&mut *d).zip(h) {
                *d += *weight * d_score;
                *weight -= step * h;
            }
            *bias -= step;
        }
        for ((d, h), bias) in d.iter_mut().zip(h).zip(&mut *self.hidden_biases) {
            *d = if *h > 0.0 { *d } else { 0.0 };
            *bias -= learning_rate * *d;
        }
    }
}

impl Learner for Mlp {
    fn epoch(&mut self, train: Examples<'_>, watch: Watch<'_>) -> Result<Option<f64>, Stopped> {
        let losses = self.epoch_losses(train, watch)?;
        Ok(Some(losses.iter().sum::<f64>() / losses.len() as f64))
    }

    fn evaluate(&self, examples: Examples<'_>) -> Evaluation {
        examples.expect_width(self.inputs);
        let predictions = with_inputs!(examples, |inputs| self.predict_all(inputs));
        Evaluation {
            loss: None,
            predictions,
        }
    }

    fn parameters(&self) -> Vec<Tensor> {
        let above = &self.above;
        let (units, classes) = (above.units, above.biases.len());
        let hidden_biases = above.hidden_biases[..units].to_vec();
        let weights = unpadded(&above.weights, units, above.stride);
        vec![
            Tensor::new("0.weight", &[units, self.inputs], self.hidden_weights()),
            Tensor::new("0.bias", &[units], hidden_biases),
            Tensor::new("2.weight", &[classes, units], weights),
            Tensor::new("2.bias", &[classes], above.biases.clone()),
        ]
    }

    fn state(&self) -> Vec<Tensor> {
        let mut state = self.parameters();
        state.extend(self.order.state());
        state
    }

    fn restore(&mut self, state: &[Tensor]) -> Result<(), Refused> {
        let (units, classes) = (self.above.units, self.above.biases.len());
        self.set_hidden_weights(find(state, "0.weight", &[units, self.inputs])?);
        let above = &mut self.above;
        above.hidden_biases[..units].copy_from_slice(find(state, "0.bias", &[units])?);
        let weights = find(state, "2.weight", &[classes, units])?;
        pad(weights, units, &mut above.weights, above.stride);
        let biases = find(state, "2.bias", &[classes])?;
        above.biases.copy_from_slice(biases);
        self.order.restore(state)
    }
}
