//! A wrong vertex, looked for by flipping coordinates one at a time.
//!
//! Networks that are wrong are mostly wrong at many vertices, near the places where f changes. From many starts there, the
//! coordinate is flipped that brings f(x)·h(x) down the most, as far as a derivative in floating point can tell. A vertex
//! found in this way is evaluated exactly before it is returned; where none is found, nothing has been shown.

#![allow(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "a vertex is evaluated exactly before it is believed"
)]

use num_traits::ToPrimitive;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::language::cube::{Sign, Vertex};
use crate::language::network::{Activation, Network};
use crate::language::target::Target;
use crate::prover::limits::Limits;

/// The number of products of weights and values that are spent: some tenths of a second.
const PRODUCTS: usize = 1 << 26;

/// The most starts.
const STARTS: usize = 2000;

/// The most vertices that are evaluated exactly.
const EXACT: usize = 64;

/// A network in floating point, for directions only.
struct Approximation {
    layers: Vec<ApproximateLayer>,
    /// The weights of the first layer by coordinate: those of all units on one coordinate are neighbours.
    columns: Vec<f64>,
    /// The number of products for one evaluation with its derivative.
    products: usize,
}

struct ApproximateLayer {
    activation: Activation,
    rows: Vec<Vec<f64>>,
    biases: Vec<f64>,
    /// About how far each pre-activation varies: a jump is smoothed to this width.
    widths: Vec<f64>,
}

/// A vertex at which the network differs from the target, if one was found within a fixed amount of work.
pub fn wrong_vertex(network: &Network, target: &Target, limits: Limits) -> Option<Vertex> {
    let approximation = Approximation::new(network)?;
    let dimension = target.dimension();
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let step = approximation.products + dimension;
    let mut left = PRODUCTS / step;
    let starts = starts(target);
    let mut suspects = 0..EXACT;
    for start in 0..STARTS {
        let mut x = starts.vertex(start, dimension, &mut random);
        let mut best = f64::INFINITY;
        // Each flip lowers f·h, unless the derivative misleads: then the next start is taken.
        for _ in 0..=dimension {
            if left == 0 || limits.go_on(0, 0).is_err() {
                return None;
            }
            left -= 1;
            let f = value(target, &x);
            let (h, slope) = approximation.at(&x);
            let size = h * f;
            // Values at and near 0, and wrong ones, are for exact arithmetic.
            if size <= 1e-9 || approximation.is_off(h, f) {
                suspects.next()?;
                let vertex = Vertex::from_signs(x.iter().map(|x| Sign::of(*x > 0.0)).collect());
                if network.value(&vertex) != target.value(&vertex).rational() {
                    return Some(vertex);
                }
            }
            if size >= best {
                break;
            }
            best = size;
            starts.flip(&mut x, &slope, f);
        }
    }
    None
}

/// The value of f at a vertex in floating point.
fn value(target: &Target, x: &[f64]) -> f64 {
    let sign = match target {
        Target::Table { values, .. } => {
            let bits = x
                .iter()
                .rev()
                .fold(0, |bits, x| bits << 1 | usize::from(*x > 0.0));
            values.get(bits).copied()
        }
        Target::Interval(_) | Target::BySum(_) => {
            let plus = x.iter().filter(|x| **x > 0.0).count();
            let sum = 2 * i64::try_from(plus).unwrap_or(0) - i64::try_from(x.len()).unwrap_or(0);
            target.value_at_sum(sum)
        }
    };
    if sign == Some(Sign::Plus) { 1.0 } else { -1.0 }
}

/// The places to start from, and the flips that keep the value of f.
enum Starts {
    /// f depends on the number of +1: the numbers on both sides of each change of f, and in between.
    Counts(Vec<usize>),
    /// f is a table: any vertex.
    Anywhere,
}

fn starts(target: &Target) -> Starts {
    let Some(values) = target.values_by_sum() else {
        return Starts::Anywhere;
    };
    let mut counts = Vec::new();
    let mut first = 0;
    for (_, length) in values.runs() {
        counts.extend([first, first + length - 1]);
        first += length;
    }
    for (_, length) in values.runs().take(8) {
        counts.push(length / 2);
    }
    Starts::Counts(counts)
}

impl Starts {
    fn vertex(&self, number: usize, dimension: usize, random: &mut ChaCha8Rng) -> Vec<f64> {
        let mut below = |n: usize| {
            let n = u64::try_from(n).expect("a dimension");
            usize::try_from(random.next_u64() % n).expect("below a dimension")
        };
        match self {
            Self::Anywhere => (0..dimension)
                .map(|_| if below(2) == 0 { -1.0 } else { 1.0 })
                .collect(),
            Self::Counts(counts) => {
                let plus = counts[number % counts.len()];
                let mut x: Vec<f64> = (0..dimension)
                    .map(|i| if i < plus { 1.0 } else { -1.0 })
                    .collect();
                for i in (1..dimension).rev() {
                    x.swap(i, below(i + 1));
                }
                x
            }
        }
    }

