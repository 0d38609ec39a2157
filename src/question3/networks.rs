//! The two-unit networks that have been given as answers to the exercise's Question 3, as a table.

use std::borrow::Cow;
use std::fmt;

use crate::examine::Property;
use crate::language::network::{Activation, Network};
use crate::language::target::Interval;
use crate::question3::family::{Family, HiddenUnit, LinearForm, OutputUnit};

/// The answers to Question 3, by their authors or their thresholds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The report's answer: thresholds at A and B themselves (REFERENCE 2).
    Report,
    /// Thresholds halfway to the next integers; all weights are integers (REFERENCE 3.3).
    Integer,
    /// Thresholds as far as possible from the attainable sums on both sides (REFERENCE 7).
    Widest,
    /// A further published answer to (c), with output bias 2 (REFERENCE 3.4).
    Published,
    /// The published answer, corrected: output bias 2(B − A + 1).
    Corrected,
}

/// The kind of hidden units, which the part of the question decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hidden {
    /// Part (b): sign units.
    Sign,
    /// Part (c): ReLU units.
    Relu,
}

impl Answer {
    /// Whether this answer is offered as a correct one; the others are there to be checked.
    pub fn is_offered(self) -> bool {
        matches!(self, Self::Integer | Self::Widest)
    }
}

/// A network for every D, A and B that has been given as an answer, and what is proved of it.
///
/// A theorem's name is `Theory.theorem`: the theory `WidestThresholds` is a file in `proofs/theories` and has the page
/// `proofs/widest-thresholds.md`. Rocq checks the theories (`make -C proofs`); this table only names them.
#[derive(Debug, PartialEq, Eq)]
pub struct Construction {
    /// The kind of the hidden units.
    pub hidden: Hidden,
    /// The answer that the network belongs to.
    pub answer: Answer,
    /// The networks, one for each interval; the family has the answer's name.
    pub family: Family,
    /// The theorem that decides for every interval whether it is exact.
    exact: &'static str,
    /// The theorem that decides for every interval whether it is robust.
    robust: &'static str,
    /// The theorem that says that it is right at every real input, where there is one.
    pub real_inputs: Option<&'static str>,
}

/// The theorem that says which intervals one perceptron computes.
pub const ONE_PERCEPTRON: &str = "OneSignChangeIsOnePerceptron.interval_is_one_perceptron_iff";

/// Whether a theorem says yes for every interval; a theorem named `…_iff` says for which intervals.
pub fn says_yes(theorem: &str) -> bool {
    !theorem.ends_with("_iff")
}

/// The hidden unit with pre-activation weight·S + bias.
const fn unit(weight: i64, bias: LinearForm) -> HiddenUnit {
    HiddenUnit { weight, bias }
}

const fn family(
    name: &'static str,
    hidden: Activation,
    units: &'static [HiddenUnit],
    output: Activation,
    weights: &'static [i64],
    bias: LinearForm,
) -> Family {
    Family {
        name: Cow::Borrowed(name),
        hidden,
        units: Cow::Borrowed(units),
        output: OutputUnit {
            activation: output,
            weights: Cow::Borrowed(weights),
            bias,
        },
    }
}

/// The units with pre-activations 2S − 2A + 1 and −2S + 2B + 1.
const HALF_WAY: &[HiddenUnit] = &[
    unit(2, LinearForm::of_bounds(-2, 0, 1)),
    unit(-2, LinearForm::of_bounds(0, 2, 1)),
];

