//! Logistic regression, one example at a time: W ← W + η·(onehot(y) − softmax(W x))·xᵀ.

use super::check_examples;
use super::linear::Linear;
use super::order::Order;
use crate::learn::Compute;
use crate::learn::examples::{Examples, Feature, Inputs};
use crate::learn::kernels::{Aligned, LANES, softmax_of_one};
use crate::learn::learner::{Evaluation, Learner, Stopped, Watch};
use crate::learn::random::NumpyStream;
use crate::learn::tensor::{Tensor, TensorError};

/// The model and its place in the training.
pub struct LogisticRegression {
    compute: Compute,
    learning_rate: f64,
    linear: Linear,
    order: Order,
}

impl LogisticRegression {
    /// W = 0, to be trained on so many examples of so many inputs and classes.
    ///
    /// # Panics
    /// If a size is 0, or there are more than 256 classes.
    pub fn new(
        seed: u32,
        learning_rate: f64,
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
            learning_rate,
            linear: Linear::zeros(classes, inputs),
            order: Order::new(NumpyStream::new(seed), examples),
        }
    }

    /// An epoch.
    fn run<X: Feature<f64>>(
        &mut self,
        inputs: &[X],
        labels: &[u8],
        watch: Watch<'_>,
    ) -> Result<(), Stopped> {
        self.order.next();
        let Self {
            compute,
            learning_rate,
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
            for (step, z) in steps.iter_mut().zip(z.iter().step_by(LANES)) {
                *step = *z;
            }
            softmax_of_one(compute.isa, &mut steps);
            steps[usize::from(labels[*example as usize])] -= 1.0;
            for step in &mut steps {
                *step *= *learning_rate;
            }
            linear.step::<X>(*compute, &row, &mut steps);
        }
        Ok(())
    }
}

impl Learner for LogisticRegression {
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
