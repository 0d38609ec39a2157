//! Linear models that learn from one example at a time: W ← W − step·xᵀ, by a rule that gives each class its step.
//!
//! | what | shape |
//! | --- | --- |
//! | x, the inputs of an example | `[input]` |
//! | its scores W x; then its steps | `[class]` |

use super::WATCHED;
use super::linear::Linear;
use super::order::Order;
use crate::formats::tensor::Tensor;
use crate::language::refused::Refused;
use crate::learn::Compute;
use crate::learn::examples::{Examples, Feature, with_inputs};
use crate::learn::kernels::Isa;
use crate::learn::learner::{Evaluation, Learner, Stopped, Watch};
use crate::learn::read_ahead::in_blocks;
use crate::learn::settings::{Settings, Shape};
use crate::learn::streams::NumpyStream;

/// The rule by which a model learns from an example.
pub trait Rule: Send {
    /// The rule with these settings.
    fn new(settings: &Settings) -> Self;

    /// Turns the scores of the classes into their steps; `false` if there is nothing to learn from the example.
    fn steps(&self, isa: Isa, scores: &mut [f64], label: usize) -> bool;
}

/// A linear model with its rule and the state of its training.
pub struct Online<R> {
    rule: R,
    compute: Compute,
    linear: Linear,
    order: Order,
}

impl<R: Rule> Online<R> {
    /// A model with W = 0.
    ///
    /// # Panics
    /// If a size is 0, or there are more than 256 classes.
    pub fn new(settings: &Settings, shape: Shape, compute: Compute) -> Self {
        shape.check();
        Self {
            rule: R::new(settings),
            compute,
            linear: Linear::zeros(shape.classes, shape.inputs),
            order: Order::new(NumpyStream::new(settings.seed), shape.examples),
        }
    }

    fn run<X: Feature<f64>>(
        &mut self,
        inputs: &[X],
        labels: &[u8],
        watch: Watch<'_>,
    ) -> Result<(), Stopped> {
        self.order.next();
        let (compute, linear) = (self.compute, &mut self.linear);
        let blocks: Vec<&[u32]> = self.order.examples().chunks(BLOCK).collect();
        let (width, stride, threads) = (linear.inputs, linear.stride(), compute.threads);
        let mut scores = vec![0.0; linear.classes()];
        let (mut seen, mut stopped) = (0_usize, false);
        in_blocks(threads, inputs, width, stride, &blocks, |block, rows| {
            stopped = seen.is_multiple_of(WATCHED) && !watch(seen);
            seen += block.len();
            for (example, row) in block.iter().zip(rows.chunks_exact(stride)) {
                linear.scores::<X>(compute, row, &mut scores);
                let label = usize::from(labels[*example as usize]);
                if self.rule.steps(compute.isa, &mut scores, label) {
                    linear.step::<X>(compute, row, &mut scores);
                }
            }
            !stopped
        });
        if stopped { Err(Stopped) } else { Ok(()) }
    }
}

/// The number of examples that are gathered at a time; [`WATCHED`] is a multiple of it.
const BLOCK: usize = 256;

impl<R: Rule> Learner for Online<R> {
    fn epoch(&mut self, train: Examples<'_>, watch: Watch<'_>) -> Result<Option<f64>, Stopped> {
        train.expect_count(self.order.examples().len());
        train.expect_width(self.linear.inputs);
        with_inputs!(train, |inputs| self.run(inputs, train.labels, watch))?;
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

    fn restore(&mut self, state: &[Tensor]) -> Result<(), Refused> {
        self.linear.restore(state)?;
        self.order.restore(state)
    }
}
