//! Certificates as text: written with one fact a line, and read strictly, line by line.
//!
//! The reader and the writer of each part are side by side, and each kind of evidence has one of each.

mod tree;

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use crate::checker::boxes::{Below, Diagram, parse_node};
use crate::checker::cases::{Case, Conclusion};
use crate::checker::certificate::{Certificate, Evidence, PointCases};
use crate::checker::classes::Classes;
use crate::checker::germs::Relation;
use crate::language::claim::{Claim, Question};
use crate::language::cube::{MAX_DIMENSION, Sign, Vertex, parse_signs};
use crate::language::exact::{BigUint, MAX_LONG_NUMBER_LENGTH, Rational, parse_rational_up_to};
use crate::language::network::{Activation, Layer, Network, Unit};
use crate::language::refused::{Refused, quoted};
use crate::language::runs::{Runs, parse_runs};
use crate::language::target::{Interval, Target};

/// The first line of every certificate.
const HEADER: &str = "orthant certificate 1";

type Parsed<T> = Result<T, Refused>;

impl Display for Certificate {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        write!(f, "claim {}", self.claim.name())?;
        if let Question::Exactly { wrong, .. } = &self.claim.question {
            write!(f, " {wrong}")?;
        }
        writeln!(f)?;
        writeln!(f, "target {}", self.claim.question.target())?;
        if let Some(network) = self.claim.question.network() {
            write_network(f, network)?;
        }
        writeln!(f, "evidence {}", self.evidence.name())?;
        write_evidence(f, &self.evidence)?;
        writeln!(f, "end")
    }
}

impl FromStr for Certificate {
    type Err = Refused;

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
        let claim = lines.field("claim")?;
        let (claim, wrong) = match claim.split_once(' ') {
            Some((word @ ("exactly" | "not-exactly"), wrong)) => {
                (word, Some(lines.here(count_of_vertices(wrong))?))
            }
            _ => (claim, None),
        };
        let (yes, holds) = match claim {
            "separable" => ("separable", true),
            "inseparable" => ("separable", false),
            "agrees" => ("agrees", true),
            "differs" => ("agrees", false),
            "exactly" if wrong.is_some() => ("exactly", true),
            "not-exactly" if wrong.is_some() => ("exactly", false),
            "robust" => ("robust", true),
            "fragile" => ("robust", false),
            _ => return Err(lines.error_before("a claim this checker knows")),
        };
        let target = read_target(&mut lines)?;
        let question = match (yes, wrong) {
            ("separable", _) => Question::Separable { target },
            (_, Some(wrong)) => Question::Exactly {
                network: read_network(&mut lines)?,
                target,
                wrong,
            },
            ("agrees", _) => Question::Agrees {
                network: read_network(&mut lines)?,
                target,
            },
            _ => Question::Robust {
                network: read_network(&mut lines)?,
                target,
            },
        };
        let evidence = read_evidence(&mut lines)?;
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

/// The lines of a certificate; those before `next` have been read.
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

    /// A refusal of the next line.
    fn error(&self, expected: impl Into<String>) -> Refused {
        let found = self.peek().map(quoted);
        let found = found.unwrap_or_else(|| "the end of the file".to_owned());
        Refused::new(format!("line {}", self.next + 1), expected, found)
    }

    /// A refusal of the line that was just read.
    fn error_before(&mut self, expected: impl Into<String>) -> Refused {
        self.next -= 1;
        self.error(expected)
    }

    /// The value found in the line that was just read, or its refusal with the number of that line.
    fn here<T>(&self, read: Parsed<T>) -> Parsed<T> {
        read.map_err(|refused| refused.within(&format!("line {}", self.next)))
    }

    /// The number in the next line, after the keyword.
    fn rational(&mut self, keyword: &str) -> Parsed<Rational> {
        let text = self.field(keyword)?;
        self.here(number(text))
    }

    /// The numbers in the next line, after the keyword.
    fn rationals(&mut self, keyword: &str) -> Parsed<Runs<Rational>> {
        let text = self.field(keyword)?;
        self.here(numbers(text))
    }

    /// The vertex in the next line, after the keyword.
    fn vertex(&mut self) -> Parsed<Vertex> {
        let text = self.field("vertex")?;
        self.here(text.parse())
    }

