//! The attainable sums with the values of f and the thresholds on them.

use crate::draw::canvas::palette::{GREY, GRID, INK, LIGHT_BLUE, PAPER};
use crate::draw::canvas::{Drawing, Mark, Point, text_width};
use crate::draw::legend::Entry;
use crate::draw::marks::{dashed, line, rectangle, words};
use crate::draw::number::minus;
use crate::language::cube::Sign;
use crate::language::exact::integer;
use crate::language::network::{Activation, Network};
use crate::language::target::Interval;

use super::scale::{Place, Scale};
use super::symbols::{value, value_entry};
use super::{LEGEND, MARGIN, PLAIN, SAMPLE, SMALL, TITLE, WIDTH, description};

mod rows;

use rows::{Rows, bar, on_a_sum, tick};

/// Where the columns begin and end, in pixels.
const UNIT: f64 = 122.0;
const LINE: (f64, f64) = (160.0, 480.0);
const RIGHT: f64 = WIDTH as f64 - MARGIN;

/// Where the rows begin.
const LINE_Y: f64 = 84.0;
const FIRST_ROW: f64 = 152.0;
const ROW: f64 = 24.0;

/// The attainable sums −D, −D + 2, …, D with f on them, A and B, and a row for each unit of the first layer of
/// each network, with its threshold and the side on which it is on.
///
/// A threshold on an attainable sum is marked: there the unit's pre-activation is 0 at vertices, and a push in
/// some direction may change its value. A unit whose weights differ is not a function of the sum, and its row says
/// so. For D above 12 only the ends and the sums around A and B are shown. Of more than 16 networks, and of more
/// than 6 units of a network, only the first have rows.
///
/// # Panics
/// If a network does not have D inputs.
pub fn sums(interval: &Interval, networks: &[(&str, &Network)]) -> Drawing {
    let dimension = interval.dimension();
    let fits = |(_, network): &(&str, &Network)| network.inputs() == dimension;
    assert!(networks.iter().all(fits), "the networks have D inputs");
    let rows = Rows::new(interval, networks);
    let scale = Scale::new(interval, LINE.0, LINE.1);
    let name = format!(
        "D = {dimension}, A = {}, B = {}",
        minus(&interval.low().to_string()),
        minus(&interval.high().to_string())
    );

    let mut marks = ground(interval, &scale, rows.end());
    marks.push(words(
        format!("Sums S of the inputs, {name}"),
        (MARGIN, 24.0),
        TITLE,
    ));
    marks.extend(number_line(interval, &scale));
    marks.extend(rows.marks(&scale));
    let (key, end) = LEGEND.legend(entries(networks), (MARGIN, RIGHT), rows.end() + 14.0);
    marks.extend(key);
    Drawing {
        title: format!("Attainable sums and thresholds, {name}"),
        description: description::sums(interval, networks),
        width: WIDTH,
        height: (end + MARGIN / 2.0).ceil() as u32,
        marks,
    }
}

/// The background of the rows: the band from A to B, and a thin line through each sum.
fn ground(interval: &Interval, scale: &Scale, end: f64) -> Vec<Mark> {
    let top = LINE_Y - 26.0;
    let (low, high) = (integer(interval.low()), integer(interval.high()));
    let mut marks = Vec::new();
    let (Place::At(a), Place::At(b)) = (scale.place(&low), scale.place(&high)) else {
        unreachable!("A and B lie between −D and D");
    };
    marks.push(rectangle((a, top), (b, end), LIGHT_BLUE));
    for (_, x) in scale.sums() {
        marks.push(line(&[(*x, LINE_Y), (*x, end)], GRID, 1.0));
    }
    for x in if a < b { vec![a, b] } else { vec![a] } {
        // The names of the sums stay free.
        for (from, to) in [(top, LINE_Y + 11.0), (FIRST_ROW - ROW / 2.0, end)] {
            let ends = [(x, from), (x, to.max(from))];
            marks.push(bound(ends));
        }
    }
    let name = |bound: i64| minus(&bound.to_string());
    let y = top - 8.0;
    if a < b {
        let low = format!("A = {}", name(interval.low()));
        let high = format!("B = {}", name(interval.high()));
        marks.push(words(low, (a + 3.0, y), PLAIN.ending()));
        marks.push(words(high, (b - 3.0, y), PLAIN));
    } else {
        let both = format!("A = B = {}", name(interval.low()));
        marks.push(words(both, (a, y), PLAIN.centred()));
    }
    marks
}

/// A or B, as a line across the rows.
fn bound(ends: [Point; 2]) -> Mark {
    dashed(&ends, INK, 1.0, &[4.0, 3.0])
}

/// The line itself with f at each sum, and the names of the sums.
fn number_line(interval: &Interval, scale: &Scale) -> Vec<Mark> {
    let mut marks = vec![
        words("f", (UNIT, LINE_Y), PLAIN),
        line(&[(LINE.0, LINE_Y), (LINE.1, LINE_Y)], GREY, 1.5),
    ];
    for x in scale.gaps() {
        let (from, to) = ((x - 9.0, LINE_Y - 5.0), (x + 9.0, LINE_Y + 5.0));
        marks.push(rectangle(from, to, PAPER));
        marks.push(words("…", (x, LINE_Y - 2.0), PLAIN.centred()));
    }
    // Long names are on several levels; one that finds no room is left out.
    let mut free_from = [f64::NEG_INFINITY; 3];
    for (sum, x) in scale.sums() {
        marks.extend(value(interval.value_at_sum(*sum), (*x, LINE_Y)));
        let name = minus(&sum.to_string());
        let half = text_width(&name, SMALL.size) / 2.0;
        if let Some(level) = free_from.iter().position(|free| x - half >= *free) {
            free_from[level] = x + half + 5.0;
            let y = LINE_Y + 20.0 + 14.0 * level as f64;
            marks.push(words(name, (*x, y), SMALL.centred()));
        }
    }
    marks.push(words("S", (UNIT, LINE_Y + 20.0), SMALL));
    marks
}

fn entries(networks: &[(&str, &Network)]) -> Vec<Entry> {
    let [from, to] = SAMPLE;
    let band = [
        rectangle(from, to, LIGHT_BLUE),
        bound([from, (from.0, to.1)]),
        bound([(to.0, from.1), to]),
    ];
    let mut entries = vec![
        value_entry(Sign::Plus),
        value_entry(Sign::Minus),
        Entry::new(band, "from A to B"),
    ];
    if !networks.is_empty() {
        let has_sides = |(_, network): &(&str, &Network)| {
            let activation = network.first_layer().activation;
            matches!(
                activation,
                Activation::Sign | Activation::Step | Activation::Relu
            )
        };
        if networks.iter().any(has_sides) {
            entries.push(Entry::new(
                bar((from.0, 0.0), (to.0, 0.0)),
                "unit on: z ≥ 0",
            ));
        }
        entries.extend([
            Entry::new([tick((0.0, 0.0))], "threshold between sums"),
            Entry::new(
                on_a_sum((0.0, 0.0)),
                "threshold on a sum: z = 0 at vertices, a candidate for fragile",
            ),
        ]);
    }
    entries
}
