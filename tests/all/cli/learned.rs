//! `verify q2 --target`: whether what a network has learned on the cube is f is decided exactly, and the exit code,
//! the page, the JSON and the certificates say the same.

use crate::support::table::rows;
use crate::support::two_checkers::check;
use crate::support::verify::{files_in, keys, verify, verify_files};
use orthant::checker::{Certificate, Verdict};
use serde_json::json;

/// A network that learns f for D = 4, A = -1, B = 2.
const LEARNED: &str = "q2 mlp --target 4,-1,2 --hidden-size 16 --epochs 300";

#[test]
fn a_network_that_has_learned_f_is_proved_to_be_f() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = format!("{LEARNED} --certificates");
    let run = verify_files(&line, &[folder.path()]).exits_with(0);
    let run = run.prints(&[
        "Question 2: multi-layer perceptron on the vertices of Question 3, D = 4, A = -1, B = 2",
        "f(x) = +1 if -1 ≤ x₁ + … + x₄ ≤ 2, else -1",
        "vertices  all 16, to train on, to validate with and to test with at once",
        "Training epoch 300",
        "Valid acc: 1.0000",
        "Final Test acc: 1.0000",
        "16 of 16 vertices right, in floating point.",
        "Is what was learned f, exactly, and is it robust?",
        "No single perceptron computes this f (proved:",
        "OneSignChangeIsOnePerceptron.interval_is_one_perceptron_iff).",
    ]);
    run.says(&["│ learned │ yes, checked │ yes, checked │"]);
    for name in ["learned.agrees", "learned.robust"] {
        let path = folder.path().join(format!("d4_a-1_b2.{name}.cert"));
        let text = std::fs::read_to_string(&path).expect("a certificate");
        let certificate: Certificate = text.parse().expect("well-formed");
        assert!(
            matches!(check(&certificate), Verdict::Verified(_)),
            "{name}"
        );
    }
    verify_files("check", &files_in(folder.path())).exits_with(0);
}

#[test]
fn a_network_that_has_not_learned_f_is_refuted_at_a_vertex() {
    let line = "q2 mlp --target 4,-1,2 --hidden-size 16 --epochs 1";
    let run = verify(line).exits_with(1);
    run.says(&["│ learned │ no, checked"]);
    let wrong = run
        .stdout
        .lines()
        .find(|line| line.contains("wrong on"))
        .expect("a refusal");
    assert!(wrong.contains("of 16 inputs, at x = "), "{wrong}");

    let json = verify(&format!("{line} --format json"))
        .exits_with(1)
        .json();
    let fields = "best_epoch confusion curve end images_per_second model question question3 seconds settings test";
    assert_eq!(keys(&json), fields);
    assert_eq!(json["test"]["which"], "vertices");
    let learned = &json["question3"]["networks"][0];
    assert_eq!(learned["name"], "learned");
    assert_eq!(learned["exact"]["answer"], json!(false));
    // Far from a tie, floats and fractions agree on every vertex.
    let counts = ["correct", "total"].map(|name| json["test"][name].as_u64().expect("a count"));
    assert_eq!(
        learned["wrong_inputs"],
        json!((counts[1] - counts[0]).to_string())
    );
}

#[test]
fn a_logistic_regression_learns_what_one_perceptron_computes_and_nothing_else() {
    let run = verify("q2 logistic-regression --target 3,1,3 --epochs 50").exits_with(0);
    run.says(&["│ learned │ yes, checked │ yes, checked │"]);
    let run = verify("q2 logistic-regression --target 2,0,0 --epochs 50").exits_with(1);
    run.prints(&[
        "No single perceptron computes this f (proved:",
        "OneSignChangeIsOnePerceptron.interval_is_one_perceptron_iff), so neither does",
        "any logistic regression.",
    ]);
}

#[test]
fn a_constant_function_has_one_class_and_is_learned_too() {
    let run =
        verify("q2 mlp --target 2,-2,2 --hidden-size 4 --epochs 50 --format json").exits_with(0);
    assert_eq!(
        run.json()["question3"]["networks"][0]["exact"]["answer"],
        json!(true)
    );
}

#[test]
fn targets_that_cannot_be_learned_are_refused() {
    for [line, one, other] in rows(
        "
        mlp --target 4,-1 | D, A and B | 4,-1,2
        mlp --target 4,-1,x | D, A and B | 4,-1,2
        mlp --target 4,3,2 | A = 3 | B = 2
        mlp --target 4,-1,5 | B = 5 | [-4, 4]
        mlp --target 13,0,0 | D = 13 | at most
        mlp --target 4,-1,2 --activation tanh | relu | tanh
        mlp --target 4,-1,2 --learning-rate 1,2 | --target | list
        mlp --target 4,-1,2 --data octmnist | --target | --data
        mlp --target 4,-1,2 --checkpoint x | --target | --checkpoint
        mlp --certificates x | --target | required",
    ) {
        verify(&format!("q2 {line}")).misused(&[one, other]);
    }
}

#[test]
fn the_files_say_what_was_learned_from() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("out");
    verify_files(
        "q2 logistic-regression --target 3,1,3 --epochs 50 --out",
        &[&out],
    )
    .exits_with(0);
    let weights = out.join(
        "logistic_regression-weights-batch-16-lr-0.1-epochs-50-l2-0.0-opt-sgd-d3_a1_b3.safetensors",
    );
    let bytes = std::fs::read(weights).expect("weights");
    let (_, metadata) =
        orthant::formats::safetensors::from_safetensors(&bytes).expect("safetensors");
    assert_eq!(metadata["target"], "3,1,3");
    assert_eq!(metadata["class_names"], r#"["-1","+1"]"#);
    assert_eq!(files_in(&out).len(), 6);
}
