//! `verify report`: what it prints, its exit codes, its files, and data of the user's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::hash::sha256;
use crate::support::table::rows;
use crate::support::verify::{
    Run, files_in, images, interrupt, keys, program, start, verify, verify_files, wait_until,
};
use orthant::learn::data::synthetic::synthesize;
use orthant::report::claims::REPORT;
use serde_json::Value;

/// The report with these texts replaced, as a file in the folder.
fn claims(folder: &Path, changes: &[(&str, &str)]) -> PathBuf {
    let mut text = REPORT.to_owned();
    for (old, new) in changes {
        assert!(text.contains(old), "{old:?} is not in the report");
        text = text.replace(old, new);
    }
    let path = folder.join("claims.toml");
    fs::write(&path, text).expect("it is written");
    path
}

/// `verify report` with these words and paths.
fn report(words: &[&str], paths: &[(&str, &Path)]) -> Run {
    Run::ended(
        &format!("report {words:?}"),
        start(&mut command(words, paths)),
    )
}

fn command(words: &[&str], paths: &[(&str, &Path)]) -> Command {
    let mut command = program();
    command.arg("report").args(words);
    for (flag, path) in paths {
        command.arg(flag).arg(path);
    }
    command
}

#[test]
fn the_verdict_on_one_claim_is_the_first_word_and_the_exit_code() {
    for (id, word, code) in [
        ("3b-exact", "holds", 0),
        ("3b-robust", "refuted", 1),
        ("1.1a-accuracy", "undecided", 2),
        ("1.2a-expressive", "outside", 0),
    ] {
        let run = verify(&format!("report --claim {id}")).exits_with(code);
        assert!(run.stdout.starts_with(word), "{}", run.stdout);
    }
}

#[test]
fn a_claim_is_shown_with_its_evidence() {
    verify("report --claim 3a-counter-example")
        .exits_with(1)
        .prints(&[
            "Question 3 (a), the counter-example, claim 3a-counter-example.",
            "This function is AND, and sign(x₁ + x₂ - 1) computes the function with D = 2,",
            "orthant certificate 1",
            "claim separable",
            "end",
        ]);
}

#[test]
fn all_claims_are_tables_and_counted() {
    let run = verify("report").exits_with(1).prints(&[
        "Homework 1, the report",
        "Question 1",
        "Question 2",
        "Questions 1, 2",
        "Question 3",
        "44 claims: 6 hold, 13 refuted, 21 undecided, 4 outside.",
    ]);
    run.warns(&["small synthetic data set"]);
    run.says(&[
        "│ undecided │ 2.1-accuracy-0.001    │ 0.6503     │ 344/529 │ needs octmnist.npz │",
    ]);
}

#[test]
fn json_has_stable_fields() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("out");
    let run = report(&["--format", "json"], &[("--out", &out)]).exits_with(1);
    let json = run.json();
    assert_eq!(keys(&json), "claims counts data title");
    assert_eq!(keys(&json["counts"]), "holds outside refuted undecided");
    let claims = json["claims"].as_array().expect("a list");
    assert_eq!(claims.len(), 44);
    let find = |id: &str| {
        claims
            .iter()
            .find(|claim| claim["id"] == id)
            .expect("a claim")
    };
    let robust = find("3b-robust");
    assert_eq!(
        keys(robust),
        "basis because evidence files id question says stands verdict"
    );
    assert_eq!(
        (&robust["verdict"], &robust["basis"]),
        (&"refuted".into(), &"checked".into())
    );
    let accuracy = &find("2.1-accuracy-0.1")["accuracy"];
    assert_eq!(
        keys(accuracy),
        "difference figure fraction here here_fraction run"
    );
    assert_eq!(
        (&accuracy["fraction"], &accuracy["here"]),
        (&"295/529".into(), &Value::Null)
    );
    let relations = find("2.2c-inference")["evidence"].to_string();
    assert!(
        relations.contains("2.2c-default and 2.2c-l2: different weights"),
        "{relations}"
    );
    assert!(
        relations.contains("2.2c-default and 2.2c-dropout: the same weights, to the bit"),
        "{relations}"
    );
    evidence_is_in_files(&out, claims);
}

