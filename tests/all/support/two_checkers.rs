//! Two checkers that must agree: the library's, and the proved one where `make -C proofs` has built it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{LazyLock, Mutex};

use orthant::Refused;
use orthant::checker::{Certificate, Verdict};

/// The proved checker, kept running: it reads texts that end with NUL and answers each with a line.
struct Proved {
    _child: Child,
    texts: ChildStdin,
    answers: BufReader<ChildStdout>,
}

static PROVED: LazyLock<Option<Mutex<Proved>>> = LazyLock::new(|| {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("proofs/checker/orthant-check");
    if !program.exists() {
        println!("skipped: the proved checker has not been built (make -C proofs)");
        return None;
    }
    let mut child = Command::new(program)
        .arg("-0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the proved checker starts");
    let texts = child.stdin.take().expect("piped");
    let answers = BufReader::new(child.stdout.take().expect("piped"));
    Some(Mutex::new(Proved {
        _child: child,
        texts,
        answers,
    }))
});

impl Proved {
    /// `verified`, `refuted`, `undecided` or `malformed`.
    fn judge(&mut self, text: &str) -> String {
        self.texts.write_all(text.as_bytes()).expect("it reads");
        self.texts.write_all(b"\0").expect("it reads");
        self.texts.flush().expect("it reads");
        let mut answer = String::new();
        let read = self.answers.read_line(&mut answer).expect("it answers");
        assert!(read > 0, "the proved checker has stopped at\n{text}");
        answer
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .trim_end_matches(':')
            .to_owned()
    }
}

fn word(judged: &Result<Verdict, Refused>) -> &'static str {
    match judged {
        Ok(Verdict::Verified(_)) => "verified",
        Ok(Verdict::Refuted { .. }) => "refuted",
        Ok(Verdict::Undecided(_)) => "undecided",
        Err(_) => "malformed",
    }
}

/// Reads and judges a text; fails if the proved checker says something else.
pub fn judge(text: &str) -> Result<(Certificate, Verdict), Refused> {
    let certificate = text.parse::<Certificate>();
    let judged = certificate
        .as_ref()
        .map(orthant::checker::check)
        .map_err(Clone::clone);
    // A text with NUL in it is two for the proved checker, and it does not know diagrams, trees and the claims about counts.
    let known = |text: &str| {
        !["\0", "diagram", "tree", "exactly"]
            .iter()
            .any(|word| text.contains(word))
    };
    if let Some(proved) = PROVED.as_ref().filter(|_| known(text)) {
        let proved = proved.lock().expect("no test fails inside").judge(text);
        // Outside the lock, so that one failure does not fail the tests beside it.
        assert_eq!(
            proved,
            word(&judged),
            "the proved checker, and {judged:?}, on\n{text}"
        );
    }
    Ok((certificate?, judged?))
}

/// Judges a certificate; fails if the proved checker says something else of its text.
pub fn check(certificate: &Certificate) -> Verdict {
    let (_, verdict) = judge(&certificate.to_string()).expect("what is written can be read");
    verdict
}
