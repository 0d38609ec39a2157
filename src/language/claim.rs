//! Claims: a question about a target, or a network and a target, and its answer.

use crate::language::network::Network;
use crate::language::target::Target;

/// A question with a yes or no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Are there w, b with sign(w·x + b) = f(x) at every vertex x?
    Separable {
        /// f
        target: Target,
    },
    /// Is h(x) = f(x) at every vertex x?
    Agrees {
        /// h
        network: Network,
        /// f
        target: Target,
    },
    /// Is lim h(x + t·v) = f(x) for t → 0, at every vertex x and for every direction v?
    ///
    /// v = 0 is a direction, so this includes h(x) = f(x).
    Robust {
        /// h
        network: Network,
        /// f
        target: Target,
    },
}

impl Question {
    /// Is the target one perceptron?
    pub fn separable(target: &Target) -> Self {
        Self::Separable {
            target: target.clone(),
        }
    }

    /// Does the network equal the target at every vertex?
    pub fn agrees(network: &Network, target: &Target) -> Self {
        Self::Agrees {
            network: network.clone(),
            target: target.clone(),
        }
    }

    /// Does the network keep the target's value under an infinitesimal push in any direction?
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

    /// The word for "yes" in certificates.
    pub fn name(&self) -> &'static str {
        self.words().0
    }

    /// f.
    pub fn target(&self) -> &Target {
        match self {
            Self::Separable { target }
            | Self::Agrees { target, .. }
            | Self::Robust { target, .. } => target,
        }
    }

    /// h, where the question is about a network.
    pub fn network(&self) -> Option<&Network> {
        match self {
            Self::Separable { .. } => None,
            Self::Agrees { network, .. } | Self::Robust { network, .. } => Some(network),
        }
    }

    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Separable { .. } => ("separable", "inseparable"),
            Self::Agrees { .. } => ("agrees", "differs"),
            Self::Robust { .. } => ("robust", "fragile"),
        }
    }
}

/// That the answer to a question is yes, or that it is no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What is asked.
    pub question: Question,
    /// What is claimed: `true` for yes.
    pub holds: bool,
}

impl Claim {
    /// The claim's word in certificates: separable or inseparable, agrees or differs, robust or fragile.
    pub fn name(&self) -> &'static str {
        let (yes, no) = self.question.words();
        if self.holds { yes } else { no }
    }

    /// The claim in a sentence.
    pub fn sentence(&self) -> &'static str {
        match (&self.question, self.holds) {
            (Question::Separable { .. }, true) => "one perceptron computes the target",
            (Question::Separable { .. }, false) => "no perceptron computes the target",
            (Question::Agrees { .. }, true) => "the network equals the target at every vertex",
            (Question::Agrees { .. }, false) => "the network differs from the target at a vertex",
            (Question::Robust { .. }, true) => {
                "the network keeps the target's value under an infinitesimal push in any direction"
            }
            (Question::Robust { .. }, false) => {
                "an infinitesimal push at a vertex takes the network off the target"
            }
        }
    }
}
