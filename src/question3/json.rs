//! The answer for one interval, for programs. The field names are stable.

use crate::checker::Evidence;
use crate::examine::{Findings, Ground, NotDecided, Property};
use crate::formula;
use crate::language::cube::Vertex;
use crate::language::target::Interval;
use crate::prover::Undecided;
use crate::question3::{Examined, Origin, Question3};
use serde::Serialize;

/// The answer for one function.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct One {
    #[serde(flatten)]
    interval: Function,
    /// How all inputs were accounted for: the engine that was asked for, by name.
    engine: &'static str,
    /// Part (a): whether one perceptron computes f.
    separable: Verdict,
    /// The weights and the bias of a perceptron that computes f, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    separator: Option<Separator>,
    /// The evidence that no perceptron computes f: certificates as text.
    inseparable_because: Vec<String>,
    /// The networks of parts (b) and (c), and then your own.
    networks: Vec<Network>,
}

/// The function, given by D, A and B.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct Function {
    /// D, the number of inputs.
    d: usize,
    /// A, the least sum at which f = +1.
    a: i64,
    /// B, the greatest sum at which f = +1.
    b: i64,
}

impl From<&Interval> for Function {
    fn from(interval: &Interval) -> Self {
        Self {
            d: interval.dimension(),
            a: interval.low(),
            b: interval.high(),
        }
    }
}

/// A verdict: yes, no or undecided, and what it rests on.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Verdict {
    /// The answer: `true`, `false`, or `null` for undecided.
    answer: Option<bool>,
    /// What the answer rests on: `proved`, `checked` or `computed`; `null` if it is undecided.
    trust: Option<&'static str>,
    /// The theorem that says it for every D, A and B, or `null`.
    theorem: Option<&'static str>,
    /// Why it is undecided, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<Result<&Ground, &NotDecided>> for Verdict {
    fn from(ground: Result<&Ground, &NotDecided>) -> Self {
        Self {
            answer: ground.ok().map(Ground::holds),
            trust: ground.ok().map(Ground::word),
            theorem: ground.ok().and_then(Ground::theorem),
            reason: ground.err().map(ToString::to_string),
        }
    }
}

#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Separator {
    /// The weights, as in certificates: `[1]*4` is four times 1.
    weights: String,
    /// The bias, an integer or a fraction.
    bias: String,
}

#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Network {
    /// The part of the question, `b` or `c`; `null` for your own network.
    part: Option<char>,
    /// The name of the network, or of its file.
    name: String,
    /// The engine that was tried first, what it visits, and what the others would visit.
    plan: String,
    /// Whether h = f at every vertex.
    exact: Verdict,
    /// The number of vertices at which it is wrong, as decimal digits; `null` if they were not counted.
    wrong_inputs: Option<String>,
    /// What their number rests on: `checked` or `computed`; `null` if they were not counted, or if there are none.
    wrong_inputs_trust: Option<&'static str>,
    /// What is known where not all of them were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    wrong_so_far: Option<SoFar>,
    /// A vertex at which it is wrong, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    differs_at: Option<Difference>,
    /// Whether the limit at every vertex is f in every direction.
    robust: Verdict,
    /// A vertex and a direction in which the limit is not f, if there are such.
    #[serde(skip_serializing_if = "Option::is_none")]
    breaks_at: Option<Break>,
    /// How far an input may move before a hidden unit changes side.
    margin: Margin,
}

/// A count of wrong inputs that ended early.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct SoFar {
    /// The number of wrong inputs among those that were seen, as decimal digits.
    at_least: String,
    /// The number of inputs that were seen; `null` where they were not seen one by one.
    seen: Option<u64>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Difference {
    /// The vertex, as its signs, x₁ first.
    vertex: String,
    /// The value of the network there.
    h: String,
    /// The value as a program in float32 computes it, where the network came as float32.
    #[serde(skip_serializing_if = "Option::is_none")]
    h_float32: Option<f32>,
    /// The value of the function there.
    f: i64,
}

#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Break {
    /// The vertex, as its signs, x₁ first.
    vertex: String,
    /// The direction v of the push.
    direction: String,
    /// The value of the network at x + t·v for small t > 0.
    limit: String,
    /// The value of the function at the vertex.
    f: i64,
}

/// The margins of a network, as fractions.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Margin {
    /// In the maximum norm, a fraction; `null` if no hidden unit has a threshold, or if it was not decided.
    linf: Option<String>,
    /// The square of the margin in the Euclidean norm, a fraction or `null` likewise.
    l2_squared: Option<String>,
    /// Why it was not decided, if it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// One answer as JSON.
pub(super) fn one(answer: &Question3) -> One {
    let ground = answer.part_a.separable.as_ref();
    let separator = ground
        .ok()
        .and_then(Ground::certificate)
        .and_then(|certificate| match &certificate.evidence {
            Evidence::Separator { weights, bias, .. } => Some(Separator {
                weights: weights.to_string(),
                bias: bias.to_string(),
            }),
            _ => None,
        });
    let four_points = answer
        .part_a
        .four_points
        .as_ref()
        .and_then(|ground| ground.as_ref().ok());
    let against = [ground.ok().filter(|ground| !ground.holds()), four_points];
    let certificates = against
        .into_iter()
        .flatten()
        .filter_map(Ground::certificate);
    One {
        interval: (&answer.interval).into(),
        engine: answer.engine.name(),
        separable: ground.into(),
        separator,
        inseparable_because: certificates.map(ToString::to_string).collect(),
        networks: answer
            .networks
            .iter()
            .map(|examined| network(examined, &answer.interval))
            .collect(),
    }
}

/// The part, or `null`, and the name of a network.
pub(super) fn origin(origin: &Origin) -> (Option<char>, String) {
    match origin {
        Origin::Construction(construction) => {
            (Some(construction.part()), construction.name().to_owned())
        }
        Origin::Own(name) => (None, name.clone()),
    }
}

fn network(examined: &Examined, interval: &Interval) -> Network {
    let (part, name) = origin(&examined.origin);
    let findings = &examined.findings;
    let f = |x: &Vertex| interval.value_at_sum(x.sum()).value();
    let violations = findings.exact.as_ref().ok();
    Network {
        part,
        name,
        plan: findings.plan.to_string(),
        exact: findings.ground(Property::Exact).into(),
        wrong_inputs: violations
            .and_then(|exact| Some(exact.found.violations.as_ref()?.to_string())),
        wrong_inputs_trust: findings.count.as_ref().map(Ground::word),
        wrong_so_far: violations
            .and_then(|exact| exact.found.so_far.as_ref())
            .map(|so_far| SoFar {
                at_least: so_far.wrong.to_string(),
                seen: so_far.seen,
            }),
        differs_at: findings.differs_at().map(|x| Difference {
            vertex: x.to_string(),
            h: findings.network.value(x).to_string(),
            h_float32: formula::in_float32(&findings.network, x),
            f: f(x),
        }),
        robust: findings.ground(Property::Robust).into(),
        breaks_at: findings.breaks_at().map(|(x, v)| Break {
            vertex: x.to_string(),
            direction: v.to_string(),
            limit: findings.network.along(x, v).limit.to_string(),
            f: f(x),
        }),
        margin: margin(findings),
    }
}

fn margin(findings: &Findings) -> Margin {
    let margin = findings.margin.as_ref().ok().and_then(Option::as_ref);
    Margin {
        linf: margin.map(|margin| margin.linf.to_string()),
        l2_squared: margin.map(|margin| margin.l2_squared.to_string()),
        reason: findings.margin.as_ref().err().map(Undecided::to_string),
    }
}
