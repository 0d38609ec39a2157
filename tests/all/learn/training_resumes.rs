//! A training that goes on from a checkpoint comes to the same bits as one that was never interrupted, for every
//! model and on another number of threads.

use orthant::formats::safetensors::to_safetensors;
use orthant::formats::tensor::Tensor;
use orthant::learn::Compute;
use orthant::learn::checkpoint::{Checkpoint, fingerprint};
use orthant::learn::curve::Epoch;
use orthant::learn::data::images::DataSet;
use orthant::learn::data::synthetic::synthesize;
use orthant::learn::learner::{Learner, UNWATCHED};
use orthant::learn::model::{Model, ModelName, Question};
use orthant::learn::settings::{Optimizer, Settings, Shape};

const THREADS: [usize; 2] = [2, 1];

/// All bits of all numbers.
fn bits(tensors: &[Tensor]) -> Vec<u8> {
    to_safetensors(tensors, &std::collections::BTreeMap::new())
}

/// The state as it comes back from a file.
fn stored(learner: &dyn Learner, data: &DataSet) -> Vec<Tensor> {
    let checkpoint = Checkpoint {
        settings: "{}".to_owned(),
        data: fingerprint(data),
        curve: vec![Epoch {
            epoch: 1,
            train_loss: None,
            train_correct: None,
            train_accuracy: None,
            val_loss: None,
            val_correct: 0,
            val_accuracy: 0.0,
        }],
        state: learner.state(),
    };
    let read = Checkpoint::from_bytes(&checkpoint.to_bytes()).expect("it was just written");
    assert_eq!(read, checkpoint);
    read.state
}

/// Trains one learner without interruption, and another in pieces, each piece by a new learner.
fn resumes(model: &Model) {
    let data = synthesize(200, 1);
    let shape = Shape::new(data.train.pixels(), data.classes, data.train.len());
    let new = |threads| model.learner(shape, Compute::on(threads));
    let train = data.train.examples();
    let [steady_threads, other_threads] = THREADS;
    let mut steady = new(steady_threads);
    let mut state = stored(&*new(other_threads), &data);
    let mut seen = vec![bits(&steady.parameters())];
    for _ in 0..3 {
        let loss = steady.epoch(train, UNWATCHED).expect("nobody stops it");
        let mut resumed = new(other_threads);
        resumed
            .restore(&state)
            .expect("the state of such a learner");
        let resumed_loss = resumed.epoch(train, UNWATCHED).expect("nobody stops it");
        assert_eq!(resumed_loss.map(f64::to_bits), loss.map(f64::to_bits));
        assert_eq!(bits(&resumed.parameters()), bits(&steady.parameters()));
        assert_eq!(bits(&resumed.state()), bits(&steady.state()));
        assert!(
            !seen.contains(&bits(&resumed.parameters())),
            "an epoch learns something"
        );
        seen.push(bits(&resumed.parameters()));
        state = stored(&*resumed, &data);
    }
    let mut poor = state.clone();
    poor.pop();
    let refused = new(1).restore(&poor).expect_err("a tensor is missing");
    assert!(refused.expected.starts_with("a tensor "), "{refused}");
    assert_eq!(refused.found, "none");
}

#[test]
fn the_perceptron_resumes() {
    resumes(&Model::new(Question::One, ModelName::Perceptron));
}

#[test]
fn logistic_regression_resumes() {
    let mut model = Model::new(Question::One, ModelName::LogisticRegression);
    model.settings.learning_rate = 0.01;
    resumes(&model);
}

#[test]
fn the_network_of_question_1_resumes() {
    for input_order in [0, 1] {
        let mut model = Model::new(Question::One, ModelName::Mlp);
        model.settings.hidden_size = 13;
        model.settings.input_order = input_order;
        resumes(&model);
    }
}

/// By default, and with Adam.
fn resumes_with_both_optimizers(mut model: Model) {
    resumes(&model);
    model.settings = Settings {
        learning_rate: 0.001,
        optimizer: Optimizer::Adam,
        l2_decay: 0.01,
        ..model.settings
    };
    resumes(&model);
}

#[test]
fn logistic_regression_in_batches_resumes() {
    let name = ModelName::LogisticRegression;
    resumes_with_both_optimizers(Model::new(Question::Two, name));
}

#[test]
fn the_network_of_question_2_resumes_with_its_moments_and_masks() {
    let mut model = Model::new(Question::Two, ModelName::Mlp);
    model.settings.hidden_size = 11;
    model.settings.dropout = 0.2;
    resumes_with_both_optimizers(model);
}
