//! The number of violations for each choice of the high half, from counts of the choices of the low half.

use num_traits::ToPrimitive;

use super::question::Question;
use super::ranks::Ranks;
use super::seen::Seen;
use crate::prover::limits::{Limits, Stop};

/// The number of choices between two questions to the watch.
const WATCHED: usize = 1 << 16;

/// What one core counts with.
pub(super) struct Quadrants<'a> {
    question: &'a Question,
    ranks: &'a Ranks,
    limits: Limits<'a>,
    /// For both values of f.
    sides: [Side; 2],
}

/// The choices b of the low half for which f has one of its values.
struct Side {
    /// The number of violations is `none` + `one`·(first unit on) + `other`·(second unit on) + `both`·(both on), for
    /// these coefficients.
    none: i64,
    one: i64,
    other: i64,
    both: i64,
    /// The number of these b.
    count: i64,
    /// The number of these b with which the first unit is on.
    on: i64,
    /// The ranks of these b, where `other` is not 0.
    all: Seen,
    /// The ranks of those with which the first unit is on, where `both` is not 0.
    seen: Seen,
}

impl Side {
    fn new([none, one, other, both]: [bool; 4], bound: usize) -> Self {
        let [none, one, other, both] = [none, one, other, both].map(i64::from);
        Self {
            none,
            one: one - none,
            other: other - none,
            both: both - one - other + none,
            count: 0,
            on: 0,
            all: Seen::new(bound),
            seen: Seen::new(bound),
        }
    }

    fn clear(&mut self) {
        (self.count, self.on) = (0, 0);
        self.all.clear();
        self.seen.clear();
    }

    /// The number of violations for a choice a.
    fn violations(&self, least_rank: u32) -> i64 {
        let mut violations = self.none * self.count + self.one * self.on;
        if self.other != 0 {
            violations += self.other * i64::from(self.all.at_least(least_rank));
        }
        if self.both != 0 {
            violations += self.both * i64::from(self.seen.at_least(least_rank));
        }
        violations
    }
}

impl<'a> Quadrants<'a> {
    pub(super) fn new(question: &'a Question, ranks: &'a Ranks, limits: Limits<'a>) -> Self {
        Self {
            question,
            ranks,
            limits,
            sides: question
                .wrong
                .map(|wrong| Side::new(wrong, ranks.low.len())),
        }
    }

    /// The number of violations for the choices a with this number of +1, and the least of these choices that has one.
    pub(super) fn count(&mut self, group: usize) -> Result<(u64, Option<u32>), Stop> {
        let (low, high) = (&self.ranks.low, &self.ranks.groups[group]);
        let wanted = &self.question.wanted[group..];
        let side = |plus: u8| usize::from(wanted[usize::from(plus)]);
        let go_on = |done: usize| {
            let total = self.ranks.groups.len() * low.len();
            let done = group * low.len() + done;
            let [done, total] = [done, total].map(|n| n.to_u64().unwrap_or(u64::MAX));
            self.limits.go_on(done, total)
        };
        self.sides.iter_mut().for_each(Side::clear);
        for (place, (rank, plus)) in low.iter().enumerate() {
            if place % WATCHED == 0 {
                go_on(0)?;
            }
            let side = &mut self.sides[side(*plus)];
            side.count += 1;
            if side.other != 0 {
                side.all.insert(*rank);
            }
        }
        let (mut violations, mut least) = (0, None);
        // The first unit is on for more and more of the choices b, from the last one on.
        let mut off = low.len();
        for (place, a) in high.iter().enumerate() {
            if place % WATCHED == 0 {
                go_on(low.len() - off)?;
            }
            while off > a.off.to_usize().expect("32 bits") {
                off -= 1;
                if off % WATCHED == 0 {
                    go_on(low.len() - off)?;
                }
                let (rank, plus) = low[off];
                let side = &mut self.sides[side(plus)];
                side.on += 1;
                if side.both != 0 {
                    side.seen.insert(rank);
                }
            }
            let here: i64 = self
                .sides
                .iter()
                .map(|side| side.violations(a.least_rank))
                .sum();
            if here > 0 {
                violations += here.to_u64().expect("a count");
                least = least.into_iter().chain([a.bits]).min();
            }
        }
        Ok((violations, least))
    }
}
