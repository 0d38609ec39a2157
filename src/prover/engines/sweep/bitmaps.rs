//! Blocks as bitmaps: one bit for each vertex, for a first layer of few sign or step units.
//!
//! A unit's bitmap in a block is "low sum ≥ −high sum", and as the low sums are the same in every block, there are only
//! as many different bitmaps as there are different low sums: they are made once and looked up. The other layers
//! compute a Boolean function of the bits, which is evaluated as a decision diagram, one machine word of vertices at a
//! time.

use std::collections::HashMap;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::Walk;
use super::integers::IntegerLayer;
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::Rational;
use crate::language::network::{Activation, Network};
use crate::language::target::Target;

/// The most units that the first layer may have.
const MAX_UNITS: usize = 12;
/// The most nodes that the decision diagram may have.
const MAX_NODES: usize = 1 << 10;
/// The most bytes that the bitmaps may take; they should stay in a core's second-level cache.
const MAX_BYTES: usize = 1 << 19;
/// The most low coordinates, whose vertices make up one bitmap.
const MAX_LOW_BITS: usize = 13;
/// The number of coordinates above the low ones that make up a block together with a bitmap's.
const MIDDLE_BITS: usize = 6;
/// The number of words that are evaluated together.
const WORDS: usize = 8;
type Chunk = [u64; WORDS];
/// The number of vertices in a chunk is 2 to this power.
const CHUNK_BITS: usize = 9;

/// The data that is computed once for all blocks.
pub(super) struct Bitmaps {
    low_bits: usize,
    middle_bits: usize,
    units: Vec<UnitBitmaps>,
    /// The values of f, by the number of +1 among the other coordinates for a target that depends on the sum, else by
    /// their bits.
    wanted: Vec<Vec<Chunk>>,
    by_sum: bool,
    wrong: Diagram,
}

/// The bitmaps of one unit of the first layer.
struct UnitBitmaps {
    /// The weights of the coordinates after the low ones, in order.
    weights: Vec<i64>,
    bias: i64,
    /// The different low sums, in increasing order.
    sums: Vec<i64>,
    /// For each of these sums, and for one above all of them, the bitmap of the vertices whose low sum is at least
    /// that.
    at_least: Vec<Vec<Chunk>>,
}

impl Bitmaps {
    /// The bitmaps of a network, or `None` where they cannot be used: for other units, too many of them, or numbers
    /// beyond 62 bits.
    pub(super) fn new(
        network: &Network,
        first: &IntegerLayer<BigInt>,
        target: &Target,
    ) -> Option<Self> {
        let dimension = target.dimension();
        let count = first.biases.len();
        let two_sided = matches!(first.activation, Activation::Sign | Activation::Step);
        if !two_sided || count > MAX_UNITS || dimension < CHUNK_BITS {
            return None;
        }
        let narrow = |n: &BigInt| n.to_i64().filter(|n| n.unsigned_abs() < 1 << 56);
        let weights = first
            .weights
            .iter()
            .map(narrow)
            .collect::<Option<Vec<i64>>>()?;
        let biases = first
            .biases
            .iter()
            .map(narrow)
            .collect::<Option<Vec<i64>>>()?;
        let wrong = Diagram::new(&wrong_table(network, count))?;
        let fits = |low_bits: &usize| {
            let distinct = weights
                .chunks(dimension)
                .map(|row| low_sums(&row[..*low_bits]).1.len() + 1);
            distinct.sum::<usize>() << low_bits.saturating_sub(3) <= MAX_BYTES
        };
        let low_bits = (CHUNK_BITS..=MAX_LOW_BITS.min(dimension))
            .rev()
            .find(fits)
            .unwrap_or(CHUNK_BITS);
        let units = weights.chunks(dimension).zip(biases);
        let units = units
            .map(|(row, bias)| UnitBitmaps::new(row, bias, low_bits))
            .collect();
        let lanes = 0..1_u64 << low_bits;
        let by_sum = target.values_by_sum();
        let wanted = match &by_sum {
            Some(values) => (0..=dimension - low_bits)
                .map(|plus| {
                    let at = |lane: u64| values.get(plus + lane.count_ones().to_usize()?);
                    bitmap(lanes.clone().map(|lane| at(lane) == Some(&Sign::Plus)))
                })
                .collect(),
            None => (0..1_u64 << (dimension - low_bits))
                .map(|high| {
                    let vertex = |lane| Vertex::from_bits(dimension, high << low_bits | lane);
                    bitmap(
                        lanes
                            .clone()
                            .map(|lane| target.value(&vertex(lane)) == Sign::Plus),
                    )
                })
                .collect(),
        };
        let middle_bits = MIDDLE_BITS.min(dimension - low_bits);
        Some(Self {
            low_bits,
            middle_bits,
            units,
            wanted,
            by_sum: by_sum.is_some(),
            wrong,
        })
    }

