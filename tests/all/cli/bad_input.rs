//! Bad input is refused with exit code 2, nothing on standard output and one sentence on standard error that names
//! what was wrong.

use std::fs;

use crate::support::table::rows;
use crate::support::verify::{FOUR, certificates, example, verify, verify_files, verify_reading};

/// A network file with one layer.
fn one_layer(weights: &str, biases: &str) -> String {
    let layer = format!(r#"{{"activation": "sign", "weights": {weights}, "biases": {biases}}}"#);
    format!(r#"{{"layers": [{layer}]}}"#)
}

#[test]
fn bounds_outside_the_exercise_are_refused() {
    for (line, parts) in [
        ("q3 --d 4 --a 3 --b 2", ["A = 3", "B = 2"]),
        ("q3 --d 4 --a -5 --b 2", ["A = -5", "[-4, 4]"]),
        ("q3 --d 4 --a 5 --b 6", ["A = 5", "[-4, 4]"]),
        ("q3 --d 4 --a -1 --b 5", ["B = 5", "[-4, 4]"]),
        ("q3 --d 4 --a -6 --b -5", ["A = -6", "[-4, 4]"]),
        ("q3 --d 4 --a -5", ["A = -5", "[-4, 4]"]),
        ("q3 --d 4 --a 5", ["A = 5", "[-4, 4]"]),
        ("q3 --d 4 --b 5", ["B = 5", "[-4, 4]"]),
        ("q3 --d 4 --b -5", ["B = -5", "[-4, 4]"]),
        ("q3 --d 1..=3 --a 2 --b 2", ["A = 2", "[-1, 1]"]),
    ] {
        verify(line).refused(&parts);
    }
}

#[test]
fn numbers_that_are_none_are_refused() {
    let limit = "1000000";
    for (line, parts) in [
        ("q3 --d 0 --a 0 --b 0", ["'0'", limit]),
        ("q3 --d 1000001 --a 0 --b 0", ["'1000001'", limit]),
        ("q3 --d 99999999999999999999999 --a 0 --b 0", ["--d", limit]),
        ("q3 --d four --a 0 --b 0", ["'four'", "--d"]),
        ("q3 --d 4.0 --a 0 --b 0", ["'4.0'", "--d"]),
        ("q3 --d 8..=1", ["8..=1", "empty"]),
        ("q3 --d 3..3", ["3..3", "empty"]),
        ("q3 --d 0..=3", ["0..=3", limit]),
        ("q3 --d 4 --a 0.5 --b 1", ["'0.5'", "--a"]),
        ("q3 --d 4 --a 0 --b one", ["'one'", "--b"]),
        ("q3 --d 4 --a -99999999999999999999 --b 1", ["--a", limit]),
    ] {
        verify(line).refused(&parts);
    }
}

#[test]
fn what_is_too_large_is_refused_at_once() {
    verify("q3 --d 1000").refused(&["100000", "--a"]);
    verify("q3 --d 1..=1000000 --a 1").refused(&["100000", "--b"]);
}

#[test]
fn limits_are_numbers_with_units() {
    let q3 = "q3 --d 4 --a -1 --b 2";
    for limit in ["10", "s", "0s", "-1s", "1.5s", "10 hours", "99999999999s"] {
        verify(&format!("{q3} --time-limit={}", limit.replace(' ', "")))
            .refused(&["--time-limit", "10s"]);
    }
    for limit in ["2", "GiB", "-1GB", "2TB", "99999999999GiB"] {
        verify(&format!("{q3} --memory-limit={limit}")).refused(&["--memory-limit", "2GiB"]);
    }
    verify("q2 mlp --data none --time-limit 1s").refused(&["--target", "--time-limit"]);
}

#[test]
fn an_argument_that_is_missing_or_unknown_is_named() {
    for (line, part) in [
        ("q3 --a 0", "--d"),
        ("q3", "--d"),
        ("check", "<FILE>"),
        ("completions", "<SHELL>"),
        ("completions tcsh", "'tcsh'"),
        ("q3 --d 4 --a -1 --b 2 --format xml", "'xml'"),
        ("q3 --d 4 --a -1 --b 2 --engine fast", "'fast'"),
        ("q3 --d 4 --a -1 --b 2 --expect maybe", "'maybe'"),
        ("q3 --d 4 --a -1 --b 2 --network", "--network"),
        ("q3 --d 4 --d 5", "--d"),
        ("q3 --d -4 --a 0 --b 0", "-4"),
        ("q4", "'q4'"),
    ] {
        // clap says it in a few lines: the choices, the usage.
        verify(line).misused(&[part]);
    }
}

#[test]
fn a_network_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("binary"), [0x7f, b'E', b'L', b'F', 0xff, 0xfe, 0]).expect("a file");
    fs::create_dir(path("folder")).expect("a folder");
    for (name, part) in [
        ("missing", "cannot open"),
        ("folder", "is a folder"),
        ("binary", "not a text file"),
    ] {
        let run = verify_files(&format!("{FOUR} --network"), &[path(name)]);
        run.refused(&[name, part]);
    }
    // Of several bad files each is named.
    let run = verify_files(
        &format!("{FOUR} --network"),
        &[path("folder"), path("missing")],
    );
    let run = run.exits_with(2);
    assert_eq!(
        (run.stdout.as_str(), run.stderr.lines().count()),
        ("", 2),
        "{}",
        run.stderr
    );
}

