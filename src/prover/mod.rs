//! The untrusted part: finds answers and the evidence for them. It may be clever, fast and wrong; what it
//! finds is worth something once [`crate::checker::check`] has accepted it.

pub mod engines;
pub mod separability;

pub mod agreement;
pub mod margin;
pub mod robustness;

use thiserror::Error;

use crate::checker::MAX_WORK;
use crate::checker::classes::Classes;
use crate::checker::walk::{least_work, work_per_point};
use crate::language::network::Network;
use crate::language::target::Target;
use crate::prover::engines::sweep;

/// How all vertices are accounted for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Classes where they are few, else a walk.
    #[default]
    Auto,
    /// One representative for each vector of counts of interchangeable coordinates.
    Classes,
    /// Every vertex.
    Walk,
}

/// Called now and then with the work done and the work in all; `false` stops the work.
pub type Watch<'a> = &'a (dyn Fn(u64, u64) -> bool + Sync);

/// A [`Watch`] that only lets the work go on.
pub const UNWATCHED: Watch<'static> = &|_, _| true;

/// The most work of one visit by classes, by [`work_per_point`].
pub const MAX_VISIT_WORK: u64 = 1 << 31;

/// The most work of a visit that cannot be completed, but may come upon a counter-example.
const MAX_GLANCE_WORK: u64 = 1 << 26;

/// Why a question was not decided.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Undecided {
    /// D is more than walking takes.
    #[error(
        "D = {dimension} is too large to walk all 2^D vertices here, at most D = {limit}; \
         use the engine classes"
    )]
    WalkTooLarge {
        /// D
        dimension: usize,
        /// The largest D that is walked.
        limit: usize,
    },
    /// More vectors of counts than are visited.
    #[error(
        "the {classes} classes of interchangeable coordinates have too many vectors of counts to visit them all, and \
         all vertices are walked up to D = {limit} only",
        limit = sweep::MAX_DIMENSION
    )]
    TooManyPoints {
        /// How many classes there are.
        classes: usize,
    },
    /// Weights whose sums do not fit 128 bits, met while walking.
    #[error("the weights are too large to walk all vertices with 128-bit integers")]
    NumbersTooLarge,
    /// Too many ways in which units that are 0 at a vertex can leave 0.
    #[error(
        "too many units are exactly 0 at one vertex to tell apart all the ways in which they can leave 0"
    )]
    TooManyCases,
    /// The [`Watch`] said stop.
    #[error("interrupted; {total} points in all")]
    Interrupted {
        /// Points in all.
        total: u64,
    },
}

/// How the vertices are accounted for.
struct Plan {
    /// The classes for a visit, and for the certificate.
    classes: Classes,
    /// Whether a walk over all vertices is cheaper than a visit, or asked for.
    walk: bool,
    /// Whether the checker can repeat a visit by these classes.
    checkable: bool,
}

impl Plan {
    /// Walks where that is planned, or visits the classes; weights beyond 128 bits, which stop a walk, are no obstacle
    /// to a visit.
    fn walk_or_visit<T>(
        &self,
        walk: impl FnOnce() -> Result<T, Undecided>,
        visit: impl FnOnce(&Classes) -> Result<T, Undecided>,
    ) -> Result<T, Undecided> {
        if self.walk {
            match walk() {
                Err(Undecided::NumbersTooLarge) => {}
                answer => return answer,
            }
        }
        visit(&self.classes)
    }
}

/// Up to this many points a visit is not worth replacing by a walk.
const FEW_POINTS: u64 = 1 << 10;

/// A visit of one point costs about as much as a walk over this many vertices.
const VERTICES_PER_POINT: u64 = 1 << 12;

/// Chooses between a visit by classes and a walk.
fn plan(network: &Network, target: &Target, engine: Engine) -> Result<Plan, Undecided> {
    let dimension = target.dimension();
    let vertices = (dimension <= sweep::MAX_DIMENSION).then(|| 1_u64 << dimension);
    let classes = match (engine, vertices) {
        (Engine::Walk, None) => {
            return Err(Undecided::WalkTooLarge {
                dimension,
                limit: sweep::MAX_DIMENSION,
            });
        }
        (Engine::Walk, Some(_)) => Classes::singletons(dimension),
        _ => Classes::of_network(network).meet(&Classes::of_target(target)),
    };
    let points = points(&classes);
    let work = work_per_point(network, classes.sizes().len());
    let cheaper = |vertices| points > FEW_POINTS && vertices / VERTICES_PER_POINT <= points;
    let walk = engine == Engine::Walk || engine == Engine::Auto && vertices.is_some_and(cheaper);
    Ok(Plan {
        classes,
        walk,
        checkable: points.saturating_mul(work) <= MAX_WORK,
    })
}

/// How much work a visit may take.
fn visit_limit(network: &Network, classes: &Classes) -> u64 {
    if least_work(network, classes) > MAX_VISIT_WORK {
        MAX_GLANCE_WORK
    } else {
        MAX_VISIT_WORK
    }
}

/// About how many points a visit by these classes takes: all counts of all classes but the largest, and of
/// that a few for each place where something changes.
fn points(classes: &Classes) -> u64 {
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
