//! An exact simplex for homogeneous systems: a solution, or why there is none.
//!
//! The question (Motzkin's transposition theorem): given integer rows aⱼ, some of them strict, is there a
//! u with aⱼ·u > 0 for the strict rows and aⱼ·u ≥ 0 for the others? If not, there are multipliers λ ≥ 0
//! with Σ λⱼ·aⱼ = 0 and Σ λⱼ = 1 over the strict rows.
//!
//! Phase one of the revised simplex on the system of the multipliers decides both ways: its optimum is 0 and
//! its basis gives λ, or it is positive and its dual gives u. Bland's rule ends it. The basis inverse is kept
//! as integers over one denominator (Edmonds, Bareiss), in `i128` while that suffices.

use ndarray::{Array1, Array2};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{CheckedAdd, CheckedMul, CheckedSub, Signed};

use crate::language::exact::{Rational, integer};

/// A row of the system: the inequality a·u > 0, or a·u ≥ 0.
#[derive(Clone, Debug)]
pub struct Row {
    /// The coefficients a.
    pub coefficients: Vec<BigInt>,
    /// Whether the inequality is strict.
    pub strict: bool,
}

/// The one of the two alternatives that [`solve`] finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alternative {
    /// A vector u that satisfies every row.
    Solution(Vec<Rational>),
    /// Multipliers λ, one for each row, which refute every u.
    Multipliers(Vec<Rational>),
}

/// Decides the system in `unknowns` unknowns, exactly.
///
/// # Panics
/// If a row does not have `unknowns` coefficients.
pub fn solve(unknowns: usize, rows: &[Row]) -> Alternative {
    assert!(
        rows.iter().all(|row| row.coefficients.len() == unknowns),
        "one coefficient an unknown"
    );
    let narrow = |n: &BigInt| i128::try_from(n).ok();
    Tableau::<i128>::new(unknowns, rows, narrow)
        .and_then(Tableau::run)
        .or_else(|| {
            Tableau::<BigInt>::new(unknowns, rows, |n| Some(n.clone())).and_then(Tableau::run)
        })
        .expect("big integers do not overflow")
}

/// Integers whose arithmetic says when it overflows.
trait Exact: Integer + Signed + CheckedAdd + CheckedSub + CheckedMul + Clone + Into<BigInt> {}
impl<T: Integer + Signed + CheckedAdd + CheckedSub + CheckedMul + Clone + Into<BigInt>> Exact
    for T
{
}

/// The tableau that minimises the artificial variables over λ ≥ 0 with Σ λⱼ·(aⱼ, strictⱼ) + artificials = (0, …, 0, 1).
struct Tableau<T> {
    /// The columns (aⱼ, strictⱼ), one for each row of the system.
    columns: Vec<Array1<T>>,
    /// The basic variable of each row: a column, or the row's own artificial variable.
    basis: Vec<Option<usize>>,
    /// The basis inverse times `denominator`.
    inverse: Array2<T>,
    /// The common denominator of the inverse, which is positive.
    denominator: T,
}

impl<T: Exact> Tableau<T> {
    fn new(unknowns: usize, rows: &[Row], read: impl Fn(&BigInt) -> Option<T>) -> Option<Self> {
        let strict = |row: &Row| if row.strict { T::one() } else { T::zero() };
        let column = |row: &Row| {
            let entries = row
                .coefficients
                .iter()
                .map(&read)
                .chain([Some(strict(row))]);
            entries.collect::<Option<Array1<T>>>()
        };
        Some(Self {
            columns: rows.iter().map(column).collect::<Option<_>>()?,
            basis: vec![None; unknowns + 1],
            inverse: Array2::eye(unknowns + 1),
            denominator: T::one(),
        })
    }

    /// The alternative, or `None` if a number does not fit `T`.
    fn run(mut self) -> Option<Alternative> {
        loop {
            let dual = self.dual()?;
            let mut entering = None;
            for (j, column) in self.columns.iter().enumerate() {
                // Artificials cost 1 and λ nothing, so a column with dual·column > 0 lowers the cost.
                if dot(&dual, column)?.is_positive() {
                    entering = Some(j);
                    break;
                }
            }
            let Some(entering) = entering else {
                return Some(self.finish(&dual));
            };
            let mut direction = Vec::with_capacity(self.basis.len());
            for row in self.inverse.rows() {
                direction.push(dot(&row.to_owned(), &self.columns[entering])?);
            }
            self.pivot(self.leaving(&direction)?, entering, &direction)?;
        }
    }

    /// The dual of the basis, times the denominator: the sum of the rows in which an artificial is basic.
    fn dual(&self) -> Option<Array1<T>> {
        let mut dual = Array1::zeros(self.basis.len());
        for (row, _) in self
            .basis
            .iter()
            .enumerate()
            .filter(|(_, basic)| basic.is_none())
        {
            for (sum, entry) in dual.iter_mut().zip(self.inverse.row(row)) {
                *sum = T::checked_add(sum, entry)?;
            }
        }
        Some(dual)
    }

