//! Reading certificates: strict, line by line.

use std::fmt::Display;
use std::str::FromStr;

use thiserror::Error;

use crate::checker::certificate::{Case, Certificate, Conclusion, Evidence, HEADER, PointCases};
use crate::checker::classes::Classes;
use crate::checker::germs::Relation;
use crate::language::claim::{Claim, Question};
use crate::language::cube::{MAX_DIMENSION, Sign, Vertex, parse_signs};
use crate::language::exact::{MAX_LONG_NUMBER_LENGTH, NumberError, Rational, parse_rational_up_to};
use crate::language::network::{Activation, Layer, Network, Unit};
use crate::language::runs::{Runs, parse_runs};
use crate::language::target::{Interval, Target};

/// Where and why a text is no certificate.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: expected {expected}, found {found}")]
pub struct ParseError {
    /// Counted from 1.
    pub line: usize,
    /// What would be right.
    pub expected: String,
    /// What stood there.
    pub found: String,
}

type Parsed<T> = Result<T, ParseError>;

impl FromStr for Certificate {
    type Err = ParseError;

    fn from_str(text: &str) -> Parsed<Self> {
        let mut lines = Lines {
            lines: text.lines().collect(),
            next: 0,
        };
        if lines.peek() != Some(HEADER) {
            return Err(lines.error(format!(
                "the first line {HEADER:?} (the only known version)"
            )));
        }
        lines.next += 1;
        let (yes, holds) = match lines.field("claim")? {
            "separable" => ("separable", true),
            "inseparable" => ("separable", false),
            "agrees" => ("agrees", true),
            "differs" => ("agrees", false),
            "robust" => ("robust", true),
            "fragile" => ("robust", false),
            _ => return Err(lines.error_before("a claim this checker knows")),
        };
        let target = target(&mut lines)?;
        let question = match yes {
            "separable" => Question::Separable { target },
            "agrees" => Question::Agrees {
                network: network(&mut lines)?,
                target,
            },
            _ => Question::Robust {
                network: network(&mut lines)?,
                target,
            },
        };
        let evidence = evidence(&mut lines)?;
        if lines.peek() != Some("end") {
            return Err(lines.error("\"end\""));
        }
        lines.next += 1;
        while lines.peek() == Some("") {
            lines.next += 1;
        }
        if lines.peek().is_some() {
            return Err(lines.error("nothing after \"end\""));
        }
        Ok(Self {
            claim: Claim { question, holds },
            evidence,
        })
    }
}

struct Lines<'a> {
    lines: Vec<&'a str>,
    next: usize,
}

impl<'a> Lines<'a> {
    /// The next line without its indentation.
    fn peek(&self) -> Option<&'a str> {
        self.lines.get(self.next).map(|line| line.trim())
    }

    /// The rest of the next line, which must begin with this keyword.
    fn field(&mut self, keyword: &str) -> Parsed<&'a str> {
        let rest = self.optional(keyword);
        rest.ok_or_else(|| self.error(format!("{keyword:?}")))
    }

    /// The rest of the next line if it begins with this keyword.
    fn optional(&mut self, keyword: &str) -> Option<&'a str> {
        let rest = self.peek()?.strip_prefix(keyword)?;
        if !rest.is_empty() && !rest.starts_with(' ') {
            return None;
        }
        self.next += 1;
        Some(rest.trim())
    }

    fn error(&self, expected: impl Into<String>) -> ParseError {
        let found = match self.peek() {
            None => "the end of the file".to_owned(),
            Some(line) if line.chars().count() > 60 => {
                format!("\"{}…\"", line.chars().take(60).collect::<String>())
            }
            Some(line) => format!("{line:?}"),
        };
        ParseError {
            line: self.next + 1,
            expected: expected.into(),
            found,
        }
    }

    /// An error about the line just read.
    fn error_before(&mut self, expected: impl Into<String>) -> ParseError {
        self.next -= 1;
        self.error(expected)
    }

    /// The value, or an error about the line just read that says why there is none.
    fn require<T, E: Display>(&mut self, value: Result<T, E>, expected: &str) -> Parsed<T> {
        value.map_err(|why| self.error_before(format!("{expected} ({why})")))
    }

    fn rational(&mut self, text: &str) -> Parsed<Rational> {
        self.require(number(text), "a number")
    }

    fn rationals(&mut self, text: &str) -> Parsed<Runs<Rational>> {
        let numbers = parse_runs(text, MAX_DIMENSION, |word| number(word).map(|n| vec![n]));
        self.require(numbers, "numbers")
    }

    fn vertex(&mut self, text: &str) -> Parsed<Vertex> {
        self.require(text.parse(), "a vertex")
    }

    fn count(&mut self, text: &str) -> Parsed<usize> {
        let count = plain_integer(text)
            .ok()
            .filter(|count| *count <= MAX_DIMENSION);
        count.ok_or_else(|| self.error_before(format!("a count up to {MAX_DIMENSION}")))
    }

    fn counts(&mut self, text: &str) -> Parsed<Vec<usize>> {
        text.split_whitespace()
            .map(|word| self.count(word))
            .collect()
    }

    /// `key=value` as the value.
    fn setting(&mut self, word: Option<&'a str>, key: &str) -> Parsed<&'a str> {
        let value = word.and_then(|word| word.strip_prefix(key)?.strip_prefix('='));
        value.ok_or_else(|| self.error_before(format!("\"{key}=…\"")))
    }
}

