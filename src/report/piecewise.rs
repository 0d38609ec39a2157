//! Functions of one real number that are affine between finitely many points, exactly.
//!
//! A network whose first layer has equal weights on all inputs is such a function of S = x₁ + … + x_D, and S takes
//! every real value. So two of them are equal at all real inputs exactly if they are equal as functions of S.

use itertools::Itertools;
use num_traits::{One, Zero};

use crate::language::cube::Sign;
use crate::language::exact::{Rational, integer};
use crate::language::network::{Activation, Network};
use crate::language::target::Interval;

/// A function R → R.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piecewise {
    /// The points at which the function may change, in ascending order, with the value at each.
    points: Vec<(Rational, Rational)>,
    /// The pieces before, between and after the points: one more than there are points.
    pieces: Vec<Affine>,
}

/// The affine function slope·s + constant.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Affine {
    slope: Rational,
    constant: Rational,
}

impl Affine {
    fn constant(constant: Rational) -> Self {
        Self {
            slope: Rational::zero(),
            constant,
        }
    }

    fn at(&self, s: &Rational) -> Rational {
        &self.slope * s + &self.constant
    }
}

impl Piecewise {
    /// The function s itself.
    fn identity() -> Self {
        let piece = Affine {
            slope: Rational::one(),
            constant: Rational::zero(),
        };
        Self {
            points: Vec::new(),
            pieces: vec![piece],
        }
    }

    /// The function that is +1 if A ≤ s ≤ B, else −1.
    pub fn indicator(interval: &Interval) -> Self {
        let [low, high] = [interval.low(), interval.high()].map(integer);
        let [inside, outside] = [Sign::Plus, Sign::Minus].map(Sign::rational);
        let mut points = vec![(low, inside.clone()), (high, inside.clone())];
        let mut pieces = [&outside, &inside, &outside]
            .map(|value| Affine::constant(value.clone()))
            .to_vec();
        if interval.low() == interval.high() {
            points.pop();
            pieces.remove(1);
        }
        Self { points, pieces }
    }

    /// The network as a function of the sum of its inputs; `None` if it is not one, because a unit of the first layer
    /// has different weights.
    pub fn of_sum(network: &Network) -> Option<Self> {
        let sum = [Self::identity()];
        let mut values: Option<Vec<Self>> = None;
        for layer in network.layers() {
            let units = layer.units.iter().map(|unit| {
                let z = match &values {
                    None => {
                        let weight = unit.weights.iter().dedup().exactly_one().ok()?;
                        Self::combination(&sum, &[weight], &unit.bias)
                    }
                    Some(values) => Self::combination(
                        values,
                        &unit.weights.iter().collect::<Vec<_>>(),
                        &unit.bias,
                    ),
                };
                Some(z.activated(layer.activation))
            });
            values = Some(units.collect::<Option<_>>()?);
        }
        values?.pop()
    }

    /// The combination w·f + b of functions.
    fn combination(functions: &[Self], weights: &[&Rational], bias: &Rational) -> Self {
        let terms = || functions.iter().zip(weights.iter().copied());
        let places = functions
            .iter()
            .flat_map(|f| f.points.iter().map(|(s, _)| s));
        let places: Vec<Rational> = places.sorted().dedup().cloned().collect();
        let value = |s: &Rational| terms().fold(bias.clone(), |sum, (f, w)| sum + w * f.at(s));
        let piece = |s: &Rational| {
            terms().fold(Affine::constant(bias.clone()), |sum, (f, w)| {
                let Affine { slope, constant } = f.piece_around(s);
                Affine {
                    slope: sum.slope + w * slope,
                    constant: sum.constant + w * constant,
                }
            })
        };
        Self {
            pieces: between(&places).iter().map(piece).collect(),
            points: places.into_iter().map(|s| (s.clone(), value(&s))).collect(),
        }
    }

    /// The function g(f).
    fn activated(self, g: Activation) -> Self {
        let mut places: Vec<Rational> = self.points.iter().map(|(s, _)| s.clone()).collect();
        let samples = between(&places);
        for (piece, sample) in self.pieces.iter().zip(&samples) {
            if !piece.slope.is_zero() {
                let crossing = -(&piece.constant / &piece.slope);
                if self.is_in_piece_of(sample, &crossing) {
                    places.push(crossing);
                }
            }
        }
        places.sort();
        let piece = |s: &Rational| {
            let z = self.piece_around(s);
            let value = z.at(s);
            let moves =
                g == Activation::Identity || g == Activation::Relu && value > Rational::zero();
            if moves {
                z.clone()
            } else {
                Affine::constant(g.apply(value))
            }
        };
        Self {
            pieces: between(&places).iter().map(piece).collect(),
            points: places
                .into_iter()
                .map(|s| (s.clone(), g.apply(self.at(&s))))
                .collect(),
        }
    }

    /// Whether no point lies at or between these two numbers; `sample` must not be a point.
    fn is_in_piece_of(&self, sample: &Rational, s: &Rational) -> bool {
        let behind = |s: &Rational| self.points.partition_point(|(point, _)| point < s);
        let is_point = self.points.iter().any(|(point, _)| point == s);
        !is_point && behind(sample) == behind(s)
    }

