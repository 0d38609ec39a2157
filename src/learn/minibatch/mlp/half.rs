//! One half of the units of every layer, with their weights: the work of one thread.
//!
//! | what | shape |
//! | --- | --- |
//! | x, the inputs of a slice | `[example][input]`, and by groups `[input][16]` |
//! | hₗ, the activations of layer l | `[group][unit][16]`, and `[example][unit]` |
//! | dₗ, the gradients of its pre-activations | `[group][unit][16]` |
//! | scores and their gradients | `[group][class][16]` |
//!
//! A half has all inputs of its units, and of the output layer the columns of its units.

use super::SLICE;
use super::exchange::Exchange;
use crate::learn::examples::Feature;
use crate::learn::kernels::{
    Aligned, Along, Elementary, Isa, LANES, Number, drop_out, padded, prefetch, relu,
    relu_backward, softmax, tanh, tanh_backward, transpose,
};
use crate::learn::minibatch::cross_entropy::{CrossEntropy, to_gradients};
use crate::learn::minibatch::layer::{Descent, Layer, Place};
use crate::learn::minibatch::optimizer::Step;
use crate::learn::settings::{Activation, Settings};
use crate::learn::two_threads::HALVES;

/// The weights of one half of the units.
#[derive(Clone)]
pub struct Half<T> {
    /// The number of the half, 0 or 1.
    pub number: usize,
    /// The number of units that each half has in each hidden layer.
    pub units: [usize; HALVES],
    /// The rows of the hidden layers for these units.
    pub hidden: Vec<Layer<T>>,
    /// The columns of the output layer for these units. Both halves have all its biases, and learn the same values for
    /// them.
    pub output: Layer<T>,
}

/// A slice of a batch.
#[derive(Clone, Copy)]
pub struct Slice<'a> {
    /// The number of the slice, over all batches.
    pub number: usize,
    /// The numbers of the slice's examples.
    pub order: &'a [u32],
    /// The numbers of these examples and all that follow them in the epoch.
    pub rest: &'a [u32],
    /// The number of examples of the batch before this slice.
    pub offset: usize,
    /// The number of examples of the batch.
    pub batch: usize,
    /// The place of the slice in its batch.
    pub place: Place,
}

impl Slice<'_> {
    fn len(&self) -> usize {
        self.order.len()
    }

    fn groups(&self) -> usize {
        self.order.len().div_ceil(LANES)
    }
}

/// The data that is the same for all slices of an epoch, or of an evaluation.
#[derive(Clone, Copy)]
pub struct Pass<'a, T> {
    /// The instruction set to use.
    pub isa: Isa,
    /// The activation g of the hidden units.
    pub activation: Activation,
    /// The factor 1/(1 − p), if there is dropout.
    pub dropout: Option<T>,
    /// The labels of all examples.
    pub labels: &'a [u8],
    /// The numbers that the halves exchange.
    pub exchange: &'a Exchange<T>,
}

/// The values that a half computes for a slice.
pub struct Activations<T, X> {
    rows: Aligned<X>,
    /// The inputs, `[input][16]` by groups.
    columns: Aligned<X>,
    /// The activations of this half's units.
    own: Vec<Aligned<T>>,
    /// The activations of all units, for all hidden layers but the last.
    all: Vec<Aligned<T>>,
    /// The inputs of the layer above by example: all units, or this half's units for the last layer.
    by_example: Vec<Aligned<T>>,
    /// The dropout masks of this half's units for the slice, `[layer]`.
    kept: Vec<Aligned<u8>>,
    scores: Aligned<T>,
    d: Aligned<T>,
    /// The losses and predictions of the slice.
    pub cross_entropy: CrossEntropy,
    /// In training, the sum of the batches' mean losses; in evaluation, the sum of the examples' losses.
    pub losses: f64,
    /// The predictions of all slices, in evaluation.
    pub predictions: Vec<u8>,
}

