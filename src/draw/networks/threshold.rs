//! The threshold at which a unit of the first layer changes side, as a function of the sum of the inputs. Exact.
#![deny(clippy::float_arithmetic, clippy::as_conversions)]

use num_traits::{Signed, Zero};

use crate::language::exact::Rational;
use crate::language::network::{Activation, Unit};
use crate::language::target::Interval;

/// The sums S at which a unit is on: those at which z = w·S + b is at least 0, or for a `zero` unit equal to 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Threshold {
    /// The sums S ≥ this number.
    Above(Rational),
    /// The sums S ≤ this number.
    Below(Rational),
    /// The sum S equal to this number.
    Only(Rational),
    /// An identity unit, which has no sides.
    NoSides,
    /// A unit with w = 0, which is on the same side everywhere.
    Constant,
    /// A unit whose weights differ, so that z is not a function of the sum.
    NotOfTheSum,
}

impl Threshold {
    /// The threshold of a unit with this activation.
    pub fn of(unit: &Unit, activation: Activation) -> Self {
        let mut runs = unit.weights.runs();
        let (Some((weight, _)), None) = (runs.next(), runs.next()) else {
            return Self::NotOfTheSum;
        };
        if weight.is_zero() {
            return Self::Constant;
        }
        let sum = -(&unit.bias / weight);
        match activation {
            Activation::Identity => Self::NoSides,
            Activation::Zero => Self::Only(sum),
            Activation::Sign | Activation::Step | Activation::Relu if weight.is_positive() => {
                Self::Above(sum)
            }
            Activation::Sign | Activation::Step | Activation::Relu => Self::Below(sum),
        }
    }

    /// The sum at which z = 0, if there is one.
    pub fn sum(&self) -> Option<&Rational> {
        match self {
            Self::Above(sum) | Self::Below(sum) | Self::Only(sum) => Some(sum),
            Self::NoSides | Self::Constant | Self::NotOfTheSum => None,
        }
    }

    /// The attainable sum that is equal to the threshold; `None` if there is none.
    pub fn attained(&self, interval: &Interval) -> Option<i64> {
        let sum = self.sum().filter(|sum| sum.is_integer())?;
        let sum = i64::try_from(sum.to_integer()).ok()?;
        let top = i64::try_from(interval.dimension()).expect("at most MAX_DIMENSION");
        ((-top..=top).contains(&sum) && (sum - top) % 2 == 0).then_some(sum)
    }
}

/// The attainable sums that are shown: all if they are few, else those around A and B and both ends.
pub(super) fn shown_sums(interval: &Interval) -> Vec<i64> {
    const ALL_SHOWN: usize = 12;
    let top = i64::try_from(interval.dimension()).expect("at most MAX_DIMENSION");
    if interval.dimension() <= ALL_SHOWN {
        return (-top..=top).step_by(2).collect();
    }
    let (a, b) = (interval.least_sum_inside(), interval.greatest_sum_inside());
    let mut sums = vec![-top, a - 2, a, a + 2, b - 2, b, b + 2, top];
    sums.retain(|sum| (-top..=top).contains(sum));
    sums.sort_unstable();
    sums.dedup();
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::exact::integer;
    use crate::language::runs::Runs;

    fn threshold(weight: i64, bias: i64, activation: Activation) -> Threshold {
        let unit = Unit {
            weights: Runs::repeat(integer(weight), 4),
            bias: integer(bias),
        };
        Threshold::of(&unit, activation)
    }

    #[test]
    fn a_threshold_is_where_the_unit_is_at_0() {
        let half = Rational::new(1.into(), 2.into());
        assert_eq!(
            threshold(2, -1, Activation::Sign),
            Threshold::Above(half.clone())
        );
        assert_eq!(
            threshold(-2, 1, Activation::Relu),
            Threshold::Below(half.clone())
        );
        assert_eq!(threshold(-2, 1, Activation::Zero), Threshold::Only(half));
        assert_eq!(threshold(0, 1, Activation::Sign), Threshold::Constant);
        assert_eq!(threshold(1, 1, Activation::Identity), Threshold::NoSides);
        let unit = Unit {
            weights: [1, 2].into_iter().map(integer).collect(),
            bias: integer(0),
        };
        assert_eq!(
            Threshold::of(&unit, Activation::Sign),
            Threshold::NotOfTheSum
        );
    }

    #[test]
    fn only_attainable_sums_are_attained() {
        let interval = Interval::new(4, -1, 2).unwrap();
        let attained = |bias| threshold(1, bias, Activation::Sign).attained(&interval);
        assert_eq!(attained(-2), Some(2));
        assert_eq!(attained(4), Some(-4));
        assert_eq!([attained(-1), attained(-6), attained(6)], [None; 3]);
        assert_eq!(threshold(2, -1, Activation::Sign).attained(&interval), None);
    }

    #[test]
    fn far_from_a_and_b_sums_are_left_out() {
        let sums = |d, a, b| shown_sums(&Interval::new(d, a, b).unwrap());
        assert_eq!(sums(3, 0, 0), [-3, -1, 1, 3]);
        assert_eq!(
            sums(1_000_000, -11, 7),
            [-1_000_000, -12, -10, -8, 4, 6, 8, 1_000_000]
        );
        assert_eq!(sums(101, 101, 101), [-101, 99, 101]);
    }
}
