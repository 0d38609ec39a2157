//! The marks of which pictures are made: words in a style, lines, rectangles and discs.

use super::canvas::palette::PAPER;
use super::canvas::{Anchor, Colour, Mark, Point, Style, text_width};

/// Words whose baseline goes through the point.
pub(super) fn words_on_baseline(text: impl Into<String>, at: Point, style: Style) -> Mark {
    let text = text.into();
    Mark::Words { text, at, style }
}

/// Words from left to right, the middle of whose height is at the point.
pub(super) fn words(text: impl Into<String>, (x, y): Point, style: Style) -> Mark {
    // From the baseline to the middle of the letters, as a share of their size.
    const HALF_HEIGHT: f64 = 0.36;
    words_on_baseline(text, (x, y + style.size * HALF_HEIGHT), style)
}

/// The rectangle that words take, as its upper left and its lower right corner.
pub(super) fn bounds(text: &str, (x, y): Point, style: Style) -> (Point, Point) {
    let width = text_width(text, style.size);
    let left = match style.anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    let half = style.size * 0.62;
    ((left - 2.0, y - half), (left + width + 2.0, y + half))
}

/// Words on a white rectangle, which keeps them legible on lines and hatching.
pub(super) fn words_on_paper(text: impl Into<String>, at: Point, style: Style) -> [Mark; 2] {
    let text = text.into();
    let (from, to) = bounds(&text, at, style);
    [rectangle(from, to, PAPER), words(text, at, style)]
}

/// The inside of a polygon.
pub(super) fn shape(points: &[Point], fill: Colour) -> Mark {
    Mark::Shape {
        points: points.to_vec(),
        fill,
    }
}

/// The inside of a circle.
pub(super) fn disc(centre: Point, radius: f64, fill: Colour) -> Mark {
    Mark::Disc {
        centre,
        radius,
        fill,
    }
}

/// The inside of a rectangle.
pub(super) fn rectangle(from: Point, to: Point, fill: Colour) -> Mark {
    shape(&outline(from, to)[..4], fill)
}

/// The edge of a rectangle, as an unbroken line.
pub(super) fn frame(from: Point, to: Point, colour: Colour, width: f64) -> Mark {
    line(&outline(from, to), colour, width)
}

/// The corners of a rectangle from the upper left one around and back to it.
pub(super) fn outline((left, top): Point, (right, bottom): Point) -> [Point; 5] {
    [
        (left, top),
        (right, top),
        (right, bottom),
        (left, bottom),
        (left, top),
    ]
}

/// An unbroken line.
pub(super) fn line(points: &[Point], colour: Colour, width: f64) -> Mark {
    dashed(points, colour, width, &[])
}

/// A line of dashes and gaps.
pub(super) fn dashed(points: &[Point], colour: Colour, width: f64, dashes: &[f64]) -> Mark {
    Mark::Path {
        points: points.to_vec(),
        colour,
        width,
        dashes: dashes.to_vec(),
    }
}
