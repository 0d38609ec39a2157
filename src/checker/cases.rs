//! Cases, and following germs through a network case by case.

use crate::checker::germs::{Germ, Outcome, Relation};
use crate::language::exact::Rational;
use crate::language::network::Network;

/// A case: assumptions about a direction, and what follows from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The assumptions (layer, unit, relation), with layer and unit counted from 1: the unit's pre-activation is 0 at
    /// the vertex, and the relation says how it leaves 0.
    pub path: Vec<(usize, usize, Relation)>,
    /// The consequence of the assumptions.
    pub conclusion: Conclusion,
}

/// The consequence of a case's assumptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// The limit is f(x).
    Kept,
    /// No direction satisfies the assumptions: with these multipliers, one for each assumption, the slopes add up to 0,
    /// though each term is ≥ 0 and one of them > 0.
    Impossible(Vec<Rational>),
}

/// The germs of a network's units at a vertex, as far as the cases assumed so far determine them.
#[derive(Clone, Debug)]
pub struct Germs<'a> {
    network: &'a Network,
    depth: usize,
    directions: usize,
    preactivations: Vec<Germ>,
    values: Vec<Germ>,
}

/// The next step in following germs through a network.
pub enum Next<'a> {
    /// Everything is determined; this is the germ of the network's value.
    Output(Germ),
    /// The next unit is at 0 and leaves it in some direction.
    Split {
        /// The layer of the unit, counted from 1.
        layer: usize,
        /// The number of the unit within its layer, counted from 1.
        unit: usize,
        /// The slope β of the unit's pre-activation, as coefficients of the direction.
        slope: Vec<Rational>,
        /// The germs that follow from each relation of β(u) to 0; the relations cover every value.
        cases: Vec<(Relation, Germs<'a>)>,
    },
}

impl<'a> Germs<'a> {
    /// Starts with the pre-activations of the first layer, as functions of a direction with
    /// `directions` components.
    pub fn new(network: &'a Network, directions: usize, preactivations: Vec<Germ>) -> Self {
        Self {
            network,
            depth: 0,
            directions,
            preactivations,
            values: Vec::new(),
        }
    }

    /// About how many numbers are kept: a value and a slope for each unit of the current layer.
    pub fn size(&self) -> usize {
        (self.preactivations.len() + self.values.len()).saturating_mul(self.directions + 1)
    }

    /// The number of components of a direction.
    pub fn directions(&self) -> usize {
        self.directions
    }

    /// Continues to the next unit whose case depends on the direction, or to the output.
    pub fn advance(mut self) -> Next<'a> {
        loop {
            let layer = &self.network.layers()[self.depth];
            while let Some(z) = self.preactivations.get(self.values.len()) {
                match layer.activation.germ(z.clone()) {
                    Outcome::Determined(germ) => self.values.push(germ),
                    Outcome::Split(cases) => {
                        let with = |germ| {
                            let mut next = self.clone();
                            next.values.push(germ);
                            next
                        };
                        return Next::Split {
                            layer: self.depth + 1,
                            unit: self.values.len() + 1,
                            slope: z.slope.clone(),
                            cases: cases.into_iter().map(|(r, germ)| (r, with(germ))).collect(),
                        };
                    }
                }
            }
            self.depth += 1;
            let Some(layer) = self.network.layers().get(self.depth) else {
                return Next::Output(self.values.pop().expect("the last layer has one unit"));
            };
            let inputs = std::mem::take(&mut self.values);
            let preactivation = |unit| Germ::preactivation(unit, &inputs, self.directions);
            self.preactivations = layer.units.iter().map(preactivation).collect();
        }
    }
}
