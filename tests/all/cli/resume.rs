//! A training that was interrupted, by Ctrl-C or by `kill -9`, and goes on from its checkpoint prints what one that was
//! not interrupted prints.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::verify::{
    Run, data_set, files_in, images, interrupt, program, start, verify_files, wait_until,
};
use orthant::learn::data::synthetic::synthesize;

/// A folder with images, and where checkpoints go.
struct Place {
    folder: tempfile::TempDir,
    data: PathBuf,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let data = images(folder.path());
        Self { folder, data }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn arguments(&self, line: &str) -> Vec<String> {
        let words = line.split_whitespace().map(str::to_owned);
        words
            .chain(["--data".to_owned(), self.data.display().to_string()])
            .collect()
    }

    /// The same training from this checkpoint.
    fn resume(&self, line: &str, checkpoint: &Path) -> Run {
        self.verify(&format!("{line} --resume {}", checkpoint.display()))
    }

    fn verify(&self, line: &str) -> Run {
        let mut command = program();
        command.args(self.arguments(line));
        Run::of(line, &command.output().expect("the binary runs"))
    }

    /// Starts a training and waits until its checkpoint is there.
    fn start(&self, line: &str, checkpoint: &Path) -> Child {
        let mut command = program();
        command
            .args(self.arguments(line))
            .arg("--checkpoint")
            .arg(checkpoint);
        let child = start(&mut command);
        wait_until(|| checkpoint.exists());
        sleep(Duration::from_millis(10));
        child
    }
}

/// Many epochs, of some milliseconds each.
const LONG: [&str; 4] = [
    "q1 mlp --hidden-size 30 --epochs 100 --threads 1",
    "q1 logistic-regression --epochs 600 --threads 1",
    "q2 mlp --hidden-size 60 --epochs 80 --dropout 0.2 --optimizer adam --threads 1",
    "q2 logistic-regression --epochs 800 --l2-decay 0.001 --threads 1",
];

/// How many epochs a page or a part of it tells of.
fn epochs(text: &str) -> usize {
    text.lines()
        .filter(|line| line.starts_with("Training epoch "))
        .count()
}

#[test]
fn a_killed_training_goes_on_to_the_same_digits() {
    for line in LONG {
        let place = Place::new();
        let whole = place.verify(line).exits_with(0).stdout;
        let checkpoint = place.path("kept");
        let mut child = place.start(line, &checkpoint);
        child.kill().expect("it can be killed");
        let killed = child.wait_with_output().expect("it ends");
        assert!(!killed.status.success(), "it was killed: {line}");
        let done = epochs(&String::from_utf8_lossy(&killed.stdout));
        assert!(
            done < epochs(&whole),
            "{line}: {done} epochs before it was killed"
        );
        // It was killed within an epoch or while it wrote, and whatever it left besides the checkpoint is not read.
        let resumed = place.resume(line, &checkpoint);
        assert_eq!(resumed.exits_with(0).stdout, whole, "{line}");
    }
}

#[test]
fn ctrl_c_says_how_to_go_on_and_the_same_digits_follow() {
    let line = "q2 mlp --hidden-size 60 --epochs 100";
    let place = Place::new();
    let whole = place.verify(line).exits_with(0).stdout;
    let checkpoint = place.path("kept");
    let child = place.start(line, &checkpoint);
    interrupt(&child);
    let start = Instant::now();
    let run = Run::ended(line, child).exits_with(2);
    assert!(start.elapsed() < Duration::from_secs(5), "it went on");
    let go_on = format!("--resume {}", checkpoint.display());
    run.warns(&["interrupted in epoch", &go_on]);
    assert!(!run.stdout.contains("Final"), "{}", run.stdout);
    assert!(whole.starts_with(&run.stdout), "what was printed holds");
    let names: Vec<_> = files_in(place.folder.path());
    assert_eq!(
        names,
        [place.data.clone(), checkpoint.clone()],
        "no half-written file"
    );
    let resumed = place.resume(line, &checkpoint);
    assert_eq!(resumed.exits_with(0).stdout, whole);
}

#[test]
fn more_epochs_can_be_asked_for_than_at_first() {
    let place = Place::new();
    let line = |epochs| format!("q2 mlp --hidden-size 20 --dropout 0.3 --epochs {epochs}");
    let checkpoint = place.path("kept").display().to_string();
    place
        .verify(&format!("{} --checkpoint {checkpoint}", line(3)))
        .exits_with(0);
    let whole = place.verify(&line(6)).exits_with(0).stdout;
    let resumed = place
        .verify(&format!("{} --resume {checkpoint}", line(6)))
        .exits_with(0);
    assert_eq!(resumed.stdout, whole);
    // All epochs done: only the test is left.
    let again = place
        .verify(&format!("{} --resume {checkpoint}", line(3)))
        .exits_with(0);
    assert_eq!(again.stdout, place.verify(&line(3)).stdout);
    assert!(!again.stderr.contains("a second"), "{}", again.stderr);
}

