use serde::Deserialize;

use super::{Kind, Names};
use crate::draw::networks as picture;
use crate::examine::{Findings, Property};
use crate::formula;
use crate::language::target::{Interval, Target};
use crate::prover::separability::four_points::four_points;
use crate::question3::family::Family;
use crate::question3::networks;
use crate::report::evidence::{certificate, square, sums};
use crate::report::sweeps::{Sweep, count, decided, simplest_against, simplicity};
use crate::report::{Basis, Exhibit, Finding, Inquiry, Verdict};

/// The network computes the function, for every D, A and B.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Exact {
    /// The id of a network of the subject.
    pub network: String,
    /// The largest D up to which all cases are examined.
    pub largest_d: usize,
}

impl Kind for Exact {
    fn names(&self) -> Names<'_> {
        Names::networks([&self.network]).up_to(self.largest_d)
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, claim: &str) -> Finding {
        let (id, largest_d) = (&self.network, self.largest_d);
        let (family, sweep) = inquiry.sweep(id, largest_d);
        let formulas = Exhibit::Lines(vec![family.to_string()]);
        if let Some((interval, found)) = simplest_against(sweep, Findings::is_exact) {
            let Ok(exact) = &found.exact else {
                unreachable!("it is decided")
            };
            let target = Target::from(*interval);
            let differs = formula::differs(found, &target).unwrap_or_default();
            let right = count(sweep, Findings::is_exact);
            let because = format!(
                "With {} it is {differs}. It is right in {right} of {} cases with D ≤ {largest_d}.",
                formula::name(interval),
                decided(sweep, Findings::is_exact)
            );
            let (name, network) = ("the report's", &found.network);
            return Finding::new(Verdict::Refuted, Basis::of(&exact.ground), because)
                .with([formulas])
                .with(certificate(claim, &exact.ground))
                .with([sums(claim, interval, &[(name, network)])])
                .with(square(claim, name, interval, network));
        }
        if let Some((interval, reason)) = sweep
            .iter()
            .find_map(|(i, found)| Some((i, found.exact.as_ref().err()?)))
        {
            return not_decided(interval, reason);
        }
        let running = |(interval, _): &&(Interval, Findings)| {
            (interval.dimension(), interval.low(), interval.high()) == RUNNING_EXAMPLE
        };
        let diagram = sweep.iter().find(running).or(sweep.last());
        let diagram = diagram.map(|(interval, found)| {
            let name = format!("{id} for {}", formula::name(interval));
            Exhibit::picture(claim, "network", picture::network(&name, &found.network))
        });
        let evidence = example(sweep)
            .and_then(|found| certificate(claim, found.ground(Property::Exact).ok()?));
        holds_so_far(Property::Exact, family, sweep, largest_d)
            .with(evidence)
            .with([formulas])
            .with(diagram)
    }
}

/// The numbers D, A and B of the book's example.
const RUNNING_EXAMPLE: (usize, i64, i64) = (4, -1, 2);

/// The finding where the claim holds in all cases that were examined.
pub(super) fn holds_so_far(
    property: Property,
    family: &Family,
    sweep: &Sweep,
    largest_d: usize,
) -> Finding {
    let all = sweep.len();
    let theorem = networks::of_family(family).map(|known| known.theorem(property));
    match theorem.filter(|name| networks::says_yes(name)) {
        Some(theorem) => {
            let because = format!(
                "It holds in all {all} cases with D ≤ {largest_d}, and {theorem} proves it for every D."
            );
            Finding::new(Verdict::Holds, Basis::Proved, because)
        }
        None => Finding::undecided(format!(
            "It holds in all {all} cases with D ≤ {largest_d}; no theorem of proofs/ says so of this network for every D."
        )),
    }
}

/// The simplest case, for people to look at, of those that no perceptron computes.
pub(super) fn example(sweep: &Sweep) -> Option<&Findings> {
    let two_sided = sweep
        .iter()
        .filter(|(interval, _)| four_points(interval).is_some());
    let (_, found) = two_sided.min_by_key(|(interval, _)| simplicity(interval))?;
    Some(found)
}

/// Why a case was not decided.
pub(super) fn not_decided<E: ToString>(interval: &Interval, reason: &E) -> Finding {
    Finding::undecided(format!(
        "{} was not decided: {}.",
        formula::name(interval),
        reason.to_string()
    ))
}
