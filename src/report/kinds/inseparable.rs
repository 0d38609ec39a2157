use serde::Deserialize;

use super::Kind;
use crate::checker::Evidence;
use crate::formula;
use crate::language::network::Network;
use crate::language::refused::Refused;
use crate::language::target::{Interval, TargetError};
use crate::prover::Engine;
use crate::question3::PartA;
use crate::report::evidence::{certificate, square, sums};
use crate::report::{Basis, Finding, Inquiry, Verdict};

/// This interval is not a single perceptron.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inseparable {
    /// The dimension D of the interval.
    pub d: usize,
    /// The lower bound A of the interval.
    pub a: i64,
    /// The upper bound B of the interval.
    pub b: i64,
}

impl Inseparable {
    fn interval(&self) -> Result<Interval, TargetError> {
        Interval::new(self.d, self.a, self.b)
    }
}

impl Kind for Inseparable {
    fn check(&self) -> Result<(), Refused> {
        let interval = self.interval();
        interval.map_err(|error| Refused::mistake("", "an interval", error))?;
        Ok(())
    }

    fn decide(&self, _: &mut Inquiry<'_>, claim: &str) -> Finding {
        let interval = self.interval().expect("intervals were checked");
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
}

/// The usual name of the function, if it has one.
fn well_known(interval: &Interval) -> Option<&'static str> {
    let top = i64::try_from(interval.dimension()).ok()?;
    match (interval.least_sum_inside(), interval.greatest_sum_inside()) {
        (least, greatest) if least == top && greatest == top => Some("AND"),
        (least, greatest) if least == 2 - top && greatest == top => Some("OR"),
        _ => None,
    }
}