/// Every file that a claim names exists, every certificate is verified, and no other file is there.
fn evidence_is_in_files(out: &Path, claims: &[Value]) {
    let named = claims
        .iter()
        .flat_map(|claim| claim["files"].as_array().expect("a list"));
    let mut named: Vec<PathBuf> = named
        .map(|file| out.join(file.as_str().expect("a name")))
        .collect();
    named.sort();
    named.dedup();
    let mut found: Vec<PathBuf> = ["certificates", "pictures"]
        .iter()
        .flat_map(|name| files_in(&out.join(name)))
        .collect();
    found.sort();
    assert_eq!(found, named);
    let pages = ["index.html", "report.json", "report.md"].map(|name| out.join(name));
    let own = files_in(out);
    assert_eq!(
        own.iter()
            .filter(|path| path.is_file())
            .cloned()
            .collect::<Vec<_>>(),
        pages
    );
    let certificates = files_in(&out.join("certificates"));
    assert!(certificates.len() >= 8, "{certificates:?}");
    verify_files("check", &certificates).exits_with(0);
}

/// A text of the report, what stands there instead, and what the error says of it.
const BAD: &str = r#"
    title = " | titel = " | line 
    title = "H | title = "\u001b[31mH | title: expected a text without control characters, found
    says = "The perceptron | says = "\u202eThe perceptron | says: expected a text without control characters, found
    "one-test-set" | "magic" | magic
    "0.3422" | "34 %" | a figure, which is a share of 1
    run = "1.1a", figure | run = "9.9z", figure | claim 1.1a-accuracy: expected a run of the file, found "9.9z"
    "exact", network = "3b" | "exact", network = "3x" | expected a network of the file, found "3x"
    id = "3b-exact" | id = "3b-robust" | the claims: expected ids that are all different, found 3b-robust twice
    id = "3b-exact" | id = "../up" | begin with a letter or digit, found "../up"
    network = "3b", largest-d = 7 | network = "3b", largest-d = 999 | D = 999
    d = 2, a = 1, b = 2 | d = 2, a = 2, b = 1 | A = 2 is greater than B = 1
    bias = "-A" | bias = "-C" | "-C" is not a linear form
    weights = [1, 1], bias = "-1" | weights = [1], bias = "-1" | network 3b: expected as many output weights as hidden units, 2, found 1
    hidden = "sign" | hidden = "cosine" | cosine
    perceptron -epochs 20 | perceptron -epochs 1000000000 | run 1.1a, -epochs: expected an integer from 1 to 100000
    command = "perceptron | command = "percepton | run 1.1a: expected one model of
    stands = "Question 1.1 (a), the figure" | stands = " " | claim 1.1a-accuracy, stands: expected a text, found an empty one
    shown = ["xor"] | shown = ["xor", "xor"] | expected different things shown, found one twice
    test = [250, 250, 250, 250] | test = [250, 250, 250, 0] | found counts that leave the homework's test set empty
    "0m58.820s" | "a minute" | a time above 0 as the shell writes it
    asked = "mlp" |  | expected asked, such as asked = "mlp", in run 2.2a-16, found none
    flag = "learning_rate" | flag = "charm" | expected a flag of the exercise's programs, found "charm"
    train = [33_484,  | train = [ | data: expected as many counts for test as for train
    best-first = ["2.2a-1024", "2.2a-16"] | best-first = ["2.2a-16"] | claim 2.2a-better: expected at least 2 different runs, found 1
    networks = ["3b", "3c"] | networks = ["3b", "3b"] | claim 3c-flexible: expected at least 2 different networks, found 1
    best = "2.1-0.001" | best = "2.2b-1" | expected the best run among those compared, found "2.2b-1"
"#;

#[test]
fn a_bad_claims_file_is_refused_in_one_sentence() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for [old, new, part] in rows(BAD) {
        let claims = claims(folder.path(), &[(old, new)]);
        report(&[], &[("--claims", &claims)]).refused(&[part]);
    }
}

#[test]
fn bad_arguments_are_refused() {
    let run = verify("report --claim 9z").exits_with(2);
    let known = "there is no claim \"9z\"; there are 1.1a-accuracy, ";
    run.warns(&[known]);
    verify("report --claims no-such-file.toml").exits_with(2);
    verify("report --data no-such-file.npz").exits_with(2);
    let run = verify("report --claim 3b-exact --resume kept").exits_with(2);
    run.warns(&["nothing is trained for these claims"]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = report(
        &["--claim", "2.2c-inference"],
        &[("--resume", folder.path())],
    )
    .exits_with(2);
    run.warns(&["no checkpoint of these runs"]);
}

#[test]
fn the_claims_that_are_printed_are_the_claims_that_are_read() {
    let run = verify("report --print-claims").exits_with(0);
    assert_eq!(run.stdout, REPORT);
}

#[test]
fn on_the_data_that_the_figures_are_about_accuracies_are_reproduced() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = images(folder.path());
    // What Question 2's own command comes to.
    let line = "q2 logistic-regression --learning-rate 0.1 --format json --data";
    let own = verify_files(line, &[&data]).exits_with(0).json();
    let test = &own["test"];
    let figure = format!("{:.4}", test["accuracy"].as_f64().expect("an accuracy"));
    let fraction = format!("{}/{}", test["correct"], test["total"]);
    assert_ne!(figure, "0.5577", "another data set than the report's");

    let out = folder.path().join("out");
    let sha256 = sha256([fs::read(&data).expect("readable")]);
    let sha256 = (
        "2f909b7563c0279881a5d51c85a64833f3d4e42eace52b43ac2f22d15ff24986",
        sha256.as_str(),
    );
    let made = synthesize(300, 7);
    let [train, test] =
        [&made.train, &made.test].map(|split| format!("{:?}", split.class_counts(made.classes)));
    let (train, test) = (format!("train = {train}"), format!("test = {test}"));
    let counts = [
        ("train = [33_484, 10_213, 7_754, 46_026]", train.as_str()),
        ("test = [250, 250, 250, 250]", test.as_str()),
    ];
    let decide = |figure: &str| {
        let figure = format!("run = \"2.1-0.1\", figure = \"{figure}\"");
        let changes = [
            sha256,
            counts[0],
            counts[1],
            ("run = \"2.1-0.1\", figure = \"0.5577\"", figure.as_str()),
        ];
        let claims = claims(folder.path(), &changes);
        let words = ["--claim", "2.1-accuracy-0.1", "--format", "json"];
        let run = report(
            &words,
            &[("--claims", &claims), ("--data", &data), ("--out", &out)],
        );
        let code = run.code;
        (code, run.json()["claims"][0].clone())
    };
    let (code, same) = decide(&figure);
    assert_eq!(
        (code, &same["verdict"], &same["basis"]),
        (0, &"holds".into(), &"trained".into()),
        "{same}"
    );
    assert_eq!(
        (
            &same["accuracy"]["here"],
            &same["accuracy"]["here_fraction"]
        ),
        (&figure.into(), &fraction.into())
    );
    let files = same["files"].as_array().expect("a list");
    for part in ["curve", "training-loss", "validation-accuracy", "weights"] {
        let mut files = files.iter().filter_map(Value::as_str);
        let file = files
            .find(|file| file.contains(part))
            .expect("a file of the training");
        assert!(out.join(file).is_file(), "{file}");
    }
    let (code, other) = decide("0.0000");
    assert_eq!((code, &other["verdict"]), (1, &"refuted".into()), "{other}");

    let uncounted = claims(folder.path(), &[sha256]);
    let words = ["--claim", "2.1-accuracy-0.1"];
    let run = report(&words, &[("--claims", &uncounted), ("--data", &data)]).exits_with(2);
    run.warns(&["the claims say that"]);
}

#[cfg(unix)]
#[test]
fn trainings_that_were_interrupted_go_on() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = images(folder.path());
    let long = claims(folder.path(), &[("-epochs 150", "-epochs 400")]);
    let words = [
        "--claim",
        "2.2c-inference",
        "--threads",
        "1",
        "--format",
        "json",
    ];
    let paths = [("--claims", long.as_path()), ("--data", data.as_path())];
    let whole = report(&words, &paths).exits_with(1);

    let kept = folder.path().join("kept");
    let keep = [paths[0], paths[1], ("--checkpoint", kept.as_path())];
    let child = start(&mut command(&words, &keep));
    wait_until(|| kept.join("commanded-2.2c-default.checkpoint").exists());
    interrupt(&child);
    let stopped = Run::ended("report, interrupted", child);
    stopped.warns(&["give the same command with --resume"]);
    assert!(
        !stopped.stdout.contains("the same weights"),
        "{}",
        stopped.stdout
    );

    let resume = [&keep[..], &[("--resume", kept.as_path())]].concat();
    let resumed = report(&words, &resume).exits_with(1);
    assert_eq!(resumed.stdout, whole.stdout);
}
