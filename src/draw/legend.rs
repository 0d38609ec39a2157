//! Legends: samples and their meanings, in rows.

use super::canvas::palette::INK;
use super::canvas::{Mark, Style, shortened, text_width};
use super::marks::words;

/// A sample around the point (0, 0), and its meaning.
pub(super) struct Entry {
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

/// The measures of a legend, in pixels, and the most entries and rows that it has.
pub(super) struct Layout {
    /// The size of the letters.
    pub size: f64,
    /// The height of a row.
    pub row: f64,
    /// The width of a sample.
    pub sample: f64,
    /// The distance between a sample and its meaning.
    pub beside_sample: f64,
    /// The distance between two entries.
    pub between: f64,
    /// The most entries that are named.
    pub entries: usize,
    /// The most rows; the last one may say how many entries are left out.
    pub rows: usize,
}

impl Layout {
    /// The marks of a legend between `left` and `right` from `top` on, and where they end.
    ///
    /// Entries without a sample begin where the samples of others do. A long meaning takes several lines.
    pub fn legend(
        &self,
        entries: Vec<Entry>,
        (left, right): (f64, f64),
        top: f64,
    ) -> (Vec<Mark>, f64) {
        let style = Style::new(self.size, INK);
        let all = entries.len();
        let last_row = top + self.row * (self.rows as f64 - 1.0);
        let mut marks = Vec::new();
        let (mut x, mut y) = (left, top);
        for (index, Entry { sample, meaning }) in entries.into_iter().enumerate() {
            let indent = if sample.is_empty() {
                0.0
            } else {
                self.sample + self.beside_sample
            };
            let width = text_width(&meaning, self.size);
            let room = right - left - indent;
            let unnamed = index == self.entries;
            if unnamed || x > left && x + indent + width > right {
                (x, y) = (left, y + self.row);
            }
            let middle = y + self.row / 2.0;
            if unnamed || y >= last_row && index + 1 < all {
                let more = format!("… and {} more", all - index);
                marks.push(words(more, (left, middle), style));
                break;
            }
            let centre = (x + self.sample / 2.0, middle);
            marks.extend(sample.into_iter().map(|mark| mark.moved(centre)));
            x += indent;
            for (line, text) in wrapped(&meaning, self.size, room).into_iter().enumerate() {
                if line > 0 {
                    y += self.row * 0.8;
                }
                marks.push(words(text, (x, y + self.row / 2.0), style));
            }
            x += width.min(room) + self.between;
        }
        (marks, y + self.row)
    }
}

/// The text in lines of at most this many pixels; a single word that is longer is shortened.
fn wrapped(text: &str, size: f64, room: f64) -> Vec<String> {
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
