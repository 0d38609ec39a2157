//! A network as a diagram.

use num_traits::Zero;

use crate::draw::canvas::palette::{AXIS, BLUE, GREY, INK, PAPER};
use crate::draw::canvas::{Drawing, Mark, Point, Style, shortened, text_width};
use crate::draw::marks::{frame, line, rectangle, words};
use crate::draw::number::brief;
use crate::formula::subscript;
use crate::language::exact::Rational;
use crate::language::network::{Layer, Network, Unit};

use super::description::{self, brief_name, unit_name};
use super::labels::Labels;
use super::layers::layers;
use super::symbols::{heading, hollow};
use super::{MARGIN, PLAIN, SMALL, TITLE, WIDTH};

/// The most layers, units of a layer and inputs that are drawn one by one.
const LAYERS: usize = 4;
const UNITS: usize = 8;
const INPUTS: usize = 4;

/// The radius of an input, in pixels.
const RADIUS: f64 = 15.0;
/// The width of the gap between two columns, with space for the weights, in pixels.
const GAP: f64 = 44.0;
const BOX_HEIGHT: f64 = 58.0;
const BETWEEN_BOXES: f64 = 16.0;
const NARROWEST_BOX: f64 = 80.0;
const TOP: f64 = 48.0;
/// The distance from the words of a box to its edges, in pixels.
const PADDING: f64 = 6.0;

/// The network from its inputs on the left to its output on the right, with activations, weights and biases.
///
/// A unit whose weights are all equal says so once; else the weights are written on the lines, or in the unit if
/// there is no room. Lines of weight 0 are left out. Of many inputs the first two and the last are drawn. A network
/// of more than 4 layers, or more than 8 units in a layer, is drawn layer by layer instead. Long numbers and
/// names are shortened.
pub fn network(name: &str, network: &Network) -> Drawing {
    let few_units = |layer: &Layer| layer.units.len() <= UNITS;
    let small = network.layers().len() <= LAYERS && network.layers().iter().all(few_units);
    let (marks, width, height) = if small {
        units(name, network)
    } else {
        layers(name, network)
    };
    Drawing {
        title: format!("The network {}", brief_name(name)),
        description: description::network(network),
        width: width.ceil() as u32,
        height: height.ceil() as u32,
        marks,
    }
}

/// A small network unit by unit: the marks, and the width and height of the picture.
fn units(name: &str, network: &Network) -> (Vec<Mark>, f64, f64) {
    let inputs = inputs(network.inputs());
    let columns = Columns::new(network);
    let tallest = network.layers().iter().map(|layer| layer.units.len()).max();
    let of_boxes = tallest.unwrap_or(0) as f64 * (BOX_HEIGHT + BETWEEN_BOXES) - BETWEEN_BOXES;
    let of_inputs = inputs.len() as f64 * (2.0 * RADIUS + 10.0) - 10.0;
    let height = of_boxes.max(of_inputs);
    let middle = TOP + height / 2.0;

    let mut lines = Vec::new();
    let mut labels = Labels::default();
    let mut numbers = Vec::new();
    let mut marks = Vec::new();
    let spread = |count: usize, step: f64| {
        (0..count).map(move |index| middle + (index as f64 - (count as f64 - 1.0) / 2.0) * step)
    };
    let x = MARGIN + RADIUS;
    let mut sources: Vec<(Option<usize>, Point)> = Vec::new();
    for (input, y) in inputs.iter().zip(spread(inputs.len(), 2.0 * RADIUS + 10.0)) {
        marks.extend(input_marks(*input, (x, y)));
        sources.push((*input, (x + input.map_or(RADIUS, half_width), y)));
    }
    for (depth, layer) in network.layers().iter().enumerate() {
        let left = columns.left(depth);
        let mut ends = Vec::new();
        for (index, y) in spread(layer.units.len(), BOX_HEIGHT + BETWEEN_BOXES).enumerate() {
            let unit = &layer.units[index];
            let edges = edges(unit, &sources, (left, y));
            lines.extend(
                edges
                    .iter()
                    .map(|(from, to, _)| line(&[*from, *to], AXIS, 1.25)),
            );
            let writable = !is_uniform(unit) && sources.len() == unit.weights.len();
            let weights = writable
                .then(|| weights_on_lines(&edges, &mut labels))
                .flatten();
            let text = unit_text(network, depth, index, weights.is_some());
            numbers.extend(weights.unwrap_or_default());
            marks.extend(unit_marks(&text, (left, y), columns.width));
            ends.push((Some(index), (left + columns.width, y)));
        }
        sources = ends;
    }
    lines.extend(numbers);
    lines.extend(marks);
    let width = columns.right() + MARGIN;
    lines.push(heading(name, width - 2.0 * MARGIN));
    (lines, width, TOP + height + MARGIN)
}

