//! Several networks on one sheet.

use crate::draw::canvas::{Drawing, Mark};
use crate::draw::legend::Entry;
use crate::draw::marks::words;
use crate::draw::number::counted;
use crate::language::network::Network;
use crate::language::target::Target;

use super::figure::Figure;
use super::network::network as diagram;
use super::{LEGEND, MARGIN, QUIET, WIDTH, cube, square};

/// The most networks that are drawn.
const NETWORKS: usize = 12;
/// The distance between two rows, in pixels.
const BETWEEN: f64 = 16.0;

/// A first picture, and below it each of these networks under its title, as a diagram and, for D = 2 and 3, on the
/// square or on the cube; two networks side by side where they are narrow.
///
/// The sheet takes the title of the first picture, and adds the titles of the networks to its description. At most
/// 12 networks are drawn; the sheet says how many are left out.
pub fn sheet(first: Drawing, networks: &[(String, &Network)], target: &Target) -> Drawing {
    let drawn = &networks[..networks.len().min(NETWORKS)];
    let mut shared: Vec<Entry> = Vec::new();
    let mut columns = Vec::new();
    for (title, network) in drawn {
        let figure = square::figure(network, target).or_else(|| cube::figure(network, target));
        let (picture, entries) = figure.map(Figure::on_a_sheet).unzip();
        columns.push([Some(diagram(title, network)), picture]);
        for entry in entries.into_iter().flatten() {
            if shared.iter().all(|known| known.meaning != entry.meaning) {
                shared.push(entry);
            }
        }
    }
    let mut marks = first.marks;
    let mut y = in_rows(&columns, f64::from(first.height) + BETWEEN, &mut marks);
    let more = networks.len() - drawn.len();
    if more > 0 {
        let note = format!("… and {} not drawn", counted(more, "more network"));
        marks.push(words(note, (MARGIN, y + 8.0), QUIET));
        y += 2.0 * BETWEEN;
    }
    if !shared.is_empty() {
        let (key, end) = LEGEND.legend(shared, (MARGIN, f64::from(WIDTH) - MARGIN), y);
        marks.extend(key);
        y = end + BETWEEN;
    }
    let titles: Vec<&str> = drawn.iter().map(|(title, _)| title.as_str()).collect();
    Drawing {
        title: first.title,
        description: format!("{} The networks: {}.", first.description, titles.join("; ")),
        width: WIDTH,
        height: y.ceil() as u32,
        marks,
    }
}

/// Adds the columns of pictures in rows of one or two from `top` on, and returns the height at which they end.
fn in_rows(columns: &[[Option<Drawing>; 2]], top: f64, marks: &mut Vec<Mark>) -> f64 {
    let (all, half) = (f64::from(WIDTH), f64::from(WIDTH) / 2.0);
    // The upper left corner of the next column, and where this row and the space below it end.
    let (mut x, mut y, mut end) = (0.0, top, top);
    for column in columns {
        let pictures = || column.iter().flatten();
        let width = pictures().map(|picture| f64::from(picture.width));
        let width = width.fold(0.0, f64::max);
        if x + width > all {
            (x, y) = (0.0, end);
        }
        let mut down = y;
        for picture in pictures() {
            let moved = picture
                .marks
                .iter()
                .map(|mark| mark.clone().moved((x, down)));
            marks.extend(moved);
            down += f64::from(picture.height);
        }
        end = end.max(down + BETWEEN);
        x = if x > 0.0 || width > half { all } else { half };
    }
    end
}
