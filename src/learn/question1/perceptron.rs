//! The multiclass perceptron: a mistake adds the example to its class's row and takes it from the other's.
//!
//! All sums are of multiples of 1/256 and exact in double precision, so this is numpy's perceptron in every bit, for
//! any order of summation.

use super::linear::Linear;
use super::order::Order;
use super::{argmax, check_examples};
use crate::learn::Compute;
use crate::learn::examples::{Examples, Feature, Inputs};
use crate::learn::kernels::{Aligned, LANES};
use crate::learn::learner::{Evaluation, Learner, Stopped, Watch};
use crate::learn::random::NumpyStream;
use crate::learn::tensor::{Tensor, TensorError};

/// The model and its place in the training.
pub struct Perceptron {
    compute: Compute,
    linear: Linear,
    order: Order,
}

impl Perceptron {
    /// W = 0, to be trained on so many examples of so many inputs and classes.
    ///
    /// # Panics
    /// If a size is 0, or there are more than 256 classes.
    pub fn new(
        seed: u32,
        inputs: usize,
        classes: usize,
        examples: usize,
        compute: Compute,
    ) -> Self {
        assert!(
            inputs > 0 && (1..=256).contains(&classes),
            "inputs, and 1 to 256 classes"
        );
        Self {
            compute,
            linear: Linear::zeros(classes, inputs),
            order: Order::new(NumpyStream::new(seed), examples),
        }
    }

    fn run<X: Feature<f64>>(
        &mut self,
        inputs: &[X],
        labels: &[u8],
        watch: Watch<'_>,
    ) -> Result<(), Stopped> {
        self.order.next();
        let Self {
            compute,
            linear,
            order,
        } = self;
        let order = order.examples();
        let mut row = linear.row::<X>();
        let mut z = Aligned::zeros(linear.classes() * LANES);
        let mut steps = vec![0.0; linear.classes()];
        for (place, example) in order.iter().enumerate() {
            if place.is_multiple_of(super::WATCHED) && !watch(place) {
                return Err(Stopped);
            }
            linear.gather(inputs, order, place, &mut row);
            linear.scores::<X>(*compute, &row, &mut z);
            let (guess, label) = (argmax(&z, 0), labels[*example as usize]);
            if guess != label {
                steps.fill(0.0);
                steps[usize::from(label)] = -1.0;
                steps[usize::from(guess)] = 1.0;
                linear.step::<X>(*compute, &row, &mut steps);
            }
        }
        Ok(())
    }
}

impl Learner for Perceptron {
    fn epoch(&mut self, train: Examples<'_>, watch: Watch<'_>) -> Result<Option<f64>, Stopped> {
        check_examples(train, self.linear.inputs, self.order.examples().len());
        match train.inputs {
            Inputs::Pixels(pixels) => self.run(pixels, train.labels, watch),
            Inputs::Numbers(numbers) => self.run(numbers, train.labels, watch),
        }?;
        Ok(None)
    }

    fn evaluate(&self, examples: Examples<'_>) -> Evaluation {
        Evaluation {
            loss: None,
            predictions: self.linear.predict(self.compute, examples),
        }
    }

    fn parameters(&self) -> Vec<Tensor> {
        self.linear.parameters()
    }

    fn state(&self) -> Vec<Tensor> {
        let mut state = self.parameters();
        state.extend(self.order.state());
        state
    }

    fn restore(&mut self, state: &[Tensor]) -> Result<(), TensorError> {
        self.linear.restore(state)?;
        self.order.restore(state)
    }
}
