//! What the command prints is well-formed: Markdown with whole tables, JSON with stable field names, no escape
//! sequences in a file; and a reader that stops early does no harm.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;

use crate::support::verify::{
    FOUR, Run, certificates, example, files_in, keys, program, start, verify, verify_files,
    verify_reading,
};
use serde_json::Value;

/// Fails unless every table has a head, a rule, and as many cells in every row; returns the number of tables.
fn tables(markdown: &str) -> usize {
    let cells = |line: &str| line.replace("\\|", "").matches('|').count() - 1;
    let mut tables = 0;
    let mut fenced = false;
    let mut lines = markdown.lines().peekable();
    while let Some(head) = lines.next() {
        fenced ^= head.starts_with("```");
        if fenced || !head.starts_with('|') {
            continue;
        }
        tables += 1;
        let rule = lines.next().expect("a rule below the head");
        assert!(
            rule.contains("---") && rule.chars().all(|c| "|-: ".contains(c)),
            "{rule}"
        );
        assert_eq!(cells(rule), cells(head), "{markdown}");
        while let Some(row) = lines.next_if(|line| !line.is_empty()) {
            assert!(row.starts_with('|') && row.ends_with('|'), "{row}");
            assert_eq!(cells(row), cells(head), "{markdown}");
        }
    }
    assert!(!fenced, "an open block: {markdown}");
    tables
}

#[test]
fn markdown_has_headings_and_whole_tables() {
    let run = verify(&format!("{FOUR} --format markdown")).exits_with(0);
    let run = run.prints(&[
        "## Question 3 for D = 4, A = -1, B = 2",
        "## (a) Is f one perceptron?",
        "## (b), (c) Do the networks compute f, and are they robust?",
    ]);
    assert_eq!(tables(&run.stdout), 1);
    let sweep = verify("q3 --d 4 --a -1 --format markdown").exits_with(0);
    assert_eq!(tables(&sweep.stdout), 3);
    let sweep = verify("q3 --d 1..=5 --format markdown").exits_with(0);
    assert_eq!(tables(&sweep.stdout), 2);
}

#[test]
fn markdown_tables_survive_any_file_name() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = [folder.path().join("a | b")];
    fs::copy(example("robust-b.json"), &file[0]).expect("a copy");
    let run = verify_files(&format!("{FOUR} --format markdown --network"), &file);
    assert_eq!(tables(&run.exits_with(0).stdout), 1);
    let run = verify_files("check --format markdown", &file).exits_with(2);
    assert_eq!(tables(&run.stdout), 1);
}

#[test]
fn a_file_gets_no_escape_sequences() {
    for format in ["text", "markdown", "json"] {
        for line in [FOUR, "q3 --d 1..=3", "q3 --d 4 --a -1 --expect separable"] {
            let run = verify(&format!("{line} --format {format}"));
            assert!(!run.stdout.contains('\u{1b}'), "{line}: {}", run.stdout);
            assert!(!run.stderr.contains('\u{1b}'), "{line}: {}", run.stderr);
        }
        let run = verify_reading(&format!("check --format {format} -"), "nothing");
        assert!(!run.stdout.contains('\u{1b}'), "{}", run.stdout);
    }
    for line in ["--help", "q3 --help", "q3 --d 0", "q3 --d 4 --a 3 --b 2"] {
        let run = verify(line);
        assert!(!run.stdout.contains('\u{1b}'), "{line}: {}", run.stdout);
        assert!(!run.stderr.contains('\u{1b}'), "{line}: {}", run.stderr);
    }
}

