//! Certificates as terms of `proofs/checker/Certificate.v`.

use std::fmt::Display;

use crate::checker::classes::Classes;
use crate::checker::germs::Relation;
use crate::checker::{Case, Conclusion, Evidence, PointCases};
use crate::language::cube::Vertex;
use crate::language::exact::Rational;
use crate::language::network::{Layer, Network, Unit};
use crate::language::runs::Runs;

// Signs, activations and most relations have the same names in Rocq as here.

/// An integer as a term, in brackets where it is negative.
pub fn integer(n: &impl Display) -> String {
    let digits = n.to_string();
    if digits.starts_with('-') {
        format!("({digits})")
    } else {
        digits
    }
}

fn rational(q: &Rational) -> String {
    format!("(Qmake {} {})", integer(q.numer()), q.denom())
}

fn list<T>(items: impl IntoIterator<Item = T>, term: impl FnMut(T) -> String) -> String {
    let terms: Vec<String> = items.into_iter().map(term).collect();
    format!("[{}]", terms.join("; "))
}

fn runs<T>(runs: &Runs<T>, term: impl Fn(&T) -> String) -> String {
    list(runs.runs(), |(value, count)| {
        format!("({}, {count}%positive)", term(value))
    })
}

fn labels(classes: &Classes) -> String {
    runs(classes.labels(), integer)
}

fn counts(counts: &[usize]) -> String {
    list(counts, integer)
}

fn vertex(x: &Vertex) -> String {
    runs(x.signs(), |sign| format!("{sign:?}"))
}

fn unit(unit: &Unit) -> String {
    let weights = runs(&unit.weights, rational);
    format!("Row {weights} {}", rational(&unit.bias))
}

fn layer(layer: &Layer) -> String {
    format!("Rows {:?} {}", layer.activation, list(&layer.units, unit))
}

/// A network as a term of type `written`.
pub fn network(network: &Network) -> String {
    let layers = list(network.layers(), layer);
    format!("Written {} {layers}", network.inputs())
}

fn relation(relation: Relation) -> String {
    match relation {
        Relation::Zero => "Null".to_owned(),
        _ => format!("{relation:?}"),
    }
}

fn case(case: &Case) -> String {
    let path = list(&case.path, |(layer, unit, r)| {
        format!("Assume {layer} {unit} {}", relation(*r))
    });
    match &case.conclusion {
        Conclusion::Kept => format!("Case {path} Kept"),
        Conclusion::Impossible(multipliers) => {
            format!("Case {path} (Impossible {})", list(multipliers, rational))
        }
    }
}

fn point(point: &PointCases) -> String {
    format!("({}, {})", counts(&point.counts), list(&point.cases, case))
}

/// Evidence as a term of type `evidence`; `None` for a kind that the theories do not have.
pub fn evidence(evidence: &Evidence) -> Option<String> {
    Some(match evidence {
        Evidence::Separator {
            weights,
            bias,
            classes,
        } => format!(
            "Separator {} {} {}",
            runs(weights, rational),
            rational(bias),
            labels(classes)
        ),
        Evidence::Farkas(points) => {
            let point =
                |(weight, x): &(Rational, Vertex)| format!("({}, {})", rational(weight), vertex(x));
            format!("Farkas {}", list(points, point))
        }
        Evidence::Levels { classes, levels } => {
            let level = |(weight, k): &(Rational, Vec<usize>)| {
                format!("({}, {})", rational(weight), counts(k))
            };
            format!("Levels {} {}", labels(classes), list(levels, level))
        }
        Evidence::Counts { classes } => format!("Counts {}", labels(classes)),
        Evidence::Vertex {
            vertex: x,
            value,
            wanted,
        } => format!("Vertex {} {} {wanted:?}", vertex(x), rational(value)),
        Evidence::Limits { classes, points } => {
            format!("Limits {} {}", labels(classes), list(points, point))
        }
        Evidence::Direction {
            vertex: x,
            direction,
            limit,
        } => format!(
            "Direction {} {} {}",
            vertex(x),
            runs(direction, rational),
            rational(limit)
        ),
        Evidence::Diagram(_) | Evidence::Tree(_) => return None,
    })
}
