//! Weights say the same wherever they are read: the plain predictor agrees with every model's own evaluation, and the
//! exact network with the plain predictor, except where rounding decides.

use ndarray::Array2;
use num_traits::One;
use orthant::examine;
use orthant::formats::tensor::Tensor;
use orthant::language::cube::vertices;
use orthant::language::exact::Rational;
use orthant::language::network::Network;
use orthant::language::target::Interval;
use orthant::learn::data::synthetic::synthesize;
use orthant::learn::examples::Examples;
use orthant::learn::learner::argmax;
use orthant::learn::learner::{Learner, UNWATCHED};
use orthant::learn::model::{Model, ModelName, Question};
use orthant::learn::on_the_cube::examples::CubeExamples;
use orthant::learn::predict::Predictor;
use orthant::learn::settings::{Activation, Settings, Shape};
use orthant::learn::{Compute, minibatch, on_the_cube};
use orthant::prover::{self, Engine};
use proptest::prelude::*;

/// Whether rounding of this relative size may decide about each example's class.
fn unclear(scores: &Array2<f64>, rounding: f64) -> Vec<bool> {
    let rows = scores.rows().into_iter().map(|row| {
        let mut sorted = row.to_vec();
        sorted.sort_by(|a, b| b.total_cmp(a));
        let size = sorted
            .iter()
            .fold(1.0, |size: f64, score| size.max(score.abs()));
        sorted[0] - sorted[1] <= rounding * size
    });
    rows.collect()
}

/// Trains, then compares the model's own predictions with those of its weights.
fn agrees(learner: &mut dyn Learner, activation: Activation, rounding: f64) {
    let data = synthesize(400, 3);
    for _ in 0..30 {
        learner
            .epoch(data.train.examples(), UNWATCHED)
            .expect("nobody stops it");
    }
    let predictor = Predictor::from_weights(&learner.parameters(), activation).expect("a model");
    let mut clear = 0;
    let mut classes = [false; 4];
    for split in [&data.train, &data.val, &data.test] {
        let examples = split.examples();
        let own = learner.evaluate(examples).predictions;
        let plain = predictor.predict(examples);
        let unclear = unclear(&predictor.scores(examples), rounding);
        for ((own, plain), unclear) in own.iter().zip(&plain).zip(unclear) {
            assert!(own == plain || unclear, "{own} is not {plain}");
            clear += usize::from(!unclear);
            classes[usize::from(*plain)] = true;
        }
    }
    assert!(clear > 450, "rounding decides too much: {clear}");
    assert!(
        classes.iter().filter(|seen| **seen).count() >= 2,
        "something is told apart: {classes:?}"
    );
}

const DOUBLE: f64 = 1e-10;
const SINGLE: f64 = 1e-3;

fn agrees_with(model: &Model, rounding: f64) {
    let mut learner = model.learner(Shape::new(784, 4, 400), Compute::best());
    agrees(&mut *learner, model.settings.activation, rounding);
}

#[test]
fn the_predictor_agrees_with_the_models_of_question_1() {
    for (name, learning_rate) in ModelName::ALL.into_iter().zip([0.0, 0.01, 0.001]) {
        let mut model = Model::new(Question::One, name);
        model.settings.learning_rate = learning_rate;
        model.settings.hidden_size = 30;
        agrees_with(&model, DOUBLE);
    }
}

#[test]
fn the_predictor_agrees_with_the_models_of_question_2() {
    let linear = Model::new(Question::Two, ModelName::LogisticRegression);
    agrees_with(&linear, SINGLE);
    for (layers, activation) in [
        (1, Activation::Relu),
        (2, Activation::Tanh),
        (3, Activation::Relu),
    ] {
        let mut model = Model::new(Question::Two, ModelName::Mlp);
        model.settings = Settings {
            hidden_size: 31,
            layers,
            activation,
            ..model.settings
        };
        agrees_with(&model, SINGLE);
    }
}

fn is_plus(network: &Network, vertex: &orthant::language::cube::Vertex) -> u8 {
    let value = network.value(vertex);
    assert!(value == Rational::one() || value == -Rational::one());
    u8::from(value == Rational::one())
}

