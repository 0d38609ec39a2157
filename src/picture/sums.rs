//! The attainable sums with f and the thresholds on them.

use crate::drawing::palette::{GREEN, GREY, GRID, INK, LIGHT_BLUE, PAPER, VERMILION};
use crate::drawing::{Drawing, Mark, Point, shortened, text_width};
use crate::exact::integer;
use crate::formula::of_sum;
use crate::network::{Activation, Network, Unit};
use crate::target::Interval;

use super::description::unit_name;
use super::legend::{Entry, SAMPLE, legend};
use super::marks::{
    PLAIN, QUIET, SMALL, TEXT, TITLE, arrowhead, dashed, diamond, line, minus, rectangle, value,
    words,
};
use super::scale::{Place, Scale};
use super::threshold::Threshold;
use super::{MARGIN, WIDTH, description};

/// Where the columns begin and end.
const UNIT: f64 = 122.0;
const LINE: (f64, f64) = (160.0, 480.0);
const FORMULA: f64 = 494.0;
const THRESHOLD: f64 = 644.0;
const RIGHT: f64 = WIDTH as f64 - MARGIN;

/// Where the rows begin.
const LINE_Y: f64 = 84.0;
const FIRST_ROW: f64 = 152.0;
const ROW: f64 = 24.0;
const BETWEEN_NETWORKS: f64 = 8.0;

/// The most networks, and units of one network, that have a row.
const NETWORKS: usize = 16;
const UNITS: usize = 6;

/// The attainable sums −D, −D + 2, …, D with f on them, A and B, and a row for each unit of the first layer of
/// each network, with its threshold and the side on which it is on.
///
/// A threshold on an attainable sum is marked: there the unit's pre-activation is 0 at vertices, and a push in
/// some direction may change its value. A unit whose weights differ is no function of the sum, and its row says
/// so. For D above 12 only the sums around A and B and the ends are shown; of many networks or units, the first.
///
/// # Panics
/// If one of the networks has not D inputs.
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
    let (key, end) = legend(entries(networks), MARGIN, RIGHT, rows.end() + 14.0);
    marks.extend(key);
    Drawing {
        title: format!("Attainable sums and thresholds, {name}"),
        description: description::sums(interval, networks),
        width: WIDTH,
        height: (end + MARGIN / 2.0).ceil() as u32,
        marks,
    }
}

/// What the rows stand on: the band from A to B, and a thin line through each sum.
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
        // The sums' names stand free.
        for (from, to) in [(top, LINE_Y + 11.0), (FIRST_ROW - ROW / 2.0, end)] {
            let ends = [(x, from), (x, to.max(from))];
            marks.push(dashed(&ends, INK, 1.0, &[4.0, 3.0]));
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

/// The line itself with f at each sum, and the sums' names.
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
    // Long names stand on several levels; one that finds no room is left out.
    let mut free_from = [f64::NEG_INFINITY; 3];
    for (sum, x) in scale.sums() {
        marks.extend(value(interval.value_at_sum(*sum), (*x, LINE_Y)));
        let name = minus(&sum.to_string());
        let half = text_width(&name, SMALL) / 2.0;
        if let Some(level) = free_from.iter().position(|free| x - half >= *free) {
            free_from[level] = x + half + 5.0;
            let y = LINE_Y + 20.0 + 14.0 * level as f64;
            marks.push(words(name, (*x, y), QUIET.centred().coloured(INK)));
        }
    }
    marks.push(words("S", (UNIT, LINE_Y + 20.0), QUIET.coloured(INK)));
    marks
}

/// One line of the table below the number line.
enum Row<'a> {
    /// A unit of the first layer.
    Unit {
        /// `h₁`, or `h` for the output.
        name: String,
        unit: &'a Unit,
        activation: Activation,
        threshold: Threshold,
        /// The attainable sum on which the threshold sits.
        attained: Option<i64>,
    },
    /// Words about what has no row.
    More(String),
}

