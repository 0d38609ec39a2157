//! What the models learn from one batch is the gradient of the mean loss: central differences of the loss as it is
//! defined, in float64, for every model with a loss.

use crate::support::loss_by_hand::{CLASSES, Layer, Network, Problem, layers_of};
use crate::support::reference_runs::of_question_2;
use itertools::Itertools;
use ndarray::Array2;
use orthant::formats::tensor::Tensor;
use orthant::learn::Compute;
use orthant::learn::learner::{Learner, UNWATCHED};
use orthant::learn::online;
use orthant::learn::settings::{Activation, Settings, Shape};
use orthant::learn::streams::{TorchStream, Twister};

/// At most this many weights of a layer are varied, spread over it.
const VARIED: usize = 150;

/// Fails unless the layers have moved from `before` by −`rate` times the gradient of `loss` at `before`.
#[track_caller]
fn assert_step(
    before: &[Layer],
    after: &[Layer],
    rate: f64,
    loss: impl Fn(&[Layer]) -> f64,
    what: &str,
) {
    const H: f64 = 1e-5;
    let mut varied = before.to_vec();
    for layer in 0..before.len() {
        let (weights, biases) = (before[layer].weights.len(), before[layer].biases.len());
        let step = weights.div_ceil(VARIED);
        for place in (0..weights).step_by(step).chain(weights..weights + biases) {
            let value = *before[layer].parameter(place);
            let mut at = |value| {
                *varied[layer].parameter_mut(place) = value;
                loss(&varied)
            };
            let gradient = (at(value + H) - at(value - H)) / (2.0 * H);
            at(value);
            let found = (value - after[layer].parameter(place)) / rate;
            assert!(
                (found - gradient).abs() <= 2e-8 * gradient.abs().max(1.0),
                "{what}: layer {layer}, parameter {place}: {found} instead of {gradient}"
            );
        }
    }
}

/// Whether a parameter has a gradient at all, in so many of them that it means something.
#[track_caller]
fn assert_moved(before: &[Layer], after: &[Layer], what: &str) {
    for (before, after) in before.iter().zip(after) {
        let mut moved = before.weights.iter().zip(&after.weights);
        assert!(moved.any(|(b, a)| b.to_bits() != a.to_bits()), "{what}");
    }
}

/// A case of Question 2; logistic regression has no layers.
#[derive(Clone, Copy, Debug)]
struct Case {
    width: usize,
    settings: Settings,
    bytes: bool,
    threads: usize,
}

const SEED: u32 = 7;

impl Case {
    fn learner(&self) -> Box<dyn Learner> {
        let shape = Shape::new(self.width, CLASSES, self.settings.batch_size);
        of_question_2::<f64>(&self.settings, shape, Compute::on(self.threads))
    }

    /// 1/(1 − p) where torch keeps an activation, 0 where it does not: `[layer][example][unit]`.
    fn factors(&self) -> Vec<Array2<f64>> {
        let Settings {
            hidden_size,
            layers,
            dropout,
            batch_size,
            ..
        } = self.settings;
        let mut stream = TorchStream::new(SEED);
        let widths = [vec![self.width], vec![hidden_size; layers], vec![CLASSES]].concat();
        for sizes in widths.windows(2) {
            stream.linear(sizes[0], sizes[1]);
        }
        let mask = |_| {
            let mut kept = vec![true; batch_size * hidden_size];
            if dropout > 0.0 {
                stream.dropout(dropout, &mut kept);
            }
            let factor = |kept| f64::from(u8::from(kept)) / (1.0 - dropout);
            let factors = kept.into_iter().map(factor).collect();
            Array2::from_shape_vec((batch_size, hidden_size), factors).expect("of this size")
        };
        (0..layers).map(mask).collect()
    }

    fn network<'a>(&self, layers: &'a [Layer], factors: &'a [Array2<f64>]) -> Network<'a> {
        Network {
            layers,
            tanh: self.settings.activation == Activation::Tanh,
            factors,
        }
    }

    /// One batch, one epoch.
    fn check(&self) {
        let what = format!("{self:?}");
        let batch = self.settings.batch_size;
        let problem = Problem::random(batch, self.width, self.bytes, 1000);
        let mut learner = self.learner();
        let before = layers_of(&learner.parameters());
        let (x, labels) = problem.taken(&TorchStream::new(SEED).loader_order(batch as u32));
        let factors = self.factors();

        let loss = learner.epoch(problem.examples(), UNWATCHED);
        let loss = loss.expect("unwatched").expect("a loss");
        let expected = self.network(&before, &factors).loss(&x, &labels);
        assert!((loss - expected).abs() < 1e-13, "{what}: {loss} {expected}");

        let after = layers_of(&learner.parameters());
        let penalised = |layers: &[Layer]| {
            let squares: f64 = layers.iter().map(Layer::sum_of_squares).sum();
            self.network(layers, &factors).loss(&x, &labels)
                + self.settings.l2_decay / 2.0 * squares
        };
        assert_step(&before, &after, 0.5, penalised, &what);
        assert_moved(&before, &after, &what);

        let (x, labels) = problem.taken(&problem.in_file_order());
        let network = self.network(&after, &[]);
        let evaluation = learner.evaluate(problem.examples());
        let loss = evaluation.loss.expect("a loss");
        assert!((loss - network.loss(&x, &labels)).abs() < 1e-13, "{what}");
        assert_eq!(evaluation.predictions, network.predictions(&x), "{what}");
    }
}

