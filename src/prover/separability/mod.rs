//! Does one perceptron compute a target? An LP proposes, exact arithmetic decides.

pub mod four_points;
mod level;
pub mod lp;
pub mod simplex;

use itertools::Itertools;
use num_traits::{Signed, Zero};

use crate::checker::classes::Classes;
use crate::checker::{Certificate, Evidence};
use crate::language::claim::Question;
use crate::language::cube::Sign;
use crate::language::exact::{BigInt, Rational, common_denominator, integer};
use crate::language::target::Target;
use crate::prover::separability::level::levels;
use crate::prover::separability::lp::{Proposal, approximate, propose, scaled_to};
use crate::prover::separability::simplex::Alternative;
use crate::prover::{Engine, Undecided};

pub use level::Level;

/// The largest D for which [`Engine::Sweep`] hands all 2^D vertices to the LP.
pub const MAX_WALK_DIMENSION: usize = 16;

/// Decides whether one perceptron computes the target; the certificate claims *separable* or *inseparable*.
///
/// Interchangeable coordinates share one weight, since a separator can be averaged over them;
/// [`Engine::Sweep`] gives each its own, and the LP has 2^D rows.
///
/// # Errors
/// [`Undecided`] if the engine does not take this D.
pub fn separate(target: &Target, engine: Engine) -> Result<Certificate, Undecided> {
    let dimension = target.dimension();
    let classes = match engine {
        Engine::Sweep | Engine::Plain if dimension > MAX_WALK_DIMENSION => {
            return Err(Undecided::WalkTooLarge {
                dimension,
                limit: MAX_WALK_DIMENSION,
            });
        }
        Engine::Sweep | Engine::Plain => Classes::singletons(dimension),
        _ => Classes::of_target(target),
    };
    let levels = levels(target, &classes);
    let proposal = propose(&classes, &levels);
    Ok(certificate(
        target,
        classes,
        &levels,
        decide(&levels, &proposal),
    ))
}

/// The decision of the exact stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Integer weights, one for each class, and the bias.
    Separator(Vec<BigInt>, BigInt),
    /// Positive multipliers, each with the index of its level.
    Multipliers(Vec<(usize, Rational)>),
}

/// Decides by exact arithmetic alone. The proposal says where to look first; a wrong one costs time and
/// nothing else.
///
/// The exact simplex runs on the levels that matter: those that the proposal points at, then those that
/// its solutions violate, until a solution violates none or there is none.
pub fn decide(levels: &[Level], proposal: &Proposal) -> Decision {
    if let Some((weights, bias)) = proposal
        .weights
        .iter()
        .find_map(|w| small_separator(levels, w))
    {
        return Decision::Separator(weights, bias);
    }
    let unknowns = levels[0].sums.len() + 1;
    let mut active: Vec<usize> = proposal
        .support
        .iter()
        .copied()
        .filter(|j| *j < levels.len())
        .unique()
        .collect();
    loop {
        let rows: Vec<_> = active.iter().map(|j| row(&levels[*j])).collect();
        let solution = match simplex::solve(unknowns, &rows) {
            Alternative::Multipliers(multipliers) => {
                let positive = active.into_iter().zip(multipliers);
                return Decision::Multipliers(positive.filter(|(_, m)| !m.is_zero()).collect());
            }
            Alternative::Solution(solution) => integers(&solution),
        };
        let (bias, weights) = solution.split_last().expect("the bias is an unknown");
        let value = |level: &Level| -> BigInt {
            let z = level
                .sums
                .iter()
                .zip(weights)
                .fold(bias.clone(), |z, (s, w)| z + w * s);
            z * level.sign.value()
        };
        let violated: Vec<_> = levels
            .iter()
            .map(value)
            .enumerate()
            .filter(|(_, value)| !value.is_positive())
            .sorted_by(|(_, y), (_, z)| y.cmp(z))
            .map(|(j, _)| j)
            .take(unknowns)
            .collect();
        if violated.is_empty() {
            return match small_separator(levels, &approximate(weights)) {
                Some((weights, bias)) => Decision::Separator(weights, bias),
                None => Decision::Separator(weights.to_vec(), bias.clone()),
            };
        }
        active.extend(violated);
    }
}

