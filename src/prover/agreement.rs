//! Does a network equal a target at every vertex, and at how many vertices does it not?

use num_bigint::BigUint;
use num_traits::Zero;

use crate::checker::Evidence;
use crate::language::claim::Question;
use crate::language::cube::Vertex;
use crate::prover::Found;
use crate::prover::engine::Engine;
use crate::prover::engines::sweep::Swept;
use crate::prover::engines::{classes, flips, plain, sweep};
use crate::prover::limits::Limits;
use crate::prover::problem::{Problem, all_vertices};
use crate::prover::undecided::Undecided;

/// The answer to the question whether h(x) = f(x) for all x.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// A vertex with h(x) ≠ f(x), if there is one.
    pub differs_at: Option<Vertex>,
    /// The number of vertices with h(x) ≠ f(x); `None` where they were not all counted.
    pub violations: Option<BigUint>,
    /// What is known of their number where they were not all counted.
    pub so_far: Option<SoFar>,
}

/// A count that ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoFar {
    /// The number of vertices with h(x) ≠ f(x) among those that were seen; at least one.
    pub wrong: BigUint,
    /// The number of vertices that were seen, where they are seen one by one.
    pub seen: Option<u64>,
}

impl Agreement {
    /// A vertex with h(x) ≠ f(x), where no other one was looked for.
    fn at(x: Vertex) -> Self {
        Self {
            differs_at: Some(x),
            violations: None,
            so_far: None,
        }
    }
}

impl Problem<'_> {
    /// Compares network and target at every vertex.
    ///
    /// A wrong vertex is looked for first where going through all of them takes long. One that was seen is the answer
    /// even if the work is then stopped.
    ///
    /// # Errors
    /// [`Undecided`] if that is too much work or if it was stopped.
    pub fn agreement(&self, limits: Limits) -> Result<Found<Agreement>, Undecided> {
        let glanced = if self.plan.is_quick() && !limits.first || self.plan.asked != Engine::Auto {
            None
        } else {
            flips::wrong_vertex(self.network, self.target, limits)
        };
        let found = match glanced {
            Some(x) if limits.first => Agreement::at(x),
            glanced => {
                let found = self.try_each(|engine| self.compare(engine, limits));
                found.or_else(|undecided| glanced.map(Agreement::at).ok_or(undecided))?
            }
        };
        let evidence = match &found.differs_at {
            Some(x) => Some(Evidence::Vertex {
                vertex: x.clone(),
                value: self.network.value(x),
                wanted: self.target.value(x),
            }),
            None if self.is_checkable() => Some(Evidence::Counts {
                classes: self.classes.clone(),
            }),
            None => None,
        };
        Ok(Found {
            claim: Question::agrees(self.network, self.target).claim(found.differs_at.is_none()),
            evidence,
            found,
        })
    }

    /// Compares network and target by one engine.
    fn compare(&self, engine: Engine, limits: Limits) -> Result<Agreement, Undecided> {
        match engine {
            Engine::Auto | Engine::Classes => self.by_classes(limits),
            Engine::Sweep => {
                let swept = sweep::sweep(self.network, self.target, limits, None)?;
                self.by_vertices(&swept)
            }
            Engine::Plain => self.by_vertices(&plain::compare(self.network, self.target, limits)),
        }
    }

    fn by_classes(&self, limits: Limits) -> Result<Agreement, Undecided> {
        let quotient = self.quotient();
        let visited = classes::compare(&quotient, limits);
        match (visited.ended, visited.differs_at) {
            (Some(undecided), None) => Err(undecided),
            (None, differs_at) => Ok(Agreement {
                differs_at,
                violations: visited.violations,
                so_far: None,
            }),
            (Some(_), differs_at) => Ok(Agreement {
                differs_at,
                violations: None,
                so_far: visited.violations.map(|wrong| SoFar { wrong, seen: None }),
            }),
        }
    }

    fn by_vertices(&self, swept: &Swept) -> Result<Agreement, Undecided> {
        let differs_at = swept
            .found
            .first_violation
            .map(|bits| Vertex::from_bits(self.target.dimension(), bits));
        let (wrong, seen) = (BigUint::from(swept.found.violations), swept.seen);
        match swept.stopped {
            None => Ok(Agreement {
                differs_at,
                violations: Some(wrong),
                so_far: None,
            }),
            Some(stop) if wrong.is_zero() => Err(Undecided::Stopped {
                stop,
                seen,
                total: all_vertices(self.target),
            }),
            Some(_) => Ok(Agreement {
                differs_at,
                violations: None,
                so_far: Some(SoFar {
                    wrong,
                    seen: Some(seen),
                }),
            }),
        }
    }
}
