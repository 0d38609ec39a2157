//! Does a network keep the target's value under an infinitesimal push in any direction?
//!
//! At a vertex where no unit is at 0 with a slope, h is affine nearby and there is nothing to decide. Where
//! some are, the cases (which side each unit goes to) are enumerated; a case whose limit is wrong is a
//! counter-example if some direction realises it, and the exact simplex finds that direction or the
//! multipliers that exclude it.

use std::cell::RefCell;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use num_bigint::BigInt;
use num_traits::Zero;

use crate::checker::cases::{Germs, Next};
use crate::checker::classes::Classes;
use crate::checker::germs::Relation;
use crate::checker::walk::Quotient;
use crate::checker::{Case, Conclusion, Evidence, MAX_ASSUMPTIONS, MAX_GERMS, Path, PointCases};
use crate::language::claim::Question;
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::{Rational, common_denominator, integer};
use crate::language::network::Network;
use crate::language::runs::Runs;
use crate::language::target::Target;
use crate::prover::engine::Engine;
use crate::prover::engines::branch::{self, Shown, Wanted};
use crate::prover::engines::classes::{singly, visit};
use crate::prover::engines::diagram;
use crate::prover::engines::sweep::walk;
use crate::prover::problem::Problem;
use crate::prover::separability::integers;
use crate::prover::separability::simplex::{self, Alternative};
use crate::prover::{Found, Limits, Undecided};

/// The answer to the question whether lim h(x + t·v) = f(x) for all x and v.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Robustness {
    /// A vertex and a direction in which the limit is not f(x), if there are any. Where h(x) ≠ f(x)
    /// already, the direction is 0.
    pub breaks_at: Option<(Vertex, Runs<Rational>)>,
}

/// The most cases that are told apart at one vertex.
pub const MAX_CASES: usize = 20_000;

impl Problem<'_> {
    /// Decides robustness at every vertex and for every direction.
    ///
    /// # Errors
    /// [`Undecided`] if that is too much work or if it was interrupted.
    pub fn robustness(&self, limits: Limits) -> Result<Found<Robustness>, Undecided> {
        let looked = self.try_each(limits, |engine, limits| match engine {
            Engine::Auto | Engine::Classes | Engine::Plain => self.visit_classes(limits),
            Engine::Branch => by_tree(self.network, self.target, limits),
            Engine::Diagram => by_diagram(self.network, self.target, limits),
            Engine::Halves => Err(Undecided::DoesNotPush),
            Engine::Sweep => sweep_all(self.network, self.target, limits),
        })?;
        // The cases belong to the certificate, one list for each representative.
        let looked = match looked {
            Looked::KeptByCases if self.is_checkable() => self.visit_classes(limits)?,
            looked => looked,
        };
        let evidence = match looked {
            Looked::Break(x, v) => return Ok(self.broken(x, v)),
            Looked::Shown(evidence) => Some(evidence),
            Looked::Kept(points) if self.is_checkable() => Some(Evidence::Limits {
                classes: self.classes.clone(),
                points,
            }),
            Looked::Kept(_) | Looked::KeptByCases => None,
        };
        Ok(Found {
            claim: Question::robust(self.network, self.target).claim(true),
            evidence,
            found: Robustness { breaks_at: None },
        })
    }

    /// The answer that the network does not keep the target's value at x, because it does not have that value there: v
    /// = 0 is a direction too.
    pub fn broken_at(&self, x: Vertex) -> Found<Robustness> {
        let v = no_direction(self.network);
        self.broken(x, v)
    }

    /// The answer that the network does not keep the target's value at x along v.
    fn broken(&self, x: Vertex, v: Runs<Rational>) -> Found<Robustness> {
        let evidence = Evidence::Direction {
            vertex: x.clone(),
            direction: v.clone(),
            limit: self.network.along(&x, &v).limit,
        };
        Found {
            claim: Question::robust(self.network, self.target).claim(false),
            evidence: Some(evidence),
            found: Robustness {
                breaks_at: Some((x, v)),
            },
        }
    }

    fn visit_classes(&self, limits: Limits) -> Result<Looked, Undecided> {
        let quotient = self.quotient();
        let classes = quotient.classes();
        let cases = RefCell::new(Vec::new());
        let visited = visit(
            &quotient,
            limits,
            |point| {
                let counts = &point.counts;
                let breaks =
                    |u: &[Rational]| End::Break(quotient.vertex(counts), classes.direction(u));
                if !point.agrees() {
                    return Err(breaks(&vec![Rational::zero(); classes.sizes().len()]));
                }
                if quotient.is_locally_affine(point) {
                    return Ok(());
                }
                match explore(quotient.germs(counts), point.target)? {
                    Exploration::Breaks(u) => Err(breaks(&u)),
                    Exploration::Kept(kept) => {
                        cases.borrow_mut().push(PointCases {
                            counts: counts.clone(),
                            cases: kept,
                        });
                        Ok(())
                    }
                }
            },
            |a, _| Ok(quotient.is_locally_affine(a)),
        );
        match visited {
            Ok(()) => Ok(Looked::Kept(cases.into_inner())),
            Err(End::Break(x, v)) => Ok(Looked::Break(x, v)),
            Err(End::Undecided(undecided)) => Err(undecided),
        }
    }
}

