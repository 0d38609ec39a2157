//! Decision diagrams against the definition, and against the sweep.

use std::cell::Cell;

use crate::support::generators::{Answers, for_each, networks, networks_with_targets, targets};
use orthant::checker::classes::Classes;
use orthant::checker::{Certificate, Evidence, Verdict, check, count_by_classes};
use orthant::language::claim::Question;
use orthant::language::cube::{Sign, Vertex};
use orthant::language::exact::{BigInt, BigUint, Rational, integer};
use orthant::language::network::{Activation, Layer, Network, Unit};
use orthant::language::target::{Interval, Target};
use orthant::prover::engines::diagram::{Diagrammed, decide};
use orthant::prover::engines::plain::walk_plainly;
use orthant::prover::engines::sweep::{Walk, walk};
use orthant::prover::{Engine, Limits, Problem, Stop, UNWATCHED, Undecided};
use proptest::prelude::*;

/// Fails unless these are the vertices at which the network differs, and the checker agrees.
fn assert_found(
    found: &Diagrammed,
    network: &Network,
    target: &Target,
    count: u64,
    first: Option<u64>,
) {
    let context = || format!("{target} {network:?}");
    assert_eq!(
        found.violations,
        Some(BigUint::from(count)),
        "{}",
        context()
    );
    let first = first.map(|bits| Vertex::from_bits(target.dimension(), bits));
    assert_eq!(found.differs_at, first, "{}", context());
    let Some(diagram) = &found.evidence else {
        return;
    };
    for question in [
        Question::agrees(network, target),
        Question::exactly(network, target, count.into()),
    ] {
        let holds = count == 0 || matches!(question, Question::Exactly { .. });
        let evidence = Evidence::Diagram(diagram.clone());
        let certificate = Certificate::new(question.claim(holds), evidence);
        let text = certificate.to_string();
        assert_eq!(text.parse().as_ref(), Ok(&certificate), "{text}");
        let verdict = check(&certificate);
        assert!(
            matches!(verdict, Verdict::Verified(_)),
            "{verdict:?}\n{text}"
        );
    }
}

/// The same for the findings of a walk over all vertices.
fn assert_as_walked(found: &Diagrammed, network: &Network, target: &Target, walked: Walk) {
    let Walk {
        violations,
        first_violation,
        ..
    } = walked;
    assert_found(found, network, target, violations, first_violation);
}

#[test]
fn classes_count_as_many_as_the_definition() {
    let answers = Answers::default();
    for_each(600, &networks_with_targets(7), |(network, target)| {
        let plain = walk_plainly(&network, &target);
        let classes = Classes::of_network(&network).meet(&Classes::of_target(&target));
        let found = count_by_classes(&network, &target, &classes);
        assert_eq!(found, Ok(plain.violations.into()), "{target} {network:?}");
        answers.note(classes.sizes().len() < target.dimension());
    });
    answers.assert_both(100);
}

/// The same network with the first layer in other units: its sums are multiples of these numbers.
fn scaled(network: &Network, factors: &[Rational]) -> Network {
    let mut layers = network.layers().to_vec();
    for (unit, factor) in layers[0].units.iter_mut().zip(factors.iter().cycle()) {
        unit.weights = unit.weights.map(|w| w * factor);
        unit.bias *= factor;
    }
    Network::new(network.inputs(), layers).expect("the same shape")
}

#[test]
fn every_random_network_is_counted_as_defined() {
    let answers = Answers::default();
    for_each(1500, &networks_with_targets(8), |(network, target)| {
        let plain = walk_plainly(&network, &target);
        let found = decide(&network, &target, UNWATCHED).expect("small");
        assert!(found.evidence.is_some(), "{target} {network:?}");
        assert_as_walked(&found, &network, &target, plain);
        answers.note(plain.violations == 0);
    });
    answers.assert_both(200);
}

#[test]
fn functions_of_the_sum_and_tables_are_counted_as_defined() {
    let answers = Answers::default();
    let cases = targets(9).prop_flat_map(|f| (networks(f.dimension()), Just(f)));
    for_each(800, &cases, |(network, target)| {
        let plain = walk_plainly(&network, &target);
        let found = decide(&network, &target, UNWATCHED).expect("small");
        assert_as_walked(&found, &network, &target, plain);
        answers.note(matches!(target, Target::Table { .. }));
    });
    answers.assert_both(100);
}

