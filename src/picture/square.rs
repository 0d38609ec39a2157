//! The square with a network on it.

use crate::drawing::Drawing;
use crate::network::Network;
use crate::target::Target;

/// The square; `None` unless D = 2.
pub fn square(name: &str, network: &Network, target: &Target) -> Option<Drawing> {
    let title = format!("{name}, {target}");
    (network.inputs() == 2).then(|| Drawing {
        title,
        description: String::new(),
        width: super::WIDTH,
        height: 40,
        marks: vec![],
    })
}