    /// The piece on which s lies, which must not be a point.
    fn piece_around(&self, s: &Rational) -> &Affine {
        &self.pieces[self.points.partition_point(|(point, _)| point < s)]
    }

    /// The value f(s).
    pub fn at(&self, s: &Rational) -> Rational {
        match self.points.iter().find(|(point, _)| point == s) {
            Some((_, value)) => value.clone(),
            None => self.piece_around(s).at(s),
        }
    }

    /// Some s at which they differ; `None` if they are equal everywhere.
    pub fn difference(&self, other: &Self) -> Option<Rational> {
        let places = self.points.iter().chain(&other.points).map(|(s, _)| s);
        let places: Vec<Rational> = places.sorted().dedup().cloned().collect();
        let at_point = places.iter().find(|s| self.at(s) != other.at(s)).cloned();
        at_point.or_else(|| {
            let samples = between(&places);
            let different = samples
                .iter()
                .find(|s| self.piece_around(s) != other.piece_around(s))?;
            // Two different lines meet at one point at most.
            let another = match places.iter().find(|s| *s > different) {
                Some(next) => (different + next) / integer(2),
                None => different + integer(1),
            };
            [different.clone(), another]
                .into_iter()
                .find(|s| self.at(s) != other.at(s))
        })
    }
}

/// A number before the first of these places, one between any two neighbours, and one after the last.
fn between(places: &[Rational]) -> Vec<Rational> {
    let (Some(first), Some(last)) = (places.first(), places.last()) else {
        return vec![Rational::zero()];
    };
    let inner = places
        .iter()
        .tuple_windows()
        .map(|(s, t)| (s + t) / integer(2));
    [first - integer(1)]
        .into_iter()
        .chain(inner)
        .chain([last + integer(1)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::exact::parse_rational;
    use crate::language::network::{Layer, Unit};
    use crate::language::runs::Runs;
    use crate::question3::networks;

    fn unit(weights: &[i64], bias: i64) -> Unit {
        Unit {
            weights: weights.iter().map(|w| integer(*w)).collect(),
            bias: integer(bias),
        }
    }

    #[test]
    fn a_network_on_the_line_is_what_it_is_at_points() {
        let all = Activation::NAMES.map(|(activation, _)| activation);
        for ((first, second), last) in all
            .into_iter()
            .cartesian_product(all)
            .cartesian_product(all)
        {
            let layers = vec![
                Layer {
                    activation: first,
                    units: vec![unit(&[2, 2], -1), unit(&[-1, -1], 3), unit(&[0, 0], 1)],
                },
                Layer {
                    activation: second,
                    units: vec![unit(&[1, -2, 1], 0), unit(&[-1, -1, 3], 1)],
                },
                Layer {
                    activation: last,
                    units: vec![unit(&[1, -1], 0)],
                },
            ];
            let network = Network::new(2, layers).expect("layers that fit");
            let line = Piecewise::of_sum(&network).expect("equal weights");
            for k in -60..=60 {
                let s = integer(k) / integer(8);
                let x = Runs::repeat(&s / integer(2), 2);
                assert_eq!(
                    line.at(&s),
                    network.value_at(&x),
                    "{first} {second} {last} at {s}"
                );
            }
        }
    }

    #[test]
    fn different_weights_are_no_function_of_the_sum() {
        let layer = Layer {
            activation: Activation::Sign,
            units: vec![unit(&[1, 2], 0)],
        };
        let network = Network::new(2, vec![layer]).expect("a layer");
        assert_eq!(Piecewise::of_sum(&network), None);
    }

    #[test]
    fn a_difference_is_found_wherever_it_is() {
        let indicator =
            |low, high| Piecewise::indicator(&Interval::new(4, low, high).expect("an interval"));
        let same = indicator(-1, 2);
        assert_eq!(same.difference(&same.clone()), None);
        for (low, high) in [(0, 2), (-1, 1), (-1, -1), (2, 2), (3, 4)] {
            let other = indicator(low, high);
            let s = same.difference(&other).expect("they differ");
            assert_ne!(same.at(&s), other.at(&s));
        }
        // Two lines that meet where one looks first.
        let line = |slope: i64| Piecewise {
            points: vec![],
            pieces: vec![Affine {
                slope: integer(slope),
                constant: integer(0),
            }],
        };
        assert_eq!(line(1).difference(&line(2)), Some(integer(1)));
        assert_eq!(
            indicator(2, 2).at(&parse_rational("2").expect("a number")),
            integer(1)
        );
    }

    #[test]
    fn every_family_is_the_network_that_its_theorems_are_about() {
        for construction in &networks::CONSTRUCTIONS {
            let family = &construction.family;
            assert_eq!(networks::of_family(family), Some(construction));
            for (d, top) in (1..=4).zip(1..) {
                for (a, b) in (-top..=top).flat_map(|a| (a..=top).map(move |b| (a, b))) {
                    let interval = Interval::new(d, a, b).expect("an interval");
                    let network = family.network(&interval);
                    let known =
                        networks::network(&interval, construction.hidden, construction.answer);
                    assert_eq!(Some(&network), known.as_ref());
                    if construction.real_inputs.is_some() {
                        let line = Piecewise::of_sum(&network).expect("equal weights");
                        assert_eq!(line.difference(&Piecewise::indicator(&interval)), None);
                    }
                }
            }
        }
    }
}
