use serde::Deserialize;

use super::real_inputs::{in_every_case, theorem};
use super::{Kind, Names};
use crate::question3::family::Family;
use crate::report::{Basis, Exhibit, Finding, Inquiry, Verdict};

/// One network is right at every real input, and another one is not.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SpecialForReals {
    /// The id of a network of the subject.
    pub network: String,
    /// The id of the other network.
    pub beside: String,
    /// The largest D up to which all cases are examined.
    pub largest_d: usize,
}

impl Kind for SpecialForReals {
    fn names(&self) -> Names<'_> {
        Names::networks([&self.network, &self.beside]).up_to(self.largest_d)
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, _: &str) -> Finding {
        let (id, beside) = (&self.network, &self.beside);
        let families = [id, beside].map(|id| inquiry.subject.network(id));
        let [own, other] = families.map(|family| in_every_case(family, self.largest_d));
        let formulas = families.map(|family| format!("{}  {family}", family.name));
        let (verdict, because) = match (own.verdict, other.verdict) {
            (Verdict::Holds, Verdict::Holds) => (
                Verdict::Refuted,
                format!(
                    "The network {beside} does so too: both are the indicator of A ≤ x₁ + … + x_D ≤ B at every real input{}.",
                    by_theorems(families)
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
}

/// The theorems that say so for every D, in brackets.
fn by_theorems(families: [&Family; 2]) -> String {
    match families.map(theorem) {
        [Some(own), Some(other)] => format!(" ({own}, {other})"),
        _ => String::new(),
    }
}
