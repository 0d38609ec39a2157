//! Networks with one hidden layer whose biases are given by A and B: one network for each interval.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer};
use thiserror::Error;

use crate::formula::{activated, subscript, sum_of_terms};
use crate::language::exact::integer;
use crate::language::network::{Activation, Layer, Network, Unit};
use crate::language::refused::Refused;
use crate::language::runs::Runs;
use crate::language::target::Interval;

/// A network for each D, A and B.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// The name of the family.
    #[serde(rename = "id")]
    pub name: Cow<'static, str>,
    /// The activation g of the hidden units.
    #[serde(deserialize_with = "activation")]
    pub hidden: Activation,
    /// The hidden units, from 1 to [`MAX_UNITS`].
    pub units: Cow<'static, [HiddenUnit]>,
    /// The unit that combines the hidden units.
    pub output: OutputUnit,
}

/// A hidden unit g(weight·S + bias), where S is the sum of the inputs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HiddenUnit {
    /// The weight of every input.
    pub weight: i64,
    /// The bias, as a function of A and B.
    pub bias: LinearForm,
}

/// The output unit g(weights·h + bias).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputUnit {
    /// The activation g.
    #[serde(deserialize_with = "activation")]
    pub activation: Activation,
    /// The weights, one for each hidden unit.
    pub weights: Cow<'static, [i64]>,
    /// The bias, as a function of A and B.
    pub bias: LinearForm,
}

/// The linear form a·A + b·B + a′·A′ + b′·B′ + one, where A′ and B′ are the attainable sums next to A and B inside the
/// interval.
///
/// A form in A and B alone is written and read as `2B - 2A + 1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct LinearForm {
    /// The coefficient of A.
    pub a: i64,
    /// The coefficient of B.
    pub b: i64,
    /// The coefficient of A′.
    pub a_inside: i64,
    /// The coefficient of B′.
    pub b_inside: i64,
    /// The constant term.
    pub one: i64,
}

/// The error for a text that is not a linear form in A and B.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "{0:?} is not a linear form in A and B; write one such as \"2B - 2A + 1\", with integers up to {MAX_WEIGHT}"
)]
pub struct LinearFormError(String);

/// The largest weight or coefficient, in absolute value.
pub const MAX_WEIGHT: i64 = 1_000_000;

/// The longest linear form that is read, in bytes.
const MAX_LENGTH: usize = 200;

/// The most hidden units that a family may have.
pub const MAX_UNITS: usize = 16;

fn activation<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Activation, D::Error> {
    let name = String::deserialize(deserializer)?;
    Activation::from_name(&name).ok_or_else(|| {
        let known = Activation::NAMES.map(|(_, name)| name).join(", ");
        serde::de::Error::custom(format!(
            "{name:?} is not an activation; write one of {known}"
        ))
    })
}

impl TryFrom<String> for LinearForm {
    type Error = LinearFormError;

    fn try_from(text: String) -> Result<Self, LinearFormError> {
        read(&text).ok_or_else(|| LinearFormError(text.chars().take(60).collect()))
    }
}

/// Reads terms with a sign between any two of them; the first term does not need one.
fn read(text: &str) -> Option<LinearForm> {
    let mut form = LinearForm::of_bounds(0, 0, 0);
    if text.len() > MAX_LENGTH {
        return None;
    }
    let dense: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut rest = dense.as_str();
    let mut first = true;
    while first || !rest.is_empty() {
        let sign = match rest.chars().next()? {
            '+' => 1,
            '-' => -1,
            _ if first => 1,
            _ => return None,
        };
        rest = rest.strip_prefix(['+', '-']).unwrap_or(rest);
        let behind = rest.find(['+', '-']).unwrap_or(rest.len());
        let (word, next) = rest.split_at(behind);
        let digits = word.trim_end_matches(['A', 'B']);
        let variable = &word[digits.len()..];
        let size = match (digits, variable) {
            ("", "A" | "B") => 1,
            _ if digits.bytes().all(|c| c.is_ascii_digit()) => digits.parse().ok()?,
            _ => return None,
        };
        let place = match variable {
            "" => &mut form.one,
            "A" => &mut form.a,
            "B" => &mut form.b,
            _ => return None,
        };
        *place = place
            .checked_add(sign * size)
            .filter(|sum| sum.abs() <= MAX_WEIGHT)?;
        (rest, first) = (next, false);
    }
    Some(form)
}

impl LinearForm {
    /// The form a·A + b·B + one.
    pub const fn of_bounds(a: i64, b: i64, one: i64) -> Self {
        Self {
            a,
            b,
            a_inside: 0,
            b_inside: 0,
            one,
        }
    }

    /// The form a′·A′ + b′·B′ + one.
    pub const fn of_sums(a_inside: i64, b_inside: i64, one: i64) -> Self {
        Self {
            a: 0,
            b: 0,
            a_inside,
            b_inside,
            one,
        }
    }

    /// The value of the form for the interval.
    pub fn value(&self, interval: &Interval) -> i64 {
        self.a * interval.low()
            + self.b * interval.high()
            + self.a_inside * interval.least_sum_inside()
            + self.b_inside * interval.greatest_sum_inside()
            + self.one
    }

