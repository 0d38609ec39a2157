//! The flags that say how inputs are accounted for, and how much time and memory that may take.

use std::time::{Duration, Instant};

use clap::ValueEnum;
use indicatif::ProgressBar;
use orthant::prover::{Engine, Limits, Stop, UNWATCHED, Watch};

use super::interrupt;
use super::progress::progress_bar;

/// How inputs are accounted for, within which limits.
#[derive(clap::Args)]
pub struct Search {
    /// How to account for all inputs
    #[arg(long, value_enum, default_value_t)]
    engine: EngineName,
    /// Stop after this time, such as 500ms, 10s or 2m; what was not decided by then is undecided
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    time_limit: Option<Duration>,
    /// Hold at most this much memory in a search, such as 500MB or 2GiB [default: half of what is free]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    memory_limit: Option<u64>,
    /// Stop at the first wrong input of a network, and do not count the others
    #[arg(long)]
    first: bool,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum EngineName {
    /// The engine that the estimates of work and memory speak for; the next one where it gives up
    #[default]
    Auto,
    /// One representative for each vector of counts of interchangeable inputs
    Classes,
    /// A graph of partial sums, for weights that are nearly equal or small integers
    Diagram,
    /// A tree of relaxations, for trained networks that are right; does not count wrong inputs
    Branch,
    /// Every input, many at a time; for D up to 16 part (a) is an LP with 2^D rows
    #[value(alias = "walk")]
    Sweep,
    /// Sums over half of the inputs, for one or two units with large weights
    Halves,
    /// Every input in exact fractions, as the definition says
    Plain,
}

impl From<EngineName> for Engine {
    fn from(name: EngineName) -> Self {
        match name {
            EngineName::Auto => Self::Auto,
            EngineName::Classes => Self::Classes,
            EngineName::Diagram => Self::Diagram,
            EngineName::Branch => Self::Branch,
            EngineName::Sweep => Self::Sweep,
            EngineName::Halves => Self::Halves,
            EngineName::Plain => Self::Plain,
        }
    }
}

impl Search {
    /// Whether any of the flags was given.
    pub fn is_given(&self) -> bool {
        let limited = self.time_limit.is_some() || self.memory_limit.is_some();
        limited || self.first || self.engine() != Engine::Auto
    }

    /// The engine that is asked for.
    pub fn engine(&self) -> Engine {
        self.engine.into()
    }

    /// The limits of a search with this watch.
    pub fn limits<'a>(&self, watch: Watch<'a>) -> Limits<'a> {
        Limits {
            watch,
            memory: self.memory_limit.unwrap_or_else(half_of_what_is_free),
            first: self.first,
        }
    }

    /// Starts the clock, with a progress bar that appears after a second.
    pub fn start(&self, unit: &str) -> Running {
        let start = Instant::now();
        Running {
            start,
            end: self.time_limit.map(|limit| start + limit),
            progress: progress_bar(unit),
        }
    }
}

/// A search that runs since `start`.
pub struct Running {
    start: Instant,
    end: Option<Instant>,
    progress: ProgressBar,
}

impl Running {
    /// Stops the work after an interrupt, and at the end of its time.
    ///
    /// # Errors
    /// [`Stop`] if the work is to end.
    pub fn go_on(&self) -> Result<(), Stop> {
        interrupt::go_on()?;
        match self.end {
            Some(end) if Instant::now() >= end => Err(Stop::TimeLimit),
            _ => Ok(()),
        }
    }

    /// The same, and shows how far the work has come.
    ///
    /// # Errors
    /// [`Stop`] if the work is to end.
    pub fn show(&self, done: u64, total: u64) -> Result<(), Stop> {
        if total > 0 && self.start.elapsed() >= Duration::from_secs(1) {
            self.progress.set_length(total);
            self.progress.set_position(done);
        }
        self.go_on()
    }

    /// Shows that one more of this many pieces of work is done.
    pub fn step(&self, total: usize) {
        self.progress
            .set_length(u64::try_from(total).unwrap_or(u64::MAX));
        self.progress.inc(1);
    }

    /// Removes the progress bar.
    pub fn finish(&self) {
        self.progress.finish_and_clear();
    }
}

/// The units of time, in milliseconds.
const TIMES: [(&str, u32); 4] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

/// The units of memory, in bytes.
const SIZES: [(&str, u64); 7] = [
    ("B", 1),
    ("kB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];

/// A number with its unit, as `10s`.
fn quantity<T: Copy>(text: &str, units: &[(&str, T)]) -> Option<(u32, T)> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, name) = text.split_at(digits);
    let (_, unit) = units.iter().find(|(unit, _)| *unit == name.trim())?;
    Some((number.parse().ok()?, *unit))
}

/// Reads `10s`.
fn parse_time(text: &str) -> Result<Duration, String> {
    let wrong = || "write a whole number with its unit, such as 500ms, 10s, 2m or 1h".to_owned();
    let (number, unit) = quantity(text, &TIMES).ok_or_else(wrong)?;
    let time = Duration::from_millis(u64::from(number) * u64::from(unit));
    if time.is_zero() {
        return Err("give some time, such as 10s".to_owned());
    }
    Ok(time)
}

/// Reads `2GiB`.
fn parse_size(text: &str) -> Result<u64, String> {
    let wrong = || "write a whole number with its unit, such as 500MB or 2GiB".to_owned();
    let (number, unit) = quantity(text, &SIZES).ok_or_else(wrong)?;
    u64::from(number).checked_mul(unit).ok_or_else(wrong)
}

/// Half of the memory that the system says is available, in bytes; what [`UNWATCHED`] has where it does not say.
fn half_of_what_is_free() -> u64 {
    let table = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = table
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix("kB"));
    let kibibytes: Option<u64> = kibibytes.and_then(|number| number.trim().parse().ok());
    kibibytes.map_or(UNWATCHED.memory, |n| n * 512)
}
