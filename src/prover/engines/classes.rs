//! One representative for each vector of counts of interchangeable coordinates.

use std::cell::{Cell, RefCell};

use num_bigint::BigUint;
use num_traits::{One, Zero};

use crate::checker::classes::Classes;
use crate::checker::walk::{Point, Quotient, Stopped, least_work, work_per_point};
use crate::language::cube::{Sign, Vertex};
use crate::prover::engines::binomial::{binomial, binomial_sum};
use crate::prover::limits::Limits;
use crate::prover::undecided::Undecided;

/// The most work of one visit by classes, as [`work_per_point`] measures it.
pub const MAX_VISIT_WORK: u64 = 1 << 31;

/// The most work of a visit that cannot be completed, but may find a counter-example.
const MAX_GLANCE_WORK: u64 = 1 << 26;

/// The most work that is spent on adding up binomial coefficients, in steps of one machine word.
const MAX_COUNTING: usize = 1 << 31;

/// What a visit has found, which may have ended early.
pub struct Visited {
    /// A vertex with h(x) ≠ f(x), if one was met.
    pub differs_at: Option<Vertex>,
    /// The number of vertices with h(x) ≠ f(x) among those that the visit stands for; `None` where counting them would
    /// take too long.
    pub violations: Option<BigUint>,
    /// Why the visit ended early, if it did.
    pub ended: Option<Undecided>,
}

/// Compares network and target at one representative of each vector of counts.
pub fn compare(quotient: &Quotient, limits: Limits) -> Visited {
    let differs_at = RefCell::new(None);
    let stretches: RefCell<Vec<(Vec<usize>, usize)>> = RefCell::default();
    let inner = quotient.inner_class();
    let visited = visit(
        quotient,
        limits,
        |point| {
            if !point.agrees() {
                differs_at
                    .borrow_mut()
                    .get_or_insert_with(|| quotient.vertex(&point.counts));
                let last = point.counts[inner];
                stretches.borrow_mut().push((point.counts.clone(), last));
            }
            Ok(())
        },
        |a: &Point, b| match (a.agrees(), b.agrees()) {
            (true, true) => Ok(true),
            // An affine output with equal ends is constant.
            (false, false) if a.output == b.output => {
                let mut first = a.counts.clone();
                first[inner] += 1;
                stretches.borrow_mut().push((first, b.counts[inner] - 1));
                Ok(true)
            }
            _ => Ok(false),
        },
    );
    Visited {
        differs_at: differs_at.into_inner(),
        violations: vertices_in(&stretches.into_inner(), quotient.classes(), inner),
        ended: visited.err(),
    }
}

/// A [`Quotient::visit`] within the limits of the prover.
///
/// # Errors
/// Those of `at` and `between`; [`Undecided`] if the visit is too much work, or if it was stopped.
pub fn visit<E: From<Undecided>>(
    quotient: &Quotient,
    limits: Limits,
    mut at: impl FnMut(&Point) -> Result<(), E>,
    between: impl FnMut(&Point, &Point) -> Result<bool, E>,
) -> Result<(), E> {
    let (network, classes) = (quotient.network(), quotient.classes());
    let total = points(classes);
    let most = if least_work(network, classes) > MAX_VISIT_WORK {
        MAX_GLANCE_WORK
    } else {
        MAX_VISIT_WORK
    };
    // About a million products between two calls of the watch.
    let watched = ((1 << 20) / work_per_point(network, classes.sizes().len())).clamp(1, 1024);
    let visited = Cell::new(0_u64);
    let result = quotient.visit(
        most,
        |point| {
            visited.set(visited.get() + 1);
            if visited.get().is_multiple_of(watched)
                && let Err(stop) = limits.go_on(visited.get(), total)
            {
                return Err(Undecided::stopped(stop).into());
            }
            at(point)
        },
        between,
    );
    result.map_err(|stopped| match stopped {
        Stopped::Refused(end) => end,
        Stopped::TooMuch => too_many_points(classes).into(),
    })
}

/// The counts of a vertex where each coordinate is a class of its own.
pub fn singly(x: &Vertex) -> Vec<usize> {
    let plus = |sign: &Sign| usize::from(*sign == Sign::Plus);
    x.signs().iter().map(plus).collect()
}

/// The refusal of a visit by these classes, which would be too much work.
pub fn too_many_points(classes: &Classes) -> Undecided {
    Undecided::TooManyPoints {
        classes: classes.sizes().len(),
    }
}

/// About how many points a visit by these classes takes: all counts of all classes but the largest, times a few counts
/// of that class for each place where something changes.
pub fn points(classes: &Classes) -> u64 {
    let product = |sizes: &[usize]| {
        let counts = sizes
            .iter()
            .map(|size| u64::try_from(size + 1).unwrap_or(u64::MAX));
        counts.fold(1, u64::saturating_mul)
    };
    let mut sizes = classes.sizes().to_vec();
    sizes.sort_unstable();
    let (largest, others) = sizes.split_last().expect("there is a class");
    let inner = u64::try_from(largest + 1).unwrap_or(u64::MAX).min(128);
    product(others).saturating_mul(inner)
}

/// The number of vertices with these counts, where the inner class's count runs from its own to the given last one.
fn vertices_in(
    stretches: &[(Vec<usize>, usize)],
    classes: &Classes,
    inner: usize,
) -> Option<BigUint> {
    let sizes = classes.sizes();
    let words = sizes[inner] / 64 + 1;
    let terms = stretches
        .iter()
        .map(|(counts, last)| last + 1 - counts[inner])
        .sum::<usize>();
    if terms.saturating_mul(words) > MAX_COUNTING {
        return None;
    }
    let mut sum = BigUint::zero();
    for (counts, last) in stretches {
        let others = (0..sizes.len()).filter(|class| *class != inner);
        let outer = others.map(|class| binomial(sizes[class], counts[class]));
        sum += outer.fold(BigUint::one(), |product, n| product * n)
            * binomial_sum(sizes[inner], counts[inner], *last);
    }
    Some(sum)
}
