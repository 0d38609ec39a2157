//! A network against a target: the findings, and how far each of them can be trusted.
//!
//! There are three grades of trust. A verdict is *proved* where a theorem says it for every D, *checked* where the checker
//! accepted a certificate, and *computed* where an exact engine went through everything, too much for the checker to
//! repeat. [`Ground::word`] is the word for the grade in every form in which an answer is shown.

pub mod float32;

use crate::checker::{Certificate, Claim, Rejection, Verdict, Verified, check};
use crate::language::cube::Vertex;
use crate::language::exact::Rational;
use crate::language::network::Network;
use crate::language::runs::Runs;
use crate::language::target::Target;
use crate::prover::{
    Agreement, Engine, Found, Limits, Margin, Plan, Problem, Robustness, Undecided,
};

/// The ground of a verdict: a theorem, a certificate or a computation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// A theorem says it for every D, and it was decided here as well.
    Proved {
        /// Where the theorem is: `Theory.theorem`, in `proofs/theories`.
        theorem: &'static str,
        /// The ground of the decision made here.
        here: Box<Ground>,
    },
    /// The checker accepted a certificate.
    Checked {
        /// The claim that the checker accepted.
        verified: Verified,
        /// The certificate that it accepted.
        certificate: Box<Certificate>,
    },
    /// An exact engine enumerated everything, which is more than the checker repeats.
    Computed(Claim),
}

impl Ground {
    /// The claim that holds.
    pub fn claim(&self) -> &Claim {
        match self {
            Self::Proved { here, .. } => here.claim(),
            Self::Checked { verified, .. } => verified.claim(),
            Self::Computed(claim) => claim,
        }
    }

    /// Whether the answer to the claim's question is yes.
    pub fn holds(&self) -> bool {
        self.claim().holds
    }

    /// The grade of trust: `proved`, `checked` or `computed`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Proved { .. } => "proved",
            Self::Checked { .. } => "checked",
            Self::Computed(_) => "computed",
        }
    }

    /// The certificate that was checked, where there is one.
    pub fn certificate(&self) -> Option<&Certificate> {
        match self {
            Self::Proved { here, .. } => here.certificate(),
            Self::Checked { certificate, .. } => Some(certificate),
            Self::Computed(_) => None,
        }
    }

    /// The theorem that says it for every D, as `Theory.theorem`, where there is one.
    pub fn theorem(&self) -> Option<&'static str> {
        match self {
            Self::Proved { theorem, .. } => Some(theorem),
            Self::Checked { .. } | Self::Computed(_) => None,
        }
    }

    /// The same verdict, with the theorem that says it for every D.
    #[must_use]
    pub fn proved_by(self, theorem: &'static str) -> Self {
        Self::Proved {
            theorem,
            here: Box::new(self),
        }
    }

    /// The ground that the checker's judgement of a certificate gives.
    ///
    /// # Errors
    /// [`NotDecided`] if it does not accept the claim. A certificate that is only too large is not an error, because the
    /// prover went through everything.
    pub fn of(certificate: Certificate) -> Result<Self, NotDecided> {
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

/// Why a question was not decided.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDecided {
    /// The prover gave up, for this reason.
    #[error(transparent)]
    Undecided(#[from] Undecided),
    /// The checker does not accept the prover's certificate: a bug in the prover.
    #[error("the prover's certificate was rejected: {0}")]
    Rejected(Rejection),
    /// The checker refutes the prover's claim: a bug in the prover.
    #[error("the prover's certificate establishes the opposite of its claim")]
    Contradicted,
}

/// An answer together with its ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<F> {
    /// The ground of the answer.
    pub ground: Ground,
    /// The answer as the prover found it.
    pub found: F,
}

impl<F> Answer<F> {
    /// Checks the prover's answer where it comes with evidence.
    fn new(found: Found<F>) -> Result<Self, NotDecided> {
        let ground = match found.certificate() {
            Some(certificate) => Ground::of(certificate)?,
            None => Ground::Computed(found.claim),
        };
        Ok(Self {
            ground,
            found: found.found,
        })
    }

    fn proved_by(self, theorem: &'static str) -> Self {
        Self {
            ground: self.ground.proved_by(theorem),
            ..self
        }
    }
}

