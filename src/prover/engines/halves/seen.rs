//! A set of ranks that grows, and the number of its members from a rank on.

use num_traits::ToPrimitive;

/// The number of words whose members are counted together.
const WORDS: usize = 8;

/// A set of ranks below a bound: a bit for each, and a tree of counts over blocks of 512.
pub(super) struct Seen {
    words: Vec<u64>,
    /// Entry i counts the members of the blocks from i − (lowest set bit of i) on to i − 1: a Fenwick tree.
    tree: Vec<u32>,
    count: u32,
}

impl Seen {
    pub(super) fn new(bound: usize) -> Self {
        let blocks = bound.div_ceil(64 * WORDS);
        Self {
            words: vec![0; blocks * WORDS],
            tree: vec![0; blocks + 1],
            count: 0,
        }
    }

    pub(super) fn clear(&mut self) {
        self.words.fill(0);
        self.tree.fill(0);
        self.count = 0;
    }

    /// Adds a rank that is not a member yet.
    pub(super) fn insert(&mut self, rank: u32) {
        let (word, bit) = place(rank);
        self.words[word] |= 1 << bit;
        self.count += 1;
        let mut node = word / WORDS + 1;
        while node < self.tree.len() {
            self.tree[node] += 1;
            node += node & node.wrapping_neg();
        }
    }

    /// The number of members that are at least `rank`.
    pub(super) fn at_least(&self, rank: u32) -> u32 {
        let (word, bit) = place(rank);
        let block = word / WORDS;
        let mut below = 0;
        let mut node = block;
        while node > 0 {
            below += self.tree[node];
            node &= node - 1;
        }
        for word in &self.words[(block * WORDS).min(self.words.len())..word.min(self.words.len())] {
            below += word.count_ones();
        }
        if let Some(word) = self.words.get(word) {
            below += (word & ((1 << bit) - 1)).count_ones();
        }
        self.count - below
    }
}

/// The word and the bit of a rank.
fn place(rank: u32) -> (usize, u32) {
    ((rank / 64).to_usize().expect("32 bits"), rank % 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_counted_from_any_rank_on() {
        for bound in [1, 64, 511, 512, 1500] {
            let mut seen = Seen::new(bound);
            let mut members: Vec<u32> = Vec::new();
            // 7 is prime to all of these bounds but 511 = 7·73.
            for rank in (0..bound)
                .map(|i| (i * 11 % bound).to_u32().unwrap())
                .step_by(3)
            {
                seen.insert(rank);
                members.push(rank);
                for from in (0..=bound).step_by(37).map(|from| from.to_u32().unwrap()) {
                    let expected = members.iter().filter(|member| **member >= from).count();
                    assert_eq!(
                        seen.at_least(from).to_usize(),
                        Some(expected),
                        "{bound} {from}"
                    );
                }
            }
            seen.clear();
            assert_eq!(seen.at_least(0), 0);
        }
    }
}
