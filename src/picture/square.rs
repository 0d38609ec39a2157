//! The square with a network on it.

use num_traits::ToPrimitive;

use crate::drawing::palette::{AXIS, BLUE, GREY, INK, LIGHT_BLUE, PAPER, VERMILION};
use crate::drawing::{Anchor, Drawing, Mark, Point, shortened};
use crate::exact::{Rational, integer};
use crate::network::{Activation, Network, Unit};
use crate::target::Target;

use super::description;
use super::figure::{Figure, TOP};
use super::hatch::hatch;
use super::labels::Labels;
use super::legend::{Entry, SAMPLE};
use super::marks::{
    PLAIN, QUIET, SMALL, Style, cross, dashed, diamond, frame, line, minus, rectangle, value,
    words, words_on_paper,
};
use super::regions::{Class, Place, Regions, zero_line};
use super::seen::{self, Seen};

/// The picture shows (−2, 2)².
const HALF: i64 = 2;
const LEFT: f64 = 40.0;
const SIDE: f64 = 304.0;
/// The most units whose lines have names.
const NAMED: usize = 6;
/// The most units whose lines are drawn.
const LINES: usize = 64;

/// The plane around the square [−1, 1]²: where the network is +1, −1 or neither, the vertices with f, the lines at
/// which the units of the first layer change side, and the margins; `None` unless D = 2.
///
/// A vertex at which h is not f is crossed out. Around each vertex stands the largest box in which no hidden unit
/// changes side; where it is a point, a unit is at 0 there, and the vertex stands in a diamond. Regions
/// are not drawn where there are too many, and nothing is evaluated where numbers are too long; the picture
/// then says so.
pub fn square(name: &str, network: &Network, target: &Target) -> Option<Drawing> {
    let title = format!("{} on the square", description::brief(name));
    Some(figure(network, target)?.drawing(name, title))
}

/// The square without heading and legend; `None` unless D = 2.
pub(super) fn figure(network: &Network, target: &Target) -> Option<Figure> {
    if network.inputs() != 2 || target.dimension() != 2 {
        return None;
    }
    let seen = Seen::all(network, target);
    let regions = Regions::new(network, HALF);
    let (from, to) = ((LEFT, TOP), (LEFT + SIDE, TOP + SIDE));

    let mut marks = vec![rectangle(from, to, PAPER)];
    let mut on_lines = false;
    if let Some(regions) = &regions {
        marks.extend(inside(regions));
        let thin = thin(regions);
        on_lines = !thin.is_empty();
        marks.extend(thin);
    } else {
        let at = (LEFT + SIDE / 2.0, TOP + SIDE / 2.0);
        marks.extend(words_on_paper(
            "too many regions to draw",
            at,
            QUIET.centred(),
        ));
    }
    marks.extend(seen.iter().filter_map(margin_box));
    let mut labels = Labels::default();
    let vertices: Vec<Mark> = seen
        .iter()
        .flat_map(|seen| vertex(seen, &mut labels))
        .collect();
    marks.extend(thresholds(network, &mut labels));
    marks.push(frame(from, to, AXIS, 1.0));
    marks.extend(axes());
    marks.extend(vertices);
    Some(Figure {
        marks,
        bottom: TOP + SIDE + 28.0,
        shared: entries(network, regions.as_ref(), on_lines, &seen),
        own: margin_entry(&seen)
            .into_iter()
            .chain(seen::in_all(&seen))
            .collect(),
        description: description::square(network, &seen, regions.as_ref()),
    })
}

/// From the plane to pixels.
fn pixel(place: &Place) -> Point {
    let [x, y] = place.each_ref().map(|x| x.to_f64().unwrap_or(0.0));
    let scale = SIDE / (2 * HALF) as f64;
    (
        LEFT + (x + HALF as f64) * scale,
        TOP + (HALF as f64 - y) * scale,
    )
}

fn pixels(corners: &[Place]) -> Vec<Point> {
    corners.iter().map(pixel).collect()
}

