//! The constraints of the LP: one for each vector of counts, without those that follow from others.

use itertools::Itertools;

use crate::checker::classes::Classes;
use crate::language::cube::Sign;
use crate::language::target::Target;

/// One constraint of the LP: f·(w·s + b) > 0 at the average vertex with these counts.
#[derive(Clone, Debug)]
pub struct Level {
    /// The number of coordinates +1 in each class.
    pub counts: Vec<usize>,
    /// The vector s: the sum of the coordinates of each class.
    pub sums: Vec<i64>,
    /// The target's value f.
    pub sign: Sign,
}

/// The constraints that decide: one for each vector of counts, without those that follow from others.
pub(super) fn levels(target: &Target, classes: &Classes) -> Vec<Level> {
    let level = |counts: Vec<usize>| Level {
        sums: classes.sums(&counts),
        sign: target.value(&classes.vertex(&counts)),
        counts,
    };
    match target.values_by_sum() {
        // w·s + b is monotone in one sum, so the sums on both sides of each change of f speak for all;
        // and two changes are inseparable whatever follows.
        Some(values) if classes.sizes().len() == 1 => {
            let mut changes = Vec::new();
            let mut end = 0;
            for (_, count) in values.runs().take(2) {
                end += count;
                changes.extend((end < values.len()).then_some([end - 1, end]));
            }
            // Where f is constant, the least and the greatest sum.
            let ends = [0, values.len() - 1];
            let ends = if changes.is_empty() {
                ends.to_vec()
            } else {
                changes.concat()
            };
            ends.into_iter().dedup().map(|k| level(vec![k])).collect()
        }
        _ => {
            let choices = classes.sizes().iter().map(|size| 0..=*size);
            choices.multi_cartesian_product().map(level).collect()
        }
    }
}
