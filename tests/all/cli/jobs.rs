//! The command does its jobs and says so with its exit code: one function, a sweep, own networks, certificates
//! written and judged, what shells and `man` need.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::support::verify::{
    FOUR, certificates, example, files_in, names_in, verify, verify_files, verify_reading,
};
use serde_json::{Value, json};

/// The networks of `examples/networks` for D = 4, A = -1, B = 2: exact? robust?
const EXAMPLES: [(&str, bool, bool); 6] = [
    ("report-b.json", true, false),
    ("robust-b.json", true, true),
    ("report-c.json", true, false),
    ("robust-although-at-zero.json", true, true),
    ("three-layers.json", true, true),
    ("wrong.json", false, false),
];

/// Exact? robust? of each network in an answer, by part and name.
fn verdicts(answer: &Value) -> Vec<Value> {
    let networks = answer["networks"].as_array().expect("networks");
    let verdict = |n: &Value| json!([n["part"], n["name"], n["exact"], n["robust"]]);
    networks.iter().map(verdict).collect()
}

#[test]
fn one_function_is_answered_with_its_evidence() {
    verify(FOUR).exits_with(0).prints(&[
        "Question 3 for D = 4, A = -1, B = 2",
        "f(x) = +1 if -1 ≤ x₁ + … + x₄ ≤ 2, else -1",
        "sum     -4  -2  0  2  4",
        "f        -   -  +  +  -",
        "inputs   1   4  6  4  1",
        "(a) Is f one perceptron?",
        "No (proved).",
        "x₁ + x₂ = 2 0 0 0",
        "y₁ + y₂ = 2 0 0 0",
        "(b), (c) Do the networks compute f, and are they robust?",
        "│ (b) report    │ yes, proved │ no, proved  │ 0         │ 0         │",
        "│ (b) integer   │ yes, proved │ yes, proved │ 1/8       │ 1/4       │",
        "│ (b) widest    │ yes, proved │ yes, proved │ 1/4       │ 1/2       │",
        "│ (c) report    │ yes, proved │ no, proved  │ 0         │ 0         │",
        "│ (c) published │ no, proved  │ no, proved  │ 1/8       │ 1/4       │",
        "│ (c) integer   │ yes, proved │ yes, proved │ 1/8       │ 1/4       │",
        "│ (c) widest    │ yes, proved │ yes, proved │ 1/4       │ 1/2       │",
        "(b) integer    h₁ = sign(2S + 3), h₂ = sign(-2S + 5); h = h₁ + h₂ - 1",
        "(c) integer    h₁ = relu(2S - 5), h₂ = relu(-2S - 3); h = sign(-2h₁ - 2h₂ + 1)",
    ]);
}

#[test]
fn a_perceptron_is_shown_where_there_is_one() {
    let run = verify("q3 --d 2 --a 1 --b 2").exits_with(0);
    run.prints(&["Yes (proved).", "f(x) = sign(x₁ + x₂ - 1)"]);
}

#[test]
fn a_million_inputs_take_seconds() {
    let start = Instant::now();
    let run = verify("q3 --d 1000000 --a -10 --b 7 --format json").exits_with(0);
    assert!(start.elapsed() < Duration::from_secs(10));
    let answer = run.json();
    assert_eq!(
        answer["separable"],
        json!({
            "answer": false,
            "trust": "proved",
            "theorem": "OneSignChangeIsOnePerceptron.interval_is_one_perceptron_iff"
        })
    );
    for network in answer["networks"].as_array().expect("networks") {
        assert_eq!(network["exact"]["trust"], "proved", "{network}");
        assert_eq!(network["robust"]["trust"], "proved", "{network}");
    }
}

#[test]
fn every_engine_gives_the_verdicts_that_classes_give() {
    for question in [
        "--d 1 --a 0 --b 0",
        "--d 4 --a -1 --b 2",
        "--d 5 --a -5 --b 1",
        "--d 6 --a 6 --b 6",
        "--d 7 --a -2 --b 2",
        "--d 9 --a 0 --b 9",
    ] {
        let by = |engine: &str| {
            let line = format!("q3 {question} --engine {engine} --format json");
            let answer = verify(&line).exits_with(0).json();
            assert_eq!(answer["engine"], engine);
            let wrong = answer["networks"].as_array().expect("networks").iter();
            let wrong: Vec<_> = wrong.map(|n| n["wrong_inputs"].clone()).collect();
            (
                answer["separable"]["answer"].clone(),
                verdicts(&answer),
                wrong,
            )
        };
        for engine in ["sweep", "plain", "auto"] {
            assert_eq!(by(engine), by("classes"), "{question} {engine}");
        }
    }
}

