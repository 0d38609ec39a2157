//! Question 1: trains the multiclass perceptron as numpy does, on a small data set that is made on the spot.
//!
//! `cargo run --release --example perceptron`

use orthant::learn::Compute;
use orthant::learn::data::homework;
use orthant::learn::data::synthetic::synthesize;
use orthant::learn::learner::Learner;
use orthant::learn::online::Perceptron;
use orthant::learn::train::{Plan, train};

fn main() {
    // OCT-like images in four classes; `learn::npz::read` reads a real data set.
    let data = synthesize(2_000, 1);
    let (seed, inputs) = (42, data.train.pixels());
    let mut perceptron = Perceptron::new(
        seed,
        inputs,
        data.classes,
        data.train.len(),
        Compute::best(),
    );

    let plan = Plan {
        train: data.train.examples(),
        val: data.val.examples(),
        epochs: 5,
        measure_train: true,
    };
    let done = |_: &dyn Learner, curve: &[_]| -> Result<(), std::convert::Infallible> {
        println!("epoch {}", curve.len());
        Ok(())
    };
    let mut curve = Vec::new();
    let Ok(end) = train(&mut perceptron, &plan, &mut curve, &|_, _| true, done);

    for epoch in &curve {
        let train = epoch.train_accuracy.unwrap_or(f64::NAN);
        println!(
            "{:2}: train {train:.4}, validation {:.4}",
            epoch.epoch, epoch.val_accuracy
        );
    }
    let test = homework::test_set(&data);
    let right = perceptron
        .evaluate(test.examples())
        .correct(test.examples().labels);
    println!("{end:?}: {right} of {} test images", test.len());
}
