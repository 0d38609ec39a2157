//! The plane divided by a network's units into cells on which the network is affine. Exact.
#![deny(clippy::float_arithmetic, clippy::as_conversions)]

use std::cmp::Ordering;

use num_traits::{One, Signed};

use crate::language::exact::{Rational, integer};
use crate::language::network::{Activation, Network, Unit};

mod affine;
mod cell;
mod cut;

use affine::{Affine, Work};
pub(super) use cell::{Cell, Class};
pub(super) use cut::between;
use cut::{divided, zeros};

/// A point of the plane.
pub(super) type Place = [Rational; 2];

/// The cells of a square around 0 without its edge: together they cover it, and no two share a point.
#[derive(Clone, Debug)]
pub(super) struct Regions {
    pub cells: Vec<Cell>,
}

/// A cell that is still to be divided, with the values of the units before it as affine functions.
type Piece = (Vec<Place>, Vec<Affine>);

/// The most cells that are computed.
const MAX_CELLS: usize = 3000;
/// The most work that is done, in products of machine words, approximately.
const MAX_WORK: u64 = 1 << 27;

impl Regions {
    /// The cells of (−`half`, `half`)² for a network of two inputs; `None` if they are too many or too hard.
    ///
    /// # Panics
    /// If the network does not have two inputs.
    pub fn new(network: &Network, half: i64) -> Option<Self> {
        assert_eq!(network.inputs(), 2, "the regions of a plane");
        let inputs = vec![Affine::coordinate(0), Affine::coordinate(1)];
        let mut work = Work(MAX_WORK);
        let mut pieces: Vec<Piece> = vec![(square(half).to_vec(), inputs)];
        for layer in network.layers() {
            let mut next = Vec::new();
            for (corners, values) in pieces {
                let mut forms = Vec::with_capacity(layer.units.len());
                for unit in &layer.units {
                    forms.push(Affine::preactivation(unit, &values, &mut work)?);
                }
                if layer.activation == Activation::Identity {
                    next.push((corners, forms));
                    continue;
                }
                for (corners, signs) in divided(corners, &forms, &mut work)? {
                    let values = forms.iter().zip(signs);
                    let values = values.map(|(z, sign)| z.activated(layer.activation, sign));
                    next.push((corners, values.collect()));
                    if next.len() > MAX_CELLS {
                        return None;
                    }
                }
            }
            pieces = next;
        }
        let mut cells = Vec::new();
        for (corners, values) in pieces {
            let h = &values[0];
            // Where h is not constant it is +1 or −1 on lines at most.
            let forms = [h.minus(&Rational::one()), h.minus(&-Rational::one())];
            for (corners, signs) in divided(corners, &forms, &mut work)? {
                let class = match signs.as_slice() {
                    [Ordering::Equal, _] => Class::Plus,
                    [_, Ordering::Equal] => Class::Minus,
                    _ => Class::Other,
                };
                cells.push(Cell { corners, class });
            }
            if cells.len() > MAX_CELLS {
                return None;
            }
        }
        Some(Self { cells })
    }
}

/// The ends of the line at which a unit is 0 in (−`half`, `half`)²; `None` if it does not cross the square.
///
/// # Panics
/// If the unit does not have two weights.
pub(super) fn zero_line(unit: &Unit, half: i64) -> Option<[Place; 2]> {
    let square = square(half);
    let inputs = [Affine::coordinate(0), Affine::coordinate(1)];
    assert_eq!(unit.weights.len(), 2, "a line of the plane");
    let z = Affine::preactivation(unit, &inputs, &mut Work(u64::MAX))?;
    let values: Vec<Rational> = square.iter().map(|corner| z.at(corner)).collect();
    let crosses = values.iter().any(Signed::is_positive) && values.iter().any(Signed::is_negative);
    zeros(&square, &values).try_into().ok().filter(|_| crosses)
}

/// The corners of the square, anticlockwise.
fn square(half: i64) -> [Place; 4] {
    [(-1, -1), (1, -1), (1, 1), (-1, 1)].map(|(x, y)| [integer(x * half), integer(y * half)])
}

#[cfg(test)]
mod tests;
