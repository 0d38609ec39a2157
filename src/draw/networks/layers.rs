//! A network that is too large to be drawn unit by unit: its layers.

use crate::draw::canvas::palette::{GREY, INK, PAPER};
use crate::draw::canvas::{Drawing, Mark, shortened};
use crate::language::network::{Layer, Network};

use super::description::{self, brief, counted};
use super::marks::{PLAIN, QUIET, TITLE, frame, line, rectangle, words};
use super::{HALF_WIDTH, MARGIN};

/// Of more layers than this, the first and the last ones are drawn.
const LAYERS: usize = 8;
const BOX: (f64, f64) = (220.0, 28.0);
const STEP: f64 = 46.0;
const TOP: f64 = 60.0;

/// The layers one below the other, each with its number of units.
pub(super) fn layers(name: &str, network: &Network) -> Drawing {
    let mut texts = vec![Some(counted(network.inputs(), "input"))];
    let text = |layer: &Layer| {
        let units = format!("{} unit", layer.activation);
        Some(counted(layer.units.len(), &units))
    };
    let all = network.layers();
    if all.len() <= LAYERS {
        texts.extend(all.iter().map(text));
    } else {
        let (first, last) = (LAYERS - 3, 2);
        texts.extend(all[..first].iter().map(text));
        texts.push(None);
        texts.extend(all[all.len() - last..].iter().map(text));
    }
    let left_out = all.len().saturating_sub(LAYERS - 1);

    let middle = f64::from(HALF_WIDTH) / 2.0;
    let room = f64::from(HALF_WIDTH) - 2.0 * MARGIN;
    let mut marks = vec![
        words(shortened(name, TITLE.size, room), (MARGIN, 22.0), TITLE),
        words(
            "too large to draw unit by unit: its layers",
            (MARGIN, 42.0),
            QUIET,
        ),
    ];
    let mut y = TOP + BOX.1 / 2.0;
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            let (from, to) = (y - STEP + BOX.1 / 2.0, y - BOX.1 / 2.0);
            marks.push(line(&[(middle, from), (middle, to - 1.0)], GREY, 1.25));
            marks.push(Mark::Shape {
                points: vec![
                    (middle, to),
                    (middle - 4.0, to - 7.0),
                    (middle + 4.0, to - 7.0),
                ],
                fill: GREY,
            });
        }
        match text {
            Some(text) => {
                let (from, to) = (
                    (middle - BOX.0 / 2.0, y - BOX.1 / 2.0),
                    (middle + BOX.0 / 2.0, y + BOX.1 / 2.0),
                );
                marks.push(rectangle(from, to, PAPER));
                marks.push(frame(from, to, INK, 1.25));
                marks.push(words(text, (middle, y), PLAIN.centred()));
            }
            None => marks.push(words(
                format!("… {} …", counted(left_out, "more layer")),
                (middle, y),
                PLAIN.centred(),
            )),
        }
        y += STEP;
    }
    Drawing {
        title: format!("The network {}", brief(name)),
        description: description::network(network),
        width: HALF_WIDTH,
        height: (y - STEP + BOX.1 / 2.0 + MARGIN).ceil() as u32,
        marks,
    }
}
