//! Claims about networks on the vertices: exact, and robust.

use crate::draw::networks as picture;
use crate::examine::{Findings, Property};
use crate::formula;
use crate::language::network::Network;
use crate::language::target::{Interval, Target};
use crate::prover::separability::four_points::four_points;
use crate::question3::family::Family;
use crate::question3::networks::{self, Construction};
use crate::report::claims::Claim;
use crate::report::evidence::{certificate, square, sums};
use crate::report::finding::{Basis, Exhibit, Finding, Verdict};
use crate::report::inquiry::Examiner;
use crate::report::sweeps::{Sweep, cases, count, decided, simplest_against, simplicity, sweep};

/// The finding where it holds in all cases that were gone through.
fn holds_so_far(
    property: Property,
    claim: &Claim,
    family: &Family,
    sweep: &Sweep,
    largest_d: usize,
) -> Finding {
    let all = sweep.len();
    let two_sided = |(interval, _): &&(Interval, Findings)| four_points(interval).is_some();
    let example = sweep
        .iter()
        .filter(two_sided)
        .min_by_key(|(interval, _)| simplicity(interval));
    let evidence = example.and_then(|(_, found)| certificate(claim, found.ground(property).ok()?));
    let theorem = networks::of_family(family).map(|known| known.theorem(property));
    let finding = match theorem.filter(|name| networks::says_yes(name)) {
        Some(theorem) => {
            let because = format!(
                "It holds in all {all} cases with D ≤ {largest_d}, and {theorem} proves it for every D."
            );
            Finding::new(Verdict::Holds, Basis::Proved, because)
        }
        None => Finding::undecided(format!(
            "It holds in all {all} cases with D ≤ {largest_d}; no theorem of proofs/ says so of this network for every D."
        )),
    };
    finding.with(evidence)
}

/// Why a case was not decided.
fn not_decided<E: ToString>(interval: &Interval, reason: &E) -> Finding {
    Finding::undecided(format!(
        "{} was not decided: {}.",
        formula::name(interval),
        reason.to_string()
    ))
}

/// In every case up to the bound; beyond it by a theorem.
pub fn exact(examiner: &mut Examiner<'_>, claim: &Claim, id: &str, largest_d: usize) -> Finding {
    let (family, sweep) = examiner.sweep(id, largest_d);
    let formulas = Exhibit::Lines(vec![family.to_string()]);
    if let Some((interval, found)) = simplest_against(&sweep, Findings::is_exact) {
        let Ok(exact) = &found.exact else {
            unreachable!("it is decided")
        };
        let target = Target::from(*interval);
        let differs = formula::differs(found, &target).unwrap_or_default();
        let right = count(&sweep, Findings::is_exact);
        let because = format!(
            "With {} it is {differs}. It is right in {right} of {} cases with D ≤ {largest_d}.",
            formula::name(interval),
            decided(&sweep, Findings::is_exact)
        );
        let pictures = network_pictures(claim, interval, &found.network, &[]);
        return Finding::new(Verdict::Refuted, Basis::of(&exact.ground), because)
            .with([formulas])
            .with(certificate(claim, &exact.ground))
            .with(pictures);
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
        Exhibit::picture(
            &claim.id,
            "network",
            picture::network(&name, &found.network),
        )
    });
    holds_so_far(Property::Exact, claim, &family, &sweep, largest_d)
        .with([formulas])
        .with(diagram)
}

/// D, A and B of the book's example.
const RUNNING_EXAMPLE: (usize, i64, i64) = (4, -1, 2);

/// Where a network breaks, to look at, and the answers beside it that do not.
fn network_pictures(
    claim: &Claim,
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

/// The answers with these hidden units that are offered as right ones; none for other units.
fn offered(family: &Family) -> Vec<&'static Construction> {
    networks::listed()
        .filter(|known| known.answer.is_offered() && known.family.hidden == family.hidden)
        .collect()
}

/// The same for every push in every direction.
pub fn robust(examiner: &mut Examiner<'_>, claim: &Claim, id: &str, largest_d: usize) -> Finding {
    let (family, sweep) = examiner.sweep(id, largest_d);
    let formulas = Exhibit::Lines(vec![family.to_string()]);
    let Some((interval, found)) = simplest_against(&sweep, Findings::is_robust) else {
        let undecided = sweep
            .iter()
            .find_map(|(i, found)| Some((i, found.robust.as_ref().err()?)));
        return match undecided {
            Some((interval, reason)) => not_decided(interval, reason),
            None => {
                holds_so_far(Property::Robust, claim, &family, &sweep, largest_d).with([formulas])
            }
        };
    };
    let Ok(limits) = &found.robust else {
        unreachable!("it is decided")
    };
    let target = Target::from(*interval);
    let breaks = formula::breaks(found, &target)
        .or_else(|| formula::differs(found, &target))
        .unwrap_or_default();
    let robust = count(&sweep, Findings::is_robust);
    let because = format!(
        "With {} it is {breaks}. It is robust in {robust} of {} cases with D ≤ {largest_d}{}.",
        formula::name(interval),
        decided(&sweep, Findings::is_robust),
        if breaks_on_attained_bounds(&sweep) {
            on_attained_bounds(&family)
        } else {
            String::new()
        }
    );
    Finding::new(Verdict::Refuted, Basis::of(&limits.ground), because)
        .with([formulas])
        .with(certificate(claim, &limits.ground))
        .with(network_pictures(
            claim,
            interval,
            &found.network,
            &offered(&family),
        ))
        .with(repairs(examiner, &family, &sweep, interval, largest_d))
}

/// Which cases these are, and the theorem that says so for every D, if there is one.
fn on_attained_bounds(family: &Family) -> String {
    let cases = ": those in which neither A nor B is an attainable sum";
    match networks::of_family(family).map(|known| known.theorem(Property::Robust)) {
        Some(theorem) => format!("{cases}, as {theorem} proves for every D"),
        None => cases.to_owned(),
    }
}

/// Whether it is robust in just those cases in which neither A nor B is an attainable sum.
fn breaks_on_attained_bounds(sweep: &Sweep) -> bool {
    sweep.iter().all(|(interval, found)| {
        let attained = interval.low() == interval.least_sum_inside()
            || interval.high() == interval.greatest_sum_inside();
        found.is_robust() == Some(!attained)
    })
}

/// The answers that are offered instead: how often they are right and robust, and what they are here.
fn repairs(
    examiner: &Examiner<'_>,
    family: &Family,
    theirs: &Sweep,
    interval: &Interval,
    largest_d: usize,
) -> Vec<Exhibit> {
    let cases = cases(largest_d);
    let row = |name: &str, sweep: &Sweep| {
        let share = |holds: fn(&Findings) -> Option<bool>| {
            format!("{} of {}", count(sweep, holds), decided(sweep, holds))
        };
        vec![
            name.to_owned(),
            share(Findings::is_exact),
            share(Findings::is_robust),
        ]
    };
    let mut table = vec![["network", "exact", "robust"].map(str::to_owned).to_vec()];
    table.push(row("the report's", theirs));
    let mut lines = Vec::new();
    for repair in offered(family) {
        let network = |interval: &Interval| repair.network(interval);
        table.push(row(repair.name(), &sweep(&cases, network, examiner.watch)));
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
