//! Does a network equal a target at every vertex, and at how many does it not?

use std::cell::{Cell, RefCell};

use num_bigint::BigUint;
use num_traits::{One, Zero};

use crate::checker::classes::Classes;
use crate::checker::walk::{Point, Quotient, Stopped};
use crate::checker::{Certificate, Claim, Evidence, Question};
use crate::language::cube::Vertex;
use crate::language::network::Network;
use crate::language::target::Target;
use crate::prover::engines::binomial::{binomial, binomial_sum};
use crate::prover::engines::sweep::walk;
use crate::prover::{Engine, Undecided, Watch, plan, points, visit_limit};

/// What was found out about h(x) = f(x) for all x.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// A vertex with h(x) ≠ f(x), if there is one.
    pub differs_at: Option<Vertex>,
    /// The number of vertices with h(x) ≠ f(x); `None` where counting them takes too long.
    pub violations: Option<BigUint>,
    /// Evidence; `None` where every vertex was walked and there are too many for the checker.
    pub certificate: Option<Certificate>,
}

/// Compares network and target at every vertex.
///
/// # Errors
/// [`Undecided`] if that is too much work or was interrupted.
///
/// # Panics
/// If network and target have different dimensions.
pub fn agreement(
    network: &Network,
    target: &Target,
    engine: Engine,
    watch: Watch,
) -> Result<Agreement, Undecided> {
    assert_eq!(
        network.inputs(),
        target.dimension(),
        "one target value a vertex of the network"
    );
    let plan = plan(network, target, engine)?;
    let (differs_at, violations) = plan.walk_or_visit(
        || {
            let found = walk(network, target, watch, None)?;
            let vertex = |bits| Vertex::from_bits(target.dimension(), bits);
            Ok((
                found.first_violation.map(vertex),
                Some(found.violations.into()),
            ))
        },
        |classes| count(network, target, classes, watch),
    )?;
    let question = Question::Agrees {
        network: network.clone(),
        target: target.clone(),
    };
    let evidence = match &differs_at {
        Some(x) => Some(Evidence::Vertex {
            vertex: x.clone(),
            value: network.value(x),
            wanted: target.value(x),
        }),
        None => plan.checkable.then_some(Evidence::Counts {
            classes: plan.classes,
        }),
    };
    let claim = Claim {
        question,
        holds: differs_at.is_none(),
    };
    let certificate = evidence.map(|evidence| Certificate { claim, evidence });
    Ok(Agreement {
        differs_at,
        violations,
        certificate,
    })
}

/// The work of adding up binomial coefficients that is still done, in steps of one machine word.
const MAX_COUNTING: usize = 1 << 31;

/// The first vertex found that differs, and how many do.
fn count(
    network: &Network,
    target: &Target,
    classes: &Classes,
    watch: Watch,
) -> Result<(Option<Vertex>, Option<BigUint>), Undecided> {
    let quotient =
        Quotient::new(network, target, classes).expect("the classes were made for these");
    let limit = visit_limit(network, classes);
    let total = points(classes);
    let visited = Cell::new(0_u64);
    let differs_at = RefCell::new(None);
    let mut stretches: Vec<(Vec<usize>, usize)> = Vec::new();
    let inner = quotient.inner_class();
    let found = RefCell::new(&mut stretches);
    let result = quotient.visit(
        limit,
        |point| {
            visited.set(visited.get() + 1);
            if visited.get().is_multiple_of(1024) && !watch(visited.get(), total) {
                return Err(Undecided::Interrupted { total });
            }
            if !point.agrees() {
                differs_at
                    .borrow_mut()
                    .get_or_insert_with(|| quotient.vertex(&point.counts));
                found
                    .borrow_mut()
                    .push((point.counts.clone(), point.counts[inner]));
            }
            Ok(())
        },
        |a: &Point, b| match (a.agrees(), b.agrees()) {
            (true, true) => Ok(true),
            // An affine output with equal ends is constant.
            (false, false) if a.output == b.output => {
                let mut first = a.counts.clone();
                first[inner] += 1;
                found.borrow_mut().push((first, b.counts[inner] - 1));
                Ok(true)
            }
            _ => Ok(false),
        },
    );
    match result {
        // There may be more, but one is an answer.
        Err(Stopped::TooMuch) if differs_at.borrow().is_some() => {
            return Ok((differs_at.into_inner(), None));
        }
        Err(Stopped::TooMuch) => {
            let classes = classes.sizes().len();
            return Err(Undecided::TooManyPoints { classes });
        }
        Err(Stopped::Refused(undecided)) => return Err(undecided),
        Ok(()) => {}
    }
    Ok((
        differs_at.into_inner(),
        vertices_in(&stretches, classes, inner),
    ))
}

/// How many vertices have these counts, where the inner class's count runs from its own to the given last.
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
