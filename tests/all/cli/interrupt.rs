//! Ctrl-C ends a long run soon, with what it has: whole certificates, no other files, and a summary that says so.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::verify::{Run, files_in, interrupt, program, start, verify_files, wait_until};

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
fn an_interrupted_sweep_says_how_far_it_came() {
    let mut command = program();
    command.args(LONG).args(["--format", "json"]);
    let child = start(&mut command);
    sleep(Duration::from_millis(500));
    interrupt(&child);
    let run = Run::ended("q3 --d 1..=40", child).exits_with(2);
    run.warns(&["interrupted after"]);
    let answers = run.json();
    let cases = answers["cases"].as_array().map(Vec::len);
    assert_eq!(
        answers["summary"]["total"]["cases"].as_u64(),
        cases.map(|n| n.try_into().expect("few"))
    );
}
