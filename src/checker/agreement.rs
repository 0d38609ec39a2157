//! Does the network equal the target at every vertex?

use crate::checker::bounds::{MAX_WORK, can_evaluate, quotient, same_dimension, stated};
use crate::checker::classes::Classes;
use crate::checker::walk::Stopped;
use crate::checker::{Answer, Rejection};
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::Rational;
use crate::language::network::Network;
use crate::language::target::Target;

/// `None` iff h(x) = f(x) at every vertex; otherwise a vertex at which they differ.
///
/// One representative for each vector of counts is evaluated (`proofs/counts-stand-for-vertices.md`); inside a uniform
/// stretch, whose ends agree, none needs to be (`proofs/uniform-stretches.md`, step 3).
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
