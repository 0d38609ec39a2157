//! The engines by name.

use std::fmt;

/// The way in which all vertices are accounted for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Whatever the estimates of work and memory speak for; what one engine refuses, another one tries.
    #[default]
    Auto,
    /// One representative for each vector of counts of interchangeable coordinates.
    Classes,
    /// A graph of partial sums, in which sums that leave the same choices open are one node.
    Diagram,
    /// A tree of relaxations, each with bounds that decide a part of the cube; it does not count.
    Branch,
    /// Every vertex, at the speed of the machine.
    Sweep,
    /// The sums over one half of the coordinates against those over the other half, for one or two units.
    Halves,
    /// Every vertex in exact fractions, as the definition says.
    Plain,
}

impl Engine {
    /// Every engine with its name.
    pub const NAMES: [(Self, &'static str); 7] = [
        (Self::Auto, "auto"),
        (Self::Classes, "classes"),
        (Self::Diagram, "diagram"),
        (Self::Branch, "branch"),
        (Self::Sweep, "sweep"),
        (Self::Halves, "halves"),
        (Self::Plain, "plain"),
    ];

    /// The name of the engine, such as `classes`.
    pub fn name(self) -> &'static str {
        Self::NAMES
            .into_iter()
            .find_map(|(engine, name)| (engine == self).then_some(name))
            .expect("NAMES lists every engine")
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
