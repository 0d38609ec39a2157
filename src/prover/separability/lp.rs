//! Proposals of a floating-point LP solver: where to look for weights or multipliers.
//!
//! The only floating point of the library. Nothing here is believed: [`super::decide`]
//! checks weights exactly and takes multipliers only as a hint which levels matter.

#![allow(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "proposals are never believed"
)]

use good_lp::{
    Expression, ProblemVariables, Solution, SolverModel, Variable, constraint, variable,
};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::checker::classes::Classes;
use crate::prover::separability::level::Level;

/// Hints at where the answer may be found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    /// Indices of levels that may refute every separator.
    pub support: Vec<usize>,
    /// Weights, one for each class, that may separate.
    pub weights: Vec<Vec<f64>>,
}

/// The average coordinate of each class, and the value of f.
type Averages = (Vec<f64>, f64);

/// Multipliers below this size are taken for zero.
const NEGLIGIBLE: f64 = 1e-9;

/// Asks the LP for multipliers, and if there are none, for weights.
pub fn propose(classes: &Classes, levels: &[Level]) -> Proposal {
    // Averages instead of sums keep the numbers of order one.
    let average = |level: &Level| -> Vec<f64> {
        let pairs = level.sums.iter().zip(classes.sizes());
        pairs
            .map(|(sum, size)| *sum as f64 / *size as f64)
            .collect()
    };
    let rows: Vec<Averages> = levels
        .iter()
        .map(|level| (average(level), level.sign.value() as f64))
        .collect();
    let multipliers = farkas_multipliers(&rows).unwrap_or_default();
    let support: Vec<usize> = (0..multipliers.len())
        .filter(|j| multipliers[*j] > NEGLIGIBLE)
        .collect();
    let weights = if support.is_empty() {
        separating_weights(&rows)
    } else {
        None
    };
    // w·average = Σ (w_c / size_c)·sum_c.
    let per_coordinate = |weights: Vec<f64>| -> Vec<f64> {
        weights
            .iter()
            .zip(classes.sizes())
            .map(|(w, size)| w / *size as f64)
            .collect()
    };
    Proposal {
        support,
        weights: weights.map(per_coordinate).into_iter().collect(),
    }
}

/// Multipliers λ ≥ 0 with Σ λ = 1 and Σ λ·f·(x, 1) = 0, if the solver finds them.
fn farkas_multipliers(rows: &[Averages]) -> Option<Vec<f64>> {
    let mut variables = ProblemVariables::new();
    let multipliers: Vec<Variable> = variables.add_vector(variable().min(0), rows.len());
    let combination = |entry: &dyn Fn(&Averages) -> f64| -> Expression {
        multipliers
            .iter()
            .zip(rows)
            .map(|(m, row)| entry(row) * *m)
            .sum()
    };
    let mut constraints = vec![
        constraint!(combination(&|_| 1.0) == 1.0),
        constraint!(combination(&|(_, f)| *f) == 0.0),
    ];
    for k in 0..rows.first()?.0.len() {
        constraints.push(constraint!(combination(&|(x, f)| f * x[k]) == 0.0));
    }
    solve(variables, 0.into(), constraints, &multipliers)
}

/// The weights w of least Σ |w| with f·(w·x + b) ≥ 1, if the solver finds them.
fn separating_weights(rows: &[Averages]) -> Option<Vec<f64>> {
    let mut variables = ProblemVariables::new();
    let count = rows.first()?.0.len();
    let positive = variables.add_vector(variable().min(0), count);
    let negative = variables.add_vector(variable().min(0), count);
    let bias = variables.add(variable());
    let constraints = rows
        .iter()
        .map(|(x, f)| {
            let terms = x.iter().zip(positive.iter().zip(&negative));
            let z: Expression = terms.map(|(x, (p, n))| *x * *p - *x * *n).sum();
            constraint!(*f * (z + bias) >= 1.0)
        })
        .collect();
    let size: Expression = positive.iter().chain(&negative).sum();
    let both: Vec<Variable> = positive.iter().chain(&negative).copied().collect();
    let values = solve(variables, size, constraints, &both)?;
    let (positive, negative) = values.split_at(count);
    Some(positive.iter().zip(negative).map(|(p, n)| p - n).collect())
}

/// The values of the variables at an optimum; `None` for every other outcome, since none is believed.
fn solve(
    problem: ProblemVariables,
    objective: Expression,
    constraints: Vec<good_lp::Constraint>,
    wanted: &[Variable],
) -> Option<Vec<f64>> {
    #[cfg(feature = "highs")]
    let backend = good_lp::solvers::highs::highs;
    #[cfg(not(feature = "highs"))]
    let backend = good_lp::solvers::microlp::microlp;
    let mut model = problem.minimise(objective).using(backend);
    for constraint in constraints {
        model.add_constraint(constraint);
    }
    let solution = model.solve().ok()?;
    Some(
        wanted
            .iter()
            .map(|variable| solution.value(*variable))
            .collect(),
    )
}

/// The weights scaled so that the largest is `scale`, and rounded; `None` if they are all 0 or not finite.
pub(super) fn scaled_to(weights: &[f64], scale: i64) -> Option<Vec<i64>> {
    let largest = weights
        .iter()
        .fold(0.0_f64, |largest, w| largest.max(w.abs()));
    let factor = if scale == 0 {
        0.0
    } else {
        scale as f64 / largest
    };
    let rounded = weights.iter().map(|w| w * factor).map(f64::round);
    rounded
        .map(|w| (w.abs() <= scale as f64).then_some(w as i64))
        .collect()
}

/// The floats nearest to the weights, scaled down together if they are too large for floats.
pub(super) fn approximate(weights: &[BigInt]) -> Vec<f64> {
    let bits = weights.iter().map(BigInt::bits).max().unwrap_or(0);
    let shift = bits.saturating_sub(1000);
    weights
        .iter()
        .map(|w| (w >> shift).to_f64().unwrap_or(0.0))
        .collect()
}
