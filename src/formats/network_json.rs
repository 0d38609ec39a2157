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
//! # Ok::<(), orthant::Refused>(())
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

use crate::language::cube::MAX_DIMENSION;
use crate::language::exact::{Rational, parse_rational};
use crate::language::network::{Activation, Layer, Network, Unit};
use crate::language::refused::{Refused, quoted};
use crate::language::runs::Runs;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// A name for the reader of the file, which is not used.
    #[serde(default, rename = "name")]
    _name: Option<String>,
    layers: Vec<Object<FileLayer>>,
}

/// A value that must be written as an object; serde would also read a struct from a list of its fields.
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
/// [`Refused`] if the text is not the JSON of a network, or goes beyond the limits of [`crate::language`].
pub fn parse_network(text: &str) -> Result<Network, Refused> {
    let Object(file): Object<File> =
        serde_json::from_str(text).map_err(|error| not_json(&error))?;
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
    Network::new(inputs.unwrap_or(0), layers)
}

/// The refusal of text that is not JSON. The JSON reader writes the place at the end of its message.
fn not_json(error: &serde_json::Error) -> Refused {
    let place = format!("line {} column {}", error.line(), error.column());
    let message = error.to_string();
    let explanation = message.strip_suffix(&format!(" at {place}"));
    Refused::mistake(place, "a network in JSON", explanation.unwrap_or(&message))
}

fn layer((Object(layer), number): (Object<FileLayer>, usize)) -> Result<Layer, Refused> {
    let place = format!("layer {number}");
    let activation = Activation::from_name(&layer.activation).ok_or_else(|| {
        let expected = "the activation sign, step, relu, identity or zero";
        Refused::new(place.clone(), expected, quoted(&layer.activation))
    })?;
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
        let expected = format!("as many numbers as rows of weights, {}", rows.len());
        let found = biases.len().to_string();
        return Err(Refused::new(format!("{place}, biases"), expected, found));
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
        units: units.collect::<Result<_, Refused>>()?,
    })
}

fn weights(row: &Value, place: &str) -> Result<Runs<Rational>, Refused> {
    let mut weights = Runs::default();
    let entries = array(row, place, "a row of numbers")?;
    if entries.is_empty() {
        return Err(Refused::new(place, "at least one weight", "none"));
    }
    for (entry, column) in entries.iter().zip(1..) {
        let place = || format!("{place}, weight {column}");
        let (weight, times) = match entry {
            Value::Object(run) => {
                let wrong = || {
                    let expected =
                        "a number, or {\"weight\": …, \"times\": …} with a positive count";
                    Refused::new(place(), expected, "another object")
                };
                let (weight, times) = run.get("weight").zip(run.get("times")).ok_or_else(wrong)?;
                let times = times.as_u64().filter(|times| *times > 0 && run.len() == 2);
                (weight, times.ok_or_else(wrong)?)
            }
            number => (number, 1),
        };
        let room = MAX_DIMENSION - weights.len();
        let times = usize::try_from(times).ok().filter(|times| *times <= room);
        let times = times.ok_or_else(|| {
            let expected = format!("at most {MAX_DIMENSION} weights in a row");
            Refused::new(place(), expected, "more")
        })?;
        weights.push(rational(weight, &place())?, times);
    }
    Ok(weights)
}

fn rational(value: &Value, place: &str) -> Result<Rational, Refused> {
    let number = match value {
        Value::Number(number) => parse_rational(&number.to_string()),
        Value::String(text) => parse_rational(text),
        other => return Err(Refused::new(place, "a number", kind(other))),
    };
    number.map_err(|refused| refused.within(place))
}

fn array<'a>(
    value: &'a Value,
    place: &str,
    expected: &'static str,
) -> Result<&'a [Value], Refused> {
    match value {
        Value::Array(values) => Ok(values),
        other => Err(Refused::new(place, expected, kind(other))),
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
        // The weights and biases of a layer, and a part of the message.
        let of_layers = [
            r#"[[1, "x"]] | [0] | layer 1, row 1, weight 2: expected a number such as -3, 1/2, 0.25 or 1e-3, found "x""#,
            "[[1, null]] | [0] | layer 1, row 1, weight 2: expected a number, found null",
            "[1, 2] | [0, 0] | layer 1, row 1: expected a row of numbers, found a number",
            "[[1], [1]] | [0] | layer 1, biases: expected as many numbers as rows of weights, 2, found 1",
            "[[1, 2], [1]] | [0, 0] | layer 1, row 2: expected as many weights as inputs, 2, found 1",
            "[[1], [1]] | [0, 0] | the last layer: expected one unit, whose value is the network's, found 2",
            "[[1e2000]] | [0] | exponent",
            r#"[[1]] | ["1/0"] | layer 1, bias 1: expected a denominator other than zero, found "1/0""#,
            r#"[[{"weight": 1, "times": 1000000000}]] | [0] | expected at most 1000000 weights in a row, found more"#,
            r#"[[{"weight": 1, "times": 0}]] | [0] | positive count"#,
            r#"[[{"weight": 1, "times": 1, "more": 1}]] | [0] | positive count"#,
            "[[]] | [0] | layer 1, row 1: expected at least one weight, found none",
        ];
        let of_layers = of_layers.map(|row| {
            let parts: Vec<&str> = row.split(" | ").collect();
            (one_layer(parts[0], parts[1]), parts[2])
        });
        let tanh = one_layer("[[1]]", "[0]").replace("sign", "tanh");
        let others = [
            (
                tanh,
                "layer 1: expected the activation sign, step, relu, identity or zero, found \"tanh\"",
            ),
            (r#"{"layers": []}"#.into(), "at least one layer"),
            (r#"{"layers": [], "depth": 1}"#.into(), "field `depth`"),
            (r#"{"layers": [], "layers": []}"#.into(), "duplicate field"),
            (r#"{"layer": []}"#.into(), "unknown field `layer`"),
            ("{}".into(), "missing field `layers`"),
            (String::new(), "EOF"),
            ("[".repeat(100_000), "invalid type"),
            (one_layer(&"[".repeat(100_000), "[0]"), "recursion limit"),
        ];
        for (text, part) in of_layers.into_iter().chain(others) {
            let found = error(&text);
            assert!(found.contains(part), "{part} is not in: {found}");
        }
    }
}
