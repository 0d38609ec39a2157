//! One thread and two, and every instruction set, come to the same bits, for every model: parameters, moments, places in
//! the random streams, losses and predictions.
#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::float_arithmetic,
    reason = "learning is floating point"
)]

use orthant::formats::tensor::{Scalar, Tensor, Values};
use orthant::learn::Compute;
use orthant::learn::examples::{Examples, Inputs};
use orthant::learn::kernels::{Elementary, Isa};
use orthant::learn::learner::{Learner, UNWATCHED};
use orthant::learn::minibatch::mlp::{Activation, Architecture};
use orthant::learn::minibatch::{self, Optimizer, Training};
use orthant::learn::online;
use orthant::learn::streams::Twister;

const CLASSES: usize = 4;
const WIDTH: usize = 21;

/// Random examples that can be learned from.
struct Problem {
    pixels: Vec<u8>,
    labels: Vec<u8>,
}

impl Problem {
    fn random(examples: usize) -> Self {
        let mut random = Twister::new(9);
        let pixels: Vec<u8> = (0..examples * WIDTH)
            .map(|_| random.next_u32() as u8)
            .collect();
        let label = |pixels: &[u8]| (pixels[0] / 128 * 2 + pixels[1] / 128) ^ (pixels[2] / 255);
        let labels = pixels.chunks_exact(WIDTH).map(label).collect();
        Self { pixels, labels }
    }

    fn examples(&self) -> Examples<'_> {
        Examples {
            inputs: Inputs::Pixels(&self.pixels),
            labels: &self.labels,
            width: WIDTH,
        }
    }
}

/// A tensor's bits.
fn bits(tensor: &Tensor) -> Vec<u64> {
    match &tensor.values {
        Values::F32(values) => values.iter().map(|v| v.to_bits().into()).collect(),
        Values::F64(values) => values.iter().map(|v| v.to_bits()).collect(),
        Values::U32(values) => values.iter().map(|v| u64::from(*v)).collect(),
    }
}

/// Everything that two epochs come to.
type Outcome = (Vec<(String, Vec<u64>)>, Vec<Option<u64>>, Vec<Vec<u8>>);

fn outcome(mut learner: Box<dyn Learner>, problem: &Problem) -> Outcome {
    let (mut losses, mut predictions) = (Vec::new(), Vec::new());
    for _ in 0..2 {
        let loss = learner.epoch(problem.examples(), UNWATCHED);
        losses.push(loss.expect("unwatched").map(f64::to_bits));
        let evaluation = learner.evaluate(problem.examples());
        losses.push(evaluation.loss.map(f64::to_bits));
        predictions.push(evaluation.predictions);
    }
    let state = learner.state();
    let state = state
        .iter()
        .map(|tensor| (tensor.name.clone(), bits(tensor)));
    (state.collect(), losses, predictions)
}

/// Fails unless the learners of every instruction set and number of threads come to the same.
fn assert_same(examples: usize, what: &str, learner: impl Fn(Compute) -> Box<dyn Learner>) {
    let problem = Problem::random(examples);
    let mut first = None;
    for isa in Isa::all() {
        for threads in [1, 2, 3] {
            let found = outcome(learner(Compute { isa, threads }), &problem);
            let first = first.get_or_insert_with(|| found.clone());
            let (name, same) = (isa.name(), found == *first);
            assert!(same, "{what}: {name} with {threads} threads");
        }
    }
    let (state, losses, _) = first.expect("there is always one");
    let weights = &state[0].1;
    assert!(
        weights.iter().any(|bits| *bits != 0),
        "{what} learns nothing"
    );
    let finite = |loss: &u64| f64::from_bits(*loss).is_finite();
    assert!(losses.iter().flatten().all(finite), "{what} diverges");
}

/// A case of Question 2.
#[derive(Clone, Copy, Debug)]
struct Case {
    batch_size: usize,
    optimizer: Optimizer,
    hidden_size: usize,
    layers: usize,
    dropout: f64,
    activation: Activation,
}

const CASE: Case = Case {
    batch_size: 17,
    optimizer: Optimizer::Sgd,
    hidden_size: 17,
    layers: 2,
    dropout: 0.0,
    activation: Activation::Relu,
};

impl Case {
    /// One whole batch and a smaller one, or a few.
    fn examples(&self) -> usize {
        self.batch_size + 37.min(self.batch_size * 4 + 2)
    }

    fn learner<T: Elementary + Scalar>(&self, compute: Compute) -> Box<dyn Learner> {
        let training = Training {
            batch_size: self.batch_size,
            learning_rate: match self.optimizer {
                Optimizer::Sgd => 0.1,
                Optimizer::Adam => 0.001,
            },
            l2_decay: 0.0001,
            optimizer: self.optimizer,
            seed: 42,
        };
        let examples = self.examples();
        if self.layers == 0 {
            let model = minibatch::LogisticRegression::<T>::new(
                training, WIDTH, CLASSES, examples, compute,
            );
            return Box::new(model);
        }
        let architecture = Architecture {
            hidden_size: self.hidden_size,
            layers: self.layers,
            dropout: self.dropout,
            activation: self.activation,
        };
        let mlp =
            minibatch::Mlp::<T>::new(training, architecture, WIDTH, CLASSES, examples, compute);
        Box::new(mlp)
    }

