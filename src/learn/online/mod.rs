//! Question 1: one example at a time, in double precision, as numpy computes (REFERENCE 5).

mod linear;
pub mod logistic_regression;
pub mod mlp;
mod order;
pub mod perceptron;
pub mod rule;

pub use logistic_regression::LogisticRegression;
pub use mlp::Mlp;
pub use perceptron::Perceptron;

use crate::learn::Compute;
use crate::learn::examples::Feature;
use crate::learn::kernels::LANES;

/// The number of examples between two calls of a [`super::learner::Watch`].
const WATCHED: usize = 1024;

/// Predicts all examples, on all threads; `predict` is given the inputs of some of them.
fn predict_in_groups<X: Feature<f64>>(
    compute: Compute,
    inputs: &[X],
    width: usize,
    predict: impl Fn(&[X]) -> Vec<u8> + Sync,
) -> Vec<u8> {
    let examples = (inputs.len() / width)
        .div_ceil(compute.threads)
        .next_multiple_of(LANES);
    let mut shares = inputs.chunks(examples.max(LANES) * width);
    let first = shares.next();
    std::thread::scope(|scope| {
        let others: Vec<_> = shares.map(|share| scope.spawn(|| predict(share))).collect();
        let mut predictions = first.map(&predict).unwrap_or_default();
        for other in others {
            predictions.append(&mut other.join().expect("no prediction panics"));
        }
        predictions
    })
}
