//! Classes of interchangeable coordinates.
//!
//! Coordinates with identical columns in the first layer are interchangeable: the network sees only how many
//! of each class are +1. So one vertex for each vector of counts represents all of them
//! (`proofs/counts-stand-for-vertices.md`).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use num_traits::Zero;

use crate::language::cube::{Sign, Vertex};
use crate::language::exact::Rational;
use crate::language::network::Network;
use crate::language::refused::Refused;
use crate::language::runs::Runs;
use crate::language::target::Target;

/// A partition of the coordinates 1, …, D into classes 1, …, k.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classes {
    labels: Runs<usize>,
    sizes: Vec<usize>,
}

impl Classes {
    /// The partition in which coordinate i has class `labels[i]`; classes are numbered in the order of their
    /// first coordinates, so that every partition is written in one way.
    ///
    /// # Errors
    /// [`Refused`] if the classes are numbered otherwise, or if there are no coordinates.
    pub fn new(labels: Runs<usize>) -> Result<Self, Refused> {
        let wrong = || {
            let expected = "classes numbered 1, 2, … in the order of their first coordinates";
            Refused::new("", expected, "other numbers")
        };
        let mut sizes: Vec<usize> = Vec::new();
        for (label, count) in labels.runs() {
            if *label == sizes.len() + 1 {
                sizes.push(0);
            }
            let index = label.checked_sub(1).ok_or_else(wrong)?;
            *sizes.get_mut(index).ok_or_else(wrong)? += count;
        }
        if sizes.is_empty() {
            Err(wrong())
        } else {
            Ok(Self { labels, sizes })
        }
    }

    /// All coordinates in one class.
    ///
    /// # Panics
    /// If `dimension` is 0.
    pub fn one(dimension: usize) -> Self {
        Self::new(Runs::repeat(1, dimension)).expect("one class")
    }

    /// Every coordinate in a class of its own, so that the vectors of counts are the vertices.
    ///
    /// # Panics
    /// If `dimension` is 0.
    pub fn singletons(dimension: usize) -> Self {
        Self::new((1..=dimension).collect()).expect("numbered in order")
    }

    /// The coarsest classes with identical columns in the first layer.
    ///
    /// # Panics
    /// If the network has no inputs.
    pub fn of_network(network: &Network) -> Self {
        let mut classes = Self::one(network.inputs());
        for unit in &network.first_layer().units {
            classes = classes.refined_by(&unit.weights);
        }
        classes
    }

    /// The coarsest classes under which the target is invariant.
    pub fn of_target(target: &Target) -> Self {
        let dimension = target.dimension();
        let Target::Table { .. } = target else {
            return Self::one(dimension);
        };
        let mut labels: Vec<usize> = Vec::new();
        let mut firsts: Vec<usize> = Vec::new();
        for i in 0..dimension {
            let class = firsts
                .iter()
                .position(|first| is_invariant_under_swap(target, *first, i));
            labels.push(class.unwrap_or(firsts.len()) + 1);
            if class.is_none() {
                firsts.push(i);
            }
        }
        Self::new(labels.into_iter().collect()).expect("numbered in order")
    }

    /// The coarsest classes that refine both partitions.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        self.refined_by(&other.labels)
    }

    /// These classes, split further where `values` differ.
    fn refined_by<T: Hash + Eq>(&self, values: &Runs<T>) -> Self {
        let mut numbers = HashMap::new();
        let mut labels = Runs::default();
        for (label, value, count) in self.labels.zip(values) {
            let next = numbers.len() + 1;
            labels.push(*numbers.entry((*label, value)).or_insert(next), count);
        }
        Self::new(labels).expect("numbered in order")
    }

    /// The dimension D, the number of coordinates.
    pub fn dimension(&self) -> usize {
        self.labels.len()
    }

    /// The class of each coordinate, counted from 1.
    pub fn labels(&self) -> &Runs<usize> {
        &self.labels
    }

    /// The number of coordinates in each class.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// The vertex in which the first `counts[c]` coordinates of class c are +1, the others −1.
    pub fn vertex(&self, counts: &[usize]) -> Vertex {
        let mut left = counts.to_vec();
        let mut signs = Runs::default();
        for (label, count) in self.labels.runs() {
            let left = &mut left[label - 1];
            let plus = count.min(*left);
            *left -= plus;
            signs.push(Sign::Plus, plus);
            signs.push(Sign::Minus, count - plus);
        }
        Vertex::from_signs(signs)
    }

    /// The direction that moves the first coordinate of each class c by `u[c]`, and no other coordinate.
    pub fn direction(&self, u: &[Rational]) -> Runs<Rational> {
        let mut moved = vec![false; self.sizes.len()];
        let mut direction = Runs::default();
        for (label, mut count) in self.labels.runs() {
            if !std::mem::replace(&mut moved[label - 1], true) {
                direction.push(u[label - 1].clone(), 1);
                count -= 1;
            }
            direction.push(Rational::zero(), count);
        }
        direction
    }

    /// The value that `of` has on each class, taken from any of its coordinates; `None` if two coordinates of a class
    /// have different values.
    pub fn per_class<T: Clone + PartialEq>(&self, of: &Runs<T>) -> Option<Vec<T>> {
        let mut found: Vec<Option<T>> = vec![None; self.sizes.len()];
        for (label, value, _) in self.labels.zip(of) {
            match &mut found[label - 1] {
                Some(known) if known != value => return None,
                known => *known = Some(value.clone()),
            }
        }
        found.into_iter().collect()
    }

    /// For each class, the sum of its coordinates where `counts` of them are +1.
    pub fn sums(&self, counts: &[usize]) -> Vec<i64> {
        let signed = |n: usize| i64::try_from(n).expect("at most MAX_DIMENSION");
        self.sizes
            .iter()
            .zip(counts)
            .map(|(n, k)| 2 * signed(*k) - signed(*n))
            .collect()
    }

    /// Whether the target has the same value at vertices with the same counts.
    pub fn leave_invariant(&self, target: &Target) -> bool {
        let Target::Table { dimension, .. } = target else {
            return true;
        };
        // Swaps of neighbours within a class generate all its permutations.
        let mut last_seen = HashMap::new();
        self.labels
            .iter()
            .enumerate()
            .take(*dimension)
            .all(|(i, label)| match last_seen.entry(*label) {
                Entry::Vacant(entry) => {
                    entry.insert(i);
                    true
                }
                Entry::Occupied(mut entry) => is_invariant_under_swap(target, entry.insert(i), i),
            })
    }
}

