//! The values of the target, by number of +1 or vertex by vertex.

use crate::language::cube::Sign;
use crate::language::target::Target;

/// The values of f, as whether they are +1.
pub(super) enum Wanted {
    /// Entry k is the value where k coordinates are +1.
    BySum(Vec<bool>),
    /// Bit k of these words is the value at the vertex with the bits k.
    ByVertex(Vec<u64>),
}

impl Wanted {
    pub(super) fn new(target: &Target) -> Self {
        if let Target::Table { values, dimension } = target {
            let mut words = vec![0; (1_usize << dimension).div_ceil(64)];
            for (bit, value) in values.iter().enumerate() {
                words[bit / 64] |= u64::from(*value == Sign::Plus) << (bit % 64);
            }
            Self::ByVertex(words)
        } else {
            let values = target
                .values_by_sum()
                .expect("all others depend on the sum");
            Self::BySum(values.iter().map(|value| *value == Sign::Plus).collect())
        }
    }

    /// The value at the vertex with these bits.
    pub(super) fn value(&self, bits: u64) -> bool {
        match self {
            Self::BySum(values) => values[index(bits.count_ones())],
            Self::ByVertex(words) => words[index(bits / 64)] >> (bits % 64) & 1 == 1,
        }
    }

    /// The number of different blocks that share their high coordinates, for this many of those, and with this one the
    /// place of a block among them.
    pub(super) fn block(&self, high: u64) -> usize {
        match self {
            Self::BySum(_) => index(high.count_ones()),
            Self::ByVertex(_) => index(high),
        }
    }
}

fn index(n: impl TryInto<usize>) -> usize {
    n.try_into().ok().expect("within the table")
}
