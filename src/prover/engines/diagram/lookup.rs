//! Which box holds a point? Boxes are added one by one, and found by a hierarchy of the boxes around them.

use crate::prover::engines::diagram::numbers::Number;

/// The number of boxes that are looked through one by one.
const FEW: usize = 8;

/// Boxes of one number of dimensions; box i begins at 2·i·`dimensions` of `ends`, with a
/// lower and an upper end in each dimension.
pub struct Boxes<N> {
    dimensions: usize,
    ends: Vec<N>,
    /// The boxes that are in no tree yet.
    recent: Vec<u32>,
    /// Trees over different boxes; each has more boxes than the next.
    trees: Vec<Tree<N>>,
}

/// A tree over boxes, which are split in halves until few are left.
struct Tree<N> {
    /// The numbers of the boxes.
    boxes: Vec<u32>,
    /// Around the boxes of each node, in the order of a heap: the children of node i are 2i + 1 and 2i + 2.
    around: Vec<N>,
}

impl<N: Number> Boxes<N> {
    /// No boxes.
    pub fn new(dimensions: usize) -> Self {
        Self {
            dimensions,
            ends: Vec::new(),
            recent: Vec::new(),
            trees: Vec::new(),
        }
    }

    /// The two ends of a box in each dimension, one after the other.
    pub fn ends(&self, number: usize) -> &[N] {
        let width = 2 * self.dimensions;
        &self.ends[number * width..(number + 1) * width]
    }

    /// Adds a box, which is given the next number, from 0.
    pub fn add(&mut self, number: u32, ends: &[N]) {
        self.ends.extend_from_slice(ends);
        self.recent.push(number);
        if self.recent.len() < FEW {
            return;
        }
        // Trees that are not larger than what is added to them are built again, so that there are few.
        let mut all = std::mem::take(&mut self.recent);
        while let Some(tree) = self.trees.pop_if(|tree| tree.boxes.len() <= all.len()) {
            all.extend(tree.boxes);
        }
        let tree = self.tree(all);
        self.trees.push(tree);
    }

    /// A box that holds the point.
    pub fn find(&self, point: &[N]) -> Option<u32> {
        let recent = self.recent.iter().copied();
        let mut recent = recent.filter(|number| self.holds(*number, point));
        recent.next().or_else(|| {
            let mut trees = self.trees.iter();
            trees.find_map(|tree| self.find_in(tree, 0, 0, tree.boxes.len(), point))
        })
    }

    fn holds(&self, number: u32, point: &[N]) -> bool {
        holds(self.ends(index(number)), point)
    }

    fn find_in(
        &self,
        tree: &Tree<N>,
        node: usize,
        from: usize,
        to: usize,
        point: &[N],
    ) -> Option<u32> {
        if to - from <= FEW {
            let mut boxes = tree.boxes[from..to].iter().copied();
            return boxes.find(|number| self.holds(*number, point));
        }
        let width = 2 * self.dimensions;
        if !holds(&tree.around[node * width..(node + 1) * width], point) {
            return None;
        }
        let middle = from.midpoint(to);
        self.find_in(tree, 2 * node + 1, from, middle, point)
            .or_else(|| self.find_in(tree, 2 * node + 2, middle, to, point))
    }

    fn tree(&self, mut boxes: Vec<u32>) -> Tree<N> {
        let mut around = Vec::new();
        self.split(&mut boxes, 0, &mut around);
        Tree { boxes, around }
    }

    /// Puts the boxes into the order in which halves are the children, and writes down what is around each half.
    fn split(&self, boxes: &mut [u32], node: usize, around: &mut Vec<N>) {
        if boxes.len() <= FEW || self.dimensions == 0 {
            return;
        }
        let mut outer = self.ends(index(boxes[0])).to_vec();
        for number in boxes.iter() {
            let pairs = self.ends(index(*number)).chunks(2);
            for (outer, pair) in outer.chunks_mut(2).zip(pairs) {
                if pair[0] < outer[0] {
                    outer[0] = pair[0].clone();
                }
                if pair[1] > outer[1] {
                    outer[1] = pair[1].clone();
                }
            }
        }
        let from = node * outer.len();
        if around.len() < from + outer.len() {
            around.resize(from + outer.len(), outer[0].clone());
        }
        around[from..from + outer.len()].clone_from_slice(&outer);
        // The halves shall have few boxes that reach over the middle.
        let middle = boxes.len() / 2;
        let reach_over = |d: usize| {
            let mut middles: Vec<N> = boxes.iter().map(|number| self.middle(*number, d)).collect();
            let (_, median, _) = middles.select_nth_unstable(middle);
            let over = boxes.iter().filter(|number| {
                let ends = self.ends(index(**number));
                let (low, high) = (&ends[2 * d], &ends[2 * d + 1]);
                low.plus(low) < *median && *median < high.plus(high)
            });
            // Boxes in one place cannot be told apart there.
            let alike = boxes
                .iter()
                .filter(|number| self.middle(**number, d) == *median);
            over.count() + alike.count()
        };
        let best = (0..self.dimensions).min_by_key(|d| reach_over(*d));
        let best = best.expect("there is a dimension");
        boxes.select_nth_unstable_by_key(middle, |number| self.middle(*number, best));
        let (left, right) = boxes.split_at_mut(middle);
        self.split(left, 2 * node + 1, around);
        self.split(right, 2 * node + 2, around);
    }

    /// Twice the middle of a box in one dimension.
    fn middle(&self, number: u32, d: usize) -> N {
        let ends = self.ends(index(number));
        ends[2 * d].plus(&ends[2 * d + 1])
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).expect("at least 32 bits")
}

fn holds<N: Number>(ends: &[N], point: &[N]) -> bool {
    let mut pairs = ends.chunks_exact(2).zip(point);
    pairs.all(|(pair, x)| pair[0] <= *x && *x <= pair[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_found_exactly_where_one_is() {
        let mut boxes: Boxes<i64> = Boxes::new(2);
        let mut state = 1_i64;
        let mut draw = |below: i64| {
            state = state * 48_271 % 0x7fff_ffff;
            state % below
        };
        let mut all = Vec::new();
        let (mut found, mut missed) = (0, 0);
        for number in 0..400_u32 {
            let (x, y) = (draw(200), draw(200));
            let ends = [x, x + draw(9), y, y + draw(9)];
            boxes.add(number, &ends);
            all.push(ends);
            for _ in 0..20 {
                let point = [draw(210), draw(210)];
                let there = all.iter().any(|ends| holds(ends, &point));
                if let Some(number) = boxes.find(&point) {
                    assert!(holds(boxes.ends(index(number)), &point));
                    found += 1;
                } else {
                    assert!(!there, "{point:?}");
                    missed += 1;
                }
            }
        }
        assert!(found > 100 && missed > 100, "{found} {missed}");
    }
}
