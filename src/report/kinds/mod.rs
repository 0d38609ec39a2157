//! How a claim is decided: the kinds of claims, each with what it asserts.

pub(super) mod accuracy;
pub(super) mod best_on_validation;
pub(super) mod equality_shows;
pub(super) mod outside;
pub(super) mod ranking;
pub(super) mod real_inputs;
pub(super) mod robust;
pub(super) mod some_inseparable;

use itertools::Itertools;
use serde::Deserialize;

use crate::report::claims::{Document, Run};
use crate::report::figure::Figure;
use crate::report::time::Time;

/// What a claim asserts, and by what it is decided.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    tag = "by",
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case",
    deny_unknown_fields
)]
pub enum Decision {
    /// Some interval with D up to this bound is no single perceptron.
    SomeInseparable {
        /// The bound.
        largest_d: usize,
    },
    /// This interval is no single perceptron.
    Inseparable {
        /// D
        d: usize,
        /// A
        a: i64,
        /// B
        b: i64,
    },
    /// The network computes the function, for every D, A and B.
    Exact {
        /// A network of the document.
        network: String,
        /// All cases up to this D are gone through.
        largest_d: usize,
    },
    /// The network keeps the function's value under an infinitesimal push in every direction, for every D, A and B.
    Robust {
        /// A network of the document.
        network: String,
        /// All cases up to this D are gone through.
        largest_d: usize,
    },
    /// At every real input the network is +1 if A ≤ x₁ + … + x_D ≤ B, else −1, for every D, A and B.
    RealInputs {
        /// A network of the document.
        network: String,
        /// All cases up to this D are gone through.
        largest_d: usize,
    },
    /// The one network is right at every real input, and the other one is not.
    SpecialForReals {
        /// A network of the document.
        network: String,
        /// The other one.
        beside: String,
        /// All cases up to this D are gone through.
        largest_d: usize,
    },
    /// The run's test accuracy is printed as this figure.
    Accuracy {
        /// A run of the document.
        run: String,
        /// The figure.
        figure: Figure,
    },
    /// All figures of the accuracy claims are fractions of the homework's test set, rounded.
    OneTestSet,
    /// No two accuracy claims are about one and the same training.
    SeparateTrainings,
    /// The commands train the model that the question asks for.
    AskedModel {
        /// Runs of the document, each with `asked`.
        runs: Vec<String>,
    },
    /// The programs take the commands as they are printed.
    Commands {
        /// Runs of the document.
        runs: Vec<String>,
    },
    /// The run's last validation accuracy is printed as this figure.
    ValidationFigure {
        /// A run of the document.
        run: String,
        /// The figure.
        figure: Figure,
    },
    /// This figure, by which the report chooses, is none that it gives as the run's test accuracy.
    ApartFromTest {
        /// A run of the document.
        run: String,
        /// The figure.
        figure: Figure,
    },
    /// Of these runs, this one has the greatest last validation accuracy.
    BestOnValidation {
        /// A run of the document.
        best: String,
        /// Runs of the document.
        among: Vec<String>,
    },
    /// The models that the question asks for have test accuracies in this order.
    Ranking {
        /// Runs of the document, each with `asked`.
        best_first: Vec<String>,
    },
    /// By the report's own times the one run takes less time than the other.
    Faster {
        /// The faster one.
        fast: Timed,
        /// The slower one.
        slow: Timed,
    },
    /// One of the commands has this setting.
    Tried {
        /// A flag without its dashes.
        flag: String,
        /// A value as commands have it.
        value: String,
        /// Runs of the document.
        among: Vec<String>,
    },
    /// Equal accuracies of different trainings show something about the model.
    EqualityShows {
        /// Runs of the document.
        runs: Vec<String>,
    },
    /// The model that the question asks for does not overfit: its last validation loss is at most 5 % above its least.
    NoOverfit {
        /// A run of the document, with `asked`.
        run: String,
    },
    /// Nothing that a computation decides; what can be computed is shown beside.
    Outside {
        /// What is shown.
        shown: Vec<Shown>,
        /// Runs of the document that it is about.
        #[serde(default)]
        runs: Vec<String>,
        /// Networks of the document that it is about.
        #[serde(default)]
        networks: Vec<String>,
        /// All cases up to this D are gone through.
        #[serde(default = "default_largest_d")]
        largest_d: usize,
    },
}

/// A run and the time that the report says it took.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timed {
    /// A run of the document.
    pub run: String,
    /// From start to end.
    pub real: Time,
    /// On all processors together.
    pub user: Time,
}

/// What can be computed beside a claim that no computation decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// The loss of a logistic regression is convex along random segments; that of a network with a hidden layer is not.
    Convexity,
    /// No linear model computes exclusive or; a network with a hidden layer learns it.
    Xor,
    /// The networks are one and the same function of real inputs.
    SameFunction,
    /// The training losses of the runs by epoch.
    Losses,
}

const fn default_largest_d() -> usize {
    1
}

