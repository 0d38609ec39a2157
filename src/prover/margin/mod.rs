//! How far every vertex is from the nearest threshold of a hidden unit.

mod deeper;
mod least_sum;

use num_traits::{Signed, ToPrimitive, Zero};

use crate::checker::classes::Classes;
use crate::checker::germs::{Germ, Outcome};
use crate::checker::walk::{Point, Quotient};
use crate::language::cube::Vertex;
use crate::language::exact::{Rational, integer};
use crate::language::network::{Activation, Layer, Network};
use crate::language::target::Target;
use crate::prover::engines::classes::{points, singly, too_many_points, visit};
use crate::prover::margin::deeper::Deeper;
use crate::prover::margin::least_sum::{NotFound, least_size};
use crate::prover::problem::Problem;
use crate::prover::{Limits, Undecided};

/// The largest radii in which no hidden unit changes side around any vertex.
///
/// A unit that is locally α + β·(y − x) near a vertex x changes side at L∞ distance |α| / ‖β‖₁ and at L2 distance |α| /
/// ‖β‖₂; within the least of these distances over all units, each unit keeps the side that it has at x. Units of the
/// last layer and identity units are not counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Margin {
    /// The L∞ radius.
    pub linf: Rational,
    /// The square of the L2 radius.
    pub l2_squared: Rational,
}

impl Margin {
    fn min(self, other: Self) -> Self {
        Self {
            linf: self.linf.min(other.linf),
            l2_squared: self.l2_squared.min(other.l2_squared),
        }
    }
}

/// The most points that are visited in fractions, where interchangeable inputs make many points alike.
const MAX_VISITED_POINTS: u64 = 1 << 12;

/// The most products of integers that are taken for the margin of several hidden layers.
const MAX_PRODUCTS: u64 = 1 << 27;

impl Problem<'_> {
    /// The margin of the network over all vertices; `Ok(None)` if no hidden unit ever changes side, or if there are no
    /// hidden units.
    ///
    /// # Errors
    /// [`Undecided`] if there are too many points or sums to examine, or if the work was stopped.
    pub fn margin(&self, limits: Limits) -> Result<Option<Margin>, Undecided> {
        match self.network.layers() {
            [_] => Ok(None),
            [hidden, _] => of_one_layer(hidden, limits),
            layers => {
                let classes = Classes::of_network(self.network);
                let sizes = classes
                    .sizes()
                    .iter()
                    .map(|size| size.to_u64().unwrap_or(u64::MAX));
                let points = sizes.fold(1, |all: u64, size| {
                    all.saturating_mul(size.saturating_add(1))
                });
                let products = layers
                    .iter()
                    .flat_map(|layer| &layer.units)
                    .map(|unit| unit.weights.len());
                let products = products.sum::<usize>().to_u64().unwrap_or(u64::MAX);
                if points.saturating_mul(products) > MAX_PRODUCTS {
                    return self.visited_margin(limits);
                }
                let radii = Deeper::new(self.network, &classes).radii(points, limits);
                let radii = radii.map_err(Undecided::stopped)?;
                Ok(radii.map(|(linf, l2_squared)| Margin { linf, l2_squared }))
            }
        }
    }

    /// The margin by a visit of the classes, which skips what lies between two like points.
    fn visited_margin(&self, limits: Limits) -> Result<Option<Margin>, Undecided> {
        let quotient = self.quotient();
        if points(quotient.classes()) > MAX_VISITED_POINTS {
            return Err(too_many_points(quotient.classes()));
        }
        let mut least: Option<Margin> = None;
        visit(
            &quotient,
            limits,
            |point| {
                least = least
                    .take()
                    .into_iter()
                    .chain(margins_at(&quotient, point))
                    .reduce(Margin::min);
                Ok::<_, Undecided>(())
            },
            // Along a uniform stretch the slopes stay the same and |α| is least at an end.
            |_, _| Ok(true),
        )?;
        Ok(least)
    }
}

/// The largest radii in which no hidden unit changes side around one vertex; `None` if no unit ever does.
///
/// # Panics
/// If network, target and vertex have different dimensions.
pub fn margin_at(network: &Network, target: &Target, x: &Vertex) -> Option<Margin> {
    let classes = Classes::singletons(x.dimension());
    let quotient = Quotient::new(network, target, &classes).expect("the dimensions are the same");
    let margins = margins_at(&quotient, &quotient.point(&singly(x)));
    margins.into_iter().reduce(Margin::min)
}

