//! One line's values as marks: thinned to what the eye can see, broken at gaps.

use super::can_be_drawn;
use crate::draw::canvas::palette::{BLUE, GREEN, INK, ORANGE, PURPLE, SKY, VERMILION, WINE};
use crate::draw::canvas::{Colour, Mark, Point};
use crate::draw::marks::{dashed, disc, shape};

const COLOURS: [Colour; 8] = [BLUE, VERMILION, GREEN, PURPLE, INK, ORANGE, SKY, WINE];

/// The lengths of dashes and gaps in turn, in pixels.
const DASHES: [&[f64]; 8] = [
    &[],
    &[9.0, 4.0],
    &[2.5, 3.0],
    &[11.0, 3.0, 2.5, 3.0],
    &[18.0, 4.0],
    &[5.0, 3.0],
    &[11.0, 3.0, 2.5, 3.0, 2.5, 3.0],
    &[18.0, 4.0, 5.0, 4.0],
];

/// The look of a line.
#[derive(Clone, Copy)]
pub(super) struct Look {
    colour: Colour,
    dashes: &'static [f64],
    symbol: usize,
}

impl Look {
    /// The look of the line with this index; the first 64 differ, and the first 8 in everything but the symbol.
    pub fn of(index: usize) -> Self {
        let turn = index / COLOURS.len();
        Self {
            colour: COLOURS[index % COLOURS.len()],
            dashes: DASHES[(index + turn) % DASHES.len()],
            symbol: index % 4,
        }
    }

    pub fn path(self, points: &[Point]) -> Mark {
        dashed(points, self.colour, 2.25, self.dashes)
    }

    /// A disc, square, diamond or triangle around a point.
    pub fn symbol(self, (x, y): Point) -> Mark {
        let corners: &[Point] = match self.symbol {
            0 => return disc((x, y), 5.0, self.colour),
            1 => &[(-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)],
            2 => &[(0.0, -6.5), (6.5, 0.0), (0.0, 6.5), (-6.5, 0.0)],
            _ => &[(0.0, -6.5), (6.0, 4.5), (-6.0, 4.5)],
        };
        let corners: Vec<Point> = corners.iter().map(|(dx, dy)| (x + dx, y + dy)).collect();
        shape(&corners, self.colour)
    }
}

/// The most points that are kept of one column of pixels: the first, the lowest, the highest and the last.
const KEPT: usize = 4;

/// The places of the values, `None` for a gap: at most [`KEPT`] points and one gap for each column of pixels.
///
/// The points that are left out could not be seen. A million epochs take no more memory than a few thousand.
pub(super) fn points(values: &[f64], place: impl Fn(usize, f64) -> Point) -> Vec<Option<Point>> {
    let column = |epoch: usize| place(epoch, 0.0).0.floor();
    let mut points = Vec::new();
    let mut start = 0;
    while start < values.len() {
        let here = column(start + 1);
        let more = values[start..].iter().enumerate();
        let length = more.take_while(|(more, _)| column(start + 1 + more) <= here);
        let length = length.count().max(1);
        let epochs = (start + 1..).zip(&values[start..start + length]);
        if length <= KEPT {
            points.extend(
                epochs.map(|(epoch, value)| can_be_drawn(*value).then(|| place(epoch, *value))),
            );
        } else {
            let drawn = epochs.filter(|(_, value)| can_be_drawn(**value));
            let column = thinned(drawn.map(|(epoch, value)| place(epoch, *value)));
            if column.is_empty() {
                points.push(None);
            }
            points.extend(column.into_iter().map(Some));
        }
        start += length;
    }
    points
}

/// The first, the lowest, the highest and the last point, in order.
fn thinned(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut kept: [Option<(usize, Point)>; KEPT] = [None; KEPT];
    for (index, point) in points.enumerate() {
        let candidate = Some((index, point));
        let [first, lowest, highest, last] = &mut kept;
        first.get_or_insert((index, point));
        if lowest.is_none_or(|(_, (_, y))| point.1 > y) {
            *lowest = candidate;
        }
        if highest.is_none_or(|(_, (_, y))| point.1 < y) {
            *highest = candidate;
        }
        *last = candidate;
    }
    let mut kept: Vec<_> = kept.into_iter().flatten().collect();
    kept.sort_by_key(|(index, _)| *index);
    kept.dedup_by_key(|(index, _)| *index);
    kept.into_iter().map(|(_, point)| point).collect()
}

/// The marks of a line: a path for each stretch without a gap, and a symbol for a point on its own.
pub(super) fn marks(points: &[Option<Point>], look: Look) -> Vec<Mark> {
    let stretches = points.split(Option::is_none);
    let stretches = stretches.map(|stretch| stretch.iter().copied().flatten().collect());
    let marks = stretches.filter_map(|stretch: Vec<Point>| match stretch[..] {
        [] => None,
        [alone] => Some(look.symbol(alone)),
        _ => Some(look.path(&stretch)),
    });
    marks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten epochs to a pixel.
    fn dense(epoch: usize, value: f64) -> Point {
        ((epoch - 1) as f64 / 10.0, value)
    }

    #[test]
    fn few_points_are_all_kept() {
        let kept = points(&[1.0, f64::NAN, 3.0], |epoch, y| (epoch as f64 * 10.0, y));
        assert_eq!(kept, [Some((10.0, 1.0)), None, Some((30.0, 3.0))]);
    }

    #[test]
    fn a_full_column_keeps_its_ends_and_its_extremes() {
        let values = [5.0, 1.0, 6.0, 9.0, 4.0, f64::INFINITY, 4.0, 4.0, 4.0, 5.0];
        let heights: Vec<f64> = points(&values, dense)
            .iter()
            .flatten()
            .map(|p| p.1)
            .collect();
        assert_eq!(heights, [5.0, 1.0, 9.0, 5.0]);
    }

    #[test]
    fn a_column_without_values_is_a_gap() {
        let mut values = vec![1.0; 30];
        values[10..20].fill(f64::NAN);
        let kept = points(&values, dense);
        assert_eq!(kept.iter().filter(|point| point.is_none()).count(), 1);
        assert_eq!(marks(&kept, Look::of(0)).len(), 2);
    }

    #[test]
    fn the_first_lines_look_different() {
        for one in 0..64 {
            for other in 0..one {
                let (one, other) = (Look::of(one), Look::of(other));
                assert!((one.colour, one.dashes) != (other.colour, other.dashes));
            }
        }
    }
}
