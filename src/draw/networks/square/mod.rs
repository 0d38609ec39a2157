//! The square with a network on it.

use num_traits::ToPrimitive;

use crate::draw::canvas::palette::{AXIS, BLUE, GREY, INK, LIGHT_BLUE, PAPER, VERMILION};
use crate::draw::canvas::{Anchor, Colour, Drawing, Mark, Point};
use crate::draw::legend::Entry;
use crate::draw::marks::{dashed, frame, line, outline, rectangle, words, words_on_paper};
use crate::draw::number::{brief, one};
use crate::language::exact::{Rational, integer};
use crate::language::network::{Activation, Network};
use crate::language::target::Target;

use super::description;
use super::figure::{Figure, TOP};
use super::hatch::hatch;
use super::labels::Labels;
use super::regions::{Class, Place, Regions};
use super::seen::{self, Seen};
use super::symbols::{cross, diamond, value};
use super::{PLAIN, QUIET, SAMPLE};

mod cells;
mod thresholds;

use cells::{inside, thin};
use thresholds::thresholds;

/// The bound of the part of the plane that is shown, (−`HALF`, `HALF`)².
const HALF: i64 = 2;
const LEFT: f64 = 40.0;
const SIDE: f64 = 304.0;

/// The plane around the square [−1, 1]²: where the network is +1, −1 or neither, the vertices with f, the lines at
/// which the units of the first layer change side, and the margins; `None` unless D = 2.
///
/// A vertex at which h is not f is crossed out. Around each vertex is the largest box in which no hidden unit
/// changes side; where it is a point, a unit is at 0 there, and the vertex is in a diamond. If
/// there are too many regions they are not drawn, and if the numbers are too long nothing is evaluated; the picture
/// then says so.
pub fn square(name: &str, network: &Network, target: &Target) -> Option<Drawing> {
    Some(figure(network, target)?.drawing(name, "square"))
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
    let mut drawn = Vec::new();
    if let Some(regions) = &regions {
        marks.extend(inside(regions));
        let (colours, thin): (Vec<Colour>, Vec<Mark>) = thin(regions).into_iter().unzip();
        drawn = colours;
        marks.extend(thin);
    } else {
        let at = (LEFT + SIDE / 2.0, TOP + SIDE / 2.0);
        let note = "too many regions to draw";
        marks.extend(words_on_paper(note, at, QUIET.centred()));
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
        shared: entries(network, regions.as_ref(), &drawn, &seen),
        own: margin_entry(&seen)
            .into_iter()
            .chain(seen::in_all(&seen))
            .collect(),
        description: description::square(network, &seen, regions.as_ref()),
    })
}

/// The pixel of a point in the plane.
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

/// The box in which no hidden unit changes side around a vertex, as far as it is visible.
fn margin_box(seen: &Seen) -> Option<Mark> {
    let radius = seen.radius().filter(|radius| **radius > integer(0))?;
    let half = integer(HALF);
    let clamped = |x: Rational| x.clamp(-half.clone(), half.clone());
    let corner = |sign: i64| -> Place {
        [0, 1].map(|i| clamped(integer(seen.coordinate(i)) + radius * integer(sign)))
    };
    let ((left, bottom), (right, top)) = (pixel(&corner(-1)), pixel(&corner(1)));
    Some(dotted((left, top), (right, bottom)))
}

/// The edge of a box in which no hidden unit changes side.
fn dotted(from: Point, to: Point) -> Mark {
    dashed(&outline(from, to), INK, 1.0, &[2.0, 3.0])
}

/// A vertex with f, and with h where it differs.
fn vertex(seen: &Seen, labels: &mut Labels) -> Vec<Mark> {
    let at = pixel(&[0, 1].map(|i| integer(seen.coordinate(i))));
    let right = seen.coordinate(0) > 0;
    let anchor = if right { Anchor::Start } else { Anchor::End };
    let beside = |down: f64| (at.0 + if right { 14.0 } else { -14.0 }, at.1 + down);
    let style = PLAIN.anchored(anchor);
    let mut marks = labels.put(one(seen.f).to_owned(), beside(-11.0), style);
    if seen.is_at_0() {
        marks.push(diamond(at, 11.0));
    }
    marks.extend(value(seen.f, at));
    if let Some(text) = seen.wrong_briefly(60.0) {
        marks.extend(cross(at));
        marks.extend(labels.put(text, beside(11.0), style.coloured(VERMILION)));
    }
    marks
}

/// The numbers −1, 0 and 1 on both axes.
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
    let style = PLAIN.ending().coloured(GREY);
    marks.push(words("x₁", (LEFT + SIDE, TOP + SIDE + 15.0), style));
    marks.push(words("x₂", (LEFT - 9.0, TOP + 8.0), style));
    marks
}

/// The legend's entry for the boxes, with the margin.
fn margin_entry(seen: &[Seen]) -> Option<Entry> {
    let least = seen.iter().filter_map(Seen::radius).min()?;
    let meaning = format!(
        "no hidden unit changes side; least half width: margin {}",
        brief(least)
    );
    Some(Entry::new([dotted((-6.0, -6.0), (6.0, 6.0))], meaning))
}

fn entries(
    network: &Network,
    regions: Option<&Regions>,
    thin: &[Colour],
    seen: &[Seen],
) -> Vec<Entry> {
    let [from, to] = SAMPLE;
    let across = |colour, width| line(&[(from.0, 0.0), (to.0, 0.0)], colour, width);
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
            let mut sample = hatch(&outline(from, to)[..4], (1.0, -1.0), 7.0, AXIS);
            sample.push(frame(from, to, AXIS, 1.0));
            entries.push(Entry::new(sample, "h is neither"));
        }
        if thin.contains(&BLUE) {
            let sample = [across(BLUE, 3.0)];
            entries.push(Entry::new(sample, "h = +1 on this line or point too"));
        }
        if thin.contains(&PAPER) {
            let sample = [rectangle(from, to, LIGHT_BLUE), across(PAPER, 3.0)];
            entries.push(Entry::new(sample, "h is not +1 on this line or point"));
        }
    }
    let mut threshold = vec![across(INK, 1.25)];
    let meaning = match network.first_layer().activation {
        Activation::Identity => return entries,
        Activation::Zero => "threshold of a unit; on only there",
        _ => {
            threshold.extend([-8.0, 0.0, 8.0].map(|x| line(&[(x, 0.0), (x, -6.0)], INK, 1.0)));
            "threshold of a unit; strokes where z ≥ 0"
        }
    };
    entries.push(Entry::new(threshold, meaning));
    entries
}
