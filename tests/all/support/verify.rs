//! Runs the `verify` binary as a user would, and keeps what it printed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use orthant::learn::data::images::DataSet;
use orthant::learn::data::npz;
use orthant::learn::data::synthetic::synthesize;
use serde_json::Value;

/// D = 4, A = -1, B = 2: the function that most of the example networks are for.
pub const FOUR: &str = "q3 --d 4 --a -1 --b 2";

/// What clap adds below its sentence when the arguments themselves are ill-formed.
const HINT: &str = "For more information, try '--help'.";

/// A finished run.
pub struct Run {
    /// The command line, for messages.
    pub line: String,
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// The binary, not started.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_verify"));
    command.stdin(Stdio::null());
    command
}

/// The parts of a text between two marks.
pub fn between<'a>(text: &'a str, open: &'a str, close: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(open)
        .skip(1)
        .filter_map(move |rest| Some(rest.split_once(close)?.0))
}

/// Runs the binary with the words of this line.
pub fn verify(line: &str) -> Run {
    verify_files(line, &[""; 0])
}

/// Runs the binary with the words of this line and then these files, whose names may hold spaces.
pub fn verify_files(line: &str, files: &[impl AsRef<Path>]) -> Run {
    let mut command = program();
    command.args(line.split_whitespace());
    command.args(files.iter().map(AsRef::as_ref));
    Run::of(line, &command.output().expect("the binary runs"))
}

/// Runs the binary with the words of this line and this standard input.
pub fn verify_reading(line: &str, input: &str) -> Run {
    let mut command = program();
    let mut child = start(command.args(line.split_whitespace()).stdin(Stdio::piped()));
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(input.as_bytes()).expect("it reads");
    drop(stdin);
    Run::ended(line, child)
}

/// Starts the binary, and keeps what it will print.
pub fn start(command: &mut Command) -> Child {
    let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    piped.spawn().expect("the binary runs")
}

/// What Ctrl-C does; a process that has already ended does not mind.
pub fn interrupt(child: &Child) {
    signal(child, "INT");
}

/// Sends a signal, such as `TERM`; a process that has already ended does not mind.
pub fn signal(child: &Child, name: &str) {
    let pid = child.id().to_string();
    let kill = Command::new("kill").args(["-s", name, &pid]).status();
    assert!(kill.expect("kill runs").success());
}

/// Waits for what a process that was started does; fails when it has not done it within a minute.
pub fn wait_until(done: impl Fn() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(60), "nothing happens");
        sleep(Duration::from_millis(2));
    }
}

impl Run {
    /// What a process that was started has printed when it ends.
    pub fn ended(line: &str, child: Child) -> Self {
        Self::of(line, &child.wait_with_output().expect("it ends"))
    }

    /// What a process that has ended left behind.
    pub fn of(line: &str, output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let run = Self {
            line: line.to_owned(),
            code: output.status.code().expect("it was not killed"),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        };
        assert!(
            !run.stderr.contains("panicked"),
            "verify {line}: {}",
            run.stderr
        );
        run
    }

    /// Fails unless this is the exit code.
    pub fn exits_with(self, code: i32) -> Self {
        let Self { line, stderr, .. } = &self;
        assert_eq!(self.code, code, "verify {line}: {stderr}{}", self.stdout);
        self
    }

    /// Fails unless standard output has each of these lines, in this order, but for the space around them.
    pub fn prints(self, wanted: &[&str]) -> Self {
        let mut lines = self.stdout.lines().map(str::trim);
        for part in wanted {
            assert!(
                lines.any(|line| line == *part),
                "verify {}: {part:?} is missing or out of order in\n{}",
                self.line,
                self.stdout
            );
        }
        self
    }

    /// Fails unless each of these is on standard output.
    pub fn says(&self, parts: &[impl AsRef<str>]) -> &Self {
        self.holds(&self.stdout, parts)
    }

    /// Fails unless each of these is on standard error.
    pub fn warns(&self, parts: &[impl AsRef<str>]) -> &Self {
        self.holds(&self.stderr, parts)
    }

    /// Fails unless the run ended with exit code 2, nothing on standard output, and an error that has each of these parts,
    /// in its sentence or in the choices and the usage below it.
    pub fn misused(self, parts: &[impl AsRef<str>]) {
        let run = self.exits_with(2);
        assert_eq!(run.stdout, "", "verify {}", run.line);
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
        run.warns(parts);
    }

    /// Fails unless the run ended with exit code 2, nothing on standard output, and one sentence on standard error that
    /// has each of these parts; the lines that say what is downloaded do not count.
    pub fn refused(self, parts: &[impl AsRef<str>]) {
        let run = self.exits_with(2);
        assert_eq!(run.stdout, "", "verify {}", run.line);
        let lines = run.stderr.lines();
        let lines: Vec<_> = lines
            .filter(|line| !line.starts_with("downloading "))
            .collect();
        let ([sentence] | [sentence, "", HINT]) = lines[..] else {
            panic!("verify {}: not one sentence:\n{}", run.line, run.stderr);
        };
        assert!(sentence.starts_with("error: "), "{sentence}");
        run.holds(sentence, parts);
    }

    fn holds(&self, text: &str, parts: &[impl AsRef<str>]) -> &Self {
        for part in parts.iter().map(AsRef::as_ref) {
            let line = &self.line;
            assert!(
                text.contains(part),
                "verify {line}: {part:?} is not in\n{text}"
            );
        }
        self
    }

    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("verify {}: {error}\n{}", self.line, self.stdout))
    }
}

/// The names of an object's fields, in alphabetical order.
pub fn keys(object: &Value) -> String {
    let keys = object.as_object().expect("an object").keys();
    let mut keys: Vec<_> = keys.map(String::as_str).collect();
    keys.sort_unstable();
    keys.join(" ")
}

/// A network of `examples/networks`.
pub fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples/networks")
        .join(name)
}

/// Every file of a folder, hidden ones too, in alphabetical order.
pub fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder exists");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    files.sort();
    files
}

/// Their names.
pub fn names_in(folder: &Path) -> Vec<String> {
    let files = files_in(folder).into_iter();
    let name = |file: PathBuf| Some(file.file_name()?.to_str()?.to_owned());
    files.map(|file| name(file).expect("a name")).collect()
}

/// A folder with the certificates of D = 4, A = -1, B = 2.
pub fn certificates() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = format!("{FOUR} --certificates");
    verify_files(&line, &[folder.path()]).exits_with(0);
    folder
}

/// A small made-up data set in a folder.
pub fn images(folder: &Path) -> PathBuf {
    data_set(folder, "images.npz", &synthesize(300, 7))
}

/// A data set in a folder.
pub fn data_set(folder: &Path, name: &str, data: &DataSet) -> PathBuf {
    let path = folder.join(name);
    let file = fs::File::create(&path).expect("a file");
    npz::write(data, file).expect("it is written");
    path
}