/// The margin of each hidden unit at one vertex, as far as the units before it determine its slope; a unit whose side
/// depends on the direction has margin 0 and ends the list.
fn margins_at(quotient: &Quotient, point: &Point) -> Vec<Margin> {
    let layers = quotient.network().layers();
    let directions = quotient.classes().sizes().len();
    let mut preactivations = quotient.first_germs(&point.counts);
    let mut margins = Vec::new();
    for (layer, next) in layers.iter().zip(&layers[1..]) {
        let thresholds = layer.activation != Activation::Identity;
        for z in preactivations.iter().filter(|z| thresholds && !z.is_flat()) {
            margins.push(unit_margin(z, quotient.classes().sizes()));
        }
        let mut values = Vec::new();
        for z in preactivations {
            match layer.activation.germ(z) {
                Outcome::Determined(germ) => values.push(germ),
                Outcome::Split(_) => return margins,
            }
        }
        preactivations = next
            .units
            .iter()
            .map(|unit| Germ::preactivation(unit, &values, directions))
            .collect();
    }
    margins
}

/// The margin of one hidden layer, unit by unit: the slopes are the same everywhere.
fn of_one_layer(hidden: &Layer, limits: Limits) -> Result<Option<Margin>, Undecided> {
    let units = hidden.units.iter().filter(|unit| {
        hidden.activation != Activation::Identity && !unit.weights.runs().all(|(w, _)| w.is_zero())
    });
    let mut least: Option<Margin> = None;
    for unit in units {
        let value = least_size(unit, limits).map_err(|error| match error {
            NotFound::TooMuch => Undecided::TooManySums,
            NotFound::Stopped(stop) => Undecided::stopped(stop),
        })?;
        let (slope, sizes) = unit
            .weights
            .runs()
            .map(|(w, count)| (w.clone(), count))
            .unzip();
        let sizes: Vec<usize> = sizes;
        let here = unit_margin(&Germ { value, slope }, &sizes);
        least = least.into_iter().chain([here]).reduce(Margin::min);
    }
    Ok(least)
}

/// The margins |α| / ‖β‖₁ and α² / ‖β‖₂² of a unit, where β has one coefficient for each coordinate of each class.
fn unit_margin(z: &Germ, sizes: &[usize]) -> Margin {
    let over_coordinates = |f: &dyn Fn(&Rational) -> Rational| -> Rational {
        z.slope
            .iter()
            .zip(sizes)
            .map(|(b, size)| f(b) * integer(*size))
            .sum()
    };
    Margin {
        linf: z.value.abs() / over_coordinates(&|b| b.abs()),
        l2_squared: &z.value * &z.value / over_coordinates(&|b| b * b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::cube::vertices;
    use crate::language::network::Unit;
    use crate::prover::{Engine, UNWATCHED};
    use crate::question3::networks;

    #[test]
    fn the_margin_is_the_least_of_those_at_the_vertices() {
        for (low, high) in [(-3, -1), (0, 0), (-1, 2), (1, 3)] {
            let interval = crate::language::target::Interval::new(3, low, high).unwrap();
            let target = interval.into();
            for construction in networks::listed() {
                let network = construction.network(&interval);
                let least = vertices(3).filter_map(|x| margin_at(&network, &target, &x));
                let found = Problem::new(&network, &target, Engine::Auto)
                    .margin(UNWATCHED)
                    .unwrap();
                assert_eq!(least.reduce(Margin::min), found);
            }
        }
    }

    #[test]
    fn one_layer_is_as_a_plain_loop_finds_it() {
        let rows = [
            [3, -1, 4, 1, -5, 9, 2],
            [2, 7, -1, 8, 2, 8, 1],
            [0, 0, 1, 0, 0, 0, 0],
        ];
        let unit = |row: &[i64; 7], bias| Unit {
            weights: row
                .iter()
                .map(|w| Rational::new((*w).into(), 3.into()))
                .collect(),
            bias: integer(bias),
        };
        let units: Vec<Unit> = rows
            .iter()
            .zip([2, -10, 5])
            .map(|(row, bias)| unit(row, bias))
            .collect();
        let hidden = Layer {
            activation: Activation::Relu,
            units,
        };
        let plain = hidden.units.iter().flat_map(|unit| {
            let size = unit.weights.iter().map(Rational::abs).sum::<Rational>();
            vertices(7).map(move |x| unit.preactivation(&x.point()).abs() / &size)
        });
        let found = of_one_layer(&hidden, UNWATCHED).unwrap().unwrap();
        assert_eq!(Some(&found.linf), plain.collect::<Vec<_>>().iter().min());
        let output = Unit {
            weights: [1, 1, 1].into_iter().map(integer).collect(),
            bias: integer(0),
        };
        let layers = vec![
            hidden,
            Layer {
                activation: Activation::Sign,
                units: vec![output],
            },
        ];
        let network = Network::new(7, layers).unwrap();
        let target = crate::language::target::Interval::new(7, 0, 3)
            .unwrap()
            .into();
        assert_eq!(
            Problem::new(&network, &target, Engine::Auto).margin(UNWATCHED),
            Ok(Some(found))
        );
    }
}