/// The cells with an inside.
fn inside(regions: &Regions) -> Vec<Mark> {
    let polygons = regions.cells.iter().filter(|cell| cell.corners.len() > 2);
    let marks = polygons.flat_map(|cell| {
        let points = pixels(&cell.corners);
        match cell.class {
            Class::Minus => vec![],
            Class::Other => hatch(&points, (1.0, -1.0), 7.0, AXIS),
            Class::Plus => {
                // A thin edge of the same colour closes the seams between neighbours.
                let edge: Vec<Point> = points.iter().chain(points.first()).copied().collect();
                let fill = LIGHT_BLUE;
                vec![Mark::Shape { points, fill }, line(&edge, fill, 0.75)]
            }
        }
    });
    marks.collect()
}

/// Lines and points on which the network is not what it is on both sides of them: where it is +1, and what it
/// leaves out of a region in which it is +1.
fn thin(regions: &Regions) -> Vec<Mark> {
    let (thick, thin): (Vec<_>, Vec<_>) = regions
        .cells
        .iter()
        .partition(|cell| cell.corners.len() > 2);
    let boxes: Vec<_> = thick
        .iter()
        .map(|cell| around(&pixels(&cell.corners)))
        .collect();
    let mut marks = Vec::new();
    for cell in thin.iter().rev() {
        let points = pixels(&cell.corners);
        let middle = middle(&cell.corners);
        let (x, y) = pixel(&middle);
        // The boxes only spare work; what touches is decided exactly.
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
        marks.extend(colour.map(|colour| match points[..] {
            [centre] => Mark::Disc {
                centre,
                radius: 1.5,
                fill: colour,
            },
            _ => line(&points, colour, 3.0),
        }));
    }
    marks
}

/// The upper left and the lower right corner of the smallest rectangle around points.
fn around(points: &[Point]) -> (Point, Point) {
    let start = (
        (f64::INFINITY, f64::INFINITY),
        (f64::NEG_INFINITY, f64::NEG_INFINITY),
    );
    points.iter().fold(start, |(from, to), (x, y)| {
        (
            (from.0.min(*x), from.1.min(*y)),
            (to.0.max(*x), to.1.max(*y)),
        )
    })
}

/// A point of a segment's, or a point's, own inside.
fn middle(corners: &[Place]) -> Place {
    let count = integer(corners.len());
    let along = |i: usize| corners.iter().map(|corner| &corner[i]).sum::<Rational>() / &count;
    [along(0), along(1)]
}

/// The box in which no hidden unit changes side around a vertex, as far as it is seen.
fn margin_box(seen: &Seen) -> Option<Mark> {
    let radius = seen.radius().filter(|radius| **radius > integer(0))?;
    let half = integer(HALF);
    let clamped = |x: Rational| x.clamp(-half.clone(), half.clone());
    let corner = |sign: i64| -> Place {
        [0, 1].map(|i| clamped(integer(seen.coordinate(i)) + radius * integer(sign)))
    };
    let ((left, bottom), (right, top)) = (pixel(&corner(-1)), pixel(&corner(1)));
    let corners = [
        (left, top),
        (right, top),
        (right, bottom),
        (left, bottom),
        (left, top),
    ];
    Some(dashed(&corners, INK, 1.0, &[2.0, 3.0]))
}

/// A vertex with f, and with h where it differs.
fn vertex(seen: &Seen, labels: &mut Labels) -> Vec<Mark> {
    let at = pixel(&[0, 1].map(|i| integer(seen.coordinate(i))));
    let right = seen.coordinate(0) > 0;
    let anchor = if right { Anchor::Start } else { Anchor::End };
    let beside = |down: f64| (at.0 + if right { 14.0 } else { -14.0 }, at.1 + down);
    let style = |colour| Style {
        anchor,
        ..PLAIN.coloured(colour)
    };
    let mut marks = labels.put(
        format!("{}1", minus(&seen.f.to_string())),
        beside(-11.0),
        style(INK),
    );
    if seen.is_at_0() {
        marks.push(diamond(at, 11.0));
    }
    marks.extend(value(seen.f, at));
    if let Some(h) = seen.wrong() {
        marks.extend(cross(at));
        let text = shortened(&format!("h = {h}"), SMALL, 60.0);
        marks.extend(labels.put(text, beside(11.0), style(VERMILION)));
    }
    marks
}

