//! A network and a target, prepared once: which inputs are interchangeable, and which engines are tried in which order.

use std::sync::atomic::{AtomicU64, Ordering};

use num_bigint::BigUint;

use crate::checker::MAX_WORK;
use crate::checker::classes::Classes;
use crate::checker::walk::{Quotient, work_per_point};
use crate::language::claim::{Claim, Question};
use crate::language::network::Network;
use crate::language::target::Target;
use crate::prover::engine::Engine;
use crate::prover::engines::classes::points;
use crate::prover::limits::{Limits, Stop};
use crate::prover::plan::Plan;
use crate::prover::undecided::Undecided;

/// A network and a target of the same dimension, prepared once for [`Problem::agreement`], [`Problem::robustness`] and
/// [`Problem::margin`].
#[derive(Clone, Debug)]
pub struct Problem<'a> {
    pub(super) network: &'a Network,
    pub(super) target: &'a Target,
    /// The classes for a visit and for the certificate.
    pub(super) classes: Classes,
    /// The engines in the order in which they are tried.
    pub(super) plan: Plan,
}

impl<'a> Problem<'a> {
    /// Finds the classes of interchangeable coordinates, and plans which engines are tried.
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
        let classes = match engine {
            Engine::Sweep | Engine::Halves | Engine::Plain => Classes::singletons(dimension),
            _ => Classes::of_network(network).meet(&Classes::of_target(target)),
        };
        Self {
            plan: Plan::new(network, target, &classes, engine),
            network,
            target,
            classes,
        }
    }

    /// The engines that are tried, and the reasons against the others.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The claim that the network differs from the target at exactly this number of vertices.
    pub fn exactly(&self, wrong: BigUint) -> Claim {
        Question::exactly(self.network, self.target, wrong).claim(true)
    }

    /// The network and the target seen through the classes.
    pub(super) fn quotient(&self) -> Quotient<'_> {
        let quotient = Quotient::new(self.network, self.target, &self.classes);
        quotient.expect("the classes were made for these")
    }

    /// Whether the checker can repeat a visit by these classes.
    pub(super) fn is_checkable(&self) -> bool {
        let work = work_per_point(self.network, self.classes.sizes().len());
        points(&self.classes).saturating_mul(work) <= MAX_WORK
    }

    /// Tries the engines in the order of the plan; what one of them refuses, the next one tries.
    pub(super) fn try_each<T>(
        &self,
        limits: Limits,
        by: impl Fn(Engine, Limits) -> Result<T, Undecided>,
    ) -> Result<T, Undecided> {
        let mut reasons = Vec::new();
        for prospect in &self.plan.engines {
            let asked = AtomicU64::new(0);
            let watch = |done: u64, total| {
                // A tree tells its finished parts, and asks once a node.
                let nodes = asked.fetch_add(1, Ordering::Relaxed);
                if done.max(nodes) > prospect.most {
                    return Err(Stop::Outgrown);
                }
                limits.go_on(done, total)
            };
            let bounded = Limits {
                watch: &watch,
                ..limits
            };
            match by(prospect.engine, bounded) {
                Ok(answer) => return Ok(answer),
                Err(Undecided::Stopped {
                    stop: Stop::Outgrown,
                    ..
                }) => {}
                Err(stopped @ Undecided::Stopped { .. }) => {
                    reasons.push((prospect.engine, stopped));
                    break;
                }
                Err(reason) => reasons.push((prospect.engine, reason)),
            }
        }
        reasons.extend(self.plan.ruled_out.iter().cloned());
        Err(Undecided::of_each(reasons))
    }
}

/// The number of vertices, 2^D.
pub(super) fn all_vertices(target: &Target) -> BigUint {
    BigUint::from(1_u8) << target.dimension()
}
