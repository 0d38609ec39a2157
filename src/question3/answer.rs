//! Question 3 for one interval: does one perceptron compute f, and do the networks compute it, robustly?

use std::fmt;

use crate::examine::{Findings, Ground, NotDecided, Property, examine};
use crate::language::network::Network;
use crate::language::target::{Interval, Target};
use crate::prover::separability::MAX_WALK_DIMENSION;
use crate::prover::separability::four_points::four_point_certificate;
use crate::prover::{Engine, Limits, separate};
use crate::question3::networks::{self, Construction, ONE_PERCEPTRON};

/// The origin of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// One of the networks that the question has been answered with.
    Construction(&'static Construction),
    /// The user's own network, with its name.
    Own(String),
}

impl fmt::Display for Origin {
    /// Writes `(b) report`, or the name of the user's network.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Construction(construction) => construction.fmt(f),
            Self::Own(name) => name.fmt(f),
        }
    }
}

/// One network of parts (b) and (c), and what was found out about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// The origin of the network.
    pub origin: Origin,
    /// The construction that this network is, whoever gave it; `None` if it is not one of them. Two constructions may
    /// give the same network for an interval; then the one that it was built as counts.
    pub known: Option<&'static Construction>,
    /// The network and the findings. A finding that a theorem establishes for every network of its kind is proved.
    pub findings: Findings,
}

impl Examined {
    /// Examines a network against an interval.
    ///
    /// # Panics
    /// If the network and the interval have different dimensions.
    pub fn new(
        origin: Origin,
        network: Network,
        interval: &Interval,
        engine: Engine,
        limits: Limits,
    ) -> Self {
        let known = match origin {
            Origin::Construction(construction) => Some(construction),
            Origin::Own(_) => networks::recognise(&network, interval),
        };
        let findings = examine(network, &Target::from(*interval), engine, limits);
        let findings = match known {
            Some(construction) => findings.proved_by(|property| construction.theorem(property)),
            None => findings,
        };
        Self {
            origin,
            known,
            findings,
        }
    }
}

/// Part (a) for one interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartA {
    /// Whether one perceptron computes f. The certificate comes from the LP.
    pub separable: Result<Ground, NotDecided>,
    /// Four points that prove it, where no perceptron computes f.
    pub four_points: Option<Result<Ground, NotDecided>>,
}

impl PartA {
    /// Decides whether one perceptron computes the interval.
    pub fn new(interval: &Interval, engine: Engine) -> Self {
        // Every vertex is a row of the LP where that can be; the classes are one of D + 1 rows.
        let all_rows = interval.dimension() <= MAX_WALK_DIMENSION;
        let engine = if all_rows { engine } else { Engine::Classes };
        let separable = separate(&(*interval).into(), engine).map_err(NotDecided::from);
        let separable = separable.and_then(Ground::of);
        Self {
            separable: separable.map(|ground| ground.proved_by(ONE_PERCEPTRON)),
            four_points: four_point_certificate(interval).map(Ground::of),
        }
    }

    /// Whether one perceptron computes f, if that was decided.
    pub fn is_separable(&self) -> Option<bool> {
        self.separable.as_ref().ok().map(Ground::holds)
    }
}

/// The report's own counter-example to part (a), and a correct one (REFERENCE 3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterExample {
    /// Part (a) for D = 2, A = 1, B = 2, which the report gives.
    pub of_the_report: PartA,
    /// Part (a) for D = 2, A = B = 0, a correct counter-example.
    pub instead: PartA,
}

impl CounterExample {
    /// Decides part (a) for both intervals.
    pub fn new(engine: Engine) -> Self {
        let decide = |low, high| {
            let interval = Interval::new(2, low, high).expect("−2 ≤ low ≤ high ≤ 2");
            PartA::new(&interval, engine)
        };
        Self {
            of_the_report: decide(1, 2),
            instead: decide(0, 0),
        }
    }
}

/// Question 3 for one interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question3 {
    /// The interval, given by D, A and B.
    pub interval: Interval,
    /// The way in which all vertices were accounted for.
    pub engine: Engine,
    /// The answer to part (a).
    pub part_a: PartA,
    /// The report's answer to part (a), decided anew.
    pub counter_example: CounterExample,
    /// The networks of parts (b) and (c), in the order of [`networks::listed`], then the user's own networks.
    pub networks: Vec<Examined>,
}

impl Question3 {
    /// Answers Question 3 for the interval, and for further networks by name.
    ///
    /// # Panics
    /// If one of the networks does not have D inputs.
    pub fn answer(
        interval: Interval,
        own: &[(String, Network)],
        engine: Engine,
        limits: Limits,
    ) -> Self {
        Self::beside(CounterExample::new(engine), interval, own, engine, limits)
    }

    /// Examines one network alone, with its name.
    ///
    /// # Panics
    /// If the network does not have D inputs.
    pub fn of_one(
        interval: Interval,
        name: &str,
        network: Network,
        engine: Engine,
        limits: Limits,
    ) -> Self {
        let origin = Origin::Own(name.to_owned());
        Self {
            interval,
            engine,
            part_a: PartA::new(&interval, engine),
            counter_example: CounterExample::new(engine),
            networks: vec![Examined::new(origin, network, &interval, engine, limits)],
        }
    }

    /// Answers as [`Question3::answer`] does, where the report's counter-example has already been decided.
    pub(super) fn beside(
        counter_example: CounterExample,
        interval: Interval,
        own: &[(String, Network)],
        engine: Engine,
        limits: Limits,
    ) -> Self {
        let listed = networks::listed().map(|construction| {
            (
                Origin::Construction(construction),
                construction.network(&interval),
            )
        });
        let own = own
            .iter()
            .map(|(name, network)| (Origin::Own(name.clone()), network.clone()));
        let examined =
            |(origin, network)| Examined::new(origin, network, &interval, engine, limits);
        // What the user brought is examined first, in case the time does not suffice for all.
        let own: Vec<_> = own.map(examined).collect();
        Self {
            interval,
            engine,
            part_a: PartA::new(&interval, engine),
            counter_example,
            networks: listed.map(examined).chain(own).collect(),
        }
    }

    /// Whether everything was decided, and all networks that are offered as correct are correct.
    pub fn is_settled(&self) -> bool {
        let settled = |examined: &Examined| {
            let found = Property::ALL.map(|property| examined.findings.holds(property));
            let offered =
                matches!(examined.origin, Origin::Construction(c) if c.answer.is_offered());
            found
                .iter()
                .all(|holds| holds.is_some_and(|holds| holds || !offered))
        };
        self.part_a.is_separable().is_some()
            && !matches!(self.part_a.four_points, Some(Err(_)))
            && self.networks.iter().all(settled)
    }

    /// Whether one of the user's own networks is refuted.
    pub fn refutes_own(&self) -> bool {
        self.networks.iter().any(|examined| {
            let found = Property::ALL.map(|property| examined.findings.holds(property));
            matches!(examined.origin, Origin::Own(_)) && found.contains(&Some(false))
        })
    }
}