/// The networks of the question: part (b) before part (c), and last the corrected one, which is not listed.
///
/// S = x₁ + … + x_D, and A′, B′ are the attainable sums next to A and B inside the interval.
pub static CONSTRUCTIONS: [Construction; 8] = [
    // sign(S − A), sign(−S + B); h₁ + h₂ − 1
    Construction {
        hidden: Hidden::Sign,
        answer: Answer::Report,
        family: family(
            "report",
            Activation::Sign,
            &[
                unit(1, LinearForm::of_bounds(-1, 0, 0)),
                unit(-1, LinearForm::of_bounds(0, 1, 0)),
            ],
            Activation::Identity,
            &[1, 1],
            LinearForm::of_bounds(0, 0, -1),
        ),
        exact: "TheReportsNetworksAreExact.report_b_is_exact",
        robust: "TheReportsNetworksBreakOnAttainedBounds.report_b_is_robust_iff",
        real_inputs: Some("TheReportsNetworksAreExact.report_b_is_the_indicator"),
    },
    // sign(2S − 2A + 1), sign(−2S + 2B + 1); h₁ + h₂ − 1
    Construction {
        hidden: Hidden::Sign,
        answer: Answer::Integer,
        family: family(
            "integer",
            Activation::Sign,
            HALF_WAY,
            Activation::Identity,
            &[1, 1],
            LinearForm::of_bounds(0, 0, -1),
        ),
        exact: "HalfIntegerThresholdsSurviveAnyDirection.integer_b_is_exact",
        robust: "HalfIntegerThresholdsSurviveAnyDirection.integer_b_is_robust",
        real_inputs: None,
    },
    // sign(S − (A′ − 1)), sign(−S + (B′ + 1)); h₁ + h₂ − 1
    Construction {
        hidden: Hidden::Sign,
        answer: Answer::Widest,
        family: family(
            "widest",
            Activation::Sign,
            &[
                unit(1, LinearForm::of_sums(-1, 0, 1)),
                unit(-1, LinearForm::of_sums(0, 1, 1)),
            ],
            Activation::Identity,
            &[1, 1],
            LinearForm::of_bounds(0, 0, -1),
        ),
        exact: "WidestThresholds.widest_b_is_exact",
        robust: "WidestThresholds.widest_b_is_robust",
        real_inputs: None,
    },
    // relu(−S + A), relu(S − B); +1 if h₁ + h₂ = 0, else −1
    Construction {
        hidden: Hidden::Relu,
        answer: Answer::Report,
        family: family(
            "report",
            Activation::Relu,
            &[
                unit(-1, LinearForm::of_bounds(1, 0, 0)),
                unit(1, LinearForm::of_bounds(0, -1, 0)),
            ],
            Activation::Zero,
            &[1, 1],
            LinearForm::of_bounds(0, 0, 0),
        ),
        exact: "TheReportsNetworksAreExact.report_c_is_exact",
        robust: "TheReportsNetworksBreakOnAttainedBounds.report_c_is_robust_iff",
        real_inputs: Some("TheReportsNetworksAreExact.report_c_is_the_indicator"),
    },
    // relu(2S − 2A + 1), relu(−2S + 2B + 1); sign(−h₁ − h₂ + 2)
    Construction {
        hidden: Hidden::Relu,
        answer: Answer::Published,
        family: family(
            "published",
            Activation::Relu,
            HALF_WAY,
            Activation::Sign,
            &[-1, -1],
            LinearForm::of_bounds(0, 0, 2),
        ),
        exact: "ThePublishedAnswer.published_c_is_exact_iff",
        robust: "ThePublishedAnswer.published_c_is_robust_iff",
        real_inputs: None,
    },
    // relu(2S − 2B − 1), relu(−2S + 2A − 1); sign(−2h₁ − 2h₂ + 1)
    Construction {
        hidden: Hidden::Relu,
        answer: Answer::Integer,
        family: family(
            "integer",
            Activation::Relu,
            &[
                unit(2, LinearForm::of_bounds(0, -2, -1)),
                unit(-2, LinearForm::of_bounds(2, 0, -1)),
            ],
            Activation::Sign,
            &[-2, -2],
            LinearForm::of_bounds(0, 0, 1),
        ),
        exact: "HalfIntegerThresholdsSurviveAnyDirection.integer_c_is_exact",
        robust: "HalfIntegerThresholdsSurviveAnyDirection.integer_c_is_robust",
        real_inputs: None,
    },
    // relu(S − (B′ + 1)), relu(−S + (A′ − 1)); sign(−h₁ − h₂)
    Construction {
        hidden: Hidden::Relu,
        answer: Answer::Widest,
        family: family(
            "widest",
            Activation::Relu,
            &[
                unit(1, LinearForm::of_sums(0, -1, -1)),
                unit(-1, LinearForm::of_sums(1, 0, -1)),
            ],
            Activation::Sign,
            &[-1, -1],
            LinearForm::of_bounds(0, 0, 0),
        ),
        exact: "WidestThresholds.widest_c_is_exact",
        robust: "WidestThresholds.widest_c_is_robust",
        real_inputs: None,
    },
    // relu(2S − 2A + 1), relu(−2S + 2B + 1); sign(−h₁ − h₂ + 2(B − A + 1))
    Construction {
        hidden: Hidden::Relu,
        answer: Answer::Corrected,
        family: family(
            "corrected",
            Activation::Relu,
            HALF_WAY,
            Activation::Sign,
            &[-1, -1],
            LinearForm::of_bounds(-2, 2, 2),
        ),
        exact: "ThePublishedAnswer.corrected_c_is_exact",
        robust: "ThePublishedAnswer.corrected_c_is_robust",
        real_inputs: None,
    },
];

