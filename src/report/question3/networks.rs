//! Claims about networks on the vertices: exact, and robust.

use super::cases::{Sweep, cases, count, simplest_against, simplicity, sweep};
use super::{certificate, square, sums};
use crate::formula;
use crate::network::{Activation, Network};
use crate::picture;
use crate::prover::construct::{self, Answer, Hidden};
use crate::question3::NetworkFindings;
use crate::report::claims::Claim;
use crate::report::examiner::Examiner;
use crate::report::family::Family;
use crate::report::finding::{Basis, Exhibit, Finding, Verdict};
use crate::report::theorem::{self, Statement};
use crate::target::{Interval, Target};

/// The finding where it holds in all cases that were gone through.
fn holds_so_far(
    statement: Statement,
    claim: &Claim,
    family: &Family,
    sweep: &Sweep,
    largest_d: usize,
) -> Finding {
    let all = sweep.len();
    let two_sided =
        |(interval, _): &&(Interval, NetworkFindings)| construct::four_points(interval).is_some();
    let example = sweep
        .iter()
        .filter(two_sided)
        .min_by_key(|(interval, _)| simplicity(interval));
    let evidence = example.and_then(|(_, found)| {
        let ground = match statement {
            Statement::Exact => found.exact.as_ref().ok().map(|exact| &exact.ground),
            Statement::Robust => found.robust.as_ref().ok().map(|robust| &robust.ground),
            Statement::RealInputs => None,
        };
        certificate(claim, ground?)
    });
    let finding = match theorem::page(statement, family) {
        Some(page) => {
            let because = format!(
                "It holds in all {all} cases with D ≤ {largest_d}, and {page} proves it for every D."
            );
            Finding::new(Verdict::Holds, Basis::Proved, because)
        }
        None => Finding::undecided(format!(
            "It holds in all {all} cases with D ≤ {largest_d}; no page of proofs/ says so of this network for every D."
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
    if let Some((interval, found)) = simplest_against(&sweep, NetworkFindings::is_exact) {
        let Ok(exact) = &found.exact else {
            unreachable!("it is decided")
        };
        let target = Target::from(*interval);
        let differs = formula::differs(found, exact, &target).unwrap_or_default();
        let right = count(&sweep, NetworkFindings::is_exact);
        let because = format!(
            "With {} it is {differs}. It is right in {right} of {} cases with D ≤ {largest_d}.",
            formula::name(interval),
            sweep.len()
        );
        let pictures = network_pictures(claim, interval, &found.network);
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
    let diagram = sweep
        .iter()
        .rfind(|(interval, _)| interval.dimension() == 4.min(largest_d));
    let diagram = diagram.map(|(interval, found)| {
        let name = format!("{id} for {}", formula::name(interval));
        Exhibit::picture(
            &claim.id,
            "network",
            picture::network(&name, &found.network),
        )
    });
    holds_so_far(Statement::Exact, claim, &family, &sweep, largest_d)
        .with([formulas])
        .with(diagram)
}

/// Where a network breaks, to look at.
fn network_pictures(claim: &Claim, interval: &Interval, network: &Network) -> Vec<Exhibit> {
    let sums = sums(claim, interval, &[("the report's", network)]);
    let square = square(claim, "the report's", interval, network);
    std::iter::once(sums).chain(square).collect()
}

/// The same for every push in every direction.
pub fn robust(examiner: &mut Examiner<'_>, claim: &Claim, id: &str, largest_d: usize) -> Finding {
    let (family, sweep) = examiner.sweep(id, largest_d);
    let formulas = Exhibit::Lines(vec![family.to_string()]);
    let Some((interval, found)) = simplest_against(&sweep, NetworkFindings::is_robust) else {
        let undecided = sweep
            .iter()
            .find_map(|(i, found)| Some((i, found.robust.as_ref().err()?)));
        return match undecided {
            Some((interval, reason)) => not_decided(interval, reason),
            None => {
                holds_so_far(Statement::Robust, claim, &family, &sweep, largest_d).with([formulas])
            }
        };
    };
    let Ok(limits) = &found.robust else {
        unreachable!("it is decided")
    };
    let target = Target::from(*interval);
    let breaks =
        formula::breaks(found, limits, &target).unwrap_or_else(|| "wrong at a vertex".to_owned());
    let robust = count(&sweep, NetworkFindings::is_robust);
    let because = format!(
        "With {} it is {breaks}. It is robust in {robust} of {} cases with D ≤ {largest_d}{}.",
        formula::name(interval),
        sweep.len(),
        if breaks_on_attained_bounds(&sweep) {
            ": those in which neither A nor B is an attainable sum"
        } else {
            ""
        }
    );
    Finding::new(Verdict::Refuted, Basis::of(&limits.ground), because)
        .with([formulas])
        .with(certificate(claim, &limits.ground))
        .with(network_pictures(claim, interval, &found.network))
        .with(repairs(examiner, &family, &sweep, interval, largest_d))
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
    let hidden = match family.hidden {
        Activation::Sign => Hidden::Sign,
        Activation::Relu => Hidden::Relu,
        _ => return Vec::new(),
    };
    let cases = cases(largest_d);
    let row = |name: &str, sweep: &Sweep| {
        let share = |holds: fn(&NetworkFindings) -> Option<bool>| {
            format!("{} of {}", count(sweep, holds), sweep.len())
        };
        vec![
            name.to_owned(),
            share(NetworkFindings::is_exact),
            share(NetworkFindings::is_robust),
        ]
    };
    let mut table = vec![["network", "exact", "robust"].map(str::to_owned).to_vec()];
    table.push(row("the report's", theirs));
    let mut lines = Vec::new();
    for answer in [Answer::Integer, Answer::Widest] {
        let network = |interval: &Interval| {
            construct::network(interval, hidden, answer)
                .expect("both answers exist for both kinds of units")
        };
        table.push(row(answer.name(), &sweep(&cases, network, examiner.watch)));
        lines.push(format!(
            "{answer:<7}  {}",
            formula::network(&network(interval))
        ));
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
