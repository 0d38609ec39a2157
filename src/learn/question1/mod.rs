//! Question 1: one example at a time, in double precision, as numpy has it (REFERENCE 5).

mod linear;
pub mod logistic_regression;
pub mod mlp;
pub mod online;
mod order;
pub mod perceptron;

pub use logistic_regression::LogisticRegression;
pub use mlp::Mlp;
pub use perceptron::Perceptron;

use super::Compute;
use super::examples::{Examples, Feature};
use super::kernels::LANES;

/// How often a [`super::learner::Watch`] is called, in examples.
const WATCHED: usize = 1024;

/// The class of the greatest score of a lane of `z[class][16]`; the first of equals.
fn argmax(z: &[f64], lane: usize) -> u8 {
    let score = |class: usize| z[class * LANES + lane];
    let better = |best, class| {
        if score(class) > score(best) {
            class
        } else {
            best
        }
    };
    let best = (1..z.len() / LANES).fold(0, better);
    u8::try_from(best).expect("at most 256 classes")
}

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

/// # Panics
/// If the examples are not those that the learner was made for.
fn check_examples(train: Examples<'_>, width: usize, count: usize) {
    assert_eq!(train.len(), count, "as many examples as it was made for");
    assert_eq!(train.width, width, "as many inputs as it was made for");
}
