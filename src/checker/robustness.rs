//! Does the network keep the target's value under an infinitesimal push in any direction?

use num_traits::{Signed, Zero};

use crate::checker::bounds::{
    MAX_ASSUMPTIONS, MAX_GERMS, MAX_WORK, can_evaluate, quotient, same_dimension, stated,
};
use crate::checker::cases::{Case, Conclusion, Germs, Next};
use crate::checker::certificate::{Path, PointCases};
use crate::checker::classes::Classes;
use crate::checker::germs::Relation;
use crate::checker::walk::Stopped;
use crate::checker::{Answer, Rejection};
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::Rational;
use crate::language::network::Network;
use crate::language::runs::Runs;
use crate::language::target::Target;

/// Accepts iff lim h(x + t·v) along the stated direction is as stated, and is not f(x).
pub(super) fn check_direction(
    network: &Network,
    target: &Target,
    x: &Vertex,
    v: &Runs<Rational>,
    limit: &Rational,
) -> Result<Answer, Rejection> {
    same_dimension("the network", network.inputs(), target)?;
    same_dimension("the vertex", x.dimension(), target)?;
    same_dimension("the direction", v.len(), target)?;
    can_evaluate(network, x.signs().runs().count() + v.runs().count())?;
    stated("the limit", limit, network.along(x, v).limit)?;
    if *limit == target.value(x).rational() {
        return Err(Rejection::LimitKept { vertex: x.clone() });
    }
    Ok(Answer::No { witness: None })
}

/// Why a point was not accepted.
enum Fault {
    Disagrees(Vertex),
    Rejected(Rejection),
}

/// Accepts iff at every vertex h = f and the limit is f in every direction.
///
/// One representative for each vector of counts is examined. Where no unit is at 0 with a slope, h is
/// locally affine and its limit is h(x) (`proofs/limits-by-cases.md`, step 2); elsewhere the cases
/// must cover every direction (steps 3 to 5).
pub(super) fn check_limits(
    network: &Network,
    target: &Target,
    classes: &Classes,
    points: &[PointCases],
) -> Result<Answer, Rejection> {
    let quotient = quotient(network, target, classes)?;
    let mut stated = points.iter();
    let visited = quotient.visit(
        MAX_WORK,
        |point| {
            if !point.agrees() {
                return Err(Fault::Disagrees(quotient.vertex(&point.counts)));
            }
            if quotient.is_locally_affine(point) {
                return Ok(());
            }
            let rejected = match stated.next() {
                Some(cases) if cases.counts == point.counts => check_cases(
                    quotient.vertex(&point.counts),
                    point.target,
                    quotient.germs(&point.counts),
                    &cases.cases,
                ),
                _ => Err(Rejection::CasesMissing {
                    vertex: quotient.vertex(&point.counts),
                }),
            };
            rejected.map_err(Fault::Rejected)
        },
        // The same units are at 0 all along a uniform stretch, and with the same slopes.
        |a, _| Ok(quotient.is_locally_affine(a)),
    );
    match visited {
        Ok(()) => match stated.next() {
            None => Ok(Answer::Yes),
            Some(unused) => Err(Rejection::CasesUnused {
                counts: unused.counts.clone(),
            }),
        },
        Err(Stopped::Refused(Fault::Disagrees(vertex))) => Ok(Answer::No {
            witness: Some(vertex),
        }),
        Err(Stopped::Refused(Fault::Rejected(rejection))) => Err(rejection),
        Err(Stopped::TooMuch) => Err(Rejection::TooLarge { limit: MAX_WORK }),
    }
}

/// The check of one point's cases, which must be in depth-first order.
struct CaseCheck<'a> {
    vertex: Vertex,
    target: Sign,
    cases: &'a [Case],
    /// The number of cases used so far.
    used: usize,
    /// The number of germs followed so far.
    work: usize,
}

/// Accepts iff the cases cover every direction from a vertex with these germs, and in each of them the limit is the target's
/// value, or the case is impossible.
pub(super) fn check_cases(
    vertex: Vertex,
    target: Sign,
    germs: Germs,
    cases: &[Case],
) -> Result<(), Rejection> {
    let mut check = CaseCheck {
        vertex,
        target,
        cases,
        used: 0,
        work: 0,
    };
    check.descend(germs, &mut Path::new())?;
    if check.used == cases.len() {
        Ok(())
    } else {
        Err(check.not_covered())
    }
}