/// A network with two classes and these sizes, whose numbers come from `next`.
fn network(sizes: &[usize], mut next: impl FnMut() -> f32) -> Vec<Tensor> {
    let layers = sizes.windows(2).zip((0..).step_by(3));
    let tensors = layers.flat_map(|(sizes, number)| {
        let [inputs, outputs] = [sizes[0], sizes[1]];
        let mut numbers = |count| (0..count).map(|_| next()).collect::<Vec<f32>>();
        [
            Tensor::new(
                format!("{number}.weight"),
                &[outputs, inputs],
                numbers(outputs * inputs),
            ),
            Tensor::new(format!("{number}.bias"), &[outputs], numbers(outputs)),
        ]
    });
    tensors.collect()
}

/// Compares at every vertex; how many scores were tied, as floats.
fn compare(tensors: &[Tensor], dimension: usize, rounding: Option<f64>) -> usize {
    let target = Interval::new(dimension, 0, 0).expect("in range");
    let cube = CubeExamples::new(&target).expect("small");
    let examples: Examples<'_> = cube.examples();
    let predictor = Predictor::from_weights(tensors, Activation::Relu).expect("a model");
    let exact = on_the_cube::network::network(tensors, Activation::Relu).expect("two classes");
    let scores = predictor.scores(examples);
    let unclear = unclear(&scores, rounding.unwrap_or(-1.0));
    let mut ties = 0;
    for ((vertex, scores), unclear) in vertices(dimension).zip(scores.rows()).zip(unclear) {
        let plain = argmax(scores);
        assert!(
            unclear || is_plus(&exact, &vertex) == plain,
            "at {vertex}: {scores}"
        );
        ties += usize::from(scores[0].total_cmp(&scores[1]).is_eq());
    }
    ties
}

#[test]
fn with_small_integer_weights_nothing_is_rounded_and_ties_agree_too() {
    let mut ties = 0;
    for seed in 0..40_u32 {
        let mut state = seed;
        let tensors = network(&[5, 3, 2], || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 30) as f32 - 1.0
        });
        ties += compare(&tensors, 5, None);
    }
    assert!(ties > 50, "ties are what is tested here: {ties}");
}

proptest! {
    #[test]
    fn the_exact_network_agrees_with_the_predictor_up_to_rounding(
        dimension in 1_usize..7,
        hidden in prop::collection::vec(1_usize..6, 0..3),
        numbers in prop::collection::vec(-2.0_f32..2.0, 200),
    ) {
        let sizes: Vec<usize> = [vec![dimension], hidden, vec![2]].concat();
        let mut numbers = numbers.into_iter().cycle();
        let tensors = network(&sizes, || numbers.next().expect("it never ends"));
        compare(&tensors, dimension, Some(1e-4));
    }
}

#[test]
fn a_network_that_learned_the_exercise_is_judged_exactly() {
    let target = Interval::new(4, -1, 2).expect("in range");
    let cube = CubeExamples::new(&target).expect("small");
    let settings = Settings {
        hidden_size: 8,
        layers: 1,
        batch_size: 4,
        ..Settings::default()
    };
    let mut learner = <minibatch::Mlp>::new(&settings, cube.sets().shape(), Compute::best());
    let judge = |learner: &minibatch::Mlp| {
        let network = on_the_cube::network::network(&learner.parameters(), Activation::Relu)
            .expect("two classes");
        examine(network, &target.into(), Engine::Auto, prover::UNWATCHED)
    };
    assert_eq!(
        judge(&learner).is_exact(),
        Some(false),
        "before it has learned"
    );
    for _ in 0..300 {
        learner
            .epoch(cube.examples(), UNWATCHED)
            .expect("nobody stops it");
    }
    let right = learner
        .evaluate(cube.examples())
        .correct(cube.examples().labels);
    assert_eq!(right, 16);
    let findings = judge(&learner);
    assert_eq!(findings.is_exact(), Some(true));
    assert_eq!(findings.is_robust(), Some(true));
}