#[test]
fn the_sweep_was_once_called_walk() {
    let answer = verify("q3 --d 4 --a -1 --b 2 --engine walk --format json");
    assert_eq!(answer.exits_with(0).json()["engine"], "sweep");
    // Part (a) has no LP with so many rows; the classes answer it.
    verify("q3 --d 17 --a 0 --b 3 --engine sweep").exits_with(0);
}

#[test]
fn the_sweep_to_seven_finds_what_brute_force_found() {
    let sweep = verify("q3 --d 1..=7 --format json").exits_with(0).json();
    let total = &sweep["summary"]["total"];
    let counts = ["cases", "inseparable", "separable"].map(|name| total[name].clone());
    assert_eq!(counts, [371, 224, 147]);
    let networks = json!([
        {"part": "b", "name": "report", "exact": 371, "robust": 84},
        {"part": "b", "name": "integer", "exact": 371, "robust": 371},
        {"part": "b", "name": "widest", "exact": 371, "robust": 371},
        {"part": "c", "name": "report", "exact": 371, "robust": 84},
        {"part": "c", "name": "published", "exact": 63, "robust": 63},
        {"part": "c", "name": "integer", "exact": 371, "robust": 371},
        {"part": "c", "name": "widest", "exact": 371, "robust": 371},
    ]);
    assert_eq!(total["networks"], networks);
    let by_d = sweep["summary"]["by_d"].as_array().expect("a list");
    let by_d: Vec<_> = by_d.iter().map(|d| (&d["d"], &d["cases"])).collect();
    let wanted = [6, 15, 28, 45, 66, 91, 120].map(Value::from);
    let dimensions = [1, 2, 3, 4, 5, 6, 7].map(Value::from);
    assert_eq!(by_d, dimensions.iter().zip(&wanted).collect::<Vec<_>>());
    assert_eq!(sweep["cases"].as_array().map(Vec::len), Some(371));
}

#[test]
fn what_is_left_out_is_swept_over() {
    for (question, wanted) in [
        (
            "--d 4 --a -1",
            vec![
                (4, -1, -1),
                (4, -1, 0),
                (4, -1, 1),
                (4, -1, 2),
                (4, -1, 3),
                (4, -1, 4),
            ],
        ),
        ("--d 3 --b -2", vec![(3, -3, -2), (3, -2, -2)]),
        ("--d 2..=3 --a 1 --b 2", vec![(2, 1, 2), (3, 1, 2)]),
        ("--d 2..4 --a 2", vec![(2, 2, 2), (3, 2, 2), (3, 2, 3)]),
    ] {
        let sweep = verify(&format!("q3 {question} --format json"));
        let sweep = sweep.exits_with(0).json();
        let cases = sweep["cases"].as_array().expect("cases").iter();
        let cases: Vec<_> = cases
            .map(|case| json!([case["d"], case["a"], case["b"]]))
            .collect();
        let wanted: Vec<_> = wanted.iter().map(|(d, a, b)| json!([d, a, b])).collect();
        assert_eq!(cases, wanted, "{question}");
    }
}

#[test]
fn an_expectation_decides_the_exit_code() {
    for (line, code) in [
        ("q3 --d 4 --a -1 --b 2 --expect inseparable", 0),
        ("q3 --d 4 --a -1 --b 2 --expect separable", 1),
        ("q3 --d 2 --a 1 --b 2 --expect separable", 0),
        ("q3 --d 2 --a 1 --b 2 --expect inseparable", 1),
        ("q3 --d 1 --expect separable", 0),
        ("q3 --d 2 --expect separable", 1),
    ] {
        let run = verify(line).exits_with(code);
        assert_eq!(run.stderr.contains("not expected"), code == 1, "{line}");
    }
}

#[test]
fn own_networks_decide_the_exit_code() {
    for (name, exact, robust) in EXAMPLES {
        let file = [example(name)];
        let run = verify_files(&format!("{FOUR} --format json --network"), &file);
        let run = run.exits_with(i32::from(!(exact && robust)));
        let found = verdicts(&run.json()).pop().expect("networks");
        // Known networks are recognised, whoever hands them in.
        let theorems = match name {
            "report-b.json" => [
                "TheReportsNetworksAreExact.report_b_is_exact",
                "TheReportsNetworksBreakOnAttainedBounds.report_b_is_robust_iff",
            ],
            "robust-b.json" => [
                "HalfIntegerThresholdsSurviveAnyDirection.integer_b_is_exact",
                "HalfIntegerThresholdsSurviveAnyDirection.integer_b_is_robust",
            ],
            "report-c.json" => [
                "TheReportsNetworksAreExact.report_c_is_exact",
                "TheReportsNetworksBreakOnAttainedBounds.report_c_is_robust_iff",
            ],
            _ => ["", ""],
        };
        let verdict = |answer, theorem: &str| {
            let theorem = Some(theorem).filter(|theorem| !theorem.is_empty());
            let trust = theorem.map_or("checked", |_| "proved");
            json!({"answer": answer, "trust": trust, "theorem": theorem})
        };
        let wanted = json!([
            null,
            file[0],
            verdict(exact, theorems[0]),
            verdict(robust, theorems[1])
        ]);
        assert_eq!(found, wanted);
    }
}

