//! Conditions that every question puts on its evidence first: it is not too much work, and it fits the target.

use crate::checker::Rejection;
use crate::checker::classes::Classes;
use crate::checker::walk::{Quotient, least_work, work_per_point};
use crate::language::exact::Rational;
use crate::language::network::Network;
use crate::language::target::Target;

/// The most work that one certificate may make the checker do, by [`work_per_point`].
pub const MAX_WORK: u64 = 1 << 28;

/// The most assumptions that one case may make.
pub const MAX_ASSUMPTIONS: usize = 500;

/// The most numbers in germs that are held at once while following cases.
pub const MAX_GERMS: usize = 1 << 20;

/// Refuses a part of the evidence that does not have the target's dimension D.
pub(super) fn same_dimension(
    what: &'static str,
    found: usize,
    target: &Target,
) -> Result<(), Rejection> {
    let expected = target.dimension();
    if found == expected {
        Ok(())
    } else {
        Err(Rejection::Dimension {
            what,
            found,
            expected,
        })
    }
}

/// Refuses a value that the certificate states differently from what the checker computes.
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

/// Refuses a network whose evaluation at one point, given in this number of runs, takes more than [`MAX_WORK`].
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

/// Refuses to add up multiples of vectors with this number of different entries if that takes more than
/// [`MAX_WORK`]; the common denominator may be as long as all weights together.
pub(super) fn can_add<'a>(
    weights: impl ExactSizeIterator<Item = &'a Rational> + Clone,
    entries: usize,
) -> Result<(), Rejection> {
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let sums = count(weights.len()).saturating_mul(count(entries));
    let bits = weights
        .map(|w| w.numer().bits().saturating_add(w.denom().bits()))
        .sum::<u64>();
    let words = 1 + bits / 128;
    if sums.saturating_mul(words.saturating_mul(words)) > MAX_WORK {
        return Err(Rejection::TooLarge { limit: MAX_WORK });
    }
    Ok(())
}
