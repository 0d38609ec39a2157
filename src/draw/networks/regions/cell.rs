//! Cells: polygons, segments and points without their edges. Exact.

use std::cmp::Ordering;

use num_traits::Zero;

use super::Place;
use crate::language::exact::Rational;

/// The value of a network on a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::draw::networks) enum Class {
    /// The value is h = +1 everywhere on the cell.
    Plus,
    /// The value is h = −1 everywhere on the cell.
    Minus,
    /// The value is neither +1 nor −1 at any point of the cell.
    Other,
}

/// The relative interior of the convex hull of its corners: a polygon with corners anticlockwise, an open
/// segment, or a point.
#[derive(Clone, Debug)]
pub(in crate::draw::networks) struct Cell {
    pub corners: Vec<Place>,
    pub class: Class,
}

impl Cell {
    /// Whether the point belongs to the cell.
    #[cfg(test)]
    pub fn contains(&self, place: &Place) -> bool {
        self.encloses(place, Ordering::Greater)
    }

    /// Whether the point belongs to the cell or to its edge.
    pub fn touches(&self, place: &Place) -> bool {
        self.encloses(place, Ordering::Equal)
    }

    /// Whether the point is on the inner side of each edge (`Greater`), or there or on the edge (`Equal`).
    fn encloses(&self, place: &Place, least: Ordering) -> bool {
        match self.corners.as_slice() {
            [point] => point == place,
            [p, q] => {
                turn(p, q, place).is_eq()
                    && ahead(p, q, place) >= least
                    && ahead(q, p, place) >= least
            }
            corners => edges(corners)
                .all(|(here, next)| turn(&corners[here], &corners[next], place) >= least),
        }
    }
}

/// The sign of (q − p) × (r − p): greater if r is to the left of the path from p to q.
fn turn(p: &Place, q: &Place, r: &Place) -> Ordering {
    let side = |i: usize, j: usize| (&q[i] - &p[i]) * (&r[j] - &p[j]);
    side(0, 1).cmp(&side(1, 0))
}

/// The sign of (q − p)·(r − p).
fn ahead(p: &Place, q: &Place, r: &Place) -> Ordering {
    let along = |i: usize| (&q[i] - &p[i]) * (&r[i] - &p[i]);
    (along(0) + along(1)).cmp(&Rational::zero())
}

/// The edges of a polygon, the single edge of a segment, none of a point: as indices of corners.
pub(super) fn edges(corners: &[Place]) -> impl Iterator<Item = (usize, usize)> {
    let count = corners.len();
    let edges = match count {
        0 | 1 => 0,
        2 => 1,
        _ => count,
    };
    (0..edges).map(move |here| (here, (here + 1) % count))
}