    fn count(&mut self, text: &str) -> Parsed<usize> {
        let count = plain_integer(text).filter(|count| *count <= MAX_DIMENSION);
        count.ok_or_else(|| self.error_before(format!("a count up to {MAX_DIMENSION}")))
    }

    fn counts(&mut self, text: &str) -> Parsed<Vec<usize>> {
        text.split_whitespace()
            .map(|word| self.count(word))
            .collect()
    }

    /// The value of a word `key=value`.
    fn setting(&mut self, word: Option<&'a str>, key: &str) -> Parsed<&'a str> {
        let value = word.and_then(|word| word.strip_prefix(key)?.strip_prefix('='));
        value.ok_or_else(|| self.error_before(format!("\"{key}=…\"")))
    }
}

/// An integer without a plus sign, which the standard library would allow and the format does not.
fn plain_integer<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok().filter(|_| !text.contains('+'))
}

fn number(text: &str) -> Parsed<Rational> {
    parse_rational_up_to(text, MAX_LONG_NUMBER_LENGTH)
}

fn numbers(text: &str) -> Parsed<Runs<Rational>> {
    parse_runs(text, MAX_DIMENSION, |word| Ok(vec![number(word)?]))
}

fn list<T: Display>(numbers: &[T]) -> String {
    let words: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    words.join(" ")
}

fn read_target(lines: &mut Lines) -> Parsed<Target> {
    let text = lines.field("target")?;
    let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
    let (first, values) = rest.split_once(' ').unwrap_or((rest, ""));
    let dimension = lines.setting(Some(first), "dim")?;
    let dimension = lines.count(dimension)?;
    let target = match kind {
        "interval" => {
            let mut words = values.split(' ');
            let mut bound = |key| {
                let bound = plain_integer::<i64>(lines.setting(words.next(), key)?);
                bound.ok_or_else(|| lines.error_before("an integer"))
            };
            let (low, high) = (bound("low")?, bound("high")?);
            if words.next().is_some() {
                return Err(lines.error_before("nothing after the bounds"));
            }
            Interval::new(dimension, low, high).map(Target::from)
        }
        "sums" => Target::by_sum(dimension, lines.here(parse_signs(values))?),
        "table" => Target::table(dimension, lines.here(parse_signs(values))?),
        _ => return Err(lines.error_before("a target: interval, sums or table")),
    };
    target.map_err(|why| lines.error_before(format!("a possible target ({why})")))
}

fn read_network(lines: &mut Lines) -> Parsed<Network> {
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
            units.push(Unit {
                bias: lines.here(number(bias))?,
                weights: lines.here(numbers(weights))?,
            });
        }
        layers.push(Layer { activation, units });
    }
    let network = Network::new(inputs, layers);
    lines.here(network)
}

fn write_network(f: &mut Formatter<'_>, network: &Network) -> fmt::Result {
    writeln!(f, "network inputs={}", network.inputs())?;
    for layer in network.layers() {
        writeln!(f, "  layer {}", layer.activation)?;
        for unit in &layer.units {
            writeln!(f, "    unit bias {} weights {}", unit.bias, unit.weights)?;
        }
    }
    Ok(())
}

fn read_classes(lines: &mut Lines) -> Parsed<Classes> {
    let text = lines.field("classes")?;
    let labels = parse_runs(text, MAX_DIMENSION, |word| {
        let label = plain_integer(word);
        let label = label.ok_or_else(|| Refused::new("", "a class number", quoted(word)))?;
        Ok(vec![label])
    });
    lines.here(labels.and_then(Classes::new))
}

fn write_classes(f: &mut Formatter<'_>, classes: &Classes) -> fmt::Result {
    writeln!(f, "  classes {}", classes.labels())
}

fn read_evidence(lines: &mut Lines) -> Parsed<Evidence> {
    match lines.field("evidence")? {
        "separator" => read_separator(lines),
        "farkas" => read_farkas(lines),
        "levels" => read_levels(lines),
        "counts" => read_counts(lines),
        "vertex" => read_vertex(lines),
        "limits" => read_limits(lines),
        "direction" => read_direction(lines),
        "diagram" => read_diagram(lines),
        "tree" => tree::read(lines),
        _ => Err(lines.error_before("a kind of evidence this checker knows")),
    }
}

