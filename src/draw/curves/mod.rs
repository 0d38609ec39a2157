//! Training curves: one value per epoch and line, drawn as SVG or PNG.
//!
//! ```
//! use orthant::draw::curves::{Line, Plot};
//!
//! let plot = Plot {
//!     title: "Training loss".into(),
//!     x_label: "Epoch".into(),
//!     y_label: "Loss".into(),
//!     lines: vec![Line { name: "Train Loss".into(), values: vec![1.09, 1.03, 1.01] }],
//! };
//! assert!(plot.to_svg().contains("Train Loss"));
//! assert!(plot.to_png()?.starts_with(b"\x89PNG"));
//! # Ok::<(), orthant::Refused>(())
//! ```
//!
//! Lines differ in colour (after Okabe and Ito, which the colour-blind can tell apart), in their dashes and in the
//! mark of a single point. The legend is above the curves and never covers them.

mod axis;
mod curve;
mod description;

use crate::draw::canvas::palette::{AXIS, GREY, GRID, INK};
use crate::draw::canvas::{Drawing, Mark, Point, Style, shortened, text_width};
use crate::draw::legend::{Entry, Layout};
use crate::draw::marks::{line, words, words_on_baseline};
use crate::language::refused::Refused;
use axis::{Axis, LARGEST};
use curve::Look;
use description::description;

const WIDTH: u32 = 1000;
const HEIGHT: u32 = 600;

/// The free space at the edges of the picture, in pixels.
const MARGIN: f64 = 24.0;
const TITLE_SIZE: f64 = 20.0;
const LABEL: Style = Style::new(15.0, INK);
const TICK: Style = Style::new(13.0, GREY);

/// The most lines that the legend and the description name.
const NAMED: usize = 24;

const LEGEND: Layout = Layout {
    size: 14.0,
    row: 23.0,
    // The longest dashes can be seen twice.
    sample: 56.0,
    beside_sample: 9.0,
    between: 30.0,
    entries: NAMED,
    // The curves need the rest of the height.
    rows: 8,
};

/// One curve of a plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The name of the curve in the legend.
    pub name: String,
    /// One value per epoch, that of epoch 1 first. A value that is not finite, or larger than 10³⁰⁰, leaves a gap.
    pub values: Vec<f64>,
}

impl Line {
    /// The values that can be drawn, with their epochs.
    fn drawn(&self) -> impl Iterator<Item = (usize, f64)> {
        let epochs = (1..).zip(self.values.iter().copied());
        epochs.filter(|(_, value)| can_be_drawn(*value))
    }
}

/// Whether the value has a place on an axis; false for NaN.
fn can_be_drawn(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// Curves over the same epochs, in a picture of 1000 × 600 pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// The heading; shortened in the picture where it is too long.
    pub title: String,
    /// The name of the horizontal axis, usually "Epoch".
    pub x_label: String,
    /// The name of the vertical axis: what the values are.
    pub y_label: String,
    /// The curves; they need not be of the same length, and there may be none.
    pub lines: Vec<Line>,
}

/// The rectangle in which the curves run, in pixels.
#[derive(Clone, Copy)]
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Frame {
    /// The distance of the curves from the left and right edge, in pixels.
    const INSET: f64 = 14.0;

    /// The place of an epoch; a single one is in the middle.
    fn x(&self, epoch: usize, last: usize) -> f64 {
        let share = if last > 1 {
            (epoch - 1) as f64 / (last - 1) as f64
        } else {
            0.5
        };
        self.left + Self::INSET + share * (self.right - self.left - 2.0 * Self::INSET)
    }

    /// The middle of the rectangle.
    fn middle(&self) -> Point {
        (
            f64::midpoint(self.left, self.right),
            f64::midpoint(self.top, self.bottom),
        )
    }

    fn y(&self, axis: &Axis, value: f64) -> f64 {
        self.bottom - axis.height(value) * (self.bottom - self.top)
    }
}

impl Plot {
    /// The plot as a complete SVG file that refers to nothing outside itself; the same bytes on every run.
    ///
    /// Its `<title>` and `<desc>` say in words what the plot shows.
    pub fn to_svg(&self) -> String {
        self.drawing().to_svg()
    }

    /// The plot as the bytes of a PNG file of 1000 × 600 pixels.
    ///
    /// # Errors
    /// [`Refused`] if the pixels cannot be packed, which is not known to happen.
    pub fn to_png(&self) -> Result<Vec<u8>, Refused> {
        self.drawing().to_png()
    }