    /// The terms of the form: each coefficient with the name of its factor.
    fn terms(&self) -> [(i64, &'static str); 5] {
        [
            (self.a, "A"),
            (self.b, "B"),
            (self.a_inside, "A′"),
            (self.b_inside, "B′"),
            (self.one, ""),
        ]
    }
}

impl fmt::Display for LinearForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&sum_of_integers(&self.terms()))
    }
}

fn sum_of_integers(terms: &[(i64, &str)]) -> String {
    let weights: Vec<_> = terms.iter().map(|(weight, _)| integer(*weight)).collect();
    sum_of_terms(weights.iter().zip(terms.iter().map(|(_, name)| *name)))
}

impl Family {
    /// Refuses a family that does not give networks.
    ///
    /// # Errors
    /// [`Refused`] for a wrong number of hidden units or output weights, and for weights beyond [`MAX_WEIGHT`].
    pub fn check(&self) -> Result<(), Refused> {
        let refused = |expected: String, found: String| {
            let place = format!("network {}", self.name);
            Err(Refused::new(place, expected, found))
        };
        let (expected, found) = (self.units.len(), self.output.weights.len());
        if !(1..=MAX_UNITS).contains(&expected) {
            return refused(
                format!("1 to {MAX_UNITS} hidden units"),
                expected.to_string(),
            );
        }
        if found != expected {
            let expected = format!("as many output weights as hidden units, {expected}");
            return refused(expected, found.to_string());
        }
        let weights = self
            .units
            .iter()
            .map(|unit| unit.weight)
            .chain(self.output.weights.iter().copied());
        let too_large = weights
            .into_iter()
            .find(|weight| weight.unsigned_abs() > MAX_WEIGHT.unsigned_abs());
        too_large.map_or(Ok(()), |weight| {
            refused(format!("integers up to {MAX_WEIGHT}"), weight.to_string())
        })
    }

    /// The network for an interval.
    ///
    /// # Panics
    /// If [`Family::check`] refuses the family.
    pub fn network(&self, interval: &Interval) -> Network {
        let units = self.units.iter().map(|unit| Unit {
            weights: Runs::repeat(integer(unit.weight), interval.dimension()),
            bias: integer(unit.bias.value(interval)),
        });
        let output = Unit {
            weights: self.output.weights.iter().copied().map(integer).collect(),
            bias: integer(self.output.bias.value(interval)),
        };
        let layers = vec![
            Layer {
                activation: self.hidden,
                units: units.collect(),
            },
            Layer {
                activation: self.output.activation,
                units: vec![output],
            },
        ];
        Network::new(interval.dimension(), layers).expect("a checked family")
    }

    /// Whether both give the same networks: they are equal but for the name and the order of the units.
    pub fn is_same(&self, other: &Self) -> bool {
        let units = |family: &Self| {
            let mut units: Vec<_> = family
                .units
                .iter()
                .zip(family.output.weights.iter())
                .map(|(unit, weight)| (unit.weight, unit.bias, *weight))
                .collect();
            units.sort_unstable();
            units
        };
        let outputs = |family: &Self| (family.hidden, family.output.activation, family.output.bias);
        outputs(self) == outputs(other) && units(self) == units(other)
    }
}

impl fmt::Display for Family {
    /// Writes the formulas, such as `h₁ = sign(S - A), h₂ = sign(-S + B); h = h₁ + h₂ - 1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = self.units.iter().zip(1..).map(|(unit, i)| {
            let terms: Vec<_> = [(unit.weight, "S")]
                .into_iter()
                .chain(unit.bias.terms())
                .collect();
            format!(
                "h{} = {}",
                subscript(i),
                activated(self.hidden, &sum_of_integers(&terms))
            )
        });
        let names: Vec<_> = (1..=self.units.len())
            .map(|i| format!("h{}", subscript(i)))
            .collect();
        let OutputUnit { weights, bias, .. } = &self.output;
        let mut terms: Vec<_> = weights
            .iter()
            .zip(&names)
            .map(|(weight, name)| (*weight, name.as_str()))
            .collect();
        terms.extend(bias.terms());
        let output = activated(self.output.activation, &sum_of_integers(&terms));
        write!(f, "{}; h = {output}", hidden.collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> Option<(i64, i64, i64)> {
        read(text).map(|form| (form.a, form.b, form.one))
    }

    #[test]
    fn linear_forms_are_read_and_written() {
        assert_eq!(form("2B - 2A + 1"), Some((-2, 2, 1)));
        assert_eq!(form("-A"), Some((-1, 0, 0)));
        assert_eq!(form("1+A+A"), Some((2, 0, 1)));
        assert_eq!(form("0"), Some((0, 0, 0)));
        for text in [
            "",
            "+",
            "A B",
            "AA",
            "2C",
            "--A",
            "A -",
            "1/2",
            "A*2",
            "1000001",
            "99999999999999999999B",
        ] {
            assert_eq!(form(text), None, "{text:?}");
        }
        // Nothing beyond the limit is lost.
        assert_eq!(form(&format!("-A{}", "+0".repeat(99))), Some((-1, 0, 0)));
        assert_eq!(form(&format!("-A{}+5", "+0".repeat(99))), None);
        let shown = |text: &str| read(text).expect("a form").to_string();
        assert_eq!(
            [shown("1+2B-A"), shown("0"), shown("-3")],
            ["-A + 2B + 1", "0", "-3"]
        );
    }
}
