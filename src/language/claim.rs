//! Claims: a question about a target, or a network and a target, and its answer.

use crate::language::exact::BigUint;
use crate::language::network::Network;
use crate::language::target::Target;

/// A question with a yes or no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Are there w, b with sign(w·x + b) = f(x) at every vertex x?
    Separable {
        /// The target f.
        target: Target,
    },
    /// Is h(x) = f(x) at every vertex x?
    Agrees {
        /// The network h.
        network: Network,
        /// The target f.
        target: Target,
    },
    /// Is h(x) ≠ f(x) at exactly this number of vertices x?
    Exactly {
        /// The network h.
        network: Network,
        /// The target f.
        target: Target,
        /// The number of vertices.
        wrong: BigUint,
    },
    /// Is lim h(x + t·v) = f(x) for t → 0, at every vertex x and for every direction v?
    ///
    /// v = 0 is a direction, so this includes h(x) = f(x).
    Robust {
        /// The network h.
        network: Network,
        /// The target f.
        target: Target,
    },
}

impl Question {
    /// The question whether one perceptron computes the target.
    pub fn separable(target: &Target) -> Self {
        Self::Separable {
            target: target.clone(),
        }
    }

    /// The question whether the network equals the target at every vertex.
    pub fn agrees(network: &Network, target: &Target) -> Self {
        Self::Agrees {
            network: network.clone(),
            target: target.clone(),
        }
    }

    /// The question whether the network differs from the target at exactly this number of vertices.
    pub fn exactly(network: &Network, target: &Target, wrong: BigUint) -> Self {
        Self::Exactly {
            network: network.clone(),
            target: target.clone(),
            wrong,
        }
    }

    /// The question whether the network keeps the target's value under an infinitesimal push in any direction.
    pub fn robust(network: &Network, target: &Target) -> Self {
        Self::Robust {
            network: network.clone(),
            target: target.clone(),
        }
    }

    /// The claim that the answer is yes (`holds`), or that it is no.
    pub fn claim(self, holds: bool) -> Claim {
        Claim {
            question: self,
            holds,
        }
    }

    /// The word for a "yes" to this question in certificates: separable, agrees, exactly or robust.
    pub fn name(&self) -> &'static str {
        self.words().0
    }

    /// The target f that the question is about.
    pub fn target(&self) -> &Target {
        match self {
            Self::Separable { target }
            | Self::Agrees { target, .. }
            | Self::Exactly { target, .. }
            | Self::Robust { target, .. } => target,
        }
    }

    /// The network h that the question is about; `None` for a question about the target alone.
    pub fn network(&self) -> Option<&Network> {
        match self {
            Self::Separable { .. } => None,
            Self::Agrees { network, .. }
            | Self::Exactly { network, .. }
            | Self::Robust { network, .. } => Some(network),
        }
    }

    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Separable { .. } => ("separable", "inseparable"),
            Self::Agrees { .. } => ("agrees", "differs"),
            Self::Exactly { .. } => ("exactly", "not-exactly"),
            Self::Robust { .. } => ("robust", "fragile"),
        }
    }
}

/// The claim that the answer to a question is yes, or that it is no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The question.
    pub question: Question,
    /// The claimed answer: `true` for yes.
    pub holds: bool,
}

impl Claim {
    /// The word for this claim in certificates: separable or inseparable, agrees or differs, exactly or
    /// not-exactly, robust or fragile.
    pub fn name(&self) -> &'static str {
        let (yes, no) = self.question.words();
        if self.holds { yes } else { no }
    }

    /// The claim as a sentence, without its full stop.
    pub fn sentence(&self) -> &'static str {
        match (&self.question, self.holds) {
            (Question::Separable { .. }, true) => "one perceptron computes the target",
            (Question::Separable { .. }, false) => "no perceptron computes the target",
            (Question::Agrees { .. }, true) => "the network equals the target at every vertex",
            (Question::Agrees { .. }, false) => "the network differs from the target at a vertex",
            (Question::Exactly { .. }, true) => {
                "the network differs from the target at exactly the claimed number of vertices"
            }
            (Question::Exactly { .. }, false) => {
                "the network differs from the target at another number of vertices than the claimed one"
            }
            (Question::Robust { .. }, true) => {
                "the network keeps the target's value under an infinitesimal push in any direction"
            }
            (Question::Robust { .. }, false) => {
                "an infinitesimal push at a vertex takes the network off the target"
            }
        }
    }
}