/// The lines at which units of the first layer change side, with small strokes towards z ≥ 0.
fn thresholds(network: &Network, labels: &mut Labels) -> Vec<Mark> {
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
            marks.extend(labels.along(&description::unit_name(network, 0, index), from, to));
        }
    }
    marks
}

/// Small strokes from a line to the side on which its unit is on.
fn strokes(unit: &Unit, from: Point, to: Point) -> Vec<Mark> {
    const EVERY: f64 = 13.0;
    const LONG: f64 = 6.0;
    // The line's own direction, turned to the side to which z grows: pixels count downwards.
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

/// −1, 0 and 1 on both axes.
fn axes() -> Vec<Mark> {
    let mut marks = Vec::new();
    for (n, name) in [(-1, "−1"), (0, "0"), (1, "1")] {
        let (x, _) = pixel(&[integer(n), integer(0)]);
        let (_, y) = pixel(&[integer(0), integer(n)]);
        let bottom = TOP + SIDE;
        marks.push(line(&[(x, bottom), (x, bottom + 5.0)], AXIS, 1.0));
        marks.push(words(name, (x, bottom + 15.0), QUIET.centred()));
        marks.push(line(&[(LEFT - 5.0, y), (LEFT, y)], AXIS, 1.0));
        marks.push(words(name, (LEFT - 9.0, y), QUIET.ending()));
    }
    let end = (LEFT + SIDE, TOP + SIDE + 15.0);
    marks.push(words("x₁", end, PLAIN.ending().coloured(GREY)));
    marks.push(words(
        "x₂",
        (LEFT - 9.0, TOP + 8.0),
        PLAIN.ending().coloured(GREY),
    ));
    marks
}

/// What the boxes mean, and the margin.
fn margin_entry(seen: &[Seen]) -> Option<Entry> {
    let corners = [
        (-6.0, -6.0),
        (6.0, -6.0),
        (6.0, 6.0),
        (-6.0, 6.0),
        (-6.0, -6.0),
    ];
    let least = seen.iter().filter_map(Seen::radius).min()?;
    let sample = [dashed(&corners, INK, 1.0, &[2.0, 3.0])];
    let least = description::number(&least.to_string());
    let meaning = format!("no hidden unit changes side; least half width: margin {least}");
    Some(Entry::new(sample, meaning))
}

fn entries(
    network: &Network,
    regions: Option<&Regions>,
    on_lines: bool,
    seen: &[Seen],
) -> Vec<Entry> {
    let half = SAMPLE / 2.0;
    let (from, to) = ((-half, -7.0), (half, 7.0));
    let mut entries = seen::entries(seen);
    if let Some(regions) = regions {
        let has = |class| {
            let mut cells = regions.cells.iter();
            cells.any(|cell| cell.corners.len() > 2 && cell.class == class)
        };
        if has(Class::Plus) {
            entries.push(Entry::new([rectangle(from, to, LIGHT_BLUE)], "h = +1"));
        }
        if has(Class::Minus) {
            entries.push(Entry::new([frame(from, to, AXIS, 1.0)], "h = −1"));
        }
        if has(Class::Other) {
            let corners = [from, (to.0, from.1), to, (from.0, to.1)];
            let mut sample = hatch(&corners, (1.0, -1.0), 7.0, AXIS);
            sample.push(frame(from, to, AXIS, 1.0));
            entries.push(Entry::new(sample, "h is neither"));
        }
        if on_lines {
            let sample = [line(&[(-half, 0.0), (half, 0.0)], BLUE, 3.0)];
            entries.push(Entry::new(sample, "h = +1 on this line too"));
        }
    }
    if network.first_layer().activation != Activation::Identity {
        let up = |x: f64| line(&[(x, 0.0), (x, -6.0)], INK, 1.0);
        let across = line(&[(-half, 0.0), (half, 0.0)], INK, 1.25);
        let sample = [across, up(-8.0), up(0.0), up(8.0)];
        entries.push(Entry::new(
            sample,
            "threshold of a unit; strokes where z ≥ 0",
        ));
    }
    entries
}
