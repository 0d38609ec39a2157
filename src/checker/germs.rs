//! Germs: how a unit's value behaves on the ray x + t·v for small t > 0.
//!
//! All activations are piecewise linear, so along a ray every value is α + β·t for 0 < t < ε. α is the
//! limit as t → 0; β depends on the direction. For a fixed pattern of signs β is linear in v, and a germ keeps
//! β as that linear functional. Which pattern v realises matters only where α = 0 ([`Outcome::Split`]).
//!
//! Why two-sided limits need nothing more: t → 0 from below along v is t → 0 from above along −v.

use num_traits::{Signed, Zero};

use crate::language::cube::{Sign, Vertex};
use crate::language::exact::{Rational, SumOfProducts, integer};
use crate::language::network::{Activation, Network, Unit};
use crate::language::runs::Runs;

/// The germ α + β(u)·t for small t > 0, with β(u) = Σ slopeⱼ·uⱼ linear in the direction u.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Germ {
    /// The limit α as t → 0.
    pub value: Rational,
    /// The slope β, as coefficients of the direction.
    pub slope: Vec<Rational>,
}

/// An assumption about the sign of β(u).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The assumption β(u) < 0.
    Negative,
    /// The assumption β(u) = 0.
    Zero,
    /// The assumption β(u) > 0.
    Positive,
    /// The assumption β(u) ≥ 0.
    NonNegative,
}

impl Relation {
    /// Every relation with its sign in certificates.
    pub const NAMES: [(Self, &'static str); 4] = [
        (Self::Negative, "<0"),
        (Self::Zero, "=0"),
        (Self::Positive, ">0"),
        (Self::NonNegative, ">=0"),
    ];

    /// Whether this number satisfies the relation.
    pub fn holds(self, beta: &Rational) -> bool {
        match self {
            Self::Negative => beta.is_negative(),
            Self::Zero => beta.is_zero(),
            Self::Positive => beta.is_positive(),
            Self::NonNegative => !beta.is_negative(),
        }
    }

    /// The sign that certificates write for the relation.
    pub fn name(self) -> &'static str {
        Self::NAMES
            .into_iter()
            .find_map(|(relation, name)| (relation == self).then_some(name))
            .expect("NAMES lists every relation")
    }

    /// The relation with this sign in certificates, or `None` if there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES
            .into_iter()
            .find_map(|(relation, known)| (known == name).then_some(relation))
    }
}

/// The germ of g(z), as far as the germ of z determines it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The germ is the same for every direction.
    Determined(Germ),
    /// z is 0 at the vertex and leaves 0 in some direction; the relations cover every value of β.
    Split(Vec<(Relation, Germ)>),
}

impl Germ {
    /// The germ of a value that does not change along the ray.
    fn constant(value: Rational, directions: usize) -> Self {
        Self {
            value,
            slope: vec![Rational::zero(); directions],
        }
    }

    /// Whether no direction changes the value at first order: β ≡ 0.
    pub fn is_flat(&self) -> bool {
        self.slope.iter().all(Zero::is_zero)
    }

    /// The slope β(u) in the direction u.
    pub fn slope_along(&self, u: &[Rational]) -> Rational {
        self.slope.iter().zip(u).map(|(b, u)| b * u).sum()
    }

    /// The germ of w·a + b, given the germs a of a unit's inputs.
    pub fn preactivation(unit: &Unit, inputs: &[Self], directions: usize) -> Self {
        let mut value = SumOfProducts::from(&unit.bias);
        let mut slope = vec![SumOfProducts::from(&Rational::zero()); directions];
        for (w, a) in unit.weights.iter().zip(inputs) {
            value.add(w, &a.value, 1);
            for (sum, b) in slope.iter_mut().zip(&a.slope) {
                sum.add(w, b, 1);
            }
        }
        Self {
            value: value.value(),
            slope: slope.into_iter().map(SumOfProducts::value).collect(),
        }
    }
}

impl Activation {
    /// The germ of g(z).
    ///
    /// Where z has α ≠ 0, or β ≡ 0, one case of g applies in every direction. Otherwise the cases that
    /// the sign of β chooses are listed.
    pub fn germ(self, z: Germ) -> Outcome {
        let directions = z.slope.len();
        let constant = |value: Rational| Germ::constant(value, directions);
        if self == Self::Identity {
            return Outcome::Determined(z);
        }
        if !z.value.is_zero() || z.is_flat() {
            let moves = self == Self::Relu && z.value.is_positive();
            return Outcome::Determined(if moves {
                z
            } else {
                constant(self.apply(z.value))
            });
        }
        let above = |value: Rational| (Relation::NonNegative, constant(value));
        let below = |value: Rational| (Relation::Negative, constant(value));
        let (plus, minus) = (Sign::Plus.rational(), Sign::Minus.rational());
        Outcome::Split(match self {
            Self::Identity => unreachable!("answered above"),
            Self::Sign => vec![above(plus), below(minus)],
            Self::Step => vec![above(plus), below(Rational::zero())],
            Self::Relu => vec![(Relation::NonNegative, z), below(Rational::zero())],
            Self::Zero => vec![
                (Relation::Zero, constant(plus)),
                (Relation::Negative, constant(minus.clone())),
                (Relation::Positive, constant(minus)),
            ],
        })
    }
}

