//! Hatching: thin parallel lines inside a convex polygon, between which other marks can be seen.

use crate::draw::canvas::{Colour, Mark, Point};
use crate::draw::marks::line;

/// Lines of a direction (dx, dy) across a convex polygon, `gap` pixels apart.
///
/// The lines of all polygons continue one another, so that neighbours look like one.
pub(super) fn hatch(corners: &[Point], (dx, dy): Point, gap: f64, colour: Colour) -> Vec<Mark> {
    let length = dx.hypot(dy);
    let along = (dx / length, dy / length);
    let across = |(x, y): Point| x * -along.1 + y * along.0;
    let heights: Vec<f64> = corners.iter().map(|corner| across(*corner)).collect();
    let least = heights.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = heights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut marks = Vec::new();
    let indices = (least / gap).ceil() as i64..=(greatest / gap).floor() as i64;
    for index in indices {
        let height = index as f64 * gap;
        let mut ends = Vec::new();
        for (here, a) in heights.iter().enumerate() {
            let next = (here + 1) % heights.len();
            let b = heights[next];
            if (*a <= height) != (b <= height) {
                let share = (height - a) / (b - a);
                let ((x, y), (to_x, to_y)) = (corners[here], corners[next]);
                ends.push((x + share * (to_x - x), y + share * (to_y - y)));
            }
        }
        if let [from, to] = ends[..] {
            marks.push(line(&[from, to], colour, 1.0));
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::canvas::palette::GREY;

    #[test]
    fn hatching_stays_inside() {
        let square = [(0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0)];
        let marks = hatch(&square, (1.0, -1.0), 7.0, GREY);
        assert!(marks.len() >= 7);
        for mark in marks {
            let Mark::Path { points, .. } = mark else {
                panic!("hatching is lines");
            };
            let inside = |(x, y): &Point| {
                (-1e-9..=40.0 + 1e-9).contains(x) && (-1e-9..=40.0 + 1e-9).contains(y)
            };
            assert!(points.iter().all(inside));
        }
        assert!(hatch(&[(3.0, 3.0), (3.0, 3.0)], (1.0, 0.0), 5.0, GREY).is_empty());
    }
}