/// Whether f(x) is unchanged when coordinates i and j of x (counted from 0) are swapped, for every x.
fn is_invariant_under_swap(target: &Target, i: usize, j: usize) -> bool {
    let Target::Table { dimension, values } = target else {
        return true;
    };
    let (i, j) = (1 << i, 1 << j);
    (0..1_usize << dimension)
        .filter(|bits| bits & i != 0 && bits & j == 0)
        .all(|bits| values.get(bits) == values.get(bits ^ i ^ j))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::cube::vertices;
    use crate::language::exact::integer;

    fn classes(labels: &[usize]) -> Classes {
        Classes::new(labels.iter().copied().collect()).unwrap()
    }

    #[test]
    fn labels_are_numbered_in_order_of_appearance() {
        for labels in [&[][..], &[0], &[2], &[1, 3], &[2, 1], &[1, 2, 4, 3]] {
            assert!(Classes::new(labels.iter().copied().collect()).is_err());
        }
        assert_eq!(classes(&[1, 2, 1, 3, 2]).sizes(), [2, 2, 1]);
    }

    #[test]
    fn representatives_have_their_counts() {
        let classes = classes(&[1, 2, 1, 1, 2]);
        let x = classes.vertex(&[2, 1]);
        assert_eq!(x.to_string(), "+++--");
        assert_eq!(classes.sums(&[2, 1]), [1, 0]);
        assert_eq!(
            classes.direction(&[integer(3), integer(-1)]).to_string(),
            "3 -1 0 0 0"
        );
    }

    #[test]
    fn classes_of_a_table_are_its_symmetries() {
        // x₁ ∧ x₃, x₂ does not matter.
        let target = Target::tabulate(3, |x| {
            Sign::of(x.signs().get(0) == x.signs().get(2) && x.signs().get(0) == Some(&Sign::Plus))
        })
        .unwrap();
        assert_eq!(Classes::of_target(&target), classes(&[1, 2, 1]));
        assert!(classes(&[1, 2, 1]).leave_invariant(&target));
        assert!(!classes(&[1, 1, 1]).leave_invariant(&target));
        assert!(!classes(&[1, 1, 2]).leave_invariant(&target));
        let sum = Target::tabulate(4, |x| Sign::of(x.sum() == 0)).unwrap();
        assert_eq!(Classes::of_target(&sum), Classes::one(4));
    }

    #[test]
    fn classes_of_a_network_are_its_identical_columns() {
        let weights = [3, 3, 1, 3, 1].into_iter().map(integer).collect();
        let network = Network::perceptron(weights, integer(0));
        let found = Classes::of_network(&network);
        assert_eq!(found, classes(&[1, 1, 2, 1, 2]));
        assert_eq!(
            found.per_class(&network.first_layer().units[0].weights),
            Some(vec![integer(3), integer(1)])
        );
        for x in vertices(5) {
            let counts = found.per_class(&x.point());
            assert_eq!(
                counts.is_some(),
                x.to_string()
                    .bytes()
                    .zip([0, 0, 1, 0, 1])
                    .all(|(sign, class)| { sign == x.to_string().as_bytes()[[0, 2][class]] })
            );
        }
    }
}
