//! Everything about one function.

use crate::drawing::Drawing;
use crate::question3::Question3;

/// Everything about one function as one drawing.
pub fn page(answer: &Question3) -> Drawing {
    let title = answer.interval.to_string();
    Drawing {
        title,
        description: String::new(),
        width: super::WIDTH,
        height: 40,
        marks: vec![],
    }
}
