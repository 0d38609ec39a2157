//! A network that is too large to be drawn unit by unit: its layers.

use crate::draw::canvas::Mark;
use crate::draw::canvas::palette::{GREY, INK, PAPER};
use crate::draw::marks::{frame, line, rectangle, shape, words};
use crate::draw::number::counted;
use crate::language::network::{Layer, Network};

use super::symbols::heading;
use super::{HALF_WIDTH, MARGIN, PLAIN, QUIET};

/// The most layers that are drawn; of more layers, the first and the last ones are.
const LAYERS: usize = 8;
const BOX: (f64, f64) = (220.0, 28.0);
const STEP: f64 = 46.0;
const TOP: f64 = 60.0;
const MIDDLE: f64 = HALF_WIDTH as f64 / 2.0;

/// The layers one below the other, each with its number of units: the marks, and the width and height of the
/// picture.
pub(super) fn layers(name: &str, network: &Network) -> (Vec<Mark>, f64, f64) {
    let note = "too large to draw unit by unit: its layers";
    let width = f64::from(HALF_WIDTH);
    let mut marks = vec![
        heading(name, width - 2.0 * MARGIN),
        words(note, (MARGIN, 42.0), QUIET),
    ];
    let mut y = TOP + BOX.1 / 2.0;
    for (index, text) in texts(network).into_iter().enumerate() {
        if index > 0 {
            y += STEP;
            marks.extend(arrow(y - STEP + BOX.1 / 2.0, y - BOX.1 / 2.0));
        }
        if !text.starts_with('…') {
            let from = (MIDDLE - BOX.0 / 2.0, y - BOX.1 / 2.0);
            let to = (MIDDLE + BOX.0 / 2.0, y + BOX.1 / 2.0);
            marks.extend([rectangle(from, to, PAPER), frame(from, to, INK, 1.25)]);
        }
        marks.push(words(text, (MIDDLE, y), PLAIN.centred()));
    }
    (marks, width, y + BOX.1 / 2.0 + MARGIN)
}

/// The inputs and the layers in words; a text that begins with "…" is about layers that are left out.
fn texts(network: &Network) -> Vec<String> {
    const FIRST: usize = LAYERS - 3;
    const LAST: usize = 2;
    let layer = |layer: &Layer| counted(layer.units.len(), &format!("{} unit", layer.activation));
    let mut texts = vec![counted(network.inputs(), "input")];
    texts.extend(network.layers().iter().map(layer));
    let more = network.layers().len().saturating_sub(FIRST + LAST);
    if network.layers().len() > LAYERS {
        let left_out = format!("… {} …", counted(more, "more layer"));
        texts.splice(1 + FIRST..1 + FIRST + more, [left_out]);
    }
    texts
}

/// An arrow downwards.
fn arrow(from: f64, to: f64) -> [Mark; 2] {
    let tip = [
        (MIDDLE, to),
        (MIDDLE - 4.0, to - 7.0),
        (MIDDLE + 4.0, to - 7.0),
    ];
    let shaft = line(&[(MIDDLE, from), (MIDDLE, to - 1.0)], GREY, 1.25);
    [shaft, shape(&tip, GREY)]
}
