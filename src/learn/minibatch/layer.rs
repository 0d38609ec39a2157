//! A linear layer, or the part of one that belongs to one half of the units.

use super::optimizer::Step;
use crate::learn::kernels::{
    Adam, AdamRates, Aligned, Along, Element, Gradient, Isa, Keep, Number, Product, Sgd, Sums,
    add_biases, padded, row_sums,
};
use crate::learn::settings::Optimizer;
use crate::learn::streams::TorchStream;

/// A linear layer z = W·x + b.
#[derive(Clone)]
pub struct Layer<T> {
    /// The weights W, `[output][stride]`.
    pub weights: Parameters<T>,
    /// The biases b, `[output]`, padded.
    pub biases: Parameters<T>,
    /// The sums of the biases' gradients over a slice.
    bias_sums: Aligned<T>,
    /// The number of outputs.
    pub outputs: usize,
    /// The number of inputs.
    pub inputs: usize,
    /// The number of inputs with padding.
    pub stride: usize,
}

/// Parameters, with the moments that the optimizer keeps for each.
#[derive(Clone)]
pub struct Parameters<T> {
    /// The values of the parameters, and Adam's m and v for each; these two are empty for SGD.
    pub numbers: [Aligned<T>; 3],
    /// The sums of gradients over the slices of a batch so far; empty until a batch has two slices.
    sums: Aligned<T>,
}

/// The place of a slice in its batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Whether the slice is the first of its batch.
    pub first: bool,
    /// Whether the slice is the last of its batch, after which the step is taken.
    pub last: bool,
}

/// The way in which a layer learns from a slice.
#[derive(Clone, Copy)]
pub struct Descent<'a, T> {
    /// The instruction set to use.
    pub isa: Isa,
    /// The step of the batch.
    pub step: &'a Step<T>,
    /// The place of the slice in its batch.
    pub place: Place,
}

/// The beginnings of the names in a state of a parameter's value, and of what the optimizer keeps for it.
pub fn prefixes(optimizer: Optimizer) -> &'static [&'static str] {
    match optimizer {
        Optimizer::Sgd => &[""],
        Optimizer::Adam => &["", "adam.first.", "adam.second."],
    }
}

/// Draws torch's initial weights and biases of a linear layer.
pub fn initial<T: Number>(stream: &mut TorchStream, [outputs, inputs]: [usize; 2]) -> [Vec<T>; 2] {
    let (weights, biases) = stream.linear(inputs, outputs);
    let widened = |values: Vec<f32>| {
        values
            .into_iter()
            .map(|value| T::of(value.into()))
            .collect()
    };
    [weights, biases].map(widened)
}

impl<T: Number> Parameters<T> {
    fn zeros(length: usize, optimizer: Optimizer) -> Self {
        let kept = prefixes(optimizer).len();
        Self {
            numbers: [0, 1, 2].map(|number| Aligned::zeros(if number < kept { length } else { 0 })),
            sums: Aligned::zeros(0),
        }
    }

    /// The values of the parameters.
    pub fn values(&self) -> &[T] {
        &self.numbers[0]
    }

    /// Takes the sums of the gradients over a slice of the batch: takes the step, or adds to the sums for it.
    fn learn(&mut self, descent: &Descent<'_, T>, scale: T, sums: &(impl Sums<T> + ?Sized)) {
        let Descent { isa, step, place } = *descent;
        let Place { first, last } = place;
        if first && last {
            self.step(isa, step, scale, sums);
            return;
        }
        let mut kept = std::mem::replace(&mut self.sums, Aligned::zeros(0));
        if kept.is_empty() {
            kept = Aligned::zeros(self.values().len());
        }
        let (add, into) = (!first, &mut *kept);
        sums.give(isa, &mut Keep { sums: into, add });
        if last {
            self.step(isa, step, scale, &*kept);
        }
        self.sums = kept;
    }

    fn step(&mut self, isa: Isa, step: &Step<T>, scale: T, sums: &(impl Sums<T> + ?Sized)) {
        let [weights, first_moments, second_moments] = &mut self.numbers;
        match *step {
            Step::Sgd {
                learning_rate,
                decay,
            } => {
                let mut sgd = Sgd {
                    weights,
                    scale,
                    learning_rate,
                    decay,
                };
                sums.give(isa, &mut sgd);
            }
            Step::Adam(rates) => {
                let rates = AdamRates { scale, ..rates };
                let mut adam = Adam {
                    weights,
                    first_moments,
                    second_moments,
                    rates,
                };
                sums.give(isa, &mut adam);
            }
        }
    }
}

impl<T: Number> Layer<T> {
    /// A layer of zeros.
    pub fn zeros(outputs: usize, inputs: usize, optimizer: Optimizer) -> Self {
        let stride = padded(inputs);
        Self {
            weights: Parameters::zeros(outputs * stride, optimizer),
            biases: Parameters::zeros(padded(outputs), optimizer),
            bias_sums: Aligned::zeros(padded(outputs)),
            outputs,
            inputs,
            stride,
        }
    }

    /// Computes `out[o][e] = scale·Σᵢ w[o][i]·x[i][e] + b[o]` for a group of examples `x[input][16]`.
    pub fn forward<X: Element<T>>(&self, isa: Isa, x: &[X], scale: T, out: &mut [T]) {
        self.product(isa, Along::Inputs, x, out);
        add_biases(isa, out, scale, self.biases.values());
    }

    /// Computes `out[i][e] = Σₒ w[o][i]·d[o][e]`, the gradients of the inputs from those of the outputs.
    pub fn backward(&self, isa: Isa, d: &[T], out: &mut [T]) {
        self.product(isa, Along::Outputs, d, out);
    }

    /// Computes the sums alone, without the biases.
    pub fn product<X: Element<T>>(&self, isa: Isa, along: Along, x: &[X], out: &mut [T]) {
        let product = Product {
            weights: self.weights.values(),
            stride: self.stride,
            outputs: self.outputs,
            inputs: self.inputs,
            along,
            x,
            out,
        };
        isa.run(product);
    }

    /// Learns from the gradients `d[group][output][16]` of a slice of a batch, whose inputs are `x[example][stride]`,
    /// times `scale`.
    pub fn learn<X: Element<T>>(
        &mut self,
        descent: &Descent<'_, T>,
        d: &[T],
        x: &[X],
        examples: usize,
        scale: T,
    ) {
        let gradient = Gradient {
            d,
            outputs: self.outputs,
            x,
            x_stride: self.stride,
            examples,
            stride: self.stride,
        };
        self.weights.learn(descent, scale, &gradient);
        row_sums(descent.isa, d, self.outputs, &mut self.bias_sums);
        self.biases.learn(descent, T::of(1.0), &*self.bias_sums);
    }
}