/// The direction v = 0, along which the limit is the network's value at the vertex itself.
fn no_direction(network: &Network) -> Runs<Rational> {
    Runs::repeat(Rational::zero(), network.inputs())
}

/// The findings of an examination of all vertices.
enum Looked {
    Break(Vertex, Runs<Rational>),
    /// Every limit is f(x), with evidence.
    Shown(Evidence),
    /// Every limit is f(x), with the cases of all representatives that need them.
    Kept(Vec<PointCases>),
    /// Every limit is f(x), at some vertices by cases, which were not kept.
    KeptByCases,
}

/// The reason why a visit ends early.
enum End {
    Break(Vertex, Runs<Rational>),
    Undecided(Undecided),
}

impl From<Undecided> for End {
    fn from(undecided: Undecided) -> Self {
        Self::Undecided(undecided)
    }
}

/// Builds a tree of relaxations that hold under pushes too.
fn by_tree(network: &Network, target: &Target, limits: Limits) -> Result<Looked, Undecided> {
    let x = match branch::decide(network, target, Wanted::Robustness, limits)?.shown {
        Shown::Everywhere(tree) => return Ok(Looked::Shown(tree)),
        Shown::DiffersAt(x) => return Ok(Looked::Break(x, no_direction(network))),
        Shown::OnTheEdge(x) => x,
    };
    let classes = Classes::singletons(target.dimension());
    let quotient = Quotient::new(network, target, &classes).expect("singletons fit everything");
    match look(&quotient, target, &x)? {
        Exploration::Breaks(u) => Ok(Looked::Break(x, classes.direction(&u))),
        Exploration::Kept(_) => Err(Undecided::OnTheEdge(x)),
    }
}

/// Looks at the vertices that a diagram leaves open.
fn by_diagram(network: &Network, target: &Target, limits: Limits) -> Result<Looked, Undecided> {
    let places = diagram::look_closely(network, target, limits)?;
    if let Some(x) = places.differs_at {
        return Ok(Looked::Break(x, no_direction(network)));
    }
    let classes = Classes::singletons(target.dimension());
    let quotient = Quotient::new(network, target, &classes).expect("singletons fit everything");
    let total = u64::try_from(places.vertices.len()).unwrap_or(u64::MAX);
    let mut all = Vec::new();
    for (x, done) in places.vertices.iter().zip(0..) {
        limits.go_on(done, total).map_err(Undecided::stopped)?;
        match look(&quotient, target, x)? {
            Exploration::Breaks(u) => return Ok(Looked::Break(x.clone(), classes.direction(&u))),
            Exploration::Kept(cases) => all.push(cases),
        }
    }
    Ok(match places.evidence(all) {
        Some(diagram) => Looked::Shown(Evidence::Diagram(diagram)),
        None => Looked::KeptByCases,
    })
}

/// Explores the cases at one vertex, where each coordinate is a class of its own.
fn look(quotient: &Quotient, target: &Target, x: &Vertex) -> Result<Exploration, Undecided> {
    explore(quotient.germs(&singly(x)), target.value(x))
}

/// Sweeps over every vertex, and again with a close look at those vertices where some unit is at 0.
fn sweep_all(network: &Network, target: &Target, limits: Limits) -> Result<Looked, Undecided> {
    let dimension = target.dimension();
    // A vertex where h ≠ f already is found much faster than a direction.
    if let Some(bits) = walk(network, target, limits, None)?.first_violation {
        return Ok(Looked::Break(
            Vertex::from_bits(dimension, bits),
            no_direction(network),
        ));
    }
    let classes = Classes::singletons(dimension);
    let quotient = Quotient::new(network, target, &classes).expect("singletons fit everything");
    let end = Mutex::new(None);
    let by_cases = AtomicBool::new(false);
    let total = 1 << dimension;
    let look_closely = |bits: u64| {
        // A close look takes long enough to ask each time.
        if let Err(stop) = limits.go_on(bits, total) {
            let undecided = Undecided::stopped(stop);
            let mut end = end.lock().expect("no thread panics");
            end.get_or_insert(End::Undecided(undecided));
            return false;
        }
        let x = Vertex::from_bits(dimension, bits);
        let found = match look(&quotient, target, &x) {
            Ok(Exploration::Kept(cases)) => {
                by_cases.fetch_or(cases.iter().any(|case| !case.path.is_empty()), Relaxed);
                return true;
            }
            Ok(Exploration::Breaks(u)) => End::Break(x, classes.direction(&u)),
            Err(undecided) => End::Undecided(undecided),
        };
        end.lock().expect("no thread panics").get_or_insert(found);
        false
    };
    let walked = walk(network, target, limits, Some(&look_closely));
    match (end.into_inner().expect("no thread panics"), walked) {
        (Some(End::Break(x, v)), _) => Ok(Looked::Break(x, v)),
        (Some(End::Undecided(undecided)), _) | (None, Err(undecided)) => Err(undecided),
        (None, Ok(_)) if by_cases.into_inner() => Ok(Looked::KeptByCases),
        (None, Ok(_)) => Ok(Looked::Kept(Vec::new())),
    }
}