/// Settings with a large learning rate, and otherwise the exercise's.
fn settings() -> Settings {
    Settings {
        learning_rate: 0.5,
        seed: SEED,
        ..Settings::default()
    }
}

#[test]
fn question_2s_logistic_regression_follows_the_gradient() {
    for (batch_size, width) in [(1, 1), (7, 20), (16, 16), (17, 33), (300, 5)] {
        for (l2_decay, bytes) in [(0.0, true), (0.0, false), (0.25, true), (0.25, false)] {
            let settings = Settings {
                batch_size,
                l2_decay,
                layers: 0,
                ..settings()
            };
            let case = Case {
                width,
                settings,
                bytes,
                threads: 1,
            };
            case.check();
        }
    }
}

#[test]
fn question_2s_network_follows_the_gradient() {
    for (activation, layers) in Activation::ALL.into_iter().cartesian_product(1..=3) {
        for hidden_size in [1, 3, 5, 33] {
            for (dropout, l2_decay, bytes) in [
                (0.0, 0.0, true),
                (0.0, 0.25, false),
                (0.4, 0.0, false),
                (0.2, 0.25, true),
            ] {
                let settings = Settings {
                    batch_size: 7,
                    hidden_size,
                    layers,
                    activation,
                    dropout,
                    l2_decay,
                    ..settings()
                };
                let case = Case {
                    width: 20,
                    settings,
                    bytes,
                    threads: 1,
                };
                case.check();
            }
        }
    }
}

/// Batches of less than a group, of a group, of more; of more than a slice; on two threads.
#[test]
fn question_2s_network_follows_the_gradient_of_a_batch_of_any_size() {
    for (batch_size, width, dropout, threads) in [
        (1, 17, 0.0, 2),
        (16, 16, 0.2, 1),
        (17, 1, 0.2, 2),
        (256, 3, 0.2, 1),
        (300, 3, 0.2, 2),
        (520, 3, 0.0, 1),
    ] {
        for activation in Activation::ALL {
            let settings = Settings {
                batch_size,
                hidden_size: 3,
                activation,
                dropout,
                l2_decay: 0.125,
                ..settings()
            };
            let case = Case {
                width,
                settings,
                bytes: true,
                threads,
            };
            case.check();
        }
    }
}

/// A network of ReLU units without dropout.
fn relu(layers: &[Layer]) -> Network<'_> {
    Network {
        layers,
        tanh: false,
        factors: &[],
    }
}

/// A state with these numbers for parameters.
fn with_random_parameters(learner: &mut dyn Learner, seed: u32) {
    let mut random = Twister::new(seed);
    let parameters = learner.parameters().len();
    let mut state = learner.state();
    for tensor in &mut state[..parameters] {
        let values = tensor.shape.iter().product();
        let values: Vec<f64> = (0..values).map(|_| random.next_double() - 0.5).collect();
        *tensor = Tensor::new(tensor.name.clone(), &tensor.shape.clone(), values);
    }
    learner.restore(&state).expect("of its own shape");
}

#[test]
fn question_1s_logistic_regression_follows_the_gradient() {
    for width in [1, 16, 33] {
        for bytes in [true, false] {
            let (shape, compute) = (Shape::new(width, CLASSES, 1), Compute::on(1));
            let mut learner = online::LogisticRegression::new(&settings(), shape, compute);
            with_random_parameters(&mut learner, 5);
            for seed in 0..5 {
                let problem = Problem::random(1, width, bytes, seed);
                let before = layers_of(&learner.parameters());
                learner
                    .epoch(problem.examples(), UNWATCHED)
                    .expect("unwatched");
                let after = layers_of(&learner.parameters());
                let (x, labels) = problem.taken(&[0]);
                let loss = |layers: &[Layer]| relu(layers).loss(&x, &labels);
                assert_step(&before, &after, 0.5, loss, &format!("{width} inputs"));
                assert_moved(&before, &after, "moved");
            }
        }
    }
}

#[test]
fn question_1s_network_follows_the_gradient() {
    for (hidden_size, width) in [(1, 1), (3, 20), (5, 17), (33, 16)] {
        for threads in [1, 2] {
            for input_order in [0, 1] {
                let settings = Settings {
                    hidden_size,
                    input_order,
                    ..settings()
                };
                let (shape, compute) = (Shape::new(width, CLASSES, 1), Compute::on(threads));
                let mut learner = online::Mlp::new(&settings, shape, compute);
                with_random_parameters(&mut learner, 2);
                for seed in 0..3 {
                    let problem = Problem::random(1, width, seed > 0, seed);
                    let before = layers_of(&learner.parameters());
                    let losses = learner.epoch_losses(problem.examples(), UNWATCHED);
                    let after = layers_of(&learner.parameters());
                    let (x, labels) = problem.taken(&[0]);
                    let loss = |layers: &[Layer]| relu(layers).loss(&x, &labels);
                    let found = losses.expect("unwatched")[0];
                    assert!((found - loss(&before)).abs() < 1e-13);
                    let what = format!("{hidden_size} units, {width} inputs");
                    assert_step(&before, &after, 0.5, loss, &what);
                }
            }
        }
    }
}
