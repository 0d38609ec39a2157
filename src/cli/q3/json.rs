//! Results for programs. The field names are stable.

use orthant::checker::Evidence;
use orthant::language::target::Interval;
use orthant::prover::{Engine, Undecided};
use orthant::question3::answer::{Ground, NetworkFindings, NotDecided, Origin, Question3};
use orthant::question3::theorem::{self, Statement};
use serde::Serialize;

/// One function.
#[derive(Serialize)]
pub struct One {
    #[serde(flatten)]
    interval: Function,
    engine: &'static str,
    separable: Verdict,
    /// Weights and bias, where f is one perceptron.
    #[serde(skip_serializing_if = "Option::is_none")]
    separator: Option<Separator>,
    /// The evidence against a perceptron: certificates as text.
    inseparable_because: Vec<String>,
    networks: Vec<Network>,
}

/// D, A, B.
#[derive(Serialize)]
pub struct Function {
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

/// yes, no or undecided, and what it rests on.
#[derive(Serialize)]
struct Verdict {
    /// `true`, `false`, or `null` for undecided.
    answer: Option<bool>,
    /// `checked` or `computed`, also where a theorem says it.
    trust: Option<&'static str>,
    /// The theorem that says it for every D, A and B, or `null`.
    theorem: Option<&'static str>,
    /// Why it is undecided.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Verdict {
    fn of(ground: Result<&Ground, &NotDecided>, theorem: Option<&'static str>) -> Self {
        Self {
            answer: ground.ok().map(Ground::holds),
            trust: ground.ok().map(Ground::trust),
            theorem: theorem.filter(|_| ground.is_ok()),
            reason: ground.err().map(ToString::to_string),
        }
    }
}

#[derive(Serialize)]
struct Separator {
    /// As in certificates: `[1]*4` is four times 1.
    weights: String,
    bias: String,
}

#[derive(Serialize)]
struct Network {
    /// `b`, `c` or `null` for a network of the user's.
    part: Option<char>,
    name: String,
    exact: Verdict,
    /// The number of inputs on which it is wrong, where that was counted; decimal digits.
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

/// Fractions, or `null` where no hidden unit has a threshold or it was not decided.
#[derive(Serialize)]
struct Margin {
    linf: Option<String>,
    l2_squared: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// One answer as JSON.
pub fn one(answer: &Question3, engine: Engine) -> One {
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
        engine: match engine {
            Engine::Auto => "auto",
            Engine::Classes => "classes",
            Engine::Walk => "walk",
        },
        separable: Verdict::of(ground, Some(theorem::ONE_PERCEPTRON)),
        separator,
        inseparable_because: certificates.map(ToString::to_string).collect(),
        networks: answer
            .networks
            .iter()
            .map(|n| network(n, &answer.interval))
            .collect(),
    }
}

/// The part, or `null`, and the name of a network.
pub fn origin(origin: &Origin) -> (Option<char>, String) {
    match origin {
        Origin::Construction(hidden, answer) => (Some(hidden.part()), answer.to_string()),
        Origin::Own(name) => (None, name.clone()),
    }
}

fn network(findings: &NetworkFindings, interval: &Interval) -> Network {
    let (part, name) = origin(&findings.origin);
    let (exact, robust) = (findings.exact.as_ref(), findings.robust.as_ref());
    let f = |x: &orthant::language::cube::Vertex| interval.value_at_sum(x.sum()).value();
    Network {
        part,
        name,
        exact: Verdict::of(
            exact.map(|exact| &exact.ground),
            findings.theorem(interval, Statement::Exact),
        ),
        wrong_inputs: exact
            .ok()
            .and_then(|exact| Some(exact.violations.as_ref()?.to_string())),
        differs_at: exact
            .ok()
            .and_then(|exact| exact.differs_at.as_ref())
            .map(|x| Difference {
                vertex: x.to_string(),
                h: findings.network.value(x).to_string(),
                f: f(x),
            }),
        robust: Verdict::of(
            robust.map(|robust| &robust.ground),
            findings.theorem(interval, Statement::Robust),
        ),
        breaks_at: robust
            .ok()
            .and_then(|robust| robust.breaks_at.as_ref())
            .map(|(x, v)| Break {
                vertex: x.to_string(),
                direction: v.to_string(),
                limit: findings.network.along(x, v).limit.to_string(),
                f: f(x),
            }),
        margin: margin(findings),
    }
}

fn margin(findings: &NetworkFindings) -> Margin {
    let margin = findings.margin.as_ref().ok().and_then(Option::as_ref);
    Margin {
        linf: margin.map(|margin| margin.linf.to_string()),
        l2_squared: margin.map(|margin| margin.l2_squared.to_string()),
        reason: findings.margin.as_ref().err().map(Undecided::to_string),
    }
}