    /// Flips the coordinate, or where f depends on the sum the pair of a +1 and a −1, that lowers f·h the most.
    fn flip(&self, x: &mut [f64], slope: &[f64], f: f64) {
        let change = |i: usize| -2.0 * x[i] * slope[i] * f;
        let best = |sign: Option<f64>| {
            let places = (0..x.len()).filter(|i| sign.is_none_or(|sign| x[*i] * sign > 0.0));
            places.min_by(|i, j| change(*i).total_cmp(&change(*j)))
        };
        let places = match self {
            Self::Anywhere => [best(None), None],
            Self::Counts(_) => [best(Some(1.0)), best(Some(-1.0))],
        };
        if matches!((self, places), (Self::Counts(_), [None, _] | [_, None])) {
            return;
        }
        for i in places.into_iter().flatten() {
            x[i] = -x[i];
        }
    }
}

impl Approximation {
    /// The network in floating point; `None` if a number is too large for it.
    fn new(network: &Network) -> Option<Self> {
        let mut layers = Vec::new();
        let mut products = 0;
        for layer in network.layers() {
            let rows = layer.units.iter().map(|unit| {
                let row = unit.weights.iter().map(ToPrimitive::to_f64);
                row.collect::<Option<Vec<f64>>>()
            });
            let rows = rows.collect::<Option<Vec<_>>>()?;
            let biases = layer.units.iter().map(|unit| unit.bias.to_f64());
            let biases = biases.collect::<Option<Vec<_>>>()?;
            if !rows.iter().flatten().chain(&biases).all(|w| w.is_finite()) {
                return None;
            }
            products += rows.iter().map(Vec::len).sum::<usize>() * 2;
            let widths = rows
                .iter()
                .map(|row| row.iter().map(|w| w * w).sum::<f64>().sqrt());
            layers.push(ApproximateLayer {
                activation: layer.activation,
                widths: widths.map(|width| width.max(f64::MIN_POSITIVE)).collect(),
                rows,
                biases,
            });
        }
        let inputs = 0..network.inputs();
        let columns = inputs.flat_map(|i| layers[0].rows.iter().map(move |row| row[i]));
        let columns = columns.collect();
        Some(Self {
            layers,
            columns,
            products,
        })
    }

    /// A smoothed output, positive where the network's value is +1, and its derivative by each coordinate.
    fn at(&self, x: &[f64]) -> (f64, Vec<f64>) {
        let mut values = x.to_vec();
        let mut derivatives: Vec<Vec<f64>> = Vec::new();
        let last = self.layers.len() - 1;
        let mut output = 0.0;
        for (depth, layer) in self.layers.iter().enumerate() {
            let rows = layer.rows.iter().zip(&layer.biases).zip(&layer.widths);
            let units = rows.map(|((row, bias), width)| {
                let z = bias + row.iter().zip(&values).map(|(w, v)| w * v).sum::<f64>();
                if depth == last && layer.activation == Activation::Sign {
                    return (z, 1.0);
                }
                let smooth = z / (z.abs() + width);
                let steep = width / ((z.abs() + width) * (z.abs() + width));
                match layer.activation {
                    Activation::Identity => (z, 1.0),
                    Activation::Relu => (z.max(0.0), if z > 0.0 { 1.0 } else { 0.0 }),
                    Activation::Sign => (if z >= 0.0 { 1.0 } else { -1.0 }, steep),
                    Activation::Step => (if z >= 0.0 { 1.0 } else { 0.0 }, steep / 2.0),
                    Activation::Zero => {
                        (if z == 0.0 { 1.0 } else { -1.0 }, -smooth.signum() * steep)
                    }
                }
            });
            let (next, derivative): (Vec<f64>, Vec<f64>) = units.unzip();
            values = next;
            derivatives.push(derivative);
            output = values[0];
        }
        let mut back = vec![1.0];
        for (depth, layer) in self.layers.iter().enumerate().rev() {
            for (b, d) in back.iter_mut().zip(&derivatives[depth]) {
                *b *= d;
            }
            if depth > 0 {
                let mut next = vec![0.0; layer.rows[0].len()];
                for (row, b) in layer.rows.iter().zip(&back).filter(|(_, b)| **b != 0.0) {
                    for (sum, w) in next.iter_mut().zip(row) {
                        *sum += w * b;
                    }
                }
                back = next;
            }
        }
        let slope = self.columns.chunks(back.len());
        let slope = slope.map(|column| column.iter().zip(&back).map(|(w, b)| w * b).sum());
        (output, slope.collect())
    }

    /// Whether the value of the network is seen to be another one than f: only a sign is ±1 whatever its argument.
    fn is_off(&self, h: f64, f: f64) -> bool {
        let last = self.layers.last().expect("a network has a layer");
        last.activation != Activation::Sign && (h - f).abs() > 1e-9
    }
}
