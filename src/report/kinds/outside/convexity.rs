//! Tests of the convexity of losses along random segments: a convex function is nowhere above its chords.
//!
//! A point above its chord shows that a loss is not convex; if none is found, nothing is shown for certain, though the
//! cross-entropy of a linear model is in fact convex (the log of a sum of exponentials of linear functions is).

#![allow(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "losses are floating point; no verdict rests on them"
)]

use crate::language::target::Interval;
use crate::learn::data::synthetic::synthesize;
use crate::learn::on_the_cube::examples::CubeExamples;
use crate::learn::streams::NumpyStream;

/// The number of segments that are tested.
const SEGMENTS: usize = 300;

/// The seed of the weights at the ends of the segments.
const SEED: u32 = 42;

/// The loss of a linear model along random segments, and that of a network with a hidden layer.
pub(super) fn shown() -> String {
    let (linear, hidden) = (logistic_regression(), network());
    let above = |count: usize| match count {
        0 => "nowhere above".to_owned(),
        count => format!("above in {count} of them"),
    };
    format!(
        "What can be computed: on {SEGMENTS} random segments between two weights the logistic loss is {} its chord, as that of \
         a convex function must be; the loss of a network with two hidden ReLU units is {}.",
        above(linear),
        above(hidden)
    )
}

/// The number of segments in which the loss of a logistic regression on pixels is above its chord, on images of all
/// classes.
fn logistic_regression() -> usize {
    let data = synthesize(32, 1);
    let (inputs, classes) = (data.train.pixels(), data.classes);
    let images: Vec<f64> = data
        .train
        .bytes()
        .iter()
        .map(|byte| f64::from(*byte) / 256.0)
        .collect();
    let labels = data.train.labels.to_vec();
    // Weights of the exercise's size: scores of order 1.
    segments_above(classes * (inputs + 1), 0.1, |weights| {
        let scores = |image: &[f64]| -> Vec<f64> {
            let rows = weights.chunks_exact(inputs + 1);
            rows.map(|row| row[inputs] + row.iter().zip(image).map(|(w, x)| w * x).sum::<f64>())
                .collect()
        };
        let examples = images.chunks_exact(inputs).zip(&labels);
        mean(examples.map(|(image, label)| cross_entropy(&scores(image), *label)))
    })
}

/// The number of segments in which the loss of a network with two hidden ReLU units is above its chord, on exclusive
/// or.
fn network() -> usize {
    const INPUTS: usize = 2;
    const HIDDEN: usize = 2;
    const CLASSES: usize = 2;
    let interval = Interval::new(INPUTS, 0, 0).expect("D = 2");
    let cube = CubeExamples::new(&interval).expect("D is small");
    let examples = cube.examples();
    let crate::learn::examples::Inputs::Numbers(inputs) = examples.inputs else {
        unreachable!("vertices are numbers")
    };
    let inputs: Vec<f64> = inputs.iter().map(|x| f64::from(*x)).collect();
    let size = HIDDEN * (INPUTS + 1) + CLASSES * (HIDDEN + 1);
    segments_above(size, 1.0, |weights| {
        let layer = |weights: &[f64], x: &[f64]| -> Vec<f64> {
            let rows = weights.chunks_exact(x.len() + 1);
            rows.map(|row| row[x.len()] + row.iter().zip(x).map(|(w, x)| w * x).sum::<f64>())
                .collect()
        };
        let (first, second) = weights.split_at(HIDDEN * (INPUTS + 1));
        let scores = |x: &[f64]| {
            let hidden: Vec<f64> = layer(first, x).into_iter().map(|z| z.max(0.0)).collect();
            layer(second, &hidden)
        };
        let points = inputs.chunks_exact(INPUTS).zip(examples.labels);
        mean(points.map(|(x, label)| cross_entropy(&scores(x), *label)))
    })
}

/// The number of segments between random weights with a point at which the loss is above its chord.
fn segments_above(size: usize, deviation: f64, loss: impl Fn(&[f64]) -> f64) -> usize {
    let mut random = NumpyStream::new(SEED);
    let mut weights = || -> Vec<f64> { (0..size).map(|_| random.normal(0.0, deviation)).collect() };
    let mut above = 0;
    for _ in 0..SEGMENTS {
        let (u, v) = (weights(), weights());
        let (at_u, at_v) = (loss(&u), loss(&v));
        let is_above = [0.25, 0.5, 0.75].into_iter().any(|t| {
            let between: Vec<f64> = u
                .iter()
                .zip(&v)
                .map(|(u, v)| (1.0 - t) * u + t * v)
                .collect();
            // Far more than rounding, far less than what is found for a network.
            loss(&between) > (1.0 - t) * at_u + t * at_v + 1e-9
        });
        above += usize::from(is_above);
    }
    above
}

/// The cross-entropy log Σ exp zᵢ − z_label.
fn cross_entropy(scores: &[f64], label: u8) -> f64 {
    let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = scores.iter().map(|z| (z - greatest).exp()).sum();
    greatest + sum.ln() - scores[usize::from(label)]
}

fn mean(losses: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = losses.len() as f64;
    losses.sum::<f64>() / count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chord_tells_convex_from_concave() {
        assert_eq!(segments_above(3, 1.0, |w| w.iter().map(|w| w * w).sum()), 0);
        assert_eq!(
            segments_above(3, 1.0, |w| -w.iter().map(|w| w * w).sum::<f64>()),
            SEGMENTS
        );
    }

    #[test]
    fn the_linear_loss_is_convex_and_that_of_a_network_is_not() {
        assert_eq!(logistic_regression(), 0);
        assert!(network() > SEGMENTS / 20, "{}", network());
    }
}
