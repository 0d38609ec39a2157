//! `verify q2` prints the lines of the reference, chooses on validation, and refuses what cannot be trained.

use std::fs;
use std::path::Path;

use crate::support::verify::{Run, data_set, files_in, images, keys, verify, verify_files};
use orthant::formats::safetensors::from_safetensors;
use orthant::formats::tensor::find;
use orthant::learn::data::synthetic::synthesize;
use serde_json::{Value, json};

/// Runs `verify q2` with the words of this line on a small data set.
fn q2(line: &str) -> Run {
    let folder = tempfile::tempdir().expect("a temporary folder");
    verify_files(&format!("q2 {line} --data"), &[images(folder.path())])
}

/// Without what depends on the clock.
fn without_times(mut json: Value) -> Value {
    let object = json.as_object_mut().expect("an object");
    object.remove("seconds");
    object.remove("images_per_second");
    object.remove("data");
    json
}

#[test]
fn the_lines_are_those_of_the_reference() {
    let json = q2("mlp --hidden-size 20 --epochs 3 --format json")
        .exits_with(0)
        .json();
    let run = q2("mlp --hidden-size 20 --epochs 3").exits_with(0);
    let number = |value: &Value| value.as_f64().expect("a number");
    let mut wanted = Vec::new();
    for epoch in json["curve"].as_array().expect("a curve") {
        let [loss, accuracy] = ["train_loss", "val_accuracy"].map(|name| number(&epoch[name]));
        let number = &epoch["epoch"];
        wanted.push(format!("Training epoch {number}"));
        wanted.push(format!("Training loss: {loss:.4}"));
        wanted.push(format!("Valid acc: {accuracy:.4}"));
    }
    let accuracy = number(&json["test"]["accuracy"]);
    wanted.push(format!("Final Test acc: {accuracy:.4}\n"));
    let wanted = wanted.join("\n");
    assert!(run.stdout.contains(&wanted), "{wanted}\n{}", run.stdout);
    run.says(&["on validation"]);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let run = |threads| {
        let line = format!(
            "mlp --hidden-size 20 --epochs 2 --dropout 0.2 --threads {threads} --format json"
        );
        without_times(q2(&line).exits_with(0).json())
    };
    assert_eq!(run(1), run(2));
}

#[test]
fn a_command_of_the_report_can_be_typed_with_two_dashes() {
    let line = "--epochs 2 --batch_size 16 --learning_rate 0.1 --l2_decay 0.0 --hidden_size 200 --layers 2 \
                --dropout 0.0 --activation relu --optimizer sgd logistic_regression";
    let run = q2(&format!("{line} --format json")).exits_with(0);
    let ignored = "--hidden-size, --layers, --dropout and --activation are ignored";
    run.warns(&[ignored]);
    let plain = q2("logistic-regression --epochs 2 --format json").exits_with(0);
    assert!(!plain.stderr.contains("ignored"), "{}", plain.stderr);
    assert_eq!(without_times(run.json()), without_times(plain.json()));
}

#[test]
fn the_winner_is_the_winner_on_validation() {
    let line = "logistic-regression --epochs 2 --learning-rate 0.001,0.1 --l2-decay 0,0.01";
    let json = q2(&format!("{line} --format json")).exits_with(0).json();
    assert_eq!(keys(&json), "best data images model question runs");
    let runs = json["runs"].as_array().expect("runs");
    let settings = |run: &Value| {
        (
            run["settings"]["learning_rate"].as_f64(),
            run["settings"]["l2_decay"].as_f64(),
        )
    };
    let order: Vec<_> = runs.iter().map(settings).collect();
    let [small, large] = [Some(0.001), Some(0.1)];
    assert_eq!(
        order,
        [
            (small, Some(0.0)),
            (small, Some(0.01)),
            (large, Some(0.0)),
            (large, Some(0.01))
        ]
    );
    // Most right after the last epoch; of equals the least loss.
    let rank = |run: &Value| {
        let last = &run["curve"][1];
        (
            last["val_correct"].as_u64(),
            -last["val_loss"].as_f64().expect("a loss"),
        )
    };
    let best = usize::try_from(json["best"].as_u64().expect("a run")).expect("few");
    assert!(runs.iter().all(|run| rank(run) <= rank(&runs[best])));
    let run = q2(line).exits_with(0);
    run.warns(&["4 runs in "]);
    let text = run.stdout;
    let [wins, table] =
        ["On validation ", "test accuracy"].map(|part| text.find(part).expect("it is there"));
    assert!(wins < table, "the tests come after the choice:\n{text}");
}

