//! The regions of the plane as marks.

use super::{pixel, pixels};
use crate::draw::canvas::palette::{AXIS, BLUE, LIGHT_BLUE, PAPER};
use crate::draw::canvas::{Colour, Mark, Point};
use crate::draw::marks::{disc, line, shape};
use crate::draw::networks::hatch::hatch;
use crate::draw::networks::regions::{Cell, Class, Place, Regions};
use crate::language::exact::{Rational, integer};

/// The cells that have an interior, as marks.
pub(super) fn inside(regions: &Regions) -> Vec<Mark> {
    let polygons = regions.cells.iter().filter(|cell| cell.corners.len() > 2);
    let marks = polygons.flat_map(|cell| {
        let points = pixels(&cell.corners);
        match cell.class {
            Class::Minus => vec![],
            Class::Other => hatch(&points, (1.0, -1.0), 7.0, AXIS),
            Class::Plus => {
                // A thin edge of the same colour closes the seams between neighbours.
                let edge: Vec<Point> = points.iter().chain(points.first()).copied().collect();
                vec![shape(&points, LIGHT_BLUE), line(&edge, LIGHT_BLUE, 0.75)]
            }
        }
    });
    marks.collect()
}

/// Lines and points on which the network is not what it is on both sides of them: where it is +1, and what it
/// leaves out of a region in which it is +1; each with its colour.
pub(super) fn thin(regions: &Regions) -> Vec<(Colour, Mark)> {
    let has_inside = |cell: &&Cell| cell.corners.len() > 2;
    let (thick, thin): (Vec<_>, Vec<_>) = regions.cells.iter().partition(has_inside);
    let box_of = |cell: &&Cell| around(&pixels(&cell.corners));
    let boxes: Vec<_> = thick.iter().map(box_of).collect();
    let mut marks = Vec::new();
    for cell in thin.iter().rev() {
        let points = pixels(&cell.corners);
        let middle = middle(&cell.corners);
        let (x, y) = pixel(&middle);
        // The boxes only save work; whether a cell touches the point is decided exactly.
        let near = thick.iter().zip(&boxes).filter(|(_, (from, to))| {
            from.0 - 1.0 <= x && x <= to.0 + 1.0 && from.1 - 1.0 <= y && y <= to.1 + 1.0
        });
        let mut beside = near
            .filter(|(cell, _)| cell.touches(&middle))
            .map(|(cell, _)| cell.class);
        let colour = if cell.class == Class::Plus {
            beside.any(|class| class != Class::Plus).then_some(BLUE)
        } else {
            beside.all(|class| class == Class::Plus).then_some(PAPER)
        };
        let mark = |colour| match points[..] {
            [centre] => (colour, disc(centre, 1.5, colour)),
            _ => (colour, line(&points, colour, 3.0)),
        };
        marks.extend(colour.map(mark));
    }
    marks
}

/// The upper left and the lower right corner of the smallest rectangle around points.
fn around(points: &[Point]) -> (Point, Point) {
    let far = f64::INFINITY;
    let mut around = ((far, far), (-far, -far));
    for (x, y) in points {
        let ((left, top), (right, bottom)) = around;
        around = ((left.min(*x), top.min(*y)), (right.max(*x), bottom.max(*y)));
    }
    around
}

/// A point inside a segment; of a single point, that point.
fn middle(corners: &[Place]) -> Place {
    let count = integer(corners.len());
    let along = |i: usize| corners.iter().map(|corner| &corner[i]).sum::<Rational>() / &count;
    [along(0), along(1)]
}
