use serde::Deserialize;

use super::{Kind, Names};
use crate::formula;
use crate::language::exact::Rational;
use crate::language::target::Interval;
use crate::question3::family::Family;
use crate::question3::networks;
use crate::report::piecewise::Piecewise;
use crate::report::sweeps::cases;
use crate::report::{Basis, Exhibit, Finding, Inquiry, Verdict};

/// At every real input the network is +1 if A ≤ x₁ + … + x_D ≤ B, else −1, for every D, A and B.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RealInputs {
    /// The id of a network of the subject.
    pub network: String,
    /// The largest D up to which all cases are examined.
    pub largest_d: usize,
}

impl Kind for RealInputs {
    fn names(&self) -> Names<'_> {
        Names::networks([&self.network]).up_to(self.largest_d)
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, _: &str) -> Finding {
        let family = inquiry.subject.network(&self.network);
        let formulas = Exhibit::Lines(vec![family.to_string()]);
        in_every_case(family, self.largest_d).with([formulas])
    }
}

/// The first case in which the network is wrong at some real input, with the sum.
fn wrong_for_reals(family: &Family, largest_d: usize) -> Option<(Interval, Rational)> {
    cases(largest_d).into_iter().find_map(|interval| {
        let line =
            Piecewise::of_sum(&family.network(&interval)).expect("equal weights on all inputs");
        Some((interval, line.difference(&Piecewise::indicator(&interval))?))
    })
}

/// The sum at which a network is wrong, with both values.
fn wrong_sum(family: &Family, interval: &Interval, sum: &Rational) -> String {
    let line = Piecewise::of_sum(&family.network(interval)).expect("equal weights on all inputs");
    let (h, f) = (line.at(sum), Piecewise::indicator(interval).at(sum));
    format!(
        "with {}, where the inputs add up to {sum}, h = {h} and f = {f}",
        formula::name(interval)
    )
}

/// The theorem that says so for every D, if there is one.
pub(super) fn theorem(family: &Family) -> Option<&'static str> {
    networks::of_family(family)?.real_inputs
}

/// The finding for every case: by examination up to the bound, and beyond it by a theorem.
pub(super) fn in_every_case(family: &Family, largest_d: usize) -> Finding {
    let all = cases(largest_d).len();
    let wrong = wrong_for_reals(family, largest_d);
    match (wrong, theorem(family)) {
        (Some((interval, sum)), _) => {
            let because = format!("It does not: {}.", wrong_sum(family, &interval, &sum));
            Finding::new(Verdict::Refuted, Basis::Computed, because)
        }
        (None, Some(theorem)) => {
            let because = format!(
                "As a function of the sum, piece by piece, it is +1 on [A, B] and -1 elsewhere in all {all} cases with \
                 D ≤ {largest_d}, and {theorem} proves it for every D."
            );
            Finding::new(Verdict::Holds, Basis::Proved, because)
        }
        (None, None) => Finding::undecided(format!(
            "It holds in all {all} cases with D ≤ {largest_d}; no theorem of proofs/ says so of this network for every D."
        )),
    }
}
