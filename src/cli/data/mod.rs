//! `verify data`: data sets.

pub mod cache;
