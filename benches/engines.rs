//! What does each engine cost as D and the number of units grow? `cargo bench --bench engines -- [FOLDER]`
//!
//! Prints one line for each family of networks, engine and size: seconds for the whole decision (estimates, search, and the
//! evidence without its check), the best of three where it is short. With a folder, the same numbers are drawn there, one
//! picture a family. An engine that needs more than five seconds at one size is not asked at the next ones.

#![allow(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "times are for people"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use orthant::draw::curves::{Line, Plot};
use orthant::language::exact::integer;
use orthant::language::network::{Activation, Layer, Network, Unit};
use orthant::language::target::{Interval, Target};
use orthant::prover::{Engine, Limits, Problem, Stop, UNWATCHED};

/// The time after which an engine is given up.
const PATIENCE: Duration = Duration::from_secs(5);

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    /// The next number from −size to size.
    fn next(&mut self, size: i64) -> i64 {
        // Knuth's linear congruential generator; any fixed weights would do.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let bits = i64::try_from(self.0 >> 33).expect("31 bits");
        bits.rem_euclid(2 * size + 1) - size
    }
}

fn network(
    activation: Activation,
    rows: Vec<(Vec<i64>, i64)>,
    output: (Activation, Vec<i64>, i64),
) -> Network {
    let unit = |(weights, bias): (Vec<i64>, i64)| Unit {
        weights: weights.into_iter().map(integer).collect(),
        bias: integer(bias),
    };
    let inputs = rows[0].0.len();
    let (last, weights, bias) = output;
    let layers = vec![
        Layer {
            activation,
            units: rows.into_iter().map(unit).collect(),
        },
        Layer {
            activation: last,
            units: vec![unit((weights, bias))],
        },
    ];
    Network::new(inputs, layers).expect("the rows fit")
}

/// Weights 1000 with a small difference each, as training leaves them; right for [−2, 2].
fn near(dimension: usize, activation: Activation) -> Network {
    let mut numbers = Numbers(u64::try_from(dimension).expect("small"));
    let noise = if dimension <= 100 { 9 } else { 1 };
    let mut row = |weight: i64| -> Vec<i64> {
        (0..dimension)
            .map(|_| weight + numbers.next(noise))
            .collect()
    };
    match activation {
        Activation::Relu => network(
            activation,
            vec![(row(-1000), -3000), (row(1000), -3000)],
            (Activation::Sign, vec![-1, -1], 0),
        ),
        _ => network(
            activation,
            vec![(row(1000), 3000), (row(-1000), 3000)],
            (Activation::Identity, vec![1, 1], -1),
        ),
    }
}

/// Sign units with weights from −9 to 9 and the sign of their weighted vote.
fn random(dimension: usize, units: usize) -> Network {
    let mut numbers = Numbers(12_345);
    let rows = (0..units).map(|_| {
        (
            (0..dimension).map(|_| numbers.next(9)).collect(),
            numbers.next(9),
        )
    });
    let rows = rows.collect();
    let votes = (0..units).map(|_| numbers.next(9)).collect();
    network(Activation::Sign, rows, (Activation::Sign, votes, 3))
}

/// Seconds for one decision, and whether it was completed.
fn seconds(network: &Network, target: &Target, engine: Engine) -> (f64, bool) {
    let once = || {
        let start = Instant::now();
        let watch = |_, _| {
            if start.elapsed() > PATIENCE {
                Err(Stop::TimeLimit)
            } else {
                Ok(())
            }
        };
        let limits = Limits {
            watch: &watch,
            ..UNWATCHED
        };
        let found = Problem::new(network, target, engine).agreement(limits);
        let decided = found.is_ok_and(|found| found.found.so_far.is_none());
        (start.elapsed().as_secs_f64(), decided)
    };
    let (first, decided) = once();
    let again = if decided && first < 0.5 { 2 } else { 0 };
    let best = (0..again).map(|_| once().0).fold(first, f64::min);
    (best, decided)
}

/// A family of networks of growing size.
struct Family {
    name: &'static str,
    /// What grows.
    size: &'static str,
    sizes: &'static [usize],
    make: fn(usize) -> (Network, Target),
}

fn by_interval(network: Network) -> (Network, Target) {
    let interval = Interval::new(network.inputs(), -2, 2).expect("in range");
    (network, interval.into())
}

const FAMILIES: [Family; 5] = [
    Family {
        name: "near, sign",
        size: "D",
        sizes: &[8, 12, 16, 20, 24, 28, 32, 40, 48, 64, 128, 256, 1000],
        make: |d| by_interval(near(d, Activation::Sign)),
    },
    Family {
        name: "near, ReLU",
        size: "D",
        sizes: &[8, 12, 16, 20, 24, 28, 32, 40, 48, 64, 128, 256, 1000],
        make: |d| by_interval(near(d, Activation::Relu)),
    },
    Family {
        name: "two random units",
        size: "D",
        sizes: &[8, 12, 16, 20, 24, 28, 32, 36, 40, 48, 64, 100],
        make: |d| by_interval(random(d, 2)),
    },
    Family {
        name: "eight random units",
        size: "D",
        sizes: &[8, 12, 16, 20, 24, 28, 32, 36],
        make: |d| by_interval(random(d, 8)),
    },
    Family {
        name: "random units, D = 20",
        size: "units",
        sizes: &[1, 2, 3, 4, 6, 8, 12, 16],
        make: |units| by_interval(random(20, units)),
    },
];

/// The largest size that is drawn: beyond it the curves would be squeezed.
const DRAWN: usize = 64;

fn main() {
    let folder = std::env::args()
        .nth(1)
        .filter(|argument| !argument.starts_with('-'));
    println!("family; engine; size; seconds");
    for family in FAMILIES {
        let mut lines = Vec::new();
        for (engine, name) in Engine::NAMES {
            let mut values = vec![f64::NAN; DRAWN];
            for size in family.sizes {
                let (network, target) = (family.make)(*size);
                let (time, decided) = seconds(&network, &target, engine);
                if !decided {
                    println!(
                        "{}; {name}; {} = {size}; undecided after {time:.2}",
                        family.name, family.size
                    );
                    break;
                }
                println!(
                    "{}; {name}; {} = {size}; {time:.6}",
                    family.name, family.size
                );
                if let Some(value) = values.get_mut(size - 1) {
                    *value = time.log10();
                }
            }
            lines.push(Line {
                name: name.to_owned(),
                values,
            });
        }
        if let Some(folder) = &folder {
            let plot = Plot {
                title: family.name.to_owned(),
                x_label: family.size.to_owned(),
                y_label: "log10 of seconds".to_owned(),
                lines,
            };
            let file = family.name.replace([',', '='], "").replace(' ', "-");
            let path = Path::new(folder).join(format!("engines-{}.svg", file.replace("--", "-")));
            std::fs::write(path, plot.to_svg()).expect("the folder can be written");
        }
    }
}
