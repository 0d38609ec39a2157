//! A plot in sentences, for those who do not see it.

use std::fmt::Write;

use super::{Line, NAMED, Plot};
use crate::draw::number::measured;

/// What the plot shows, in sentences.
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

/// A line's first and last value and its extremes.
fn sentence(line: &Line) -> String {
    let name = &line.name;
    let Some((first, start)) = line.drawn().next() else {
        return format!("{name}: no values.");
    };
    let (mut final_, mut least, mut greatest) = ((first, start), (first, start), (first, start));
    let mut drawn = 0;
    for point in line.drawn() {
        drawn += 1;
        final_ = point;
        least = if point.1 < least.1 { point } else { least };
        greatest = if point.1 > greatest.1 {
            point
        } else {
            greatest
        };
    }
    let at = |(epoch, value): (usize, f64)| format!("{} at {epoch}", measured(value));
    let mut text = if drawn == 1 {
        format!("{name}: {}", at(final_))
    } else {
        format!(
            "{name}: {}, {}; least {}, greatest {}",
            at((first, start)),
            at(final_),
            at(least),
            at(greatest)
        )
    };
    let missing = line.values.len() - drawn;
    if missing > 0 {
        let _ = write!(text, "; {missing} missing");
    }
    text.push('.');
    text
}
