//! Random targets and networks that all property tests share.

use std::cell::Cell;
use std::ops::RangeInclusive;

use orthant::language::cube::Sign;
use orthant::language::exact::{Rational, integer};
use orthant::language::network::{Activation, Layer, Network, Unit};
use orthant::language::runs::Runs;
use orthant::language::target::{Interval, Target};
use orthant::question3::networks;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// Runs the test on this many random cases, the same ones every time; `PROPTEST_CASES` and
/// `PROPTEST_RNG_SEED` ask for others.
pub fn for_each<S: Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value)) {
    let mut config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(2023);
    }
    let result = TestRunner::new(config).run(strategy, |case| {
        test(case);
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
}

/// Counts answers, for a test that is worth something only if it has met both.
#[derive(Default)]
pub struct Answers {
    yes: Cell<u32>,
    no: Cell<u32>,
}

impl Answers {
    /// Counts one.
    pub fn note(&self, yes: bool) {
        let counter = if yes { &self.yes } else { &self.no };
        counter.set(counter.get() + 1);
    }

    /// Fails unless each answer came up at least this often.
    pub fn assert_both(&self, at_least: u32) {
        let (yes, no) = (self.yes.get(), self.no.get());
        assert!(yes.min(no) >= at_least, "{yes} times yes, {no} times no");
    }
}

/// Interval targets with 1 ≤ D ≤ `most`.
pub fn intervals(most: i64) -> impl Strategy<Value = Interval> {
    (1..=most)
        .prop_flat_map(|d| (Just(d), -d..=d, -d..=d))
        .prop_map(|(d, a, b)| {
            let dimension = usize::try_from(d).expect("positive");
            Interval::new(dimension, a.min(b), a.max(b)).expect("in range")
        })
}

fn signs(count: usize) -> impl Strategy<Value = Runs<Sign>> {
    vec(any::<bool>(), count).prop_map(|signs| signs.into_iter().map(Sign::of).collect())
}

/// Functions of the sum with D in this range.
pub fn targets_by_sum(dimensions: RangeInclusive<usize>) -> impl Strategy<Value = Target> {
    dimensions
        .prop_flat_map(|d| (Just(d), signs(d + 1)))
        .prop_map(|(d, values)| Target::by_sum(d, values).expect("D + 1 values"))
}

/// Truth tables of `dimension` variables: any, or of sign(w·x + b) with small weights.
pub fn tables(dimension: usize) -> impl Strategy<Value = Target> {
    let any = signs(1 << dimension)
        .prop_map(move |values| Target::table(dimension, values).expect("2^D values"));
    let threshold = vec(-3_i64..=3, dimension + 1).prop_map(move |numbers| {
        Target::tabulate(dimension, |x| {
            let z = x.signs().iter().map(|x| x.value()).chain([1]);
            Sign::of(z.zip(&numbers).map(|(x, w)| x * w).sum::<i64>() >= 0)
        })
        .expect("small")
    });
    prop_oneof![any, threshold]
}

/// Targets of all kinds, tables up to four variables.
pub fn targets(most: i64) -> impl Strategy<Value = Target> {
    prop_oneof![
        intervals(most).prop_map(Target::from),
        targets_by_sum(1..=usize::try_from(most).expect("positive")),
        (1_usize..=4).prop_flat_map(tables),
    ]
}

/// Weights and biases: mostly −1, 0 and 1, so that units are often exactly 0 at vertices.
fn numbers() -> impl Strategy<Value = Rational> {
    prop_oneof![
        12 => (-1_i64..=1).prop_map(integer),
        4 => (-4_i64..=4).prop_map(integer),
        2 => (-9_i64..=9, 2_i64..=6).prop_map(|(p, q)| Rational::new(p.into(), q.into())),
        1 => (-9_i64..=9).prop_map(|n| integer(n * 10_000_000_000)),
    ]
}

fn activations() -> impl Strategy<Value = Activation> {
    prop_oneof![
        4 => Just(Activation::Sign),
        3 => Just(Activation::Relu),
        2 => Just(Activation::Step),
        1 => Just(Activation::Identity),
        1 => Just(Activation::Zero),
    ]
}

/// What a layer gets besides random units.
#[derive(Clone, Copy, Debug)]
enum Extra {
    Nothing,
    Copy,
    Opposite,
    ZeroUnit,
}

/// A layer as it is drawn: more numbers than needed in each row.
type Drawn = (Activation, Vec<Vec<Rational>>, Extra);

/// Networks of 1 to 3 layers, with columns that are often equal, rows that are sometimes equal, opposite or
/// 0, and often a unit that is 0 at some vertex.
pub fn networks(dimension: usize) -> impl Strategy<Value = Network> {
    let row = vec(numbers(), dimension.max(5) + 1);
    let extra = prop_oneof![
        2 => Just(Extra::Nothing),
        1 => Just(Extra::Copy),
        1 => Just(Extra::Opposite),
        1 => Just(Extra::ZeroUnit),
    ];
    let layers = vec((activations(), vec(row, 1..=3), extra), 1..=3);
    let columns = prop_oneof![
        vec(0..dimension, dimension),
        Just((0..dimension).collect::<Vec<_>>()),
    ];
    let touched = proptest::option::of(vec(any::<bool>(), dimension));
    (layers, columns, touched, any::<bool>()).prop_map(|(mut layers, columns, touched, signed)| {
        let first = &mut layers[0].1;
        for row in first.iter_mut() {
            let numbers = row.clone();
            for (place, column) in columns.iter().enumerate() {
                row[place] = numbers[*column].clone();
            }
        }
        if let Some(x) = touched {
            let values = first[0]
                .iter()
                .zip(x)
                .map(|(w, x)| if x { -w } else { w.clone() });
            let bias = values.sum();
            *first[0].last_mut().expect("a row has a bias") = bias;
        }
        if signed {
            layers.last_mut().expect("there is a layer").0 = Activation::Sign;
        }
        assemble(columns.len(), layers)
    })
}

fn assemble(dimension: usize, drawn: Vec<Drawn>) -> Network {
    let last = drawn.len() - 1;
    let mut inputs = dimension;
    let mut layers = Vec::new();
    for (depth, (activation, mut rows, extra)) in drawn.into_iter().enumerate() {
        match extra {
            Extra::Nothing => {}
            Extra::Copy => rows.push(rows[0].clone()),
            Extra::Opposite => rows.push(rows[0].iter().map(|w| -w).collect()),
            Extra::ZeroUnit => rows.push(vec![integer(0); rows[0].len()]),
        }
        if depth == last {
            rows.truncate(1);
        }
        let unit = |row: &Vec<Rational>| Unit {
            weights: row[..inputs].iter().cloned().collect(),
            bias: row[row.len() - 1].clone(),
        };
        let units: Vec<_> = rows.iter().map(unit).collect();
        inputs = units.len();
        layers.push(Layer { activation, units });
    }
    Network::new(dimension, layers).expect("the rows are as long as the layer before")
}

/// A random network with the sign of its own values as the target, sometimes changed at one vertex, or
/// with a target of its own; 1 ≤ D ≤ `most`.
pub fn random_networks(most: usize) -> impl Strategy<Value = (Network, Target)> {
    let own = move |d| {
        (networks(d), 0_u64..8 << d).prop_map(move |(h, changed)| {
            let f = Target::tabulate(d, |x| {
                let value = Sign::of_number(&h.value(x));
                if x.bits() == Some(changed) {
                    -value
                } else {
                    value
                }
            });
            (h, f.expect("small"))
        })
    };
    let foreign = move |d: i64| {
        intervals(d)
            .prop_flat_map(|f| (networks(f.dimension()), Just(f)))
            .prop_map(|(h, f)| (h, Target::from(f)))
    };
    let most_signed = i64::try_from(most).expect("small");
    prop_oneof![3 => (1..=most).prop_flat_map(own), 1 => foreign(most_signed)]
}

/// A change to the hidden layer of a two-layer network that leaves its values alone.
#[derive(Clone, Debug)]
enum Padding {
    /// A hidden unit twice, its output weight shared.
    Duplicate(usize),
    /// A hidden unit scaled by a positive number.
    Scale(usize, i64),
    /// A unit that is constant, with output weight 0.
    Constant(i64),
    /// The same unit twice, with opposite output weights.
    Cancelling(Vec<i64>, i64),
}

/// The networks of Question 3 with their intervals, 1 ≤ D ≤ `most`, some of them padded with duplicated,
/// scaled, constant or cancelling units.
pub fn constructions(most: i64) -> impl Strategy<Value = (Network, Target)> {
    let count = usize::try_from(most).expect("positive");
    let padding = prop_oneof![
        (0_usize..2).prop_map(Padding::Duplicate),
        (0_usize..2, 1_i64..=3).prop_map(|(unit, factor)| Padding::Scale(unit, factor)),
        (-1_i64..=1).prop_map(Padding::Constant),
        (vec(-1_i64..=1, count), -1_i64..=1).prop_map(|(w, b)| Padding::Cancelling(w, b)),
    ];
    let which = 0..networks::listed().count();
    (intervals(most), which, vec(padding, 0..=2)).prop_map(|(interval, which, paddings)| {
        let construction = networks::listed().nth(which).expect("one of them");
        let plain = construction.network(&interval);
        let padded = paddings
            .iter()
            .fold(plain, |network, padding| pad(&network, padding));
        (padded, interval.into())
    })
}

/// Constructions and random networks.
pub fn networks_with_targets(most: usize) -> impl Strategy<Value = (Network, Target)> {
    let most_signed = i64::try_from(most).expect("small");
    prop_oneof![random_networks(most), constructions(most_signed)]
}

fn pad(network: &Network, padding: &Padding) -> Network {
    let [mut hidden, mut output] =
        <[Layer; 2]>::try_from(network.layers().to_vec()).expect("two layers");
    let mut weights: Vec<Rational> = output.units[0].weights.iter().cloned().collect();
    match padding {
        Padding::Duplicate(unit) => {
            let half = &weights[*unit] / integer(2);
            weights[*unit] = half.clone();
            weights.push(half);
            hidden.units.push(hidden.units[*unit].clone());
        }
        Padding::Scale(unit, factor) => {
            let (unit, factor) = (*unit, integer(*factor));
            let scaled = &mut hidden.units[unit];
            scaled.weights = scaled.weights.map(|w| w * &factor);
            scaled.bias *= &factor;
            if hidden.activation == Activation::Relu {
                weights[unit] /= factor;
            }
        }
        Padding::Constant(bias) => {
            hidden.units.push(Unit {
                weights: Runs::repeat(integer(0), network.inputs()),
                bias: integer(*bias),
            });
            weights.push(integer(0));
        }
        Padding::Cancelling(row, bias) => {
            let unit = Unit {
                weights: row
                    .iter()
                    .take(network.inputs())
                    .map(|w| integer(*w))
                    .collect(),
                bias: integer(*bias),
            };
            hidden.units.extend([unit.clone(), unit]);
            weights.extend([integer(1), integer(-1)]);
        }
    }
    output.units[0].weights = weights.into_iter().collect();
    Network::new(network.inputs(), vec![hidden, output]).expect("one output weight a hidden unit")
}