#[test]
fn an_ill_formed_network_is_refused_with_the_place() {
    let two_layers = r#"{"layers": [
        {"activation": "sign", "weights": [[1, 1], [1, 1]], "biases": [0, 0]},
        {"activation": "sign", "weights": [[1, 1, 1]], "biases": [0]}
    ]}"#;
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let long = format!("[[1, {}]]", "1".repeat(2000));
    let refused = |text: &str, parts: [&str; 2]| {
        let run = verify_reading("q3 --d 2 --a 0 --b 0 --network -", text);
        run.refused(&parts);
    };
    for [weights, biases, place, part] in rows(
        r#"
        [[1, 1], [1]] | [0, 0] | layer 1, row 2 | weights as inputs, 2, found 1
        [[1, 1]] | [0, 0] | layer 1, biases | found 2
        [[1], [1]] | [0, 0] | the last layer: expected one unit | found 2
        [1, 1] | [0, 0] | layer 1, row 1 | a row
        [[1, "a"]] | [0] | layer 1, row 1, weight 2 | "a"
        [[1, 1]] | [true] | layer 1, bias 1 | true
        [[1, "1/0"]] | [0] | weight 2 | zero
        [[1, 1e1001]] | [0] | layer 1, row 1, weight 2 | exponent
        [[1, "1e99999999999999999999"]] | [0] | weight 2 | exponent
        [[{"weight": 1, "times": 2000000}]] | [0] | layer 1, row 1 | 1000000
        [[1, NaN]] | [0] | expected | line 1
        "#,
    ) {
        refused(&one_layer(weights, biases), [place, part]);
    }
    let fine = one_layer("[[1, 1]]", "[0]");
    for (text, parts) in [
        (String::new(), ["EOF", "line 1"]),
        ("no JSON".into(), ["expected", "line 1 column"]),
        ("{}".into(), ["missing field", "layers"]),
        (r#"{"layers": []}"#.into(), ["at least one layer", ""]),
        (
            two_layers.into(),
            ["layer 2, row 1", "as many weights as inputs, 2"],
        ),
        (one_layer(&long, "[0]"), ["weight 2", "2000 characters"]),
        (fine.replace("sign", "tanh"), ["layer 1", "\"tanh\""]),
        (fine.replace("biases", "bias"), ["unknown field", "bias"]),
        (fine + "more", ["trailing", "line 1"]),
        (one_layer(&deep, "[0]"), ["recursion", "line 1"]),
        (deep, ["line 1", ""]),
    ] {
        refused(&text, parts);
    }
}

