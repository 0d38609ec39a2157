//! A network on the square or on the cube: alone with its legend, or on a page that has one legend for all.

use super::legend::{Entry, legend};
use super::marks::{TITLE, words};
use super::{HALF_WIDTH, MARGIN};
use crate::draw::canvas::{Drawing, Mark, shortened};

/// A picture without its heading and its legend.
pub(crate) struct Figure {
    /// From [`TOP`] on.
    pub marks: Vec<Mark>,
    /// Where they end.
    pub bottom: f64,
    /// What its marks mean, the same for every figure of its kind.
    pub shared: Vec<Entry>,
    /// What its marks mean in this figure alone.
    pub own: Vec<Entry>,
    pub description: String,
}

/// Below the heading.
pub(crate) const TOP: f64 = 40.0;

const LEFT: f64 = MARGIN;
const RIGHT: f64 = HALF_WIDTH as f64 - MARGIN;

impl Figure {
    /// The figure alone.
    pub fn drawing(mut self, name: &str, title: String) -> Drawing {
        let heading = shortened(name, TITLE.size, RIGHT - LEFT);
        self.marks.push(words(heading, (MARGIN, 22.0), TITLE));
        let entries = self.shared.into_iter().chain(self.own).collect();
        let (key, end) = legend(entries, LEFT, RIGHT, self.bottom);
        self.marks.extend(key);
        Drawing {
            title,
            description: self.description,
            width: HALF_WIDTH,
            height: (end + MARGIN / 2.0).ceil() as u32,
            marks: self.marks,
        }
    }

    /// The figure without a heading, and what is left for the legend of a page.
    pub fn on_a_page(self) -> (Drawing, Vec<Entry>) {
        let (key, end) = legend(self.own, LEFT, RIGHT, self.bottom);
        let marks = self.marks.into_iter().chain(key);
        let drawing = Drawing {
            title: String::new(),
            description: self.description,
            width: HALF_WIDTH,
            height: (end - TOP + MARGIN / 2.0).ceil() as u32,
            marks: marks.map(|mark| mark.moved((0.0, -TOP))).collect(),
        };
        (drawing, self.shared)
    }
}
