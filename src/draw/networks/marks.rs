//! Marks that several pictures share.

use crate::draw::canvas::palette::{BLUE, GREY, INK, PAPER, VERMILION};
use crate::draw::canvas::{Anchor, Colour, Mark, Point, text_width};
use crate::language::cube::Sign;

/// The size of headings, in pixels.
pub(crate) const HEADING: f64 = 15.0;
/// The size of most letters.
pub(crate) const TEXT: f64 = 13.0;
/// The size of the smallest letters.
pub(crate) const SMALL: f64 = 12.0;

/// From the line that letters stand on to the middle of their height, as a share of their size.
pub(crate) const HALF_HEIGHT: f64 = 0.36;

/// How words look.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    pub size: f64,
    pub anchor: Anchor,
    pub colour: Colour,
}

/// Headings.
pub(crate) const TITLE: Style = Style {
    size: HEADING,
    anchor: Anchor::Start,
    colour: INK,
};
/// Most words.
pub(crate) const PLAIN: Style = Style {
    size: TEXT,
    ..TITLE
};
/// Words that stand back.
pub(crate) const QUIET: Style = Style {
    size: SMALL,
    colour: GREY,
    ..TITLE
};

impl Style {
    /// The same with the words' middle at their point.
    pub fn centred(self) -> Self {
        Self {
            anchor: Anchor::Middle,
            ..self
        }
    }

    /// The same with the words' end at their point.
    pub fn ending(self) -> Self {
        Self {
            anchor: Anchor::End,
            ..self
        }
    }

    /// The same in another colour.
    pub fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }
}

/// Words whose middle is as high as the point.
pub(crate) fn words(text: impl Into<String>, (x, y): Point, style: Style) -> Mark {
    Mark::Words {
        text: text.into(),
        at: (x, y + style.size * HALF_HEIGHT),
        size: style.size,
        anchor: style.anchor,
        upwards: false,
        colour: style.colour,
    }
}

/// The rectangle that words take, as its upper left and its lower right corner.
pub(crate) fn bounds(text: &str, (x, y): Point, style: Style) -> (Point, Point) {
    let width = text_width(text, style.size);
    let left = match style.anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    let half = style.size * 0.62;
    ((left - 2.0, y - half), (left + width + 2.0, y + half))
}

/// Words on a piece of paper, which keeps them legible on lines and hatching.
pub(crate) fn words_on_paper(text: impl Into<String>, at: Point, style: Style) -> [Mark; 2] {
    let text = text.into();
    let (from, to) = bounds(&text, at, style);
    [rectangle(from, to, PAPER), words(text, at, style)]
}

/// The inside of a rectangle.
pub(crate) fn rectangle((left, top): Point, (right, bottom): Point, fill: Colour) -> Mark {
    Mark::Shape {
        points: vec![(left, top), (right, top), (right, bottom), (left, bottom)],
        fill,
    }
}

/// The edge of a rectangle.
pub(crate) fn frame(
    (left, top): Point,
    (right, bottom): Point,
    colour: Colour,
    width: f64,
) -> Mark {
    let corners = [
        (left, top),
        (right, top),
        (right, bottom),
        (left, bottom),
        (left, top),
    ];
    line(&corners, colour, width)
}

/// An unbroken line.
pub(crate) fn line(points: &[Point], colour: Colour, width: f64) -> Mark {
    dashed(points, colour, width, &[])
}

/// A line of dashes and gaps.
pub(crate) fn dashed(points: &[Point], colour: Colour, width: f64, dashes: &[f64]) -> Mark {
    Mark::Path {
        points: points.to_vec(),
        colour,
        width,
        dashes: dashes.to_vec(),
    }
}

/// The tip of an arrow that points to the right or to the left.
pub(crate) fn arrowhead((x, y): Point, to_the_right: bool, size: f64, fill: Colour) -> Mark {
    let back = if to_the_right { x - size } else { x + size };
    Mark::Shape {
        points: vec![(x, y), (back, y - size * 0.6), (back, y + size * 0.6)],
        fill,
    }
}

/// A value of f: filled for +1, hollow for −1.
pub(crate) fn value(sign: Sign, centre: Point) -> Vec<Mark> {
    const RADIUS: f64 = 6.0;
    let disc = |radius, fill| Mark::Disc {
        centre,
        radius,
        fill,
    };
    match sign {
        Sign::Plus => vec![disc(RADIUS, BLUE)],
        Sign::Minus => vec![disc(RADIUS, INK), disc(RADIUS - 1.75, PAPER)],
    }
}

/// A cross through what is wrong.
pub(crate) fn cross((x, y): Point) -> [Mark; 2] {
    const ARM: f64 = 8.0;
    [1.0, -1.0].map(|up| {
        let ends = [(x - ARM, y - up * ARM), (x + ARM, y + up * ARM)];
        line(&ends, VERMILION, 2.5)
    })
}

/// A diamond around a point at which a unit is at 0.
pub(crate) fn diamond((x, y): Point, radius: f64) -> Mark {
    let corners = [
        (x, y - radius),
        (x + radius, y),
        (x, y + radius),
        (x - radius, y),
        (x, y - radius),
    ];
    line(&corners, VERMILION, 2.0)
}

/// A number as it is written in pictures, with a minus sign instead of a hyphen.
pub(crate) fn minus(text: &str) -> String {
    text.replace('-', "−")
}
