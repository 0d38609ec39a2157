//! The cube with a network on it.

use num_traits::{Signed, ToPrimitive, Zero};

use crate::draw::canvas::palette::{AXIS, GREEN, GREY, INK, ORANGE, PURPLE, VERMILION, WINE};
use crate::draw::canvas::{Anchor, Colour, Drawing, Mark, Point};
use crate::formula::linear;
use crate::language::exact::integer;
use crate::language::network::{Activation, Network};
use crate::language::target::Target;

use super::HALF_WIDTH;
use super::description::{self, counted, unit_name};
use super::figure::{Figure, TOP};
use super::hatch::hatch;
use super::labels::Labels;
use super::legend::{Entry, SAMPLE};
use super::marks::{PLAIN, SMALL, Style, bounds, cross, dashed, diamond, minus, value, words};
use super::section::{Place, section};
use super::seen::{self, Seen};

const CENTRE: Point = (HALF_WIDTH as f64 / 2.0, TOP + 146.0);
const BOTTOM: f64 = TOP + 310.0;

/// The most units whose planes are drawn.
const PLANES: usize = 4;

/// How the planes look: colour, dashes and the direction of the hatching.
const LOOKS: [(Colour, &[f64], Point); PLANES] = [
    (GREEN, &[], (1.0, 0.35)),
    (PURPLE, &[8.0, 3.0], (1.0, -1.2)),
    (ORANGE, &[3.0, 3.0], (0.2, 1.0)),
    (WINE, &[10.0, 3.0, 3.0, 3.0], (1.0, -0.1)),
];

/// The cube [−1, 1]³ with its vertices by f, and the planes at which the units of the first layer change side, as
/// far as they cut the cube; `None` unless D = 3.
///
/// A vertex at which h is not f is crossed out; a vertex at which a hidden unit is at 0 stands in a diamond. Of
/// more than 4 units the first 4 planes are drawn. Nothing is evaluated where numbers are too long; the
/// picture then says so.
pub fn cube(name: &str, network: &Network, target: &Target) -> Option<Drawing> {
    let title = format!("{} on the cube", description::brief(name));
    Some(figure(network, target)?.drawing(name, title))
}

/// The cube without heading and legend; `None` unless D = 3.
pub(crate) fn figure(network: &Network, target: &Target) -> Option<Figure> {
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
        own.push(Entry::new(Vec::<Mark>::new(), meaning));
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

/// From space to pixels: x₁ to the right, x₃ upwards, x₂ away.
fn pixel([x, y, z]: [f64; 3]) -> Point {
    let (right, up) = (92.0 * x + 44.0 * y, 92.0 * z + 31.0 * y);
    (CENTRE.0 + right, CENTRE.1 - up)
}

/// Where the threshold of a unit meets the cube.
struct Plane {
    corners: Vec<Point>,
    /// The unit's name and what its plane does.
    meaning: String,
}

impl Plane {
    fn entry(&self, (colour, dashes, direction): (Colour, &[f64], Point)) -> Entry {
        let half = SAMPLE / 2.0;
        let corners = [
            (-half, -7.0),
            (half, -7.0),
            (half, 7.0),
            (-half, 7.0),
            (-half, -7.0),
        ];
        if self.corners.is_empty() {
            return Entry::new(Vec::<Mark>::new(), self.meaning.clone());
        }
        let mut sample = hatch(&corners[..4], direction, 9.0, colour);
        sample.push(dashed(&corners, colour, 2.5, dashes));
        Entry::new(sample, self.meaning.clone())
    }
}

fn planes(network: &Network) -> Vec<Plane> {
    let layer = network.first_layer();
    let units = layer.units.iter().enumerate().take(PLANES);
    units
        .map(|(index, unit)| {
            let name = unit_name(network, 0, index);
            if layer.activation == Activation::Identity {
                return Plane {
                    corners: vec![],
                    meaning: format!("{name}: no threshold"),
                };
            }
            if unit.weights.iter().all(Zero::is_zero) {
                return Plane {
                    corners: vec![],
                    meaning: format!("{name}: the same everywhere"),
                };
            }
            let exact = section(unit);
            let one = integer(1);
            let is_vertex = |corner: &&Place| corner.iter().all(|x| x.abs() == one);
            let touched = exact.iter().filter(is_vertex);
            let z = description::number(&linear(&unit.weights, &unit.bias, "x"));
            let meaning = match (exact.len(), touched.count()) {
                (0, _) => format!("{name}: {z} = 0 misses the cube"),
                (_, 0) => format!("{name}: {z} = 0"),
                (_, touched) => {
                    let touched = if touched == 1 {
                        "1 vertex".to_owned()
                    } else {
                        format!("{touched} vertices")
                    };
                    format!("{name}: {z} = 0, through {touched}")
                }
            };
            let pixels = exact
                .iter()
                .map(|corner| pixel(corner.each_ref().map(|x| x.to_f64().unwrap_or(0.0))));
            Plane {
                corners: pixels.collect(),
                meaning,
            }
        })
        .collect()
}

/// The edges; those behind the cube are dashed.
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
    // An edge's middle, and where the name stands beside it.
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
    // Two vertices stand inside the outline of the cube, where its edges leave other corners free.
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
    let style = Style {
        size: SMALL,
        anchor: if right { Anchor::Start } else { Anchor::End },
        colour: INK,
    };
    let mut marks = labels.put(minus(&seen.vertex.to_string()), beside(0.0), style);
    if seen.is_at_0() {
        marks.push(diamond(at, 11.0));
    }
    marks.extend(value(seen.f, at));
    if let Some(text) = seen.wrong_briefly(64.0) {
        marks.extend(cross(at));
        let ((from, _), (to, _)) = bounds(&text, beside(1.0), style);
        // Moved as far as needed to stay inside the picture.
        let inwards = (-from).max(0.0) - (to - f64::from(HALF_WIDTH)).max(0.0);
        let at = (beside(1.0).0 + inwards, beside(1.0).1);
        marks.extend(labels.put(text, at, style.coloured(VERMILION)));
    }
    marks
}
