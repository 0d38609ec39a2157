//! At how many vertices does the network differ from the target, by classes of interchangeable coordinates?

use std::cell::RefCell;

use num_traits::{One, Zero};

use crate::checker::Rejection;
use crate::checker::bounds::{MAX_WORK, quotient};
use crate::checker::classes::Classes;
use crate::checker::walk::Stopped;
use crate::language::exact::BigUint;
use crate::language::network::Network;
use crate::language::target::Target;

/// The number of vertices with h(x) ≠ f(x): each point is as many vertices as there are ways to choose its counts, and
/// inside a uniform stretch whose ends have equal outputs all points are as its ends are
/// (`proofs/counts-stand-for-vertices.md`, step 7, and `proofs/uniform-stretches.md`, step 3).
///
/// # Errors
/// [`Rejection`] if the classes do not fit, or ask for more than [`MAX_WORK`].
pub fn count_by_classes(
    network: &Network,
    target: &Target,
    classes: &Classes,
) -> Result<BigUint, Rejection> {
    let quotient = quotient(network, target, classes)?;
    let too_large = Rejection::TooLarge { limit: MAX_WORK };
    if work_of_rows(classes) > MAX_WORK {
        return Err(too_large);
    }
    let ways: Vec<Vec<BigUint>> = classes.sizes().iter().map(|size| row(*size)).collect();
    let inner = quotient.inner_class();
    let wrong = RefCell::new(BigUint::zero());
    // The vertices at these counts, where the inner count runs from its own to the last one.
    let add = |counts: &[usize], last: usize| {
        let along: BigUint = ways[inner][counts[inner]..=last].iter().sum();
        let others = (0..counts.len()).filter(|class| *class != inner);
        *wrong.borrow_mut() += others.fold(along, |n, class| n * &ways[class][counts[class]]);
    };
    let words = u64::try_from(classes.dimension() / 64 + 1).unwrap_or(u64::MAX);
    let visited = quotient.visit(
        MAX_WORK / (1 + words.saturating_mul(words) / 16),
        |point| {
            if !point.agrees() {
                add(&point.counts, point.counts[inner]);
            }
            Ok::<(), Rejection>(())
        },
        |a, b| {
            let alike = a.output == b.output;
            if alike && !a.agrees() {
                let mut first = a.counts.clone();
                first[inner] += 1;
                add(&first, b.counts[inner] - 1);
            }
            Ok(alike)
        },
    );
    match visited {
        Ok(()) => Ok(wrong.into_inner()),
        Err(Stopped::Refused(rejection)) => Err(rejection),
        Err(Stopped::TooMuch) => Err(too_large),
    }
}

/// About how many products of machine words [`row`] takes for all classes, a word that is kept counting as 16.
fn work_of_rows(classes: &Classes) -> u64 {
    let row = |size: &usize| {
        let size = u64::try_from(*size).unwrap_or(u64::MAX);
        size.saturating_mul(size / 64 + 2).saturating_mul(16)
    };
    classes.sizes().iter().map(row).fold(0, u64::saturating_add)
}

/// The numbers of ways to choose 0, 1, …, n of n.
fn row(n: usize) -> Vec<BigUint> {
    let mut ways = vec![BigUint::one()];
    for k in 0..n {
        let next = &ways[k] * (n - k) / (k + 1);
        ways.push(next);
    }
    ways
}
