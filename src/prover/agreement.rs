//! Does a network equal a target at every vertex, and at how many vertices does it not?

use std::cell::RefCell;

use num_bigint::BigUint;
use num_traits::{One, Zero};

use crate::checker::Evidence;
use crate::checker::classes::Classes;
use crate::checker::walk::Point;
use crate::language::claim::Question;
use crate::language::cube::Vertex;
use crate::prover::engines::binomial::{binomial, binomial_sum};
use crate::prover::engines::sweep::walk;
use crate::prover::problem::Problem;
use crate::prover::{Found, Limits, Undecided};

/// The answer to the question whether h(x) = f(x) for all x.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// A vertex with h(x) ≠ f(x), if there is one.
    pub differs_at: Option<Vertex>,
    /// The number of vertices with h(x) ≠ f(x); `None` where counting them would take too long.
    pub violations: Option<BigUint>,
}

/// The most work that is spent on adding up binomial coefficients, in steps of one machine word.
const MAX_COUNTING: usize = 1 << 31;

impl Problem<'_> {
    /// Compares network and target at every vertex.
    ///
    /// # Errors
    /// [`Undecided`] if that is too much work or if it was interrupted.
    pub fn agreement(&self, limits: Limits) -> Result<Found<Agreement>, Undecided> {
        let (network, target) = (self.network, self.target);
        let sweep = || {
            let swept = walk(network, target, limits, None)?;
            let vertex = |bits| Vertex::from_bits(target.dimension(), bits);
            Ok(Agreement {
                differs_at: swept.first_violation.map(vertex),
                violations: Some(swept.violations.into()),
            })
        };
        let found = self.sweep_or_visit(sweep, || self.count(limits))?;
        let evidence = match &found.differs_at {
            Some(x) => Some(Evidence::Vertex {
                vertex: x.clone(),
                value: network.value(x),
                wanted: target.value(x),
            }),
            None if self.is_checkable() => Some(Evidence::Counts {
                classes: self.classes()?.clone(),
            }),
            None => None,
        };
        Ok(Found {
            claim: Question::agrees(network, target).claim(found.differs_at.is_none()),
            evidence,
            found,
        })
    }

    /// Finds a vertex at which they differ, and the number of all such vertices, by classes.
    fn count(&self, limits: Limits) -> Result<Agreement, Undecided> {
        let quotient = self.quotient()?;
        let differs_at = RefCell::new(None);
        let stretches: RefCell<Vec<(Vec<usize>, usize)>> = RefCell::default();
        let inner = quotient.inner_class();
        let visited = self.visit(
            &quotient,
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
        let differs_at = differs_at.into_inner();
        match visited {
            // There may be more, but one is an answer.
            Err(Undecided::TooManyPoints { .. }) if differs_at.is_some() => Ok(Agreement {
                differs_at,
                violations: None,
            }),
            Err(undecided) => Err(undecided),
            Ok(()) => Ok(Agreement {
                differs_at,
                violations: vertices_in(&stretches.into_inner(), quotient.classes(), inner),
            }),
        }
    }
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
