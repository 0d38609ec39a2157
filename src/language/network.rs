//! Networks: layers of units w·x + b with an activation each, and their value at a point.

use std::fmt;

use num_traits::{One, Zero};

use crate::language::cube::{Sign, Vertex};
use crate::language::exact::{Rational, SumOfProducts};
use crate::language::refused::Refused;
use crate::language::runs::Runs;

/// The activation g of a unit, whose value is g(z) at the pre-activation z = w·x + b.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Activation {
    /// +1 if z ≥ 0, else −1: the sign function as the exercise defines it.
    Sign,
    /// 1 if z ≥ 0, else 0.
    Step,
    /// z if z ≥ 0, else 0.
    Relu,
    /// The value z itself.
    Identity,
    /// +1 if z = 0, else −1: the output of the report's answer (c), which says "+1 if z = 0, −1 if z > 0"
    /// and leaves z < 0 open, because the sum of two ReLU units is never negative.
    Zero,
}

impl Activation {
    /// Every activation with its name in files and certificates.
    pub const NAMES: [(Self, &'static str); 5] = [
        (Self::Sign, "sign"),
        (Self::Step, "step"),
        (Self::Relu, "relu"),
        (Self::Identity, "identity"),
        (Self::Zero, "zero"),
    ];

    /// The activation with this name, or `None` if there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES
            .into_iter()
            .find_map(|(activation, known)| (known == name).then_some(activation))
    }

    /// The value g(z).
    pub fn apply(self, z: Rational) -> Rational {
        let below = z < Rational::zero();
        match self {
            Self::Identity => z,
            Self::Relu if !below => z,
            Self::Step if !below => Rational::one(),
            Self::Relu | Self::Step => Rational::zero(),
            Self::Sign => Sign::of(!below).rational(),
            Self::Zero => Sign::of(z.is_zero()).rational(),
        }
    }
}

impl fmt::Display for Activation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, name) = Self::NAMES
            .iter()
            .find(|(activation, _)| activation == self)
            .expect("NAMES lists every activation");
        f.pad(name)
    }
}

/// One unit: its pre-activation at the inputs x is w·x + b.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The weights w, one for each input.
    pub weights: Runs<Rational>,
    /// The bias b.
    pub bias: Rational,
}

impl Unit {
    /// The pre-activation w·x + b.
    ///
    /// # Panics
    /// If x and w have different lengths.
    pub fn preactivation(&self, x: &Runs<Rational>) -> Rational {
        assert_eq!(x.len(), self.weights.len(), "one weight an input");
        let mut z = SumOfProducts::from(&self.bias);
        for (w, x, count) in self.weights.zip(x) {
            z.add(w, x, count);
        }
        z.value()
    }
}

/// Units that share an activation and their inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// The activation g, the same for all units.
    pub activation: Activation,
    /// At least one unit; in the last layer exactly one.
    pub units: Vec<Unit>,
}

impl Layer {
    /// The values g(w·x + b) of all units, in order.
    ///
    /// # Panics
    /// If the length of x is not the number of inputs.
    pub fn values(&self, x: &Runs<Rational>) -> Runs<Rational> {
        let units = self.units.iter();
        units
            .map(|unit| self.activation.apply(unit.preactivation(x)))
            .collect()
    }
}

/// A network h: R^D → R, layer after layer; the last layer has one unit, whose value is h(x).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    inputs: usize,
    layers: Vec<Layer>,
}

impl Network {
    /// A network on `inputs` inputs.
    ///
    /// # Errors
    /// [`Refused`] if a row's length is not the number of its inputs, if a layer is empty, or if the last layer does
    /// not have exactly one unit.
    pub fn new(inputs: usize, layers: Vec<Layer>) -> Result<Self, Refused> {
        let mut expected = inputs;
        for (layer, number) in layers.iter().zip(1..) {
            if layer.units.is_empty() {
                let place = format!("layer {number}");
                return Err(Refused::new(place, "at least one unit", "none"));
            }
            for (unit, row) in layer.units.iter().zip(1..) {
                let found = unit.weights.len();
                if found != expected {
                    return Err(Refused::new(
                        format!("layer {number}, row {row}"),
                        format!("as many weights as inputs, {expected}"),
                        found.to_string(),
                    ));
                }
            }
            expected = layer.units.len();
        }
        match layers.last() {
            None => Err(Refused::new("the network", "at least one layer", "none")),
            Some(last) if last.units.len() != 1 => Err(Refused::new(
                "the last layer",
                "one unit, whose value is the network's",
                last.units.len().to_string(),
            )),
            Some(_) => Ok(Self { inputs, layers }),
        }
    }

