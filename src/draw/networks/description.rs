//! Pictures in sentences, for readers who cannot see them.

use std::fmt::Write;

use crate::draw::canvas::shortened;
use crate::draw::number::{brief, counted, minus, one};
use crate::formula::{linear, of_sum, subscript};
use crate::language::cube::Sign;
use crate::language::network::{Activation, Network, Unit};
use crate::language::runs::Runs;
use crate::language::target::Interval;

use super::regions::{Cell, Class, Regions};
use super::seen::Seen;
use super::threshold::{Threshold, shown_sums};

/// The most networks, and units of one, that are described.
const NETWORKS: usize = 16;
const UNITS: usize = 8;

/// A name, shortened to about 80 letters.
pub(super) fn brief_name(name: &str) -> String {
    shortened(name, 1.0, 50.0)
}

/// The values of f at the attainable sums, then the threshold of each unit.
pub(super) fn sums(interval: &Interval, networks: &[(&str, &Network)]) -> String {
    let sums = shown_sums(interval);
    let number = |sum: i64| minus(&sum.to_string());
    let list = |sign: Sign| {
        let chosen = sums
            .iter()
            .filter(|sum| interval.value_at_sum(**sum) == sign);
        let names: Vec<String> = chosen.map(|sum| number(*sum)).collect();
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        }
    };
    let shown = if sums.len() == interval.dimension() + 1 {
        "Attainable sums:"
    } else {
        "Of the attainable sums, those shown:"
    };
    let mut text = format!(
        "f is +1 where the sum S of the inputs is from {} to {}. {shown} f = +1 at {}; f = −1 at {}.",
        number(interval.low()),
        number(interval.high()),
        list(Sign::Plus),
        list(Sign::Minus)
    );
    for (name, network) in networks.iter().take(NETWORKS) {
        let _ = write!(text, " {}:", brief_name(name));
        let layer = network.first_layer();
        for (index, unit) in layer.units.iter().enumerate().take(UNITS) {
            let separator = if index == 0 { "" } else { ";" };
            let _ = write!(text, "{separator} unit {} ", unit_name(network, 0, index));
            text.push_str(&threshold(unit, layer.activation, interval));
        }
        let more = layer.units.len().saturating_sub(UNITS);
        if more > 0 {
            let _ = write!(text, "; and {more} more units");
        }
        text.push('.');
    }
    let more = networks.len().saturating_sub(NETWORKS);
    if more > 0 {
        let _ = write!(text, " And {more} more networks.");
    }
    text
}

/// One unit's threshold, as the end of a sentence.
fn threshold(unit: &Unit, activation: Activation, interval: &Interval) -> String {
    let threshold = Threshold::of(unit, activation);
    let weight = unit.weights.runs().next();
    let z = weight.map_or_else(String::new, |(weight, _)| {
        brief(&of_sum(weight, &unit.bias))
    });
    let side = match &threshold {
        Threshold::Above(sum) => format!("{z} is on for S ≥ {}", brief(&sum)),
        Threshold::Below(sum) => format!("{z} is on for S ≤ {}", brief(&sum)),
        Threshold::Only(sum) => format!("{z} is on for S = {}", brief(&sum)),
        Threshold::NoSides => return format!("{z} has no threshold"),
        Threshold::Constant => return "is the same at every sum".to_owned(),
        Threshold::NotOfTheSum => return "is no function of the sum".to_owned(),
    };
    match threshold.attained(interval) {
        Some(_) => format!("{side}, a threshold on an attainable sum"),
        None => side,
    }
}

/// The name of a unit: `h` for the output, `h₁` for a unit of the only hidden layer, `2.1` where there are more layers.
pub(super) fn unit_name(network: &Network, depth: usize, index: usize) -> String {
    let layers = network.layers().len();
    if depth + 1 == layers {
        "h".to_owned()
    } else if layers == 2 {
        format!("h{}", subscript(index + 1))
    } else {
        format!("{}.{}", depth + 1, index + 1)
    }
}

