//! `verify q1` prints the lines of the reference, with the digits that the library finds, and says what else is known.

#![allow(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::float_arithmetic,
    reason = "accuracies are shares"
)]

use crate::support::verify::{Run, images, keys, names_in, verify, verify_files};
use orthant::learn::Compute;
use orthant::learn::confusion::Confusion;
use orthant::learn::curve::Epoch;
use orthant::learn::data::homework;
use orthant::learn::data::synthetic::synthesize;
use orthant::learn::learner::Learner;
use orthant::learn::model::{Model, ModelName, Question};
use orthant::learn::settings::Shape;
use orthant::learn::train::{End, Plan, run_epochs};
use serde_json::json;

/// Runs `verify q1` with the words of this line on a small data set.
fn q1(line: &str) -> Run {
    let folder = tempfile::tempdir().expect("a temporary folder");
    verify_files(&format!("q1 {line} --data"), &[images(folder.path())])
}

/// The lines that the reference prints, from the library itself.
fn lines_of(mut learner: Box<dyn Learner>, epochs: usize) -> Vec<String> {
    let data = synthesize(300, 7);
    let (train_set, test) = (data.train.examples(), homework::test_set(&data));
    let plan = Plan {
        train: train_set,
        val: data.val.examples(),
        epochs,
        measure_train: true,
    };
    let mut curve: Vec<Epoch> = Vec::new();
    let done = |_: &dyn Learner, _: &[Epoch]| Ok::<(), ()>(());
    let end = run_epochs(learner.as_mut(), &plan, &mut curve, &|_, _| true, done);
    assert_eq!(end, Ok(End::Complete));
    let mut lines = Vec::new();
    for epoch in &curve {
        let train = epoch.train_accuracy.expect("it is measured");
        let loss = epoch.train_loss.map(|loss| format!("loss: {loss:.4} | "));
        lines.push(format!("Training epoch {}", epoch.epoch));
        lines.push(format!(
            "{}train acc: {train:.4} | val acc: {:.4}",
            loss.unwrap_or_default(),
            epoch.val_accuracy
        ));
    }
    let predictions = learner.evaluate(test.examples()).predictions;
    let confusion = Confusion::new(&test.labels.to_vec(), &predictions, 4);
    lines.push(format!("Final test acc: {:.4}", confusion.accuracy()));
    lines
}

#[test]
fn the_digits_are_those_of_the_library() {
    let [perceptron, mut linear, mut network] =
        ModelName::ALL.map(|name| Model::new(Question::One, name));
    linear.settings.learning_rate = 0.01;
    network.settings.hidden_size = 30;
    network.settings.seed = 7;
    for (line, model) in [
        ("perceptron", perceptron),
        ("logistic-regression --learning-rate 0.01", linear),
        ("mlp --hidden-size 30 --seed 7", network),
    ] {
        let learner = model.learner(Shape::new(784, 4, 300), Compute::on(1));
        let wanted = lines_of(learner, 4);
        let run = q1(&format!("{line} --epochs 4")).exits_with(0);
        let printed: Vec<_> = run.stdout.lines().collect();
        let first = printed.iter().position(|line| *line == "Training epoch 1");
        let printed = &printed[first.expect("a first epoch")..][..wanted.len()];
        assert_eq!(printed, wanted, "{line}");
        run.warns(&["images seen in"]);
    }
}

#[test]
fn a_page_says_what_was_trained_and_what_is_taken_for_what() {
    let run = q1("perceptron --epochs 2").exits_with(0);
    assert!(
        run.stdout.starts_with("Question 1: perceptron on "),
        "{}",
        run.stdout
    );
    for part in [
        "300 images of 28 x 28",
        "as NORMAL",
        "│ CNV",
        "homework's test set",
        "seed 42",
    ] {
        assert!(run.stdout.contains(part), "{part}: {}", run.stdout);
    }
    let json = q1("perceptron --epochs 2 --format json")
        .exits_with(0)
        .json();
    let confusion = json["confusion"].as_array().expect("rows");
    let right: u64 = (0..4)
        .filter_map(|class| confusion[class][class].as_u64())
        .sum();
    assert_eq!(json["test"]["correct"], json!(right));
    let [correct, total] =
        ["correct", "total"].map(|name| json["test"][name].as_u64().expect("a count"));
    run.says(&[&format!("{correct} of {total} right")]);
}

#[test]
fn the_fields_are_stable() {
    let json = q1("mlp --hidden-size 10 --epochs 2 --format json")
        .exits_with(0)
        .json();
    let fields = "best_epoch confusion curve data end images images_per_second model question seconds settings test";
    assert_eq!(keys(&json), fields);
    assert_eq!(keys(&json["images"]), "classes height test train val width");
    assert_eq!(
        keys(&json["settings"]),
        "epochs hidden_size learning_rate seed"
    );
    assert_eq!(keys(&json["test"]), "accuracy correct total which");
    let epoch = "epoch train_accuracy train_correct train_loss val_accuracy val_correct val_loss";
    assert_eq!(keys(&json["curve"][1]), epoch);
    assert_eq!(json["model"], "mlp");
    assert_eq!(json["end"], "complete");
    assert_eq!(json["settings"]["learning_rate"], json!(0.001));
}

