//! Exhibits that several kinds of claims show. Each takes the id of the claim that it is for.

use super::finding::Exhibit;
use crate::draw::networks as picture;
use crate::examine::Ground;
use crate::language::network::Network;
use crate::language::target::Interval;

/// The certificate that an answer rests on, if there is one.
pub fn certificate(claim: &str, ground: &Ground) -> Option<Exhibit> {
    let certificate = ground.certificate()?.clone();
    Some(Exhibit::certificate(claim, certificate))
}

/// The attainable sums with the thresholds of these networks, each with its name.
pub fn sums(claim: &str, interval: &Interval, networks: &[(&str, &Network)]) -> Exhibit {
    Exhibit::picture(claim, "sums", picture::sums(interval, networks))
}

/// The square with the regions of a network, for D = 2.
pub fn square(claim: &str, name: &str, interval: &Interval, network: &Network) -> Option<Exhibit> {
    let drawing = picture::square(name, network, &(*interval).into())?;
    Some(Exhibit::picture(claim, "square", drawing))
}
