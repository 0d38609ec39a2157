//! Every vertex at speed, for networks without symmetry.
//!
//! The whole network is brought to integers (each layer over one common denominator), a bound on everything
//! that can occur chooses their width, and the vertices are evaluated in blocks: the low bits of a vertex
//! give a partial sum that is computed once for all blocks, the high bits add one number a block. Each unit is
//! then a plain loop over a block. The threads share the blocks.

use std::sync::atomic::{AtomicU64, Ordering};

use num_bigint::BigInt;
use num_traits::{
    One, Signed, ToPrimitive, WrappingAdd, WrappingMul, WrappingNeg, WrappingSub, Zero,
};

use crate::cube::{Sign, Vertex, vertices};
use crate::exact::{Rational, common_denominator, integer};
use crate::network::{Activation, Layer, Network};
use crate::prover::{Undecided, Watch};
use crate::target::Target;

/// The largest D that is walked.
pub const MAX_DIMENSION: usize = 34;

/// What a walk found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// The number of vertices with h(x) ≠ f(x).
    pub violations: u64,
    /// The least of them, by [`Vertex::from_bits`].
    pub first_violation: Option<u64>,
    /// The number of vertices at which some pre-activation is 0.
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

/// Is called with each vertex, by its bits, at which some pre-activation is 0; `false` stops the walk.
pub type LookClosely<'a> = &'a (dyn Fn(u64) -> bool + Sync);

/// The slow, obvious twin of [`walk`]: the definition, vertex by vertex.
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

/// Compares network and target at all 2^D vertices.
///
/// # Errors
/// [`Undecided`] if D or the weights are too large, or the work was stopped.
pub fn walk(
    network: &Network,
    target: &Target,
    watch: Watch,
    look_closely: Option<LookClosely>,
) -> Result<Walk, Undecided> {
    let dimension = target.dimension();
    if dimension > MAX_DIMENSION {
        return Err(Undecided::WalkTooLarge {
            dimension,
            limit: MAX_DIMENSION,
        });
    }
    let layers = integer_layers(network);
    let bound = bound(&layers, dimension);
    let job = Job {
        layers: &layers,
        target,
        watch,
        look_closely,
    };
    // Narrow integers hold more vertices in a register.
    if bound < i32::MAX.into() {
        job.run(|n| i32::try_from(n).expect("below the bound"))
    } else if bound < i64::MAX.into() {
        job.run(|n| i64::try_from(n).expect("below the bound"))
    } else if bound < i128::MAX.into() {
        job.run(|n| i128::try_from(n).expect("below the bound"))
    } else {
        Err(Undecided::NumbersTooLarge)
    }
}

/// A layer in integers: its pre-activations are `scale` times the network's.
struct IntegerLayer<T> {
    activation: Activation,
    /// Row-major, one row a unit.
    weights: Vec<T>,
    biases: Vec<T>,
    /// The value that stands for 1 after the activation.
    one: T,
}

impl<T> IntegerLayer<T> {
    fn map<U>(&self, f: impl Fn(&T) -> U) -> IntegerLayer<U> {
        IntegerLayer {
            activation: self.activation,
            weights: self.weights.iter().map(&f).collect(),
            biases: self.biases.iter().map(&f).collect(),
            one: f(&self.one),
        }
    }
}

/// Multiplies each layer by its common denominator. What a sign or step unit passes on stays ±1 or 0 and 1; what a
/// ReLU or identity unit passes on keeps the factor.
fn integer_layers(network: &Network) -> Vec<IntegerLayer<BigInt>> {
    let mut one = BigInt::one();
    let mut layers = Vec::new();
    for Layer { activation, units } in network.layers() {
        let numbers = units
            .iter()
            .flat_map(|u| u.weights.runs().map(|(w, _)| w).chain([&u.bias]));
        let denominator = common_denominator(numbers);
        let scaled = |n: &Rational| (n * integer(denominator.clone())).to_integer();
        let weights = units
            .iter()
            .flat_map(|u| u.weights.iter().map(scaled))
            .collect();
        let biases = units.iter().map(|u| scaled(&u.bias) * &one).collect();
        one = match activation {
            Activation::Relu | Activation::Identity => one * denominator,
            Activation::Sign | Activation::Step | Activation::Zero => BigInt::one(),
        };
        layers.push(IntegerLayer {
            activation: *activation,
            weights,
            biases,
            one: one.clone(),
        });
    }
    layers
}

