//! Does a network keep the target's value under an infinitesimal push in any direction?
//!
//! At a vertex where no unit is at 0 with a slope, h is affine nearby and there is nothing to decide. Where
//! some are, the cases (which side each unit goes to) are enumerated; a case whose limit is wrong is a
//! counter-example if some direction realises it, and the exact simplex finds that direction or the
//! multipliers that exclude it.

use std::cell::{Cell, RefCell};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use num_bigint::BigInt;
use num_traits::Zero;

use crate::checker::cases::{Germs, Next};
use crate::checker::classes::Classes;
use crate::checker::germs::Relation;
use crate::checker::walk::{Quotient, Stopped};
use crate::checker::{
    Case, Certificate, Claim, Conclusion, Evidence, MAX_ASSUMPTIONS, MAX_GERMS, PointCases,
    Question,
};
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::{Rational, common_denominator, integer};
use crate::language::network::Network;
use crate::language::runs::Runs;
use crate::language::target::Target;
use crate::prover::engines::sweep::walk;
use crate::prover::separability::integers;
use crate::prover::separability::simplex::{self, Alternative};
use crate::prover::{Engine, Undecided, Watch, plan, points, visit_limit};

/// What was found out about lim h(x + t·v) = f(x) for all x and v.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Robustness {
    /// A vertex and a direction in which the limit is not f(x), if there are any. Where h(x) ≠ f(x)
    /// already, the direction is 0.
    pub breaks_at: Option<(Vertex, Runs<Rational>)>,
    /// Evidence; `None` where every vertex was walked and there are too many for the checker.
    pub certificate: Option<Certificate>,
}

impl Robustness {
    /// The answer that the network does not keep the target's value at x along v.
    pub fn broken(network: &Network, target: &Target, x: Vertex, v: Runs<Rational>) -> Self {
        let limit = network.along(&x, &v).limit;
        let evidence = Evidence::Direction {
            vertex: x.clone(),
            direction: v.clone(),
            limit,
        };
        let question = Question::Robust {
            network: network.clone(),
            target: target.clone(),
        };
        let claim = Claim {
            question,
            holds: false,
        };
        Self {
            breaks_at: Some((x, v)),
            certificate: Some(Certificate { claim, evidence }),
        }
    }
}

/// v = 0, along which the limit is the network's value at the vertex itself.
pub fn no_direction(network: &Network) -> Runs<Rational> {
    Runs::repeat(Rational::zero(), network.inputs())
}

/// The most cases that are told apart at one vertex.
pub const MAX_CASES: usize = 20_000;

/// Decides robustness at every vertex and for every direction.
///
/// # Errors
/// [`Undecided`] if that is too much work or was interrupted.
///
/// # Panics
/// If network and target have different dimensions.
pub fn robustness(
    network: &Network,
    target: &Target,
    engine: Engine,
    watch: Watch,
) -> Result<Robustness, Undecided> {
    assert_eq!(
        network.inputs(),
        target.dimension(),
        "one target value a vertex of the network"
    );
    let plan = plan(network, target, engine)?;
    let found = plan.walk_or_visit(
        || walk_all(network, target, watch),
        |classes| visit_classes(network, target, classes, watch),
    )?;
    let certified = |points| {
        let evidence = Evidence::Limits {
            classes: plan.classes.clone(),
            points,
        };
        let question = Question::Robust {
            network: network.clone(),
            target: target.clone(),
        };
        let claim = Claim {
            question,
            holds: true,
        };
        Robustness {
            breaks_at: None,
            certificate: Some(Certificate { claim, evidence }),
        }
    };
    // The cases belong to the certificate, one list for each representative.
    let found = match found {
        Found::RobustByCases if plan.checkable => {
            visit_classes(network, target, &plan.classes, watch)?
        }
        found => found,
    };
    Ok(match found {
        Found::Break(x, v) => Robustness::broken(network, target, x, v),
        Found::Robust(points) if plan.checkable => certified(points),
        Found::Robust(_) | Found::RobustByCases => Robustness {
            breaks_at: None,
            certificate: None,
        },
    })
}

enum Found {
    Break(Vertex, Runs<Rational>),
    /// With the cases of all representatives that need them.
    Robust(Vec<PointCases>),
    /// At some vertices by cases, which have not been kept.
    RobustByCases,
}

/// What ends a visit early.
enum End {
    Break(Vertex, Runs<Rational>),
    Undecided(Undecided),
}

fn visit_classes(
    network: &Network,
    target: &Target,
    classes: &Classes,
    watch: Watch,
) -> Result<Found, Undecided> {
    let quotient =
        Quotient::new(network, target, classes).expect("the classes were made for these");
    let total = points(classes);
    let visited = Cell::new(0_u64);
    let cases = RefCell::new(Vec::new());
    let result = quotient.visit(
        visit_limit(network, classes),
        |point| {
            visited.set(visited.get() + 1);
            if visited.get().is_multiple_of(1024) && !watch(visited.get(), total) {
                return Err(End::Undecided(Undecided::Interrupted { total }));
            }
            let counts = &point.counts;
            let breaks = |u: &[Rational]| End::Break(quotient.vertex(counts), classes.direction(u));
            if !point.agrees() {
                return Err(breaks(&vec![Rational::zero(); classes.sizes().len()]));
            }
            if quotient.is_locally_affine(point) {
                return Ok(());
            }
            match explore(quotient.germs(counts), point.target).map_err(End::Undecided)? {
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
    match result {
        Ok(()) => Ok(Found::Robust(cases.into_inner())),
        Err(Stopped::Refused(End::Break(x, v))) => Ok(Found::Break(x, v)),
        Err(Stopped::Refused(End::Undecided(undecided))) => Err(undecided),
        Err(Stopped::TooMuch) => {
            let classes = classes.sizes().len();
            Err(Undecided::TooManyPoints { classes })
        }
    }
}

/// Walks every vertex, and again with a close look at those where some unit is at 0.
fn walk_all(network: &Network, target: &Target, watch: Watch) -> Result<Found, Undecided> {
    let dimension = target.dimension();
    // A vertex where h ≠ f already is found much faster than a direction.
    if let Some(bits) = walk(network, target, watch, None)?.first_violation {
        return Ok(Found::Break(
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
        if !watch(bits, total) {
            return false;
        }
        let x = Vertex::from_bits(dimension, bits);
        let counts: Vec<usize> = x
            .signs()
            .iter()
            .map(|s| usize::from(*s == Sign::Plus))
            .collect();
        let found = match explore(quotient.germs(&counts), target.value(&x)) {
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
    let walked = walk(network, target, watch, Some(&look_closely));
    match (end.into_inner().expect("no thread panics"), walked) {
        (Some(End::Break(x, v)), _) => Ok(Found::Break(x, v)),
        (Some(End::Undecided(undecided)), _) | (None, Err(undecided)) => Err(undecided),
        (None, Ok(_)) if by_cases.into_inner() => Ok(Found::RobustByCases),
        (None, Ok(_)) => Ok(Found::Robust(Vec::new())),
    }
}

/// What the cases at one vertex amount to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Exploration {
    /// Every case keeps the limit, or is impossible.
    Kept(Vec<Case>),
    /// u, a direction along which the limit is wrong.
    Breaks(Vec<Rational>),
}

/// (layer, unit, relation, slope) of the assumptions on the way to a case.
type Path = Vec<(usize, usize, Relation, Vec<Rational>)>;

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

/// A direction that satisfies all assumptions, or multipliers that show there is none.
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