impl<T: Elementary> Half<T> {
    /// Space for the activations of a slice.
    pub fn activations<X: Feature<T>>(&self, settings: &Settings) -> Activations<T, X::Gathered> {
        let layers = self.hidden.len();
        let (own, all) = (self.units[self.number], self.units.iter().sum::<usize>());
        let stride = self.hidden[0].stride;
        let inner = layers - 1;
        let drops = settings.dropout > 0.0;
        let kept = if drops { own * SLICE } else { 0 };
        Activations {
            rows: Aligned::zeros(SLICE * stride),
            columns: Aligned::zeros(stride * LANES),
            own: (0..layers).map(|_| Aligned::zeros(own * SLICE)).collect(),
            all: (0..inner).map(|_| Aligned::zeros(all * SLICE)).collect(),
            by_example: (0..layers)
                .map(|layer| Aligned::zeros(SLICE * padded(if layer < inner { all } else { own })))
                .collect(),
            kept: (0..layers).map(|_| Aligned::zeros(kept)).collect(),
            scores: Aligned::zeros(self.output.outputs * SLICE),
            d: Aligned::zeros(own * SLICE),
            cross_entropy: CrossEntropy::default(),
            losses: 0.0,
            predictions: Vec::new(),
        }
    }

    /// Copies the slice's inputs.
    pub fn gather<X: Feature<T>>(
        &self,
        inputs: &[X],
        slice: &Slice<'_>,
        a: &mut Activations<T, X::Gathered>,
    ) {
        let (width, stride) = (self.hidden[0].inputs, self.hidden[0].stride);
        let of = |example: u32| &inputs[example as usize * width..][..width];
        for (place, row) in a
            .rows
            .chunks_exact_mut(stride)
            .enumerate()
            .take(slice.len())
        {
            X::gather(of(slice.order[place]), &mut row[..width]);
            if let Some(later) = slice.rest.get(place + LANES) {
                prefetch(of(*later));
            }
        }
        let rest = slice.len() * stride..slice.groups() * LANES * stride;
        a.rows[rest].fill(X::Gathered::default());
    }

    /// Copies this half's dropout masks for the slice.
    pub fn take_masks<X>(&self, masks: &[bool], slice: &Slice<'_>, a: &mut Activations<T, X>) {
        let (own, all) = (self.units[self.number], self.units.iter().sum::<usize>());
        let first = if self.number == 0 { 0 } else { self.units[0] };
        for (layer, kept) in a.kept.iter_mut().enumerate() {
            let masks = &masks[(layer * slice.batch + slice.offset) * all..];
            for (example, mask) in masks.chunks(all).take(slice.len()).enumerate() {
                let (group, lane) = (example / LANES, example % LANES);
                for (unit, mask) in mask[first..first + own].iter().enumerate() {
                    kept[(group * own + unit) * LANES + lane] = u8::from(*mask);
                }
            }
        }
    }

    /// Computes hₗ = g(Wₗ·hₗ₋₁ + bₗ), with dropout if `dropout` is 1/(1 − p); after the last layer also this half's
    /// share of the scores.
    pub fn forward<X: Feature<T>>(
        &self,
        pass: &Pass<'_, T>,
        layer: usize,
        slice: &Slice<'_>,
        a: &mut Activations<T, X::Gathered>,
    ) {
        let (isa, exchange) = (pass.isa, pass.exchange);
        let own = self.units[self.number];
        if layer > 0 {
            self.collect(layer - 1, slice, exchange, &mut a.all[layer - 1]);
        }
        let weights = &self.hidden[layer];
        let h = &mut a.own[layer][..slice.groups() * own * LANES];
        for (group, h) in h.chunks_exact_mut((own * LANES).max(1)).enumerate() {
            if layer == 0 {
                let rows = &a.rows[group * LANES * weights.stride..];
                X::transpose(rows, weights.stride, &mut a.columns);
                weights.forward(isa, &a.columns, T::of(X::SCALE), h);
            } else {
                let all = weights.inputs * LANES;
                weights.forward(isa, &a.all[layer - 1][group * all..][..all], T::of(1.0), h);
            }
            match pass.activation {
                Activation::Relu => relu(isa, h),
                Activation::Tanh => tanh(isa, h),
            }
        }
        if let Some(factor) = pass.dropout {
            drop_out(isa, h, &a.kept[layer][..h.len()], factor);
        }
        if layer + 1 < self.hidden.len() {
            let h = &*h;
            exchange.activations[layer].write(slice.number, self.number, |to| {
                to[..h.len()].copy_from_slice(h);
            });
        } else {
            exchange.scores.write(slice.number, self.number, |scores| {
                let scores = scores.chunks_exact_mut(self.output.outputs * LANES);
                for (group, scores) in scores.take(slice.groups()).enumerate() {
                    let h = &h[group * own * LANES..][..own * LANES];
                    self.output.product(isa, Along::Inputs, h, scores);
                }
            });
        }
    }

