//! Blocks as bitmaps: one bit for each vertex, for a first layer of few sign, step or zero units.
//!
//! The values of a unit in a block are one of few bitmaps, chosen by the sum over the high coordinates, and the other
//! layers are a decision diagram over the bits, evaluated for thousands of vertices at a time. The high coordinates
//! change in the order of a Gray code, one from block to block, so that each sum changes by one addition. Where the same
//! choice of bitmaps comes back, so does the number of violations, which is remembered if there is room for it.

use std::ops::Range;

use num_traits::ToPrimitive;

use super::diagram::{Diagram, MAX_VARIABLES, NEVER};
use super::gray::{Block, Gray};
use super::instructions::Loop;
use super::thresholds::Thresholds;
use super::tiles::{Tile, tiles};
use super::wanted::Wanted;
use super::{LookClosely, Walk};
use crate::language::target::Target;
use crate::prover::engines::integers::IntegerLayer;
use crate::prover::engines::numbers::Number;

/// A count that has not been found yet.
const UNKNOWN: u16 = u16::MAX;

/// The data that is computed once for all blocks.
pub(super) struct Bitmaps<'a, T, const N: usize> {
    low_bits: usize,
    /// The number of tiles of a block.
    tiles: usize,
    units: Vec<Thresholds<T, N>>,
    gray: Gray<T>,
    wanted: Wanted,
    /// The values of f as bitmaps, one after the other.
    wanted_tiles: Vec<Tile<N>>,
    diagram: &'a Diagram,
    /// The number of choices of bitmaps, where the number of violations of each is remembered.
    remembered: Option<usize>,
}

/// What one core works with.
pub(super) struct State<const N: usize> {
    /// The number of each unit's bitmap.
    choices: Vec<usize>,
    room: Vec<Tile<N>>,
    /// The vertices of a block at which some unit is 0.
    zeros: Vec<Tile<N>>,
    /// The number of violations of each choice of bitmaps.
    counts: Vec<u16>,
    /// The least violation that has been seen.
    first: Option<u64>,
}

impl<'a, T: Number, const N: usize> Bitmaps<'a, T, N> {
    pub(super) fn new(
        first: &IntegerLayer<T>,
        diagram: &'a Diagram,
        target: &Target,
        low_bits: usize,
        remembers: bool,
    ) -> Self {
        let threshold = |(row, _): (&[T], &T)| Thresholds::new(first.activation, &row[..low_bits]);
        let units: Vec<_> = first.units().map(threshold).collect();
        let high_bits = first.inputs - low_bits;
        let wanted = Wanted::new(target);
        let highs: Vec<u64> = match &wanted {
            Wanted::BySum(_) => (0..=high_bits).map(|plus| (1 << plus) - 1).collect(),
            Wanted::ByVertex(_) => (0..1 << high_bits).collect(),
        };
        let lanes = 0..1 << low_bits;
        let vertices = highs
            .iter()
            .flat_map(|high| lanes.clone().map(move |lane| high << low_bits | lane));
        let wanted_tiles = tiles(vertices.map(|bits| wanted.value(bits)));
        let choices = units.iter().map(Thresholds::count);
        let remembered = remembers.then(|| choices.product::<usize>() * highs.len());
        Self {
            low_bits,
            tiles: 1 << (low_bits - Tile::<N>::BITS),
            gray: Gray::new(first, low_bits),
            units,
            wanted,
            wanted_tiles,
            diagram,
            remembered,
        }
    }

    pub(super) fn state(&self) -> State<N> {
        State {
            choices: vec![0; self.units.len()],
            room: self.diagram.room(),
            zeros: vec![Tile::NONE; self.tiles],
            counts: vec![UNKNOWN; self.remembered.unwrap_or(0)],
            first: None,
        }
    }

    /// Evaluates the diagram for one tile of a block.
    #[inline(always)]
    fn evaluate(&self, tile: usize, choices: &[usize], room: &mut [Tile<N>]) {
        let mut inputs = [&self.wanted_tiles[0]; MAX_VARIABLES];
        let units = self.units.iter().zip(choices);
        for (input, (unit, choice)) in inputs.iter_mut().zip(units) {
            *input = &unit.bitmap(*choice)[tile];
        }
        self.diagram.evaluate(&inputs, room);
    }