fn write_evidence(f: &mut Formatter<'_>, evidence: &Evidence) -> fmt::Result {
    match evidence {
        Evidence::Separator {
            weights,
            bias,
            classes,
        } => write_separator(f, weights, bias, classes),
        Evidence::Farkas(points) => write_farkas(f, points),
        Evidence::Levels { classes, levels } => write_levels(f, classes, levels),
        Evidence::Counts { classes } => write_classes(f, classes),
        Evidence::Vertex {
            vertex,
            value,
            wanted,
        } => write_vertex(f, vertex, value, *wanted),
        Evidence::Limits { classes, points } => write_limits(f, classes, points),
        Evidence::Direction {
            vertex,
            direction,
            limit,
        } => write_direction(f, vertex, direction, limit),
        Evidence::Diagram(diagram) => write_diagram(f, diagram),
        Evidence::Tree(parts) => tree::write(f, parts),
    }
}

fn read_separator(lines: &mut Lines) -> Parsed<Evidence> {
    Ok(Evidence::Separator {
        weights: lines.rationals("weights")?,
        bias: lines.rational("bias")?,
        classes: read_classes(lines)?,
    })
}

fn write_separator(
    f: &mut Formatter<'_>,
    weights: &Runs<Rational>,
    bias: &Rational,
    classes: &Classes,
) -> fmt::Result {
    writeln!(f, "  weights {weights}\n  bias {bias}")?;
    write_classes(f, classes)
}

fn read_farkas(lines: &mut Lines) -> Parsed<Evidence> {
    let mut points = Vec::new();
    while let Some((weight, place)) = weighted(lines)? {
        points.push((weight, lines.here(place.parse())?));
    }
    Ok(Evidence::Farkas(points))
}

fn write_farkas(f: &mut Formatter<'_>, points: &[(Rational, Vertex)]) -> fmt::Result {
    points
        .iter()
        .try_for_each(|(weight, x)| writeln!(f, "  {weight} at {x}"))
}

fn read_levels(lines: &mut Lines) -> Parsed<Evidence> {
    let classes = read_classes(lines)?;
    let mut levels = Vec::new();
    while let Some((weight, place)) = weighted(lines)? {
        let counts = place
            .strip_prefix("counts ")
            .ok_or_else(|| lines.error_before("\"… at counts …\""))?;
        levels.push((weight, lines.counts(counts)?));
    }
    Ok(Evidence::Levels { classes, levels })
}

fn write_levels(
    f: &mut Formatter<'_>,
    classes: &Classes,
    levels: &[(Rational, Vec<usize>)],
) -> fmt::Result {
    write_classes(f, classes)?;
    levels
        .iter()
        .try_for_each(|(weight, counts)| writeln!(f, "  {weight} at counts {}", list(counts)))
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
    Ok(Some((lines.here(number(weight))?, place.trim())))
}

fn read_counts(lines: &mut Lines) -> Parsed<Evidence> {
    Ok(Evidence::Counts {
        classes: read_classes(lines)?,
    })
}

fn read_vertex(lines: &mut Lines) -> Parsed<Evidence> {
    Ok(Evidence::Vertex {
        vertex: lines.vertex()?,
        value: lines.rational("h")?,
        wanted: match lines.field("f")? {
            "1" => Sign::Plus,
            "-1" => Sign::Minus,
            _ => return Err(lines.error_before("\"f 1\" or \"f -1\"")),
        },
    })
}

fn write_vertex(
    f: &mut Formatter<'_>,
    vertex: &Vertex,
    value: &Rational,
    wanted: Sign,
) -> fmt::Result {
    writeln!(f, "  vertex {vertex}\n  h {value}\n  f {}", wanted.value())
}

fn read_limits(lines: &mut Lines) -> Parsed<Evidence> {
    let classes = read_classes(lines)?;
    let mut points = Vec::new();
    while let Some(place) = lines.optional("at") {
        let counts = place
            .strip_prefix("counts ")
            .ok_or_else(|| lines.error_before("\"at counts …\""))?;
        let counts = lines.counts(counts)?;
        let mut cases = Vec::new();
        while let Some(text) = lines.optional("if") {
            cases.push(read_case(lines, text)?);
        }
        points.push(PointCases { counts, cases });
    }
    Ok(Evidence::Limits { classes, points })
}