/// The outcome of the cases at one vertex.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Exploration {
    /// Every case keeps the limit, or is impossible.
    Kept(Vec<Case>),
    /// A direction u along which the limit is wrong.
    Breaks(Vec<Rational>),
}

fn explore(germs: Germs, target: Sign) -> Result<Exploration, Undecided> {
    let mut kept = Vec::new();
    let nowhere = vec![Rational::zero(); germs.directions()];
    let breaks = descend(germs, target, &nowhere, &mut Path::new(), &mut kept)?;
    Ok(breaks.map_or(Exploration::Kept(kept), Exploration::Breaks))
}

/// Explores the cases below `path`, which the direction `u` realises; returns a direction that breaks.
fn descend(
    germs: Germs,
    target: Sign,
    u: &[Rational],
    path: &mut Path,
    kept: &mut Vec<Case>,
) -> Result<Option<Vec<Rational>>, Undecided> {
    let held = germs.size().saturating_mul(path.len() + 1);
    if kept.len() >= MAX_CASES || path.len() > MAX_ASSUMPTIONS || held > MAX_GERMS {
        return Err(Undecided::TooManyCases);
    }
    let case = |path: &Path, conclusion| Case {
        path: path
            .iter()
            .map(|(layer, unit, relation, _)| (*layer, *unit, *relation))
            .collect(),
        conclusion,
    };
    match germs.advance() {
        Next::Output(germ) if germ.value == target.rational() => {
            kept.push(case(path, Conclusion::Kept));
        }
        Next::Output(_) => return Ok(Some(integers(u).into_iter().map(integer).collect())),
        Next::Split {
            layer,
            unit,
            slope,
            cases,
        } => {
            for (relation, germs) in cases {
                path.push((layer, unit, relation, slope.clone()));
                match realise(path) {
                    Realisation::Impossible(multipliers) => {
                        kept.push(case(path, Conclusion::Impossible(multipliers)));
                    }
                    Realisation::Along(u) => {
                        let breaks = descend(germs, target, &u, path, kept)?;
                        if breaks.is_some() {
                            return Ok(breaks);
                        }
                    }
                }
                path.pop();
            }
        }
    }
    Ok(None)
}

enum Realisation {
    Along(Vec<Rational>),
    Impossible(Vec<Rational>),
}

/// A direction that satisfies all assumptions, or multipliers that show that there is none.
fn realise(path: &Path) -> Realisation {
    let unknowns = path.first().map_or(0, |(.., slope)| slope.len());
    let mut rows = Vec::new();
    // (assumption, factor): row = factor·slope, and the factor's sign turns the relation into ≥ or >.
    let mut origins: Vec<(usize, Rational)> = Vec::new();
    for (index, (.., relation, slope)) in path.iter().enumerate() {
        let scale = common_denominator(slope);
        let (signs, strict): (&[i64], bool) = match relation {
            Relation::Negative => (&[-1], true),
            Relation::Positive => (&[1], true),
            Relation::NonNegative => (&[1], false),
            Relation::Zero => (&[1, -1], false),
        };
        for sign in signs {
            let factor = integer(scale.clone() * BigInt::from(*sign));
            let coefficients = slope.iter().map(|b| (b * &factor).to_integer()).collect();
            rows.push(simplex::Row {
                coefficients,
                strict,
            });
            origins.push((index, factor));
        }
    }
    match simplex::solve(unknowns, &rows) {
        Alternative::Solution(u) => Realisation::Along(u),
        Alternative::Multipliers(multipliers) => {
            let mut sums = vec![Rational::zero(); path.len()];
            for ((index, factor), multiplier) in origins.iter().zip(multipliers) {
                sums[*index] += factor * multiplier;
            }
            Realisation::Impossible(integers(&sums).into_iter().map(integer).collect())
        }
    }
}
