//! Networks as JSON files, read exactly.
//!
//! ```
//! let network = orthant::formats::network_json::parse_network(
//!     r#"{
//!         "layers": [
//!             {"activation": "sign", "weights": [[1, 1], [-1, -1]], "biases": ["1/2", 0.5]},
//!             {"activation": "identity", "weights": [[1, 1]], "biases": [-1]}
//!         ]
//!     }"#,
//! )?;
//! assert_eq!(network.inputs(), 2);
//! # Ok::<(), orthant::formats::network_json::NetworkFileError>(())
//! ```
//!
//! A number is a JSON number or a string with an integer, a fraction or a decimal; a run of equal weights may be
//! written `{"weight": 1, "times": 1000000}`. The schema is in the book, chapter *Network files*.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use thiserror::Error;

use crate::language::cube::MAX_DIMENSION;
use crate::language::exact::{NumberError, Rational, parse_rational};
use crate::language::network::{Activation, Layer, Network, ShapeError, Unit};
use crate::language::runs::Runs;

/// Why a text is no network.
#[derive(Debug, Error)]
pub enum NetworkFileError {
    /// Not JSON, or without one of the fields, or with others.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A value of the wrong kind.
    #[error("{place}: expected {expected}, found {found}")]
    Kind {
        /// Layer and row.
        place: String,
        /// What would be right.
        expected: &'static str,
        /// What stood there.
        found: &'static str,
    },
    /// A number that cannot be read.
    #[error("{place}: {problem}")]
    Number {
        /// Layer, row and column.
        place: String,
        /// Why.
        problem: NumberError,
    },
    /// An activation that does not exist.
    #[error("layer {layer}: {name:?} is no activation; use sign, step, relu, identity or zero")]
    Activation {
        /// Counted from 1.
        layer: usize,
        /// As it was written.
        name: String,
    },
    /// Not one bias a row.
    #[error("layer {layer}: {found} biases for {expected} rows of weights")]
    Biases {
        /// Counted from 1.
        layer: usize,
        /// Rows of weights.
        expected: usize,
        /// Biases.
        found: usize,
    },
    /// A row longer than any dimension.
    #[error("{place}: more than {MAX_DIMENSION} weights")]
    TooLong {
        /// Layer and row.
        place: String,
    },
    /// Layers that do not fit together.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// For the reader of the file.
    #[serde(default, rename = "name")]
    _name: Option<String>,
    layers: Vec<Object<FileLayer>>,
}

/// T as an object; serde's structs may otherwise be written as lists of their fields.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object {…} for the network and for each layer")
            }

            fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(fields)).map(Object)
            }
        }
        deserializer.deserialize_map(Fields(PhantomData))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLayer {
    activation: String,
    weights: Value,
    biases: Value,
}

/// Reads a network; its number of inputs is the length of the first row.
///
/// # Errors
/// [`NetworkFileError`], which says where and what would be right.
pub fn parse_network(text: &str) -> Result<Network, NetworkFileError> {
    let Object(file): Object<File> = serde_json::from_str(text)?;
    let layers: Vec<Layer> = file
        .layers
        .into_iter()
        .zip(1..)
        .map(layer)
        .collect::<Result<_, _>>()?;
    let inputs = layers
        .first()
        .and_then(|layer| layer.units.first())
        .map(|unit| unit.weights.len());
    Ok(Network::new(inputs.unwrap_or(0), layers)?)
}

fn layer((Object(layer), number): (Object<FileLayer>, usize)) -> Result<Layer, NetworkFileError> {
    let activation =
        Activation::from_name(&layer.activation).ok_or_else(|| NetworkFileError::Activation {
            layer: number,
            name: layer.activation.clone(),
        })?;
    let place = format!("layer {number}");
    let rows = array(
        &layer.weights,
        &format!("{place}, weights"),
        "a list of rows",
    )?;
    let biases = array(
        &layer.biases,
        &format!("{place}, biases"),
        "a list of numbers",
    )?;
    for (row, unit) in rows.iter().zip(1..) {
        array(row, &format!("{place}, row {unit}"), "a row of numbers")?;
    }
    if rows.len() != biases.len() {
        let (expected, found) = (rows.len(), biases.len());
        return Err(NetworkFileError::Biases {
            layer: number,
            expected,
            found,
        });
    }
    let units = rows.iter().zip(biases).zip(1..).map(|((row, bias), unit)| {
        let weights = weights(row, &format!("{place}, row {unit}"))?;
        Ok(Unit {
            weights,
            bias: rational(bias, &format!("{place}, bias {unit}"))?,
        })
    });
    Ok(Layer {
        activation,
        units: units.collect::<Result<_, NetworkFileError>>()?,
    })
}

