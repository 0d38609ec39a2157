//! Every vertex in exact fractions, as the definition says: the slow and obvious counterpart of the other engines.

use crate::language::cube::Vertex;
use crate::language::network::Network;
use crate::language::target::Target;
use crate::prover::engines::sweep::{Swept, Walk};
use crate::prover::limits::Limits;

/// Compares network and target vertex by vertex, as far as the limits allow.
///
/// # Panics
/// If D is more than 63, or if network and target have different dimensions.
pub fn compare(network: &Network, target: &Target, limits: Limits) -> Swept {
    let dimension = target.dimension();
    let total = 1_u64 << dimension;
    let mut swept = Swept {
        found: Walk::default(),
        seen: 0,
        stopped: None,
    };
    for bits in 0..total {
        if let Err(stop) = limits.go_on(bits, total) {
            swept.stopped = Some(stop);
            break;
        }
        let x = Vertex::from_bits(dimension, bits);
        if network.value(&x) != target.value(&x).rational() {
            swept.found.violations += 1;
            swept.found.first_violation.get_or_insert(bits);
        }
        swept.seen += 1;
    }
    swept
}
