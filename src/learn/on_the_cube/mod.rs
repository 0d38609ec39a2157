//! The meeting of learning and the language: the vertices of a cube as examples, and trained weights as an exact
//! network.

pub mod examples;
pub mod learned;
pub mod network;
