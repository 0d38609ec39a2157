//! The models of Question 1 that see one example at a time come to what their definition comes to, written plainly
//! (REFERENCE 5): the network although it looks ahead, the perceptron exactly.

use crate::support::loss_by_hand::{CLASSES, Layer, Problem, layers_of, logarithm_of_the_sum};
use ndarray::{Array1, Array2};
use orthant::formats::tensor::Values;
use orthant::learn::Compute;
use orthant::learn::learner::{Learner, UNWATCHED};
use orthant::learn::online;
use orthant::learn::settings::{Settings, Shape};
use orthant::learn::streams::NumpyStream;

const SEED: u32 = 7;

/// Question 1's network, one example after the other, as REFERENCE 5 has it.
fn one_after_the_other(
    layers: &mut [Layer],
    rate: f64,
    x: &Array2<f64>,
    labels: &[usize],
) -> Vec<f64> {
    let step = |(x, label): (ndarray::ArrayView1<'_, f64>, &usize)| {
        let z = layers[0].weights.dot(&x) + &layers[0].biases;
        let h = z.mapv(|z| z.max(0.0));
        let scores = layers[1].weights.dot(&h) + &layers[1].biases;
        let logarithm = logarithm_of_the_sum(&scores.view());
        let mut d = scores.mapv(|score| (score - logarithm).exp());
        d[*label] -= 1.0;
        let slope = z.mapv(|z| if z > 0.0 { 1.0 } else { 0.0 });
        let d_hidden: Array1<f64> = layers[1].weights.t().dot(&d) * slope;
        for (layer, d, inputs) in [(1, &d, h.view()), (0, &d_hidden, x)] {
            for (mut row, d) in layers[layer].weights.rows_mut().into_iter().zip(d) {
                row.scaled_add(-rate * d, &inputs);
            }
            layers[layer].biases.scaled_add(-rate, d);
        }
        logarithm - scores[*label]
    };
    x.rows().into_iter().zip(labels).map(step).collect()
}

#[test]
fn looking_ahead_comes_to_the_same_as_one_after_the_other() {
    for examples in [1, 2, 15, 16, 17, 40] {
        for (hidden_size, width) in [(1, 3), (2, 16), (33, 20)] {
            for bytes in [true, false] {
                let problem = Problem::random(examples, width, bytes, 3);
                let settings = Settings {
                    seed: SEED,
                    learning_rate: 0.125,
                    hidden_size,
                    ..Settings::default()
                };
                let shape = Shape::new(width, CLASSES, examples);
                let mut learner = online::Mlp::new(&settings, shape, Compute::on(2));
                let mut layers = layers_of(&learner.parameters());
                let mut stream = NumpyStream::new(SEED);
                for _ in 0..(width + CLASSES) * hidden_size {
                    stream.normal(0.1, 0.1);
                }
                let mut order = problem.in_file_order();
                for _ in 0..2 {
                    let permutation = stream.permutation(examples as u32);
                    order = permutation.iter().map(|i| order[*i as usize]).collect();
                    let (x, labels) = problem.taken(&order);
                    let expected = one_after_the_other(&mut layers, 0.125, &x, &labels);
                    let losses = learner.epoch_losses(problem.examples(), UNWATCHED);
                    let losses = losses.expect("unwatched");
                    assert_eq!(losses.len(), expected.len());
                    for (found, expected) in losses.iter().zip(&expected) {
                        assert!((found - expected).abs() < 1e-11, "{found} {expected}");
                    }
                }
                let found = layers_of(&learner.parameters());
                for (found, expected) in found.iter().zip(&layers) {
                    assert!(expected.distance(found) < 1e-11);
                }
            }
        }
    }
}

/// In whole numbers: pixels are bytes, and weights multiples of 1/256.
#[test]
fn the_perceptron_adds_and_takes_away_what_it_mistook() {
    for (examples, width) in [(1, 1), (50, 20), (99, 33)] {
        let problem = Problem::random(examples, width, true, 11);
        let bytes = problem.bytes.as_ref().expect("bytes");
        let settings = Settings {
            seed: SEED,
            ..Settings::default()
        };
        let shape = Shape::new(width, CLASSES, examples);
        let mut learner = online::Perceptron::new(&settings, shape, Compute::on(2));
        let mut weights = vec![vec![0_i64; width + 1]; CLASSES];
        let mut stream = NumpyStream::new(SEED);
        let mut order = problem.in_file_order();
        for _ in 0..4 {
            let permutation = stream.permutation(examples as u32);
            order = permutation.iter().map(|i| order[*i as usize]).collect();
            for example in &order {
                let example = *example as usize;
                let mut x: Vec<i64> = bytes[example * width..][..width]
                    .iter()
                    .map(|byte| i64::from(*byte))
                    .collect();
                x.push(256);
                let score = |w: &Vec<i64>| -> i64 { w.iter().zip(&x).map(|(w, x)| w * x).sum() };
                let scores: Vec<i64> = weights.iter().map(score).collect();
                let greatest = scores.iter().max().expect("classes");
                let guess = scores.iter().position(|score| score == greatest);
                let (guess, label) = (
                    guess.expect("it is one of them"),
                    usize::from(problem.labels[example]),
                );
                if guess != label {
                    for (input, x) in x.iter().enumerate() {
                        weights[label][input] += x;
                        weights[guess][input] -= x;
                    }
                }
            }
            learner
                .epoch(problem.examples(), UNWATCHED)
                .expect("unwatched");
            let parameters = learner.parameters();
            let [Values::F64(w), Values::F64(b)] = [&parameters[0].values, &parameters[1].values]
            else {
                panic!("float64");
            };
            for (class, row) in weights.iter().enumerate() {
                let found = w[class * width..][..width].iter().chain(&b[class..=class]);
                for (found, expected) in found.zip(row) {
                    assert_eq!((found * 256.0).to_bits(), (*expected as f64).to_bits());
                }
            }
        }
    }
}
