//! The rows below the number line, one for each unit.

use super::{FIRST_ROW, LINE, RIGHT, ROW, UNIT};
use crate::draw::canvas::palette::{GREEN, GREY, INK, PAPER, VERMILION};
use crate::draw::canvas::{Mark, Point, shortened};
use crate::draw::marks::{disc, line, shape, words, words_on_paper};
use crate::draw::networks::description::unit_name;
use crate::draw::networks::scale::{Place, Scale};
use crate::draw::networks::symbols::diamond;
use crate::draw::networks::threshold::Threshold;
use crate::draw::networks::{MARGIN, PLAIN, QUIET};
use crate::draw::number::minus;
use crate::formula::of_sum;
use crate::language::network::{Activation, Network, Unit};
use crate::language::target::Interval;

/// Where the columns to the right of the line begin.
const FORMULA: f64 = 494.0;
const THRESHOLD: f64 = 644.0;

const BETWEEN_NETWORKS: f64 = 8.0;

/// The most networks, and units of one network, that have a row.
const NETWORKS: usize = 16;
const UNITS: usize = 6;

/// One line of the table below the number line.
enum Row<'a> {
    Unit(UnitRow<'a>),
    /// The number of units or networks without a row, in words.
    More(String),
}

/// A unit of the first layer.
struct UnitRow<'a> {
    /// The name of the unit: `h₁`, or `h` for the output.
    name: String,
    unit: &'a Unit,
    activation: Activation,
    threshold: Threshold,
    /// The attainable sum that is equal to the threshold, if there is one.
    attained: Option<i64>,
}

/// The rows with their heights.
pub(super) struct Rows<'a> {
    placed: Vec<(f64, Row<'a>)>,
    /// The networks' names with the height of their first row.
    names: Vec<(f64, &'a str)>,
    end: f64,
}

impl<'a> Rows<'a> {
    /// A row for each unit of the first layer of each network, as far as there is room.
    pub fn new(interval: &Interval, networks: &[(&'a str, &'a Network)]) -> Self {
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
                rows.push(Row::Unit(UnitRow {
                    name: unit_name(network, 0, index),
                    unit,
                    activation: layer.activation,
                    attained: threshold.attained(interval),
                    threshold,
                }));
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

    /// The height at which the rows end, in pixels.
    pub fn end(&self) -> f64 {
        self.end
    }

    pub fn marks(&self, scale: &Scale) -> Vec<Mark> {
        let mut marks = Vec::new();
        if !self.placed.is_empty() {
            let y = FIRST_ROW - 10.0;
            for (x, name) in [(FORMULA, "unit"), (THRESHOLD, "z = 0 at S =")] {
                marks.push(words(name, (x, y), QUIET));
            }
        }
        for (y, name) in &self.names {
            let room = UNIT - MARGIN - 6.0;
            marks.push(words(
                shortened(name, PLAIN.size, room),
                (MARGIN, *y),
                PLAIN,
            ));
        }
        for (y, row) in &self.placed {
            match row {
                Row::More(text) => marks.extend(words_on_paper(text, (LINE.0, *y), QUIET)),
                Row::Unit(row) => {
                    marks.push(words(&row.name, (UNIT, *y), PLAIN));
                    marks.extend(row.sides(scale, *y));
                    marks.extend(row.texts(*y));
                }
            }
        }
        marks
    }
}

impl UnitRow<'_> {
    /// The line: thin where the unit is off, a bar where it is on, and its threshold.
    fn sides(&self, scale: &Scale, y: f64) -> Vec<Mark> {
        let Some(sum) = self.threshold.sum() else {
            let nothing = match self.threshold {
                Threshold::NotOfTheSum => "its weights differ: no function of the sum",
                Threshold::NoSides => "identity: no threshold",
                _ => "weight 0: the same at every sum",
            };
            return words_on_paper(nothing, (LINE.0, y), QUIET).to_vec();
        };
        let place = scale.place(sum);
        let x = match place {
            Place::Left => LINE.0,
            Place::At(x) => x,
            Place::Right => LINE.1,
        };
        let mut marks = vec![line(&[(LINE.0, y), (LINE.1, y)], GREY, 1.0)];
        match self.threshold {
            Threshold::Above(_) if x < LINE.1 => marks.extend(bar((x, y), (LINE.1, y))),
            Threshold::Below(_) if x > LINE.0 => marks.extend(bar((x, y), (LINE.0, y))),
            _ => {}
        }
        match (place, self.attained) {
            (Place::At(x), Some(_)) => marks.extend(on_a_sum((x, y))),
            (Place::At(x), None) => marks.push(tick((x, y))),
            _ => {}
        }
        marks
    }

    /// The unit's formula and its threshold, to the right of the line.
    fn texts(&self, y: f64) -> Vec<Mark> {
        let z = match (&self.threshold, self.unit.weights.runs().next()) {
            (Threshold::NotOfTheSum, _) | (_, None) => "w·x + b".to_owned(),
            (_, Some((weight, _))) => of_sum(weight, &self.unit.bias),
        };
        let fitted = |text: &str, room| shortened(&minus(text), PLAIN.size, room);
        let formula = format!("{}({z})", self.activation);
        let formula = fitted(&formula, THRESHOLD - FORMULA - 8.0);
        let mut marks = vec![words(formula, (FORMULA, y), PLAIN)];
        if let Some(sum) = self.threshold.sum() {
            let (text, style) = match self.attained {
                Some(sum) => (format!("{sum}, a sum!"), PLAIN.coloured(VERMILION)),
                None => (sum.to_string(), PLAIN),
            };
            let text = fitted(&text, RIGHT - THRESHOLD);
            marks.push(words(text, (THRESHOLD, y), style));
        }
        marks
    }
}

/// The part of the line on which a unit is on, from its threshold to an end: a bar and the tip of an arrow.
pub(super) fn bar(from: Point, (x, y): Point) -> [Mark; 2] {
    let back = |length: f64| if x > from.0 { x - length } else { x + length };
    let end = if x > from.0 {
        back(6.0).max(from.0)
    } else {
        back(6.0).min(from.0)
    };
    let half = 9.0 * 0.6;
    let tip = [(x, y), (back(9.0), y - half), (back(9.0), y + half)];
    [line(&[from, (end, y)], GREEN, 5.0), shape(&tip, GREEN)]
}

/// A threshold between two sums.
pub(super) fn tick((x, y): Point) -> Mark {
    line(&[(x, y - 8.0), (x, y + 8.0)], INK, 2.5)
}

/// A threshold on a sum.
pub(super) fn on_a_sum(centre: Point) -> Vec<Mark> {
    let (x, y) = centre;
    let paper = [(x, y - 9.0), (x + 9.0, y), (x, y + 9.0), (x - 9.0, y)];
    vec![
        shape(&paper, PAPER),
        diamond(centre, 9.0),
        disc(centre, 3.0, VERMILION),
    ]
}
