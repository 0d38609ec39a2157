//! The two-unit networks that the exercise's Question 3 has been answered with.

use std::fmt;

use crate::language::cube::{Sign, Vertex};
use crate::language::exact::integer;
use crate::language::network::{Activation, Layer, Network, Unit};
use crate::language::runs::Runs;
use crate::language::target::Interval;

/// Which answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The report's: thresholds at A and B themselves (REFERENCE 2).
    Report,
    /// Thresholds half-way to the next integers, all weights integers (REFERENCE 3.3).
    Integer,
    /// Thresholds as far as possible from the attainable sums on both sides (REFERENCE 7).
    Widest,
    /// A further published answer to (c), with output bias 2 (REFERENCE 3.4).
    Published,
    /// The published answer put right: output bias 2(B − A + 1).
    Corrected,
}

/// Which hidden units: part (b) or part (c).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hidden {
    /// Part (b): sign units.
    Sign,
    /// Part (c): ReLU units.
    Relu,
}

/// The networks that Question 3 is answered with, part (b) before part (c).
pub const NETWORKS: [(Hidden, Answer); 7] = [
    (Hidden::Sign, Answer::Report),
    (Hidden::Sign, Answer::Integer),
    (Hidden::Sign, Answer::Widest),
    (Hidden::Relu, Answer::Report),
    (Hidden::Relu, Answer::Published),
    (Hidden::Relu, Answer::Integer),
    (Hidden::Relu, Answer::Widest),
];

impl Answer {
    /// Whether this answer is offered as a right one; the others are there to be checked.
    pub fn is_offered(self) -> bool {
        matches!(self, Self::Integer | Self::Widest)
    }