    /// Collects the activations of all units of an inner layer.
    fn collect(&self, layer: usize, slice: &Slice<'_>, exchange: &Exchange<T>, all: &mut [T]) {
        let width = self.units.iter().sum::<usize>() * LANES;
        let mut first = 0;
        for (half, units) in self.units.iter().enumerate() {
            let units = units * LANES;
            exchange.activations[layer].read(slice.number, half, |h| {
                for group in 0..slice.groups() {
                    let to = &mut all[group * width + first..][..units];
                    to.copy_from_slice(&h[group * units..][..units]);
                }
            });
            first += units;
        }
    }

    /// Computes the scores W·h + b of the slice; both halves add in the same order.
    fn add_scores<X>(&self, slice: &Slice<'_>, exchange: &Exchange<T>, a: &mut Activations<T, X>) {
        let length = slice.groups() * self.output.outputs * LANES;
        let scores = &mut a.scores[..length];
        exchange.scores.read(slice.number, 0, |first| {
            scores.copy_from_slice(&first[..length]);
        });
        exchange.scores.read(slice.number, 1, |second| {
            for (score, second) in scores.iter_mut().zip(second) {
                *score = *score + *second;
            }
        });
        let biases = &self.output.biases.values()[..self.output.outputs];
        let rows = scores.chunks_exact_mut(LANES);
        for (row, bias) in rows.zip(biases.iter().cycle()) {
            for score in row {
                *score = *score + *bias;
            }
        }
    }

    /// Computes the losses and predictions of a slice; the scores become probabilities.
    pub fn cross_entropy<X>(
        &self,
        pass: &Pass<'_, T>,
        slice: &Slice<'_>,
        a: &mut Activations<T, X>,
    ) {
        self.add_scores(slice, pass.exchange, a);
        a.cross_entropy = CrossEntropy::default();
        let scores = a.scores.chunks_exact_mut(self.output.outputs * LANES);
        for (order, scores) in slice.order.chunks(LANES).zip(scores) {
            a.cross_entropy.add(pass.labels, order, scores);
            a.cross_entropy.loss += softmax(pass.isa, scores).log_sums(order.len());
        }
    }

