//! The lines at which units change side.

use super::{HALF, pixel};
use crate::draw::canvas::palette::INK;
use crate::draw::canvas::{Mark, Point};
use crate::draw::marks::line;
use crate::draw::networks::description::unit_name;
use crate::draw::networks::labels::Labels;
use crate::draw::networks::regions::zero_line;
use crate::language::exact::integer;
use crate::language::network::{Activation, Network, Unit};

/// The most units whose lines are named.
const NAMED: usize = 6;
/// The most units whose lines are drawn.
const LINES: usize = 64;

/// The lines at which units of the first layer change side, with small strokes towards z ≥ 0.
pub(super) fn thresholds(network: &Network, labels: &mut Labels) -> Vec<Mark> {
    let layer = network.first_layer();
    if layer.activation == Activation::Identity {
        return vec![];
    }
    let mut marks = Vec::new();
    let units = layer.units.iter().enumerate().take(LINES);
    for (index, unit) in units {
        let Some(ends) = zero_line(unit, HALF) else {
            continue;
        };
        let [from, to] = ends.each_ref().map(pixel);
        marks.push(line(&[from, to], INK, 1.25));
        if layer.activation != Activation::Zero {
            marks.extend(strokes(unit, from, to));
        }
        if layer.units.len() <= NAMED {
            marks.extend(labels.along(&unit_name(network, 0, index), from, to));
        }
    }
    marks
}

/// Small strokes from a line to the side on which its unit is on.
fn strokes(unit: &Unit, from: Point, to: Point) -> Vec<Mark> {
    const EVERY: f64 = 13.0;
    const LONG: f64 = 6.0;
    // Perpendicular to the line, towards the side on which z grows; heights in pixels count downwards.
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1e-9);
    let mut normal = (-dy / length, dx / length);
    let towards = |i: usize| unit.weights.get(i).is_some_and(|w| *w > integer(0));
    let level = |i: usize| unit.weights.get(i).is_some_and(|w| *w == integer(0));
    let right_way = if level(0) {
        (normal.1 < 0.0) == towards(1)
    } else {
        (normal.0 > 0.0) == towards(0)
    };
    if !right_way {
        normal = (-normal.0, -normal.1);
    }
    let count = (length / EVERY).floor() as i64;
    (0..count)
        .map(|index| {
            let share = (index as f64 + 0.5) / count as f64;
            let (x, y) = (from.0 + share * dx, from.1 + share * dy);
            line(
                &[(x, y), (x + LONG * normal.0, y + LONG * normal.1)],
                INK,
                1.0,
            )
        })
        .collect()
}
