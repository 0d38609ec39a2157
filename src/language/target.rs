//! Targets: the Boolean functions f: {−1,+1}^D → {−1,+1} that claims are about.

use std::fmt;

use thiserror::Error;

use crate::language::cube::{MAX_DIMENSION, Sign, Vertex, format_signs};
use crate::language::runs::Runs;

/// The largest dimension of a target given by its truth table.
pub const MAX_TABLE_DIMENSION: usize = 16;

/// f(x) = +1 if A ≤ x₁ + … + x_D ≤ B, else −1: the function of the exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    dimension: usize,
    low: i64,
    high: i64,
}

/// Why some numbers do not make a target.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TargetError {
    /// D is 0 or greater than [`MAX_DIMENSION`].
    #[error("D = {0} is out of range; D must be between 1 and {MAX_DIMENSION}")]
    Dimension(usize),
    /// A is greater than B.
    #[error("A = {low} is greater than B = {high}; the interval needs A ≤ B")]
    Empty {
        /// The lower bound A.
        low: i64,
        /// The upper bound B.
        high: i64,
    },
    /// A or B lies outside [−D, D].
    #[error(
        "{name} = {bound} lies outside [-{dimension}, {dimension}]; the exercise has -D ≤ A ≤ B ≤ D"
    )]
    Outside {
        /// The name of the bound, `A` or `B`.
        name: char,
        /// The value of the bound.
        bound: i64,
        /// The dimension D.
        dimension: usize,
    },
    /// The list of values by sum does not have D + 1 entries.
    #[error("{found} values were given, but D = {dimension} has {expected} attainable sums")]
    Sums {
        /// The dimension D.
        dimension: usize,
        /// The number of attainable sums, D + 1.
        expected: usize,
        /// The number of values given.
        found: usize,
    },
    /// The truth table does not have 2^D entries.
    #[error("the truth table has {found} values, but D = {dimension} has {expected} vertices")]
    Table {
        /// The dimension D.
        dimension: usize,
        /// The number of vertices, 2^D.
        expected: usize,
        /// The number of values given.
        found: usize,
    },
    /// The truth table is for more than [`MAX_TABLE_DIMENSION`] variables.
    #[error(
        "a truth table of D = {0} variables is too large; at most D = {MAX_TABLE_DIMENSION}, \
         beyond that give the values by sum"
    )]
    TableDimension(usize),
}

impl Interval {
    /// The interval target for 1 ≤ D ≤ [`MAX_DIMENSION`] and −D ≤ A ≤ B ≤ D.
    ///
    /// # Errors
    /// [`TargetError`] with the bound that does not hold.
    pub fn new(dimension: usize, low: i64, high: i64) -> Result<Self, TargetError> {
        check_dimension(dimension)?;
        for (name, bound) in [('A', low), ('B', high)] {
            if bound.unsigned_abs() > u64::try_from(dimension).unwrap_or(u64::MAX) {
                return Err(TargetError::Outside {
                    name,
                    bound,
                    dimension,
                });
            }
        }
        if low > high {
            return Err(TargetError::Empty { low, high });
        }
        Ok(Self {
            dimension,
            low,
            high,
        })
    }

    /// The dimension D.
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// The lower bound A.
    pub fn low(&self) -> i64 {
        self.low
    }

    /// The upper bound B.
    pub fn high(&self) -> i64 {
        self.high
    }

    /// The value of f at any vertex with this sum.
    pub fn value_at_sum(&self, sum: i64) -> Sign {
        Sign::of(self.low <= sum && sum <= self.high)
    }

    /// A′, the least attainable sum ≥ A; attainable sums are D, D − 2, …, −D (REFERENCE 7).
    pub fn least_sum_inside(&self) -> i64 {
        self.low + (self.low - self.top()).rem_euclid(2)
    }

    /// B′, the greatest attainable sum ≤ B; less than A′ when no attainable sum lies in [A, B].
    pub fn greatest_sum_inside(&self) -> i64 {
        self.high - (self.high - self.top()).rem_euclid(2)
    }

    /// The dimension D as a sum: the greatest attainable one.
    fn top(&self) -> i64 {
        i64::try_from(self.dimension).expect("at most MAX_DIMENSION")
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "interval dim={} low={} high={}",
            self.dimension, self.low, self.high
        )
    }
}

