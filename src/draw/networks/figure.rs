//! A network on the square or on the cube: alone with its legend, or on a sheet that has one legend for all.

use super::description::brief_name;
use super::symbols::heading;
use super::{HALF_WIDTH, LEGEND, MARGIN};
use crate::draw::canvas::{Drawing, Mark};
use crate::draw::legend::Entry;

/// A picture without its heading and its legend.
pub(super) struct Figure {
    /// The marks of the figure, from the height [`TOP`] downwards.
    pub marks: Vec<Mark>,
    /// The height at which the marks end, in pixels.
    pub bottom: f64,
    /// The meanings of marks that are the same in every figure of this kind.
    pub shared: Vec<Entry>,
    /// The meanings of marks that belong to this figure alone.
    pub own: Vec<Entry>,
    pub description: String,
}

/// The height below the heading, in pixels.
pub(super) const TOP: f64 = 40.0;

const EDGES: (f64, f64) = (MARGIN, HALF_WIDTH as f64 - MARGIN);

impl Figure {
    /// The figure alone; `place` names the square or the cube that the network is drawn on.
    pub fn drawing(mut self, name: &str, place: &str) -> Drawing {
        self.marks.push(heading(name, EDGES.1 - EDGES.0));
        self.own.splice(..0, std::mem::take(&mut self.shared));
        let title = format!("{} on the {place}", brief_name(name));
        self.with_own_legend(title, 0.0)
    }

    /// The figure without a heading, and the entries that belong to the legend of the sheet.
    pub fn on_a_sheet(mut self) -> (Drawing, Vec<Entry>) {
        let shared = std::mem::take(&mut self.shared);
        (self.with_own_legend(String::new(), TOP), shared)
    }

    /// The part of the figure below `top`, with the legend that belongs to it alone.
    fn with_own_legend(self, title: String, top: f64) -> Drawing {
        let (key, end) = LEGEND.legend(self.own, EDGES, self.bottom);
        let marks = self.marks.into_iter().chain(key);
        Drawing {
            title,
            description: self.description,
            width: HALF_WIDTH,
            height: (end - top + MARGIN / 2.0).ceil() as u32,
            marks: marks.map(|mark| mark.moved((0.0, -top))).collect(),
        }
    }
}
