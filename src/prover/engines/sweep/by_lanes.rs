//! The sweep by lanes, for any network.

use std::ops::Range;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::aligned::Aligned;
use super::instructions::{Instructions, Loop};
use super::lanes::{Lanes, Room, layout};
use super::share::Blocks;
use super::wanted::Wanted;
use super::{LookClosely, Method, Swept, Walk};
use crate::language::target::Target;
use crate::prover::engines::Estimate;
use crate::prover::engines::integers::IntegerNetwork;
use crate::prover::engines::numbers::Number;
use crate::prover::limits::Limits;

/// The sweep of a network in these integers.
pub(super) struct ByLanes<'a, T> {
    network: IntegerNetwork<T>,
    target: &'a Target,
    blocks: Blocks,
}

/// The sweep of this network, in integers as narrow as they may be.
pub(super) fn by_lanes<'a>(
    network: IntegerNetwork<BigInt>,
    target: &'a Target,
) -> Box<dyn Method + 'a> {
    if let Some(narrow) = network.narrowed::<i16>() {
        Box::new(ByLanes::new(narrow, target))
    } else if let Some(narrow) = network.narrowed::<i32>() {
        Box::new(ByLanes::new(narrow, target))
    } else if let Some(narrow) = network.narrowed::<i64>() {
        Box::new(ByLanes::new(narrow, target))
    } else if let Some(narrow) = network.narrowed::<i128>() {
        Box::new(ByLanes::new(narrow, target))
    } else {
        Box::new(ByLanes::new(network, target))
    }
}

impl<'a, T: Number> ByLanes<'a, T> {
    fn new(network: IntegerNetwork<T>, target: &'a Target) -> Self {
        let (low_bits, picoseconds) = layout::<T, T>(&network);
        // The high coordinates are added up once a block.
        let high = target.dimension() - low_bits;
        let sums = high.saturating_mul(network.layers[0].biases.len());
        let sums = u64::try_from(sums).unwrap_or(u64::MAX);
        let blocks = Blocks {
            dimension: target.dimension(),
            block_bits: low_bits,
            picoseconds: (picoseconds << low_bits) + sums.saturating_mul(T::PICOSECONDS.max(1000)),
        };
        Self {
            network,
            target,
            blocks,
        }
    }
}

impl<T: Number> Method for ByLanes<'_, T> {
    fn estimate(&self) -> Estimate {
        let layers = &self.network.layers;
        let units: usize = layers.iter().map(|layer| layer.biases.len()).sum();
        let vectors = units + layers[0].biases.len() + self.blocks.dimension + 2;
        let bytes = vectors.saturating_mul(T::BYTES) << self.blocks.block_bits;
        Estimate {
            nanoseconds: self.blocks.nanoseconds(),
            memory: bytes.try_into().unwrap_or(u64::MAX),
        }
    }

    fn sweep(
        &self,
        limits: Limits,
        look_closely: Option<LookClosely>,
        instructions: Instructions,
    ) -> Swept {
        let lanes = Lanes::new(self.network.clone());
        let outputs = Outputs::new(Wanted::new(self.target), &lanes, self.blocks.dimension);
        self.blocks.share(limits, || {
            let mut room = lanes.room();
            let mut row = Aligned::repeat(T::zero(), 1 << lanes.low_bits);
            let mut violated = None;
            let (lanes, outputs) = (&lanes, &outputs);
            move |steps| {
                let found = instructions.run(Sweep {
                    lanes,
                    outputs,
                    steps,
                    room: &mut room,
                    row: &mut row,
                    look_closely,
                    violated,
                })?;
                violated = found.first_violation.or(violated);
                Some(found)
            }
        })
    }
}

/// The output that is wanted in each lane of a block.
struct Outputs<T> {
    one: T,
    minus_one: T,
    wanted: Wanted,
    /// For a target that depends on the sum, the outputs by the number of +1 among the high coordinates; else nothing.
    by_sum: Vec<Aligned<T>>,
}

impl<T: Number> Outputs<T> {
    fn new(wanted: Wanted, lanes: &Lanes<T>, dimension: usize) -> Self {
        let mut outputs = Self {
            one: lanes.one().clone(),
            minus_one: T::zero().minus(lanes.one()),
            wanted,
            by_sum: Vec::new(),
        };
        if let Wanted::BySum(_) = outputs.wanted {
            let ones = |plus| (1_u64 << plus) - 1;
            outputs.by_sum = (0..=dimension - lanes.low_bits)
                .map(|plus| {
                    let mut row = Aligned::repeat(T::zero(), 1 << lanes.low_bits);
                    outputs.write(ones(plus) << lanes.low_bits, &mut row);
                    row
                })
                .collect();
        }
        outputs
    }

    /// Writes the outputs that are wanted from this vertex on.
    fn write(&self, first: u64, row: &mut [T]) {
        for (bits, output) in (first..).zip(row) {
            *output = if self.wanted.value(bits) {
                self.one.clone()
            } else {
                self.minus_one.clone()
            };
        }
    }
}

/// The loop over some blocks.
struct Sweep<'a, T> {
    lanes: &'a Lanes<T>,
    outputs: &'a Outputs<T>,
    /// The places of the blocks in the Gray code.
    steps: Range<u64>,
    room: &'a mut Room<T>,
    /// Space for the outputs that are wanted.
    row: &'a mut [T],
    look_closely: Option<LookClosely<'a>>,
    /// The least violation that has been seen.
    violated: Option<u64>,
}

impl<T: Number> Loop for Sweep<'_, T> {
    type Output = Option<Walk>;

    #[inline(always)]
    fn run(self) -> Option<Walk> {
        let mut found = Walk::default();
        let mut violated = self.violated;
        let mut block = self.lanes.gray.block(self.steps.start);
        for _ in self.steps {
            let first = block.high << self.lanes.low_bits;
            self.lanes
                .evaluate(&block, self.room, self.look_closely.is_some());
            let wanted = if self.outputs.by_sum.is_empty() {
                self.outputs.write(first, self.row);
                &*self.row
            } else {
                let plus = block.high.count_ones().to_usize().expect("at most 64");
                &self.outputs.by_sum[plus]
            };
            let pairs = || self.room.outputs().iter().zip(wanted);
            let wrong = pairs().fold(0_u32, |wrong, (h, f)| wrong.wrapping_add((h != f).into()));
            if wrong > 0 {
                found.violations += u64::from(wrong);
                if violated.is_none_or(|least| first < least) {
                    violated = (first..)
                        .zip(pairs())
                        .find_map(|(bits, (h, f))| (h != f).then_some(bits));
                    found.first_violation = violated;
                }
            }
            if let Some(look_closely) = self.look_closely {
                let at_zero = (first..).zip(self.room.at_zero.iter());
                for (bits, _) in at_zero.filter(|(_, zero)| **zero != T::zero()) {
                    found.zeros += 1;
                    if !look_closely(bits) {
                        return None;
                    }
                }
            }
            self.lanes.gray.advance(&mut block);
        }
        Some(found)
    }
}