/// An integer without a plus sign, which the standard library would allow and the format does not.
fn plain_integer<T: FromStr>(text: &str) -> Result<T, T::Err> {
    text.replace('+', "plus").parse()
}

fn number(text: &str) -> Result<Rational, NumberError> {
    parse_rational_up_to(text, MAX_LONG_NUMBER_LENGTH)
}

fn target(lines: &mut Lines) -> Parsed<Target> {
    let text = lines.field("target")?;
    let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
    let (first, values) = rest.split_once(' ').unwrap_or((rest, ""));
    let dimension = lines.setting(Some(first), "dim")?;
    let dimension = lines.count(dimension)?;
    let target = match kind {
        "interval" => {
            let mut words = values.split(' ');
            let mut bound = |key| {
                let text = lines.setting(words.next(), key)?;
                lines.require(plain_integer::<i64>(text), "an integer")
            };
            let (low, high) = (bound("low")?, bound("high")?);
            if words.next().is_some() {
                return Err(lines.error_before("nothing after the bounds"));
            }
            Interval::new(dimension, low, high).map(Target::from)
        }
        "sums" => {
            let signs = parse_signs(values);
            let signs = lines.require(signs, "signs")?;
            Target::by_sum(dimension, signs)
        }
        "table" => {
            let signs = parse_signs(values);
            let signs = lines.require(signs, "signs")?;
            Target::table(dimension, signs)
        }
        _ => return Err(lines.error_before("a target: interval, sums or table")),
    };
    lines.require(target, "a target")
}

fn network(lines: &mut Lines) -> Parsed<Network> {
    let text = lines.field("network")?;
    let inputs = lines.setting(Some(text), "inputs")?;
    let inputs = lines.count(inputs)?;
    let mut layers = Vec::new();
    while let Some(name) = lines.optional("layer") {
        let activation = Activation::from_name(name)
            .ok_or_else(|| lines.error_before("sign, step, relu, identity or zero"))?;
        let mut units = Vec::new();
        while let Some(text) = lines.optional("unit") {
            let parts = text
                .strip_prefix("bias ")
                .and_then(|text| text.split_once(" weights "));
            let (bias, weights) =
                parts.ok_or_else(|| lines.error_before("\"unit bias … weights …\""))?;
            let bias = lines.rational(bias)?;
            units.push(Unit {
                weights: lines.rationals(weights)?,
                bias,
            });
        }
        layers.push(Layer { activation, units });
    }
    let network = Network::new(inputs, layers);
    lines.require(network, "a network")
}

fn classes(lines: &mut Lines) -> Parsed<Classes> {
    let text = lines.field("classes")?;
    let labels = parse_runs(text, MAX_DIMENSION, |word| {
        plain_integer(word).map(|label| vec![label])
    });
    let labels = lines.require::<Runs<usize>, _>(labels, "class numbers")?;
    let classes = Classes::new(labels);
    lines.require(classes, "a partition into classes")
}

