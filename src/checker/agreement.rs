//! Does the network equal the target at every vertex?

use crate::checker::classes::Classes;
use crate::checker::separation::same_dimension;
use crate::checker::walk::{Quotient, Stopped, least_work, work_per_point};
use crate::checker::{Answer, MAX_WORK, Rejection};
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::Rational;
use crate::language::network::Network;
use crate::language::target::Target;

/// `None` iff h(x) = f(x) at every vertex; otherwise a vertex at which they differ.
///
/// One representative for each vector of counts is looked at (`proofs/counts-stand-for-vertices.md`);
/// inside a uniform stretch, whose ends agree, none (`proofs/uniform-stretches.md`, step 3).
///
/// # Errors
/// [`Rejection`] if the classes do not fit, or ask for more than [`MAX_WORK`].
pub fn check_counts(
    network: &Network,
    target: &Target,
    classes: &Classes,
) -> Result<Option<Vertex>, Rejection> {
    let quotient = quotient(network, target, classes)?;
    let visited = quotient.visit(
        MAX_WORK,
        |point| {
            if point.agrees() {
                Ok(())
            } else {
                Err(quotient.vertex(&point.counts))
            }
        },
        |_, _| Ok(true),
    );
    match visited {
        Ok(()) => Ok(None),
        Err(Stopped::Refused(vertex)) => Ok(Some(vertex)),
        Err(Stopped::TooMuch) => Err(Rejection::TooLarge { limit: MAX_WORK }),
    }
}

/// Accepts iff h(x) and f(x) are as stated, and differ.
pub(super) fn check_vertex(
    network: &Network,
    target: &Target,
    x: &Vertex,
    value: &Rational,
    wanted: Sign,
) -> Result<Answer, Rejection> {
    same_dimension("the vertex", x.dimension(), target)?;
    same_dimension("the network", network.inputs(), target)?;
    can_evaluate(network, x.signs().runs().count())?;
    stated("h", value, network.value(x))?;
    stated("f", &wanted.rational(), target.value(x).rational())?;
    if *value == wanted.rational() {
        return Err(Rejection::NoDifference { vertex: x.clone() });
    }
    Ok(Answer::No { witness: None })
}

pub(super) fn stated(
    what: &'static str,
    stated: &Rational,
    found: Rational,
) -> Result<(), Rejection> {
    if *stated == found {
        Ok(())
    } else {
        Err(Rejection::StatedWrongly {
            what,
            stated: stated.clone(),
            found,
        })
    }
}

/// The network and target seen through the classes, if the checker can visit all their points.
pub(super) fn quotient<'a>(
    network: &'a Network,
    target: &'a Target,
    classes: &'a Classes,
) -> Result<Quotient<'a>, Rejection> {
    if least_work(network, classes) > MAX_WORK {
        return Err(Rejection::TooLarge { limit: MAX_WORK });
    }
    Quotient::new(network, target, classes).map_err(|misfit| {
        let expected = target.dimension();
        let inputs = network.inputs();
        let found = if inputs == expected {
            classes.dimension()
        } else {
            inputs
        };
        Rejection::misfit(misfit, found, expected)
    })
}

/// Refuses a network whose value at one point, given in so many runs, takes more than [`MAX_WORK`].
pub(super) fn can_evaluate(network: &Network, runs: usize) -> Result<(), Rejection> {
    let rows = network
        .first_layer()
        .units
        .iter()
        .map(|unit| unit.weights.runs().count());
    if work_per_point(network, runs + rows.max().unwrap_or(0)) > MAX_WORK {
        return Err(Rejection::TooLarge { limit: MAX_WORK });
    }
    Ok(())
}