#[test]
fn numbers_of_any_width_are_counted_as_defined() {
    let power = |digits: usize| integer(num_traits::pow(BigInt::from(10), digits));
    let answers = Answers::default();
    for_each(400, &networks_with_targets(6), |(network, target)| {
        for digits in [12, 25, 50] {
            let network = scaled(
                &network,
                &[power(digits), integer(1) / (power(digits) + integer(7))],
            );
            let plain = walk_plainly(&network, &target);
            let found = decide(&network, &target, UNWATCHED).expect("small");
            assert_as_walked(&found, &network, &target, plain);
            answers.note(plain.violations == 0);
        }
    });
    answers.assert_both(100);
}

#[test]
fn robustness_by_diagram_is_robustness_and_is_believed() {
    let answers = Answers::default();
    let with_cases = Cell::new(0);
    for_each(1000, &networks_with_targets(5), |(network, target)| {
        let problem = Problem::new(&network, &target, Engine::Sweep);
        let robust = problem.robustness(UNWATCHED).expect("few cases").found;
        let by_diagram = Problem::new(&network, &target, Engine::Diagram);
        let found = by_diagram.robustness(UNWATCHED).expect("few cases");
        let context = || format!("{target} {network:?}");
        assert_eq!(
            found.found.breaks_at.is_some(),
            robust.breaks_at.is_some(),
            "{}",
            context()
        );
        let certificate = found.certificate().expect("small");
        let text = certificate.to_string();
        assert_eq!(text.parse().as_ref(), Ok(&certificate), "{text}");
        let verdict = check(&certificate);
        assert!(
            matches!(verdict, Verdict::Verified(_)),
            "{verdict:?}\n{text}"
        );
        with_cases.set(with_cases.get() + u32::from(text.contains("cases at")));
        answers.note(robust.breaks_at.is_none());
    });
    answers.assert_both(150);
    assert!(with_cases.get() > 20, "{}", with_cases.get());
}

/// Pseudo-random numbers from −`most` to `most`, the same ones every time.
fn noise(seed: i64, most: i64) -> impl FnMut() -> i64 {
    let mut state = seed;
    move || {
        state = state * 48_271 % 0x7fff_ffff;
        state % (2 * most + 1) - most
    }
}

fn unit(weights: Vec<i64>, bias: i64) -> Unit {
    Unit {
        weights: weights.into_iter().map(integer).collect(),
        bias: integer(bias),
    }
}

/// A network with random weights: sign or ReLU units, and a sign of their weighted sum.
fn random_network(dimension: usize, units: usize, activation: Activation, seed: i64) -> Network {
    let mut draw = noise(seed, 9);
    let hidden = (0..units).map(|_| {
        let weights = (0..dimension).map(|_| draw()).collect();
        unit(weights, draw())
    });
    let hidden = Layer {
        activation,
        units: hidden.collect(),
    };
    // Output weights of both signs, so that the network is not constant.
    let weights = (0..units).map(|j| {
        if j % 2 == 0 {
            4 + draw() / 3
        } else {
            -4 + draw() / 3
        }
    });
    let output = Layer {
        activation: Activation::Sign,
        units: vec![unit(weights.collect(), draw())],
    };
    Network::new(dimension, vec![hidden, output]).expect("two layers")
}

/// Two units that compute the interval [−2, 2] with weights of 1000 plus noise.
fn nearly_symmetric(dimension: usize, activation: Activation) -> Network {
    let mut draw = noise(7, 1);
    let units = [1000, -1000].map(|w: i64| {
        let weights: Vec<i64> = (0..dimension).map(|_| w + draw()).collect();
        match activation {
            Activation::Relu => unit(weights.iter().map(|w| -w).collect(), -3000),
            _ => unit(weights, 3000),
        }
    });
    let (weights, bias) = match activation {
        Activation::Relu => (vec![-1, -1], 0),
        _ => (vec![1, 1], -1),
    };
    let layer = |activation, units| Layer { activation, units };
    let output = layer(Activation::Sign, vec![unit(weights, bias)]);
    Network::new(dimension, vec![layer(activation, units.to_vec()), output]).expect("two layers")
}

