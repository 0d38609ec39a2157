//! A plot in sentences, for readers who cannot see it.

use std::fmt::Write;

use super::{Line, NAMED, Plot};
use crate::draw::number::measured;

/// The content of the plot, in sentences.
pub(super) fn description(plot: &Plot, last: usize) -> String {
    let mut text = format!("{} by {}", plot.y_label, plot.x_label);
    let _ = match last {
        0 => write!(text, ", without any."),
        1 => write!(text, " 1."),
        _ => write!(text, ", 1 to {last}."),
    };
    for line in plot.lines.iter().take(NAMED) {
        text.push(' ');
        text.push_str(&sentence(line));
    }
    let unnamed = plot.lines.len().saturating_sub(NAMED);
    if unnamed > 0 {
        let _ = write!(text, " And {unnamed} further lines.");
    }
    text
}

/// The first and the last value of a line, its extremes, and how many values are missing.
fn sentence(line: &Line) -> String {
    let name = &line.name;
    let drawn: Vec<(usize, f64)> = line.drawn().collect();
    let at = |(epoch, value): (usize, f64)| format!("{} at {epoch}", measured(value));
    let mut text = match drawn[..] {
        [] => return format!("{name}: no values."),
        [only] => format!("{name}: {}", at(only)),
        [first, .., last] => {
            // Of several equal extremes the first counts.
            let extreme = |before: fn(f64, f64) -> bool| {
                let of_two = |kept: (usize, f64), next: &(usize, f64)| {
                    if before(next.1, kept.1) { *next } else { kept }
                };
                at(drawn.iter().fold(first, of_two))
            };
            format!(
                "{name}: {}, {}; least {}, greatest {}",
                at(first),
                at(last),
                extreme(|x, y| x < y),
                extreme(|x, y| x > y)
            )
        }
    };
    let missing = line.values.len() - drawn.len();
    if missing > 0 {
        let _ = write!(text, "; {missing} missing");
    }
    text.push('.');
    text
}
