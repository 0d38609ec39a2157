//! The sums over both halves, compared once and for all: ranks and thresholds instead of numbers.

use num_traits::ToPrimitive;

use super::question::Question;
use crate::prover::limits::{Limits, Stop};

/// The choices of both halves, without their sums.
///
/// The choices b of the low half are in the order of the first unit's sum, and have a rank in the order of the second
/// unit's. Together with a choice a of the high half, the first unit is on for the b from a place on, and the second one
/// for those from a rank on.
pub(super) struct Ranks {
    /// For each choice b, in order, its rank for the second unit and the number of its coordinates that are +1.
    pub(super) low: Vec<(u32, u8)>,
    /// For each number of coordinates that are +1, the choices a with that number, in the order of the first unit's sum.
    pub(super) groups: Vec<Vec<High>>,
}

/// A choice a of the high half.
pub(super) struct High {
    /// Its bits.
    pub(super) bits: u32,
    /// The number of choices b with which the first unit is off; it is on with all after them.
    pub(super) off: u32,
    /// The least rank with which the second unit is on.
    pub(super) least_rank: u32,
}

impl Ranks {
    pub(super) fn new(question: &Question, limits: Limits) -> Result<Self, Stop> {
        let low_bits = question.low();
        let [first, second] = &question.units;
        let low = in_order(&second.0[..low_bits], 0, limits)?;
        let high = in_order(&second.0[low_bits..], second.1, limits)?;
        let mut rank = vec![0; low.len()];
        for (place, (_, bits)) in low.iter().enumerate() {
            rank[index(*bits)] = number(place);
        }
        let mut least_rank = vec![0; high.len()];
        for (bits, threshold) in thresholds(&high, &low) {
            least_rank[index(bits)] = threshold;
        }
        drop((low, high));
        let low = in_order(&first.0[..low_bits], 0, limits)?;
        let high = in_order(&first.0[low_bits..], first.1, limits)?;
        let mut groups: Vec<Vec<High>> = Vec::new();
        groups.resize_with(question.dimension - low_bits + 1, Vec::new);
        for (bits, off) in thresholds(&high, &low) {
            groups[index(bits.count_ones())].push(High {
                bits,
                off,
                least_rank: least_rank[index(bits)],
            });
        }
        let plus = |bits: u32| bits.count_ones().to_u8().expect("at most 32");
        let low = low
            .iter()
            .map(|(_, bits)| (rank[index(*bits)], plus(*bits)));
        Ok(Self {
            low: low.collect(),
            groups,
        })
    }
}

fn index(n: u32) -> usize {
    n.to_usize().expect("32 bits")
}

fn number(n: usize) -> u32 {
    n.to_u32().expect("a half has at most 2^31 choices")
}

/// The sums start + Σ ±w with the bits of their choices, in increasing order. Adding a coordinate merges two lists that
/// are in order.
fn in_order(weights: &[i128], start: i128, limits: Limits) -> Result<Vec<(i128, u32)>, Stop> {
    let mut sums = vec![(start, 0)];
    for (place, w) in weights.iter().enumerate() {
        limits.go_on(0, 0)?;
        let plus_bit = 1 << place;
        // With the sign that makes the sum smaller, and with the other one.
        let (small_bit, large_bit) = if *w < 0 { (plus_bit, 0) } else { (0, plus_bit) };
        let size = w.abs();
        let mut merged = Vec::with_capacity(2 * sums.len());
        let mut small = sums
            .iter()
            .map(|(sum, bits)| (sum - size, bits | small_bit))
            .peekable();
        for (sum, bits) in &sums {
            let large = (sum + size, bits | large_bit);
            while let Some(next) = small.next_if(|next| next.0 <= large.0) {
                merged.push(next);
            }
            merged.push(large);
        }
        sums = merged;
    }
    Ok(sums)
}

/// For each choice of the high half, in increasing order of its sum, the number of choices of the low half whose sum
/// together with it is negative.
fn thresholds(high: &[(i128, u32)], low: &[(i128, u32)]) -> impl Iterator<Item = (u32, u32)> {
    let mut below = low.len();
    high.iter().map(move |(sum, bits)| {
        while below > 0 && low[below - 1].0 + sum >= 0 {
            below -= 1;
        }
        (*bits, number(below))
    })
}
