//! What is proved on paper, for every D, A and B, of which networks.

use super::family::{Family, HiddenUnit, LinearForm, OutputUnit};
use crate::network::Activation;

/// What a theorem says of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statement {
    /// It computes the function.
    Exact,
    /// It is robust.
    Robust,
    /// It is right at every real input.
    RealInputs,
}

/// A page of `proofs/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theorem {
    /// The page.
    pub page: &'static str,
    /// What it says.
    pub statement: Statement,
    /// Of which network.
    pub family: Family,
}

const REPORT: &str = "proofs/the-reports-networks-are-exact.md";
const INTEGER: &str = "proofs/half-integer-thresholds-survive-any-direction.md";

/// a·A + b·B + one.
fn form(a: i64, b: i64, one: i64) -> LinearForm {
    LinearForm { a, b, one }
}

fn family(
    id: &str,
    hidden: Activation,
    units: [(i64, LinearForm); 2],
    output: (Activation, i64, i64),
) -> Family {
    let (activation, weight, bias) = output;
    Family {
        id: id.to_owned(),
        hidden,
        units: units
            .map(|(weight, bias)| HiddenUnit { weight, bias })
            .to_vec(),
        output: OutputUnit {
            activation,
            weights: vec![weight; 2],
            bias: form(0, 0, bias),
        },
    }
}

/// All theorems about networks that A and B give.
pub fn all() -> Vec<Theorem> {
    use Activation::{Identity, Relu, Sign, Zero};
    use Statement::{Exact, RealInputs, Robust};
    let report_b = family(
        "b",
        Sign,
        [(1, form(-1, 0, 0)), (-1, form(0, 1, 0))],
        (Identity, 1, -1),
    );
    let report_c = family(
        "c",
        Relu,
        [(-1, form(1, 0, 0)), (1, form(0, -1, 0))],
        (Zero, 1, 0),
    );
    let integer_b = family(
        "b",
        Sign,
        [(2, form(-2, 0, 1)), (-2, form(0, 2, 1))],
        (Identity, 1, -1),
    );
    let integer_c = family(
        "c",
        Relu,
        [(2, form(0, -2, -1)), (-2, form(2, 0, -1))],
        (Sign, -2, 1),
    );
    let pages = [
        (REPORT, [report_b, report_c], [Exact, RealInputs]),
        (INTEGER, [integer_b, integer_c], [Exact, Robust]),
    ];
    let theorems = pages.into_iter().flat_map(|(page, families, statements)| {
        families.into_iter().flat_map(move |family| {
            statements.map(|statement| Theorem {
                page,
                statement,
                family: family.clone(),
            })
        })
    });
    theorems.collect()
}

/// The page that proves the statement of this network, if there is one.
pub fn page(statement: Statement, family: &Family) -> Option<&'static str> {
    let proves =
        |theorem: &Theorem| theorem.statement == statement && theorem.family.is_same(family);
    all().into_iter().find(proves).map(|theorem| theorem.page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prover::Engine;
    use crate::prover::UNWATCHED;
    use crate::prover::construct::{Answer, Hidden, network};
    use crate::question3::{Origin, examine};
    use crate::report::piecewise::Piecewise;
    use crate::target::{Interval, Target};

    #[test]
    fn every_theorem_is_about_a_network_of_its_page_and_true_up_to_four() {
        for Theorem {
            page,
            statement,
            family,
        } in all()
        {
            let hidden = if family.hidden == Activation::Sign {
                Hidden::Sign
            } else {
                Hidden::Relu
            };
            let answer = if page == REPORT {
                Answer::Report
            } else {
                Answer::Integer
            };
            for (d, top) in (1..=4).zip(1..) {
                for (a, b) in (-top..=top).flat_map(|a| (a..=top).map(move |b| (a, b))) {
                    let interval = Interval::new(d, a, b).expect("an interval");
                    let own = family.network(&interval);
                    assert_eq!(Some(&own), network(&interval, hidden, answer).as_ref());
                    let origin = Origin::Own(family.to_string());
                    let target = Target::from(interval);
                    let found = examine(origin, own.clone(), &target, Engine::Auto, UNWATCHED);
                    let holds = match statement {
                        Statement::Exact => found.is_exact(),
                        Statement::Robust => found.is_robust(),
                        Statement::RealInputs => {
                            let line = Piecewise::of_sum(&own).expect("equal weights");
                            Some(line.difference(&Piecewise::indicator(&interval)).is_none())
                        }
                    };
                    assert_eq!(
                        holds,
                        Some(true),
                        "{page} {statement:?} {family} {interval}"
                    );
                }
            }
        }
    }
}
