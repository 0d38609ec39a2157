//! Flat pictures made of lines, shapes and words, as SVG and as PNG.
//!
//! A [`Drawing`] is plain data: marks from back to front, on white, in pixels from the upper left corner. Both
//! formats show the same marks; in SVG the words remain text. Nothing is read from the machine: the letters of a
//! PNG (DejaVu Sans) are part of the program, and the same drawing gives the same bytes on every run.
//!
//! ```
//! use orthant::draw::canvas::{Colour, Drawing, Mark, Style};
//!
//! let drawing = Drawing {
//!     title: "A point".into(),
//!     description: "One point with its name.".into(),
//!     width: 80,
//!     height: 40,
//!     marks: vec![
//!         Mark::Disc { centre: (20.0, 20.0), radius: 5.0, fill: Colour(0, 114, 178) },
//!         Mark::Words {
//!             text: "x₁ < 1".into(),
//!             at: (30.0, 25.0),
//!             style: Style::new(14.0, Colour(34, 34, 34)),
//!         },
//!     ],
//! };
//! assert!(drawing.to_svg().contains("x₁ &lt; 1"));
//! assert!(drawing.to_png()?.starts_with(b"\x89PNG"));
//! # Ok::<(), orthant::Refused>(())
//! ```

mod letters;
pub mod palette;
mod png;
mod svg;

use std::fmt;

pub use letters::{shortened, text_width};

/// Pixels to the right and downwards from the upper left corner; both are finite.
pub type Point = (f64, f64);

/// A colour: red, green and blue, each from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl fmt::Display for Colour {
    /// Writes the colour as `#rrggbb`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(red, green, blue) = self;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Colour {
    /// The custom property by which a page may replace the colour in [`Drawing::to_inline_svg`]: `--c-rrggbb`.
    pub fn property(self) -> String {
        format!("{self}").replace('#', "--c-")
    }
}

/// The part of the words that is at their point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The beginning of the words.
    Start,
    /// The middle of the words.
    Middle,
    /// The end of the words.
    End,
}

/// The style of words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// The size of the letters, in pixels.
    pub size: f64,
    /// The part of the words that is at their point.
    pub anchor: Anchor,
    /// Whether the words run upwards instead of from left to right.
    pub upwards: bool,
    /// The colour of the letters.
    pub colour: Colour,
}

impl Style {
    /// Words that begin at their point and run to the right.
    pub const fn new(size: f64, colour: Colour) -> Self {
        Self {
            size,
            anchor: Anchor::Start,
            upwards: false,
            colour,
        }
    }

    /// The same style, with this part of the words at their point.
    #[must_use]
    pub fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// The same style, with the middle of the words at their point.
    #[must_use]
    pub fn centred(self) -> Self {
        self.anchored(Anchor::Middle)
    }

    /// The same style, with the end of the words at their point.
    #[must_use]
    pub fn ending(self) -> Self {
        self.anchored(Anchor::End)
    }

    /// The same style in another colour.
    #[must_use]
    pub const fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }
}

/// One thing that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// Straight lines from point to point. With fewer than two points nothing is drawn.
    Path {
        /// The corners in order.
        points: Vec<Point>,
        /// The colour of the line.
        colour: Colour,
        /// The width of the line in pixels, above 0.
        width: f64,
        /// The lengths of dashes and gaps in turn, in pixels: an even number of them, above 0. Without any the
        /// line is unbroken.
        dashes: Vec<f64>,
    },
    /// The inside of straight lines from point to point and back to the first.
    Shape {
        /// The corners in order.
        points: Vec<Point>,
        /// The colour inside.
        fill: Colour,
    },
    /// The inside of a circle.
    Disc {
        /// The centre of the circle.
        centre: Point,
        /// The radius of the circle in pixels, above 0.
        radius: f64,
        /// The colour inside the circle.
        fill: Colour,
    },
    /// One line of words.
    Words {
        /// The text of the words; a control character is drawn as a space.
        text: String,
        /// A point of the baseline of the words.
        at: Point,
        /// The style of the words.
        style: Style,
    },
}

impl Mark {
    /// The same mark moved to the right and downwards by these pixels.
    #[must_use]
    pub fn moved(mut self, (right, down): Point) -> Self {
        let move_point = |(x, y): &mut Point| {
            *x += right;
            *y += down;
        };
        match &mut self {
            Self::Path { points, .. } | Self::Shape { points, .. } => {
                points.iter_mut().for_each(move_point);
            }
            Self::Disc { centre, .. } => move_point(centre),
            Self::Words { at, .. } => move_point(at),
        }
        self
    }
}

/// A picture on a white background.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The name of the picture, for readers who cannot see it: the `<title>` of the SVG.
    pub title: String,
    /// A description of the picture, for readers who cannot see it: the `<desc>` of the SVG.
    pub description: String,
    /// The width of the picture in pixels, above 0.
    pub width: u32,
    /// The height of the picture in pixels, above 0.
    pub height: u32,
    /// The marks of the picture, from back to front.
    pub marks: Vec<Mark>,
}

/// The text with a space for each control character, which no letter shows and XML does not allow.
fn printable(text: &str) -> String {
    text.replace(
        |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'),
        " ",
    )
}
