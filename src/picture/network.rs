//! A network as a diagram.

use crate::drawing::Drawing;
use crate::network::Network;

/// The network as a diagram.
pub fn network(name: &str, network: &Network) -> Drawing {
    let title = format!("{name}, {} layers", network.layers().len());
    Drawing {
        title,
        description: String::new(),
        width: super::WIDTH,
        height: 40,
        marks: vec![],
    }
}