    /// `report`, `integer`, `widest`, `published` or `corrected`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Integer => "integer",
            Self::Widest => "widest",
            Self::Published => "published",
            Self::Corrected => "corrected",
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Hidden {
    /// `b` or `c`: the part of the exercise that asks for these units.
    pub fn part(self) -> char {
        match self {
            Self::Sign => 'b',
            Self::Relu => 'c',
        }
    }

    /// Their activation.
    pub fn activation(self) -> Activation {
        match self {
            Self::Sign => Activation::Sign,
            Self::Relu => Activation::Relu,
        }
    }
}

/// The network of this answer for the interval; `None` for those that were never given: *published* and
/// *corrected* with sign units.
///
/// With S = x₁ + … + x_D, and A′, B′ the attainable sums next to A and B inside the interval:
///
/// | answer | sign units, output h₁ + h₂ − 1 | ReLU units and output |
/// | --- | --- | --- |
/// | report | S − A, −S + B | −S + A, S − B; +1 if h₁ + h₂ = 0, else −1 |
/// | integer | 2S − 2A + 1, −2S + 2B + 1 | 2S − 2B − 1, −2S + 2A − 1; sign(−2h₁ − 2h₂ + 1) |
/// | widest | S − (A′ − 1), −S + (B′ + 1) | S − (B′ + 1), −S + (A′ − 1); sign(−h₁ − h₂) |
/// | published | | 2S − 2A + 1, −2S + 2B + 1; sign(−h₁ − h₂ + 2) |
/// | corrected | | 2S − 2A + 1, −2S + 2B + 1; sign(−h₁ − h₂ + 2(B − A + 1)) |
pub fn network(interval: &Interval, hidden: Hidden, answer: Answer) -> Option<Network> {
    let (a, b) = (interval.low(), interval.high());
    let (a_in, b_in) = (interval.least_sum_inside(), interval.greatest_sum_inside());
    let output = Unit {
        weights: Runs::repeat(integer(1), 2),
        bias: integer(0),
    };
    let minus = |weight: i64, bias: i64| Unit {
        weights: Runs::repeat(integer(-weight), 2),
        bias: integer(bias),
    };
    let (units, activation, output) = match (hidden, answer) {
        (Hidden::Sign, Answer::Published | Answer::Corrected) => return None,
        (Hidden::Sign, _) => {
            let units = match answer {
                Answer::Integer => [(2, 1 - 2 * a), (-2, 2 * b + 1)],
                Answer::Widest => [(1, 1 - a_in), (-1, b_in + 1)],
                _ => [(1, -a), (-1, b)],
            };
            (
                units,
                Activation::Identity,
                Unit {
                    bias: integer(-1),
                    ..output
                },
            )
        }
        (Hidden::Relu, Answer::Report) => ([(-1, a), (1, -b)], Activation::Zero, output),
        (Hidden::Relu, Answer::Published | Answer::Corrected) => (
            [(2, 1 - 2 * a), (-2, 2 * b + 1)],
            Activation::Sign,
            minus(
                1,
                if answer == Answer::Published {
                    2
                } else {
                    2 * (b - a + 1)
                },
            ),
        ),
        (Hidden::Relu, Answer::Integer) => (
            [(2, -2 * b - 1), (-2, 2 * a - 1)],
            Activation::Sign,
            minus(2, 1),
        ),
        (Hidden::Relu, Answer::Widest) => (
            [(1, -b_in - 1), (-1, a_in - 1)],
            Activation::Sign,
            minus(1, 0),
        ),
    };
    let unit = |(weight, bias): (i64, i64)| Unit {
        weights: Runs::repeat(integer(weight), interval.dimension()),
        bias: integer(bias),
    };
    let layers = vec![
        Layer {
            activation: hidden.activation(),
            units: units.map(unit).to_vec(),
        },
        Layer {
            activation,
            units: vec![output],
        },
    ];
    Some(Network::new(interval.dimension(), layers).expect("two units on D inputs, one on two"))
}

/// Which answer to the question this network is, if it is one.
pub fn recognise(given: &Network, interval: &Interval) -> Option<(Hidden, Answer)> {
    NETWORKS
        .into_iter()
        .chain([(Hidden::Relu, Answer::Corrected)])
        .find(|(hidden, answer)| network(interval, *hidden, *answer).as_ref() == Some(given))
}

/// Four vertices that no perceptron gets right: x₁ + x₂ = y₁ + y₂, f(x₁) = f(x₂) = +1 and
/// f(y₁) = f(y₂) = −1, as [x₁, x₂, y₁, y₂]; `None` if the interval is separable.
///
/// y₁ ≤ y₂ have the attainable sums next to the interval outside; x₁ and x₂ agree with them where they
/// agree and share the coordinates where they differ (REFERENCE 7).
pub fn four_points(interval: &Interval) -> Option<[Vertex; 4]> {
    let top = i64::try_from(interval.dimension()).ok()?;
    let (a, b) = (interval.least_sum_inside(), interval.greatest_sum_inside());
    if a > b || a == -top || b == top {
        return None;
    }
    // How many coordinates are +1 where the sum is s.
    let plus =
        |s: i64| usize::try_from(i64::midpoint(top, s)).expect("attainable sums are at least −D");
    let prefix = |stretches: &[(Sign, usize)]| {
        let mut signs = Runs::default();
        for (sign, count) in stretches {
            signs.push(*sign, *count);
        }
        signs.push(Sign::Minus, interval.dimension() - signs.len());
        Vertex::from_signs(signs)
    };
    let (low, high) = (plus(a - 2), plus(b + 2));
    // Of the coordinates low+1 … high, x₁ has the first that are needed for A′, x₂ the others.
    let first = plus(a) - low;
    let x1 = prefix(&[(Sign::Plus, low + first)]);
    let x2 = prefix(&[
        (Sign::Plus, low),
        (Sign::Minus, first),
        (Sign::Plus, high - low - first),
    ]);
    let (y1, y2) = (prefix(&[(Sign::Plus, low)]), prefix(&[(Sign::Plus, high)]));
    Some([x1, x2, y1, y2])
}