fn write_limits(f: &mut Formatter<'_>, classes: &Classes, points: &[PointCases]) -> fmt::Result {
    write_classes(f, classes)?;
    for point in points {
        writeln!(f, "  at counts {}", list(&point.counts))?;
        point
            .cases
            .iter()
            .try_for_each(|case| write_case(f, case))?;
    }
    Ok(())
}

/// The rest of a line `if layer.unit relation … then conclusion`.
fn read_case(lines: &mut Lines, text: &str) -> Parsed<Case> {
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
    let conclusion = match (conclusion, multipliers) {
        ("kept", _) => Conclusion::Kept,
        (_, Some(multipliers)) => {
            let multipliers = multipliers.split_whitespace().map(number);
            Conclusion::Impossible(lines.here(multipliers.collect())?)
        }
        _ => return Err(lines.error_before("\"kept\" or \"impossible …\"")),
    };
    Ok(Case { path, conclusion })
}

fn write_case(f: &mut Formatter<'_>, case: &Case) -> fmt::Result {
    write!(f, "    if")?;
    for (layer, unit, relation) in &case.path {
        write!(f, " {layer}.{unit} {}", relation.name())?;
    }
    match &case.conclusion {
        Conclusion::Kept => writeln!(f, " then kept"),
        Conclusion::Impossible(multipliers) => {
            write!(f, " then impossible")?;
            multipliers
                .iter()
                .try_for_each(|multiplier| write!(f, " {multiplier}"))?;
            writeln!(f)
        }
    }
}

fn read_direction(lines: &mut Lines) -> Parsed<Evidence> {
    Ok(Evidence::Direction {
        vertex: lines.vertex()?,
        direction: lines.rationals("direction")?,
        limit: lines.rational("limit")?,
    })
}

fn write_direction(
    f: &mut Formatter<'_>,
    vertex: &Vertex,
    direction: &Runs<Rational>,
    limit: &Rational,
) -> fmt::Result {
    writeln!(
        f,
        "  vertex {vertex}\n  direction {direction}\n  limit {limit}"
    )
}

fn read_diagram(lines: &mut Lines) -> Parsed<Evidence> {
    let text = lines.field("order")?;
    let mut order = Vec::new();
    for coordinate in lines.counts(text)? {
        let index = coordinate.checked_sub(1);
        order.push(index.ok_or_else(|| lines.error_before("coordinates counted from 1"))?);
    }
    let mut levels = Vec::new();
    while lines.peek() == Some("level") {
        lines.next += 1;
        let mut nodes = Vec::new();
        while let Some(line) = lines.peek().filter(|line| !["level", "end"].contains(line)) {
            lines.next += 1;
            let mut node = lines.here(parse_node(line, MAX_LONG_NUMBER_LENGTH))?;
            if let Below::Cases(cases) = &mut node.below {
                while let Some(text) = lines.optional("if") {
                    cases.push(read_case(lines, text)?);
                }
            }
            nodes.push(node);
        }
        levels.push(nodes);
    }
    Ok(Evidence::Diagram(Diagram { order, levels }))
}

fn write_diagram(f: &mut Formatter<'_>, diagram: &Diagram) -> fmt::Result {
    write!(f, "  order")?;
    diagram
        .order
        .iter()
        .try_for_each(|coordinate| write!(f, " {}", coordinate + 1))?;
    writeln!(f)?;
    for nodes in &diagram.levels {
        writeln!(f, "  level")?;
        for node in nodes {
            writeln!(f, "    {node}")?;
            if let Below::Cases(cases) = &node.below {
                cases.iter().try_for_each(|case| write_case(f, case))?;
            }
        }
    }
    Ok(())
}

/// The number of vertices that a claim names.
fn count_of_vertices(text: &str) -> Parsed<BigUint> {
    let count = number(text)?;
    let whole = count.is_integer().then(|| count.to_integer().to_biguint());
    whole
        .flatten()
        .ok_or_else(|| Refused::new("", "a number of vertices", quoted(text)))
}
