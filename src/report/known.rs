//! The families of networks that there are theorems about.

use super::family::{Family, HiddenUnit, LinearForm, OutputUnit};
use crate::language::network::Activation;
use crate::question3::networks::{Answer, Hidden};
use crate::question3::theorem::{self, Statement};

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

/// The answers whose biases are linear in A and B; the widest thresholds also depend on the parity of D.
fn known() -> [(Hidden, Answer, Family); 6] {
    use Activation::{Identity, Relu, Sign, Zero};
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
    let published_units = [(2, form(-2, 0, 1)), (-2, form(0, 2, 1))];
    let published = family("c", Relu, published_units, (Sign, -1, 2));
    let mut corrected = published.clone();
    corrected.output.bias = form(-2, 2, 2);
    [
        (Hidden::Sign, Answer::Report, report_b),
        (Hidden::Relu, Answer::Report, report_c),
        (Hidden::Sign, Answer::Integer, integer_b),
        (Hidden::Relu, Answer::Integer, integer_c),
        (Hidden::Relu, Answer::Published, published),
        (Hidden::Relu, Answer::Corrected, corrected),
    ]
}

/// The theorem that decides the statement for this family, if there is one.
pub fn about(family: &Family, statement: Statement) -> Option<&'static str> {
    let is_same = |known: &(Hidden, Answer, Family)| known.2.is_same(family);
    let (hidden, answer, _) = known().into_iter().find(is_same)?;
    theorem::about(hidden, answer, statement)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::target::Interval;
    use crate::question3::networks::network;
    use crate::report::piecewise::Piecewise;

    #[test]
    fn every_family_is_the_network_that_its_theorems_are_about() {
        for (hidden, answer, family) in known() {
            for (d, top) in (1..=4).zip(1..) {
                for (a, b) in (-top..=top).flat_map(|a| (a..=top).map(move |b| (a, b))) {
                    let interval = Interval::new(d, a, b).expect("an interval");
                    let own = family.network(&interval);
                    assert_eq!(Some(&own), network(&interval, hidden, answer).as_ref());
                    if about(&family, Statement::RealInputs).is_some() {
                        let line = Piecewise::of_sum(&own).expect("equal weights");
                        assert_eq!(line.difference(&Piecewise::indicator(&interval)), None);
                    }
                }
            }
        }
    }
}
