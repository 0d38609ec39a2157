//! How far the ranges of the sums can be widened while the verdict over them stays the same.

use crate::language::cube::Sign;
use crate::prover::engines::diagram::bounds::{Bounds, Outline, Range};
use crate::prover::engines::diagram::numbers::Number;

/// Widens the ranges of an outline over which the verdict is known.
///
/// A sum that does not matter gets all its values. What several ends have to share, as those of ReLU units do, they get in
/// equal parts; what is then left goes to whoever can use it.
pub fn widen<N: Number>(bounds: &Bounds<N>, outline: &mut Outline<N>, table: Option<Sign>) {
    let mut widening = Widening {
        verdict: bounds.verdict(outline, table),
        bounds,
        outline,
        table,
    };
    let ends = widening.free();
    for passes in [true, false] {
        for (done, (sum, upper)) in ends.iter().enumerate() {
            let share = if passes { ends.len() - done } else { 1 };
            widening.stretch(*sum, *upper, share);
        }
    }
}

struct Widening<'a, N> {
    bounds: &'a Bounds<N>,
    outline: &'a mut Outline<N>,
    table: Option<Sign>,
    verdict: Option<bool>,
}

impl<N: Number> Widening<'_, N> {
    /// Takes the range if the verdict stays the same over it; says whether it does.
    fn accept(&mut self, sum: usize, range: Range<N>) -> bool {
        let before = self.outline.ranges[sum].clone();
        self.bounds.redraw(self.outline, sum, range);
        let stays = self.bounds.verdict(self.outline, self.table) == self.verdict;
        if !stays {
            self.bounds.redraw(self.outline, sum, before);
        }
        stays
    }

    /// The least, or the greatest, value of a sum.
    fn end(&self, sum: usize, upper: bool) -> N {
        let most = &self.bounds.most[sum];
        if upper {
            most.clone()
        } else {
            self.bounds.zero().minus(most)
        }
    }

    /// Frees the ends that do not matter; returns the others, by their sums and sides.
    fn free(&mut self) -> Vec<(usize, bool)> {
        let mut ends = Vec::new();
        let mut half_free = Vec::new();
        for sum in 0..self.bounds.most.len() {
            let whole = (self.end(sum, false), self.end(sum, true));
            if !self.accept(sum, whole) {
                half_free.push(sum);
            }
        }
        for sum in half_free {
            let high = self.outline.ranges[sum].1.clone();
            if !self.accept(sum, (self.end(sum, false), high)) {
                ends.push((sum, false));
            }
            let low = self.outline.ranges[sum].0.clone();
            if !self.accept(sum, (low, self.end(sum, true))) {
                ends.push((sum, true));
            }
        }
        ends
    }

    /// Moves an end by as much as the verdict allows, divided by `share`.
    fn stretch(&mut self, sum: usize, upper: bool, share: usize) {
        let start = self.outline.ranges[sum].clone();
        let at = |by: &N| {
            let (low, high) = start.clone();
            if upper {
                (low, high.plus(by))
            } else {
                (low.minus(by), high)
            }
        };
        let one = self.bounds.one().clone();
        let limit = if upper {
            self.end(sum, true).minus(&start.1)
        } else {
            start.0.minus(&self.end(sum, false))
        };
        // By `least` it can be moved, by `most` it cannot.
        let (mut least, mut most) = (self.bounds.zero().clone(), limit.plus(&one));
        let mut step = one.clone();
        while least.plus(&step) < most {
            let by = least.plus(&step);
            if self.accept(sum, at(&by)) {
                least = by;
                step = step.plus(&step);
            } else {
                most = by;
                break;
            }
        }
        let two = one.plus(&one);
        while least.plus(&one) < most {
            let by = least.plus(&most).over(&two);
            if self.accept(sum, at(&by)) {
                least = by;
            } else {
                most = by;
            }
        }
        if share > 1 {
            let share = (1..share).fold(one.clone(), |n, _| n.plus(&one));
            self.bounds
                .redraw(self.outline, sum, at(&least.over(&share)));
        }
    }
}
