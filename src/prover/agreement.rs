//! Does a network equal a target at every vertex, and at how many vertices does it not?

use std::cell::RefCell;

use num_bigint::BigUint;
use num_traits::Zero;

use crate::checker::{Certificate, Evidence};
use crate::language::claim::Question;
use crate::language::cube::Vertex;
use crate::prover::Found;
use crate::prover::engine::Engine;
use crate::prover::engines::branch::{self, Shown, Wanted};
use crate::prover::engines::sweep::Swept;
use crate::prover::engines::{classes, diagram, flips, halves, plain, sweep};
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
    /// The claim that they are exactly this number, with evidence, where there is evidence and a wrong vertex.
    pub counted: Option<Certificate>,
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
    /// A vertex with h(x) ≠ f(x), if there is one, and the number of all of them, if they were counted.
    fn new(differs_at: Option<Vertex>, violations: Option<BigUint>) -> Self {
        Self {
            differs_at,
            violations,
            so_far: None,
            counted: None,
        }
    }

    fn so_far(differs_at: Option<Vertex>, wrong: BigUint, seen: Option<u64>) -> Self {
        Self {
            so_far: Some(SoFar { wrong, seen }),
            ..Self::new(differs_at, None)
        }
    }
}

/// What an engine has found, with its evidence that the network is wrong nowhere, or at exactly so many vertices.
type Compared = (Agreement, Option<Evidence>);

impl Problem<'_> {
    /// Compares network and target at every vertex.
    ///
    /// A wrong vertex is looked for first where going through all of them takes long. One that was seen is the answer
    /// even if the work is then stopped.
    ///
    /// # Errors
    /// [`Undecided`] if that is too much work or if it was stopped.
    pub fn agreement(&self, limits: Limits) -> Result<Found<Agreement>, Undecided> {
        let (network, target) = (self.network, self.target);
        let glanced = if self.plan.is_quick() && !limits.first || self.plan.asked != Engine::Auto {
            None
        } else {
            flips::wrong_vertex(network, target, limits)
        };
        let seen = glanced.map(|x| (Agreement::new(Some(x), None), None));
        let (mut found, evidence) = match seen {
            Some(seen) if limits.first => seen,
            seen => {
                let seen = RefCell::new(seen);
                let compared = self.try_each(limits, |engine, limits| {
                    if engine != Engine::Branch || self.plan.asked != Engine::Auto {
                        return self.compare(engine, limits);
                    }
                    if seen.borrow().is_some() {
                        return Err(Undecided::DoesNotCount);
                    }
                    let compared = self.compare(engine, limits)?;
                    if limits.first || compared.0.differs_at.is_none() {
                        return Ok(compared);
                    }
                    // The others count.
                    *seen.borrow_mut() = Some(compared);
                    Err(Undecided::DoesNotCount)
                });
                compared.or_else(|undecided| seen.into_inner().ok_or(undecided))?
            }
        };
        let by_counts = || {
            self.is_checkable().then(|| Evidence::Counts {
                classes: self.classes.clone(),
            })
        };
        let evidence = evidence.or_else(by_counts);
        let question = Question::agrees(network, target);
        let Some(x) = &found.differs_at else {
            return Ok(Found {
                claim: question.claim(true),
                evidence,
                found,
            });
        };
        let vertex = Evidence::Vertex {
            vertex: x.clone(),
            value: network.value(x),
            wanted: target.value(x),
        };
        found.counted = found
            .violations
            .clone()
            .zip(evidence)
            .map(|(wrong, evidence)| Certificate::new(self.exactly(wrong), evidence));
        Ok(Found {
            claim: question.claim(false),
            evidence: Some(vertex),
            found,
        })
    }

    /// Compares network and target by one engine.
    fn compare(&self, engine: Engine, limits: Limits) -> Result<Compared, Undecided> {
        let (network, target) = (self.network, self.target);
        match engine {
            Engine::Auto | Engine::Classes => Ok((self.by_classes(limits)?, None)),
            Engine::Diagram => {
                let found = diagram::decide(network, target, limits)?;
                let agreement = Agreement::new(found.differs_at, found.violations);
                Ok((agreement, found.evidence.map(Evidence::Diagram)))
            }
            Engine::Branch => {
                match branch::decide(network, target, Wanted::Agreement, limits)?.shown {
                    Shown::Everywhere(tree) => {
                        Ok((Agreement::new(None, Some(BigUint::zero())), Some(tree)))
                    }
                    Shown::DiffersAt(x) => Ok((Agreement::new(Some(x), None), None)),
                    Shown::OnTheEdge(x) => Err(Undecided::OnTheEdge(x)),
                }
            }
            Engine::Halves => {
                let halved = halves::decide(network, target, limits)?;
                let vertex = |bits| Vertex::from_bits(target.dimension(), bits);
                let differs_at = halved.first_violation.map(vertex);
                Ok((
                    Agreement::new(differs_at, Some(halved.violations.into())),
                    None,
                ))
            }
            Engine::Sweep => {
                let swept = sweep::sweep(network, target, limits, None)?;
                Ok((self.by_vertices(&swept)?, None))
            }
            Engine::Plain => {
                let swept = plain::compare(network, target, limits);
                Ok((self.by_vertices(&swept)?, None))
            }
        }
    }

    fn by_classes(&self, limits: Limits) -> Result<Agreement, Undecided> {
        let visited = classes::compare(&self.quotient(), limits);
        match (visited.ended, visited.differs_at, visited.violations) {
            (Some(undecided), None, _) => Err(undecided),
            (None, differs_at, violations) => Ok(Agreement::new(differs_at, violations)),
            (Some(_), differs_at, None) => Ok(Agreement::new(differs_at, None)),
            (Some(_), differs_at, Some(wrong)) => Ok(Agreement::so_far(differs_at, wrong, None)),
        }
    }

    fn by_vertices(&self, swept: &Swept) -> Result<Agreement, Undecided> {
        let differs_at = swept
            .found
            .first_violation
            .map(|bits| Vertex::from_bits(self.target.dimension(), bits));
        let (wrong, seen) = (BigUint::from(swept.found.violations), swept.seen);
        match swept.stopped {
            None => Ok(Agreement::new(differs_at, Some(wrong))),
            Some(stop) if wrong.is_zero() => Err(Undecided::Stopped {
                stop,
                seen,
                total: all_vertices(self.target),
            }),
            Some(_) => Ok(Agreement::so_far(differs_at, wrong, Some(seen))),
        }
    }
}