#[test]
fn a_checkpoint_of_something_else_is_refused_by_name() {
    let place = Place::new();
    let checkpoint = place.path("kept").display().to_string();
    let line = "q2 mlp --hidden-size 20 --epochs 3";
    place
        .verify(&format!("{line} --checkpoint {checkpoint}"))
        .exits_with(0);
    let resume = |line: &str| place.verify(&format!("{line} --resume {checkpoint}"));
    resume("q2 mlp --hidden-size 21 --epochs 3").refused(&["--hidden-size 20, not 21"]);
    resume(&format!("{line} --learning-rate 0.2")).refused(&["--learning-rate 0.1, not 0.2"]);
    resume(&format!("{line} --optimizer adam")).refused(&["--optimizer sgd, not adam"]);
    resume(&format!("{line} --seed 43")).refused(&["--seed 42, not 43"]);
    resume("q2 mlp --hidden-size 20 --epochs 2").refused(&["3 epochs", "--epochs 2"]);
    resume("q2 logistic-regression").refused(&["q2 mlp", "q2 logistic_regression"]);
    resume("q1 mlp").refused(&["q2 mlp", "q1 mlp"]);

    let other = Place::new();
    let mut data = synthesize(300, 7);
    data.val.images[[0, 0, 0]] ^= 1;
    data_set(other.folder.path(), "images.npz", &data);
    other
        .verify(&format!("{line} --resume {checkpoint}"))
        .refused(&["other images", "--data"]);
}

#[test]
fn files_that_are_no_checkpoint_are_refused() {
    let place = Place::new();
    let line = "q2 logistic-regression --epochs 2";
    let checkpoint = place.path("kept");
    place
        .verify(&format!("{line} --checkpoint {}", checkpoint.display()))
        .exits_with(0);
    let whole = fs::read(&checkpoint).expect("the checkpoint");
    let broken = place.path("broken");
    for length in [0, 1, 8, 100, whole.len() / 2, whole.len() - 1] {
        fs::write(&broken, &whole[..length]).expect("a file");
        let run = place.resume(line, &broken);
        run.refused(&["cannot resume from", "broken"]);
    }
    let run = place.resume(line, &place.path("missing"));
    run.refused(&["cannot open", "missing"]);
    place
        .resume(line, place.folder.path())
        .refused(&["is a folder"]);
    place
        .resume(line, &place.data)
        .refused(&["cannot resume from"]);
}

#[test]
fn a_grid_goes_on_from_a_folder_of_checkpoints() {
    let place = Place::new();
    let line = "q2 mlp --hidden-size 20 --learning-rate 0.1,0.01,0.001";
    let kept = place.path("checkpoints");
    let short = format!("{line} --epochs 2 --checkpoint {}", kept.display());
    place.verify(&short).exits_with(0);
    let files = files_in(&kept);
    assert_eq!(files.len(), 3);
    // One run had not begun.
    fs::remove_file(&files[1]).expect("it is there");
    let whole = place
        .verify(&format!("{line} --epochs 4"))
        .exits_with(0)
        .stdout;
    let resumed = place.resume(&format!("{line} --epochs 4"), &kept);
    assert_eq!(resumed.exits_with(0).stdout, whole);
    place.resume(line, &files[0]).refused(&["is not a folder"]);
    let empty = place.path("empty");
    fs::create_dir(&empty).expect("a folder");
    place.resume(line, &empty).refused(&["no checkpoint"]);
}

#[test]
fn an_interrupted_training_without_a_checkpoint_says_that_nothing_was_kept() {
    let place = Place::new();
    let mut command = program();
    command.args(place.arguments("q2 mlp --epochs 100000 --format json"));
    let child = start(&mut command);
    sleep(Duration::from_millis(700));
    interrupt(&child);
    let run = Run::ended("q2 mlp", child).exits_with(2);
    run.warns(&["nothing was kept"]);
    let json = run.json();
    assert_eq!(json["end"], "interrupted");
    assert!(json["test"].is_null());
}

#[test]
fn files_are_written_even_if_nobody_reads_the_epochs() {
    let place = Place::new();
    let out = place.path("out");
    let mut command = program();
    command.args(place.arguments("q2 logistic-regression --epochs 200"));
    let mut child = start(command.arg("--out").arg(&out));
    drop(child.stdout.take());
    Run::ended("q2", child).exits_with(0);
    assert_eq!(files_in(&out).len(), 6);
    verify_files("q2 --help", &[""; 0]).exits_with(0);
}