    /// Where h differs from f, in one word of the tile that has been evaluated: h is neither 1 nor −1, or the other one.
    #[inline(always)]
    fn wrong(&self, room: &[Tile<N>], wanted: &Tile<N>) -> impl Fn(usize) -> u64 {
        let roots = &self.diagram.roots;
        let (one, neither) = (&room[roots[0]], &room[roots[1]]);
        move |word| (one.0[word] ^ wanted.0[word]) | neither.0[word]
    }

    /// The number of violations in a block.
    #[inline(always)]
    fn count(&self, wanted: &[Tile<N>], state: &mut State<N>) -> u64 {
        let mut count = 0_u64;
        for (tile, wanted) in wanted.iter().enumerate() {
            self.evaluate(tile, &state.choices, &mut state.room);
            let wrong = self.wrong(&state.room, wanted);
            for word in 0..N {
                // No count of vertices reaches 2^64.
                count = count.wrapping_add(u64::from(wrong(word).count_ones()));
            }
        }
        count
    }

    /// The first violation in a block, counted from its first vertex.
    fn first(&self, wanted: &[Tile<N>], state: &mut State<N>) -> Option<u64> {
        let starts = (0..).step_by(1 << Tile::<N>::BITS);
        starts
            .zip(wanted.iter().enumerate())
            .find_map(|(start, (tile, wanted))| {
                self.evaluate(tile, &state.choices, &mut state.room);
                let wrong = self.wrong(&state.room, wanted);
                let first = Tile::<N>(std::array::from_fn(wrong)).places().next();
                first.map(|place| start + place)
            })
    }

    /// Finds the vertices of a block at which some unit is 0, and says whether there may be any.
    fn find_zeros(&self, sums: &[T], state: &mut State<N>) -> bool {
        let function = self.diagram.roots[2];
        let mut any = function != NEVER;
        if any {
            for tile in 0..self.tiles {
                self.evaluate(tile, &state.choices, &mut state.room);
                state.zeros[tile] = state.room[function];
            }
        }
        for (unit, sum) in self.units.iter().zip(sums) {
            if unit.hits(sum) {
                if !any {
                    state.zeros.fill(Tile::NONE);
                }
                unit.add_zeros(sum, &mut state.zeros);
                any = true;
            }
        }
        any
    }
}

/// The loop over some blocks.
pub(super) struct Sweep<'a, T, const N: usize> {
    pub(super) bitmaps: &'a Bitmaps<'a, T, N>,
    /// The places of the blocks in the Gray code.
    pub(super) steps: Range<u64>,
    pub(super) state: &'a mut State<N>,
    pub(super) look_closely: Option<LookClosely<'a>>,
}

impl<T: Number, const N: usize> Loop for Sweep<'_, T, N> {
    type Output = Option<Walk>;

    #[inline(always)]
    fn run(self) -> Option<Walk> {
        let (bitmaps, state) = (self.bitmaps, self.state);
        let mut found = Walk::default();
        let mut block = bitmaps.gray.block(self.steps.start);
        for _ in self.steps {
            let Block { high, sums, .. } = &block;
            let mut place = bitmaps.wanted.block(*high);
            let wanted = &bitmaps.wanted_tiles[place * bitmaps.tiles..][..bitmaps.tiles];
            let units = bitmaps.units.iter().zip(sums);
            for ((unit, sum), choice) in units.zip(&mut state.choices) {
                *choice = unit.choice(sum);
                place = place.wrapping_mul(unit.count()).wrapping_add(*choice);
            }
            let count = if bitmaps.remembered.is_some() {
                if state.counts[place] == UNKNOWN {
                    let count = bitmaps.count(wanted, state);
                    state.counts[place] = count.to_u16().expect("at most 2^14");
                }
                u64::from(state.counts[place])
            } else {
                bitmaps.count(wanted, state)
            };
            let start = high << bitmaps.low_bits;
            if count > 0 {
                found.violations += count;
                if state.first.is_none_or(|first| start < first) {
                    let place = bitmaps.first(wanted, state);
                    state.first = place.map(|place| start + place);
                    found.first_violation = state.first;
                }
            }
            if let Some(look_closely) = self.look_closely
                && bitmaps.find_zeros(sums, state)
            {
                for (start, zeros) in (start..).step_by(1 << Tile::<N>::BITS).zip(&state.zeros) {
                    for place in zeros.places() {
                        found.zeros += 1;
                        if !look_closely(start + place) {
                            return None;
                        }
                    }
                }
            }
            bitmaps.gray.advance(&mut block);
        }
        Some(found)
    }
}
