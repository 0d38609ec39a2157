//! The symbols of vertices and thresholds, and the headings of pictures.

use super::{MARGIN, TITLE};
use crate::draw::canvas::palette::{BLUE, INK, PAPER, VERMILION};
use crate::draw::canvas::{Colour, Mark, Point, shortened};
use crate::draw::legend::Entry;
use crate::draw::marks::{disc, line, words};
use crate::draw::number::one;
use crate::language::cube::Sign;

/// The heading of a picture, shortened to this many pixels.
pub(super) fn heading(name: &str, room: f64) -> Mark {
    words(shortened(name, TITLE.size, room), (MARGIN, 22.0), TITLE)
}

/// The symbol of a value of f: filled for +1, hollow for −1.
pub(super) fn value(sign: Sign, centre: Point) -> Vec<Mark> {
    const RADIUS: f64 = 6.0;
    match sign {
        Sign::Plus => vec![disc(centre, RADIUS, BLUE)],
        Sign::Minus => hollow(centre, RADIUS, 1.75, INK),
    }
}

/// The legend's entry for the symbol of a value of f.
pub(super) fn value_entry(sign: Sign) -> Entry {
    Entry::new(value(sign, (0.0, 0.0)), format!("f = {}", one(sign)))
}

/// A circle whose edge has this width, filled with paper.
pub(super) fn hollow(centre: Point, radius: f64, width: f64, colour: Colour) -> Vec<Mark> {
    vec![
        disc(centre, radius, colour),
        disc(centre, radius - width, PAPER),
    ]
}

/// A cross through a vertex at which the network is wrong.
pub(super) fn cross((x, y): Point) -> [Mark; 2] {
    const ARM: f64 = 8.0;
    [1.0, -1.0].map(|up| {
        let ends = [(x - ARM, y - up * ARM), (x + ARM, y + up * ARM)];
        line(&ends, VERMILION, 2.5)
    })
}

/// A diamond around a point at which a unit is at 0.
pub(super) fn diamond((x, y): Point, radius: f64) -> Mark {
    let corners = [
        (x, y - radius),
        (x + radius, y),
        (x, y + radius),
        (x - radius, y),
        (x, y - radius),
    ];
    line(&corners, VERMILION, 2.0)
}
