//! Claims about Question 3, decided by the checker in every case up to a bound, and by proofs beyond it.

mod cases;
mod networks;
mod perceptron;
mod real_inputs;

pub(super) use cases::{Sweep, cases};
pub(super) use networks::{exact, robust};
pub(super) use perceptron::{inseparable, some_inseparable};
pub(super) use real_inputs::{real_inputs, special_for_reals};

use super::claims::Claim;
use super::finding::Exhibit;
use crate::draw::networks as picture;
use crate::examine::Ground;
use crate::language::network::Network;
use crate::language::target::Interval;

/// The certificate that a ground is, if it is one.
fn certificate(claim: &Claim, ground: &Ground) -> Option<Exhibit> {
    Some(Exhibit::certificate(
        &claim.id,
        ground.certificate()?.clone(),
    ))
}

/// The attainable sums with the thresholds on them.
fn sums(claim: &Claim, interval: &Interval, networks: &[(&str, &Network)]) -> Exhibit {
    Exhibit::picture(&claim.id, "sums", picture::sums(interval, networks))
}

/// The square with the regions of a network, for D = 2.
fn square(claim: &Claim, name: &str, interval: &Interval, network: &Network) -> Option<Exhibit> {
    let drawing = picture::square(name, network, &(*interval).into())?;
    Some(Exhibit::picture(&claim.id, "square", drawing))
}