/// No number that occurs, partial sums included, is larger in size.
fn bound(layers: &[IntegerLayer<BigInt>], dimension: usize) -> BigInt {
    let mut inputs = vec![BigInt::one(); dimension];
    let mut bound = BigInt::one();
    for layer in layers {
        let rows = layer.weights.chunks(inputs.len()).zip(&layer.biases);
        let sizes: Vec<BigInt> = rows
            .map(|(row, bias)| {
                row.iter()
                    .zip(&inputs)
                    .map(|(w, x)| w.abs() * x)
                    .sum::<BigInt>()
                    + bias.abs()
            })
            .collect();
        let weights = layer.weights.iter().chain(&layer.biases).map(BigInt::abs);
        bound = weights
            .chain(sizes.iter().cloned())
            .chain([bound, layer.one.clone()])
            .max()
            .expect("not empty");
        let passes_on = matches!(layer.activation, Activation::Relu | Activation::Identity);
        inputs = sizes
            .into_iter()
            .map(|size| if passes_on { size } else { BigInt::one() })
            .collect();
    }
    bound
}

/// The arithmetic of a block, in a width that the bound allows. It cannot wrap, and the wrapping operations
/// leave the loops free of overflow checks.
trait Lane:
    Copy + Ord + Send + Sync + Zero + One + WrappingAdd + WrappingSub + WrappingMul + WrappingNeg
{
}
impl Lane for i32 {}
impl Lane for i64 {}
impl Lane for i128 {}

/// The number of low coordinates that make up a block.
const BLOCK_BITS: usize = 10;

struct Job<'a> {
    layers: &'a [IntegerLayer<BigInt>],
    target: &'a Target,
    watch: Watch<'a>,
    look_closely: Option<LookClosely<'a>>,
}

impl Job<'_> {
    fn run<T: Lane>(&self, narrow: impl Fn(&BigInt) -> T) -> Result<Walk, Undecided> {
        let layers: Vec<IntegerLayer<T>> =
            self.layers.iter().map(|layer| layer.map(&narrow)).collect();
        let blocks = Blocks::new(&layers, self.target);
        let total = 1_u64 << self.target.dimension();
        let next = AtomicU64::new(0);
        let worker = || self.work(&blocks, &next);
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = threads.min(usize::try_from(blocks.count).unwrap_or(usize::MAX));
        let (found, finished) = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
            let results = workers
                .into_iter()
                .map(|worker| worker.join().expect("no thread panics"));
            results.fold(
                (Walk::default(), true),
                |(all, finished), (found, went_on)| (all.and(found), finished && went_on),
            )
        });
        if finished {
            return Ok(found);
        }
        let done = (next.into_inner() << blocks.low_bits).min(total);
        Err(Undecided::Interrupted { done, total })
    }

    /// Takes block after block; `false` if told to stop.
    fn work<T: Lane>(&self, blocks: &Blocks<T>, next: &AtomicU64) -> (Walk, bool) {
        let mut found = Walk::default();
        let mut room = Room::new(1 << blocks.low_bits);
        let total = blocks.count << blocks.low_bits;
        loop {
            let block = next.fetch_add(1, Ordering::Relaxed);
            if block >= blocks.count {
                return (found, true);
            }
            let first = block << blocks.low_bits;
            let watched = block % 1024 == 1023;
            if watched && !(self.watch)(first, total) {
                next.fetch_max(blocks.count, Ordering::Relaxed);
                return (found, false);
            }
            blocks.evaluate(block, &mut room, self.look_closely.is_some());
            found = found.and(room.violations(blocks.wanted(block), first));
            if let Some(look_closely) = self.look_closely {
                let zeros = (first..)
                    .zip(&room.at_zero)
                    .filter(|(_, zero)| !zero.is_zero());
                for (bits, _) in zeros {
                    found.zeros += 1;
                    if !look_closely(bits) {
                        next.fetch_max(blocks.count, Ordering::Relaxed);
                        return (found, false);
                    }
                }
            }
        }
    }
}

/// What is computed once for all blocks.
struct Blocks<'a, T> {
    layers: &'a [IntegerLayer<T>],
    low_bits: usize,
    dimension: usize,
    /// How many blocks there are.
    count: u64,
    /// For each unit of the first layer, the sum over the low coordinates in each lane.
    low_sums: Vec<Vec<T>>,
    /// f in each lane as a value of the output unit: by the number of +1 among the high coordinates for
    /// a target that depends on the sum, else by block.
    wanted: Vec<Vec<T>>,
    by_sum: bool,
}