#[test]
fn a_network_file_is_made_of_objects() {
    // A struct's fields as a list are no network, though a deserializer may take them for one.
    let text = r#"{"layers": [["sign", [[1, 1]], [0]]]}"#;
    let run = verify_reading("q3 --d 2 --a 0 --b 0 --network -", text);
    run.refused(&["layer"]);
}

#[test]
fn a_network_needs_one_function_with_as_many_inputs() {
    let file = [example("robust-b.json")];
    for (line, parts) in [
        ("q3 --d 4 --a -1 --network", ["--network", "one function"]),
        ("q3 --d 4 --network", ["--network", "one function"]),
        (
            "q3 --d 4..=5 --a -1 --b 2 --network",
            ["--network", "one function"],
        ),
        ("q3 --d 5 --a -1 --b 2 --network", ["4 inputs", "D = 5"]),
    ] {
        verify_files(line, &file).refused(&parts);
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_refused_before_any_work() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    for folder in [file.path().to_owned(), file.path().join("below")] {
        let name = folder.display().to_string();
        // The sweep takes long; its time is on standard error when it ran.
        let run = verify_files("q3 --d 1..=24 --certificates", &[&folder]);
        run.refused(&["folder", &name]);
        let run = verify_files(&format!("{FOUR} --certificates"), &[&folder]);
        run.refused(&["folder", &name]);
        verify_files("man --out", &[&folder]).refused(&["folder", &name]);
    }
}

#[test]
fn a_certificate_that_cannot_be_read_is_undecided_with_the_line() {
    let folder = certificates();
    let path = folder.path().join("d4_a-1_b2.a.inseparable.cert");
    let good = fs::read_to_string(path).expect("a certificate");
    let without = |word: &str| -> String {
        let keep = |line: &&str| !line.trim_start().starts_with(word);
        good.split_inclusive('\n').filter(keep).collect()
    };
    for (text, parts) in [
        (
            good.replace("certificate 1", "certificate 2"),
            ["line 1", "orthant certificate 2"],
        ),
        (String::new(), ["line 1", "the end of the file"]),
        (format!("{good}more\n"), ["after \"end\"", "more"]),
        (without("orthant"), ["line 1", "orthant certificate 1"]),
        (without("claim"), ["line 2", "\"claim\""]),
        (without("target"), ["line 3", "\"target\""]),
        (without("evidence"), ["line 4", "\"evidence\""]),
        (without("end"), ["\"end\"", "the end of the file"]),
        (
            good.replace("inseparable", "impossible"),
            ["line 2", "impossible"],
        ),
        (good.replace("levels", "trust"), ["line 4", "evidence"]),
        (good.replace("dim=4", "dim=4000000"), ["line 3", "dim"]),
        (good.replace("  1 at", "  one at"), ["\"one\"", "number"]),
    ] {
        let run = verify_reading("check -", &text).exits_with(2);
        let [line] = run.stdout.lines().collect::<Vec<_>>()[..] else {
            panic!("one line for one certificate: {}", run.stdout);
        };
        assert!(line.starts_with("undecided -: line "), "{line}");
        for part in parts {
            assert!(line.contains(part), "{part:?} is not in {line:?}");
        }
    }
}

#[test]
fn a_certificate_file_that_is_no_text_is_undecided() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("binary"), [0xff, 0xfe, 0]).expect("a file");
    fs::create_dir(path("folder")).expect("a folder");
    for (name, part) in [
        ("missing", "cannot open"),
        ("folder", "is a folder"),
        ("binary", "not a text file"),
    ] {
        let run = verify_files("check", &[path(name)]).exits_with(2);
        assert!(run.stdout.starts_with("undecided "), "{}", run.stdout);
        run.says(&[part]);
        assert_eq!(run.stdout.lines().count(), 1);
    }
}