/// The rows with their heights.
struct Rows<'a> {
    placed: Vec<(f64, Row<'a>)>,
    /// The networks' names with the height of their first row.
    names: Vec<(f64, &'a str)>,
    end: f64,
}

impl<'a> Rows<'a> {
    fn new(interval: &Interval, networks: &[(&'a str, &'a Network)]) -> Self {
        let mut rows = Self {
            placed: vec![],
            names: vec![],
            end: FIRST_ROW,
        };
        for (name, network) in networks.iter().take(NETWORKS) {
            rows.names.push((rows.end + ROW / 2.0, name));
            let layer = network.first_layer();
            for (index, unit) in layer.units.iter().enumerate().take(UNITS) {
                let threshold = Threshold::of(unit, layer.activation);
                rows.push(Row::Unit {
                    name: unit_name(network, 0, index),
                    unit,
                    activation: layer.activation,
                    attained: threshold.attained(interval),
                    threshold,
                });
            }
            let more = layer.units.len().saturating_sub(UNITS);
            if more > 0 {
                rows.push(Row::More(format!("… and {more} more units")));
            }
            rows.end += BETWEEN_NETWORKS;
        }
        let more = networks.len().saturating_sub(NETWORKS);
        if more > 0 {
            rows.push(Row::More(format!("… and {more} more networks")));
        }
        rows
    }

    fn push(&mut self, row: Row<'a>) {
        self.placed.push((self.end + ROW / 2.0, row));
        self.end += ROW;
    }

    fn end(&self) -> f64 {
        self.end
    }

    fn marks(&self, scale: &Scale) -> Vec<Mark> {
        let mut marks = Vec::new();
        if !self.placed.is_empty() {
            let y = FIRST_ROW - 10.0;
            for (x, name) in [(FORMULA, "unit"), (THRESHOLD, "z = 0 at S =")] {
                marks.push(words(name, (x, y), QUIET));
            }
        }
        for (y, name) in &self.names {
            let room = UNIT - MARGIN - 6.0;
            marks.push(words(shortened(name, TEXT, room), (MARGIN, *y), PLAIN));
        }
        for (y, row) in &self.placed {
            match row {
                Row::More(text) => marks.push(words(text, (LINE.0, *y), QUIET)),
                Row::Unit {
                    name,
                    unit,
                    activation,
                    threshold,
                    attained,
                } => {
                    marks.push(words(name, (UNIT, *y), PLAIN));
                    marks.extend(sides(threshold, *attained, scale, *y));
                    marks.extend(texts(unit, *activation, threshold, *attained, *y));
                }
            }
        }
        marks
    }
}

/// A unit's row on the line: thin where it is off, a bar where it is on, its threshold.
fn sides(threshold: &Threshold, attained: Option<i64>, scale: &Scale, y: f64) -> Vec<Mark> {
    let nothing = |text| vec![words(text, (LINE.0, y), QUIET)];
    let Some(sum) = threshold.sum() else {
        return nothing(match threshold {
            Threshold::NotOfTheSum => "its weights differ: no function of the sum",
            Threshold::NoSides => "identity: no threshold",
            _ => "weight 0: the same at every sum",
        });
    };
    let place = scale.place(sum);
    let x = match place {
        Place::Left => LINE.0,
        Place::At(x) => x,
        Place::Right => LINE.1,
    };
    let mut marks = vec![line(&[(LINE.0, y), (LINE.1, y)], GREY, 1.0)];
    match threshold {
        Threshold::Above(_) if x < LINE.1 => marks.extend(bar((x, y), (LINE.1, y))),
        Threshold::Below(_) if x > LINE.0 => marks.extend(bar((x, y), (LINE.0, y))),
        _ => {}
    }
    if matches!(place, Place::At(_)) {
        marks.extend(if attained.is_some() {
            on_a_sum((x, y))
        } else {
            vec![tick((x, y))]
        });
    }
    marks
}

/// Where a unit is on, from its threshold to an end of the line.
fn bar(from: Point, to: Point) -> [Mark; 2] {
    let right = to.0 > from.0;
    let back = if right { to.0 - 6.0 } else { to.0 + 6.0 };
    let end = if right {
        back.max(from.0)
    } else {
        back.min(from.0)
    };
    [
        line(&[from, (end, to.1)], GREEN, 5.0),
        arrowhead(to, right, 9.0, GREEN),
    ]
}

/// A threshold between two sums.
fn tick((x, y): Point) -> Mark {
    line(&[(x, y - 8.0), (x, y + 8.0)], INK, 2.5)
}

/// A threshold on a sum.
fn on_a_sum(centre: Point) -> Vec<Mark> {
    let (x, y) = centre;
    let paper = [(x, y - 9.0), (x + 9.0, y), (x, y + 9.0), (x - 9.0, y)];
    vec![
        Mark::Shape {
            points: paper.to_vec(),
            fill: PAPER,
        },
        diamond(centre, 9.0),
        Mark::Disc {
            centre,
            radius: 3.0,
            fill: VERMILION,
        },
    ]
}

/// What stands to the right of a unit's row.
fn texts(
    unit: &Unit,
    activation: Activation,
    threshold: &Threshold,
    attained: Option<i64>,
    y: f64,
) -> Vec<Mark> {
    let z = match (threshold, unit.weights.runs().next()) {
        (Threshold::NotOfTheSum, _) | (_, None) => "w·x + b".to_owned(),
        (_, Some((weight, _))) => of_sum(weight, &unit.bias),
    };
    let formula = shortened(
        &minus(&format!("{activation}({z})")),
        TEXT,
        THRESHOLD - FORMULA - 8.0,
    );
    let mut marks = vec![words(formula, (FORMULA, y), PLAIN)];
    if let Some(sum) = threshold.sum() {
        let (text, style) = match attained {
            Some(sum) => (format!("{sum}, a sum!"), PLAIN.coloured(VERMILION)),
            None => (sum.to_string(), PLAIN),
        };
        let text = shortened(&minus(&text), TEXT, RIGHT - THRESHOLD);
        marks.push(words(text, (THRESHOLD, y), style));
    }
    marks
}

fn entries(networks: &[(&str, &Network)]) -> Vec<Entry> {
    use crate::cube::Sign;
    let half = SAMPLE / 2.0;
    let mut entries = vec![
        Entry::new(value(Sign::Plus, (0.0, 0.0)), "f = +1"),
        Entry::new(value(Sign::Minus, (0.0, 0.0)), "f = −1"),
        Entry::new(
            [
                rectangle((-half, -7.0), (half, 7.0), LIGHT_BLUE),
                dashed(&[(-half, -7.0), (-half, 7.0)], INK, 1.0, &[4.0, 3.0]),
                dashed(&[(half, -7.0), (half, 7.0)], INK, 1.0, &[4.0, 3.0]),
            ],
            "from A to B",
        ),
    ];
    if !networks.is_empty() {
        entries.extend([
            Entry::new(bar((-half, 0.0), (half, 0.0)), "unit on: z ≥ 0"),
            Entry::new([tick((0.0, 0.0))], "threshold between sums"),
            Entry::new(
                on_a_sum((0.0, 0.0)),
                "threshold on a sum: z = 0 at vertices, a candidate for fragile",
            ),
        ]);
    }
    entries
}
