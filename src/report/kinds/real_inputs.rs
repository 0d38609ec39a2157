//! Claims about networks on all real inputs.

use crate::formula;
use crate::language::exact::Rational;
use crate::language::target::Interval;
use crate::question3::family::Family;
use crate::question3::networks;
use crate::report::finding::{Basis, Exhibit, Finding, Verdict};
use crate::report::inquiry::Examiner;
use crate::report::piecewise::Piecewise;
use crate::report::sweeps::cases;

/// The first case in which the network is wrong at some real input, with the sum.
fn wrong_for_reals(family: &Family, largest_d: usize) -> Option<(Interval, Rational)> {
    cases(largest_d).into_iter().find_map(|interval| {
        let line =
            Piecewise::of_sum(&family.network(&interval)).expect("equal weights on all inputs");
        Some((interval, line.difference(&Piecewise::indicator(&interval))?))
    })
}

/// Where a network is wrong, with both values.
fn wrong_sum(family: &Family, interval: &Interval, sum: &Rational) -> String {
    let line = Piecewise::of_sum(&family.network(interval)).expect("equal weights on all inputs");
    let (h, f) = (line.at(sum), Piecewise::indicator(interval).at(sum));
    format!(
        "with {}, where the inputs add up to {sum}, h = {h} and f = {f}",
        formula::name(interval)
    )
}

/// At every real input, in every case up to the bound; beyond it by a theorem.
pub fn real_inputs(examiner: &Examiner<'_>, id: &str, largest_d: usize) -> Finding {
    let family = examiner.document.network(id);
    let formulas = Exhibit::Lines(vec![family.to_string()]);
    let all = cases(largest_d).len();
    let wrong = wrong_for_reals(family, largest_d);
    let finding = match (wrong, right_at_real_inputs(family)) {
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
    };
    finding.with([formulas])
}

/// The theorem that says so for every D, if there is one.
fn right_at_real_inputs(family: &Family) -> Option<&'static str> {
    networks::of_family(family)?.real_inputs
}

/// The theorems that say so for every D, in brackets.
fn by_theorems(examiner: &Examiner<'_>, ids: [&str; 2]) -> String {
    let theorem = |id| right_at_real_inputs(examiner.document.network(id));
    match ids.map(theorem) {
        [Some(own), Some(other)] => format!(" ({own}, {other})"),
        _ => String::new(),
    }
}

/// The one network and not the other.
pub fn special_for_reals(
    examiner: &Examiner<'_>,
    id: &str,
    beside: &str,
    largest_d: usize,
) -> Finding {
    let own = real_inputs(examiner, id, largest_d);
    let other = real_inputs(examiner, beside, largest_d);
    let formulas = [id, beside].map(|id| format!("{id}  {}", examiner.document.network(id)));
    let (verdict, because) = match (own.verdict, other.verdict) {
        (Verdict::Holds, Verdict::Holds) => (
            Verdict::Refuted,
            format!(
                "The network {beside} does so too: both are the indicator of A ≤ x₁ + … + x_D ≤ B at every real input{}.",
                by_theorems(examiner, [id, beside])
            ),
        ),
        (Verdict::Refuted, _) => (
            Verdict::Refuted,
            format!("The network {id} does not even do so. {}", own.because),
        ),
        (Verdict::Holds, Verdict::Refuted) => (
            Verdict::Holds,
            format!("The network {beside} does not do so. {}", other.because),
        ),
        _ => {
            return Finding::undecided(format!(
                "{id}: {} {beside}: {}",
                own.because, other.because
            ));
        }
    };
    // The weaker of the two.
    let basis = own.basis.max(other.basis).unwrap_or(Basis::Computed);
    Finding::new(verdict, basis, because).with([Exhibit::Lines(formulas.to_vec())])
}
