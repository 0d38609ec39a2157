//! Evidence speaks for itself: where it proves the opposite of the claim above it, the claim is refuted.

use crate::support::two_checkers::check;
use orthant::checker::{Certificate, Verdict};

/// Claims with evidence, the opposite claims, and the vertex that the checker finds where the evidence
/// names none.
const EVIDENCE: &[(&str, &str, &str, Option<&str>)] = &[
    (
        "separable",
        "inseparable",
        "target interval dim=2 low=1 high=2
evidence separator\n  weights 1 1\n  bias -1\n  classes 1 1",
        None,
    ),
    (
        "inseparable",
        "separable",
        "target interval dim=2 low=0 high=0
evidence farkas\n  1 at +-\n  1 at -+\n  1 at ++\n  1 at --",
        None,
    ),
    (
        "inseparable",
        "separable",
        "target interval dim=1000 low=-10 high=10
evidence levels\n  classes [1]*1000\n  1 at counts 500\n  1/2 at counts 0\n  1/2 at counts 1000",
        None,
    ),
    (
        "agrees",
        "differs",
        "target interval dim=2 low=1 high=2
network inputs=2\n  layer sign\n    unit bias -1 weights 1 1
evidence counts\n  classes 1 1",
        None,
    ),
    (
        "differs",
        "agrees",
        "target interval dim=2 low=0 high=2
network inputs=2\n  layer sign\n    unit bias -1 weights 1 1
evidence counts\n  classes 1 1",
        Some("+-"),
    ),
    (
        "differs",
        "agrees",
        "target interval dim=2 low=0 high=2
network inputs=2\n  layer sign\n    unit bias -1 weights 1 1
evidence vertex\n  vertex -+\n  h -1\n  f 1",
        None,
    ),
    // The ends agree, and what is between them does not: a kink, a value at 0 alone, and the target.
    (
        "differs",
        "agrees",
        "target interval dim=2 low=-2 high=2
network inputs=2\n  layer relu\n    unit bias 0 weights 1 1\n    unit bias 0 weights -1 -1
  layer identity\n    unit bias -1 weights 1 1
evidence counts\n  classes 1 1",
        Some("+-"),
    ),
    (
        "differs",
        "agrees",
        "target interval dim=2 low=-2 high=2
network inputs=2\n  layer zero\n    unit bias 2 weights 1 1\n    unit bias 2 weights -1 -1
  layer identity\n    unit bias 1 weights 1 1
evidence counts\n  classes 1 1",
        Some("+-"),
    ),
    (
        "differs",
        "agrees",
        "target interval dim=2 low=0 high=0
network inputs=2\n  layer sign\n    unit bias -1 weights 0 0
evidence counts\n  classes 1 1",
        Some("+-"),
    ),
    (
        "robust",
        "fragile",
        "target interval dim=1 low=-1 high=1
network inputs=1\n  layer sign\n    unit bias -1 weights 1\n    unit bias -1 weights 1
  layer identity\n    unit bias 1 weights 1 -1
evidence limits\n  classes 1\n  at counts 1\n    if 1.1 >=0 1.2 >=0 then kept
    if 1.1 >=0 1.2 <0 then impossible 1 -1\n    if 1.1 <0 1.2 >=0 then impossible -1 1
    if 1.1 <0 1.2 <0 then kept",
        None,
    ),
    (
        "fragile",
        "robust",
        "target interval dim=2 low=0 high=2
network inputs=2\n  layer sign\n    unit bias -1 weights 1 1
evidence limits\n  classes 1 1",
        Some("+-"),
    ),
    (
        "fragile",
        "robust",
        "target interval dim=2 low=2 high=2
network inputs=2\n  layer sign\n    unit bias -2 weights 1 1
evidence direction\n  vertex ++\n  direction -1 0\n  limit -1",
        None,
    ),
];

fn judged(claim: &str, rest: &str) -> (Certificate, Verdict) {
    let text = format!("orthant certificate 1\nclaim {claim}\n{rest}\nend\n");
    let certificate: Certificate = text.parse().expect("well-formed");
    let verdict = check(&certificate);
    (certificate, verdict)
}

#[test]
fn what_the_evidence_proves_is_verified() {
    for (claim, _, rest, _) in EVIDENCE {
        let (certificate, verdict) = judged(claim, rest);
        let Verdict::Verified(verified) = &verdict else {
            panic!("{claim}: {verdict:?}");
        };
        assert_eq!(verified.claim(), &certificate.claim);
        assert_eq!(verified.claim().name(), *claim);
    }
}

#[test]
fn the_opposite_is_refuted_and_its_negation_established() {
    for (claim, opposite, rest, expected) in EVIDENCE {
        let (certificate, verdict) = judged(opposite, rest);
        let Verdict::Refuted { negation, witness } = &verdict else {
            panic!("{opposite}: {verdict:?}");
        };
        assert_eq!(negation.claim().question, certificate.claim.question);
        assert_eq!(negation.claim().name(), *claim);
        let found = witness.as_ref().map(ToString::to_string);
        // Which representative of its class is found does not matter, so only its sum is compared.
        let sums = [found.as_deref(), *expected]
            .map(|x| x.map(|x| x.bytes().filter(|sign| *sign == b'+').count()));
        assert_eq!(sums[0], sums[1], "{opposite}");
        assert_eq!(verdict.established(), Some(negation));
    }
}

#[test]
fn what_is_rejected_establishes_nothing() {
    let rest = "target interval dim=2 low=0 high=0\nevidence farkas\n  1 at +-";
    for claim in ["separable", "inseparable"] {
        let (_, verdict) = judged(claim, rest);
        assert_eq!(verdict.established(), None);
        assert!(matches!(verdict, Verdict::Undecided(_)));
    }
}