#[test]
fn the_sweep_counts_the_same_at_twenty_inputs() {
    for (activation, units, seed) in [
        (Activation::Sign, 2, 1),
        (Activation::Sign, 3, 2),
        (Activation::Step, 2, 3),
        (Activation::Relu, 2, 4),
    ] {
        let network = random_network(20, units, activation, seed);
        let target = Target::from(Interval::new(20, -2, 3).expect("in range"));
        let swept = walk(&network, &target, UNWATCHED, None).expect("small");
        let found = decide(&network, &target, UNWATCHED).expect("small");
        assert_as_walked(&found, &network, &target, swept);
        assert!(swept.violations > 1000, "{swept:?}");
    }
}

#[test]
fn nearly_symmetric_networks_are_decided_and_checked_far_beyond_a_sweep() {
    for activation in [Activation::Sign, Activation::Relu] {
        let network = nearly_symmetric(256, activation);
        let target = Target::from(Interval::new(256, -2, 2).expect("in range"));
        let found = decide(&network, &target, UNWATCHED).expect("few nodes");
        assert!(found.nodes < 20_000, "{}", found.nodes);
        assert_found(&found, &network, &target, 0, None);
        // A bound moved by two is wrong at all sums between.
        let wider = Target::from(Interval::new(256, -4, 2).expect("in range"));
        let found = decide(&network, &wider, UNWATCHED).expect("few nodes");
        let expected = (0..126).fold(BigUint::from(1_u8), |n, k| n * (256_u32 - k) / (k + 1));
        assert_eq!(found.violations, Some(expected));
        let first = format!("{}{}", "+".repeat(126), "-".repeat(130));
        assert_eq!(found.differs_at, Some(first.parse().expect("a vertex")));
    }
}

#[test]
fn a_thousand_inputs_do_not_overflow_the_stack() {
    let network = Network::perceptron((1..=2000).map(|_| integer(1)).collect(), integer(0));
    let values = (0..=2000).map(|k| Sign::of(k >= 1000)).collect();
    let target = Target::by_sum(2000, values).expect("D + 1 values");
    let found = decide(&network, &target, UNWATCHED).expect("few nodes");
    assert_found(&found, &network, &target, 0, None);
}

#[test]
fn one_wrong_vertex_is_enough_if_the_limits_say_so() {
    let one = Limits {
        first: true,
        ..UNWATCHED
    };
    let answers = Answers::default();
    for_each(300, &networks_with_targets(7), |(network, target)| {
        let plain = walk_plainly(&network, &target);
        let found = decide(&network, &target, one).expect("small");
        let differs = |x: &Vertex| network.value(x) != target.value(x).rational();
        match &found.differs_at {
            Some(x) => assert!(differs(x) && found.violations.is_none(), "{network:?}"),
            None => assert_found(&found, &network, &target, 0, None),
        }
        assert_eq!(found.differs_at.is_some(), plain.violations > 0);
        answers.note(plain.violations == 0);
    });
    answers.assert_both(50);
    // Four random units at forty inputs are counted in minutes, and refuted at once.
    let network = random_network(40, 4, Activation::Relu, 5);
    let target = Target::from(Interval::new(40, -2, 3).expect("in range"));
    let found = decide(&network, &target, one).expect("refuted");
    assert!(found.differs_at.is_some() && found.nodes < 1000);
}

#[test]
fn limits_are_kept() {
    let network = random_network(40, 4, Activation::Relu, 5);
    let target = Target::from(Interval::new(40, -2, 3).expect("in range"));
    let stopped = decide(
        &network,
        &target,
        Limits::watched(&|_, _| Err(Stop::TimeLimit)),
    );
    assert!(matches!(
        stopped,
        Err(Undecided::Stopped {
            stop: Stop::TimeLimit,
            ..
        })
    ));
    let memory = 1 << 20; // a grid of its five sums does not fit, nor do a million boxes
    let refused = decide(
        &network,
        &target,
        Limits {
            memory,
            ..UNWATCHED
        },
    );
    assert!(
        matches!(refused, Err(Undecided::DiagramTooLarge { nodes, .. }) if nodes < 1 << 14),
        "{:?}",
        refused.err()
    );
}
