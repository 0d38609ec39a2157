//! Claims about Question 3, decided by the checker in every case up to a bound, and by proofs beyond it.

use super::claims::Claim;
use super::finding::Exhibit;
use crate::draw::networks as picture;
use crate::examine::Ground;
use crate::language::network::Network;
use crate::language::target::Interval;

/// The certificate that a ground is, if it is one.
pub fn certificate(claim: &Claim, ground: &Ground) -> Option<Exhibit> {
    Some(Exhibit::certificate(
        &claim.id,
        ground.certificate()?.clone(),
    ))
}

/// The attainable sums with the thresholds on them.
pub fn sums(claim: &Claim, interval: &Interval, networks: &[(&str, &Network)]) -> Exhibit {
    Exhibit::picture(&claim.id, "sums", picture::sums(interval, networks))
}

/// The square with the regions of a network, for D = 2.
pub fn square(
    claim: &Claim,
    name: &str,
    interval: &Interval,
    network: &Network,
) -> Option<Exhibit> {
    let drawing = picture::square(name, network, &(*interval).into())?;
    Some(Exhibit::picture(&claim.id, "square", drawing))
}
