//! Where learning meets the language: the vertices of a cube as examples, and what was learned as an exact network.

pub mod examples;
pub mod learned;
pub mod network;
