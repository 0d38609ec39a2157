//! Pictures for Question 3: the attainable sums with the thresholds on them, networks, the square and the cube.
//!
//! Everything that a picture shows is computed exactly: which regions there are, where the thresholds are, which
//! vertices agree. Only the result is turned into pixels. No picture is wider than [`WIDTH`], no letter smaller than 12
//! pixels, and all colours are those of [`PALETTE`](crate::draw::canvas::palette::PALETTE). Marks that differ in
//! colour differ in shape too.
//!
//! ```
//! use orthant::draw::networks;
//! use orthant::question3::networks::{Answer, Hidden, network};
//! use orthant::language::target::Interval;
//!
//! let interval = Interval::new(4, -1, 2)?;
//! let report = network(&interval, Hidden::Sign, Answer::Report).expect("it was given");
//! let sums = networks::sums(&interval, &[("(b) report", &report)]);
//! assert!(sums.description.contains("a threshold on an attainable sum"));
//! assert!(sums.to_svg().contains("2, a sum!"));
//! # Ok::<(), orthant::language::target::TargetError>(())
//! ```

mod cube;
mod description;
mod figure;
mod hatch;
mod labels;
mod layers;
mod network;
mod regions;
mod scale;
mod section;
mod seen;
mod sheet;
mod square;
mod sums;
mod symbols;
mod threshold;

pub use cube::cube;
pub use network::network;
pub use sheet::sheet;
pub use square::square;
pub use sums::sums;

use crate::draw::canvas::Point;
use crate::draw::canvas::Style;
use crate::draw::canvas::palette::{GREY, INK};
use crate::draw::legend::Layout;

/// The width of the widest pictures, in pixels.
pub const WIDTH: u32 = 760;

/// The width of a picture that has another beside it, in pixels.
const HALF_WIDTH: u32 = 372;

/// The free space at the edges of a picture, in pixels.
const MARGIN: f64 = 16.0;

/// The style of headings.
const TITLE: Style = Style::new(15.0, INK);
/// The style of most words.
const PLAIN: Style = Style::new(13.0, INK);
/// The style of words on lines, in legends and where there is little space.
const SMALL: Style = Style::new(12.0, INK);
/// The style of words that are less important.
const QUIET: Style = SMALL.coloured(GREY);

const LEGEND: Layout = Layout {
    size: SMALL.size,
    row: 20.0,
    sample: 26.0,
    beside_sample: 7.0,
    between: 18.0,
    entries: usize::MAX,
    rows: usize::MAX,
};

/// The upper left and the lower right corner of a sample that is a rectangle.
const SAMPLE: [Point; 2] = [(-LEGEND.sample / 2.0, -7.0), (LEGEND.sample / 2.0, 7.0)];
