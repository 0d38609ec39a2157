//! Instances with known answers, which every engine that takes them must reproduce.

use orthant::language::cube::Sign;
use orthant::language::exact::{BigUint, Rational, integer};
use orthant::language::network::{Activation, Layer, Network, Unit};
use orthant::language::runs::Runs;
use orthant::language::target::{Interval, Target};
use orthant::prover::agreement::Agreement;
use orthant::prover::engines::flips::wrong_vertex;
use orthant::prover::{Engine, Limits, Problem, Stop, UNWATCHED, Undecided};

/// A network, a target, and the number of vertices at which they differ.
struct Instance {
    name: &'static str,
    network: Network,
    target: Target,
    wrong: u64,
}

fn layer(activation: Activation, rows: &[(Vec<i64>, i64)]) -> Layer {
    let unit = |(weights, bias): &(Vec<i64>, i64)| Unit {
        weights: weights.iter().copied().map(integer).collect(),
        bias: integer(*bias),
    };
    Layer {
        activation,
        units: rows.iter().map(unit).collect(),
    }
}

fn network(layers: Vec<Layer>) -> Network {
    let inputs = layers[0].units[0].weights.len();
    Network::new(inputs, layers).expect("the rows fit")
}

fn interval(dimension: usize, low: i64, high: i64) -> Target {
    Interval::new(dimension, low, high)
        .expect("in range")
        .into()
}

/// Weights 1000 with a small difference each, as training leaves them: right for [−2, 2] at every vertex.
fn near(dimension: usize, activation: Activation) -> Network {
    // The differences of all weights together stay below 1000.
    let noise = |i: usize| {
        let small = if dimension <= 100 {
            i * i % 19
        } else {
            i % 2 + 9
        };
        i64::try_from(small).expect("small") - 9
    };
    let up: Vec<i64> = (0..dimension).map(|i| 1000 + noise(i)).collect();
    let down: Vec<i64> = (0..dimension).map(|i| -1000 + noise(i + 7)).collect();
    let negated = |row: &[i64]| row.iter().map(|w| -w).collect::<Vec<_>>();
    network(match activation {
        Activation::Relu => vec![
            layer(
                activation,
                &[(negated(&up), -3000), (negated(&down), -3000)],
            ),
            layer(Activation::Sign, &[(vec![-1, -1], 0)]),
        ],
        _ => vec![
            layer(activation, &[(up, 3000), (down, 3000)]),
            layer(Activation::Identity, &[(vec![1, 1], -1)]),
        ],
    })
}

/// The textbook network for parity: unit k is +1 from k inputs +1 on, and the output weights alternate.
fn parity(dimension: usize) -> (Network, Target) {
    let d = i64::try_from(dimension).expect("small");
    let units: Vec<_> = (1..=d)
        .map(|k| (vec![1; dimension], d - 2 * k + 1))
        .collect();
    let alternating = (0..d).map(|k| if k % 2 == 0 { 1 } else { -1 }).collect();
    let even = i64::from(dimension.is_multiple_of(2));
    let layers = vec![
        layer(Activation::Sign, &units),
        layer(Activation::Sign, &[(alternating, -even)]),
    ];
    let values: Runs<Sign> = (0..=dimension)
        .map(|plus| Sign::of(plus % 2 == 1))
        .collect();
    (
        network(layers),
        Target::by_sum(dimension, values).expect("D + 1 values"),
    )
}

/// Two random units with weights from −9 to 9 on 40 inputs (the count was made by merging equal sums and, apart from that,
/// by seeing every vertex).
fn two_random_units() -> Network {
    let rows = [
        (
            vec![
                4, -2, 4, 6, 0, 0, 6, 3, -2, -9, -5, -1, 3, 1, 5, -8, -5, 2, 6, -7, -8, -1, -9, 2,
                -9, 1, -8, -5, 7, -5, -6, -8, -2, 3, -1, 5, 4, -5, 0, 2,
            ],
            -7,
        ),
        (
            vec![
                -6, 7, 1, -9, -5, 1, -4, 0, 3, -6, 4, -2, -1, -6, -4, 0, -4, -1, -1, -3, 7, 9, -6,
                7, 8, -1, 3, -9, -1, 5, -5, 2, -8, 8, -8, 9, 6, 8, 7, -8,
            ],
            3,
        ),
    ];
    network(vec![
        layer(Activation::Sign, &rows),
        layer(Activation::Sign, &[(vec![-8, 8], -5)]),
    ])
}

