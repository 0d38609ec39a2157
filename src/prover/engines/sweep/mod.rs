//! Every vertex at speed, for networks without symmetry.
//!
//! The network is converted to integers, and the vertices are evaluated in blocks: the low bits of a vertex give
//! partial sums that are computed once for all blocks, the high bits add one number a block. Where the first layer
//! has few sign, step or zero units, each unit's values in a block are a bitmap (`bitmaps`); otherwise each unit is a
//! plain loop over the lanes of a block, in the narrowest integers that hold every number (`lanes`). The loops are
//! compiled for several instruction sets, and the cores share the blocks.

#![allow(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the instruction set"
)]
#![allow(
    clippy::needless_range_loop,
    reason = "by index: loops over several arrays become vectors"
)]

mod aligned;
mod bitmaps;
mod by_bitmaps;
mod by_lanes;
mod diagram;
mod gray;
mod instructions;
mod lanes;
mod share;
mod thresholds;
mod tiles;
mod votes;
mod wanted;

pub use instructions::Instructions;

use crate::language::network::Network;
use crate::language::target::Target;
use crate::prover::engines::Estimate;
use crate::prover::limits::{Limits, Stop};
use crate::prover::undecided::Undecided;

use crate::prover::engines::integers::IntegerNetwork;
use by_bitmaps::by_bitmaps;
use by_lanes::by_lanes;
use votes::Votes;

/// The largest D for which all vertices can be counted. Long before that they take longer than anybody waits, which
/// [`estimate`] tells beforehand.
pub const MAX_DIMENSION: usize = 62;

/// The findings of a walk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// The number of vertices with h(x) ≠ f(x).
    pub violations: u64,
    /// The least of these vertices, by the bits of [`crate::language::cube::Vertex::from_bits`].
    pub first_violation: Option<u64>,
    /// The number of vertices at which some pre-activation is 0, identity units aside; counted where
    /// such vertices are examined closely.
    pub zeros: u64,
}

impl Walk {
    /// The findings here and there.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            violations: self.violations + other.violations,
            first_violation: self
                .first_violation
                .into_iter()
                .chain(other.first_violation)
                .min(),
            zeros: self.zeros + other.zeros,
        }
    }
}

/// The function that is called with each vertex, by its bits, at which some pre-activation is 0; `false` stops the
/// walk.
pub type LookClosely<'a> = &'a (dyn Fn(u64) -> bool + Sync);

/// A walk that may have been stopped on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// The findings at the vertices that were seen. Where the walk was stopped, the first violation is the least one of
    /// those seen.
    pub found: Walk,
    /// The number of vertices that were seen.
    pub seen: u64,
    /// Why the walk was stopped by its watch; `None` if every vertex was seen.
    pub stopped: Option<Stop>,
}

/// A way to sweep over one network and target.
trait Method {
    fn estimate(&self) -> Estimate;

    fn sweep(
        &self,
        limits: Limits,
        look_closely: Option<LookClosely>,
        instructions: Instructions,
    ) -> Swept;
}

/// The fastest way, for up to [`MAX_DIMENSION`] inputs.
fn method<'a>(network: &Network, target: &'a Target) -> Box<dyn Method + 'a> {
    let integers = IntegerNetwork::new(network);
    let bitmaps = Votes::new(network);
    let bitmaps = bitmaps.and_then(|votes| by_bitmaps(&integers.layers[0], votes, target));
    let lanes = by_lanes(integers, target);
    let cost = |method: &dyn Method| method.estimate().nanoseconds;
    match bitmaps {
        Some(bitmaps) if cost(&*bitmaps) <= cost(&*lanes) => bitmaps,
        _ => lanes,
    }
}

/// What [`sweep`] is going to cost, or `None` if D exceeds [`MAX_DIMENSION`].
///
/// # Panics
/// If the network and the target have different dimensions.
pub fn estimate(network: &Network, target: &Target) -> Option<Estimate> {
    assert_eq!(
        network.inputs(),
        target.dimension(),
        "one function's inputs"
    );
    (target.dimension() <= MAX_DIMENSION).then(|| method(network, target).estimate())
}

/// Compares network and target at all 2^D vertices.
///
/// # Errors
/// [`Undecided`] if D is too large, or the work was stopped.
///
/// # Panics
/// If the network and the target have different dimensions.
pub fn walk(
    network: &Network,
    target: &Target,
    limits: Limits,
    look_closely: Option<LookClosely>,
) -> Result<Walk, Undecided> {
    let swept = sweep(network, target, limits, look_closely)?;
    match swept.stopped {
        None => Ok(swept.found),
        Some(stop) => Err(Undecided::stopped(stop)),
    }
}

/// Compares network and target at the vertices, as far as the limits allow.
///
/// # Errors
/// [`Undecided`] if D is too large.
///
/// # Panics
/// If the network and the target have different dimensions.
pub fn sweep(
    network: &Network,
    target: &Target,
    limits: Limits,
    look_closely: Option<LookClosely>,
) -> Result<Swept, Undecided> {
    let best = Instructions::best();
    sweep_with(best, network, target, limits, look_closely)
}

