//! The theorems of `proofs/theories` about Question 3: what is proved for every D ≥ 1 and all integers
//! −D ≤ A ≤ B ≤ D, and of which network.
//!
//! A name is `Theory.theorem`; the theory `FourPointsRefuteAnInterval` is a file in `proofs/theories` and has the page
//! `proofs/four-points-refute-an-interval.md`. Rocq checks the theories (`make -C proofs`); this module only
//! names them.

use crate::prover::construct::{Answer, Hidden};

/// What a theorem decides of a network, for every interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statement {
    /// Whether it computes the function at every vertex.
    Exact,
    /// Whether it is robust.
    Robust,
    /// Whether it is right at every real input.
    RealInputs,
}

/// Which intervals are one perceptron.
pub const ONE_PERCEPTRON: &str = "OneSignChangeIsOnePerceptron.interval_is_one_perceptron_iff";

/// The theorem that decides the statement for this network; `None` where there is none.
pub fn about(hidden: Hidden, answer: Answer, statement: Statement) -> Option<&'static str> {
    use Statement::{Exact, RealInputs, Robust};
    let names = match (hidden, answer) {
        (Hidden::Sign, Answer::Published | Answer::Corrected) => return None,
        (Hidden::Sign, Answer::Report) => [
            "TheReportsNetworksAreExact.report_b_is_exact",
            "TheReportsNetworksBreakOnAttainedBounds.report_b_is_robust_iff",
        ],
        (Hidden::Relu, Answer::Report) => [
            "TheReportsNetworksAreExact.report_c_is_exact",
            "TheReportsNetworksBreakOnAttainedBounds.report_c_is_robust_iff",
        ],
        (Hidden::Sign, Answer::Integer) => [
            "HalfIntegerThresholdsSurviveAnyDirection.integer_b_is_exact",
            "HalfIntegerThresholdsSurviveAnyDirection.integer_b_is_robust",
        ],
        (Hidden::Relu, Answer::Integer) => [
            "HalfIntegerThresholdsSurviveAnyDirection.integer_c_is_exact",
            "HalfIntegerThresholdsSurviveAnyDirection.integer_c_is_robust",
        ],
        (Hidden::Sign, Answer::Widest) => [
            "WidestThresholds.widest_b_is_exact",
            "WidestThresholds.widest_b_is_robust",
        ],
        (Hidden::Relu, Answer::Widest) => [
            "WidestThresholds.widest_c_is_exact",
            "WidestThresholds.widest_c_is_robust",
        ],
        (Hidden::Relu, Answer::Published) => [
            "ThePublishedAnswer.published_c_is_exact_iff",
            "ThePublishedAnswer.published_c_is_robust_iff",
        ],
        (Hidden::Relu, Answer::Corrected) => [
            "ThePublishedAnswer.corrected_c_is_exact",
            "ThePublishedAnswer.corrected_c_is_robust",
        ],
    };
    match (statement, hidden, answer) {
        (Exact, ..) => Some(names[0]),
        (Robust, ..) => Some(names[1]),
        (RealInputs, Hidden::Sign, Answer::Report) => {
            Some("TheReportsNetworksAreExact.report_b_is_the_indicator")
        }
        (RealInputs, Hidden::Relu, Answer::Report) => {
            Some("TheReportsNetworksAreExact.report_c_is_the_indicator")
        }
        (RealInputs, ..) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prover::construct::NETWORKS;

    #[test]
    fn every_network_of_the_question_is_decided_by_theorems() {
        for (hidden, answer) in NETWORKS {
            for statement in [Statement::Exact, Statement::Robust] {
                let name = about(hidden, answer, statement).expect("a theorem");
                let (_, theorem) = name.split_once('.').expect("Theory.theorem");
                let network = format!("{answer}_{}_", hidden.part());
                assert!(theorem.starts_with(&network), "{name}");
            }
        }
    }
}
