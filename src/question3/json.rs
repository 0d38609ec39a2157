//! The answer for one interval, for programs. The field names are stable.

use crate::checker::Evidence;
use crate::examine::{Findings, Ground, NotDecided, Property};
use crate::language::cube::Vertex;
use crate::language::target::Interval;
use crate::prover::{Engine, Undecided};
use crate::question3::{Examined, Origin, Question3};
use serde::Serialize;

/// The answer for one function.
#[derive(Serialize)]
pub(super) struct One {
    #[serde(flatten)]
    interval: Function,
    engine: &'static str,
    separable: Verdict,
    /// The weights and the bias, where one perceptron computes f.
    #[serde(skip_serializing_if = "Option::is_none")]
    separator: Option<Separator>,
    /// The evidence that no perceptron computes f: certificates as text.
    inseparable_because: Vec<String>,
    networks: Vec<Network>,
}

/// The function, given by D, A and B.
#[derive(Serialize)]
pub(super) struct Function {
    d: usize,
    a: i64,
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
struct Verdict {
    /// The answer: `true`, `false`, or `null` for undecided.
    answer: Option<bool>,
    /// The grade of trust: `proved`, `checked` or `computed`.
    trust: Option<&'static str>,
    /// The theorem that says it for every D, A and B, or `null`.
    theorem: Option<&'static str>,
    /// The reason why it is undecided.
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
struct Separator {
    /// The weights as in certificates: `[1]*4` is four times 1.
    weights: String,
    bias: String,
}

#[derive(Serialize)]
struct Network {
    /// The part, `b` or `c`, or `null` for a user's network.
    part: Option<char>,
    name: String,
    exact: Verdict,
    /// The number of inputs on which the network is wrong, in decimal digits, where that was counted.
    wrong_inputs: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    differs_at: Option<Difference>,
    robust: Verdict,
    #[serde(skip_serializing_if = "Option::is_none")]
    breaks_at: Option<Break>,
    margin: Margin,
}

#[derive(Serialize)]
struct Difference {
    vertex: String,
    h: String,
    f: i64,
}

#[derive(Serialize)]
struct Break {
    vertex: String,
    direction: String,
    limit: String,
    f: i64,
}

/// The radii as fractions, or `null` where no hidden unit has a threshold or the margin was not decided.
#[derive(Serialize)]
struct Margin {
    linf: Option<String>,
    l2_squared: Option<String>,
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
        engine: match answer.engine {
            Engine::Auto => "auto",
            Engine::Classes => "classes",
            Engine::Walk => "walk",
        },
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
        exact: findings.ground(Property::Exact).into(),
        wrong_inputs: violations
            .and_then(|exact| Some(exact.found.violations.as_ref()?.to_string())),
        differs_at: findings.differs_at().map(|x| Difference {
            vertex: x.to_string(),
            h: findings.network.value(x).to_string(),
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