/// The same as [`sweep`], by these instructions.
///
/// # Errors
/// As for [`sweep`].
///
/// # Panics
/// If the network and the target have different dimensions.
pub fn sweep_with(
    instructions: Instructions,
    network: &Network,
    target: &Target,
    limits: Limits,
    look_closely: Option<LookClosely>,
) -> Result<Swept, Undecided> {
    let dimension = target.dimension();
    assert_eq!(network.inputs(), dimension, "one function's inputs");
    if dimension > MAX_DIMENSION {
        return Err(Undecided::WalkTooLarge {
            dimension,
            limit: MAX_DIMENSION,
        });
    }
    Ok(method(network, target).sweep(limits, look_closely, instructions))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::cube::Sign;
    use crate::language::exact::{BigInt, Rational, integer};
    use crate::language::network::{Activation, Layer, Unit};
    use crate::language::target::Interval;
    use crate::prover::UNWATCHED;
    use crate::prover::engines::plain::walk_plainly;
    use crate::question3::networks;

    #[test]
    fn blocks_and_the_definition_agree() {
        // 11 and 12 coordinates make several blocks.
        for dimension in [1, 3, 11, 12] {
            let d = i64::try_from(dimension).unwrap();
            let interval = Interval::new(dimension, -1, d.min(4)).unwrap();
            for construction in networks::listed() {
                let network = construction.network(&interval);
                let target = Target::from(interval);
                let plain = walk_plainly(&network, &target);
                let closely = walk(&network, &target, UNWATCHED, Some(&|_| true)).unwrap();
                assert_eq!(closely, plain, "{dimension} {construction}");
                let quickly = walk(&network, &target, UNWATCHED, None).unwrap();
                assert_eq!(
                    quickly,
                    Walk { zeros: 0, ..plain },
                    "{dimension} {construction}"
                );
            }
        }
    }

    #[test]
    fn the_width_follows_the_weights() {
        let target =
            Target::tabulate(3, |x| Sign::of(x.signs().get(1) == Some(&Sign::Plus))).unwrap();
        let perceptron = |digits: usize, divisor: i64| {
            let big = integer(num_traits::pow(BigInt::from(10), digits));
            let weights = [1, 3, 1]
                .into_iter()
                .map(|w| integer(w) * &big / integer(divisor));
            Network::perceptron(weights.collect(), integer(0))
        };
        for digits in [0, 5, 12, 30] {
            let network = perceptron(digits, 7);
            let found = walk(&network, &target, UNWATCHED, Some(&|_| true)).unwrap();
            assert_eq!(found, Walk::default(), "{digits}");
        }
        // A unit is scaled by its common denominator, so 3 and 10⁻⁴⁰ together need more than 128 bits.
        let weights = [
            integer(1),
            integer(3),
            integer(1) / integer(num_traits::pow(BigInt::from(10), 40)),
        ];
        let network = Network::perceptron(weights.into_iter().collect(), integer(0));
        let found = walk(&network, &target, UNWATCHED, Some(&|_| true));
        assert_eq!(found, Ok(walk_plainly(&network, &target)));
    }

    #[test]
    fn a_watch_can_stop_it() {
        let interval = Interval::new(24, 0, 4).unwrap();
        for construction in networks::listed() {
            let network = construction.network(&interval);
            let limits = Limits::watched(&|_, _| Err(Stop::TimeLimit));
            let stopped = walk(&network, &interval.into(), limits, None);
            assert_eq!(stopped, Err(Undecided::stopped(Stop::TimeLimit)));
        }
    }

    #[test]
    fn scales_are_carried_through_the_layers() {
        let ratio = |n: i64, d: i64| Rational::new(n.into(), d.into());
        let unit = |w: Vec<Rational>, bias| Unit {
            weights: w.into_iter().collect(),
            bias,
        };
        let layer = |activation, units| Layer { activation, units };
        let network = Network::new(
            2,
            vec![
                layer(
                    Activation::Relu,
                    vec![
                        unit(vec![ratio(1, 3), ratio(1, 2)], ratio(1, 6)),
                        unit(vec![ratio(2, 5), ratio(0, 1)], ratio(0, 1)),
                    ],
                ),
                layer(
                    Activation::Identity,
                    vec![unit(vec![ratio(1, 7), ratio(-1, 2)], ratio(1, 4))],
                ),
                layer(
                    Activation::Step,
                    vec![unit(vec![ratio(1, 1)], ratio(-1, 5))],
                ),
                layer(
                    Activation::Identity,
                    vec![unit(vec![ratio(2, 1)], ratio(-1, 1))],
                ),
            ],
        )
        .unwrap();
        let target = Target::tabulate(2, |x| Sign::of_number(&network.value(x))).unwrap();
        assert_eq!(
            walk(&network, &target, UNWATCHED, None),
            Ok(Walk::default())
        );
    }
}
