//! `verify q3 --emit rocq`: the answers as theorems. Where the theories have been built (`make -C proofs`), Rocq accepts
//! them, and refuses them when they have been changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::table::rows;
use crate::support::verify::{between, verify, verify_files};

fn proofs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("proofs")
}

/// The file that this writes.
fn emitted(line: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("instance.v");
    verify_files(&format!("{line} --emit rocq"), &[&file]);
    fs::read_to_string(file).expect("it was written")
}

/// coqc with its flags; `None`, with a printed line, where Rocq or the theories are missing.
fn coqc() -> Option<Command> {
    let built = proofs().join("theories/Instances.vo").exists();
    if !built || Command::new("coqc").arg("--version").output().is_err() {
        println!("skipped: the theories have not been built here (make -C proofs)");
        return None;
    }
    let flags = fs::read_to_string(proofs().join("_CoqProject")).expect("the flags");
    let mut command = Command::new("coqc");
    command
        .current_dir(proofs())
        .arg("-q")
        .args(flags.split_whitespace());
    Some(command)
}

/// Whether Rocq accepts this text, and what it says.
fn accepted(mut coqc: Command, text: &str) -> (bool, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("instance.v");
    fs::write(&file, text).expect("room");
    let output = coqc.arg(&file).output().expect("coqc runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.success(), said)
}

const OWN: &str = "--network examples/networks/report-b.json examples/networks/robust-although-at-zero.json \
                   examples/networks/wrong.json examples/networks/three-layers.json";

#[test]
fn every_verdict_is_a_theorem_by_a_theorem_and_by_computation() {
    let text = emitted("q3 --d 4 --a -1 --b 2");
    let theorems: Vec<&str> = between(&text, "\nTheorem ", " :").collect();
    let by_certificate = theorems
        .iter()
        .filter(|name| name.ends_with("_by_certificate"));
    // (a), and two verdicts about each of seven networks; (a) also by four points.
    assert_eq!(theorems.len(), 2 * (1 + 7 * 2) + 1, "{theorems:?}");
    assert_eq!(by_certificate.count(), 1 + 7 * 2, "{theorems:?}");
    let theory = fs::read_to_string(proofs().join("theories/Instances.v")).expect("the theory");
    let mut applied = 0;
    for theorem in between(&text, "exact (", " ") {
        assert!(
            theory.contains(&format!("\nTheorem {theorem} :")),
            "{theorem}"
        );
        applied += 1;
    }
    assert_eq!(applied, 1 + 7 * 2);
    assert!(text.contains("Theorem b_report_is_fragile : ~ holds (Robust b_report f)."));
    assert!(text.contains("Definition f : function := Interval 4 (-1) 2."));
}

#[test]
fn a_network_of_ones_own_is_certified_and_a_known_one_is_recognised() {
    let text = emitted(&format!("q3 --d 4 --a -1 --b 2 {OWN}"));
    // Where `widest` is the report's network, its theorem is still its own.
    let same = emitted("q3 --d 4 --a -1 --b 1");
    assert!(same.contains("exact (widest_b_agrees 4 (-1) 1"));
    // The report's own network, whoever hands it in.
    assert!(text.contains(
        "Theorem own_1_agrees : holds (Agrees own_1 f).\nProof. exact (report_b_agrees 4 (-1) 2"
    ));
    assert!(text.contains("Theorem own_2_is_robust_by_certificate : holds (Robust own_2 f)."));
    assert!(!text.contains("Theorem own_2_is_robust :"));
    assert!(text.contains("Theorem own_3_differs_by_certificate : ~ holds (Agrees own_3 f)."));
}

#[test]
fn bad_requests_are_refused_in_a_sentence() {
    for [line, said] in rows(
        "
        q3 --d 4 --a -1 --b 2 --emit lean out.v | write --emit rocq FILE
        q3 --d 4 --a -1 --emit rocq out.v | --emit needs one function
        q3 --d 4 --a -1 --b 2 --emit rocq | 2 values
        q3 --d 4 --a -1 --b 2 --emit rocq my-answer.v | letters, digits and _ before .v
        q3 --d 4 --a -1 --b 2 --emit rocq nowhere/out.v | there is no folder nowhere
        q3 --d 4 --a -1 --b 2 --svg src | that is not a regular file
        q3 --d 4 --a -1 --b 2 --emit rocq a.v --emit rocq b.v | cannot be used multiple times
        ",
    ) {
        let run = verify(line).exits_with(2);
        assert!(run.stderr.contains(said), "{line}: {}", run.stderr);
        assert!(!Path::new("out.v").exists());
    }
}

#[test]
fn rocq_accepts_a_spread_of_answers() {
    for line in [
        "q3 --d 1 --a -1 --b 0",
        "q3 --d 2 --a 0 --b 0",
        "q3 --d 2 --a 1 --b 2",
        "q3 --d 3 --a -1 --b -1",
        "q3 --d 4 --a 1 --b 1",
        "q3 --d 5 --a -4 --b 2",
        "q3 --d 6 --a -6 --b 6",
        "q3 --d 4 --a -1 --b 2 --engine walk",
        "q3 --d 1000 --a -10 --b 7",
        "q3 --d 1000000 --a -10 --b 7",
        &format!("q3 --d 4 --a -1 --b 2 {OWN}"),
    ] {
        let text = emitted(line);
        let Some(coqc) = coqc() else {
            return;
        };
        let (accepted, said) = accepted(coqc, &text);
        assert!(accepted, "{line}: {said}\n{text}");
    }
}

#[test]
fn rocq_refuses_corrupted_answers() {
    let text = emitted("q3 --d 4 --a -1 --b 2");
    for [what, from, to] in rows(
        "
        another function | Interval 4 (-1) 2 | Interval 4 (-1) 1
        another D | Interval 4 (-1) 2 | Interval 5 (-1) 2
        the opposite about (a) | f_is_inseparable : ~ holds | f_is_inseparable : holds
        another bias | Definition b_report : written := Written 4 [Rows Sign [Row [((Qmake 1 1), 4%positive)] (Qmake 1 1) | Definition b_report : written := Written 4 [Rows Sign [Row [((Qmake 1 1), 4%positive)] (Qmake 2 1)
        the opposite about robustness | b_report_is_fragile : ~ holds | b_report_is_fragile : holds
        the opposite, certified | c_integer_is_robust_by_certificate : holds | c_integer_is_robust_by_certificate : ~ holds
        a weight of Farkas | [((Qmake 2 1), [1]) | [((Qmake 1 1), [1])
        one point twice | (Plus, 1%positive); (Minus, 1%positive); (Plus, 2%positive) | (Plus, 2%positive); (Minus, 2%positive)
        a theorem about another network | exact (integer_b_agrees | exact (widest_b_agrees
        a direction back | [((Qmake 1 1), 1%positive); ((Qmake 0 1), 3%positive)] | [((Qmake (-1) 1), 1%positive); ((Qmake 0 1), 3%positive)]
        another limit | 3%positive)] (Qmake (-1) 1) | 3%positive)] (Qmake 1 1)
        ",
    ) {
        let corrupted = text.replacen(from, to, 1);
        assert_ne!(corrupted, text, "{what}: nothing was changed");
        let Some(coqc) = coqc() else {
            return;
        };
        let (accepted, said) = accepted(coqc, &corrupted);
        assert!(!accepted, "{what}: accepted\n{corrupted}");
        // Refused for what it says, not for how it is written.
        let written = ["Syntax error", "inconsistent assumptions", "not found"];
        assert!(
            !written.iter().any(|wrong| said.contains(wrong)),
            "{what}: {said}"
        );
    }
}