#[test]
fn a_run_that_diverges_says_so_and_stops() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = images(folder.path());
    let out = folder.path().join("out");
    let line = format!(
        "q2 mlp --learning-rate 1e30 --epochs 9 --data {} --out",
        data.display()
    );
    let run = verify_files(&line, &[&out]).exits_with(2);
    run.warns(&["diverged in epoch 1 of 9"]);
    assert!(
        run.stdout.contains("Training loss: nan") || run.stdout.contains("Training loss: inf"),
        "{}",
        run.stdout
    );
    assert!(
        !run.stdout.contains("epoch 2") && !run.stdout.contains("Final"),
        "{}",
        run.stdout
    );
    let weights = files_in(&out)
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "safetensors"));
    assert_eq!(weights.count(), 0);

    let json = q2("mlp --learning-rate 1e30 --epochs 9 --format json")
        .exits_with(2)
        .json();
    assert_eq!(json["end"], "diverged");
    assert_eq!(json["test"], Value::Null);
    // Of several, the others are compared.
    let grid = q2("mlp --hidden-size 9 --learning-rate 1e30,0.1 --epochs 2").exits_with(0);
    grid.says(&[
        "diverged in epoch 1",
        "On validation learning rate 0.1 wins",
    ]);
    let none = q2("mlp --hidden-size 9 --learning-rate 1e30,1e31 --epochs 2").exits_with(2);
    none.says(&["No run wins"]);
    none.warns(&["every run diverged"]);
}

#[test]
fn a_model_without_a_loss_diverges_too() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = [images(folder.path())];
    let line = "q1 logistic-regression --learning-rate 1e308 --epochs 5 --data";
    let run = verify_files(line, &data).exits_with(2);
    run.warns(&["diverged in epoch"]);
}

#[test]
fn the_weights_that_are_written_are_those_that_were_tested() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = images(folder.path());
    let line = format!(
        "q2 logistic-regression --epochs 2 --full-test --data {} --format json --out",
        data.display()
    );
    let json = verify_files(&line, &[folder.path()]).exits_with(0).json();
    let config = "batch-16-lr-0.1-epochs-2-l2-0.0-opt-sgd";
    let path = |what: &str| {
        folder
            .path()
            .join(format!("logistic_regression-{what}-{config}"))
    };
    for what in ["training-loss", "validation-accuracy"] {
        for extension in ["svg", "png"] {
            assert!(
                path(what)
                    .to_str()
                    .is_some_and(|name| Path::new(&format!("{name}.{extension}")).exists())
            );
        }
    }
    let curve = fs::read_to_string(format!("{}.jsonl", path("curve").display())).expect("a curve");
    let curve: Vec<Value> = curve
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(json["curve"], Value::Array(curve));

    let bytes = fs::read(format!("{}.safetensors", path("weights").display())).expect("weights");
    let (tensors, metadata) = from_safetensors(&bytes).expect("safetensors");
    assert_eq!(metadata["model"], "q2 logistic_regression");
    assert_eq!(metadata["activation"], "none");
    assert_eq!(
        metadata["class_names"],
        r#"["CNV","DME","DRUSEN","NORMAL"]"#
    );
    assert_eq!(
        [&metadata["height"], &metadata["width"], &metadata["pixels"]],
        ["28", "28", "divided by 256"]
    );
    let settings: Value = serde_json::from_str(&metadata["settings"]).expect("JSON");
    assert_eq!(settings, json["settings"]);

    let weights: &[f32] = find(&tensors, "weight", &[4, 784]).expect("the weights");
    let biases: &[f32] = find(&tensors, "bias", &[4]).expect("the biases");
    let test = synthesize(300, 7).test;
    let images = test.bytes().chunks_exact(784).zip(&test.labels);
    let right = images.filter(|(image, label)| {
        let score = |class: usize| -> f64 {
            let row = weights[class * 784..][..784].iter().zip(*image);
            let sum: f64 = row
                .map(|(w, x)| f64::from(*w) * f64::from(*x) / 256.0)
                .sum();
            sum + f64::from(biases[class])
        };
        let best = (0..4).max_by(|a, b| score(*a).total_cmp(&score(*b)));
        best == Some(usize::from(**label))
    });
    assert_eq!(json["test"]["correct"], json!(right.count()));
}

#[test]
fn a_grid_draws_all_its_runs_in_one_plot() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = images(folder.path());
    let out = folder.path().join("out");
    let line = format!(
        "q2 mlp --hidden-size 9 --epochs 2 --batch-size 16,64 --data {} --out",
        data.display()
    );
    verify_files(&line, &[&out]).exits_with(0);
    let config = |batch| {
        format!(
            "batch-{batch}-lr-0.1-epochs-2-hidden-9-dropout-0.0-l2-0.0-layers-2-act-relu-opt-sgd"
        )
    };
    let plot = |batch| out.join(format!("mlp-validation-accuracy-{}.svg", config(batch)));
    assert!(plot("16").exists() && plot("64").exists());
    let both = fs::read_to_string(plot("16,64")).expect("the plot of both");
    assert!(both.contains("batch size 16") && both.contains("batch size 64"));
    assert_eq!(files_in(&out).len(), 2 * (4 + 1 + 1) + 2);
}

#[test]
fn markdown_is_one_page() {
    let page = q2("logistic-regression --epochs 2 --format markdown")
        .exits_with(0)
        .stdout;
    assert!(
        page.starts_with("## Question 2: logistic regression on "),
        "{page}"
    );
    assert!(
        page.contains("| validation loss") && page.contains("Final Test acc: "),
        "{page}"
    );
}

