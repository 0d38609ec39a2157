//! How far every vertex is from the nearest threshold of a hidden unit.

use num_traits::{Signed, Zero};

use crate::checker::classes::Classes;
use crate::checker::germs::{Germ, Outcome};
use crate::checker::walk::{Point, Quotient};
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::{BigInt, Rational, common_denominator, integer};
use crate::language::network::{Activation, Layer, Network};
use crate::language::target::Target;
use crate::prover::problem::{Problem, too_many_points};
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

/// The most points that are visited for a margin.
const MAX_MARGIN_POINTS: u64 = 1 << 12;

/// The largest D for which [`halved`] is used.
const MAX_HALVED_DIMENSION: usize = 40;

impl Problem<'_> {
    /// The margin of the network over all vertices; `Ok(None)` if no hidden unit ever changes side, or if there are no
    /// hidden units.
    ///
    /// # Errors
    /// [`Undecided`] if there are too many vertices to examine, or if the work was interrupted.
    pub fn margin(&self, limits: Limits) -> Result<Option<Margin>, Undecided> {
        let network = self.network;
        if self.points()? > MAX_MARGIN_POINTS {
            return match network.layers() {
                [hidden, _] if network.inputs() <= MAX_HALVED_DIMENSION => halved(hidden),
                _ => Err(too_many_points(self.classes()?)),
            };
        }
        let quotient = self.quotient()?;
        let mut least: Option<Margin> = None;
        self.visit(
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
    let plus = |sign: &Sign| usize::from(*sign == Sign::Plus);
    let counts: Vec<usize> = x.signs().iter().map(plus).collect();
    let margins = margins_at(&quotient, &quotient.point(&counts));
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

/// The margin of one hidden layer, unit by unit, by meeting in the middle: all sums over the first half of the
/// coordinates against all sums over the second half, both in order.
///
/// # Errors
/// [`Undecided`] if a sum may need more than 128 bits.
fn halved(hidden: &Layer) -> Result<Option<Margin>, Undecided> {
    let mut least: Option<Margin> = None;
    let units = hidden
        .units
        .iter()
        .filter(|_| hidden.activation != Activation::Identity);
    for unit in units.filter(|unit| unit.weights.iter().any(|w| !w.is_zero())) {
        let weights: Vec<Rational> = unit.weights.iter().cloned().collect();
        let scale = integer(common_denominator(weights.iter().chain([&unit.bias])));
        let scaled = weights
            .iter()
            .chain([&unit.bias])
            .map(|w| (w * &scale).to_integer());
        let mut integers: Vec<BigInt> = scaled.collect();
        let size: BigInt = integers.iter().map(Signed::abs).sum();
        if size > i128::MAX.into() {
            return Err(Undecided::NumbersTooLarge);
        }
        let bias = integers.pop().expect("the bias is the last");
        let narrow = |n: &BigInt| i128::try_from(n).expect("no larger than their sum");
        let narrowed: Vec<i128> = integers.iter().map(narrow).collect();
        let (first, second) = narrowed.split_at(narrowed.len() / 2);
        let value = integer(least_size(first, second, narrow(&bias))) / &scale;
        let sizes = vec![1; weights.len()];
        let here = unit_margin(
            &Germ {
                value,
                slope: weights,
            },
            &sizes,
        );
        least = least.into_iter().chain([here]).reduce(Margin::min);
    }
    Ok(least)
}

/// The least |bias + Σ ±first + Σ ±second| over all signs; no sum overflows.
fn least_size(first: &[i128], second: &[i128], bias: i128) -> i128 {
    let sums = |weights: &[i128]| -> Vec<i128> {
        let mut sums = vec![0];
        for w in weights {
            sums = sums.iter().flat_map(|sum| [sum + w, sum - w]).collect();
        }
        sums.sort_unstable();
        sums
    };
    let (rising, falling) = (sums(first), sums(second));
    let mut falling = falling.iter().rev().peekable();
    let mut least = i128::MAX;
    for low in rising {
        // Down to the first total below 0; a larger `low` starts again from there.
        while let Some(high) = falling.peek() {
            let total = low + *high + bias;
            least = least.min(total.abs());
            if total < 0 {
                break;
            }
            falling.next();
        }
    }
    least
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
    fn halves_meet_where_a_plain_loop_looks() {
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
        let found = halved(&hidden).unwrap().unwrap();
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
