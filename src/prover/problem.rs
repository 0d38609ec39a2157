//! A network and a target, prepared once: which inputs are interchangeable, and which engine accounts for all vertices.

use std::cell::Cell;

use crate::checker::MAX_WORK;
use crate::checker::classes::Classes;
use crate::checker::walk::{Point, Quotient, Stopped, least_work, work_per_point};
use crate::language::network::Network;
use crate::language::target::Target;
use crate::prover::engines::sweep;
use crate::prover::{Engine, Limits, Undecided};

/// The most work of one visit by classes, as [`work_per_point`] measures it.
pub const MAX_VISIT_WORK: u64 = 1 << 31;

/// The most work of a visit that cannot be completed, but may find a counter-example.
const MAX_GLANCE_WORK: u64 = 1 << 26;

/// Up to this many points, a visit is not worth replacing by a sweep.
const FEW_POINTS: u64 = 1 << 10;

/// The number of vertices over which a sweep costs about as much as a visit of one point.
const VERTICES_PER_POINT: u64 = 1 << 12;

/// A network and a target of the same dimension, prepared once for [`Problem::agreement`], [`Problem::robustness`] and
/// [`Problem::margin`].
#[derive(Clone, Debug)]
pub struct Problem<'a> {
    pub(super) network: &'a Network,
    pub(super) target: &'a Target,
    /// The classes for a visit and for the certificate, or why the requested engine does not accept this D.
    classes: Result<Classes, Undecided>,
    /// Whether a sweep over all vertices is used: it is cheaper than a visit, or was requested.
    sweeps: bool,
}

impl<'a> Problem<'a> {
    /// Chooses between a visit by classes and a sweep over all vertices.
    ///
    /// # Panics
    /// If the network and the target have different dimensions.
    pub fn new(network: &'a Network, target: &'a Target, engine: Engine) -> Self {
        let dimension = target.dimension();
        assert_eq!(
            network.inputs(),
            dimension,
            "one target value a vertex of the network"
        );
        let vertices = (dimension <= sweep::MAX_DIMENSION).then(|| 1_u64 << dimension);
        let classes = match (engine, vertices) {
            (Engine::Walk, None) => Err(Undecided::WalkTooLarge {
                dimension,
                limit: sweep::MAX_DIMENSION,
            }),
            (Engine::Walk, Some(_)) => Ok(Classes::singletons(dimension)),
            _ => Ok(Classes::of_network(network).meet(&Classes::of_target(target))),
        };
        let cheaper = |classes: &Classes| {
            let points = points(classes);
            points > FEW_POINTS && vertices.is_some_and(|n| n / VERTICES_PER_POINT <= points)
        };
        let sweeps = match engine {
            Engine::Walk => true,
            Engine::Auto => classes.as_ref().is_ok_and(cheaper),
            Engine::Classes => false,
        };
        Self {
            network,
            target,
            classes,
            sweeps,
        }
    }

    /// The classes of interchangeable coordinates.
    pub(super) fn classes(&self) -> Result<&Classes, Undecided> {
        self.classes.as_ref().map_err(Clone::clone)
    }

    /// The network and the target seen through the classes.
    pub(super) fn quotient(&self) -> Result<Quotient<'_>, Undecided> {
        let quotient = Quotient::new(self.network, self.target, self.classes()?);
        Ok(quotient.expect("the classes were made for these"))
    }

    /// About how many points a visit takes.
    pub(super) fn points(&self) -> Result<u64, Undecided> {
        Ok(points(self.classes()?))
    }

    /// Whether the checker can repeat a visit by these classes.
    pub(super) fn is_checkable(&self) -> bool {
        self.classes.as_ref().is_ok_and(|classes| {
            let work = work_per_point(self.network, classes.sizes().len());
            points(classes).saturating_mul(work) <= MAX_WORK
        })
    }

    /// Sweeps where that is planned, or visits the classes; weights beyond 128 bits, which stop a sweep, do not stop
    /// a visit.
    pub(super) fn sweep_or_visit<T>(
        &self,
        sweep: impl FnOnce() -> Result<T, Undecided>,
        visit: impl FnOnce() -> Result<T, Undecided>,
    ) -> Result<T, Undecided> {
        self.classes()?;
        if self.sweeps {
            match sweep() {
                Err(Undecided::NumbersTooLarge) => {}
                answer => return answer,
            }
        }
        visit()
    }

    /// A [`Quotient::visit`] within the limits of the prover, watched.
    pub(super) fn visit<E: From<Undecided>>(
        &self,
        quotient: &Quotient,
        limits: Limits,
        mut at: impl FnMut(&Point) -> Result<(), E>,
        between: impl FnMut(&Point, &Point) -> Result<bool, E>,
    ) -> Result<(), E> {
        let classes = quotient.classes();
        let total = points(classes);
        let most = if least_work(self.network, classes) > MAX_VISIT_WORK {
            MAX_GLANCE_WORK
        } else {
            MAX_VISIT_WORK
        };
        let visited = Cell::new(0_u64);
        let result = quotient.visit(
            most,
            |point| {
                visited.set(visited.get() + 1);
                if visited.get().is_multiple_of(1024)
                    && let Err(stop) = limits.go_on(visited.get(), total)
                {
                    return Err(Undecided::Stopped { stop, total }.into());
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
}

/// The refusal of a visit by these classes, which would be too much work.
pub(super) fn too_many_points(classes: &Classes) -> Undecided {
    Undecided::TooManyPoints {
        classes: classes.sizes().len(),
    }
}

/// About how many points a visit by these classes takes: all counts of all classes but the largest, times a few counts
/// of that class for each place where something changes.
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
