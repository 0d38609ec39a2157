//! Claims about Question 3, decided by the checker in every case up to a bound, and by proofs beyond it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::claims::{Claim, MAX_D};
use super::examiner::Examiner;
use super::family::Family;
use super::finding::{Basis, Exhibit, Finding, Verdict};
use super::piecewise::Piecewise;
use super::theorem::{self, Statement};
use crate::checker::Evidence;
use crate::formula;
use crate::network::{Activation, Network};
use crate::picture;
use crate::prover::construct::{self, Answer, Hidden};
use crate::prover::{Engine, Watch};
use crate::question3::{Ground, NetworkFindings, Origin, PartA, examine};
use crate::target::{Interval, Target};

/// What was found out about one network in every case.
pub type Sweep = Vec<(Interval, NetworkFindings)>;

/// Every A ≤ B for every D up to the bound.
pub fn cases(largest_d: usize) -> Vec<Interval> {
    let of_dimension = |d: usize| {
        let top = i64::try_from(d).expect("the bound is small");
        let pairs = (-top..=top).flat_map(move |a| (a..=top).map(move |b| (a, b)));
        pairs.map(move |(a, b)| Interval::new(d, a, b).expect("−D ≤ A ≤ B ≤ D"))
    };
    (1..=largest_d.min(MAX_D)).flat_map(of_dimension).collect()
}