/// relu(M·x₁ + x₂ − M·x₃) against 1/2: the least difference between huge numbers decides.
fn absorbing(power: u32) -> Network {
    let m = integer(1_i128 << power);
    let weights: Runs<Rational> = [m.clone(), integer(1), -m].into_iter().collect();
    let hidden = Layer {
        activation: Activation::Relu,
        units: vec![Unit {
            weights,
            bias: integer(0),
        }],
    };
    let output = Layer {
        activation: Activation::Sign,
        units: vec![Unit {
            weights: [integer(1)].into_iter().collect(),
            bias: Rational::new((-1).into(), 2.into()),
        }],
    };
    network(vec![hidden, output])
}

/// The function of [`absorbing`]: +1 where x₁ = x₃ and x₂ = +1, or where x₁ = +1 and x₃ = −1.
fn absorbed() -> Target {
    Target::tabulate(3, |x| {
        let [a, b, c] = [0, 1, 2].map(|i| x.signs().get(i) == Some(&Sign::Plus));
        Sign::of(a == c && b || a && !c)
    })
    .expect("small")
}

fn instances() -> Vec<Instance> {
    let mut all = vec![
        Instance {
            name: "near, sign, D = 16",
            network: near(16, Activation::Sign),
            target: interval(16, -2, 2),
            wrong: 0,
        },
        Instance {
            name: "near, ReLU, D = 16",
            network: near(16, Activation::Relu),
            target: interval(16, -2, 2),
            wrong: 0,
        },
        Instance {
            // C(16, 10) inputs have the sum 4.
            name: "near, sign, D = 16, against a wider interval",
            network: near(16, Activation::Sign),
            target: interval(16, -2, 4),
            wrong: 8008,
        },
        Instance {
            name: "near, ReLU, D = 40",
            network: near(40, Activation::Relu),
            target: interval(40, -2, 2),
            wrong: 0,
        },
        Instance {
            name: "two random units, D = 40",
            network: two_random_units(),
            target: interval(40, -2, 2),
            wrong: 498_330_300_448,
        },
    ];
    let (network, target) = parity(14);
    all.push(Instance {
        name: "parity by 14 units",
        network,
        target,
        wrong: 0,
    });
    let (network, _) = parity(12);
    all.push(Instance {
        // Even, and not 0: of 4096 inputs 2048 are even, all of them wrong for the function that is always +1.
        name: "parity by 12 units against a constant",
        network,
        target: interval(12, -12, 12),
        wrong: 2048,
    });
    for power in [20, 24, 53, 60] {
        all.push(Instance {
            name: "absorbing",
            network: absorbing(power),
            target: absorbed(),
            wrong: 0,
        });
    }
    all
}

/// Up to this D an engine that sees every vertex is asked, for the time that this test takes.
const EVERY_VERTEX: usize = 16;

fn takes(engine: Engine, instance: &Instance) -> bool {
    let dimension = instance.target.dimension();
    match engine {
        Engine::Plain => dimension <= 12,
        Engine::Sweep => dimension <= EVERY_VERTEX,
        Engine::Classes => dimension <= 12 || instance.name.starts_with("parity"),
        _ => true,
    }
}

#[test]
fn every_engine_finds_the_known_answers() {
    let mut answered = 0;
    for instance in instances() {
        for (engine, name) in Engine::NAMES {
            if !takes(engine, &instance) {
                continue;
            }
            let problem = Problem::new(&instance.network, &instance.target, engine);
            let found = problem.agreement(UNWATCHED);
            let context = format!("{} by {name}: {found:?}", instance.name);
            // What an engine does not take it refuses with a reason.
            let Ok(found) = found else {
                assert_ne!(engine, Engine::Auto, "{context}");
                continue;
            };
            answered += 1;
            assert_eq!(found.claim.holds, instance.wrong == 0, "{context}");
            let Agreement {
                differs_at,
                violations,
                ..
            } = &found.found;
            assert_eq!(differs_at.is_some(), instance.wrong > 0, "{context}");
            assert!(engine != Engine::Auto || violations.is_some(), "{context}");
            if let Some(violations) = violations {
                assert_eq!(*violations, BigUint::from(instance.wrong), "{context}");
            }
            if let Some(x) = differs_at {
                let (h, f) = (instance.network.value(x), instance.target.value(x));
                assert_ne!(h, f.rational(), "{context}");
            }
        }
    }
    assert!(answered > 30, "{answered}");
}