fn check_dimension(dimension: usize) -> Result<(), TargetError> {
    if (1..=MAX_DIMENSION).contains(&dimension) {
        Ok(())
    } else {
        Err(TargetError::Dimension(dimension))
    }
}

/// A function f: {−1,+1}^D → {−1,+1}.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// +1 exactly where the sum lies in [A, B].
    Interval(Interval),
    /// A function of the sum: entry k is the value where k coordinates are +1, that is at the sum 2k − D.
    BySum(Runs<Sign>),
    /// Any function: entry k is the value at `Vertex::from_bits(D, k)`.
    Table {
        /// The dimension D.
        dimension: usize,
        /// The 2^D values.
        values: Runs<Sign>,
    },
}

impl Target {
    /// The target with these values at the sums −D, −D + 2, …, D.
    ///
    /// # Errors
    /// [`TargetError`] if D is out of range, or if the number of values is not D + 1.
    pub fn by_sum(dimension: usize, values: Runs<Sign>) -> Result<Self, TargetError> {
        check_dimension(dimension)?;
        let (expected, found) = (dimension + 1, values.len());
        if found == expected {
            Ok(Self::BySum(values))
        } else {
            Err(TargetError::Sums {
                dimension,
                expected,
                found,
            })
        }
    }

    /// The target with these values at the vertices `from_bits(D, 0)`, `from_bits(D, 1)`, ….
    ///
    /// # Errors
    /// [`TargetError`] if D is 0 or exceeds [`MAX_TABLE_DIMENSION`], or if the number of values is not 2^D.
    pub fn table(dimension: usize, values: Runs<Sign>) -> Result<Self, TargetError> {
        check_dimension(dimension)?;
        if dimension > MAX_TABLE_DIMENSION {
            return Err(TargetError::TableDimension(dimension));
        }
        let (expected, found) = (1 << dimension, values.len());
        if found == expected {
            Ok(Self::Table { dimension, values })
        } else {
            Err(TargetError::Table {
                dimension,
                expected,
                found,
            })
        }
    }

    /// The truth table of any function on the vertices.
    ///
    /// # Errors
    /// [`TargetError`] if D is 0 or exceeds [`MAX_TABLE_DIMENSION`].
    pub fn tabulate(
        dimension: usize,
        mut f: impl FnMut(&Vertex) -> Sign,
    ) -> Result<Self, TargetError> {
        check_dimension(dimension)?;
        if dimension > MAX_TABLE_DIMENSION {
            return Err(TargetError::TableDimension(dimension));
        }
        let values = (0..1 << dimension).map(|bits| f(&Vertex::from_bits(dimension, bits)));
        Self::table(dimension, values.collect())
    }

    /// The dimension D.
    pub fn dimension(&self) -> usize {
        match self {
            Self::Interval(interval) => interval.dimension(),
            Self::BySum(values) => values.len() - 1,
            Self::Table { dimension, .. } => *dimension,
        }
    }

    /// The value f(x).
    ///
    /// # Panics
    /// If x and the target have different dimensions.
    pub fn value(&self, x: &Vertex) -> Sign {
        assert_eq!(
            x.dimension(),
            self.dimension(),
            "vertex and target have the same dimension"
        );
        match (self, x.bits()) {
            (Self::Table { values, .. }, Some(bits)) => {
                let index = usize::try_from(bits).expect("tables are small");
                *values.get(index).expect("a table has 2^D values")
            }
            _ => self
                .value_at_sum(x.sum())
                .expect("interval and sums depend on the sum alone"),
        }
    }

    /// The value of f at every vertex with this sum; `None` for a table, or if the sum is not attainable.
    pub fn value_at_sum(&self, sum: i64) -> Option<Sign> {
        match self {
            Self::Interval(interval) => Some(interval.value_at_sum(sum)),
            Self::BySum(values) => values.get(self.plus_signs(sum)?).copied(),
            Self::Table { .. } => None,
        }
    }

    /// The values at the sums −D, −D + 2, …, D; `None` for a table, which is not a function of the sum.
    pub fn values_by_sum(&self) -> Option<Runs<Sign>> {
        match self {
            Self::Interval(f) => {
                let below = self.plus_signs(f.least_sum_inside())?;
                let up_to_high = self.plus_signs(f.greatest_sum_inside() + 2)?;
                let mut values = Runs::repeat(Sign::Minus, below);
                values.push(Sign::Plus, up_to_high - below);
                values.push(Sign::Minus, f.dimension() + 1 - up_to_high);
                Some(values)
            }
            Self::BySum(values) => Some(values.clone()),
            Self::Table { .. } => None,
        }
    }

