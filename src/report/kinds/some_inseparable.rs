//! Claims about a single perceptron.

use crate::checker::Evidence;
use crate::formula;
use crate::language::network::Network;
use crate::language::target::Interval;
use crate::prover::Engine;
use crate::question3::PartA;
use crate::question3::networks::ONE_PERCEPTRON;
use crate::report::claims::Claim;
use crate::report::evidence::{certificate, square, sums};
use crate::report::finding::{Basis, Exhibit, Finding, Verdict};
use crate::report::inquiry::Examiner;
use crate::report::sweeps::{cases, in_all_cases, simplicity};

/// Some case up to the bound.
pub fn some_inseparable(examiner: &Examiner<'_>, claim: &Claim, largest_d: usize) -> Finding {
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
    let simplest = answers
        .iter()
        .filter(inseparable)
        .min_by_key(|(interval, _)| simplicity(interval));
    let Some((interval, part)) = simplest else {
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
        "{} is one of {count} cases out of {all} with D ≤ {largest_d} that no perceptron computes; which those are, {} \
         proves for every D.",
        formula::name(interval),
        ONE_PERCEPTRON
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
        Some(sums(claim, interval, &[])),
        Some(Exhibit::Table(table)),
    ];
    Finding::new(Verdict::Holds, Basis::of(ground), because).with(exhibits.into_iter().flatten())
}

/// This case.
pub fn inseparable(claim: &Claim, d: usize, a: i64, b: i64) -> Finding {
    let interval = Interval::new(d, a, b).expect("intervals were checked");
    let part = PartA::new(&interval, Engine::Auto);
    let ground = match &part.separable {
        Err(reason) => return Finding::undecided(format!("It was not decided: {reason}.")),
        Ok(ground) => ground,
    };
    let picture = sums(claim, &interval, &[]);
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
        return Finding::new(Verdict::Holds, Basis::of(ground), because)
            .with(evidence)
            .with([picture]);
    }
    let named = well_known(&interval)
        .map(|name| format!("This function is {name}, and "))
        .unwrap_or_default();
    let name = formula::name(&interval);
    let evidence = ground
        .certificate()
        .map(|certificate| &certificate.evidence);
    let Some(Evidence::Separator { weights, bias, .. }) = evidence else {
        let because = format!("{named}a perceptron computes the function with {name}.");
        return Finding::new(Verdict::Refuted, Basis::of(ground), because).with([picture]);
    };
    let separator = format!("sign({})", formula::linear(weights, bias, "x"));
    let network = Network::perceptron(weights.clone(), bias.clone());
    let because = format!("{named}{separator} computes the function with {name}.");
    Finding::new(Verdict::Refuted, Basis::of(ground), because)
        .with(certificate(claim, ground))
        .with([sums(claim, &interval, &[(&separator, &network)])])
        .with(square(claim, &separator, &interval, &network))
}

/// What everybody calls it.
fn well_known(interval: &Interval) -> Option<&'static str> {
    let top = i64::try_from(interval.dimension()).ok()?;
    match (interval.least_sum_inside(), interval.greatest_sum_inside()) {
        (least, greatest) if least == top && greatest == top => Some("AND"),
        (least, greatest) if least == 2 - top && greatest == top => Some("OR"),
        _ => None,
    }
}
