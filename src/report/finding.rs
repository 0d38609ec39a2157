//! The finding on a claim: its verdict, with the reason and the evidence.

use serde::Serialize;

use super::figure::Figure;
use crate::checker::Certificate;
use crate::draw::canvas::Drawing;
use crate::examine::Ground;
use crate::page::{Block, Picture};

/// Whether a claim is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The claim is true.
    Holds,
    /// The claim is false.
    Refuted,
    /// The claim can be decided, but was not; the finding says what is needed.
    Undecided,
    /// No computation decides the claim.
    Outside,
}

impl Verdict {
    /// All verdicts, in the order in which they are counted.
    pub const ALL: [Self; 4] = [Self::Holds, Self::Refuted, Self::Undecided, Self::Outside];

    /// The word for the verdict: `holds`, `refuted`, `undecided` or `outside`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Refuted => "refuted",
            Self::Undecided => "undecided",
            Self::Outside => "outside",
        }
    }
}

/// The basis of a verdict; the first ones are worth the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Basis {
    /// A certificate that the checker accepted.
    Checked,
    /// A check of every case up to a bound; for every D the named theorem proves it, and Rocq has checked the theorem.
    Proved,
    /// Exact arithmetic, without a certificate.
    Computed,
    /// The report's own words and figures.
    Read,
    /// Models trained here, in floating point.
    Trained,
}

impl Basis {
    /// The basis of a verdict on one case, which rests on the decision made here, even if a theorem covers all cases.
    pub fn of(ground: &Ground) -> Self {
        match ground {
            Ground::Proved { here, .. } => Self::of(here),
            Ground::Checked { .. } => Self::Checked,
            Ground::Computed(_) => Self::Computed,
        }
    }

    /// The word for the basis: `checked`, `proved`, `computed`, `read` or `trained`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::Proved => "proved",
            Self::Computed => "computed",
            Self::Read => "read",
            Self::Trained => "trained",
        }
    }

    /// The meaning of the word.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Checked => "the checker accepted a certificate",
            Self::Proved => {
                "checked up to a bound, and proved for every D by the theorem that is named, which Rocq has checked"
            }
            Self::Computed => "exact arithmetic, without a certificate",
            Self::Read => "the report's own commands and figures say it",
            Self::Trained => "models trained here, in floating point",
        }
    }
}

/// The verdict on a claim, the reason, and the evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The verdict.
    pub verdict: Verdict,
    /// The basis of the verdict; `None` where there is nothing yet.
    pub basis: Option<Basis>,
    /// The reason, in a sentence or two.
    pub because: String,
    /// The evidence, and related material.
    pub exhibits: Vec<Exhibit>,
    /// Both figures of a claim about an accuracy.
    pub accuracy: Option<Accuracy>,
}

/// A claimed accuracy, with the result of the training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Accuracy {
    /// The run whose accuracy it is.
    pub run: String,
    /// The report's figure.
    #[cfg_attr(feature = "cli", schemars(with = "String"))]
    pub figure: Figure,
    /// The report's figure as a fraction of the test set.
    pub fraction: String,
    /// Our figure; `null` if the model was not trained on the report's data.
    pub here: Option<String>,
    /// Our figure as a fraction of the test set, or `null` likewise.
    pub here_fraction: Option<String>,
    /// How far the two figures are apart, in words.
    pub difference: String,
}

/// A piece of evidence that is shown beside a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Exhibit {
    /// A sentence or two.
    Text(String),
    /// Formulas and facts, one per line.
    Lines(Vec<String>),
    /// A table whose first row is its head.
    Table(Vec<Vec<String>>),
    /// A certificate that the checker accepted.
    Certificate {
        /// The name of the certificate, which is a file's name without its extension.
        name: String,
        /// The certificate.
        certificate: Box<Certificate>,
    },
    /// A picture.
    Picture {
        /// The name of the picture, which is a file's name without its extension.
        name: String,
        /// The picture.
        drawing: Drawing,
    },
}

impl Exhibit {
    /// A certificate for the claim of this id.
    pub fn certificate(claim: &str, certificate: Certificate) -> Self {
        Self::Certificate {
            name: format!("{claim}.{}", certificate.claim.name()),
            certificate: Box::new(certificate),
        }
    }

    /// A picture for the claim of this id; `what` tells it from others.
    pub fn picture(claim: &str, what: &str, drawing: Drawing) -> Self {
        Self::Picture {
            name: format!("{claim}-{what}"),
            drawing,
        }
    }

    /// The name of the file that holds the exhibit, below the folder of all evidence; `None` if it is not a file.
    pub fn file(&self) -> Option<String> {
        match self {
            Self::Certificate { name, .. } => Some(format!("certificates/{name}.cert")),
            Self::Picture { name, .. } => Some(format!("pictures/{name}.svg")),
            _ => None,
        }
    }

    /// The exhibit as a block of a document.
    pub fn block(&self) -> Block {
        match self {
            Self::Text(text) => Block::Words(text.clone()),
            Self::Lines(lines) => Block::Lines(lines.clone()),
            Self::Table(rows) => Block::Table(rows.clone()),
            Self::Certificate { name, certificate } => {
                Block::Folded(format!("Certificate {name}"), certificate.to_string())
            }
            Self::Picture { drawing, .. } => Block::Picture(Picture {
                title: drawing.title.clone(),
                file: self.file().expect("a picture is a file"),
                width: drawing.width,
                svg: drawing.to_inline_svg(),
            }),
        }
    }
}

impl Finding {
    /// A finding without evidence yet.
    pub fn new(verdict: Verdict, basis: Basis, because: impl Into<String>) -> Self {
        Self {
            verdict,
            basis: Some(basis),
            because: because.into(),
            exhibits: Vec::new(),
            accuracy: None,
        }
    }

    /// The finding that a claim could be decided, but was not.
    pub fn undecided(because: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Undecided,
            basis: None,
            because: because.into(),
            exhibits: Vec::new(),
            accuracy: None,
        }
    }

    /// The finding that no computation decides the claim.
    pub fn outside(because: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Outside,
            ..Self::undecided(because)
        }
    }

    /// The finding with more evidence.
    #[must_use]
    pub fn with(mut self, exhibits: impl IntoIterator<Item = Exhibit>) -> Self {
        self.exhibits.extend(exhibits);
        self
    }
}
