//! The certificates of one answer, with names for their files.

use std::collections::HashSet;
use std::path::Path;

use crate::checker::Certificate;
use crate::examine::{Ground, Property};
use crate::question3::answer::Question3;

/// The certificates of an answer with their file names, such as `d4_a-1_b2.b-report.fragile.cert`.
pub fn named<'a>(answer: &'a Question3) -> Vec<(String, &'a Certificate)> {
    let interval = &answer.interval;
    let case = format!(
        "d{}_a{}_b{}",
        interval.dimension(),
        interval.low(),
        interval.high()
    );
    let mut named = Vec::new();
    let mut add = |part: &str, ground: Option<&'a Ground>| {
        if let Some(certificate) = ground.and_then(Ground::certificate) {
            named.push((
                format!("{case}.{part}.{}.cert", certificate.claim.name()),
                certificate,
            ));
        }
    };
    add("a", answer.part_a.separable.as_ref().ok());
    let four_points = answer.part_a.four_points.as_ref();
    add(
        "a-four-points",
        four_points.and_then(|ground| ground.as_ref().ok()),
    );
    let mut used = HashSet::new();
    for examined in &answer.networks {
        let wanted = file_label(&examined.origin.to_string());
        let mut label = wanted.clone();
        for number in 2.. {
            if used.insert(label.clone()) {
                break;
            }
            label = format!("{wanted}-{number}");
        }
        for property in Property::ALL {
            add(&label, examined.findings.ground(property).ok());
        }
    }
    named
}

/// The most characters of a network's name in a file name.
const LONGEST: usize = 40;

/// The part of a file name for a network: `(b) report` becomes `b-report`, a path its stem.
fn file_label(label: &str) -> String {
    let stem = Path::new(label)
        .file_stem()
        .map_or(label.into(), |stem| stem.to_string_lossy());
    let keep = |c: char| {
        if c.is_alphanumeric() || c == '-' || c == '_' {
            c
        } else {
            ' '
        }
    };
    let words: String = stem.chars().map(keep).take(LONGEST).collect();
    words.split_whitespace().collect::<Vec<_>>().join("-")
}
