//! Every vertex at speed, for networks without symmetry.
//!
//! The network is converted to integers, and the vertices are evaluated in blocks: the low bits of a vertex give
//! partial sums that are computed once for all blocks, the high bits add one number a block. Where the first layer
//! has few sign or step units, each unit's values in a block are a bitmap (`bitmaps`); otherwise each unit is a plain
//! loop over the lanes of a block, in the narrowest integers that hold every number (`lanes`). The threads share the blocks.

mod bitmaps;
mod integers;
mod lanes;

use std::sync::atomic::{AtomicU64, Ordering};

use num_bigint::BigInt;
use num_traits::Zero;

use crate::language::cube::vertices;
use crate::language::network::{Activation, Network};
use crate::language::target::Target;
use crate::prover::limits::{Limits, Stop};
use crate::prover::undecided::Undecided;

use bitmaps::Bitmaps;
use integers::{bound, integer_layers};

/// The largest D for which all vertices are walked.
pub const MAX_DIMENSION: usize = 36;

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
    fn and(self, other: Self) -> Self {
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

/// The slow and obvious counterpart of [`walk`], which follows the definition vertex by vertex.
pub fn walk_plainly(network: &Network, target: &Target) -> Walk {
    let mut found = Walk::default();
    for x in vertices(target.dimension()) {
        let mut values = x.point();
        let mut at_zero = false;
        for layer in network.layers() {
            let z: Vec<_> = layer
                .units
                .iter()
                .map(|unit| unit.preactivation(&values))
                .collect();
            at_zero |= layer.activation != Activation::Identity && z.iter().any(Zero::is_zero);
            values = z.into_iter().map(|z| layer.activation.apply(z)).collect();
        }
        let violates = values.get(0) != Some(&target.value(&x).rational());
        found = found.and(Walk {
            violations: violates.into(),
            first_violation: x.bits().filter(|_| violates),
            zeros: at_zero.into(),
        });
    }
    found
}

/// A walk that may have been stopped on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swept {
    /// The findings at the vertices that were seen. Where the walk was stopped, the first violation is the least one of
    /// those seen.
    pub found: Walk,
    /// The number of vertices that were seen.
    pub seen: u64,
    /// Why the walk was stopped by its watch; `None` if every vertex was seen.
    pub stopped: Option<Stop>,
}

/// Compares network and target at all 2^D vertices.
///
/// # Errors
/// [`Undecided`] if D or the weights are too large, or the work was stopped.
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
/// [`Undecided`] if D or the weights are too large.
pub fn sweep(
    network: &Network,
    target: &Target,
    limits: Limits,
    look_closely: Option<LookClosely>,
) -> Result<Swept, Undecided> {
    let dimension = target.dimension();
    if dimension > MAX_DIMENSION {
        return Err(Undecided::WalkTooLarge {
            dimension,
            limit: MAX_DIMENSION,
        });
    }
    let layers = integer_layers(network);
    if look_closely.is_none()
        && let Some(bitmaps) = Bitmaps::new(network, &layers[0], target)
    {
        return Ok(share(dimension, bitmaps.block_bits(), limits, || {
            let mut room = bitmaps.room();
            let bitmaps = &bitmaps;
            move |block| Some(bitmaps.evaluate(block, &mut room))
        }));
    }
    let bound = bound(&layers, dimension);
    let walk = lanes::Job {
        layers: &layers,
        target,
        limits,
        look_closely,
    };
    // Narrow integers hold more vertices in a register.
    let fits = |n: i128| bound < BigInt::from(n);
    if fits(i32::MAX.into()) {
        Ok(walk.run(|n| i32::try_from(n).expect("below the bound")))
    } else if fits(i64::MAX.into()) {
        Ok(walk.run(|n| i64::try_from(n).expect("below the bound")))
    } else if fits(i128::MAX) {
        Ok(walk.run(|n| i128::try_from(n).expect("below the bound")))
    } else {
        Err(Undecided::NumbersTooLarge)
    }
}

/// Distributes blocks of 2^`block_bits` vertices over all cores; each core has a state of its own, and a `None` from it
/// stops all of them.
fn share<F: FnMut(u64) -> Option<Walk>>(
    dimension: usize,
    block_bits: usize,
    limits: Limits,
    start: impl Fn() -> F + Sync,
) -> Swept {
    let (count, total) = (1_u64 << (dimension - block_bits), 1_u64 << dimension);
    // About a million vertices between two calls of the watch.
    let watched = (1_u64 << 20 >> block_bits).max(1);
    let next = AtomicU64::new(0);
    let work = || {
        let mut evaluate = start();
        let mut swept = Swept {
            found: Walk::default(),
            seen: 0,
            stopped: None,
        };
        loop {
            let block = next.fetch_add(1, Ordering::Relaxed);
            if block >= count {
                return swept;
            }
            if block % watched == watched - 1
                && let Err(stop) = limits.go_on(block << block_bits, total)
            {
                swept.stopped = Some(stop);
            }
            let here = swept.stopped.is_none().then(|| evaluate(block)).flatten();
            let Some(here) = here else {
                next.fetch_max(count, Ordering::Relaxed);
                return swept;
            };
            swept.seen += 1 << block_bits;
            swept.found = swept.found.and(here);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.min(usize::try_from(count).unwrap_or(usize::MAX));
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let results = workers
            .into_iter()
            .map(|worker| worker.join().expect("no thread panics"));
        let all = results.reduce(|a, b| Swept {
            found: a.found.and(b.found),
            seen: a.seen + b.seen,
            stopped: a.stopped.or(b.stopped),
        });
        all.expect("there is a thread")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::cube::Sign;
    use crate::language::exact::{Rational, integer};
    use crate::language::network::{Layer, Unit};
    use crate::language::target::Interval;
    use crate::prover::UNWATCHED;
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
        // A layer is scaled by its common denominator, so 3 and 10⁻⁴⁰ together need more than 128 bits.
        let weights = [
            integer(1),
            integer(3),
            integer(1) / integer(num_traits::pow(BigInt::from(10), 40)),
        ];
        let network = Network::perceptron(weights.into_iter().collect(), integer(0));
        let refused = walk(&network, &target, UNWATCHED, Some(&|_| true));
        assert_eq!(refused, Err(Undecided::NumbersTooLarge));
        assert_eq!(walk_plainly(&network, &target).violations, 0);
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