#[test]
fn arguments_outside_their_limits_are_refused() {
    for (line, parts) in [
        ("q1 mlp --epochs 0", ["'0'", "1..=100000"]),
        ("q1 mlp --epochs 100001", ["'100001'", "1..=100000"]),
        ("q2 mlp --epochs -3", ["'-3'", "--help"]),
        ("q2 mlp --batch-size 0", ["'0'", "1..=1048576"]),
        ("q2 mlp --batch-size 1048577", ["'1048577'", "1..=1048576"]),
        ("q2 mlp --batch-size 16,", ["''", "--batch-size"]),
        ("q2 mlp --learning-rate 0", ["'0'", "above 0"]),
        ("q2 mlp --learning-rate -0.1", ["'-0.1'", "above 0"]),
        ("q2 mlp --learning-rate inf", ["'inf'", "above 0"]),
        ("q2 mlp --learning-rate 0.1,nan", ["'nan'", "above 0"]),
        ("q1 mlp --learning-rate fast", ["'fast'", "above 0"]),
        ("q2 mlp --l2-decay -1", ["'-1'", "0 or a number above"]),
        ("q2 mlp --dropout 1", ["'1'", "without, 1"]),
        ("q2 mlp --dropout -0.1", ["'-0.1'", "without, 1"]),
        ("q2 mlp --hidden-size 0", ["'0'", "1..=10000"]),
        ("q1 mlp --hidden-size 10001", ["'10001'", "1..=10000"]),
        ("q2 mlp --layers 21", ["'21'", "1..=20"]),
        ("q2 mlp --seed 4294967296", ["'4294967296'", "--seed"]),
        ("q2 mlp --seed -1", ["'-1'", "--help"]),
        ("q2 mlp --threads 0", ["'0'", "--threads"]),
        ("q1 mlp --spread 1", ["'1'", "2..=1000"]),
        ("q2 mlp --learning-rate 0.1,0.10", ["0.1", "twice"]),
        ("q1 perceptron --spread 2", ["--spread", "mlp"]),
        ("q1 mlp --spread 2 --learning-rate 1,2", ["--spread", "one"]),
        (
            "q1 mlp --spread 2 --checkpoint x",
            ["--spread", "--checkpoint"],
        ),
    ] {
        verify(line).misused(&parts);
    }
}

#[test]
fn words_that_are_no_choice_are_answered_with_the_choices() {
    for (line, parts) in [
        ("q2 mlp --optimizer sqd", ["'sqd'", "sgd, adam"]),
        ("q2 mlp --activation sigmoid", ["'sigmoid'", "relu, tanh"]),
        (
            "q2 perceptron",
            ["'perceptron'", "logistic-regression, mlp"],
        ),
        ("q1 svm", ["'svm'", "perceptron, logistic-regression, mlp"]),
        ("q1", ["<MODEL>", "--help"]),
        ("q1 mlp --batch-size 16", ["--batch-size", "--help"]),
    ] {
        verify(line).misused(&parts);
    }
}

#[test]
fn networks_that_no_machine_holds_are_refused() {
    q2("mlp --hidden-size 10000 --layers 20").refused(&["weights and biases", "--hidden-size"]);
    let line = "mlp --hidden-size 2000 --layers 20 --batch-size 100000 --dropout 0.1";
    // 300 images make no large batch.
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = data_set(folder.path(), "many.npz", &synthesize(40_000, 1));
    verify_files(&format!("q2 {line} --data"), &[path])
        .refused(&["dropout: expected at most", "--batch-size"]);
}

#[test]
fn data_and_folders_that_cannot_be_used_are_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = images(folder.path());
    let text = folder.path().join("text.npz");
    fs::write(&text, "no zip").expect("a file");
    verify("q2 mlp --data missing.npz").refused(&["cannot open missing.npz"]);
    verify_files("q2 mlp --data", &[folder.path()]).refused(&["is a folder"]);
    verify_files("q1 mlp --data", &[&text]).refused(&["text.npz", "expected an .npz file"]);
    let line = format!("q1 mlp --data {} --out", data.display());
    verify_files(&line, &[&text]).refused(&["cannot make the folder"]);
    let line = format!("q2 mlp --data {} --checkpoint", data.display());
    verify_files(&line, &[folder.path()]).refused(&["is a folder"]);
    verify_files(&line, &[text.join("x")]).refused(&["cannot write --checkpoint"]);
}

#[test]
fn a_test_set_that_the_homework_would_leave_empty_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut data = synthesize(300, 7);
    // No NORMAL image is left in the test set.
    data.test.labels.mapv_inplace(|label| label.min(2));
    let path = data_set(folder.path(), "images.npz", &data);
    verify_files("q1 perceptron --data", &[&path]).refused(&["--full-test"]);
    verify_files("q1 perceptron --epochs 1 --full-test --data", &[&path]).exits_with(0);
}
