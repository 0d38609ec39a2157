//! What a search may use: it is watched, and the memory that it may hold is bounded.

use std::fmt;

/// Why a [`Watch`] stops the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The user interrupted it.
    Interrupted,
    /// The time that was given for it is over.
    TimeLimit,
    /// It has become more work than another engine needs.
    Outgrown,
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Interrupted => "interrupted",
            Self::TimeLimit => "stopped by the time limit",
            Self::Outgrown => "more work than another engine needs",
        })
    }
}

/// A function that is called now and then with the work done and the total work, which is 0 where it is not known; an
/// error stops the work.
pub type Watch<'a> = &'a (dyn Fn(u64, u64) -> Result<(), Stop> + Sync);

/// What a search may use.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// The watch, which can stop the work.
    pub watch: Watch<'a>,
    /// The most memory that the search may hold, in bytes.
    pub memory: u64,
    /// Whether one wrong vertex is enough, so that the others are not counted.
    pub first: bool,
}

/// Limits that never stop the work, with two GiB of memory, and that count all wrong vertices.
pub const UNWATCHED: Limits<'static> = Limits {
    watch: &|_, _| Ok(()),
    memory: 2 << 30,
    first: false,
};

impl<'a> Limits<'a> {
    /// Limits with this watch, and the memory of [`UNWATCHED`].
    pub fn watched(watch: Watch<'a>) -> Self {
        Self { watch, ..UNWATCHED }
    }

    /// Tells the watch of the work done and of the total work.
    ///
    /// # Errors
    /// [`Stop`] if the work is to end.
    pub fn go_on(&self, done: u64, total: u64) -> Result<(), Stop> {
        (self.watch)(done, total)
    }
}