impl Construction {
    /// The answer's name: `report`, `integer`, `widest`, `published` or `corrected`.
    pub fn name(&self) -> &str {
        &self.family.name
    }

    /// The part of the exercise that asks for these hidden units, `b` or `c`.
    pub fn part(&self) -> char {
        match self.hidden {
            Hidden::Sign => 'b',
            Hidden::Relu => 'c',
        }
    }

    /// The theorem that decides for every interval whether its network has the property.
    pub fn theorem(&self, property: Property) -> &'static str {
        match property {
            Property::Exact => self.exact,
            Property::Robust => self.robust,
        }
    }

    /// The network for an interval.
    pub fn network(&self, interval: &Interval) -> Network {
        self.family.network(interval)
    }
}

impl fmt::Display for Construction {
    /// Writes the part and the name, such as `(b) report`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}) {}", self.part(), self.name())
    }
}

/// The networks that `verify q3` lists, part (b) before part (c).
pub fn listed() -> impl Iterator<Item = &'static Construction> {
    let is_listed = |construction: &&Construction| construction.answer != Answer::Corrected;
    CONSTRUCTIONS.iter().filter(is_listed)
}

/// The network of this answer for the interval; `None` for *published* and *corrected* with sign units, which were
/// never given.
pub fn network(interval: &Interval, hidden: Hidden, answer: Answer) -> Option<Network> {
    let construction = CONSTRUCTIONS
        .iter()
        .find(|c| (c.hidden, c.answer) == (hidden, answer));
    Some(construction?.network(interval))
}

/// The answer to the question that this network is, if it is one.
pub fn recognise(given: &Network, interval: &Interval) -> Option<&'static Construction> {
    CONSTRUCTIONS
        .iter()
        .find(|construction| construction.network(interval) == *given)
}

/// The answer to the question with the same networks as this family, if there is one.
pub fn of_family(family: &Family) -> Option<&'static Construction> {
    CONSTRUCTIONS
        .iter()
        .find(|construction| construction.family.is_same(family))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examine::examine;
    use crate::language::target::Target;
    use crate::prover::{Engine, UNWATCHED};

    /// What the theorems say of one case: always, never on an attained bound, or only for A = B.
    fn said(answer: Answer, interval: &Interval) -> (bool, bool) {
        let attained = interval.low() == interval.least_sum_inside()
            || interval.high() == interval.greatest_sum_inside();
        let equal = interval.low() == interval.high();
        match answer {
            Answer::Report => (true, !attained),
            Answer::Published => (equal, equal),
            _ => (true, true),
        }
    }

    #[test]
    fn the_theorems_say_what_the_engines_find_up_to_five() {
        let cases =
            (1..=5_i64).flat_map(|d| (-d..=d).flat_map(move |a| (a..=d).map(move |b| (d, a, b))));
        for (d, a, b) in cases {
            let d = usize::try_from(d).expect("positive");
            let interval = Interval::new(d, a, b).expect("in range");
            for construction in &CONSTRUCTIONS {
                let h = construction.network(&interval);
                let found = examine(h, &Target::from(interval), Engine::Auto, UNWATCHED);
                let (exact, robust) = said(construction.answer, &interval);
                assert_eq!(found.is_exact(), Some(exact), "{construction} {interval}");
                assert_eq!(found.is_robust(), Some(robust), "{construction} {interval}");
            }
        }
    }

    #[test]
    fn every_network_of_the_question_is_decided_by_its_own_theorems() {
        for construction in &CONSTRUCTIONS {
            let theorems = Property::ALL.map(|property| construction.theorem(property));
            for name in theorems.iter().chain(&construction.real_inputs) {
                let (_, theorem) = name.split_once('.').expect("Theory.theorem");
                let own = format!("{}_{}_", construction.name(), construction.part());
                assert!(theorem.starts_with(&own), "{name}");
            }
        }
    }
}
