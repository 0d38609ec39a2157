//! Question 3 for one interval: is f one perceptron, and do the networks compute it, robustly?

use std::fmt;

use crate::examine::{Findings, Ground, NotDecided, Property, examine};
use crate::language::network::Network;
use crate::language::target::{Interval, Target};
use crate::prover::separability::four_points::four_point_certificate;
use crate::prover::{Engine, Watch, separate};
use crate::question3::networks::{self, Construction, ONE_PERCEPTRON};

/// Where a network comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// One of the networks that the question has been answered with.
    Construction(&'static Construction),
    /// The user's own, by its name.
    Own(String),
}

impl fmt::Display for Origin {
    /// `(b) report`, or the name of the user's network.
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
    /// Where it comes from.
    pub origin: Origin,
    /// Which of the networks that the question has been answered with this is, if it is one, whoever gave it. Two of
    /// them may be the same for an interval; then what it was built as counts.
    pub known: Option<&'static Construction>,
    /// The network and the findings. What a theorem says of every network of its kind is proved.
    pub findings: Findings,
}

impl Examined {
    /// Examines a network against an interval.
    ///
    /// # Panics
    /// If they have different dimensions.
    pub fn new(
        origin: Origin,
        network: Network,
        interval: &Interval,
        engine: Engine,
        watch: Watch,
    ) -> Self {
        let known = match origin {
            Origin::Construction(construction) => Some(construction),
            Origin::Own(_) => networks::recognise(&network, interval),
        };
        let findings = examine(network, &Target::from(*interval), engine, watch);
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
    /// Is f one perceptron? The certificate comes from the LP.
    pub separable: Result<Ground, NotDecided>,
    /// Where it is not: four points that prove it.
    pub four_points: Option<Result<Ground, NotDecided>>,
}

impl PartA {
    /// Decides whether the interval is one perceptron.
    pub fn new(interval: &Interval, engine: Engine) -> Self {
        let separable = separate(&(*interval).into(), engine).map_err(NotDecided::from);
        let separable = separable.and_then(Ground::of);
        Self {
            separable: separable.map(|ground| ground.proved_by(ONE_PERCEPTRON)),
            four_points: four_point_certificate(interval).map(Ground::of),
        }
    }

    /// Whether f is one perceptron, if that was decided.
    pub fn is_separable(&self) -> Option<bool> {
        self.separable.as_ref().ok().map(Ground::holds)
    }
}

/// The report's own counter-example to part (a), and one that is right (REFERENCE 3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterExample {
    /// Whether D = 2, A = 1, B = 2 is one perceptron.
    pub of_the_report: PartA,
    /// Whether D = 2, A = B = 0 is.
    pub instead: PartA,
}

impl CounterExample {
    /// Decides both.
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
    /// D, A, B.
    pub interval: Interval,
    /// How all vertices were accounted for.
    pub engine: Engine,
    /// Part (a).
    pub part_a: PartA,
    /// What the report says of part (a), decided anew.
    pub counter_example: CounterExample,
    /// Parts (b) and (c), in the order of [`networks::listed`], then the user's own networks.
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
        watch: Watch,
    ) -> Self {
        Self::beside(CounterExample::new(engine), interval, own, engine, watch)
    }

    /// The same for one network alone, by name.
    ///
    /// # Panics
    /// If the network does not have D inputs.
    pub fn of_one(
        interval: Interval,
        name: &str,
        network: Network,
        engine: Engine,
        watch: Watch,
    ) -> Self {
        let origin = Origin::Own(name.to_owned());
        Self {
            interval,
            engine,
            part_a: PartA::new(&interval, engine),
            counter_example: CounterExample::new(engine),
            networks: vec![Examined::new(origin, network, &interval, engine, watch)],
        }
    }

    /// As [`Question3::answer`], where the report's counter-example has been decided already.
    pub(super) fn beside(
        counter_example: CounterExample,
        interval: Interval,
        own: &[(String, Network)],
        engine: Engine,
        watch: Watch,
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
        let examined = |(origin, network)| Examined::new(origin, network, &interval, engine, watch);
        Self {
            interval,
            engine,
            part_a: PartA::new(&interval, engine),
            counter_example,
            networks: listed.chain(own).map(examined).collect(),
        }
    }

    /// Whether everything was decided, and the answers that are offered as right ones are.
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