#[test]
fn a_counter_example_that_was_seen_is_an_answer() {
    // Every watch that stops after some calls: the answer is a refutation or undecided, never an error in between.
    let network = two_random_units();
    let target = interval(40, -2, 2);
    let asked = std::sync::atomic::AtomicU64::new(0);
    let watch = |_, _| {
        let asked = asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if asked < 10 {
            Ok(())
        } else {
            Err(Stop::TimeLimit)
        }
    };
    let problem = Problem::new(&network, &target, Engine::Sweep);
    let found = problem
        .agreement(Limits::watched(&watch))
        .expect("many are wrong")
        .found;
    let x = found.differs_at.expect("one was seen");
    assert_ne!(network.value(&x), target.value(&x).rational());
    let so_far = found.so_far.expect("it was stopped");
    assert!(so_far.wrong > BigUint::from(0_u8));
    assert!(so_far.seen.is_some_and(|seen| seen < 1 << 40));
    assert_eq!(found.violations, None);
}

#[test]
fn one_wrong_vertex_is_enough_where_that_is_asked_for() {
    let (network, target) = (two_random_units(), interval(40, -2, 2));
    let limits = Limits {
        first: true,
        ..UNWATCHED
    };
    let found = Problem::new(&network, &target, Engine::Auto).agreement(limits);
    let found = found.expect("many are wrong").found;
    assert!(found.differs_at.is_some());
    assert_eq!(found.violations, None);
}

#[test]
fn what_was_stopped_before_anything_was_seen_is_undecided() {
    let target = interval(40, -2, 2);
    let network = near(40, Activation::Sign);
    let stop = Limits::watched(&|_, _| Err(Stop::Interrupted));
    for (engine, name) in Engine::NAMES {
        let found = Problem::new(&network, &target, engine).agreement(stop);
        let undecided = found.expect_err("nothing was seen");
        assert!(
            undecided.to_string().contains("interrupted"),
            "{name}: {undecided}"
        );
        if engine == Engine::Sweep {
            assert!(matches!(undecided, Undecided::Stopped { .. }));
        }
    }
}

#[test]
fn wrong_networks_fall_by_flips_alone() {
    for dimension in [16, 100, 1000] {
        for activation in [Activation::Sign, Activation::Relu] {
            let network = near(dimension, activation);
            let right = interval(dimension, -2, 2);
            assert_eq!(wrong_vertex(&network, &right, UNWATCHED), None);
            for wrong in [interval(dimension, -2, 4), interval(dimension, 0, 2)] {
                let found = wrong_vertex(&network, &wrong, UNWATCHED);
                let x = found.unwrap_or_else(|| panic!("{activation}, {wrong}"));
                assert_ne!(network.value(&x), wrong.value(&x).rational());
            }
        }
    }
}

#[test]
fn the_plan_says_what_each_engine_would_see() {
    let (network, target) = (near(40, Activation::Sign), interval(40, -2, 2));
    let plan = |engine| Problem::new(&network, &target, engine).plan().to_string();
    let auto = plan(Engine::Auto);
    assert!(auto.starts_with("branch, at most "), "{auto}");
    let others = [
        "diagram: ",
        "sweep: 1099511627776 vertices",
        "halves: 1048576 sums a half",
    ];
    for other in others {
        assert!(auto.contains(other), "{auto}");
    }
    let asked = plan(Engine::Sweep);
    assert_eq!(asked, "sweep, 1099511627776 vertices, as asked");
    // Interchangeable inputs need nothing else.
    let (network, target) = parity(14);
    let plan = Problem::new(&network, &target, Engine::Auto)
        .plan()
        .to_string();
    assert_eq!(plan, "classes, 15 points");
}

#[test]
fn a_node_that_takes_long_is_not_tried_first() {
    let row = |inputs: usize, k: i64| {
        (0..inputs)
            .map(|i| i64::try_from(i).expect("small") % 7 - k % 5)
            .collect()
    };
    let rows =
        |inputs: usize, units: i64| (0..units).map(|k| (row(inputs, k), k)).collect::<Vec<_>>();
    let network = network(vec![
        layer(Activation::Relu, &rows(12, 200)),
        layer(Activation::Relu, &rows(200, 200)),
        layer(Activation::Sign, &rows(200, 1)),
    ]);
    let target = interval(12, -2, 2);
    let problem = Problem::new(&network, &target, Engine::Auto);
    let first = problem.plan().engines.first().expect("an engine").engine;
    assert!(matches!(first, Engine::Sweep | Engine::Classes), "{first}");
}
