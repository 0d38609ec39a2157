use serde::Deserialize;

use super::exact::{example, holds_so_far, not_decided};
use super::{Kind, Names};
use crate::examine::{Findings, Property};
use crate::formula;
use crate::language::network::Network;
use crate::language::target::{Interval, Target};
use crate::page::row;
use crate::prover::Limits;
use crate::question3::family::Family;
use crate::question3::networks::{self, Construction};
use crate::report::evidence::{certificate, square, sums};
use crate::report::sweeps::{Sweep, cases, count, decided, simplest_against, sweep};
use crate::report::{Basis, Exhibit, Finding, Inquiry, Verdict};

/// The network keeps the function's value under an infinitesimal push in every direction, for every D, A and B.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Robust {
    /// The id of a network of the subject.
    pub network: String,
    /// The largest D up to which all cases are examined.
    pub largest_d: usize,
}

impl Kind for Robust {
    fn names(&self) -> Names<'_> {
        Names::networks([&self.network]).up_to(self.largest_d)
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, claim: &str) -> Finding {
        let (largest_d, limits) = (self.largest_d, inquiry.limits);
        let (family, sweep) = inquiry.sweep(&self.network, largest_d);
        let formulas = Exhibit::Lines(vec![family.to_string()]);
        let Some((interval, found)) = simplest_against(sweep, Findings::is_robust) else {
            let undecided = sweep
                .iter()
                .find_map(|(i, found)| Some((i, found.robust.as_ref().err()?)));
            if let Some((interval, reason)) = undecided {
                return not_decided(interval, reason);
            }
            let evidence = example(sweep)
                .and_then(|found| certificate(claim, found.ground(Property::Robust).ok()?));
            return holds_so_far(Property::Robust, family, sweep, largest_d)
                .with(evidence)
                .with([formulas]);
        };
        let Ok(robustness) = &found.robust else {
            unreachable!("it is decided")
        };
        let target = Target::from(*interval);
        let breaks = formula::breaks(found, &target)
            .or_else(|| formula::differs(found, &target))
            .unwrap_or_default();
        let robust = count(sweep, Findings::is_robust);
        let because = format!(
            "With {} it is {breaks}. It is robust in {robust} of {} cases with D ≤ {largest_d}{}.",
            formula::name(interval),
            decided(sweep, Findings::is_robust),
            if breaks_on_attained_bounds(sweep) {
                on_attained_bounds(family)
            } else {
                String::new()
            }
        );
        Finding::new(Verdict::Refuted, Basis::of(&robustness.ground), because)
            .with([formulas])
            .with(certificate(claim, &robustness.ground))
            .with(pictures(claim, interval, &found.network, &offered(family)))
            .with(repairs(family, sweep, interval, largest_d, limits))
    }
}

/// Pictures of a network where it breaks, and of the answers that do not break there.
fn pictures(
    claim: &str,
    interval: &Interval,
    network: &Network,
    repairs: &[&Construction],
) -> Vec<Exhibit> {
    let own = [("the report's", network)].into_iter();
    let built: Vec<_> = repairs
        .iter()
        .map(|repair| (repair.name(), repair.network(interval)))
        .collect();
    let repairs = built.iter().map(|(name, network)| (*name, network));
    let all: Vec<_> = own.chain(repairs).collect();
    let square = square(claim, "the report's", interval, network);
    std::iter::once(sums(claim, interval, &all))
        .chain(square)
        .collect()
}

/// The answers with these hidden units that are offered as correct ones; none for other units.
fn offered(family: &Family) -> Vec<&'static Construction> {
    networks::listed()
        .filter(|known| known.answer.is_offered() && known.family.hidden == family.hidden)
        .collect()
}

/// Which cases these are, with the theorem that says so for every D, if there is one.
fn on_attained_bounds(family: &Family) -> String {
    let cases = ": those in which neither A nor B is an attainable sum";
    match networks::of_family(family).map(|known| known.theorem(Property::Robust)) {
        Some(theorem) => format!("{cases}, as {theorem} proves for every D"),
        None => cases.to_owned(),
    }
}

/// Whether the network is robust exactly in those cases in which neither A nor B is an attainable sum.
fn breaks_on_attained_bounds(sweep: &Sweep) -> bool {
    sweep.iter().all(|(interval, found)| {
        let attained = interval.low() == interval.least_sum_inside()
            || interval.high() == interval.greatest_sum_inside();
        found.is_robust() == Some(!attained)
    })
}

/// The answers that are offered instead: how often they are exact and robust, and their formulas here.
fn repairs(
    family: &Family,
    theirs: &Sweep,
    interval: &Interval,
    largest_d: usize,
    limits: Limits<'_>,
) -> Vec<Exhibit> {
    let cases = cases(largest_d);
    let shares = |name: &str, sweep: &Sweep| {
        let share = |holds: fn(&Findings) -> Option<bool>| {
            format!("{} of {}", count(sweep, holds), decided(sweep, holds))
        };
        row([
            name,
            &share(Findings::is_exact),
            &share(Findings::is_robust),
        ])
    };
    let mut table = vec![row(["network", "exact", "robust"])];
    table.push(shares("the report's", theirs));
    let mut lines = Vec::new();
    for repair in offered(family) {
        let network = |interval: &Interval| repair.network(interval);
        table.push(shares(repair.name(), &sweep(&cases, network, limits)));
        let here = formula::network(&repair.network(interval));
        lines.push(format!("{:<7}  {here}", repair.name()));
    }
    if lines.is_empty() {
        return Vec::new();
    }
    let text = format!(
        "Integer answers that keep away from the sums, for {}, where the inputs are x₁, …, x_D and S is their sum:",
        formula::name(interval)
    );
    vec![
        Exhibit::Table(table),
        Exhibit::Text(text),
        Exhibit::Lines(lines),
    ]
}
