mod convexity;
mod losses;
mod same_function;
mod xor;

use itertools::Itertools;
use serde::Deserialize;

use super::kind::{at_least, refused};
use super::{Kind, Names};
use crate::language::refused::Refused;
use crate::report::{Finding, Inquiry, Needs, Subject};

/// A claim that no computation decides; related facts that can be computed are shown beside it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Outside {
    /// The facts that are shown.
    pub shown: Vec<Shown>,
    /// The ids of runs of the subject that the claim is about.
    #[serde(default)]
    pub runs: Vec<String>,
    /// The ids of networks of the subject that the claim is about.
    #[serde(default)]
    pub networks: Vec<String>,
    /// The largest D up to which all cases are examined.
    #[serde(default = "default_largest_d")]
    pub largest_d: usize,
}

/// A fact that is computed and shown beside a claim that no computation decides.
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

impl Outside {
    fn shows(&self, what: Shown) -> bool {
        self.shown.contains(&what)
    }
}

impl Kind for Outside {
    fn names(&self) -> Names<'_> {
        let least = usize::from(self.shows(Shown::Losses));
        let names = Names::runs(&self.runs).at_least(least);
        let mut names = names.up_to(self.largest_d);
        names.networks = Names::networks(&self.networks).networks;
        names
    }

    fn check(&self) -> Result<(), Refused> {
        if self.shows(Shown::SameFunction) {
            let found = self.networks.iter().unique().count();
            at_least(2, "networks", found)?;
        }
        if !self.shown.iter().all_unique() {
            return Err(refused("different things shown", "one twice"));
        }
        Ok(())
    }

    fn needs<'a>(&'a self, _: &'a Subject) -> Needs<'a> {
        let names = if self.shows(Shown::Losses) {
            self.names().as_printed().as_asked()
        } else {
            Names::default()
        };
        Needs {
            on_any_data: true,
            ..names.needs()
        }
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, claim: &str) -> Finding {
        let mut because = "No computation decides this.".to_owned();
        let mut exhibits = Vec::new();
        for shown in &self.shown {
            let (text, more) = match shown {
                Shown::Convexity => (convexity::shown(), Vec::new()),
                Shown::Xor => xor::shown(claim, inquiry.limits),
                Shown::SameFunction => {
                    same_function::shown(inquiry.subject, &self.networks, self.largest_d)
                }
                Shown::Losses => losses::shown(inquiry, claim, &self.runs),
            };
            because.push(' ');
            because.push_str(&text);
            exhibits.extend(more);
        }
        Finding::outside(because).with(exhibits)
    }
}