#[test]
fn the_fields_of_one_answer_are_stable() {
    let separable = verify("q3 --d 2 --a 1 --b 2 --format json").json();
    let function = "a b d engine inseparable_because networks separable";
    assert_eq!(keys(&separable), format!("{function} separator"));
    assert_eq!(keys(&separable["separator"]), "bias weights");
    assert_eq!(separable["inseparable_because"], serde_json::json!([]));

    let answer = verify(&format!("{FOUR} --format json")).json();
    assert_eq!(keys(&answer), function);
    assert_eq!(keys(&answer["separable"]), "answer theorem trust");
    for text in answer["inseparable_because"].as_array().expect("a list") {
        let text = text.as_str().expect("a certificate");
        verify_reading("check -", text).exits_with(0);
    }
    let always = [
        "exact",
        "margin",
        "name",
        "part",
        "plan",
        "robust",
        "wrong_inputs",
        "wrong_inputs_trust",
    ];
    for network in answer["networks"].as_array().expect("networks") {
        let no = |question: &str| network[question]["answer"] == Value::Bool(false);
        let mut wanted = always.to_vec();
        wanted.extend(no("exact").then_some("differs_at"));
        wanted.extend(no("robust").then_some("breaks_at"));
        wanted.sort_unstable();
        assert_eq!(keys(network), wanted.join(" "));
        assert_eq!(keys(&network["exact"]), "answer theorem trust");
        assert_eq!(keys(&network["robust"]), "answer theorem trust");
        assert_eq!(keys(&network["margin"]), "l2_squared linf");
    }
    let published = &answer["networks"][4];
    assert_eq!(keys(&published["differs_at"]), "f h vertex");
    let breaks = keys(&published["breaks_at"]);
    assert_eq!(breaks, "direction f limit vertex");
}

#[test]
fn the_fields_of_a_sweep_are_stable() {
    let sweep = verify("q3 --d 1..=2 --format json").exits_with(0).json();
    assert_eq!(keys(&sweep), "cases summary");
    assert_eq!(keys(&sweep["summary"]), "asked by_d total");
    let tally = "cases d inseparable networks separable";
    assert_eq!(keys(&sweep["summary"]["total"]), tally);
    assert_eq!(keys(&sweep["summary"]["by_d"][1]), tally);
    let network = &sweep["summary"]["total"]["networks"][0];
    assert_eq!(keys(network), "exact name part robust");
    let alone = verify("q3 --d 1 --a -1 --b 0 --format json").json();
    assert_eq!(sweep["cases"][1], alone);
}

#[test]
fn the_fields_of_a_judgement_are_stable() {
    let folder = certificates();
    let mut files = files_in(folder.path());
    files.push(folder.path().join("missing"));
    let run = verify_files("check --format json", &files).exits_with(2);
    let judgements = run.json();
    let judgements = judgements.as_array().expect("a list");
    assert_eq!(judgements.len(), files.len());
    for (judgement, file) in judgements.iter().zip(&files) {
        let fields = "claim evidence file reason target verdict";
        assert_eq!(keys(judgement), fields);
        assert_eq!(judgement["file"].as_str().map(Path::new), Some(&**file));
    }
    let (missing, read) = judgements.split_last().expect("not empty");
    assert_eq!(missing["verdict"], "undecided");
    assert!(missing["claim"].is_null());
    assert!(
        read.iter()
            .all(|judgement| judgement["verdict"] == "verified")
    );
}

#[test]
fn check_prints_one_markdown_row_a_file() {
    let folder = certificates();
    let files = files_in(folder.path());
    let run = verify_files("check --format markdown", &files).exits_with(0);
    assert_eq!(tables(&run.stdout), 1);
    assert_eq!(run.stdout.matches("| verified |").count(), files.len());
}

#[test]
fn a_file_name_cannot_pose_as_a_verdict() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = verify_files("check", &[folder.path().join("x\nverified y")]);
    let run = run.exits_with(2);
    assert!(
        run.stdout.lines().all(|line| line.starts_with("undecided")),
        "{}",
        run.stdout
    );
}

#[test]
fn a_reader_that_stops_early_does_no_harm() {
    for line in [
        "q3 --d 1..=8 --format json",
        FOUR,
        "completions bash",
        "man",
        "--help",
    ] {
        let mut command = program();
        command.args(line.split_whitespace());
        let mut child = start(&mut command);
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        stdout.read_line(&mut String::new()).expect("a line");
        drop(stdout);
        let run = Run::ended(line, child);
        assert!(!run.stderr.contains("error"), "{line}: {}", run.stderr);
        run.exits_with(0);
    }
}

#[test]
fn certificates_are_written_even_if_nobody_reads_the_answer() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = program();
    command.args(FOUR.split_whitespace());
    command.arg("--certificates").arg(folder.path());
    let mut child = start(&mut command);
    drop(child.stdout.take());
    Run::ended(FOUR, child).exits_with(0);
    let read = certificates();
    assert_eq!(files_in(folder.path()).len(), files_in(read.path()).len());
}