    /// The number of coordinates whose vertices make up a block.
    pub(super) fn block_bits(&self) -> usize {
        self.low_bits + self.middle_bits
    }

    /// Space for the values of the diagram's nodes.
    pub(super) fn room(&self) -> Vec<Chunk> {
        vec![[0; WORDS]; self.wrong.nodes.len()]
    }

    /// Finds where h differs from f in a block.
    pub(super) fn evaluate(&self, block: u64, room: &mut [Chunk]) -> Walk {
        let mut found = Walk::default();
        for middle in 0..1 << self.middle_bits {
            let high = block << self.middle_bits | middle;
            let index = if self.by_sum {
                u64::from(high.count_ones())
            } else {
                high
            };
            let wanted = &self.wanted[index.to_usize().expect("there are not that many")];
            let mut inputs: Vec<&[Chunk]> = Vec::with_capacity(MAX_UNITS + 1);
            inputs.push(wanted);
            inputs.extend(self.units.iter().map(|unit| unit.bitmap(high)));
            for chunk in 0..wanted.len() {
                let wrong = self.wrong.evaluate(&inputs, chunk, room);
                if wrong.iter().any(|word| *word != 0) {
                    let start = high << self.low_bits | chunk.to_u64().expect("few") << CHUNK_BITS;
                    found = found.and(violations(&wrong, start));
                }
            }
        }
        found
    }
}

impl UnitBitmaps {
    fn new(row: &[i64], bias: i64, low_bits: usize) -> Self {
        let (low, sums) = low_sums(&row[..low_bits]);
        let beyond = std::iter::once(i64::MAX);
        let at_least = sums
            .iter()
            .copied()
            .chain(beyond)
            .map(|least| bitmap(low.iter().map(|sum| *sum >= least)));
        Self {
            weights: row[low_bits..].to_vec(),
            bias,
            at_least: at_least.collect(),
            sums,
        }
    }

    /// The vertices at which the pre-activation is ≥ 0, given the other coordinates.
    fn bitmap(&self, high: u64) -> &[Chunk] {
        let signed = |(i, w): (usize, &i64)| if high >> i & 1 == 1 { *w } else { -*w };
        let sum = self.bias + self.weights.iter().enumerate().map(signed).sum::<i64>();
        &self.at_least[self.sums.partition_point(|low| *low < -sum)]
    }
}

/// The sum ±w in each lane, and the different sums among them in increasing order.
fn low_sums(weights: &[i64]) -> (Vec<i64>, Vec<i64>) {
    let mut lanes = vec![-weights.iter().sum::<i64>()];
    for w in weights {
        let plus: Vec<i64> = lanes.iter().map(|sum| sum + 2 * w).collect();
        lanes.extend(plus);
    }
    let mut sums = lanes.clone();
    sums.sort_unstable();
    sums.dedup();
    (lanes, sums)
}

/// The bits as a bitmap, the lowest first, of at least one chunk.
fn bitmap(bits: impl Iterator<Item = bool>) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    for (i, bit) in bits.enumerate() {
        if i % (1 << CHUNK_BITS) == 0 {
            chunks.push([0; WORDS]);
        }
        let word = i / 64 % WORDS;
        chunks.last_mut().expect("just pushed")[word] |= u64::from(bit) << (i % 64);
    }
    chunks
}

fn violations(wrong: &Chunk, start: u64) -> Walk {
    let ones = wrong.iter().map(|word| u64::from(word.count_ones())).sum();
    let first = (0..).zip(wrong).find(|(_, word)| **word != 0);
    let first = first.map(|(i, word)| start + 64 * i + u64::from(word.trailing_zeros()));
    Walk {
        violations: ones,
        first_violation: first,
        zeros: 0,
    }
}