fn weights(row: &Value, place: &str) -> Result<Runs<Rational>, NetworkFileError> {
    let mut weights = Runs::default();
    let entries = array(row, place, "a row of numbers")?;
    if entries.is_empty() {
        let place = place.to_owned();
        return Err(NetworkFileError::Kind {
            place,
            expected: "at least one weight",
            found: "none",
        });
    }
    for (entry, column) in entries.iter().zip(1..) {
        let place = || format!("{place}, weight {column}");
        let (weight, times) = match entry {
            Value::Object(run) => {
                let wrong = || NetworkFileError::Kind {
                    place: place(),
                    expected: "a number, or {\"weight\": …, \"times\": …} with a positive count",
                    found: "another object",
                };
                let (weight, times) = run.get("weight").zip(run.get("times")).ok_or_else(wrong)?;
                let times = times.as_u64().filter(|times| *times > 0 && run.len() == 2);
                (weight, times.ok_or_else(wrong)?)
            }
            number => (number, 1),
        };
        let room = MAX_DIMENSION - weights.len();
        let times = usize::try_from(times).ok().filter(|times| *times <= room);
        let times = times.ok_or_else(|| NetworkFileError::TooLong { place: place() })?;
        weights.push(rational(weight, &place())?, times);
    }
    Ok(weights)
}

fn rational(value: &Value, place: &str) -> Result<Rational, NetworkFileError> {
    let number = match value {
        Value::Number(number) => parse_rational(&number.to_string()),
        Value::String(text) => parse_rational(text),
        other => {
            return Err(NetworkFileError::Kind {
                place: place.to_owned(),
                expected: "a number",
                found: kind(other),
            });
        }
    };
    number.map_err(|problem| NetworkFileError::Number {
        place: place.to_owned(),
        problem,
    })
}

fn array<'a>(
    value: &'a Value,
    place: &str,
    expected: &'static str,
) -> Result<&'a [Value], NetworkFileError> {
    match value {
        Value::Array(values) => Ok(values),
        other => Err(NetworkFileError::Kind {
            place: place.to_owned(),
            expected,
            found: kind(other),
        }),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::exact::integer;

    fn error(text: &str) -> String {
        parse_network(text).expect_err(text).to_string()
    }

    fn one_layer(weights: &str, biases: &str) -> String {
        format!(
            r#"{{"layers": [{{"activation": "sign", "weights": {weights}, "biases": {biases}}}]}}"#
        )
    }

    #[test]
    fn numbers_are_read_exactly() {
        let text = one_layer(
            r#"[[0.1, "1/3", -2, 1e-2, {"weight": "5", "times": 1000}]]"#,
            "[0.30]",
        );
        let network = parse_network(&text).unwrap();
        let unit = &network.first_layer().units[0];
        assert_eq!(unit.weights.to_string(), "1/10 1/3 -2 1/100 [5]*1000");
        assert_eq!(unit.bias, integer(3) / integer(10));
        assert_eq!(network.inputs(), 1004);
    }

    #[test]
    fn errors_say_where_and_what() {
        let cases = [
            (
                one_layer("[[1, \"x\"]]", "[0]"),
                "layer 1, row 1, weight 2: \"x\" is not a number",
            ),
            (
                one_layer("[[1, null]]", "[0]"),
                "layer 1, row 1, weight 2: expected a number, found null",
            ),
            (
                one_layer("[1, 2]", "[0, 0]"),
                "layer 1, row 1: expected a row of numbers, found a number",
            ),
            (
                one_layer("[[1], [1]]", "[0]"),
                "layer 1: 1 biases for 2 rows",
            ),
            (
                one_layer("[[1, 2], [1]]", "[0, 0]"),
                "layer 1, row 2: 1 weights, but the layer has 2 inputs",
            ),
            (
                one_layer("[[1], [1]]", "[0, 0]"),
                "the last layer has 2 units",
            ),
            (one_layer("[[1e2000]]", "[0]"), "exponent"),
            (
                one_layer("[[1]]", "[\"1/0\"]"),
                "layer 1, bias 1: \"1/0\" has denominator zero",
            ),
            (
                one_layer(r#"[[{"weight": 1, "times": 1000000000}]]"#, "[0]"),
                "more than 1000000 weights",
            ),
            (
                one_layer(r#"[[{"weight": 1, "times": 0}]]"#, "[0]"),
                "positive count",
            ),
            (
                one_layer(r#"[[{"weight": 1, "times": 1, "more": 1}]]"#, "[0]"),
                "positive count",
            ),
            (
                one_layer("[[1]]", "[0]").replace("sign", "tanh"),
                "layer 1: \"tanh\" is no activation",
            ),
            (r#"{"layers": []}"#.into(), "at least one layer"),
            (
                r#"{"layers": [], "depth": 1}"#.into(),
                "unknown field `depth`",
            ),
            (r#"{"layers": [], "layers": []}"#.into(), "duplicate field"),
            (r#"{"layer": []}"#.into(), "unknown field `layer`"),
            (
                one_layer("[[]]", "[0]"),
                "layer 1, row 1: expected at least one weight, found none",
            ),
            ("{}".into(), "missing field `layers`"),
            (String::new(), "EOF"),
            ("[".repeat(100_000), "invalid type"),
            (one_layer(&"[".repeat(100_000), "[0]"), "recursion limit"),
        ];
        for (text, part) in cases {
            let found = error(&text);
            assert!(found.contains(part), "{part} is not in: {found}");
        }
    }
}
