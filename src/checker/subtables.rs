//! What is left of a truth table when the first coordinates of an order are fixed.

use std::collections::HashMap;

use crate::language::cube::Sign;
use crate::language::runs::Runs;

/// The different subtables of a truth table, level by level: at level k the first k coordinates of the order are fixed.
#[derive(Clone, Debug)]
pub struct Subtables {
    /// For each level the subtables; those of the last level are single values.
    levels: Vec<Vec<Subtable>>,
}

#[derive(Clone, Copy, Debug)]
struct Subtable {
    /// The value, if it is the same at every vertex.
    value: Option<Sign>,
    /// The subtables of the next level where the next coordinate is −1 and where it is +1.
    minus: usize,
    plus: usize,
}

impl Subtables {
    /// The subtables of this table, where the coordinates (from 0) are fixed in this order.
    ///
    /// # Panics
    /// If the order does not name as many coordinates as the table has.
    pub fn new(values: &Runs<Sign>, order: &[usize]) -> Self {
        let values: Vec<Sign> = values.iter().copied().collect();
        assert_eq!(values.len(), 1 << order.len(), "2^D values");
        // The numbers of the subtables of one level, by the prefix: bit j says whether coordinate j of the order is +1.
        let mut numbers: Vec<usize> = (0..values.len())
            .map(|prefix| {
                let bits = order.iter().enumerate();
                let index = bits.fold(0, |index, (j, i)| index | (prefix >> j & 1) << i);
                usize::from(values[index] == Sign::Plus)
            })
            .collect();
        let single = |value| Subtable {
            value: Some(value),
            minus: 0,
            plus: 0,
        };
        let mut levels = vec![vec![single(Sign::Minus), single(Sign::Plus)]];
        for _ in order {
            let below = levels.last().expect("the last level");
            let half = numbers.len() / 2;
            let mut known = HashMap::new();
            let mut level: Vec<Subtable> = Vec::new();
            for prefix in 0..half {
                let (minus, plus) = (numbers[prefix], numbers[prefix + half]);
                numbers[prefix] = *known.entry((minus, plus)).or_insert_with(|| {
                    let value = below[minus].value.filter(|_| minus == plus);
                    level.push(Subtable { value, minus, plus });
                    level.len() - 1
                });
            }
            numbers.truncate(half);
            levels.push(level);
        }
        levels.reverse();
        Self { levels }
    }

    /// The number of different subtables at this level; at level 0 there is one, the table itself, with number 0.
    pub fn count(&self, level: usize) -> usize {
        self.levels[level].len()
    }

    /// The value of a subtable, if it is constant.
    pub fn value(&self, level: usize, number: usize) -> Option<Sign> {
        self.levels[level][number].value
    }

    /// The subtable of the next level where the next coordinate is −1, or +1 if `plus`.
    pub fn below(&self, level: usize, number: usize, plus: bool) -> usize {
        let subtable = self.levels[level][number];
        if plus { subtable.plus } else { subtable.minus }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::cube::vertices;
    use crate::language::target::Target;

    #[test]
    fn a_path_through_the_subtables_is_the_table() {
        let f = |x: &crate::language::cube::Vertex| {
            Sign::of(x.bits().is_some_and(|bits| bits * 37 % 11 % 3 == 1))
        };
        let target = Target::tabulate(5, f).unwrap();
        let Target::Table { values, .. } = &target else {
            panic!("a table");
        };
        for order in [[0, 1, 2, 3, 4], [4, 2, 0, 1, 3]] {
            let subtables = Subtables::new(values, &order);
            assert_eq!(subtables.count(0), 1);
            for x in vertices(5) {
                let mut number = 0;
                for (level, i) in order.iter().enumerate() {
                    let plus = x.signs().get(*i) == Some(&Sign::Plus);
                    if let Some(value) = subtables.value(level, number) {
                        assert_eq!(value, target.value(&x));
                    }
                    number = subtables.below(level, number, plus);
                }
                assert_eq!(subtables.value(5, number), Some(target.value(&x)));
            }
        }
    }
}