/// Whether h ≠ f, as a table by f and the bits of the units: entry 0b…u₂u₁f.
fn wrong_table(network: &Network, units: usize) -> Vec<bool> {
    let first = network.first_layer().activation;
    let (low, high) = match first {
        Activation::Step => (Rational::from_integer(0.into()), Sign::Plus.rational()),
        _ => (Sign::Minus.rational(), Sign::Plus.rational()),
    };
    let value = |bits: usize| {
        let inputs = (0..units).map(|i| {
            if bits >> i & 1 == 1 {
                high.clone()
            } else {
                low.clone()
            }
        });
        let mut values: crate::language::runs::Runs<Rational> = inputs.collect();
        for layer in &network.layers()[1..] {
            values = layer.values(&values);
        }
        values.get(0).expect("the last layer has one unit").clone()
    };
    let wrong = |bits| {
        let value = value(bits);
        [
            value != Sign::Minus.rational(),
            value != Sign::Plus.rational(),
        ]
    };
    (0..1 << units).flat_map(wrong).collect()
}

/// A Boolean function as a reduced, ordered decision diagram.
struct Diagram {
    /// The nodes, each after the nodes that it refers to; the last is the function.
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    Constant(bool),
    /// One node if the variable is 1, another if it is 0.
    Choose {
        variable: usize,
        one: usize,
        zero: usize,
    },
}

impl Diagram {
    /// The function with this table, the first variable in the lowest bit; `None` if it needs too many nodes.
    fn new(table: &[bool]) -> Option<Self> {
        let mut diagram = Self { nodes: Vec::new() };
        let variables = table.len().ilog2().to_usize()?;
        let mut known = HashMap::new();
        let root = diagram.add(table, variables, &mut known)?;
        // A function of nothing, or one equal to an inner node: make it the last.
        if root + 1 != diagram.nodes.len() {
            let node = diagram.nodes[root];
            diagram.nodes.push(node);
        }
        Some(diagram)
    }

    fn add(
        &mut self,
        table: &[bool],
        variables: usize,
        known: &mut HashMap<Node, usize>,
    ) -> Option<usize> {
        let node = if table.iter().all(|bit| *bit == table[0]) {
            Node::Constant(table[0])
        } else {
            // The last variable is the highest bit: the halves of the table.
            let variable = variables - 1;
            let (zero, one) = table.split_at(table.len() / 2);
            let zero_node = self.add(zero, variable, known)?;
            if zero == one {
                return Some(zero_node);
            }
            Node::Choose {
                variable,
                one: self.add(one, variable, known)?,
                zero: zero_node,
            }
        };
        if let Some(index) = known.get(&node) {
            return Some(*index);
        }
        if self.nodes.len() >= MAX_NODES {
            return None;
        }
        self.nodes.push(node);
        known.insert(node, self.nodes.len() - 1);
        Some(self.nodes.len() - 1)
    }

    /// The values of the function for all bits of one chunk of its inputs.
    fn evaluate(&self, inputs: &[&[Chunk]], chunk: usize, room: &mut [Chunk]) -> Chunk {
        for (index, node) in self.nodes.iter().enumerate() {
            let (before, here) = room.split_at_mut(index);
            match *node {
                Node::Constant(bit) => here[0] = [if bit { u64::MAX } else { 0 }; WORDS],
                Node::Choose {
                    variable,
                    one,
                    zero,
                } => {
                    let (bits, one, zero) = (&inputs[variable][chunk], &before[one], &before[zero]);
                    for word in 0..WORDS {
                        // zero where the bit is 0, one where it is 1.
                        here[0][word] = zero[word] ^ (bits[word] & (one[word] ^ zero[word]));
                    }
                }
            }
        }
        room[self.nodes.len() - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_diagram_is_its_table(table in prop::collection::vec(any::<bool>(), 32)) {
            let diagram = Diagram::new(&table).expect("at most 32 entries");
            // Bit i of variable v is bit v of i, so that the 32 bits are the table.
            let inputs: Vec<Vec<Chunk>> =
                (0..5).map(|v| bitmap((0..512_usize).map(|i| i >> v & 1 == 1))).collect();
            let inputs: Vec<&[Chunk]> = inputs.iter().map(Vec::as_slice).collect();
            let mut room = vec![[0; WORDS]; diagram.nodes.len()];
            let found = diagram.evaluate(&inputs, 0, &mut room);
            let expected = bitmap((0..512_usize).map(|i| table[i % 32]));
            prop_assert_eq!(found, expected[0]);
        }
    }
}