/// The weights in words: `each weight 2`, or the first weights.
pub(super) fn weights(unit: &Unit) -> String {
    const SHOWN: usize = 8;
    let runs: Vec<_> = unit.weights.runs().take(SHOWN + 1).collect();
    match runs.as_slice() {
        [(weight, 1)] => format!("weight {}", brief(&weight)),
        [(weight, _)] => format!("each weight {}", brief(&weight)),
        _ => {
            let mut shown = Runs::default();
            for (weight, count) in runs.iter().take(SHOWN) {
                shown.push(brief(&weight), *count);
            }
            let more = if runs.len() > SHOWN { " …" } else { "" };
            format!("weights {shown}{more}")
        }
    }
}

/// The network in words: its inputs and layers, with the first units of each layer.
pub(super) fn network(network: &Network) -> String {
    const LAYERS: usize = 12;
    let mut text = format!("{}.", counted(network.inputs(), "input"));
    for (layer, depth) in network.layers().iter().zip(1..).take(LAYERS) {
        let units = counted(layer.units.len(), &format!("{} unit", layer.activation));
        let _ = write!(text, " Layer {depth}: {units}");
        for (unit, index) in layer.units.iter().zip(1..).take(UNITS) {
            let separator = if index == 1 { ":" } else { ";" };
            let bias = brief(&unit.bias);
            let _ = write!(text, "{separator} {}, bias {bias}", weights(unit));
        }
        let more = layer.units.len().saturating_sub(UNITS);
        let rest = if more > 0 { "; …." } else { "." };
        text.push_str(rest);
    }
    let more = network.layers().len().saturating_sub(LAYERS);
    if more > 0 {
        let _ = write!(text, " And {}.", counted(more, "more layer"));
    }
    text
}

/// The values of f and h and the margin at each vertex.
fn vertices(seen: &[Seen]) -> String {
    let mut text = String::new();
    for seen in seen {
        let _ = write!(text, " At {}: f = {}", seen.name(), one(seen.f));
        match (&seen.found, seen.wrong()) {
            (None, _) => text.push_str(", h not evaluated"),
            (_, Some(h)) => {
                let _ = write!(text, " but h = {h}");
            }
            _ => text.push_str(" = h"),
        }
        if let Some(radius) = seen.radius() {
            let _ = write!(text, ", margin {}", brief(&radius));
        }
        text.push('.');
    }
    text
}

/// The square: its vertices, and the regions between the thresholds.
pub(super) fn square(network: &Network, seen: &[Seen], regions: Option<&Regions>) -> String {
    let mut text = format!("The vertices of the square.{}", vertices(seen));
    let layer = network.first_layer();
    if layer.activation != Activation::Identity {
        text.push_str(" Thresholds:");
        for (index, unit) in layer.units.iter().enumerate().take(UNITS) {
            let z = brief(&linear(&unit.weights, &unit.bias, "x"));
            let separator = if index == 0 { "" } else { "," };
            let _ = write!(text, "{separator} {z} = 0");
        }
        let more = layer.units.len() > UNITS;
        text.push_str(if more { ", …." } else { "." });
    }
    let Some(regions) = regions else {
        return text + " Too many regions to draw.";
    };
    let classes = [
        (Class::Plus, "h = +1"),
        (Class::Minus, "h = −1"),
        (Class::Other, "h is neither"),
    ];
    for (class, name) in classes {
        let extent = |cell: &Cell| cell.class == class && cell.corners.len() > 2;
        let where_ = if regions.cells.iter().any(extent) {
            "in a region"
        } else if regions.cells.iter().any(|cell| cell.class == class) {
            "only on lines or at points"
        } else {
            "nowhere"
        };
        let _ = write!(text, " {name} {where_}.");
    }
    text
}

/// The cube: its vertices, and the planes through it.
pub(super) fn cube(seen: &[Seen], planes: &[&str]) -> String {
    format!(
        "The vertices of the cube.{} Planes: {}.",
        vertices(seen),
        planes.join("; ")
    )
}
