//! Legends: samples and what they mean, in rows below a picture.

use super::marks::{PLAIN, SMALL, Style, words};
use crate::draw::canvas::{Mark, shortened, text_width};

/// A sample around the point (0, 0), at most [`SAMPLE`] wide and [`ROW`] high, and its meaning.
pub(crate) struct Entry {
    pub sample: Vec<Mark>,
    pub meaning: String,
}

impl Entry {
    pub fn new(sample: impl IntoIterator<Item = Mark>, meaning: impl Into<String>) -> Self {
        Self {
            sample: sample.into_iter().collect(),
            meaning: meaning.into(),
        }
    }
}

/// The room for a sample, in pixels.
pub(crate) const SAMPLE: f64 = 26.0;
/// The height of a row.
pub(crate) const ROW: f64 = 20.0;
const LINE: f64 = 16.0;
const BESIDE_SAMPLE: f64 = 7.0;
const BETWEEN: f64 = 18.0;
const STYLE: Style = Style {
    size: SMALL,
    ..PLAIN
};

/// The marks between `left` and `right` from `top` on, and where they end.
pub(crate) fn legend(entries: Vec<Entry>, left: f64, right: f64, top: f64) -> (Vec<Mark>, f64) {
    let mut marks = Vec::new();
    let (mut x, mut y) = (left, top);
    for entry in entries {
        let width = text_width(&entry.meaning, SMALL);
        let indent = if entry.sample.is_empty() {
            0.0
        } else {
            SAMPLE + BESIDE_SAMPLE
        };
        if x > left && x + indent + width > right {
            (x, y) = (left, y + ROW);
        }
        let middle = (x + SAMPLE / 2.0, y + ROW / 2.0);
        marks.extend(entry.sample.into_iter().map(|mark| mark.moved(middle)));
        let beside = x + indent;
        let room = right - left - indent;
        let lines = wrapped(&entry.meaning, SMALL, room);
        let last = lines.len().saturating_sub(1);
        for (index, line) in lines.into_iter().enumerate() {
            marks.push(words(line, (beside, y + ROW / 2.0), STYLE));
            if index < last {
                y += LINE;
            }
        }
        x = beside + width.min(room) + BETWEEN;
    }
    (marks, y + ROW)
}

/// The text in lines of at most so many pixels; a single word that is longer is shortened.
pub(crate) fn wrapped(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let joined = lines.last().map(|line| format!("{line} {word}"));
        let fits = joined.filter(|joined| text_width(joined, size) <= room);
        if fits.is_some() {
            lines.pop();
        }
        lines.push(fits.unwrap_or_else(|| shortened(word, size, room)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_meanings_take_more_lines() {
        let lines = wrapped("one two three four", 12.0, text_width("one two", 12.0));
        assert_eq!(lines[0], "one two");
        assert!(lines.len() > 2 && lines.iter().all(|line| text_width(line, 12.0) <= 60.0));
        let long = "w".repeat(100);
        assert!(wrapped(&long, 12.0, 50.0)[0].ends_with('…'));
    }
}