impl CaseCheck<'_> {
    /// Checks the cases below `path`, given the germs that its assumptions lead to.
    fn descend(&mut self, germs: Germs, path: &mut Path) -> Result<(), Rejection> {
        let case = self
            .cases
            .get(self.used)
            .filter(|case| follows(&case.path, path));
        let case = case.ok_or_else(|| self.not_covered())?;
        let stands_here = case.path.len() == path.len();
        if path.len() > MAX_ASSUMPTIONS {
            return Err(Rejection::TooManyAssumptions {
                limit: MAX_ASSUMPTIONS,
            });
        }
        if let (true, Conclusion::Impossible(multipliers)) = (stands_here, &case.conclusion) {
            self.used += 1;
            return self.check_impossible(path, multipliers);
        }
        // Each assumption on the way keeps its germs.
        let held = germs.size().saturating_mul(path.len() + 1);
        self.work = self.work.saturating_add(germs.size());
        if held > MAX_GERMS || u64::try_from(self.work).is_ok_and(|work| work > MAX_WORK) {
            return Err(Rejection::TooLarge { limit: MAX_WORK });
        }
        match germs.advance() {
            Next::Output(germ) => {
                if !stands_here {
                    return Err(self.not_covered());
                }
                self.used += 1;
                if germ.value == self.target.rational() {
                    return Ok(());
                }
                Err(Rejection::LimitLost {
                    vertex: self.vertex.clone(),
                    case: self.used,
                    limit: germ.value,
                    target: self.target,
                })
            }
            Next::Split {
                layer,
                unit,
                slope,
                cases,
            } => {
                for (relation, germs) in cases {
                    path.push((layer, unit, relation, slope.clone()));
                    self.descend(germs, path)?;
                    path.pop();
                }
                Ok(())
            }
        }
    }

    /// Checks Motzkin's alternative: Σ μ·β = 0 as a functional, each μ·β(u) ≥ 0 by its assumption, and one of them > 0.
    fn check_impossible(&self, path: &Path, multipliers: &[Rational]) -> Result<(), Rejection> {
        let (vertex, case) = (self.vertex.clone(), self.used);
        if multipliers.len() != path.len() {
            let (found, expected) = (multipliers.len(), path.len());
            return Err(Rejection::MultiplierCount {
                vertex,
                case,
                found,
                expected,
            });
        }
        let directions = path.first().map_or(0, |(.., slope)| slope.len());
        let mut sum = vec![Rational::zero(); directions];
        let mut strict = false;
        for ((.., relation, slope), multiplier) in path.iter().zip(multipliers) {
            let allowed = match relation {
                Relation::Negative => !multiplier.is_positive(),
                Relation::Positive | Relation::NonNegative => !multiplier.is_negative(),
                Relation::Zero => true,
            };
            if !allowed {
                let multiplier = multiplier.clone();
                return Err(Rejection::MultiplierSign {
                    vertex,
                    case,
                    multiplier,
                });
            }
            let is_strict = matches!(relation, Relation::Negative | Relation::Positive);
            strict |= is_strict && !multiplier.is_zero();
            for (sum, slope) in sum.iter_mut().zip(slope) {
                *sum += multiplier * slope;
            }
        }
        if !strict {
            return Err(Rejection::NothingStrict { vertex, case });
        }
        if sum.iter().any(|sum| !sum.is_zero()) {
            return Err(Rejection::SlopesDoNotCancel { vertex, case });
        }
        Ok(())
    }

    fn not_covered(&self) -> Rejection {
        Rejection::CasesDoNotCover {
            vertex: self.vertex.clone(),
            case: self.used + 1,
        }
    }
}

/// Whether a stated path begins with these assumptions.
fn follows(stated: &[(usize, usize, Relation)], path: &Path) -> bool {
    stated.len() >= path.len()
        && stated
            .iter()
            .zip(path)
            .all(|(stated, (layer, unit, relation, _))| *stated == (*layer, *unit, *relation))
}
