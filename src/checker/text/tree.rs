//! Trees of relaxations as text: a line for each part and for each leaf.

use std::fmt::{self, Formatter};
use std::str::SplitWhitespace;

use super::{Lines, Parsed, number, plain_integer};
use crate::checker::certificate::{Evidence, Leaf, Part, Slopes};
use crate::checker::germs::Relation;

/// The words that begin a leaf's slopes for a lower and for an upper bound.
const BOUNDS: [&str; 2] = ["above", "below"];

pub(super) fn read(lines: &mut Lines) -> Parsed<Evidence> {
    let mut parts = Vec::new();
    while let Some(range) = lines.optional("sums") {
        let (low, high) = range.split_once(" to ").unwrap_or_default();
        let sum = |text| plain_integer::<i64>(text);
        let Some((low, high)) = sum(low).zip(sum(high)) else {
            return Err(lines.error_before("\"sums A to B\""));
        };
        let mut leaves = Vec::new();
        while let Some(text) = lines.optional("leaf") {
            leaves.push(read_leaf(lines, text)?);
        }
        parts.push(Part { low, high, leaves });
    }
    Ok(Evidence::Tree(parts))
}

pub(super) fn write(f: &mut Formatter<'_>, parts: &[Part]) -> fmt::Result {
    for part in parts {
        writeln!(f, "  sums {} to {}", part.low, part.high)?;
        part.leaves
            .iter()
            .try_for_each(|leaf| write_leaf(f, leaf))?;
    }
    Ok(())
}

/// The rest of a line `leaf layer.unit relation … above layer.unit slope … below layer.unit slope …`.
fn read_leaf(lines: &mut Lines, text: &str) -> Parsed<Leaf> {
    let mut words = text.split_whitespace();
    let mut path = Vec::new();
    let (mut above, mut below) = (None, None);
    while let Some(word) = words.next() {
        let bound = match word {
            "above" if above.is_none() && below.is_none() => &mut above,
            "below" if below.is_none() => &mut below,
            _ if above.is_none() && below.is_none() => {
                let (layer, unit) = read_place(lines, word)?;
                let relation = words.next().and_then(Relation::from_name);
                let relation =
                    relation.ok_or_else(|| lines.error_before("a relation: <0, =0, >0 or >=0"))?;
                path.push((layer, unit, relation));
                continue;
            }
            _ => return Err(lines.error_before("slopes \"above …\", and then \"below …\"")),
        };
        *bound = Some(read_slopes(lines, &mut words)?);
    }
    Ok(Leaf { path, above, below })
}

fn read_slopes(lines: &mut Lines, words: &mut SplitWhitespace) -> Parsed<Slopes> {
    let mut slopes = Vec::new();
    loop {
        let mut rest = words.clone();
        match rest.next() {
            None => return Ok(slopes),
            Some(word) if BOUNDS.contains(&word) => return Ok(slopes),
            Some(place) => {
                let (layer, unit) = read_place(lines, place)?;
                let slope = rest.next().map(number);
                let slope = slope.ok_or_else(|| lines.error_before("a slope for each unit"))?;
                slopes.push((layer, unit, lines.here(slope)?));
            }
        }
        *words = rest;
    }
}

fn read_place(lines: &mut Lines, word: &str) -> Parsed<(usize, usize)> {
    let place = word.split_once('.');
    let (layer, unit) = place.ok_or_else(|| lines.error_before("\"layer.unit\""))?;
    Ok((lines.count(layer)?, lines.count(unit)?))
}

fn write_leaf(f: &mut Formatter<'_>, leaf: &Leaf) -> fmt::Result {
    write!(f, "    leaf")?;
    for (layer, unit, relation) in &leaf.path {
        write!(f, " {layer}.{unit} {}", relation.name())?;
    }
    for (word, slopes) in BOUNDS.into_iter().zip([&leaf.above, &leaf.below]) {
        if let Some(slopes) = slopes {
            write!(f, " {word}")?;
            for (layer, unit, slope) in slopes {
                write!(f, " {layer}.{unit} {slope}")?;
            }
        }
    }
    writeln!(f)
}
