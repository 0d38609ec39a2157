//! Trainings as documents, as records for programs, as plots and as files.

pub mod comparison;
pub mod files;
pub mod lines;
pub mod parts;
pub mod plots;
pub mod record;
pub mod single;
pub mod spread;
