//! The sweep by bitmaps: how blocks are cut, and what they cost.

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::bitmaps::{Bitmaps, Sweep};
use super::instructions::Instructions;
use super::share::Blocks;
use super::thresholds::with_one_more;
use super::tiles::{LARGE, SMALL, Tile};
use super::votes::Votes;
use super::{LookClosely, Method, Swept};
use crate::language::target::Target;
use crate::prover::engines::Estimate;
use crate::prover::engines::integers::IntegerLayer;
use crate::prover::engines::numbers::Number;
use crate::prover::limits::Limits;

/// The most low coordinates, whose vertices make up a block.
const MAX_LOW_BITS: usize = 14;
/// The most bytes that the bitmaps may take; they should stay in a core's second-level cache.
const MAX_BYTES: usize = 1 << 20;
/// The most counts that are remembered, two bytes each; they should stay in that cache too.
const MAX_REMEMBERED: usize = 1 << 19;
/// The least number of low coordinates, those of one small tile.
const MIN_LOW_BITS: usize = Tile::<SMALL>::BITS;
/// About how long the choice of one bitmap takes, in picoseconds.
const CHOICE: u64 = 2_000;
/// About how long one node takes for 2^9 vertices, in picoseconds.
const NODE: u64 = 700;

/// The sweep of a network by bitmaps, with the sums of the first layer in these integers.
pub(super) struct ByBitmaps<'a, T> {
    /// The first layer, with its units in the order of the diagram's variables.
    first: IntegerLayer<T>,
    votes: Votes,
    target: &'a Target,
    layout: Layout,
}

/// How blocks are cut, and what they cost.
#[derive(Clone, Copy)]
struct Layout {
    blocks: Blocks,
    /// Whether counts are remembered.
    remembers: bool,
    /// The size of everything, in bytes.
    memory: usize,
}

/// The sweep of a network with this first layer, or `None` for fewer than 2^9 vertices.
pub(super) fn by_bitmaps<'a>(
    first: &IntegerLayer<BigInt>,
    votes: Votes,
    target: &'a Target,
) -> Option<Box<dyn Method + 'a>> {
    let rows = first.weights.chunks(first.inputs);
    let rows: Vec<_> = rows.zip(&first.biases).collect();
    let ordered = || votes.order.iter().map(|unit| rows[*unit]);
    let first = IntegerLayer {
        activation: first.activation,
        inputs: first.inputs,
        weights: ordered().flat_map(|(row, _)| row).cloned().collect(),
        biases: ordered().map(|(_, bias)| bias.clone()).collect(),
    };
    // Weights are doubled, and sums are compared with one another.
    let bound = first.bound() * 4;
    if i64::of(&bound).is_some() {
        ByBitmaps::<i64>::boxed(first.narrowed()?, votes, target)
    } else if i128::of(&bound).is_some() {
        ByBitmaps::<i128>::boxed(first.narrowed()?, votes, target)
    } else {
        ByBitmaps::<BigInt>::boxed(first, votes, target)
    }
}

impl<'a, T: Number + 'a> ByBitmaps<'a, T> {
    fn boxed(
        first: IntegerLayer<T>,
        votes: Votes,
        target: &'a Target,
    ) -> Option<Box<dyn Method + 'a>> {
        let layout = layout(&first, &votes, target)?;
        Some(Box::new(Self {
            first,
            votes,
            target,
            layout,
        }))
    }

    /// The sweep, with tiles of N words.
    fn share<const N: usize>(
        &self,
        limits: Limits,
        look_closely: Option<LookClosely>,
        instructions: Instructions,
    ) -> Swept {
        let blocks = self.layout.blocks;
        let bitmaps = Bitmaps::<T, N>::new(
            &self.first,
            &self.votes.diagram,
            self.target,
            blocks.block_bits,
            self.layout.remembers,
        );
        blocks.share(limits, || {
            let mut state = bitmaps.state();
            let bitmaps = &bitmaps;
            move |steps| {
                instructions.run(Sweep {
                    bitmaps,
                    steps,
                    state: &mut state,
                    look_closely,
                })
            }
        })
    }
}

/// The cheapest of all numbers of low coordinates.
fn layout<T: Number>(first: &IntegerLayer<T>, votes: &Votes, target: &Target) -> Option<Layout> {
    let dimension = first.inputs;
    let mut sums = vec![vec![T::zero()]; first.biases.len()];
    let mut best: Option<Layout> = None;
    for low in 1..=MAX_LOW_BITS.min(dimension) {
        for (sums, (row, _)) in sums.iter_mut().zip(first.units()) {
            *sums = with_one_more(sums, &row[low - 1]);
        }
        if low < MIN_LOW_BITS {
            continue;
        }
        let high = dimension - low;
        let bitmaps: usize = sums.iter().map(|sums| sums.len() + 1).sum();
        let (wanted, choices) = if let Target::Table { .. } = target {
            (1 << high, usize::MAX)
        } else {
            let counts = sums.iter().map(|sums| sums.len() + 1);
            (high + 1, counts.fold(high + 1, usize::saturating_mul))
        };
        let bytes = bitmaps << low >> 3;
        if low > MIN_LOW_BITS && bytes > MAX_BYTES {
            break;
        }
        let count = 1_u64 << high;
        let remembers = choices <= MAX_REMEMBERED && choices.to_u64()? < count;
        let nodes = votes.diagram.nodes().to_u64()? + 3;
        let evaluation = (NODE * nodes) << (low - MIN_LOW_BITS);
        let evaluation = match choices.to_u64().filter(|_| remembers) {
            // Each core finds each count once.
            Some(choices) => u64::try_from(
                u128::from(evaluation) * u128::from(choices.saturating_mul(2)) / u128::from(count),
            )
            .unwrap_or(evaluation)
            .min(evaluation),
            None => evaluation,
        };
        let picoseconds = CHOICE * (first.biases.len().to_u64()? + 1) + evaluation;
        let blocks = Blocks {
            dimension,
            block_bits: low,
            picoseconds,
        };
        let memory = bytes + (wanted << low >> 3) + if remembers { 2 * choices } else { 0 };
        if best.is_none_or(|best| blocks.nanoseconds() <= best.blocks.nanoseconds()) {
            best = Some(Layout {
                blocks,
                remembers,
                memory,
            });
        }
    }
    best
}

impl<T: Number> Method for ByBitmaps<'_, T> {
    fn estimate(&self) -> Estimate {
        Estimate {
            nanoseconds: self.layout.blocks.nanoseconds(),
            memory: self.layout.memory.try_into().unwrap_or(u64::MAX),
        }
    }

    fn sweep(
        &self,
        limits: Limits,
        look_closely: Option<LookClosely>,
        instructions: Instructions,
    ) -> Swept {
        if self.layout.blocks.block_bits >= Tile::<LARGE>::BITS {
            self.share::<LARGE>(limits, look_closely, instructions)
        } else {
            self.share::<SMALL>(limits, look_closely, instructions)
        }
    }
}