/// The runs of accuracy claims that come to the training of another one.
fn repeated_runs(document: &Document) -> Vec<&str> {
    let runs = || document.figures().map(|(run, _)| run);
    let is_repeated = |run: &&Run| {
        let same = |other: &Run| other.id != run.id && other.command.is_same_training(&run.command);
        runs().any(same)
    };
    runs()
        .filter(is_repeated)
        .map(|run| run.id.as_str())
        .collect()
}

impl Decision {
    /// The runs that it names.
    pub fn runs(&self) -> Vec<&str> {
        fn all(runs: &[String]) -> Vec<&str> {
            runs.iter().map(String::as_str).collect()
        }
        match self {
            Self::Accuracy { run, .. }
            | Self::ValidationFigure { run, .. }
            | Self::ApartFromTest { run, .. }
            | Self::NoOverfit { run } => vec![run],
            Self::AskedModel { runs }
            | Self::Commands { runs }
            | Self::EqualityShows { runs }
            | Self::Outside { runs, .. } => all(runs),
            Self::Ranking { best_first } => all(best_first),
            Self::BestOnValidation { best, among } => [vec![best.as_str()], all(among)].concat(),
            Self::Tried { among, .. } => all(among),
            Self::Faster { fast, slow } => vec![&fast.run, &slow.run],
            _ => Vec::new(),
        }
    }

    /// Whether it is about relations between trainings, which hold or do not on any data.
    pub fn is_about_relations(&self) -> bool {
        matches!(
            self,
            Self::SeparateTrainings | Self::EqualityShows { .. } | Self::Outside { .. }
        )
    }

    /// The runs whose commands it needs trained as they are printed.
    pub fn commanded<'d>(&'d self, document: &'d Document) -> Vec<&'d str> {
        match self {
            Self::SeparateTrainings => repeated_runs(document),
            Self::Accuracy { .. }
            | Self::ValidationFigure { .. }
            | Self::BestOnValidation { .. }
            | Self::EqualityShows { .. } => self.runs(),
            Self::Outside { shown, .. } if shown.contains(&Shown::Losses) => self.runs(),
            _ => Vec::new(),
        }
    }

    /// The runs of which it wants the model that the question asks for.
    pub fn asked(&self) -> Vec<&str> {
        match self {
            Self::Outside { shown, .. } if !shown.contains(&Shown::Losses) => Vec::new(),
            Self::AskedModel { .. }
            | Self::Ranking { .. }
            | Self::NoOverfit { .. }
            | Self::Outside { .. } => self.runs(),
            _ => Vec::new(),
        }
    }

    /// Whether it is about the model that the question asks for, whatever the command names.
    pub fn is_about_what_was_asked(&self) -> bool {
        matches!(
            self,
            Self::AskedModel { .. } | Self::Ranking { .. } | Self::NoOverfit { .. }
        )
    }

    /// What it looks at or compares, how many of them it needs, and how many different ones it names.
    pub fn comparison(&self) -> (&'static str, usize, usize) {
        let different = |names: &[String]| names.iter().unique().count();
        match self {
            Self::AskedModel { runs } | Self::Commands { runs } => ("runs", 1, different(runs)),
            Self::Tried { among, .. } => ("runs", 1, different(among)),
            Self::EqualityShows { runs } => ("runs", 2, different(runs)),
            Self::Ranking { best_first: runs } => {
                // A run twice would have to be better than itself.
                let found = if runs.iter().all_unique() {
                    runs.len()
                } else {
                    0
                };
                ("runs", 2, found)
            }
            Self::BestOnValidation { among, .. } => ("runs", 2, different(among)),
            Self::Faster { fast, slow } => (
                "runs",
                2,
                [&fast.run, &slow.run].into_iter().unique().count(),
            ),
            Self::Outside { shown, runs, .. } if shown.contains(&Shown::Losses) => {
                ("runs", 1, different(runs))
            }
            Self::Outside {
                shown, networks, ..
            } if shown.contains(&Shown::SameFunction) => ("networks", 2, different(networks)),
            _ => ("runs", 0, 0),
        }
    }

    /// The networks that it names.
    pub fn networks(&self) -> Vec<&str> {
        match self {
            Self::Exact { network, .. }
            | Self::Robust { network, .. }
            | Self::RealInputs { network, .. } => {
                vec![network]
            }
            Self::SpecialForReals {
                network, beside, ..
            } => vec![network, beside],
            Self::Outside { networks, .. } => networks.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The bound up to which cases are gone through, if it has one.
    pub fn largest_d(&self) -> Option<usize> {
        match self {
            Self::SomeInseparable { largest_d }
            | Self::Exact { largest_d, .. }
            | Self::Robust { largest_d, .. }
            | Self::RealInputs { largest_d, .. }
            | Self::SpecialForReals { largest_d, .. }
            | Self::Outside { largest_d, .. } => Some(*largest_d),
            _ => None,
        }
    }
}
