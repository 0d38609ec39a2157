//! A training that diverges or is stopped ends as it should, on one thread and on two, and leaves no thread behind.

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use orthant::learn::Compute;
use orthant::learn::curve::Epoch;
use orthant::learn::data::images::DataSet;
use orthant::learn::data::synthetic::synthesize;
use orthant::learn::learner::Learner;
use orthant::learn::model::{Model, ModelName, Question};
use orthant::learn::settings::{Activation, Optimizer, Settings, Shape};
use orthant::learn::train::{End, Plan, run_epochs};

const NAMES: [&str; 5] = [
    "perceptron",
    "logistic regression, one by one",
    "network, one by one",
    "logistic regression in batches",
    "network in batches",
];

/// Model `number`, for the first so many training images.
fn learner(
    number: usize,
    settings: Settings,
    data: &DataSet,
    examples: usize,
    threads: usize,
) -> Box<dyn Learner> {
    let (question, name) = match number {
        0..3 => (Question::One, ModelName::ALL[number]),
        _ => (Question::Two, ModelName::ALL[number - 2]),
    };
    let settings = Settings {
        hidden_size: 17,
        dropout: 0.2,
        ..settings
    };
    let model = Model {
        question,
        name,
        settings,
    };
    let shape = Shape::new(data.train.pixels(), data.classes, examples);
    model.learner(shape, Compute::on(threads))
}

/// The exercise's settings with this learning rate.
fn with_rate(learning_rate: f64) -> Settings {
    Settings {
        learning_rate,
        ..Settings::default()
    }
}

/// Trains for three epochs.
fn run(
    learner: &mut dyn Learner,
    data: &DataSet,
    watch: &(dyn Fn(usize, usize) -> bool + Sync),
) -> (End, Vec<Epoch>) {
    let plan = Plan {
        train: data.train.examples(),
        val: data.val.examples(),
        epochs: 3,
        measure_train: true,
    };
    let mut curve = Vec::new();
    let done = |_: &dyn Learner, _: &[Epoch]| Ok::<(), Infallible>(());
    let Ok(end) = run_epochs(learner, &plan, &mut curve, watch, done);
    (end, curve)
}

/// The least power of ten, of a few, that is too much for a model; the perceptron has no learning rate. In between
/// losses are enormous and finite.
#[test]
fn an_absurd_learning_rate_ends_as_diverged() {
    let data = synthesize(100, 42);
    for (number, rate) in [(2, 1e300), (3, 1e38), (4, 1e30)] {
        for optimizer in Optimizer::ALL {
            for activation in Activation::ALL {
                let ends = [1, 2].map(|threads| {
                    let settings = Settings {
                        optimizer,
                        activation,
                        ..with_rate(rate)
                    };
                    let mut learner = learner(number, settings, &data, 100, threads);
                    let (end, curve) = run(&mut *learner, &data, &|_, _| true);
                    assert_eq!((end, curve.len()), (End::Diverged, 1), "{}", NAMES[number]);
                    assert!(curve[0].train_loss.is_some_and(f64::is_nan));
                    curve[0].val_correct
                });
                assert_eq!(ends[0], ends[1], "{}", NAMES[number]);
            }
        }
    }
}

/// It has no loss that could tell.
#[test]
fn question_1s_logistic_regression_ends_with_any_learning_rate() {
    let data = synthesize(100, 42);
    for rate in [1e30, f64::MAX, f64::INFINITY, f64::NAN] {
        for threads in [1, 2] {
            let mut learner = learner(1, with_rate(rate), &data, 100, threads);
            let (end, curve) = run(&mut *learner, &data, &|_, _| true);
            assert_eq!((end, curve.len()), (End::Complete, 3));
        }
    }
}

/// Threads of this process with the name of this one, which those that it starts inherit.
#[cfg(target_os = "linux")]
fn threads() -> usize {
    let name = |path: &std::path::Path| std::fs::read_to_string(path.join("comm"));
    let own = name("/proc/thread-self".as_ref()).expect("a thread has a name");
    let tasks = std::fs::read_dir("/proc/self/task").expect("threads");
    let paths = tasks.flatten().map(|task| task.path());
    paths
        .filter(|path| name(path).is_ok_and(|name| name == own))
        .count()
}

#[cfg(not(target_os = "linux"))]
fn threads() -> usize {
    1
}

/// `examples` synthetic images.
fn first(examples: usize) -> DataSet {
    let mut data = synthesize(examples.max(32), 42);
    let images = data.train.images.slice(ndarray::s![..examples, .., ..]);
    data.train.images = images.to_owned();
    data.train.labels = data.train.labels.slice(ndarray::s![..examples]).to_owned();
    data
}

#[test]
fn training_stops_within_the_epoch_when_the_watch_says_so_and_leaves_no_thread() {
    // A name that no other test has in its first fifteen letters.
    let counted = thread::Builder::new().name("counted".to_owned());
    let counted = counted.spawn(every_training_stops_and_leaves_no_thread);
    counted
        .expect("a thread")
        .join()
        .expect("every training stops");
}

fn every_training_stops_and_leaves_no_thread() {
    let data = first(4500);
    for threads_of_training in [1, 2] {
        for (number, name) in NAMES.into_iter().enumerate() {
            for (epoch, limit) in [(1, 0), (1, 2000), (2, 0), (2, 1)] {
                let mut learner =
                    learner(number, with_rate(0.001), &data, 4500, threads_of_training);
                let after = AtomicUsize::new(0);
                let watch = |number, seen| {
                    let go_on = number < epoch || seen < limit;
                    if !go_on {
                        after.fetch_add(1, Ordering::Relaxed);
                    }
                    go_on
                };
                let before = threads();
                let (end, curve) = run(&mut *learner, &data, &watch);
                let what = format!("{name}, {threads_of_training} threads, {epoch} {limit}");
                assert_eq!(end, End::Stopped, "{what}");
                assert_eq!(curve.len(), epoch - 1, "{what}");
                assert_eq!(after.into_inner(), 1, "{what}: it stops at once");
                // A thread that has done its work needs a moment to end.
                let deadline = Instant::now() + Duration::from_secs(10);
                while threads() > before && Instant::now() < deadline {
                    thread::yield_now();
                }
                assert!(threads() <= before, "{what}");
            }
        }
    }
}

/// However few examples there are, and even if the last of them are at work.
#[test]
fn a_short_epoch_is_stopped_too() {
    for examples in [1, 10, 16, 17, 100, 1030] {
        let data = first(examples);
        for threads in [1, 2] {
            for (number, name) in NAMES.into_iter().enumerate() {
                let mut learner = learner(number, with_rate(0.001), &data, examples, threads);
                let limit = if examples > 1024 && number != 3 {
                    1024
                } else {
                    0
                };
                let (end, curve) = run(&mut *learner, &data, &|_, seen| seen < limit);
                let what = format!("{name}, {examples} examples, {threads} threads");
                assert_eq!((end, curve.len()), (End::Stopped, 0), "{what}");
            }
        }
    }
}