/// The strict row f·(s, 1) of a level.
fn row(level: &Level) -> simplex::Row {
    let entries = level.sums.iter().chain([&1]);
    simplex::Row {
        coefficients: entries
            .map(|s| BigInt::from(s * level.sign.value()))
            .collect(),
        strict: true,
    }
}

/// The largest weight that [`small_separator`] tries.
const SMALL: i64 = 64;

/// Integer weights in the direction of `weights`, as small as possible, that separate the levels exactly.
fn small_separator(levels: &[Level], weights: &[f64]) -> Option<(Vec<BigInt>, BigInt)> {
    (0..=SMALL).find_map(|scale| {
        let rounded = scaled_to(weights, scale)?;
        let bias = bias_for(levels, &rounded)?;
        Some((rounded.into_iter().map(BigInt::from).collect(), bias.into()))
    })
}

/// The bias halfway between the true and the false levels, or `None` if the weights do not separate them.
fn bias_for(levels: &[Level], weights: &[i64]) -> Option<i64> {
    let value = |level: &Level| -> i64 { level.sums.iter().zip(weights).map(|(s, w)| s * w).sum() };
    let of = |sign| {
        levels
            .iter()
            .filter(move |level| level.sign == sign)
            .map(value)
    };
    match (of(Sign::Plus).min(), of(Sign::Minus).max()) {
        (None, high) => Some(-high? - 1),
        (Some(low), None) => Some(1 - low),
        (Some(low), Some(high)) => (low > high).then(|| -(low + high + 1).div_euclid(2)),
    }
}

/// The numbers as coprime integers, up to a positive factor.
pub(super) fn integers(numbers: &[Rational]) -> Vec<BigInt> {
    let denominator = integer(common_denominator(numbers));
    let integers: Vec<BigInt> = numbers
        .iter()
        .map(|n| (n * &denominator).to_integer())
        .collect();
    let gcd = integers
        .iter()
        .fold(BigInt::zero(), |gcd, n| num_integer::Integer::gcd(&gcd, n));
    if gcd.is_zero() {
        integers
    } else {
        integers.into_iter().map(|n| n / &gcd).collect()
    }
}

