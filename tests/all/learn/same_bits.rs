//! One thread and two, and every instruction set, come to the same bits, for every model: parameters, moments, places in
//! the random streams, losses and predictions.

use crate::support::reference_runs::of_question_2;
use itertools::Itertools;
use orthant::formats::tensor::{Scalar, Tensor, Values};
use orthant::learn::Compute;
use orthant::learn::examples::{Examples, Inputs};
use orthant::learn::kernels::{Elementary, Isa};
use orthant::learn::learner::{Learner, UNWATCHED};
use orthant::learn::model::{Model, ModelName, Question};
use orthant::learn::settings::{Activation, Optimizer, Settings, Shape};
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

/// The sizes for this many examples.
fn shape(examples: usize) -> Shape {
    Shape::new(WIDTH, CLASSES, examples)
}

/// Settings of Question 2; logistic regression has no layers.
fn case() -> Settings {
    Settings {
        batch_size: 17,
        hidden_size: 17,
        l2_decay: 0.0001,
        ..Settings::default()
    }
}

/// One whole batch and a smaller one, or a few.
fn examples(case: &Settings) -> usize {
    case.batch_size + 37.min(case.batch_size * 4 + 2)
}

fn learner<T: Elementary + Scalar>(case: &Settings, compute: Compute) -> Box<dyn Learner> {
    let mut settings = *case;
    if case.optimizer == Optimizer::Adam {
        settings.learning_rate = 0.001;
    }
    of_question_2::<T>(&settings, shape(examples(case)), compute)
}

fn check<T: Elementary + Scalar>(case: &Settings) {
    let what = format!("{case:?}");
    assert_same(examples(case), &what, |compute| learner::<T>(case, compute));
}

/// A model of Question 1.
fn of_question_1(name: ModelName) -> Model {
    let mut model = Model::new(Question::One, name);
    if name == ModelName::LogisticRegression {
        model.settings.learning_rate = 0.01;
    }
    model
}

const BATCHES: [usize; 7] = [1, 5, 16, 17, 256, 300, 1000];

#[test]
fn question_1_comes_to_the_same_bits() {
    for examples in [1, 15, 16, 17, 200] {
        // The first example is never mistaken if it is of the first class, to which ties go.
        let of_perceptron = examples.max(20);
        assert_same(of_perceptron, "perceptron", |compute| {
            let model = of_question_1(ModelName::Perceptron);
            model.learner(shape(of_perceptron), compute)
        });
        assert_same(examples, "logistic regression", |compute| {
            let model = of_question_1(ModelName::LogisticRegression);
            model.learner(shape(examples), compute)
        });
        for hidden_size in [1, 2, 3, 17, 200] {
            let mut model = of_question_1(ModelName::Mlp);
            model.settings.hidden_size = hidden_size;
            let what = format!("{examples} examples, {model:?}");
            assert_same(examples, &what, |compute| {
                model.learner(shape(examples), compute)
            });
        }
    }
}

#[test]
fn question_2s_logistic_regression_comes_to_the_same_bits() {
    for (batch_size, optimizer) in BATCHES.into_iter().cartesian_product(Optimizer::ALL) {
        check::<f32>(&Settings {
            batch_size,
            optimizer,
            layers: 0,
            ..case()
        });
    }
}

#[test]
fn question_2s_network_comes_to_the_same_bits_in_batches_of_any_size() {
    for batch_size in BATCHES {
        for (optimizer, dropout) in Optimizer::ALL.into_iter().zip([0.0, 0.2]) {
            check::<f32>(&Settings {
                batch_size,
                optimizer,
                dropout,
                ..case()
            });
        }
    }
}

#[test]
fn question_2s_network_comes_to_the_same_bits_in_any_size() {
    for (hidden_size, layers) in [1, 2, 3, 17, 200].into_iter().cartesian_product([1, 3]) {
        for (activation, dropout) in Activation::ALL.into_iter().zip([0.2, 0.0]) {
            check::<f32>(&Settings {
                hidden_size,
                layers,
                dropout,
                activation,
                ..case()
            });
        }
    }
}

/// Double precision, for which every loop is compiled anew.
#[test]
fn double_precision_comes_to_the_same_bits() {
    for (optimizer, activation) in Optimizer::ALL.into_iter().zip(Activation::ALL) {
        for layers in [0, 2] {
            check::<f64>(&Settings {
                optimizer,
                activation,
                layers,
                dropout: 0.2,
                batch_size: 300,
                ..case()
            });
        }
    }
}

#[test]
#[ignore = "slow: all combinations"]
fn question_2s_network_comes_to_the_same_bits_in_every_combination() {
    let batches = BATCHES.into_iter().cartesian_product(Optimizer::ALL);
    for (batch_size, optimizer) in batches {
        for (hidden_size, dropout) in [1, 2, 3, 17, 200].into_iter().cartesian_product([0.0, 0.2]) {
            for activation in Activation::ALL {
                check::<f32>(&Settings {
                    batch_size,
                    optimizer,
                    hidden_size,
                    dropout,
                    activation,
                    ..case()
                });
            }
        }
    }
}

/// A learner that goes on from a state comes to the bits of the one that was in it.
#[test]
fn a_restored_learner_comes_to_the_same_bits() {
    let mut adam = case();
    adam.optimizer = Optimizer::Adam;
    adam.dropout = 0.2;
    let linear = Settings { layers: 0, ..adam };
    let (examples, [one, two]) = (examples(&adam), [1, 2].map(Compute::on));
    let problem = Problem::random(examples);
    let new = |number: usize, compute| match number {
        0..3 => {
            let mut model = of_question_1(ModelName::ALL[number]);
            model.settings.hidden_size = 17;
            model.learner(shape(examples), compute)
        }
        3 => learner::<f32>(&linear, compute),
        _ => learner::<f32>(&adam, compute),
    };
    for number in 0..5 {
        let mut first = new(number, one);
        let loss = first.epoch(problem.examples(), UNWATCHED);
        loss.expect("unwatched");
        let mut second = new(number, two);
        second.restore(&first.state()).expect("of its shape");
        let same = outcome(first, &problem) == outcome(second, &problem);
        assert!(same, "{number}");
    }
}