#[test]
fn a_network_that_is_right_may_have_margin_0() {
    let file = [example("robust-although-at-zero.json")];
    let answer = verify_files(&format!("{FOUR} --format json --network"), &file).json();
    let networks = answer["networks"].as_array().expect("networks");
    let own = networks.last().expect("one of them is ours");
    assert_eq!(own["robust"]["answer"], true);
    assert_eq!(own["margin"]["linf"], "0");
}

#[test]
fn several_networks_are_judged_at_once() {
    let files: Vec<PathBuf> = EXAMPLES.iter().map(|(name, ..)| example(name)).collect();
    let run = verify_files(&format!("{FOUR} --format json --network"), &files);
    let answer = run.exits_with(1).json();
    let networks = answer["networks"].as_array().expect("networks");
    let ours: Vec<_> = networks.iter().filter(|n| n["part"].is_null()).collect();
    assert_eq!(ours.len(), EXAMPLES.len());
    for (network, (_, exact, robust)) in ours.iter().zip(EXAMPLES) {
        assert_eq!(network["exact"]["answer"], exact, "{network}");
        assert_eq!(network["robust"]["answer"], robust, "{network}");
    }
    let right = [example("robust-b.json"), example("three-layers.json")];
    verify_files(&format!("{FOUR} --network"), &right).exits_with(0);
}

#[test]
fn a_network_with_a_million_inputs_is_read() {
    let file = [example("weighted-runs.json")];
    verify_files("q3 --d 1000000 --a -10 --b 7 --network", &file).exits_with(0);
    verify_files("q3 --d 1000000 --a -10 --b 8 --network", &file).exits_with(1);
}

#[test]
fn a_network_is_read_from_standard_input() {
    let text = fs::read_to_string(example("robust-b.json")).expect("an example");
    verify_reading(&format!("{FOUR} --network -"), &text).exits_with(0);
}

#[test]
fn every_written_certificate_is_verified() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut words: Vec<PathBuf> = EXAMPLES.iter().map(|(name, ..)| example(name)).collect();
    words.extend(["--certificates".into(), folder.path().into()]);
    verify_files(&format!("{FOUR} --network"), &words).exits_with(1);
    let files = files_in(folder.path());
    // Part (a) twice; exact and robust for seven networks of ours and six of the user's.
    assert_eq!(files.len(), 2 + 2 * (7 + EXAMPLES.len()));
    let run = verify_files("check", &files).exits_with(0);
    assert_eq!(run.stdout.lines().count(), files.len());
    for line in run.stdout.lines() {
        assert_eq!(line.split(' ').next(), Some("verified"), "{line}");
    }
}

#[test]
fn networks_of_the_same_name_get_certificates_each() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut networks = Vec::new();
    for (place, name) in [("1", "x-2"), ("2", "x"), ("3", "x")] {
        let place = folder.path().join(place);
        fs::create_dir(&place).expect("a folder");
        networks.push(place.join(format!("{name}.json")));
        fs::copy(example("robust-b.json"), networks.last().expect("pushed")).expect("a copy");
    }
    let out = folder.path().join("out");
    let mut words = networks.clone();
    words.extend(["--certificates".into(), out.clone()]);
    verify_files(&format!("{FOUR} --network"), &words).exits_with(0);
    assert_eq!(files_in(&out).len(), 2 + 2 * (7 + networks.len()));
}

#[test]
fn a_sweep_writes_certificates_that_are_verified() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    verify_files("q3 --d 1..=3 --certificates", &[folder.path()]).exits_with(0);
    let files = files_in(folder.path());
    assert!(files.len() > 15 * (6 + 15 + 28), "{}", files.len());
    verify_files("check", &files).exits_with(0);
}