    fn check(&self) {
        let what = format!("{self:?}");
        assert_same(self.examples(), &what, |compute| {
            self.learner::<f32>(compute)
        });
    }
}

const BATCHES: [usize; 7] = [1, 5, 16, 17, 256, 300, 1000];
const OPTIMIZERS: [Optimizer; 2] = [Optimizer::Sgd, Optimizer::Adam];
const ACTIVATIONS: [Activation; 2] = [Activation::Relu, Activation::Tanh];

#[test]
fn question_1_comes_to_the_same_bits() {
    for examples in [1, 15, 16, 17, 200] {
        // The first example is never mistaken if it is of the first class, to which ties go.
        let of_perceptron = examples.max(20);
        assert_same(of_perceptron, "perceptron", |compute| {
            let examples = of_perceptron;
            Box::new(online::Perceptron::new(
                42, WIDTH, CLASSES, examples, compute,
            ))
        });
        assert_same(examples, "logistic regression", |compute| {
            let model =
                online::LogisticRegression::new(42, 0.01, WIDTH, CLASSES, examples, compute);
            Box::new(model)
        });
        for hidden_size in [1, 2, 3, 17, 200] {
            let settings = online::mlp::Settings {
                seed: 42,
                learning_rate: 0.001,
                hidden_size,
                input_order: None,
            };
            let what = format!("{examples} examples, {settings:?}");
            assert_same(examples, &what, |compute| {
                let settings = settings.clone();
                Box::new(online::Mlp::new(
                    settings, WIDTH, CLASSES, examples, compute,
                ))
            });
        }
    }
}

#[test]
fn question_2s_logistic_regression_comes_to_the_same_bits() {
    for batch_size in BATCHES {
        for optimizer in OPTIMIZERS {
            let case = Case {
                batch_size,
                optimizer,
                layers: 0,
                ..CASE
            };
            case.check();
        }
    }
}

#[test]
fn question_2s_network_comes_to_the_same_bits_in_batches_of_any_size() {
    for batch_size in BATCHES {
        for (optimizer, dropout) in OPTIMIZERS.into_iter().zip([0.0, 0.2]) {
            let case = Case {
                batch_size,
                optimizer,
                dropout,
                ..CASE
            };
            case.check();
        }
    }
}

#[test]
fn question_2s_network_comes_to_the_same_bits_in_any_size() {
    for hidden_size in [1, 2, 3, 17, 200] {
        for layers in [1, 3] {
            for (activation, dropout) in ACTIVATIONS.into_iter().zip([0.2, 0.0]) {
                let case = Case {
                    hidden_size,
                    layers,
                    dropout,
                    activation,
                    ..CASE
                };
                case.check();
            }
        }
    }
}

/// Double precision, for which every loop is compiled anew.
#[test]
fn double_precision_comes_to_the_same_bits() {
    for (optimizer, activation) in OPTIMIZERS.into_iter().zip(ACTIVATIONS) {
        for layers in [0, 2] {
            let case = Case {
                optimizer,
                activation,
                layers,
                dropout: 0.2,
                batch_size: 300,
                ..CASE
            };
            let what = format!("{case:?}");
            assert_same(case.examples(), &what, |compute| {
                case.learner::<f64>(compute)
            });
        }
    }
}

#[test]
#[ignore = "slow: all combinations"]
fn question_2s_network_comes_to_the_same_bits_in_every_combination() {
    for batch_size in BATCHES {
        for optimizer in OPTIMIZERS {
            for hidden_size in [1, 2, 3, 17, 200] {
                for dropout in [0.0, 0.2] {
                    for activation in ACTIVATIONS {
                        let case = Case {
                            batch_size,
                            optimizer,
                            hidden_size,
                            dropout,
                            activation,
                            ..CASE
                        };
                        case.check();
                    }
                }
            }
        }
    }
}

/// A learner that goes on from a state comes to the bits of the one that was in it.
#[test]
fn a_restored_learner_comes_to_the_same_bits() {
    let examples = CASE.examples();
    let problem = Problem::random(examples);
    let [one, two] = [1, 2].map(|threads| Compute {
        isa: Isa::best(),
        threads,
    });
    let case = Case {
        optimizer: Optimizer::Adam,
        dropout: 0.2,
        ..CASE
    };
    let logistic_regression = Case { layers: 0, ..case };
    let new = |number, compute| -> Box<dyn Learner> {
        let settings = || online::mlp::Settings {
            seed: 42,
            learning_rate: 0.001,
            hidden_size: 17,
            input_order: None,
        };
        match number {
            0 => Box::new(online::Perceptron::new(
                42, WIDTH, CLASSES, examples, compute,
            )),
            1 => Box::new(online::LogisticRegression::new(
                42, 0.01, WIDTH, CLASSES, examples, compute,
            )),
            2 => Box::new(online::Mlp::new(
                settings(),
                WIDTH,
                CLASSES,
                examples,
                compute,
            )),
            3 => logistic_regression.learner::<f32>(compute),
            _ => case.learner::<f32>(compute),
        }
    };
    for number in 0..5 {
        let mut first = new(number, one);
        first
            .epoch(problem.examples(), UNWATCHED)
            .expect("unwatched");
        let mut second = new(number, two);
        second.restore(&first.state()).expect("of its shape");
        assert!(
            outcome(first, &problem) == outcome(second, &problem),
            "{number}"
        );
    }
}