fn evidence(lines: &mut Lines) -> Parsed<Evidence> {
    match lines.field("evidence")? {
        "separator" => {
            let text = lines.field("weights")?;
            let weights = lines.rationals(text)?;
            let text = lines.field("bias")?;
            let bias = lines.rational(text)?;
            Ok(Evidence::Separator {
                weights,
                bias,
                classes: classes(lines)?,
            })
        }
        "farkas" => {
            let mut points = Vec::new();
            while let Some((weight, place)) = weighted(lines)? {
                points.push((weight, lines.vertex(place)?));
            }
            Ok(Evidence::Farkas(points))
        }
        "levels" => {
            let classes = classes(lines)?;
            let mut levels = Vec::new();
            while let Some((weight, place)) = weighted(lines)? {
                let counts = place
                    .strip_prefix("counts ")
                    .ok_or_else(|| lines.error_before("\"… at counts …\""))?;
                levels.push((weight, lines.counts(counts)?));
            }
            Ok(Evidence::Levels { classes, levels })
        }
        "counts" => Ok(Evidence::Counts {
            classes: classes(lines)?,
        }),
        "vertex" => {
            let text = lines.field("vertex")?;
            let vertex = lines.vertex(text)?;
            let text = lines.field("h")?;
            let value = lines.rational(text)?;
            let wanted = match lines.field("f")? {
                "1" => Sign::Plus,
                "-1" => Sign::Minus,
                _ => return Err(lines.error_before("\"f 1\" or \"f -1\"")),
            };
            Ok(Evidence::Vertex {
                vertex,
                value,
                wanted,
            })
        }
        "limits" => {
            let classes = classes(lines)?;
            let mut points = Vec::new();
            while let Some(place) = lines.optional("at") {
                let counts = place
                    .strip_prefix("counts ")
                    .ok_or_else(|| lines.error_before("\"at counts …\""))?;
                let counts = lines.counts(counts)?;
                points.push(PointCases {
                    counts,
                    cases: cases(lines)?,
                });
            }
            Ok(Evidence::Limits { classes, points })
        }
        "direction" => {
            let text = lines.field("vertex")?;
            let vertex = lines.vertex(text)?;
            let text = lines.field("direction")?;
            let direction = lines.rationals(text)?;
            let text = lines.field("limit")?;
            Ok(Evidence::Direction {
                vertex,
                direction,
                limit: lines.rational(text)?,
            })
        }
        _ => Err(lines.error_before("a kind of evidence this checker knows")),
    }
}

/// A line `λ at place`, unless the evidence has ended.
fn weighted<'a>(lines: &mut Lines<'a>) -> Parsed<Option<(Rational, &'a str)>> {
    let Some(line) = lines.peek().filter(|line| *line != "end") else {
        return Ok(None);
    };
    let Some((weight, place)) = line.split_once(" at ") else {
        return Err(lines.error("\"weight at place\" or \"end\""));
    };
    lines.next += 1;
    Ok(Some((lines.rational(weight)?, place.trim())))
}

/// The lines `if layer.unit relation … then conclusion`.
fn cases(lines: &mut Lines) -> Parsed<Vec<Case>> {
    let mut cases = Vec::new();
    while let Some(text) = lines.optional("if") {
        let (assumptions, conclusion) = text
            .split_once(" then ")
            .ok_or_else(|| lines.error_before("\"if … then …\""))?;
        let mut words = assumptions.split_whitespace();
        let mut path = Vec::new();
        while let Some(place) = words.next() {
            let (layer, unit) = place
                .split_once('.')
                .ok_or_else(|| lines.error_before("\"layer.unit\""))?;
            let relation = words.next().and_then(Relation::from_name);
            let relation =
                relation.ok_or_else(|| lines.error_before("a relation: <0, =0, >0 or >=0"))?;
            path.push((lines.count(layer)?, lines.count(unit)?, relation));
        }
        let multipliers = conclusion.strip_prefix("impossible");
        let multipliers = multipliers.filter(|rest| rest.is_empty() || rest.starts_with(' '));
        let conclusion = if conclusion == "kept" {
            Conclusion::Kept
        } else if let Some(multipliers) = multipliers {
            let multipliers = multipliers.split_whitespace();
            let multipliers = multipliers
                .map(|word| lines.rational(word))
                .collect::<Parsed<_>>();
            Conclusion::Impossible(multipliers?)
        } else {
            return Err(lines.error_before("\"kept\" or \"impossible …\""));
        };
        cases.push(Case { path, conclusion });
    }
    Ok(cases)
}