#[test]
fn the_verdict_is_the_first_word_and_the_exit_code() {
    let folder = certificates();
    let edited = |name: &str, old: &str, new: &str| {
        let text = fs::read_to_string(folder.path().join(name)).expect("a certificate");
        assert!(text.contains(old), "{text}");
        text.replace(old, new)
    };
    let (a, agrees) = (
        "d4_a-1_b2.a.inseparable.cert",
        "d4_a-1_b2.b-integer.agrees.cert",
    );
    let points = "d4_a-1_b2.a-four-points.inseparable.cert";
    let robust = "d4_a-1_b2.b-integer.robust.cert";
    for (text, word, code) in [
        (edited(a, "", ""), "verified", 0),
        (edited(agrees, "", ""), "verified", 0),
        // Another network, which the counts then refute.
        (
            edited(agrees, "unit bias 5 ", "unit bias 50 "),
            "refuted",
            1,
        ),
        // The opposite claim, which good evidence refutes.
        (
            edited(a, "claim inseparable", "claim separable"),
            "refuted",
            1,
        ),
        (
            edited(points, "claim inseparable", "claim separable"),
            "refuted",
            1,
        ),
        (
            edited(robust, "claim robust", "claim fragile"),
            "refuted",
            1,
        ),
        (
            edited(agrees, "claim agrees", "claim differs"),
            "refuted",
            1,
        ),
        // Evidence that does not add up, or is no evidence for the claim.
        (edited(points, "1 at ++++", "2 at ++++"), "undecided", 2),
        (
            edited(agrees, "claim agrees", "claim robust"),
            "undecided",
            2,
        ),
    ] {
        let run = verify_reading("check -", &text).exits_with(code);
        let [line] = run.stdout.lines().collect::<Vec<_>>()[..] else {
            panic!("one line for one certificate: {}", run.stdout);
        };
        assert!(line.starts_with(&format!("{word} -: ")), "{line}\n{text}");
    }
}

#[test]
fn among_many_files_the_gravest_verdict_is_the_exit_code() {
    let folder = certificates();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("a file");
        path
    };
    let good = folder.path().join("d4_a-1_b2.a.inseparable.cert");
    let text = fs::read_to_string(&good).expect("a certificate");
    let refuted = write("refuted", &text.replace("inseparable", "separable"));
    let unread = write("unread", "no certificate");
    let missing = folder.path().join("missing");
    let words = |files: &[&PathBuf], code| -> Vec<String> {
        let run = verify_files("check", files).exits_with(code);
        let word = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
        run.stdout.lines().map(word).collect()
    };
    let found = words(&[&unread, &refuted, &good, &missing], 1);
    assert_eq!(found, ["undecided", "refuted", "verified", "undecided"]);
    assert_eq!(words(&[&good, &missing], 2), ["verified", "undecided"]);
    assert_eq!(words(&[&good, &good], 0), ["verified", "verified"]);
}

#[test]
fn completions_know_the_subcommands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = verify(&format!("completions {shell}")).exits_with(0);
        for word in ["q3", "check", "certificates"] {
            assert!(run.stdout.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn the_manual_is_printed_or_written_page_by_page() {
    let run = verify("man").exits_with(0);
    let page = run.stdout;
    assert!(page.contains("\n.TH verify 1"), "{page}");
    assert!(page.contains("\n.SH SYNOPSIS"), "{page}");
    let folder = tempfile::tempdir().expect("a temporary folder");
    verify_files("man --out", &[folder.path()]).exits_with(0);
    let subcommands =
        "check completions data-fetch data-info data-synthesize data man predict q1 q2 q3 report";
    let pages = subcommands
        .split(' ')
        .map(|name| format!("verify-{name}.1"));
    let pages: Vec<_> = pages.chain(["verify.1".to_owned()]).collect();
    assert_eq!(names_in(folder.path()), pages);
    let page = fs::read_to_string(folder.path().join("verify-q3.1")).expect("a page");
    assert!(page.contains("inseparable"), "{page}");
}

#[test]
fn every_help_has_an_example() {
    for (subcommand, example) in [
        ("", "verify q3 --d 4 --a -1 --b 2"),
        ("q3", "verify q3 --d 4 --a -1 --b 2"),
        ("q1", "verify q1 mlp --data octmnist"),
        ("q2", "verify q2 mlp --data octmnist"),
        ("check", "verify check out/*.cert"),
        ("completions", "verify completions bash"),
        ("man", "verify man --out"),
    ] {
        let run = verify(&format!("{subcommand} --help")).exits_with(0);
        assert!(run.stdout.contains(example), "{subcommand}: {}", run.stdout);
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn the_version_is_the_package_and_the_name_the_program() {
    let run = verify("--version").exits_with(0);
    assert_eq!(
        run.stdout.trim_end(),
        concat!("verify ", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn one_unreadable_network_does_not_keep_the_others_from_being_judged() {
    let files = [example("robust-b.json"), PathBuf::from("missing.json")];
    let run = verify_files(&format!("{FOUR} --format json --network"), &files).exits_with(2);
    run.warns(&["missing.json"]);
    let networks = run.json()["networks"].as_array().map(Vec::len);
    assert_eq!(
        networks,
        Some(8),
        "seven of ours and the one that can be read"
    );
    let files = [example("wrong.json"), PathBuf::from("missing.json")];
    verify_files(&format!("{FOUR} --network"), &files).exits_with(1);
}
