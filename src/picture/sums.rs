//! The attainable sums with f and the thresholds on them.

use crate::drawing::Drawing;
use crate::network::Network;
use crate::target::Interval;

/// The number line of attainable sums.
pub fn sums(interval: &Interval, networks: &[(&str, &Network)]) -> Drawing {
    let title = format!("{interval}, {} networks", networks.len());
    Drawing {
        title,
        description: String::new(),
        width: super::WIDTH,
        height: 40,
        marks: vec![],
    }
}