impl<'a, T: Lane> Blocks<'a, T> {
    fn new(layers: &'a [IntegerLayer<T>], target: &Target) -> Self {
        let dimension = target.dimension();
        let low_bits = dimension.min(BLOCK_BITS);
        let lanes = 0..1_u64 << low_bits;
        let first = &layers[0];
        let low_sum = |row: &[T], lane: u64| signed_sum(&row[..low_bits], lane, T::zero());
        let low_sums = first
            .weights
            .chunks(dimension)
            .map(|row| lanes.clone().map(|lane| low_sum(row, lane)).collect())
            .collect();
        let one = layers.last().expect("a network has a layer").one;
        let value = |sign: Sign| {
            if sign == Sign::Plus {
                one
            } else {
                one.wrapping_neg()
            }
        };
        let by_sum = target.values_by_sum();
        let wanted = match &by_sum {
            Some(values) => (0..=dimension - low_bits)
                .map(|high| {
                    let plus = |lane: u64| high + lane.count_ones().to_usize().expect("at most 64");
                    let at = |lane| *values.get(plus(lane)).expect("at most D");
                    lanes.clone().map(|lane| value(at(lane))).collect()
                })
                .collect(),
            None => (0..1_u64 << (dimension - low_bits))
                .map(|block| {
                    let vertex = |lane| Vertex::from_bits(dimension, block << low_bits | lane);
                    lanes
                        .clone()
                        .map(|lane| value(target.value(&vertex(lane))))
                        .collect()
                })
                .collect(),
        };
        let count = 1 << (dimension - low_bits);
        Self {
            layers,
            low_bits,
            dimension,
            count,
            low_sums,
            wanted,
            by_sum: by_sum.is_some(),
        }
    }

    /// f in each lane of this block, as a value of the output unit.
    fn wanted(&self, block: u64) -> &[T] {
        let index = if self.by_sum {
            u64::from(block.count_ones())
        } else {
            block
        };
        &self.wanted[index.to_usize().expect("there are not that many")]
    }

    /// Evaluates the network at all vertices of a block.
    fn evaluate(&self, block: u64, room: &mut Room<T>, mark_zeros: bool) {
        room.at_zero.fill(T::zero());
        for (depth, layer) in self.layers.iter().enumerate() {
            room.next_layer(layer.biases.len());
            let inputs = layer.weights.len() / layer.biases.len();
            let rows = layer.weights.chunks(inputs).zip(&layer.biases);
            for (unit, ((row, bias), z)) in rows.zip(&mut room.written).enumerate() {
                if depth == 0 {
                    let high = signed_sum(&row[self.low_bits..self.dimension], block, *bias);
                    for (z, low) in z.iter_mut().zip(&self.low_sums[unit]) {
                        *z = low.wrapping_add(&high);
                    }
                } else {
                    z.fill(*bias);
                    for (w, a) in row.iter().zip(&room.read) {
                        add_multiple(z, *w, a);
                    }
                }
                if mark_zeros && layer.activation != Activation::Identity {
                    for (zero, z) in room.at_zero.iter_mut().zip(z.iter()) {
                        *zero = if z.is_zero() { T::one() } else { *zero };
                    }
                }
                activate(layer.activation, layer.one, z);
            }
        }
    }
}

/// start + Σ ±wᵢ, with + where bit i is set.
fn signed_sum<T: Lane>(weights: &[T], bits: u64, start: T) -> T {
    weights.iter().enumerate().fold(start, |sum, (i, w)| {
        if bits >> i & 1 == 1 {
            sum.wrapping_add(w)
        } else {
            sum.wrapping_sub(w)
        }
    })
}

/// z + w·a in each lane. Most weights behind hidden units are ±1, which need no multiplication.
fn add_multiple<T: Lane>(z: &mut [T], w: T, a: &[T]) {
    if w.is_one() {
        z.iter_mut()
            .zip(a)
            .for_each(|(z, a)| *z = z.wrapping_add(a));
    } else if w == T::one().wrapping_neg() {
        z.iter_mut()
            .zip(a)
            .for_each(|(z, a)| *z = z.wrapping_sub(a));
    } else if !w.is_zero() {
        z.iter_mut()
            .zip(a)
            .for_each(|(z, a)| *z = z.wrapping_add(&w.wrapping_mul(a)));
    }
}

fn activate<T: Lane>(activation: Activation, one: T, z: &mut [T]) {
    let (zero, minus) = (T::zero(), one.wrapping_neg());
    match activation {
        Activation::Identity => {}
        Activation::Relu => z.iter_mut().for_each(|z| *z = (*z).max(zero)),
        Activation::Sign => z
            .iter_mut()
            .for_each(|z| *z = if *z >= zero { one } else { minus }),
        Activation::Step => z
            .iter_mut()
            .for_each(|z| *z = if *z >= zero { one } else { zero }),
        Activation::Zero => z
            .iter_mut()
            .for_each(|z| *z = if *z == zero { one } else { minus }),
    }
}

