//! Question 3 for one interval: is f one perceptron, and do the networks compute it, robustly?
//!
//! Every answer says what it rests on: a certificate that the checker accepted, or a full enumeration by an
//! exact engine that is too large for the checker to repeat.

use num_bigint::BigUint;

use crate::checker::{Certificate, Claim, Evidence, Question, Rejection, Verdict, Verified, check};
use crate::language::cube::Vertex;
use crate::language::exact::{Rational, integer};
use crate::language::network::Network;
use crate::language::runs::Runs;
use crate::language::target::{Interval, Target};
use crate::prover::agreement::agreement;
use crate::prover::margin::{Margin, margin};
use crate::prover::robustness::{Robustness, no_direction, robustness};
use crate::prover::separability::separate;
use crate::prover::{Engine, Undecided, Watch};
use crate::question3::networks::{self, Answer, Hidden, four_points};
use crate::question3::theorem::{self, Statement};

/// What an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The checker accepted a certificate.
    Checked {
        /// What it accepted.
        verified: Verified,
        /// The certificate.
        certificate: Box<Certificate>,
    },
    /// An exact engine enumerated everything; the checker does not repeat that much.
    Computed(Claim),
}

impl Ground {
    /// The claim that holds.
    pub fn claim(&self) -> &Claim {
        match self {
            Self::Checked { verified, .. } => verified.claim(),
            Self::Computed(claim) => claim,
        }
    }

    /// Whether the answer to the claim's question is yes.
    pub fn holds(&self) -> bool {
        self.claim().holds
    }

    /// `checked` or `computed`.
    pub fn trust(&self) -> &'static str {
        match self {
            Self::Checked { .. } => "checked",
            Self::Computed(_) => "computed",
        }
    }

    /// The certificate that was checked.
    pub fn certificate(&self) -> Option<&Certificate> {
        match self {
            Self::Checked { certificate, .. } => Some(certificate),
            Self::Computed(_) => None,
        }
    }

    /// What a claim of the prover rests on.
    fn new(computed: Claim, certificate: Option<Certificate>) -> Result<Self, NotDecided> {
        certificate.map_or(Ok(Self::Computed(computed)), Self::of)
    }

    /// What the checker makes of a certificate.
    ///
    /// # Errors
    /// If it does not accept the claim; a certificate that is only too large is no error when the
    /// prover enumerated everything.
    fn of(certificate: Certificate) -> Result<Self, NotDecided> {
        match check(&certificate) {
            Verdict::Verified(verified) => Ok(Self::Checked {
                verified,
                certificate: Box::new(certificate),
            }),
            Verdict::Undecided(Rejection::TooLarge { .. }) => Ok(Self::Computed(certificate.claim)),
            Verdict::Undecided(rejection) => Err(NotDecided::Rejected(rejection)),
            Verdict::Refuted { .. } => Err(NotDecided::Contradicted),
        }
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDecided {
    /// The prover gave up.
    #[error(transparent)]
    Undecided(#[from] Undecided),
    /// The checker does not accept the prover's certificate: a bug in the prover.
    #[error("the prover's certificate was rejected: {0}")]
    Rejected(Rejection),
    /// The checker refutes the prover's claim: a bug in the prover.
    #[error("the prover's certificate establishes the opposite of its claim")]
    Contradicted,
}

/// Where a network comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// One of the networks that the question has been answered with.
    Construction(Hidden, Answer),
    /// The user's own, by its name.
    Own(String),
}

/// Whether h = f everywhere, and how many vertices are wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exactness {
    /// Whether h(x) = f(x) at every vertex.
    pub ground: Ground,
    /// A vertex at which they differ.
    pub differs_at: Option<Vertex>,
    /// At how many they differ, where that was counted.
    pub violations: Option<BigUint>,
}

/// Whether every limit is f(x).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Whether lim h(x + t·v) = f(x) at every vertex, for every direction.
    pub ground: Ground,
    /// A vertex and a direction for which it is not.
    pub breaks_at: Option<(Vertex, Runs<Rational>)>,
}

/// Everything about one network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkFindings {
    /// Where it comes from.
    pub origin: Origin,
    /// The network.
    pub network: Network,
    /// Parts (b), (c): does it compute f?
    pub exact: Result<Exactness, NotDecided>,
    /// Parts (b), (c): is it robust?
    pub robust: Result<Limits, NotDecided>,
    /// How far the vertices are from the hidden thresholds; `Ok(None)` if no hidden unit has one.
    pub margin: Result<Option<Margin>, Undecided>,
}

impl NetworkFindings {
    /// Whether it computes f, if that was decided.
    pub fn is_exact(&self) -> Option<bool> {
        self.exact.as_ref().ok().map(|exact| exact.ground.holds())
    }

    /// The theorem that decides the statement for every network of this kind, if the network is one of those that
    /// the question has been answered with, whoever gave it.
    pub fn theorem(&self, interval: &Interval, statement: Statement) -> Option<&'static str> {
        let (hidden, answer) = self.known(interval)?;
        theorem::about(hidden, answer, statement)
    }

    /// Which of the networks that the question has been answered with this is, if it is one; two of them may be the same
    /// for an interval, and then what it was built as counts.
    pub fn known(&self, interval: &Interval) -> Option<(Hidden, Answer)> {
        match self.origin {
            Origin::Construction(hidden, answer) => Some((hidden, answer)),
            Origin::Own(_) => networks::recognise(&self.network, interval),
        }
    }

    /// Whether it is robust, if that was decided.
    pub fn is_robust(&self) -> Option<bool> {
        self.robust
            .as_ref()
            .ok()
            .map(|robust| robust.ground.holds())
    }
}