/// A property that a network can have with respect to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// The network equals the target at every vertex.
    Exact,
    /// The network keeps the target's value under an infinitesimal push in any direction.
    Robust,
}

impl Property {
    /// Both properties, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::Exact, Self::Robust];

    /// The word for the property, `exact` or `robust`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Robust => "robust",
        }
    }
}

/// Everything that was found out about one network and one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// The network that was examined.
    pub network: Network,
    /// The engines that were to be tried, and why.
    pub plan: Plan,
    /// Does it equal the target at every vertex?
    pub exact: Result<Answer<Agreement>, NotDecided>,
    /// The ground of the number of vertices at which they differ, where they do and were counted.
    pub count: Option<Ground>,
    /// Does it keep the target's value under an infinitesimal push in any direction?
    pub robust: Result<Answer<Robustness>, NotDecided>,
    /// How far the vertices are from the hidden thresholds; `Ok(None)` if no hidden unit has a threshold.
    pub margin: Result<Option<Margin>, Undecided>,
}

impl Findings {
    /// The ground of the verdict on a property, or why there is no verdict.
    ///
    /// # Errors
    /// [`NotDecided`] if the property was not decided.
    pub fn ground(&self, property: Property) -> Result<&Ground, &NotDecided> {
        match property {
            Property::Exact => self.exact.as_ref().map(|answer| &answer.ground),
            Property::Robust => self.robust.as_ref().map(|answer| &answer.ground),
        }
    }

    /// Whether the network has the property, if that was decided.
    pub fn holds(&self, property: Property) -> Option<bool> {
        self.ground(property).ok().map(Ground::holds)
    }

    /// Whether the network equals the target at every vertex, if that was decided.
    pub fn is_exact(&self) -> Option<bool> {
        self.holds(Property::Exact)
    }

    /// Whether the network keeps the target's value under every infinitesimal push, if that was decided.
    pub fn is_robust(&self) -> Option<bool> {
        self.holds(Property::Robust)
    }

    /// A vertex at which the network differs from the target, if there is one.
    pub fn differs_at(&self) -> Option<&Vertex> {
        self.exact.as_ref().ok()?.found.differs_at.as_ref()
    }

    /// A vertex and a direction along which the network leaves the target, if there are any.
    pub fn breaks_at(&self) -> Option<&(Vertex, Runs<Rational>)> {
        self.robust.as_ref().ok()?.found.breaks_at.as_ref()
    }

    /// The findings with the theorems that say the same for every D.
    #[must_use]
    pub fn proved_by(mut self, theorem: impl Fn(Property) -> &'static str) -> Self {
        let (exact, robust) = (theorem(Property::Exact), theorem(Property::Robust));
        self.exact = self.exact.map(|answer| answer.proved_by(exact));
        self.robust = self.robust.map(|answer| answer.proved_by(robust));
        self
    }
}

/// The ground of the number of vertices at which a network differs from its target.
fn count(problem: &Problem, found: &Agreement) -> Option<Ground> {
    let wrong = found
        .violations
        .clone()
        .filter(|_| found.differs_at.is_some())?;
    let checked = found
        .counted
        .clone()
        .and_then(|certificate| Ground::of(certificate).ok());
    Some(checked.unwrap_or_else(|| Ground::Computed(problem.exactly(wrong))))
}

/// Examines one network against a target.
///
/// # Panics
/// If the network and the target have different dimensions.
pub fn examine(network: Network, target: &Target, engine: Engine, limits: Limits) -> Findings {
    let problem = Problem::new(&network, target, engine);
    let exact = problem.agreement(limits).map_err(NotDecided::from);
    let exact = exact.and_then(Answer::new);
    let differs_at = exact
        .as_ref()
        .ok()
        .and_then(|exact| exact.found.differs_at.clone());
    let robust = match differs_at {
        // What differs is not robust.
        Some(x) => Ok(problem.broken_at(x)),
        None => problem.robustness(limits).map_err(NotDecided::from),
    };
    let robust = robust.and_then(Answer::new);
    let count = exact
        .as_ref()
        .ok()
        .and_then(|exact| count(&problem, &exact.found));
    let margin = problem.margin(limits);
    Findings {
        count,
        plan: problem.plan().clone(),
        network,
        exact,
        robust,
        margin,
    }
}
