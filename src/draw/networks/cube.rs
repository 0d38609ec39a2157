//! The cube with a network on it.

use num_traits::{Signed, ToPrimitive, Zero};

use crate::draw::canvas::palette::{AXIS, GREEN, GREY, INK, ORANGE, PURPLE, VERMILION, WINE};
use crate::draw::canvas::{Anchor, Colour, Drawing, Mark, Point};
use crate::draw::legend::Entry;
use crate::draw::marks::{bounds, dashed, outline, words};
use crate::draw::number::{brief, counted, minus};
use crate::formula::linear;
use crate::language::exact::integer;
use crate::language::network::{Activation, Network, Unit};
use crate::language::target::Target;

use super::description::{self, unit_name};
use super::figure::{Figure, TOP};
use super::hatch::hatch;
use super::labels::Labels;
use super::section::{Place, section};
use super::seen::{self, Seen};
use super::symbols::{cross, diamond, value};
use super::{HALF_WIDTH, PLAIN, SAMPLE, SMALL};

const CENTRE: Point = (HALF_WIDTH as f64 / 2.0, TOP + 146.0);
const BOTTOM: f64 = TOP + 310.0;

/// The most units whose planes are drawn.
const PLANES: usize = 4;

/// The look of a plane: its colour, its dashes and the direction of its hatching.
type Look = (Colour, &'static [f64], Point);

const LOOKS: [Look; PLANES] = [
    (GREEN, &[], (1.0, 0.35)),
    (PURPLE, &[8.0, 3.0], (1.0, -1.2)),
    (ORANGE, &[3.0, 3.0], (0.2, 1.0)),
    (WINE, &[10.0, 3.0, 3.0, 3.0], (1.0, -0.1)),
];

/// The cube [−1, 1]³ with f at its vertices, and the planes at which the units of the first layer change side, as
/// far as they cut the cube; `None` unless D = 3.
///
/// A vertex at which h is not f is crossed out; a vertex at which a hidden unit is at 0 is in a diamond. Of
/// more than 4 units the planes of the first 4 are drawn. If the numbers are too long, nothing is evaluated, and
/// the picture says so.
pub fn cube(name: &str, network: &Network, target: &Target) -> Option<Drawing> {
    Some(figure(network, target)?.drawing(name, "cube"))
}

/// The cube without heading and legend; `None` unless D = 3.
pub(super) fn figure(network: &Network, target: &Target) -> Option<Figure> {
    if network.inputs() != 3 || target.dimension() != 3 {
        return None;
    }
    let seen = Seen::all(network, target);
    let planes = planes(network);

    let mut marks = Vec::new();
    for (plane, look) in planes.iter().zip(LOOKS) {
        marks.extend(hatch(&plane.corners, look.2, 9.0, look.0));
    }
    marks.extend(edges());
    for (plane, (colour, dashes, _)) in planes.iter().zip(LOOKS) {
        let around = plane.corners.iter().chain(plane.corners.first());
        let around: Vec<Point> = around.copied().collect();
        marks.push(dashed(&around, colour, 2.5, dashes));
    }
    let mut labels = Labels::default();
    marks.extend(seen.iter().flat_map(|seen| vertex(seen, &mut labels)));
    marks.extend(axes());

    let mut own: Vec<Entry> = planes
        .iter()
        .zip(LOOKS)
        .map(|(plane, look)| plane.entry(look))
        .collect();
    let more = network.first_layer().units.len().saturating_sub(PLANES);
    if more > 0 {
        let meaning = format!("{} not drawn", counted(more, "more plane"));
        own.push(Entry::new([], meaning));
    }
    own.extend(seen::in_all(&seen));
    let meanings: Vec<&str> = planes.iter().map(|plane| plane.meaning.as_str()).collect();
    Some(Figure {
        marks,
        bottom: BOTTOM,
        shared: seen::entries(&seen),
        own,
        description: description::cube(&seen, &meanings),
    })
}

/// The pixel of a point in space: x₁ to the right, x₃ upwards, x₂ away.
fn pixel([x, y, z]: [f64; 3]) -> Point {
    let (right, up) = (92.0 * x + 44.0 * y, 92.0 * z + 31.0 * y);
    (CENTRE.0 + right, CENTRE.1 - up)
}

/// The part of a unit's threshold that is in the cube.
struct Plane {
    corners: Vec<Point>,
    /// The name of the unit, and how its plane cuts the cube.
    meaning: String,
}

impl Plane {
    fn entry(&self, (colour, dashes, direction): Look) -> Entry {
        let mut sample = Vec::new();
        if !self.corners.is_empty() {
            let [from, to] = SAMPLE;
            let corners = outline(from, to);
            sample.extend(hatch(&corners[..4], direction, 9.0, colour));
            sample.push(dashed(&corners, colour, 2.5, dashes));
        }
        Entry::new(sample, self.meaning.clone())
    }
}

fn planes(network: &Network) -> Vec<Plane> {
    let layer = network.first_layer();
    let units = layer.units.iter().enumerate().take(PLANES);
    let plane = |(index, unit): (usize, &Unit)| {
        let (corners, meaning) = if layer.activation == Activation::Identity {
            (vec![], "no threshold".to_owned())
        } else if unit.weights.iter().all(Zero::is_zero) {
            (vec![], "the same everywhere".to_owned())
        } else {
            let corners = section(unit);
            let meaning = cut(unit, &corners);
            (corners, meaning)
        };
        let float = |corner: &Place| corner.each_ref().map(|x| x.to_f64().unwrap_or(0.0));
        Plane {
            corners: corners.iter().map(|corner| pixel(float(corner))).collect(),
            meaning: format!("{}: {meaning}", unit_name(network, 0, index)),
        }
    };
    units.map(plane).collect()
}

/// A description of how the plane of a unit cuts the cube, where these are the corners of the section.
fn cut(unit: &Unit, corners: &[Place]) -> String {
    let one = integer(1);
    let is_vertex = |corner: &&Place| corner.iter().all(|x| x.abs() == one);
    let z = brief(&linear(&unit.weights, &unit.bias, "x"));
    match (corners.len(), corners.iter().filter(is_vertex).count()) {
        (0, _) => format!("{z} = 0 misses the cube"),
        (_, 0) => format!("{z} = 0"),
        (_, 1) => format!("{z} = 0, through 1 vertex"),
        (_, touched) => format!("{z} = 0, through {touched} vertices"),
    }
}

/// The edges; those that the cube hides are dashed.
fn edges() -> Vec<Mark> {
    let mut marks = Vec::new();
    for axis in 0..3 {
        for (a, b) in [(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)] {
            let end = |along: f64| {
                let mut place = [a, a, a];
                place[axis] = along;
                place[(axis + 1) % 3] = a;
                place[(axis + 2) % 3] = b;
                place
            };
            let (from, to) = (end(-1.0), end(1.0));
            // The vertex (−1, +1, −1) is hidden.
            let hidden = [from, to].contains(&[-1.0, 1.0, -1.0]);
            let dashes: &[f64] = if hidden { &[4.0, 4.0] } else { &[] };
            let colour = if hidden { AXIS } else { INK };
            marks.push(dashed(&[pixel(from), pixel(to)], colour, 1.25, dashes));
        }
    }
    marks
}

/// The names of the axes beside three edges.
fn axes() -> [Mark; 3] {
    // The middle of an edge, and from there to the name.
    let edges = [
        ("x₁", [0.0, -1.0, -1.0], (0.0, 14.0)),
        ("x₂", [1.0, 0.0, -1.0], (16.0, 8.0)),
        ("x₃", [-1.0, -1.0, 0.0], (-16.0, 0.0)),
    ];
    edges.map(|(name, middle, (right, down))| {
        let (x, y) = pixel(middle);
        words(name, (x + right, y + down), PLAIN.centred().coloured(GREY))
    })
}

/// A vertex with its signs, and with h where it is not f.
fn vertex(seen: &Seen, labels: &mut Labels) -> Vec<Mark> {
    let at = pixel([0, 1, 2].map(|i| seen.coordinate(i) as f64));
    let [right, away, up] = [0, 1, 2].map(|i| seen.coordinate(i) > 0);
    // Two vertices are drawn inside the outline of the cube, where its edges leave other corners free.
    let inside = right != away && right == up;
    let (right, up) = (right != inside, up != inside);
    let beside = |lines: f64| {
        let down = if up {
            -11.0 - 14.0 * lines
        } else {
            12.0 + 14.0 * lines
        };
        (at.0 + if right { 10.0 } else { -10.0 }, at.1 + down)
    };
    let style = SMALL.anchored(if right { Anchor::Start } else { Anchor::End });
    let mut marks = labels.put(minus(&seen.vertex.to_string()), beside(0.0), style);
    if seen.is_at_0() {
        marks.push(diamond(at, 11.0));
    }
    marks.extend(value(seen.f, at));
    if let Some(text) = seen.wrong_briefly(64.0) {
        marks.extend(cross(at));
        let ((from, _), (to, _)) = bounds(&text, beside(1.0), style);
        // The words are moved inwards as far as needed to remain inside the picture.
        let inwards = (-from).max(0.0) - (to - f64::from(HALF_WIDTH)).max(0.0);
        let at = (beside(1.0).0 + inwards, beside(1.0).1);
        marks.extend(labels.put(text, at, style.coloured(VERMILION)));
    }
    marks
}