/// The inputs that are drawn, from 0; `None` for those left out.
fn inputs(count: usize) -> Vec<Option<usize>> {
    if count <= INPUTS {
        (0..count).map(Some).collect()
    } else {
        vec![Some(0), Some(1), None, Some(count - 1)]
    }
}

/// The places of the columns of units.
struct Columns {
    /// The width of a unit's box, in pixels.
    width: f64,
    count: usize,
}

impl Columns {
    fn new(network: &Network) -> Self {
        let count = network.layers().len();
        let room = f64::from(WIDTH) - 2.0 * MARGIN - 2.0 * RADIUS;
        let widest = room / count as f64 - GAP;
        let mut wanted = NARROWEST_BOX;
        for (depth, layer) in network.layers().iter().enumerate() {
            for index in 0..layer.units.len() {
                for (line, text) in unit_text(network, depth, index, false).iter().enumerate() {
                    let width = text_width(text, line_style(line).size);
                    wanted = wanted.max(width + 2.0 * PADDING);
                }
            }
        }
        Self {
            width: wanted.ceil().min(widest.floor()),
            count,
        }
    }

    fn left(&self, column: usize) -> f64 {
        MARGIN + 2.0 * RADIUS + GAP + column as f64 * (self.width + GAP)
    }

    fn right(&self) -> f64 {
        self.left(self.count - 1) + self.width
    }
}

/// An input, or the dots for those left out.
fn input_marks(input: Option<usize>, centre: Point) -> Vec<Mark> {
    let Some(input) = input else {
        return vec![words("⋮", centre, TITLE.centred())];
    };
    let mut marks = if half_width(input) > RADIUS {
        vec![]
    } else {
        hollow(centre, RADIUS, 1.25, GREY)
    };
    marks.push(words(input_name(input), centre, PLAIN.centred()));
    marks
}

fn input_name(input: usize) -> String {
    format!("x{}", subscript(input + 1))
}

/// The distance from an input's middle to where its lines begin; a long name has no circle around it.
fn half_width(input: usize) -> f64 {
    let half = text_width(&input_name(input), PLAIN.size) / 2.0;
    if half + 2.0 > RADIUS {
        half + 3.0
    } else {
        RADIUS
    }
}

/// The lines into a unit: from, to and the weight; those of weight 0 are left out.
fn edges<'a>(
    unit: &'a Unit,
    sources: &[(Option<usize>, Point)],
    to: Point,
) -> Vec<(Point, Point, &'a Rational)> {
    let weighted = sources.iter().filter_map(|(source, from)| {
        let weight = unit.weights.get((*source)?)?;
        (!weight.is_zero()).then_some((*from, to, weight))
    });
    weighted.collect()
}

fn is_uniform(unit: &Unit) -> bool {
    unit.weights.runs().nth(1).is_none()
}

/// The lines of words in a unit: name and activation, weights unless they are written on the lines, bias.
fn unit_text(network: &Network, depth: usize, index: usize, weights_on_lines: bool) -> Vec<String> {
    let layer: &Layer = &network.layers()[depth];
    let unit = &layer.units[index];
    let name = unit_name(network, depth, index);
    let mut text = vec![format!("{name}: {}", layer.activation)];
    if !weights_on_lines {
        text.push(description::weights(unit));
    }
    text.push(format!("bias {}", brief(&unit.bias)));
    text
}

/// The style of the lines of words in a unit.
fn line_style(index: usize) -> Style {
    if index == 0 {
        PLAIN.coloured(BLUE)
    } else {
        SMALL
    }
}

/// A unit's box with its words; `at` is the middle of its left edge.
fn unit_marks(text: &[String], (left, y): Point, width: f64) -> Vec<Mark> {
    const LINE: f64 = 17.0;
    let (from, to) = (
        (left, y - BOX_HEIGHT / 2.0),
        (left + width, y + BOX_HEIGHT / 2.0),
    );
    let mut marks = vec![rectangle(from, to, PAPER), frame(from, to, INK, 1.25)];
    let first = y - LINE * (text.len() as f64 - 1.0) / 2.0;
    for (index, text) in text.iter().enumerate() {
        let style = line_style(index);
        let at = (left + width / 2.0, first + LINE * index as f64);
        let text = shortened(text, style.size, width - 2.0 * PADDING);
        marks.push(words(text, at, style.centred()));
    }
    marks
}

/// The weights on the lines into a unit; `None` if there is no space for one of them, so that none is written there.
fn weights_on_lines(edges: &[(Point, Point, &Rational)], labels: &mut Labels) -> Option<Vec<Mark>> {
    const WIDEST: f64 = 34.0;
    let mut tried = labels.clone();
    let mut marks = Vec::new();
    for (from, to, weight) in edges {
        let text = brief(weight);
        if text_width(&text, SMALL.size) > WIDEST {
            return None;
        }
        marks.extend(tried.between(&text, *from, *to)?);
    }
    *labels = tried;
    Some(marks)
}
