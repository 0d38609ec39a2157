//! What was found out about a claim.

use super::figure::Figure;
use crate::checker::Certificate;
use crate::draw::canvas::Drawing;
use crate::examine::Ground;
use crate::page::{Block, Picture};

/// Whether a claim is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It is.
    Holds,
    /// It is not.
    Refuted,
    /// It can be found out, and was not: what is needed is said.
    Undecided,
    /// No computation decides it.
    Outside,
}

impl Verdict {
    /// All of them, in the order in which they are counted.
    pub const ALL: [Self; 4] = [Self::Holds, Self::Refuted, Self::Undecided, Self::Outside];

    /// `holds`, `refuted`, `undecided` or `outside`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Refuted => "refuted",
            Self::Undecided => "undecided",
            Self::Outside => "outside",
        }
    }
}

/// What a verdict rests on; the first are worth the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Basis {
    /// A certificate that the checker accepted.
    Checked,
    /// Checked case by case up to a bound; for every D the theorem that is named proves it, and Rocq has checked that.
    Proved,
    /// Exact arithmetic, without a certificate.
    Computed,
    /// The report's own words and figures.
    Read,
    /// Models trained here, in floating point.
    Trained,
}

impl Basis {
    /// Of a verdict on one case, which rests on what was decided here, whatever a theorem says of all cases.
    pub fn of(ground: &Ground) -> Self {
        match ground {
            Ground::Proved { here, .. } => Self::of(here),
            Ground::Checked { .. } => Self::Checked,
            Ground::Computed(_) => Self::Computed,
        }
    }

    /// `checked`, `proved`, `computed`, `read` or `trained`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::Proved => "proved",
            Self::Computed => "computed",
            Self::Read => "read",
            Self::Trained => "trained",
        }
    }

    /// What the name means.
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
    /// What it rests on; `None` where there is nothing yet.
    pub basis: Option<Basis>,
    /// Why, in a sentence or two.
    pub because: String,
    /// Evidence, and what belongs beside it.
    pub exhibits: Vec<Exhibit>,
    /// Of a claim about an accuracy: both figures.
    pub accuracy: Option<Accuracy>,
}

/// A claimed accuracy, and the one that training came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accuracy {
    /// The run.
    pub run: String,
    /// The report's figure.
    pub figure: Figure,
    /// The fraction of the report's test set that it is: `344/529`.
    pub fraction: String,
    /// What training on the report's data came to, as it is printed and as a fraction.
    pub here: Option<(String, String)>,
    /// What became of it: `same digits`, `1 image more`, `needs octmnist.npz`.
    pub difference: String,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq)]
pub enum Exhibit {
    /// A sentence or two.
    Text(String),
    /// Formulas and facts, one a line.
    Lines(Vec<String>),
    /// A table whose first row is its head.
    Table(Vec<Vec<String>>),
    /// A certificate that the checker accepted.
    Certificate {
        /// What it is of, as a file's name without its ending.
        name: String,
        /// The certificate.
        certificate: Box<Certificate>,
    },
    /// A picture.
    Picture {
        /// What it is of, as a file's name without its ending.
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

    /// The name of the file that holds it, below the folder of all evidence; `None` for what is not a file.
    pub fn file(&self) -> Option<String> {
        match self {
            Self::Certificate { name, .. } => Some(format!("certificates/{name}.cert")),
            Self::Picture { name, .. } => Some(format!("pictures/{name}.svg")),
            _ => None,
        }
    }

    /// Its part of a document.
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
    /// A verdict without evidence yet.
    pub fn new(verdict: Verdict, basis: Basis, because: impl Into<String>) -> Self {
        Self {
            verdict,
            basis: Some(basis),
            because: because.into(),
            exhibits: Vec::new(),
            accuracy: None,
        }
    }

    /// What could be found out, and was not.
    pub fn undecided(because: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Undecided,
            basis: None,
            because: because.into(),
            exhibits: Vec::new(),
            accuracy: None,
        }
    }

    /// What no computation decides.
    pub fn outside(because: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Outside,
            ..Self::undecided(because)
        }
    }

    /// With more evidence.
    #[must_use]
    pub fn with(mut self, exhibits: impl IntoIterator<Item = Exhibit>) -> Self {
        self.exhibits.extend(exhibits);
        self
    }
}