    /// The perceptron sign(w·x + b) with these weights and this bias.
    pub fn perceptron(weights: Runs<Rational>, bias: Rational) -> Self {
        let inputs = weights.len();
        let layer = Layer {
            activation: Activation::Sign,
            units: vec![Unit { weights, bias }],
        };
        Self {
            inputs,
            layers: vec![layer],
        }
    }

    /// The number of inputs D.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// The layers, first to last; there is at least one.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The first layer, the only one that sees the inputs.
    pub fn first_layer(&self) -> &Layer {
        self.layers.first().expect("a network has a layer")
    }

    /// The value h(x) at any rational point.
    ///
    /// # Panics
    /// If the dimension of x is not the number of inputs.
    pub fn value_at(&self, x: &Runs<Rational>) -> Rational {
        let mut values = x.clone();
        for layer in &self.layers {
            values = layer.values(&values);
        }
        values
            .iter()
            .next()
            .expect("the last layer has one unit")
            .clone()
    }

    /// The value h(x) at a vertex.
    ///
    /// # Panics
    /// If the dimension of x is not the number of inputs.
    pub fn value(&self, x: &Vertex) -> Rational {
        self.value_at(&x.point())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::exact::parse_rational;

    fn unit(weights: &[&str], bias: &str) -> Unit {
        Unit {
            weights: weights.iter().map(|w| parse_rational(w).unwrap()).collect(),
            bias: parse_rational(bias).unwrap(),
        }
    }

    #[test]
    fn every_activation_at_below_and_above_zero() {
        let table = [
            (Activation::Sign, ["-1", "1", "1"]),
            (Activation::Step, ["0", "1", "1"]),
            (Activation::Relu, ["0", "0", "1/2"]),
            (Activation::Identity, ["-1/2", "0", "1/2"]),
            (Activation::Zero, ["-1", "1", "-1"]),
        ];
        for (activation, expected) in table {
            for (z, value) in ["-1/2", "0", "1/2"].iter().zip(expected) {
                let found = activation.apply(parse_rational(z).unwrap());
                assert_eq!(found.to_string(), value, "{activation}({z})");
            }
            assert_eq!(
                Activation::from_name(&activation.to_string()),
                Some(activation)
            );
        }
    }

    #[test]
    fn two_layers_by_hand() {
        // relu(x₁ + x₂/2), relu(−x₁); sum minus 1/4.
        let network = Network::new(
            2,
            vec![
                Layer {
                    activation: Activation::Relu,
                    units: vec![unit(&["1", "1/2"], "0"), unit(&["-1", "0"], "0")],
                },
                Layer {
                    activation: Activation::Identity,
                    units: vec![unit(&["1", "1"], "-1/4")],
                },
            ],
        )
        .unwrap();
        let value = |x: &str| network.value(&x.parse().unwrap()).to_string();
        assert_eq!(
            [value("++"), value("+-"), value("-+")],
            ["5/4", "1/4", "3/4"]
        );
    }

    #[test]
    fn shapes_that_do_not_fit_are_refused() {
        let layer = |units| Layer {
            activation: Activation::Sign,
            units,
        };
        let sentence = |inputs, layers| Network::new(inputs, layers).unwrap_err().to_string();
        let one = || unit(&["1"], "0");
        let two = || unit(&["1", "1"], "0");
        assert_eq!(
            sentence(2, vec![]),
            "the network: expected at least one layer, found none"
        );
        assert_eq!(
            sentence(2, vec![layer(vec![])]),
            "layer 1: expected at least one unit, found none"
        );
        assert_eq!(
            sentence(2, vec![layer(vec![two(), one()])]),
            "layer 1, row 2: expected as many weights as inputs, 2, found 1"
        );
        assert_eq!(
            sentence(1, vec![layer(vec![one(), one()])]),
            "the last layer: expected one unit, whose value is the network's, found 2"
        );
    }
}
