//! What decides an output: bounds on its pre-activation.

use num_traits::{One, Signed, Zero};

use super::exact::Spans;
use super::slice::{Assumption, Slopes};
use crate::checker::Leaf;
use crate::language::cube::Sign;
use crate::language::exact::Rational;
use crate::language::network::Activation;

/// The goal of an ascent: ±output is to be at least this.
#[derive(Clone, Copy, Debug)]
pub(super) struct Goal {
    pub(super) sign: Sign,
    pub(super) level: i64,
}

/// The goals that decide the output if all in one of the lists are reached; none where the output cannot be as wanted.
pub(super) fn goals(activation: Activation, wanted: Sign) -> Vec<Vec<Goal>> {
    let goal = |sign, level| Goal { sign, level };
    let exactly = |level: i64| vec![vec![goal(Sign::Plus, level), goal(Sign::Minus, -level)]];
    match (activation, wanted) {
        (Activation::Sign | Activation::Step, Sign::Plus) => vec![vec![goal(Sign::Plus, 0)]],
        (Activation::Sign, Sign::Minus) => vec![vec![goal(Sign::Minus, 0)]],
        (Activation::Step | Activation::Relu, Sign::Minus) => Vec::new(),
        (Activation::Relu | Activation::Identity, _) => exactly(wanted.value()),
        (Activation::Zero, Sign::Plus) => exactly(0),
        (Activation::Zero, Sign::Minus) => {
            vec![vec![goal(Sign::Plus, 0)], vec![goal(Sign::Minus, 0)]]
        }
    }
}

/// The leaf with these slopes, if the bounds that they give decide the output.
pub(super) fn leaf(
    activation: Activation,
    wanted: Sign,
    pushed: bool,
    spans: &Spans,
    slopes: Vec<(Sign, Slopes)>,
    path: &[Assumption],
) -> Option<Leaf> {
    let (mut low, mut high) = (None, None);
    let (mut above, mut below) = (None, None);
    for (sign, slopes) in slopes {
        let bound = spans.least_output(sign, &slopes);
        match sign {
            Sign::Plus => (low, above) = (Some(bound), Some(slopes)),
            Sign::Minus => (high, below) = (Some(-bound), Some(slopes)),
        }
    }
    let at_least = |level: &Rational| low.as_ref().is_some_and(|low| low >= level);
    let exactly = |level: Rational| at_least(&level) && high.as_ref() == Some(&level);
    let positive = low.as_ref().is_some_and(Signed::is_positive);
    let negative = high.as_ref().is_some_and(Signed::is_negative);
    let reached = match (activation, wanted) {
        (Activation::Sign | Activation::Step, Sign::Plus) => {
            positive || !pushed && at_least(&Rational::zero())
        }
        (Activation::Sign, Sign::Minus) => negative,
        (Activation::Relu | Activation::Identity, Sign::Plus) => exactly(Rational::one()),
        (Activation::Identity, Sign::Minus) => exactly(-Rational::one()),
        (Activation::Zero, Sign::Plus) => !pushed && exactly(Rational::zero()),
        (Activation::Zero, Sign::Minus) => positive || negative,
        (Activation::Step | Activation::Relu, Sign::Minus) => false,
    };
    reached.then(|| Leaf {
        path: path.to_vec(),
        above,
        below,
    })
}
