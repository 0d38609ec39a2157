//! Ctrl-C ends a long run soon, with what it has: whole certificates, no other files, and a summary that says so.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::verify::{Run, files_in, program, verify_files};

/// A sweep of many seconds, were it not interrupted.
const LONG: [&str; 3] = ["q3", "--d", "1..=40"];

/// What Ctrl-C does; a process that has already ended does not mind.
fn interrupt(child: &Child) {
    let pid = child.id().to_string();
    let kill = Command::new("kill").args(["-INT", &pid]).status();
    assert!(kill.expect("kill runs").success());
}

/// The files of a long sweep that is interrupted this often once it has written some certificates.
fn interrupted(folder: &Path, times: usize) -> Vec<PathBuf> {
    let mut command = program();
    command.args(LONG).arg("--certificates").arg(folder);
    let child = command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = child.spawn().expect("the binary runs");
    let start = Instant::now();
    while files_in(folder).len() < 50 {
        assert!(start.elapsed() < Duration::from_secs(20), "no certificates");
        sleep(Duration::from_millis(5));
    }
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
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = child.spawn().expect("the binary runs");
    sleep(Duration::from_millis(500));
    interrupt(&child);
    let output = child.wait_with_output().expect("it ends");
    let run = Run::of("q3 --d 1..=40", &output).exits_with(2);
    assert!(run.stderr.contains("interrupted after"), "{}", run.stderr);
    let answers = run.json();
    let cases = answers["cases"].as_array().map(Vec::len);
    assert_eq!(
        answers["summary"]["total"]["cases"].as_u64(),
        cases.map(|n| n.try_into().expect("few"))
    );
}