/// Examines one network against a target.
///
/// # Panics
/// If they have different dimensions.
pub fn examine(
    origin: Origin,
    network: Network,
    target: &Target,
    engine: Engine,
    watch: Watch,
) -> NetworkFindings {
    let exact = agreement(&network, target, engine, watch).map_err(NotDecided::from);
    let exact = exact.and_then(|found| {
        let question = Question::Agrees {
            network: network.clone(),
            target: target.clone(),
        };
        let claim = Claim {
            question,
            holds: found.differs_at.is_none(),
        };
        Ok(Exactness {
            ground: Ground::new(claim, found.certificate)?,
            differs_at: found.differs_at,
            violations: found.violations,
        })
    });
    let robust = match exact
        .as_ref()
        .ok()
        .and_then(|exact| exact.differs_at.as_ref())
    {
        // v = 0 is a direction: what differs is not robust.
        Some(x) => Ok(Robustness::broken(
            &network,
            target,
            x.clone(),
            no_direction(&network),
        )),
        None => robustness(&network, target, engine, watch).map_err(NotDecided::from),
    };
    let robust = robust.and_then(|found| {
        let question = Question::Robust {
            network: network.clone(),
            target: target.clone(),
        };
        let claim = Claim {
            question,
            holds: found.breaks_at.is_none(),
        };
        let ground = Ground::new(claim, found.certificate)?;
        Ok(Limits {
            ground,
            breaks_at: found.breaks_at,
        })
    });
    let margin = margin(&network, target, engine, watch);
    NetworkFindings {
        origin,
        network,
        exact,
        robust,
        margin,
    }
}

/// The four points x₁ + x₂ = y₁ + y₂ of an inseparable interval, as a certificate.
fn four_point_certificate(interval: &Interval) -> Option<Certificate> {
    let points = four_points(interval)?.map(|x| (integer(1), x));
    let question = Question::Separable {
        target: (*interval).into(),
    };
    let claim = Claim {
        question,
        holds: false,
    };
    Some(Certificate {
        claim,
        evidence: Evidence::Farkas(points.to_vec()),
    })
}

/// Part (a) for one interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartA {
    /// Is f one perceptron? The certificate comes from the LP.
    pub separable: Result<Ground, NotDecided>,
    /// Where it is not: four points that prove it.
    pub four_points: Option<Result<Ground, NotDecided>>,
}

impl PartA {
    /// Decides whether the interval is one perceptron.
    pub fn new(interval: &Interval, engine: Engine) -> Self {
        let separable = separate(&(*interval).into(), engine).map_err(NotDecided::from);
        Self {
            separable: separable.and_then(Ground::of),
            four_points: four_point_certificate(interval).map(Ground::of),
        }
    }

    /// Whether f is one perceptron, if that was decided.
    pub fn is_separable(&self) -> Option<bool> {
        self.separable.as_ref().ok().map(Ground::holds)
    }
}

/// Question 3 for one interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question3 {
    /// D, A, B.
    pub interval: Interval,
    /// Part (a).
    pub part_a: PartA,
    /// Parts (b) and (c), in the order of [`networks::NETWORKS`], then the user's own networks.
    pub networks: Vec<NetworkFindings>,
}

impl Question3 {
    /// Answers Question 3 for the interval, and for further networks by name.
    ///
    /// # Panics
    /// If one of the networks has not D inputs.
    pub fn answer(
        interval: Interval,
        own: &[(String, Network)],
        engine: Engine,
        watch: Watch,
    ) -> Self {
        let target = Target::from(interval);
        let constructions = networks::NETWORKS
            .into_iter()
            .filter_map(|(hidden, answer)| {
                let network = networks::network(&interval, hidden, answer)?;
                Some((Origin::Construction(hidden, answer), network))
            });
        let own = own
            .iter()
            .map(|(name, network)| (Origin::Own(name.clone()), network.clone()));
        let networks = constructions
            .chain(own)
            .map(|(origin, network)| examine(origin, network, &target, engine, watch))
            .collect();
        Self {
            interval,
            part_a: PartA::new(&interval, engine),
            networks,
        }
    }

    /// Whether everything was decided, and the answers that are offered as right ones are.
    pub fn is_settled(&self) -> bool {
        let offered = |findings: &&NetworkFindings| matches!(findings.origin, Origin::Construction(_, answer) if answer.is_offered());
        let decided = |n: &NetworkFindings| n.is_exact().is_some() && n.is_robust().is_some();
        self.part_a.is_separable().is_some()
            && !matches!(self.part_a.four_points, Some(Err(_)))
            && self.networks.iter().all(decided)
            && self
                .networks
                .iter()
                .filter(offered)
                .all(|n| n.is_exact() == Some(true) && n.is_robust() == Some(true))
    }

    /// Whether one of the user's own networks is refuted.
    pub fn refutes_own(&self) -> bool {
        self.networks.iter().any(|n| {
            matches!(n.origin, Origin::Own(_))
                && (n.is_exact() == Some(false) || n.is_robust() == Some(false))
        })
    }
}
