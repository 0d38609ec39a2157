//! Blocks as lanes of integers: each unit is a plain loop over a block.

use num_bigint::BigInt;
use num_traits::{One, ToPrimitive, WrappingAdd, WrappingMul, WrappingNeg, WrappingSub, Zero};

use super::integers::IntegerLayer;
use super::{LookClosely, Swept, Walk, share};
use crate::language::cube::{Sign, Vertex};
use crate::language::network::Activation;
use crate::language::target::Target;
use crate::prover::limits::Limits;

/// The arithmetic of a block, in a width that the bound allows. It cannot wrap, and the wrapping operations
/// leave the loops free of overflow checks.
pub(super) trait Lane:
    Copy + Ord + Send + Sync + Zero + One + WrappingAdd + WrappingSub + WrappingMul + WrappingNeg
{
}
impl Lane for i32 {}
impl Lane for i64 {}
impl Lane for i128 {}

/// The number of low coordinates that make up a block.
const BLOCK_BITS: usize = 10;

/// The walk over all vertices by lanes.
pub(super) struct Job<'a> {
    pub(super) layers: &'a [IntegerLayer<BigInt>],
    pub(super) target: &'a Target,
    pub(super) limits: Limits<'a>,
    pub(super) look_closely: Option<LookClosely<'a>>,
}

impl Job<'_> {
    /// Walks in the integers to which `narrow` converts every number.
    pub(super) fn run<T: Lane>(&self, narrow: impl Fn(&BigInt) -> T) -> Swept {
        let layers: Vec<IntegerLayer<T>> =
            self.layers.iter().map(|layer| layer.map(&narrow)).collect();
        let blocks = Blocks::new(&layers, self.target);
        let look_closely = self.look_closely;
        share(
            self.target.dimension(),
            blocks.low_bits,
            self.limits,
            || {
                let mut room = Room::new(1 << blocks.low_bits);
                let blocks = &blocks;
                move |block| {
                    blocks.evaluate(block, &mut room, look_closely.is_some());
                    let first = block << blocks.low_bits;
                    let mut found = room.violations(blocks.wanted(block), first);
                    if let Some(look_closely) = look_closely {
                        let zeros = (first..)
                            .zip(&room.at_zero)
                            .filter(|(_, zero)| !zero.is_zero());
                        for (bits, _) in zeros {
                            found.zeros += 1;
                            if !look_closely(bits) {
                                return None;
                            }
                        }
                    }
                    Some(found)
                }
            },
        )
    }
}

/// The data that is computed once for all blocks.
struct Blocks<'a, T> {
    layers: &'a [IntegerLayer<T>],
    low_bits: usize,
    dimension: usize,
    /// For each unit of the first layer, the sum over the low coordinates in each lane.
    low_sums: Vec<Vec<T>>,
    /// The value of f in each lane as a value of the output unit: by the number of +1 among the high coordinates for a
    /// target that depends on the sum, else by block.
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
        Self {
            layers,
            low_bits,
            dimension,
            low_sums,
            wanted,
            by_sum: by_sum.is_some(),
        }
    }

    /// The value of f in each lane of this block, as a value of the output unit.
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

/// The sum start + Σ ±wᵢ, with + where bit i is set.
fn signed_sum<T: Lane>(weights: &[T], bits: u64, start: T) -> T {
    weights.iter().enumerate().fold(start, |sum, (i, w)| {
        if bits >> i & 1 == 1 {
            sum.wrapping_add(w)
        } else {
            sum.wrapping_sub(w)
        }
    })
}

/// Adds w·a to z in each lane. Most weights after hidden units are ±1, which need no multiplication.
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

/// Space for the values of one block, with a vector of lanes for each unit.
struct Room<T> {
    lanes: usize,
    /// The values of the layer before, after its activation.
    read: Vec<Vec<T>>,
    /// The values of the layer that is being computed; after the last one, the output.
    written: Vec<Vec<T>>,
    /// For each lane, a number that is not 0 if some pre-activation was 0.
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

    /// Finds the lanes in which the output is not the wanted one; `first` is the vertex of the first lane.
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