/// The behaviour of a network along x + t·v for small t > 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ray {
    /// The limit of h(x + t·v) for t → 0, t > 0.
    pub limit: Rational,
    /// The slope of h along the ray: h(x + t·v) = limit + t·slope for all t with 0 < t < `until`.
    pub slope: Rational,
    /// The first t > 0 at which some pre-activation is 0 that was not at first; `None` if none ever is.
    pub until: Option<Rational>,
}

impl Network {
    /// Follows h along x + t·v for small t > 0, exactly.
    ///
    /// # Panics
    /// If x or v does not have the network's dimension.
    pub fn along(&self, x: &Vertex, v: &Runs<Rational>) -> Ray {
        assert!(
            x.dimension() == self.inputs() && v.len() == self.inputs(),
            "one entry an input"
        );
        let first = |unit: &Unit| Germ {
            value: unit.preactivation(&x.point()),
            slope: vec![
                unit.weights
                    .zip(v)
                    .map(|(w, v, n)| w * v * integer(n))
                    .sum(),
            ],
        };
        let mut until: Option<Rational> = None;
        let mut values: Vec<Germ> = Vec::new();
        for (depth, layer) in self.layers().iter().enumerate() {
            let mut next = Vec::with_capacity(layer.units.len());
            for unit in &layer.units {
                let z = if depth == 0 {
                    first(unit)
                } else {
                    Germ::preactivation(unit, &values, 1)
                };
                let beta = z.slope[0].clone();
                if (&z.value * &beta).is_negative() {
                    let crossing = -(&z.value / &beta);
                    if until.as_ref().is_none_or(|t| crossing < *t) {
                        until = Some(crossing);
                    }
                }
                next.push(match layer.activation.germ(z) {
                    Outcome::Determined(germ) => germ,
                    Outcome::Split(cases) => {
                        let case = cases
                            .into_iter()
                            .find(|(relation, _)| relation.holds(&beta));
                        case.expect("the relations cover every value").1
                    }
                });
            }
            values = next;
        }
        let output = values.pop().expect("the last layer has one unit");
        Ray {
            limit: output.value,
            slope: output.slope[0].clone(),
            until,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::cube::{moved, vertices};
    use crate::language::exact::parse_rational;
    use crate::language::network::Layer;

    fn row(weights: &[i64], bias: i64) -> Unit {
        Unit {
            weights: weights.iter().map(|w| integer(*w)).collect(),
            bias: integer(bias),
        }
    }

    #[test]
    fn a_ray_is_what_the_network_does_nearby() {
        for activation in [
            Activation::Sign,
            Activation::Step,
            Activation::Relu,
            Activation::Zero,
        ] {
            for last in [Activation::Identity, Activation::Sign, Activation::Zero] {
                let network = Network::new(
                    2,
                    vec![
                        Layer {
                            activation,
                            units: vec![row(&[1, 1], 0), row(&[1, -2], 1)],
                        },
                        Layer {
                            activation: Activation::Relu,
                            units: vec![row(&[1, -1], 0), row(&[0, 1], 0)],
                        },
                        Layer {
                            activation: last,
                            units: vec![row(&[1, -1], 0)],
                        },
                    ],
                )
                .unwrap();
                for x in vertices(2) {
                    for (p, q) in [(-1, 0), (1, 2), (0, 0), (-3, 3), (2, 1)] {
                        let v: Runs<Rational> = [integer(p), integer(q)].into_iter().collect();
                        let ray = network.along(&x, &v);
                        let end = ray.until.clone().unwrap_or_else(|| integer(1));
                        for t in ["1/1000", "1/3", "999/1000"] {
                            let t = parse_rational(t).unwrap() * &end;
                            let found = network.value_at(&moved(&x, &t, &v));
                            assert_eq!(
                                found,
                                &ray.limit + &t * &ray.slope,
                                "{network:?} {x} {v} {t}"
                            );
                        }
                    }
                }
            }
        }
    }
}