#[test]
fn flags_without_a_use_are_named() {
    for (line, words) in [
        (
            "perceptron --learning-rate 3,4 --hidden-size 9",
            "--learning-rate and --hidden-size are ignored",
        ),
        ("perceptron --hidden_size 9", "--hidden-size is ignored"),
        (
            "logistic_regression --hidden-size 9",
            "--hidden-size is ignored",
        ),
    ] {
        let run = q1(&format!("{line} --epochs 1")).exits_with(0);
        assert!(run.stderr.contains(words), "{line}: {}", run.stderr);
        let run = q1("mlp --learning_rate 0.01 --hidden_size 5 --epochs 1").exits_with(0);
        assert!(!run.stderr.contains("ignored"), "{}", run.stderr);
    }
}

#[test]
fn the_full_test_set_is_used_on_demand() {
    let homework = q1("perceptron --epochs 1 --format json").json();
    let full = q1("perceptron --epochs 1 --full-test --format json").json();
    assert_eq!(homework["test"]["which"], "homework");
    assert_eq!(full["test"]["which"], "full");
    let data = synthesize(300, 7);
    assert_eq!(full["test"]["total"], json!(data.test.len()));
    assert_eq!(
        homework["test"]["total"],
        json!(homework::test_set(&data).len())
    );
    assert!(homework["test"]["total"].as_u64() < full["test"]["total"].as_u64());
}

#[test]
fn learning_rates_are_compared_on_validation() {
    let line = "logistic-regression --epochs 3 --learning-rate 0.00001,0.01,0.001";
    let json = q1(&format!("{line} --format json")).exits_with(0).json();
    let runs = json["runs"].as_array().expect("runs");
    let last = |run: &serde_json::Value| run["curve"][2]["val_correct"].as_u64().expect("a count");
    let most = runs.iter().map(last).max();
    let first = runs.iter().position(|run| Some(last(run)) == most);
    assert_eq!(json["best"], json!(first));
    let winner = ["1e-05", "0.01", "0.001"][first.expect("one is best")];
    let page = q1(line).exits_with(0);
    page.says(&[&format!("On validation learning rate {winner} wins")]);
    // Each run is what it would have been alone.
    let alone = q1("logistic-regression --epochs 3 --learning-rate 0.01 --format json").json();
    assert_eq!(runs[1]["curve"], alone["curve"]);
    assert_eq!(runs[1]["confusion"], alone["confusion"]);
}

#[test]
fn a_spread_begins_with_the_pixels_own_order_and_holds_all_runs() {
    let line = "mlp --hidden-size 20 --epochs 3 --format json";
    let json = q1(&format!("{line} --spread 3")).exits_with(0).json();
    let alone = q1(line).json();
    assert_eq!(json["runs"][0]["curve"], alone["curve"]);
    assert_ne!(
        json["runs"][1]["curve"], alone["curve"],
        "another order, other rounding"
    );
    for (place, epoch) in json["spread"]["epochs"]
        .as_array()
        .expect("epochs")
        .iter()
        .enumerate()
    {
        for name in ["train_loss", "train_accuracy", "val_accuracy"] {
            let [least, greatest] = [0, 1].map(|end| epoch[name][end].as_f64().expect("a number"));
            let values = (0..3).map(|run| {
                json["runs"][run]["curve"][place][name]
                    .as_f64()
                    .expect("a number")
            });
            let values: Vec<f64> = values.collect();
            assert!(
                values
                    .iter()
                    .all(|value| (least..=greatest).contains(value)),
                "{name}"
            );
            assert!(
                values.contains(&least) && values.contains(&greatest),
                "{name}"
            );
        }
    }
    let text = q1("mlp --hidden-size 20 --epochs 3 --spread 3")
        .exits_with(0)
        .stdout;
    assert!(
        text.contains("3 orders of summation") && text.contains(".."),
        "{text}"
    );
}

#[test]
fn files_have_the_names_of_the_reference_and_their_question() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = images(folder.path());
    let out = folder.path().join("out");
    let run = |line: &str| {
        let line = format!("q1 {line} --epochs 2 --data {} --out", data.display());
        verify_files(&line, &[&out]).exits_with(0);
    };
    run("perceptron");
    run("mlp --hidden-size 5 --learning-rate 0.00001");
    let mlp = "lr-1e-05-epochs-2-hidden-5";
    let wanted = [
        format!("q1-mlp-accuracy-{mlp}.png"),
        format!("q1-mlp-accuracy-{mlp}.svg"),
        format!("q1-mlp-curve-{mlp}.jsonl"),
        format!("q1-mlp-training-loss-{mlp}.png"),
        format!("q1-mlp-training-loss-{mlp}.svg"),
        format!("q1-mlp-weights-{mlp}.safetensors"),
        "q1-perceptron-accuracy-epochs-2.png".to_owned(),
        "q1-perceptron-accuracy-epochs-2.svg".to_owned(),
        "q1-perceptron-curve-epochs-2.jsonl".to_owned(),
        "q1-perceptron-weights-epochs-2.safetensors".to_owned(),
    ];
    assert_eq!(names_in(&out), wanted);
}

#[test]
fn without_data_a_synthetic_set_is_used_and_it_is_said() {
    let run = verify("q1 perceptron --epochs 1").exits_with(0);
    run.warns(&["no --data given"]);
    assert!(
        run.stdout
            .starts_with("Question 1: perceptron on synthetic\n"),
        "{}",
        run.stdout
    );
}
