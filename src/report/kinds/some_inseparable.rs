use std::convert::Infallible;

use serde::Deserialize;

use super::{Kind, Names};
use crate::formula;
use crate::language::target::Interval;
use crate::page::row;
use crate::prover::Engine;
use crate::question3::PartA;
use crate::question3::networks::ONE_PERCEPTRON;
use crate::question3::sweep::in_parallel;
use crate::report::evidence::{certificate, sums};
use crate::report::sweeps::{cases, simplicity};
use crate::report::{Basis, Exhibit, Finding, Inquiry, Verdict};

/// Some interval with D up to this bound is not a single perceptron.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SomeInseparable {
    /// The largest D whose intervals are tried.
    pub largest_d: usize,
}

impl Kind for SomeInseparable {
    fn names(&self) -> Names<'_> {
        Names::default().up_to(self.largest_d)
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, claim: &str) -> Finding {
        let (largest_d, limits) = (self.largest_d, inquiry.limits);
        let cases = cases(largest_d);
        let Ok(answers) = in_parallel(&cases, |interval| {
            let answer = || PartA::new(interval, Engine::Auto);
            Ok::<_, Infallible>(limits.go_on(0, 0).is_ok().then(answer))
        });
        if answers.len() < cases.len() {
            return Finding::undecided("It was interrupted.");
        }
        let answers: Vec<(Interval, PartA)> = cases.into_iter().zip(answers).collect();
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
        let mut table = vec![row(["D", "cases", "no perceptron"])];
        for d in 1..=largest_d {
            let of_d = answers
                .iter()
                .filter(|(interval, _)| interval.dimension() == d);
            let against = of_d.clone().filter(inseparable).count();
            let counts = [d, of_d.count(), against].map(|count| count.to_string());
            table.push(counts.to_vec());
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
        Finding::new(Verdict::Holds, Basis::of(ground), because)
            .with(exhibits.into_iter().flatten())
    }
}
