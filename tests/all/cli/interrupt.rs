//! Ctrl-C ends a long run soon, with what it has: whole certificates, no other files, and a summary that says so.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::verify::{
    Run, files_in, interrupt, program, signal, start, verify_files, wait_until,
};
use serde_json::Value;

/// A sweep of many seconds, were it not interrupted.
const LONG: [&str; 3] = ["q3", "--d", "1..=40"];

/// The files of a long sweep that is interrupted this often once it has written some certificates.
fn interrupted(folder: &Path, times: usize) -> Vec<PathBuf> {
    let mut command = program();
    command.args(LONG).arg("--certificates").arg(folder);
    let child = command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = child.spawn().expect("the binary runs");
    wait_until(|| files_in(folder).len() >= 50);
    for _ in 0..times {
        interrupt(&child);
    }
    let start = Instant::now();
    let status = child.wait().expect("it ends");
    assert!(start.elapsed() < Duration::from_secs(5), "it went on");
    assert!(matches!(status.code(), Some(2 | 130)), "{status}");
    files_in(folder)
}

/// Whether this is the name of a certificate.
fn is_certificate(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == "cert")
}

#[test]
fn an_interrupted_sweep_leaves_whole_certificates_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = interrupted(folder.path(), 1);
    let other: Vec<_> = files.iter().filter(|file| !is_certificate(file)).collect();
    assert!(other.is_empty(), "{other:?}");
    verify_files("check", &files).exits_with(0);
}

#[test]
fn a_sweep_interrupted_twice_leaves_no_half_written_certificate() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut files = interrupted(folder.path(), 2);
    files.retain(|file| is_certificate(file));
    verify_files("check", &files).exits_with(0);
}

#[test]
fn a_sweep_that_is_told_to_end_says_how_far_it_came() {
    for name in ["INT", "TERM", "HUP"] {
        let mut command = program();
        command.args(LONG).args(["--format", "json"]);
        let child = start(&mut command);
        sleep(Duration::from_millis(500));
        signal(&child, name);
        let run = Run::ended("q3 --d 1..=40", child).exits_with(2);
        run.warns(&["interrupted after"]);
        let answers = run.json();
        let cases = answers["cases"].as_array().map(Vec::len);
        assert_eq!(
            answers["summary"]["total"]["cases"].as_u64(),
            cases.map(|n| n.try_into().expect("few"))
        );
    }
}

/// A network file with the perceptron sign(1000·sum + x₁ + 2x₂ + … + bias) on this many inputs: no two weights are alike.
fn perceptron(folder: &Path, dimension: usize, bias: i64) -> PathBuf {
    let weights: Vec<String> = (1..=dimension).map(|i| (1000 + i).to_string()).collect();
    let text = format!(
        r#"{{"layers": [{{"activation": "sign", "weights": [[{}]], "biases": [{bias}]}}]}}"#,
        weights.join(", ")
    );
    let file = folder.join("long.json");
    std::fs::write(&file, text).expect("it can be written");
    file
}

/// The command that looks at every vertex of a network for f(x) = +1 where the sum is at least 0.
fn look_at_every_vertex(file: &Path, dimension: usize) -> Command {
    let mut command = program();
    let (d, b) = (dimension.to_string(), dimension.to_string());
    command.args(["q3", "--d", &d, "--a", "0", "--b", &b, "--engine", "sweep"]);
    command.args(["--format", "json", "--network"]).arg(file);
    command
}

/// The user's network in an answer.
fn own(answer: &Value) -> &Value {
    let networks = answer["networks"].as_array().expect("networks");
    networks.last().expect("the own network is the last")
}

#[test]
fn a_search_that_is_interrupted_is_undecided() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // The differences add up to at most 44·45/2 = 990, which is less than 1000: the sign is that of the sum.
    let file = perceptron(folder.path(), 44, 1000);
    let child = start(&mut look_at_every_vertex(&file, 44));
    sleep(Duration::from_secs(1));
    interrupt(&child);
    let start = Instant::now();
    let run = Run::ended("q3 --engine sweep", child).exits_with(2);
    assert!(start.elapsed() < Duration::from_secs(5), "it went on");
    let answer = run.json();
    let exact = &own(&answer)["exact"];
    assert_eq!(exact["answer"], Value::Null);
    let reason = exact["reason"].as_str().expect("a reason");
    assert!(reason.starts_with("interrupted"), "{reason}");
}

#[test]
fn the_end_of_the_time_leaves_what_is_known() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (bias, code) in [(1000, 2), (-1000, 1)] {
        let file = perceptron(folder.path(), 44, bias);
        let mut command = look_at_every_vertex(&file, 44);
        let child = start(command.args(["--time-limit", "500ms"]));
        let run = Run::ended("q3 --time-limit", child).exits_with(code);
        let answer = run.json();
        let own = own(&answer);
        if code == 2 {
            let reason = own["exact"]["reason"].as_str().expect("a reason");
            assert!(reason.contains("time limit"), "{reason}");
        } else {
            assert_eq!(own["exact"]["answer"], Value::Bool(false));
            assert_eq!(own["wrong_inputs"], Value::Null);
            let so_far = &own["wrong_so_far"];
            assert!(so_far["seen"].as_u64().is_some_and(|seen| seen > 0));
            assert_ne!(so_far["at_least"], "0");
        }
    }
}
