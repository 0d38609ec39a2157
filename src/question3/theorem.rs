//! The theorems of `proofs/theories` about Question 3: what is proved for every D ≥ 1 and all integers
//! −D ≤ A ≤ B ≤ D, and of which network.
//!
//! A name is `Theory.theorem`; the theory `FourPointsRefuteAnInterval` is a file in `proofs/theories` and has the page
//! `proofs/four-points-refute-an-interval.md`. Rocq checks the theories (`make -C proofs`); this module only
//! names them.

use crate::question3::networks::{Answer, Hidden};

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

/// Whether a theorem says yes for every interval; those named `…_iff` say for which.
pub fn says_yes(name: &str) -> bool {
    !name.ends_with("_iff")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::target::{Interval, Target};
    use crate::prover::{Engine, UNWATCHED};
    use crate::question3::answer::{Origin, examine};
    use crate::question3::networks::{NETWORKS, network};

    /// What the theorems say of one case: always, never on an attained bound, or only for A = B.
    fn said(answer: Answer, statement: Statement, interval: &Interval) -> bool {
        let attained = interval.low() == interval.least_sum_inside()
            || interval.high() == interval.greatest_sum_inside();
        match (answer, statement) {
            (Answer::Report, Statement::Robust) => !attained,
            (Answer::Published, _) => interval.low() == interval.high(),
            _ => true,
        }
    }

    #[test]
    fn the_theorems_say_what_the_engines_find_up_to_five() {
        let cases =
            (1..=5_i64).flat_map(|d| (-d..=d).flat_map(move |a| (a..=d).map(move |b| (d, a, b))));
        for (d, a, b) in cases {
            let d = usize::try_from(d).expect("positive");
            let interval = Interval::new(d, a, b).expect("in range");
            for (hidden, answer) in NETWORKS
                .into_iter()
                .chain([(Hidden::Relu, Answer::Corrected)])
            {
                let h = network(&interval, hidden, answer).expect("given");
                let origin = Origin::Construction(hidden, answer);
                let found = examine(origin, h, &Target::from(interval), Engine::Auto, UNWATCHED);
                let exact = said(answer, Statement::Exact, &interval);
                let robust = said(answer, Statement::Robust, &interval);
                assert_eq!(found.is_exact(), Some(exact), "{answer} {interval}");
                assert_eq!(found.is_robust(), Some(robust), "{answer} {interval}");
            }
        }
    }

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
