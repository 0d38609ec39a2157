//! The places of sums on a line, with gaps for the sums that are left out.

use num_traits::ToPrimitive;

use super::threshold::shown_sums;
use crate::language::exact::{Rational, integer};
use crate::language::target::Interval;

/// A line of sums: neighbours are one step apart, sums between which others are left out a little more, and half a
/// step is added at both ends.
pub(super) struct Scale {
    /// The stops from left to right, each with its sum and its pixel; the first and the last are −D − 1 and D + 1.
    stops: Vec<(i64, f64)>,
}

/// The place of a number on the line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    /// The number is below −D − 1.
    Left,
    /// The number is at this pixel.
    At(f64),
    /// The number is above D + 1.
    Right,
}

impl Scale {
    const GAP: f64 = 0.8;

    /// A line for the sums of an interval between two pixels.
    pub fn new(interval: &Interval, left: f64, right: f64) -> Self {
        let sums = shown_sums(interval);
        let steps = |from: i64, to: i64| match to - from {
            1 => 0.5,
            2 => 1.0,
            _ => 1.0 + Self::GAP,
        };
        let (first, last) = (sums[0] - 1, sums[sums.len() - 1] + 1);
        let mut places = vec![(first, 0.0)];
        for sum in sums.into_iter().chain([last]) {
            let (before, place) = places[places.len() - 1];
            places.push((sum, place + steps(before, sum)));
        }
        let step = (right - left) / places[places.len() - 1].1;
        let places = places.into_iter();
        Self {
            stops: places
                .map(|(sum, place)| (sum, left + place * step))
                .collect(),
        }
    }

    /// The sums that are shown, and their pixels.
    pub fn sums(&self) -> &[(i64, f64)] {
        &self.stops[1..self.stops.len() - 1]
    }

    /// The middles of the gaps, in pixels.
    pub fn gaps(&self) -> impl Iterator<Item = f64> {
        let pairs = self.stops.windows(2);
        let gaps = pairs.filter(|pair| pair[1].0 - pair[0].0 > 2);
        gaps.map(|pair| f64::midpoint(pair[0].1, pair[1].1))
    }

    /// The place of a number; within a gap, it is in proportion.
    pub fn place(&self, number: &Rational) -> Place {
        let (first, last) = (self.stops[0], self.stops[self.stops.len() - 1]);
        if *number < integer(first.0) {
            return Place::Left;
        }
        let within = |pair: &&[(i64, f64)]| *number <= integer(pair[1].0);
        let Some([(from, left), (to, right)]) = self.stops.windows(2).find(within) else {
            debug_assert!(*number > integer(last.0));
            return Place::Right;
        };
        let share = (number - integer(*from)) / integer(to - from);
        let share = share.to_f64().unwrap_or(0.5);
        Place::At(left + share * (right - left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_order() {
        let interval = Interval::new(1000, -3, 500).unwrap();
        let scale = Scale::new(&interval, 100.0, 400.0);
        let mut before = 100.0;
        for number in [
            -1001, -1000, -998, -500, -6, -4, -3, -2, 1, 498, 500, 999, 1001,
        ] {
            let Place::At(x) = scale.place(&integer(number)) else {
                panic!("{number} is on the line");
            };
            assert!(x > before || number == -1001, "{number} at {x}");
            before = x;
        }
        assert!((before - 400.0).abs() < 1e-9);
        assert_eq!(scale.place(&integer(-1002)), Place::Left);
        assert_eq!(scale.place(&integer(1002)), Place::Right);
        assert_eq!(scale.gaps().count(), 3);
    }
}