    /// The row that leaves, by Bland's rule: the one of least ratio, and among equals the one whose variable comes
    /// first, columns before artificials.
    fn leaving(&self, direction: &[T]) -> Option<usize> {
        let last = self.basis.len() - 1;
        let mut best: Option<usize> = None;
        for (row, step) in direction
            .iter()
            .enumerate()
            .filter(|(_, step)| step.is_positive())
        {
            let better = match best {
                None => true,
                Some(other) => {
                    // value/step < other value/other step, both steps positive.
                    let mine = self.inverse[[row, last]].checked_mul(&direction[other])?;
                    let theirs = self.inverse[[other, last]].checked_mul(step)?;
                    mine < theirs || mine == theirs && self.order(row) < self.order(other)
                }
            };
            if better {
                best = Some(row);
            }
        }
        Some(best.expect("the artificials bound the cost from below by 0"))
    }

    fn order(&self, row: usize) -> (bool, usize) {
        self.basis[row].map_or((true, row), |column| (false, column))
    }

    /// Integer pivoting: every division is exact, since entries are minors of the columns.
    fn pivot(&mut self, leaving: usize, entering: usize, direction: &[T]) -> Option<()> {
        let pivot = &direction[leaving];
        let pivot_row = self.inverse.row(leaving).to_owned();
        for (row, step) in direction
            .iter()
            .enumerate()
            .filter(|(row, _)| *row != leaving)
        {
            for (entry, above) in self.inverse.row_mut(row).iter_mut().zip(&pivot_row) {
                let difference = entry
                    .checked_mul(pivot)?
                    .checked_sub(&step.checked_mul(above)?)?;
                *entry = difference / self.denominator.clone();
            }
        }
        self.denominator = pivot.clone();
        self.basis[leaving] = Some(entering);
        Some(())
    }

    fn finish(self, dual: &Array1<T>) -> Alternative {
        let last = self.basis.len() - 1;
        let over = |n: &T| Rational::new(n.clone().into(), self.denominator.clone().into());
        // The cost is the dual's last entry, for the right-hand side is (0, …, 0, 1).
        if dual[last].is_positive() {
            // dual·(a, strict) ≤ 0 for every row, so −dual·a ≥ cost·strict.
            return Alternative::Solution(dual.iter().take(last).map(|n| -over(n)).collect());
        }
        let mut multipliers = vec![integer(0); self.columns.len()];
        for (row, column) in self.basis.iter().enumerate() {
            if let Some(column) = column {
                multipliers[*column] = over(&self.inverse[[row, last]]);
            }
        }
        Alternative::Multipliers(multipliers)
    }
}

fn dot<T: Exact>(a: &Array1<T>, b: &Array1<T>) -> Option<T> {
    a.iter()
        .zip(b)
        .try_fold(T::zero(), |sum, (x, y)| sum.checked_add(&x.checked_mul(y)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_traits::Zero;
    use proptest::prelude::*;

    fn rows(entries: &[(Vec<i64>, bool)], scale: &BigInt) -> Vec<Row> {
        let row = |(a, strict): &(Vec<i64>, bool)| Row {
            coefficients: a.iter().map(|n| BigInt::from(*n) * scale).collect(),
            strict: *strict,
        };
        entries.iter().map(row).collect()
    }

    fn assert_right(rows: &[Row], alternative: &Alternative) {
        let dot = |a: &Row, u: &[Rational]| -> Rational {
            a.coefficients
                .iter()
                .zip(u)
                .map(|(a, u)| u * integer(a.clone()))
                .sum()
        };
        match alternative {
            Alternative::Solution(u) => {
                for row in rows {
                    let value = dot(row, u);
                    assert!(
                        value.is_positive() || !row.strict && value.is_zero(),
                        "{row:?} {u:?}"
                    );
                }
            }
            Alternative::Multipliers(multipliers) => {
                assert!(multipliers.iter().all(|m| !m.is_negative()));
                let strict = rows.iter().zip(multipliers).filter(|(row, _)| row.strict);
                assert_eq!(strict.map(|(_, m)| m.clone()).sum::<Rational>(), integer(1));
                for k in 0..rows[0].coefficients.len() {
                    let sum: Rational = rows
                        .iter()
                        .zip(multipliers)
                        .map(|(row, m)| m * integer(row.coefficients[k].clone()))
                        .sum();
                    assert!(sum.is_zero());
                }
            }
        }
    }

    proptest! {
        #[test]
        fn one_alternative_holds(
            entries in (1_usize..5).prop_flat_map(|n| prop::collection::vec(
                (prop::collection::vec(-3_i64..=3, n), any::<bool>()), 1..12)),
            huge in any::<bool>(),
        ) {
            // Beyond i128, so that big integers take over.
            let scale = if huge { BigInt::from(10).pow(60) } else { BigInt::from(1) };
            let rows = rows(&entries, &scale);
            assert_right(&rows, &solve(entries[0].0.len(), &rows));
        }
    }

    #[test]
    fn without_strict_rows_there_is_a_solution() {
        let rows = rows(&[(vec![1, 0], false), (vec![-1, 0], false)], &1.into());
        assert!(matches!(solve(2, &rows), Alternative::Solution(_)));
        assert!(matches!(solve(2, &[]), Alternative::Solution(_)));
    }

    #[test]
    fn both_alternatives_occur() {
        let line = |last| {
            rows(
                &[
                    (vec![1, 0], true),
                    (vec![-1, 1], true),
                    (vec![0, last], true),
                ],
                &1.into(),
            )
        };
        assert!(matches!(solve(2, &line(1)), Alternative::Solution(_)));
        assert!(matches!(solve(2, &line(-1)), Alternative::Multipliers(_)));
    }
}
