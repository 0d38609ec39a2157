//! Cross-entropy: losses, predictions and gradients from the scores of the classes.

use crate::learn::kernels::{LANES, Normaliser, Number};
use crate::learn::learner::argmax;

/// The losses and predictions of a slice of examples.
#[derive(Debug, Default)]
pub struct CrossEntropy {
    /// The sum of −ln p of the correct classes, once the logarithms of the normalisers have been added.
    pub loss: f64,
    /// The class of the greatest score of each example; the first of equals.
    pub predictions: Vec<u8>,
}

impl CrossEntropy {
    /// Adds a group's examples, from their scores `z[class][16]`.
    pub fn add<T: Number>(&mut self, labels: &[u8], order: &[u32], z: &[T]) {
        for (lane, example) in order.iter().enumerate() {
            self.predictions
                .push(argmax(z.iter().skip(lane).step_by(LANES)));
            let right = z[usize::from(labels[*example as usize]) * LANES + lane];
            self.loss -= right.to_f64();
        }
    }
}

impl<T: Number> Normaliser<T> {
    /// The sum of ln Σ exp z over the first examples of the group.
    pub fn log_sums(&self, examples: usize) -> f64 {
        let max: f64 = self.max[..examples].iter().map(|max| max.to_f64()).sum();
        // One logarithm for the group: each sum lies between 1 and 256, the number of classes.
        let sum: f64 = self.sum[..examples]
            .iter()
            .map(|sum| sum.to_f64())
            .product();
        max + sum.ln()
    }
}

/// Turns the probabilities `p[class][16]` of a group into (p − onehot(y))/n, and into 0 where there is no example.
pub fn to_gradients<T: Number>(p: &mut [T], labels: &[u8], order: &[u32], n: usize) {
    let (one, mean) = (T::of(1.0), T::of(1.0 / n as f64));
    for (lane, example) in order.iter().enumerate() {
        let right = &mut p[usize::from(labels[*example as usize]) * LANES + lane];
        *right = *right - one;
    }
    for row in p.chunks_exact_mut(LANES) {
        for d in &mut row[..order.len()] {
            *d = *d * mean;
        }
        row[order.len()..].fill(T::default());
    }
}
