//! Does one perceptron compute the target? Separators show that it does, Farkas weights that none does.

use num_traits::{Signed, Zero};

use crate::checker::agreement::check_counts;
use crate::checker::bounds::{can_add, same_dimension};
use crate::checker::classes::Classes;
use crate::checker::{Answer, Rejection};
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::{Rational, integer};
use crate::language::network::Network;
use crate::language::runs::Runs;
use crate::language::target::Target;

/// Accepts iff sign(w·x + b) = f(x) at every vertex.
///
/// Why these vertices suffice: `proofs/counts-stand-for-vertices.md`.
pub(super) fn check_separator(
    target: &Target,
    weights: &Runs<Rational>,
    bias: &Rational,
    classes: &Classes,
) -> Result<Answer, Rejection> {
    same_dimension("the separator", weights.len(), target)?;
    let perceptron = Network::perceptron(weights.clone(), bias.clone());
    match check_counts(&perceptron, target, classes)? {
        None => Ok(Answer::Yes),
        Some(vertex) => Err(Rejection::Mislabelled {
            value: perceptron.value(&vertex),
            target: target.value(&vertex),
            vertex,
        }),
    }
}

/// Accepts iff Σ λ·f(x)·(x, 1) = 0 with λ ≥ 0 and not all λ = 0.
///
/// Why this refutes every separator: `proofs/farkas-weights-refute.md`, steps 1 to 3.
pub(super) fn check_farkas(
    target: &Target,
    points: &[(Rational, Vertex)],
) -> Result<Answer, Rejection> {
    // 1. Weights are nonnegative and one is positive.
    check_weights(points.iter().map(|(weight, _)| weight))?;
    let runs = points
        .iter()
        .map(|(_, x)| x.signs().runs().count())
        .sum::<usize>();
    can_add(
        points.iter().map(|(weight, _)| weight),
        runs.min(target.dimension()),
    )?;
    // 2. Each coordinate cancels.
    let mut sum = Runs::repeat(Rational::zero(), target.dimension());
    let mut bias = Rational::zero();
    for (weight, x) in points {
        same_dimension("a vertex", x.dimension(), target)?;
        let signed = weight * target.value(x).rational();
        sum = sum.zip_with(x.signs(), |s, x| match x {
            Sign::Plus => s + &signed,
            Sign::Minus => s - &signed,
        });
        bias += signed;
    }
    cancels(sum.iter())?;
    // 3. The bias coordinate cancels.
    bias_cancels(bias)
}

/// Accepts iff the target is invariant within the classes and Σ λ·f·(s, 1) = 0 over the levels, where s has
/// the average coordinate of each class, with λ ≥ 0 and not all λ = 0.
///
/// Why a level may replace its vertices: `proofs/farkas-weights-refute.md`, step 4.
pub(super) fn check_levels(
    target: &Target,
    classes: &Classes,
    levels: &[(Rational, Vec<usize>)],
) -> Result<Answer, Rejection> {
    same_dimension("the partition into classes", classes.dimension(), target)?;
    if !classes.leave_invariant(target) {
        return Err(Rejection::ClassSplitsTarget);
    }
    // 1. Weights are nonnegative and one is positive.
    check_weights(levels.iter().map(|(weight, _)| weight))?;
    can_add(
        levels.iter().map(|(weight, _)| weight),
        classes.sizes().len(),
    )?;
    // 2. Each class cancels: its sum is its size times its average, so the sums cancel iff the averages do.
    let mut sums = vec![Rational::zero(); classes.sizes().len()];
    let mut bias = Rational::zero();
    for (weight, counts) in levels {
        check_range(classes, counts)?;
        let signed = weight * target.value(&classes.vertex(counts)).rational();
        for (sum, s) in sums.iter_mut().zip(classes.sums(counts)) {
            *sum += &signed * integer(s);
        }
        bias += signed;
    }
    cancels(&sums)?;
    // 3. The bias coordinate cancels.
    bias_cancels(bias)
}

fn check_weights<'a>(weights: impl Iterator<Item = &'a Rational>) -> Result<(), Rejection> {
    let mut positive = false;
    for (weight, line) in weights.zip(1..) {
        if weight.is_negative() {
            return Err(Rejection::NegativeWeight {
                line,
                weight: weight.clone(),
            });
        }
        positive |= weight.is_positive();
    }
    if positive {
        Ok(())
    } else {
        Err(Rejection::AllWeightsZero)
    }
}

fn cancels<'a>(sums: impl IntoIterator<Item = &'a Rational>) -> Result<(), Rejection> {
    match sums
        .into_iter()
        .zip(1..)
        .find(|(remainder, _)| !remainder.is_zero())
    {
        None => Ok(()),
        Some((remainder, coordinate)) => Err(Rejection::CoordinateDoesNotCancel {
            coordinate,
            remainder: remainder.clone(),
        }),
    }
}

fn bias_cancels(remainder: Rational) -> Result<Answer, Rejection> {
    if remainder.is_zero() {
        Ok(Answer::No { witness: None })
    } else {
        Err(Rejection::BiasDoesNotCancel { remainder })
    }
}

fn check_range(classes: &Classes, counts: &[usize]) -> Result<(), Rejection> {
    let sizes = classes.sizes();
    if counts.len() == sizes.len() && counts.iter().zip(sizes).all(|(k, n)| k <= n) {
        Ok(())
    } else {
        Err(Rejection::CountsOutOfRange {
            counts: counts.to_vec(),
            sizes: sizes.to_vec(),
        })
    }
}