    /// Computes the gradients of the pre-activations of layer `layer` from the layer above it, and takes the step of
    /// the layer above.
    ///
    /// For the last hidden layer, the layer above is the output layer; for the others, the partial sums that both
    /// halves have written are used. The layer's own weights then learn, and below an inner layer the partial sums are
    /// written.
    pub fn backward<X: Feature<T>>(
        &mut self,
        pass: &Pass<'_, T>,
        layer: usize,
        step: &Step<T>,
        slice: &Slice<'_>,
        a: &mut Activations<T, X::Gathered>,
    ) {
        let (isa, exchange) = (pass.isa, pass.exchange);
        let descent = Descent {
            isa,
            step,
            place: slice.place,
        };
        let own = self.units[self.number];
        let length = slice.groups() * own * LANES;
        if layer + 1 == self.hidden.len() {
            self.cross_entropy(pass, slice, a);
            a.losses += a.cross_entropy.loss / slice.batch as f64;
            self.output_backward(pass, &descent, slice, a);
        } else {
            self.add_gradients(layer, slice, exchange, &mut a.d[..length]);
        }
        let (d, h) = (&mut a.d[..length], &a.own[layer][..length]);
        if let Some(factor) = pass.dropout {
            drop_out(isa, d, &a.kept[layer][..length], factor);
        }
        match pass.activation {
            Activation::Relu => relu_backward(isa, d, h),
            Activation::Tanh => match pass.dropout {
                // h was dropped out and scaled; the derivative is of what it was before.
                Some(factor) => {
                    let before: Vec<T> = h
                        .iter()
                        .map(|h| T::of(h.to_f64() / factor.to_f64()))
                        .collect();
                    tanh_backward(isa, d, &before);
                }
                None => tanh_backward(isa, d, h),
            },
        }
        let d = &*d;
        if layer > 0 {
            let weights = &self.hidden[layer];
            let (below, own) = (weights.inputs * LANES, own * LANES);
            exchange.gradients[layer - 1].write(slice.number, self.number, |out| {
                for group in 0..slice.groups() {
                    weights.backward(
                        isa,
                        &d[group * own..][..own],
                        &mut out[group * below..][..below],
                    );
                }
            });
            let h = &mut a.by_example[layer - 1];
            by_example(
                &a.all[layer - 1],
                self.hidden[layer].inputs,
                slice.groups(),
                h,
            );
            self.hidden[layer].learn(&descent, d, &*h, slice.len(), T::of(1.0));
        } else {
            self.hidden[0].learn(&descent, d, &a.rows, slice.len(), T::of(X::SCALE));
        }
    }

    /// Computes d = Wᵀ·(p − onehot(y))/n for the last hidden layer, and takes the output layer's step.
    fn output_backward<X>(
        &mut self,
        pass: &Pass<'_, T>,
        descent: &Descent<'_, T>,
        slice: &Slice<'_>,
        a: &mut Activations<T, X>,
    ) {
        let (classes, own) = (self.output.outputs, self.units[self.number]);
        let d_scores = &mut a.scores[..slice.groups() * classes * LANES];
        for (order, d) in slice
            .order
            .chunks(LANES)
            .zip(d_scores.chunks_exact_mut(classes * LANES))
        {
            to_gradients(d, pass.labels, order, slice.batch);
        }
        let layers = self.hidden.len();
        if own > 0 {
            for (d, d_scores) in
                a.d.chunks_exact_mut(own * LANES)
                    .zip(d_scores.chunks_exact(classes * LANES))
            {
                self.output.backward(pass.isa, d_scores, d);
            }
        }
        let h = &mut a.by_example[layers - 1];
        by_example(&a.own[layers - 1], own, slice.groups(), h);
        self.output
            .learn(descent, d_scores, &*h, slice.len(), T::of(1.0));
    }

    /// Adds the gradients of this half's activations: both halves' sums, half 0's first.
    fn add_gradients(&self, layer: usize, slice: &Slice<'_>, exchange: &Exchange<T>, d: &mut [T]) {
        let width = self.units.iter().sum::<usize>() * LANES;
        let own = self.units[self.number] * LANES;
        let first = if self.number == 0 {
            0
        } else {
            self.units[0] * LANES
        };
        exchange.gradients[layer].read(slice.number, 0, |one| {
            exchange.gradients[layer].read(slice.number, 1, |other| {
                for (group, d) in d.chunks_exact_mut(own.max(1)).enumerate() {
                    let place = group * width + first..group * width + first + own;
                    for (d, (one, other)) in d
                        .iter_mut()
                        .zip(one[place.clone()].iter().zip(&other[place]))
                    {
                        *d = *one + *other;
                    }
                }
            });
        });
    }
}

/// Copies `[group][unit][16]` to `[example][unit]`, padded.
fn by_example<T: Number>(h: &[T], units: usize, groups: usize, to: &mut [T]) {
    let stride = padded(units);
    if units > 0 {
        let groups = h.chunks_exact(units * LANES).take(groups);
        for (h, to) in groups.zip(to.chunks_exact_mut(LANES * stride)) {
            transpose(h, to, stride);
        }
    }
}
