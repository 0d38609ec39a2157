//! The cube with a network on it.

use crate::drawing::Drawing;
use crate::network::Network;
use crate::target::Target;

/// The cube; `None` unless D = 3.
pub fn cube(name: &str, network: &Network, target: &Target) -> Option<Drawing> {
    let title = format!("{name}, {target}");
    (network.inputs() == 3).then(|| Drawing {
        title,
        description: String::new(),
        width: super::WIDTH,
        height: 40,
        marks: vec![],
    })
}
