//! Every vertex in exact fractions, as the definition says: the slow and obvious counterpart of the other engines.

use num_traits::Zero;

use crate::language::cube::Vertex;
use crate::language::network::{Activation, Network};
use crate::language::target::Target;
use crate::prover::engines::sweep::{Swept, Walk};
use crate::prover::limits::{Limits, UNWATCHED};

/// Compares network and target vertex by vertex, as far as the limits allow, and counts the vertices with a unit at 0.
///
/// # Panics
/// If D is more than 63, or if network and target have different dimensions.
pub fn compare(network: &Network, target: &Target, limits: Limits) -> Swept {
    let dimension = target.dimension();
    let total = 1_u64 << dimension;
    let mut swept = Swept::default();
    for bits in 0..total {
        if let Err(stop) = limits.go_on(bits, total) {
            swept.stopped = Some(stop);
            break;
        }
        let x = Vertex::from_bits(dimension, bits);
        let mut values = x.point();
        let mut at_zero = false;
        for layer in network.layers() {
            let z: Vec<_> = layer
                .units
                .iter()
                .map(|unit| unit.preactivation(&values))
                .collect();
            at_zero |= layer.activation != Activation::Identity && z.iter().any(Zero::is_zero);
            values = z.into_iter().map(|z| layer.activation.apply(z)).collect();
        }
        let violates = values.get(0) != Some(&target.value(&x).rational());
        swept.found = swept.found.and(Walk {
            violations: violates.into(),
            first_violation: violates.then_some(bits),
            zeros: at_zero.into(),
        });
        swept.seen += 1;
    }
    swept
}

/// The findings of [`compare`] at all vertices.
///
/// # Panics
/// As [`compare`] does.
pub fn walk_plainly(network: &Network, target: &Target) -> Walk {
    compare(network, target, UNWATCHED).found
}