/// Answers for all cases, on all cores, in the order of the cases.
fn in_all_cases<T: Send>(cases: &[Interval], answer: impl Fn(&Interval) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(Vec::new());
    let work = || {
        while let Some((index, case)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            cases.get(index).map(|case| (index, case))
        } {
            let answer = answer(case);
            answers
                .lock()
                .expect("no thread panics")
                .push((index, answer));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    let mut answers = answers.into_inner().expect("no thread panics");
    answers.sort_by_key(|(index, _)| *index);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// Examines one network in every case.
fn sweep(cases: &[Interval], network: impl Fn(&Interval) -> Network + Sync, watch: Watch) -> Sweep {
    in_all_cases(cases, |interval| {
        let target = Target::from(*interval);
        let origin = Origin::Own(String::new());
        let found = examine(origin, network(interval), &target, Engine::Auto, watch);
        (*interval, found)
    })
}

impl Examiner<'_> {
    /// What is found out about a network of the document; gone through once.
    fn sweep(&mut self, id: &str, largest_d: usize) -> (Family, Sweep) {
        let family = self.document.network(id).clone();
        let watch = self.watch;
        let key = format!("{id} {largest_d}");
        let found = self.sweeps.entry(key).or_insert_with(|| {
            sweep(
                &cases(largest_d),
                |interval| family.network(interval),
                watch,
            )
        });
        let found = found.clone();
        (family, found)
    }
}

fn certificate(claim: &Claim, ground: &Ground) -> Option<Exhibit> {
    let certificate = ground.certificate()?.clone();
    Some(Exhibit::Certificate {
        name: format!("{}.{}", claim.id, certificate.claim.name()),
        certificate: Box::new(certificate),
    })
}

fn basis(ground: &Ground) -> Basis {
    match ground {
        Ground::Checked { .. } => Basis::Checked,
        Ground::Computed(_) => Basis::Computed,
    }
}

/// `D = 2, A = 0, B = 0`, with f's sums.
fn sums_picture(claim: &Claim, interval: &Interval, networks: &[(&str, &Network)]) -> Exhibit {
    Exhibit::Picture {
        name: format!("{}-sums", claim.id),
        drawing: picture::sums(interval, networks),
    }
}

pub(super) fn some_inseparable(
    examiner: &Examiner<'_>,
    claim: &Claim,
    largest_d: usize,
) -> Finding {
    let cases = cases(largest_d);
    let answers = in_all_cases(&cases, |interval| {
        if (examiner.watch)(0, 0) {
            Some(PartA::new(interval, Engine::Auto))
        } else {
            None
        }
    });
    if answers.iter().any(Option::is_none) {
        return Finding::undecided("It was interrupted.");
    }
    let answers: Vec<(Interval, PartA)> = cases
        .into_iter()
        .zip(answers.into_iter().flatten())
        .collect();
    let all = answers.len();
    let inseparable = |(_, part): &&(Interval, PartA)| part.is_separable() == Some(false);
    let count = answers.iter().filter(inseparable).count();
    let Some((interval, part)) = answers.iter().find(inseparable) else {
        return Finding::undecided(format!(
            "No case with D ≤ {largest_d} is inseparable, and beyond that none was looked at."
        ));
    };
    let ground = part
        .four_points
        .as_ref()
        .and_then(|ground| ground.as_ref().ok());
    let Some(ground) = ground.or(part.separable.as_ref().ok()) else {
        return Finding::undecided("No certificate was found.");
    };
    let because = format!(
        "{} is one of {count} cases out of {all} with D ≤ {largest_d} that no perceptron computes.",
        formula::name(interval)
    );
    let mut table = vec![["D", "cases", "no perceptron"].map(str::to_owned).to_vec()];
    for d in 1..=largest_d {
        let of_d = answers
            .iter()
            .filter(|(interval, _)| interval.dimension() == d);
        let against = of_d.clone().filter(inseparable).count();
        table.push(vec![
            d.to_string(),
            of_d.count().to_string(),
            against.to_string(),
        ]);
    }
    let exhibits = [
        Some(Exhibit::Text(
            "If sign(w·x + b) were right at the four points of the certificate, then adding up would give 0 > 0: they \
             are x₁ + x₂ = y₁ + y₂ with f = +1 at x₁, x₂ and f = -1 at y₁, y₂."
                .to_owned(),
        )),
        certificate(claim, ground),
        Some(sums_picture(claim, interval, &[])),
        Some(Exhibit::Table(table)),
    ];
    Finding::new(Verdict::Holds, basis(ground), because).with(exhibits.into_iter().flatten())
}

pub(super) fn inseparable(claim: &Claim, d: usize, a: i64, b: i64) -> Finding {
    let interval = Interval::new(d, a, b).expect("intervals were checked");
    let part = PartA::new(&interval, Engine::Auto);
    let ground = match &part.separable {
        Err(reason) => return Finding::undecided(format!("It was not decided: {reason}.")),
        Ok(ground) => ground,
    };
    let picture = sums_picture(claim, &interval, &[]);
    if !ground.holds() {
        let because = format!(
            "No perceptron computes the function with {}.",
            formula::name(&interval)
        );
        let four_points = part
            .four_points
            .as_ref()
            .and_then(|points| points.as_ref().ok());
        let evidence = certificate(claim, four_points.unwrap_or(ground));
        return Finding::new(Verdict::Holds, basis(ground), because)
            .with(evidence)
            .with([picture]);
    }
    let name = formula::name(&interval);
    let and = if (d, a, b) == (2, 1, 2) {
        "This function is AND, and "
    } else {
        ""
    };
    let (separator, network) = match ground
        .certificate()
        .map(|certificate| &certificate.evidence)
    {
        Some(Evidence::Separator { weights, bias, .. }) => (
            formula::linear(weights, bias, "x"),
            Some(Network::perceptron(weights.clone(), bias.clone())),
        ),
        _ => ("…".to_owned(), None),
    };
    let because = format!("{and}sign({separator}) computes the function with {name}.");
    let separator = format!("sign({separator})");
    let pictures = network.map(|network| {
        let square = picture::square(&separator, &network, &interval.into());
        let square = square.map(|drawing| Exhibit::Picture {
            name: format!("{}-square", claim.id),
            drawing,
        });
        [
            Some(sums_picture(claim, &interval, &[(&separator, &network)])),
            square,
        ]
    });
    Finding::new(Verdict::Refuted, basis(ground), because)
        .with(certificate(claim, ground))
        .with(pictures.into_iter().flatten().flatten())
}

/// How often something holds.
fn count(sweep: &Sweep, holds: impl Fn(&NetworkFindings) -> Option<bool>) -> usize {
    sweep
        .iter()
        .filter(|(_, found)| holds(found) == Some(true))
        .count()
}

/// Of the cases in which it does not hold, the first that no perceptron computes, else the first.
fn first_against(
    sweep: &Sweep,
    holds: impl Fn(&NetworkFindings) -> Option<bool>,
) -> Option<&(Interval, NetworkFindings)> {
    let mut against = sweep
        .iter()
        .filter(|(_, found)| holds(found) == Some(false));
    let two_sided =
        |(interval, _): &&(Interval, NetworkFindings)| construct::four_points(interval).is_some();
    against.clone().find(two_sided).or_else(|| against.next())
}

/// The finding where it holds in all cases that were gone through.
fn holds_so_far(
    statement: Statement,
    claim: Option<&Claim>,
    family: &Family,
    sweep: &Sweep,
    largest_d: usize,
) -> Finding {
    let all = sweep.len();
    let example = sweep
        .iter()
        .find(|(interval, _)| construct::four_points(interval).is_some());
    let evidence = example.and_then(|(_, found)| {
        let ground = match statement {
            Statement::Exact => found.exact.as_ref().ok().map(|exact| &exact.ground),
            Statement::Robust => found.robust.as_ref().ok().map(|robust| &robust.ground),
            Statement::RealInputs => None,
        };
        certificate(claim?, ground?)
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

pub(super) fn exact(
    examiner: &mut Examiner<'_>,
    claim: &Claim,
    id: &str,
    largest_d: usize,
) -> Finding {
    let (family, sweep) = examiner.sweep(id, largest_d);
    let formulas = Exhibit::Lines(vec![family.to_string()]);
    if let Some((interval, found)) = first_against(&sweep, NetworkFindings::is_exact) {
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
        return Finding::new(Verdict::Refuted, basis(&exact.ground), because)
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
    let diagram = diagram.map(|(interval, found)| Exhibit::Picture {
        name: format!("{}-network", claim.id),
        drawing: picture::network(
            &format!("{id} for {}", formula::name(interval)),
            &found.network,
        ),
    });
    holds_so_far(Statement::Exact, Some(claim), &family, &sweep, largest_d)
        .with([formulas])
        .with(diagram)
}

/// Where a network breaks, to look at.
fn network_pictures(claim: &Claim, interval: &Interval, network: &Network) -> Vec<Exhibit> {
    let name = formula::name(interval);
    let square = picture::square(&name, network, &(*interval).into());
    let square = square.map(|drawing| Exhibit::Picture {
        name: format!("{}-square", claim.id),
        drawing,
    });
    [
        Some(sums_picture(claim, interval, &[("the report's", network)])),
        square,
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub(super) fn robust(
    examiner: &mut Examiner<'_>,
    claim: &Claim,
    id: &str,
    largest_d: usize,
) -> Finding {
    let (family, sweep) = examiner.sweep(id, largest_d);
    let formulas = Exhibit::Lines(vec![family.to_string()]);
    let Some((interval, found)) = first_against(&sweep, NetworkFindings::is_robust) else {
        let undecided = sweep
            .iter()
            .find_map(|(i, found)| Some((i, found.robust.as_ref().err()?)));
        return match undecided {
            Some((interval, reason)) => not_decided(interval, reason),
            None => holds_so_far(Statement::Robust, Some(claim), &family, &sweep, largest_d)
                .with([formulas]),
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
    Finding::new(Verdict::Refuted, basis(&limits.ground), because)
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

/// The first case in which the network is wrong at some real input, with the sum.
fn wrong_for_reals(
    family: &Family,
    largest_d: usize,
) -> Option<(Interval, crate::exact::Rational)> {
    cases(largest_d).into_iter().find_map(|interval| {
        let line =
            Piecewise::of_sum(&family.network(&interval)).expect("equal weights on all inputs");
        Some((interval, line.difference(&Piecewise::indicator(&interval))?))
    })
}

/// Where a network is wrong, with both values.
fn wrong_sum(family: &Family, interval: &Interval, sum: &crate::exact::Rational) -> String {
    let line = Piecewise::of_sum(&family.network(interval)).expect("equal weights on all inputs");
    let (h, f) = (line.at(sum), Piecewise::indicator(interval).at(sum));
    format!(
        "with {}, where the inputs add up to {sum}, h = {h} and f = {f}",
        formula::name(interval)
    )
}

pub(super) fn real_inputs(examiner: &Examiner<'_>, id: &str, largest_d: usize) -> Finding {
    let family = examiner.document.network(id);
    let formulas = Exhibit::Lines(vec![family.to_string()]);
    let finding = match wrong_for_reals(family, largest_d) {
        Some((interval, sum)) => {
            let because = format!("It does not: {}.", wrong_sum(family, &interval, &sum));
            Finding::new(Verdict::Refuted, Basis::Computed, because)
        }
        None => {
            let all = cases(largest_d).len();
            match theorem::page(Statement::RealInputs, family) {
                Some(page) => Finding::new(
                    Verdict::Holds,
                    Basis::Proved,
                    format!(
                        "As a function of the sum, piece by piece, it is +1 on [A, B] and -1 elsewhere in all {all} cases with D \
                         ≤ {largest_d}, and {page} proves it for every D."
                    ),
                ),
                None => Finding::undecided(format!(
                    "It holds in all {all} cases with D ≤ {largest_d}; no page of proofs/ says so of this network for every D."
                )),
            }
        }
    };
    finding.with([formulas])
}

pub(super) fn special_for_reals(
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
                "The network {beside} does so too: both are the indicator of A ≤ x₁ + … + x_D ≤ B at every real input."
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
    let basis = own.basis.or(other.basis).unwrap_or(Basis::Computed);
    Finding::new(verdict, basis, because).with([Exhibit::Lines(formulas.to_vec())])
}
