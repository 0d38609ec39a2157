//! Every way of lying has a row in a table: a certificate, and the condition of the checker on which it fails.
//!
//! The tables are in the files that are named like those of the checker; here is what they share, and what they must
//! cover together.

use std::collections::BTreeSet;

use super::{agreement, diagram, relaxation, robustness, separation};
use crate::support::two_checkers::check;
use orthant::checker::{Certificate, Rejection, Verdict};

/// What is wrong with a certificate, its text between the first line and `end`, and the expected rejection.
pub type Lie = (&'static str, String, fn(&Rejection) -> bool);

macro_rules! lies {
    ($($lie:literal, $body:expr => $variant:ident $({ $($fields:tt)* })?;)*) => {
        vec![$((
            $lie,
            String::from($body),
            |rejection| matches!(rejection, orthant::checker::Rejection::$variant { $($($fields)*,)? .. }),
        )),*]
    };
}
pub(super) use lies;

fn read(lie: &str, body: &str) -> Certificate {
    let text = format!("orthant certificate 1\n{body}\nend\n");
    text.parse()
        .unwrap_or_else(|error| panic!("{lie}: {error}\n{text}"))
}

fn rejection(lie: &str, body: &str) -> Rejection {
    match check(&read(lie, body)) {
        Verdict::Undecided(rejection) => rejection,
        verdict => panic!("{lie}: {verdict:?}\n{body}"),
    }
}

pub fn assert_rejected(lies: Vec<Lie>) {
    for (lie, body, expected) in lies {
        let found = rejection(lie, &body);
        assert!(expected(&found), "{lie}: {found:?}\n{body}");
    }
}

/// A claim about AND and sign(x₁ + x₂ − 1), which computes it.
pub fn network_is(claim: &str) -> String {
    let network = "network inputs=2\n  layer sign\n    unit bias -1 weights 1 1";
    format!("claim {claim}\ntarget interval dim=2 low=1 high=2\n{network}")
}

/// The same about x₁ as the target.
pub fn network_is_first(claim: &str) -> String {
    network_is(claim).replace("interval dim=2 low=1 high=2", "table dim=2 -+-+")
}

/// Seven classes of fifteen coordinates: more vectors of counts than the checker visits.
pub fn too_large(claim: &str, evidence: &str) -> String {
    let classes = "[1]*15 [2]*15 [3]*15 [4]*15 [5]*15 [6]*15 [7]*15";
    format!(
        "claim {claim}\ntarget interval dim=105 low=-105 high=105\nnetwork inputs=105\n  layer sign
    unit bias 1 weights [0]*105\nevidence {evidence}\n  classes {classes}"
    )
}

/// A new condition does not compile until it has a number here, and then it needs a lie in a table.
fn number(rejection: &Rejection) -> usize {
    match rejection {
        Rejection::EvidenceDoesNotFit { .. } => 0,
        Rejection::Dimension { .. } => 1,
        Rejection::ClassSplitsNetwork { .. } => 2,
        Rejection::ClassSplitsTarget => 3,
        Rejection::TooLarge { .. } => 4,
        Rejection::TooManyAssumptions { .. } => 5,
        Rejection::Mislabelled { .. } => 6,
        Rejection::NegativeWeight { .. } => 7,
        Rejection::AllWeightsZero => 8,
        Rejection::CoordinateDoesNotCancel { .. } => 9,
        Rejection::BiasDoesNotCancel { .. } => 10,
        Rejection::CountsOutOfRange { .. } => 11,
        Rejection::StatedWrongly { .. } => 12,
        Rejection::NoDifference { .. } => 13,
        Rejection::LimitKept { .. } => 14,
        Rejection::CasesMissing { .. } => 15,
        Rejection::CasesUnused { .. } => 16,
        Rejection::CasesDoNotCover { .. } => 17,
        Rejection::LimitLost { .. } => 18,
        Rejection::MultiplierCount { .. } => 19,
        Rejection::MultiplierSign { .. } => 20,
        Rejection::SlopesDoNotCancel { .. } => 21,
        Rejection::NothingStrict { .. } => 22,
        Rejection::OrderRepeats { .. } => 23,
        Rejection::NodeMisfits { .. } => 24,
        Rejection::NodeUnreached { .. } => 25,
        Rejection::RootMisses => 26,
        Rejection::BoxLeaves { .. } => 27,
        Rejection::TwoSubtables { .. } => 28,
        Rejection::LeafUndecided { .. } => 29,
        Rejection::CountsDoNotAdd { .. } => 30,
        Rejection::PartsDoNotCover { .. } => 31,
        Rejection::LeavesDoNotCover { .. } => 32,
        Rejection::TargetVaries { .. } => 33,
        Rejection::SlopeOutOfPlace { .. } => 34,
        Rejection::LeafOpen { .. } => 35,
    }
}

#[test]
fn every_condition_has_a_lie_that_fails_it() {
    let tables = [
        separation::lies_about_separators(),
        separation::lies_about_farkas_weights(),
        separation::lies_about_levels(),
        agreement::lies_about_counts(),
        agreement::lies_about_vertices(),
        robustness::lies_about_limits(),
        robustness::lies_about_directions(),
        diagram::lies_about_diagrams(),
        relaxation::lies_about_trees(),
    ];
    let lies = tables.iter().flatten();
    let failed: BTreeSet<_> = lies
        .map(|(lie, body, _)| number(&rejection(lie, body)))
        .collect();
    assert_eq!(failed, (0..36).collect());
}

#[test]
fn the_truths_that_the_lies_distort_are_verified() {
    let truths = [
        separation::truths(),
        agreement::truths(),
        robustness::truths(),
        diagram::truths(),
        relaxation::truths(),
    ];
    for body in truths.concat() {
        let verdict = check(&read("a truth", &body));
        assert!(
            matches!(verdict, Verdict::Verified(_)),
            "{verdict:?}\n{body}"
        );
    }
}