/// The values of one block, a vector of lanes for each unit.
struct Room<T> {
    lanes: usize,
    /// The layer before, after its activation.
    read: Vec<Vec<T>>,
    /// The layer that is computed; after the last one, the output.
    written: Vec<Vec<T>>,
    /// Not 0 in lanes where some pre-activation was 0.
    at_zero: Vec<T>,
}

impl<T: Lane> Room<T> {
    fn new(lanes: usize) -> Self {
        Self {
            lanes,
            read: Vec::new(),
            written: Vec::new(),
            at_zero: vec![T::zero(); lanes],
        }
    }

    fn next_layer(&mut self, units: usize) {
        std::mem::swap(&mut self.read, &mut self.written);
        self.written
            .resize_with(units, || vec![T::zero(); self.lanes]);
    }

    /// Where the output is not what is wanted; `first` is the vertex of the first lane.
    fn violations(&self, wanted: &[T], first: u64) -> Walk {
        let output = &self.written[0];
        let wrong = output.iter().zip(wanted).filter(|(h, f)| h != f).count();
        if wrong == 0 {
            return Walk::default();
        }
        let place = output.iter().zip(wanted).position(|(h, f)| h != f);
        let first_violation = place.and_then(|lane| Some(first + lane.to_u64()?));
        Walk {
            violations: wrong.to_u64().expect("at most a block"),
            first_violation,
            zeros: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Unit;
    use crate::prover::UNWATCHED;
    use crate::prover::construct::{NETWORKS, network};
    use crate::target::Interval;

    #[test]
    fn blocks_and_the_definition_agree() {
        // 11 and 12 coordinates make several blocks.
        for dimension in [1, 3, 11, 12] {
            let d = i64::try_from(dimension).unwrap();
            let interval = Interval::new(dimension, -1, d.min(4)).unwrap();
            for (hidden, answer) in NETWORKS {
                let Some(network) = network(&interval, hidden, answer) else {
                    continue;
                };
                let target = Target::from(interval);
                let found = walk(&network, &target, UNWATCHED, Some(&|_| true)).unwrap();
                assert_eq!(
                    found,
                    walk_plainly(&network, &target),
                    "{dimension} {answer}"
                );
            }
        }
    }

    #[test]
    fn the_width_follows_the_weights() {
        let target =
            Target::tabulate(3, |x| Sign::of(x.signs().get(1) == Some(&Sign::Plus))).unwrap();
        for digits in [0, 5, 12, 30] {
            let big = integer(num_traits::pow(BigInt::from(10), digits));
            let weights = [1, 3, 1]
                .into_iter()
                .map(|w| integer(w) * &big / integer(7))
                .collect();
            let network = Network::perceptron(weights, integer(0));
            let found = walk(&network, &target, UNWATCHED, None).unwrap();
            assert_eq!(found.violations, 0, "{digits}");
        }
        let weights = [1, 3, 1]
            .into_iter()
            .map(|w| integer(num_traits::pow(BigInt::from(10), 50)) * integer(w));
        let network = Network::perceptron(weights.collect(), integer(0));
        assert_eq!(
            walk(&network, &target, UNWATCHED, None),
            Err(Undecided::NumbersTooLarge)
        );
    }

    #[test]
    fn a_watch_can_stop_it() {
        let interval = Interval::new(22, 0, 4).unwrap();
        let (hidden, answer) = NETWORKS[0];
        let network = network(&interval, hidden, answer).unwrap();
        let stopped = walk(&network, &interval.into(), &|_, _| false, None);
        assert!(matches!(stopped, Err(Undecided::Interrupted { .. })));
    }

    #[test]
    fn scales_are_carried_through_the_layers() {
        // relu(x₁/3) − 1/3·step(x₂) = 0 or 1/3 − …; compared with the exact value everywhere.
        let half = |n: i64, d: i64| Rational::new(n.into(), d.into());
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
                        unit(vec![half(1, 3), half(1, 2)], half(1, 6)),
                        unit(vec![half(2, 5), half(0, 1)], half(0, 1)),
                    ],
                ),
                layer(
                    Activation::Identity,
                    vec![unit(vec![half(1, 7), half(-1, 2)], half(1, 4))],
                ),
                layer(Activation::Step, vec![unit(vec![half(1, 1)], half(-1, 5))]),
                layer(
                    Activation::Identity,
                    vec![unit(vec![half(2, 1)], half(-1, 1))],
                ),
            ],
        )
        .unwrap();
        let target = Target::tabulate(2, |x| Sign::of_number(&network.value(x))).unwrap();
        let found = walk(&network, &target, UNWATCHED, None).unwrap();
        assert_eq!(found.violations, 0);
        assert_eq!(walk_plainly(&network, &target).violations, 0);
    }
}