    /// Whether f has the same value at all attainable sums from `low` to `high`; `false` for a table, which is not a
    /// function of the sum.
    pub fn is_constant_between(&self, low: i64, high: i64) -> bool {
        match self {
            Self::Interval(f) => {
                let inside = f.low() <= low && high <= f.high();
                inside || high < f.low() || f.high() < low
            }
            Self::BySum(values) => match (self.plus_signs(low), self.plus_signs(high)) {
                (Some(first), Some(last)) => values.run_of(first) == values.run_of(last),
                _ => false,
            },
            Self::Table { .. } => false,
        }
    }

    /// The number k of coordinates +1 for which 2k − D is this sum, or `None` if there is none.
    fn plus_signs(&self, sum: i64) -> Option<usize> {
        let dimension = i64::try_from(self.dimension()).ok()?;
        let twice = sum.checked_add(dimension)?;
        if twice % 2 == 0 {
            usize::try_from(twice / 2).ok()
        } else {
            None
        }
    }
}

impl From<Interval> for Target {
    fn from(interval: Interval) -> Self {
        Self::Interval(interval)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interval(interval) => interval.fmt(f),
            Self::BySum(values) => {
                write!(f, "sums dim={} {}", self.dimension(), format_signs(values))
            }
            Self::Table { dimension, values } => {
                write!(f, "table dim={dimension} {}", format_signs(values))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::cube::vertices;

    #[test]
    fn the_three_ways_to_say_a_target_agree() {
        for dimension in 1..=6 {
            let d = i64::try_from(dimension).unwrap();
            for low in -d..=d {
                for high in low..=d {
                    let interval = Interval::new(dimension, low, high).unwrap();
                    let sums = (0..=d).map(|k| interval.value_at_sum(2 * k - d)).collect();
                    let target = Target::from(interval);
                    let by_sum = Target::by_sum(dimension, sums).unwrap();
                    assert_eq!(target.values_by_sum(), by_sum.values_by_sum());
                    let table = Target::tabulate(dimension, |x| target.value(x)).unwrap();
                    for x in vertices(dimension) {
                        let expected = Sign::of(low <= x.sum() && x.sum() <= high);
                        assert_eq!(target.value(&x), expected);
                        assert_eq!(by_sum.value(&x), expected);
                        assert_eq!(table.value(&x), expected);
                    }
                    for (first, last) in (0..=d).flat_map(|a| (a..=d).map(move |b| (a, b))) {
                        let constant = (first..=last)
                            .map(|k| interval.value_at_sum(2 * k - d))
                            .all(|value| value == interval.value_at_sum(2 * first - d));
                        let (s, t) = (2 * first - d, 2 * last - d);
                        // An interval between two attainable sums may be missed, never invented.
                        assert!(constant || !target.is_constant_between(s, t));
                        assert_eq!(by_sum.is_constant_between(s, t), constant);
                    }
                }
            }
        }
    }

    #[test]
    fn attainable_sums_inside() {
        let f = |d, a, b| {
            let f = Interval::new(d, a, b).unwrap();
            (f.least_sum_inside(), f.greatest_sum_inside())
        };
        assert_eq!(f(4, -1, 2), (0, 2));
        assert_eq!(f(5, -1, 2), (-1, 1));
        assert_eq!(f(4, 1, 1), (2, 0));
        assert_eq!(f(3, -3, 3), (-3, 3));
    }

    #[test]
    fn out_of_range_is_refused_by_name() {
        assert_eq!(Interval::new(0, 0, 0), Err(TargetError::Dimension(0)));
        assert_eq!(
            Interval::new(4, 2, 1),
            Err(TargetError::Empty { low: 2, high: 1 })
        );
        assert!(matches!(
            Interval::new(4, -5, 1),
            Err(TargetError::Outside { name: 'A', .. })
        ));
        assert!(matches!(
            Interval::new(4, 0, i64::MIN),
            Err(TargetError::Outside { name: 'B', .. })
        ));
        assert!(Interval::new(MAX_DIMENSION + 1, 0, 0).is_err());
        assert!(Target::tabulate(17, |_| Sign::Plus).is_err());
        assert!(Target::by_sum(3, Runs::repeat(Sign::Plus, 3)).is_err());
    }
}