fn certificate(
    target: &Target,
    classes: Classes,
    levels: &[Level],
    decision: Decision,
) -> Certificate {
    let question = Question::separable(target);
    match decision {
        Decision::Separator(weights, bias) => {
            let weights = classes
                .labels()
                .map(|label| integer(weights[label - 1].clone()));
            let evidence = Evidence::Separator {
                weights,
                bias: integer(bias),
                classes,
            };
            Certificate::new(question.claim(true), evidence)
        }
        Decision::Multipliers(multipliers) => {
            let (indices, multipliers): (Vec<_>, Vec<_>) = multipliers.into_iter().unzip();
            let weights = integers(&multipliers).into_iter().map(integer);
            let weighted = weights.zip(indices.iter().map(|j| levels[*j].counts.clone()));
            let evidence = if classes.sizes().iter().all(|size| *size == 1) {
                Evidence::Farkas(
                    weighted
                        .map(|(w, counts)| (w, classes.vertex(&counts)))
                        .collect(),
                )
            } else {
                let levels = weighted.collect();
                Evidence::Levels { classes, levels }
            };
            Certificate::new(question.claim(false), evidence)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checker::{Verdict, check};
    use crate::language::target::Interval;
    use proptest::prelude::*;

    /// Every target of four variables as levels, with the proposal for some other target or with none.
    fn all_levels(dimension: usize, table: u64) -> Vec<Level> {
        let target = Target::tabulate(dimension, |x| {
            Sign::of(table >> x.bits().expect("few coordinates") & 1 == 1)
        });
        levels(&target.unwrap(), &Classes::singletons(dimension))
    }

    fn holds(levels: &[Level], decision: &Decision) -> bool {
        match decision {
            Decision::Separator(weights, bias) => levels.iter().all(|level| {
                let z = level
                    .sums
                    .iter()
                    .zip(weights)
                    .fold(bias.clone(), |z, (s, w)| z + w * s);
                Sign::of(!z.is_negative()) == level.sign
            }),
            Decision::Multipliers(multipliers) => {
                let sum = |k: usize| -> Rational {
                    let entry = |j: usize| {
                        levels[j].sums.get(k).copied().unwrap_or(1) * levels[j].sign.value()
                    };
                    multipliers
                        .iter()
                        .map(|(j, m)| m * integer(entry(*j)))
                        .sum()
                };
                multipliers.iter().all(|(_, m)| m.is_positive())
                    && !multipliers.is_empty()
                    && (0..=levels[0].sums.len()).all(|k| sum(k).is_zero())
            }
        }
    }

    fn any_float() -> impl Strategy<Value = f64> {
        prop_oneof![
            -2.0..2.0,
            Just(0.0),
            Just(f64::NAN),
            Just(f64::INFINITY),
            Just(1e300),
            any::<f64>()
        ]
    }

    proptest! {
        /// No verdict rests on a float: whatever the solver says, the decision is right.
        #[test]
        fn wrong_proposals_do_not_change_the_decision(
            table in 0..1_u64 << 16,
            support in prop::collection::vec(0_usize..20, 0..8),
            weights in prop::collection::vec(prop::collection::vec(any_float(), 0..6), 0..3),
        ) {
            let levels = all_levels(4, table);
            let honest = decide(&levels, &propose(&Classes::singletons(4), &levels));
            let misled = decide(&levels, &Proposal { support, weights });
            prop_assert!(holds(&levels, &honest), "{honest:?}");
            prop_assert!(holds(&levels, &misled), "{misled:?}");
        }
    }

    #[test]
    fn a_lying_solver_is_not_believed() {
        // AND is separable, though the "solver" proposes multipliers; the band is not, though it
        // proposes weights.
        let and = all_levels(2, 0b1000);
        let lie = Proposal {
            support: vec![0, 1, 2, 3],
            weights: vec![vec![-1.0, 5.0, 2.0]],
        };
        assert!(matches!(decide(&and, &lie), Decision::Separator(..)));
        let band = all_levels(2, 0b0110);
        let lie = Proposal {
            support: vec![0],
            weights: vec![vec![1.0, 1.0, 0.0]],
        };
        assert!(matches!(decide(&band, &lie), Decision::Multipliers(..)));
    }

    #[test]
    fn merging_and_walking_agree_on_intervals() {
        for dimension in 1..=5 {
            let d = i64::try_from(dimension).unwrap();
            for (low, high) in (-d..=d).flat_map(|a| (a..=d).map(move |b| (a, b))) {
                let target = Target::from(Interval::new(dimension, low, high).unwrap());
                let merged = separate(&target, Engine::Classes).unwrap();
                let walked = separate(&target, Engine::Sweep).unwrap();
                assert_eq!(merged.claim, walked.claim);
                assert!(matches!(check(&merged), Verdict::Verified(_)));
                assert!(matches!(check(&walked), Verdict::Verified(_)));
            }
        }
    }

    #[test]
    fn a_million_inputs_are_a_few_levels() {
        let target = Target::from(Interval::new(1_000_000, -10, 7).unwrap());
        let certificate = separate(&target, Engine::Auto).unwrap();
        assert!(!certificate.claim.holds);
        assert!(matches!(check(&certificate), Verdict::Verified(_)));
        let refused = separate(&target, Engine::Sweep);
        assert!(matches!(
            refused,
            Err(Undecided::WalkTooLarge { limit: 16, .. })
        ));
    }

    #[test]
    fn large_weights_are_found_exactly() {
        // sign(Σ Fibonacci(i)·x_i) needs weights that no small rounding gives.
        let fibonacci = [1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89];
        let target = Target::tabulate(11, |x| {
            Sign::of(
                x.signs()
                    .iter()
                    .zip(fibonacci)
                    .map(|(s, w)| s.value() * w)
                    .sum::<i64>()
                    > 0,
            )
        });
        let certificate = separate(&target.unwrap(), Engine::Auto).unwrap();
        assert!(certificate.claim.holds);
        assert!(matches!(check(&certificate), Verdict::Verified(_)));
    }
}
