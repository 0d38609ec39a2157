//! Answers written for other people's proof checkers.

pub mod rocq;
