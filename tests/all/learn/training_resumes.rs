//! A training that goes on from a checkpoint comes to the same bits as one that was never interrupted, for every
//! model and on another number of threads.
#![allow(
    clippy::float_arithmetic,
    reason = "what is trained computes with floats"
)]

use orthant::formats::safetensors::to_safetensors;
use orthant::formats::tensor::Tensor;
use orthant::learn::Compute;
use orthant::learn::checkpoint::{Checkpoint, fingerprint};
use orthant::learn::curve::Epoch;
use orthant::learn::data::images::DataSet;
use orthant::learn::data::synthetic::synthesize;
use orthant::learn::learner::{Learner, UNWATCHED};
use orthant::learn::{minibatch, online};

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
fn resumes(new: impl Fn(&DataSet, usize, Compute) -> Box<dyn Learner>) {
    let data = synthesize(200, 1);
    let new = |threads| {
        let compute = Compute {
            threads,
            ..Compute::best()
        };
        new(&data, data.train.len(), compute)
    };
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

fn adam() -> minibatch::Training {
    minibatch::Training {
        learning_rate: 0.001,
        optimizer: minibatch::Optimizer::Adam,
        l2_decay: 0.01,
        ..minibatch::Training::default()
    }
}

#[test]
fn the_perceptron_resumes() {
    resumes(|data, examples, compute| {
        let (inputs, classes) = (data.train.pixels(), data.classes);
        Box::new(online::Perceptron::new(
            42, inputs, classes, examples, compute,
        ))
    });
}

#[test]
fn logistic_regression_resumes() {
    resumes(|data, examples, compute| {
        let (inputs, classes) = (data.train.pixels(), data.classes);
        Box::new(online::LogisticRegression::new(
            42, 0.01, inputs, classes, examples, compute,
        ))
    });
}

#[test]
fn the_network_of_question_1_resumes() {
    for reversed in [false, true] {
        resumes(|data, examples, compute| {
            let (inputs, classes) = (data.train.pixels(), data.classes);
            let order = || (0..u32::try_from(inputs).expect("784")).rev().collect();
            let settings = online::mlp::Settings {
                seed: 42,
                learning_rate: 0.001,
                hidden_size: 13,
                input_order: reversed.then(order),
            };
            Box::new(online::Mlp::new(
                settings, inputs, classes, examples, compute,
            ))
        });
    }
}

#[test]
fn logistic_regression_in_batches_resumes() {
    for training in [minibatch::Training::default(), adam()] {
        resumes(|data, examples, compute| {
            let (inputs, classes) = (data.train.pixels(), data.classes);
            Box::new(<minibatch::LogisticRegression>::new(
                training, inputs, classes, examples, compute,
            ))
        });
    }
}

#[test]
fn the_network_of_question_2_resumes_with_its_moments_and_masks() {
    for training in [minibatch::Training::default(), adam()] {
        resumes(|data, examples, compute| {
            let (inputs, classes) = (data.train.pixels(), data.classes);
            let architecture = minibatch::mlp::Architecture {
                hidden_size: 11,
                dropout: 0.2,
                ..minibatch::mlp::Architecture::default()
            };
            Box::new(<minibatch::Mlp>::new(
                training,
                architecture,
                inputs,
                classes,
                examples,
                compute,
            ))
        });
    }
}
