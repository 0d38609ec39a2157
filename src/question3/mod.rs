//! Question 3 of the exercise: the interval function, the networks that have been given as answers, and what holds for
//! them.

pub mod family;
pub mod networks;

mod answer;

// The answer, shown.
pub mod certificates;
mod json;
mod page;
pub mod picture;

pub mod sweep;

pub use answer::{CounterExample, Examined, Origin, PartA, Question3};
pub use page::{network_table, words_for_trust};
pub use sweep::Sweep;

use crate::page::{Json, Page, Shown};

impl Shown for Question3 {
    fn page(&self) -> Page {
        page::page(self)
    }

    fn record(&self) -> impl Json {
        json::one(self)
    }
}
