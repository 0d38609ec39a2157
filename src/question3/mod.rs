//! Question 3 of the exercise: the interval function, the networks that it was answered with, and what is true of them.

pub mod family;
pub mod networks;

mod answer;
pub mod picture;

pub use answer::{CounterExample, Examined, Origin, PartA, Question3};