    /// The plot as a drawing, for other formats and larger pictures.
    pub fn drawing(&self) -> Drawing {
        let values = self.lines.iter().flat_map(Line::drawn);
        let axis = Axis::around(values.map(|(_, value)| value));
        let last = self.lines.iter().map(|line| line.values.len()).max();
        let last = last.unwrap_or(0);

        let names = axis
            .ticks
            .iter()
            .map(|(_, name)| text_width(name, TICK.size));
        let widest = names.fold(0.0, f64::max);
        let left = (MARGIN + LABEL.size + 12.0 + widest + 8.0).round();
        let right = f64::from(WIDTH) - MARGIN;
        let (mut marks, legend_end) = self.legend(left, right, 56.0);
        let frame = Frame {
            left,
            right,
            top: legend_end + 14.0,
            bottom: f64::from(HEIGHT) - 68.0,
        };

        marks.push(title(&self.title));
        marks.extend(self.labels(frame));
        marks.extend(value_ticks(&axis, frame));
        marks.extend(epoch_ticks(last, frame));
        if self.lines.iter().all(|line| line.drawn().next().is_none()) {
            let nothing = "no values to draw";
            marks.push(words_on_baseline(nothing, frame.middle(), LABEL.centred()));
        }
        // The first line is unbroken: where a later one runs over it, it shows through the gaps.
        for (index, line) in self.lines.iter().enumerate() {
            let points = curve::points(&line.values, |epoch, value| {
                (frame.x(epoch, last), frame.y(&axis, value))
            });
            marks.extend(curve::marks(&points, Look::of(index)));
        }
        Drawing {
            title: self.title.clone(),
            description: description(self, last),
            width: WIDTH,
            height: HEIGHT,
            marks,
        }
    }

    /// The legend's marks between `left` and `right` from `top` on, and where they end.
    ///
    /// A single line with the same name as the axis does not need a legend.
    fn legend(&self, left: f64, right: f64, top: f64) -> (Vec<Mark>, f64) {
        match &self.lines[..] {
            [] => return (vec![], top),
            [line] if line.name.is_empty() || line.name == self.y_label => return (vec![], top),
            _ => {}
        }
        let room = right - left - LEGEND.sample - LEGEND.beside_sample;
        let entry = |(index, line): (usize, &Line)| {
            let empty = line.drawn().next().is_none();
            let remark = if empty { " (no values)" } else { "" };
            let name = shortened(&format!("{}{remark}", line.name), LEGEND.size, room);
            let half = LEGEND.sample / 2.0;
            // A piece of the line; of a line that is one point, that point.
            let sample = if line.values.len() == 1 {
                Look::of(index).symbol((0.0, 0.0))
            } else {
                Look::of(index).path(&[(-half, 0.0), (half, 0.0)])
            };
            Entry::new([sample], name)
        };
        let entries = self.lines.iter().enumerate().map(entry).collect();
        LEGEND.legend(entries, (left, right), top)
    }

    /// The names of both axes.
    fn labels(&self, frame: Frame) -> [Mark; 2] {
        let (across, along) = (frame.right - frame.left, frame.bottom - frame.top);
        let (x, y) = frame.middle();
        let upwards = Style {
            upwards: true,
            ..LABEL.centred()
        };
        let label = |name: &str, room, at, style| {
            words_on_baseline(shortened(name, LABEL.size, room), at, style)
        };
        [
            label(
                &self.x_label,
                across,
                (x, f64::from(HEIGHT) - MARGIN),
                LABEL.centred(),
            ),
            label(
                &self.y_label,
                along,
                (MARGIN + LABEL.size * 0.8, y),
                upwards,
            ),
        ]
    }
}

/// The title in the middle; smaller where it is long, shortened where it is longer still.
fn title(text: &str) -> Mark {
    let room = f64::from(WIDTH) - 2.0 * MARGIN;
    let wanted = TITLE_SIZE * room / text_width(text, TITLE_SIZE).max(1.0);
    let size = wanted.clamp(TICK.size + 0.5, TITLE_SIZE);
    let at = (f64::from(WIDTH) / 2.0, 38.0);
    words_on_baseline(
        shortened(text, size, room),
        at,
        Style::new(size, INK).centred(),
    )
}

/// The level lines and their values.
fn value_ticks(axis: &Axis, frame: Frame) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (value, name) in &axis.ticks {
        // A thin line between two rows of pixels would be drawn as two grey ones.
        let y = frame.y(axis, *value).floor() + 0.5;
        marks.push(line(&[(frame.left, y), (frame.right, y)], GRID, 1.0));
        marks.push(words(name, (frame.left - 8.0, y), TICK.ending()));
    }
    marks
}

/// The upright lines, their epochs, and the line below the curves.
fn epoch_ticks(last: usize, frame: Frame) -> Vec<Mark> {
    let bottom = frame.bottom.floor() + 0.5;
    let mut marks = Vec::new();
    let mut free_from = f64::NEG_INFINITY;
    for epoch in axis::epochs(last) {
        let x = frame.x(epoch, last).floor() + 0.5;
        let name = epoch.to_string();
        let half = text_width(&name, TICK.size) / 2.0;
        if x - half < free_from {
            continue;
        }
        free_from = x + half + 6.0;
        marks.push(line(&[(x, frame.top), (x, bottom)], GRID, 1.0));
        marks.push(line(&[(x, bottom), (x, bottom + 5.0)], AXIS, 1.0));
        marks.push(words_on_baseline(name, (x, bottom + 21.0), TICK.centred()));
    }
    let ends = [(frame.left, bottom), (frame.right, bottom)];
    marks.push(line(&ends, AXIS, 1.0));
    marks
}

#[cfg(test)]
mod tests;
