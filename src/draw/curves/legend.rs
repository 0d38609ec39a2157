//! The legend: rows of samples and names above the curves.

use super::curve::Style;
use super::{NAMED, Plot};
use crate::draw::canvas::palette::INK;
use crate::draw::canvas::{Anchor, Mark, shortened, text_width};

const SIZE: f64 = 14.0;
const ROW: f64 = 23.0;
/// The length of a sample, enough to show the longest dashes twice.
const SAMPLE: f64 = 56.0;
const BESIDE_SAMPLE: f64 = 9.0;
const BETWEEN: f64 = 30.0;
/// The most rows; the curves need the rest.
const ROWS: usize = 8;

/// The legend's marks between `left` and `right` from `top` on, and where it ends.
///
/// A single line that is called what the axis is called needs none.
pub(super) fn legend(plot: &Plot, left: f64, right: f64, top: f64) -> (Vec<Mark>, f64) {
    match &plot.lines[..] {
        [] => return (vec![], top),
        [line] if line.name.is_empty() || line.name == plot.y_label => return (vec![], top),
        _ => {}
    }
    let mut marks = Vec::new();
    let (mut x, mut row) = (left, 0);
    let entries = plot.lines.iter().take(NAMED).enumerate();
    for (index, line) in entries {
        let empty = line.drawn().next().is_none();
        let name = if empty {
            format!("{} (no values)", line.name)
        } else {
            line.name.clone()
        };
        let name = shortened(&name, SIZE, right - left - SAMPLE - BESIDE_SAMPLE);
        let width = SAMPLE + BESIDE_SAMPLE + text_width(&name, SIZE);
        if x > left && x + width > right {
            (x, row) = (left, row + 1);
        }
        // The last row keeps its place for what is not named.
        if row + 1 == ROWS && index + 1 < plot.lines.len() {
            return (
                more(marks, plot.lines.len() - index, left, top, row),
                end(top, row),
            );
        }
        let y = top + ROW * (row as f64 + 0.5);
        marks.push(sample(Style::of(index), line.values.len() == 1, x, y));
        marks.push(words(name, x + SAMPLE + BESIDE_SAMPLE, y));
        x += width + BETWEEN;
    }
    let unnamed = plot.lines.len().saturating_sub(NAMED);
    if unnamed > 0 {
        row += 1;
        marks = more(marks, unnamed, left, top, row);
    }
    (marks, end(top, row))
}

fn end(top: f64, row: usize) -> f64 {
    top + ROW * (row as f64 + 1.0)
}

fn more(mut marks: Vec<Mark>, unnamed: usize, left: f64, top: f64, row: usize) -> Vec<Mark> {
    let text = format!("… and {unnamed} more");
    marks.push(words(text, left, top + ROW * (row as f64 + 0.5)));
    marks
}

/// A piece of the line; of a line that is one point, that point.
fn sample(style: Style, single: bool, x: f64, y: f64) -> Mark {
    if single {
        style.symbol((x + SAMPLE / 2.0, y))
    } else {
        style.path(vec![(x, y), (x + SAMPLE, y)])
    }
}

fn words(text: String, x: f64, y: f64) -> Mark {
    Mark::Words {
        text,
        at: (x, y + SIZE * 0.36),
        size: SIZE,
        anchor: Anchor::Start,
        upwards: false,
        colour: INK,
    }
}
