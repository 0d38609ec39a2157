//! A network in integers, as a function of a few sums of its inputs.
//!
//! The first layer sees of x only the sums Σ wᵢ·xᵢ over the different directions w of its rows: rows that are multiples of
//! each other see the same sum. A target that is a function of x₁ + … + x_D sees one sum more, unless a row sees it too.
//! Each unit is multiplied by a positive integer that makes its numbers integers (`proofs/diagrams-count.md`, step 1).

use std::collections::{HashMap, HashSet};

use num_integer::Integer;
use num_traits::{One, Signed, Zero};

use crate::language::exact::{BigInt, Rational, common_denominator, integer};
use crate::language::network::{Activation, Network};
use crate::language::runs::Runs;
use crate::language::target::Target;

/// A sum w·x of the inputs, with integer weights without a common divisor, the first of them other than 0 positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The weights w.
    pub weights: Runs<BigInt>,
    /// The greatest value that the sum has at a vertex, Σ |wᵢ|; the least value is its negative.
    pub most: BigInt,
}

/// A unit of the first layer: a positive multiple of its pre-activation is factor·(the sum) + bias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummedUnit {
    /// The number of the sum, from 0; `None` for a unit whose weights are all 0.
    pub sum: Option<usize>,
    /// The factor of the sum, an integer other than 0; 0 where there is no sum.
    pub factor: BigInt,
    /// The bias, an integer.
    pub bias: BigInt,
}

/// A layer after the first, in integers: positive multiples of its pre-activations are the rows' products with the
/// values of the layer before, plus the biases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntegerLayer {
    /// The activation of its units.
    pub activation: Activation,
    /// For each unit its weights and its bias.
    pub units: Vec<(Vec<BigInt>, BigInt)>,
}

/// A network, and the sums that it and a target see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summed {
    /// The sums, in the order of the first units that see them; the target's own is the last.
    pub sums: Vec<Sum>,
    /// The number of the sum x₁ + … + x_D, if the target is a function of it.
    pub of_target: Option<usize>,
    /// The activation of the first layer.
    pub activation: Activation,
    /// The units of the first layer.
    pub first: Vec<SummedUnit>,
    /// The layers after the first.
    pub deeper: Vec<IntegerLayer>,
    /// The positive integer by which the pre-activation of the last unit was multiplied.
    pub scale: BigInt,
}

impl Summed {
    /// The network in integers, and its sums with the target's.
    pub fn new(network: &Network, target: &Target) -> Self {
        let mut sums = Sums::default();
        let layer = network.first_layer();
        let mut first = Vec::new();
        let mut scales = Vec::new();
        for unit in &layer.units {
            let (sum, factor) = match direction(&unit.weights) {
                None => (None, Rational::zero()),
                Some((direction, factor)) => (Some(sums.number_of(direction)), factor),
            };
            let scale = common_denominator([&factor, &unit.bias]);
            first.push(SummedUnit {
                sum,
                factor: scaled(&factor, &scale),
                bias: scaled(&unit.bias, &scale),
            });
            scales.push(scale);
        }
        let by_sum = target.values_by_sum().is_some();
        let of_target = by_sum.then(|| {
            let ones = Runs::repeat(BigInt::one(), network.inputs());
            sums.number_of(ones)
        });
        let mut before = layer.activation;
        let mut deeper = Vec::new();
        for layer in &network.layers()[1..] {
            let inputs = passed_on(before, &scales);
            scales.clear();
            let mut units = Vec::new();
            for unit in &layer.units {
                let weights = unit.weights.iter().zip(&inputs);
                let weights: Vec<Rational> = weights.map(|(w, s)| w / integer(s.clone())).collect();
                let scale = common_denominator(weights.iter().chain([&unit.bias]));
                let row = weights.iter().map(|w| scaled(w, &scale)).collect();
                units.push((row, scaled(&unit.bias, &scale)));
                scales.push(scale);
            }
            deeper.push(IntegerLayer {
                activation: layer.activation,
                units,
            });
            before = layer.activation;
        }
        Self {
            sums: sums.sums,
            of_target,
            activation: layer.activation,
            first,
            deeper,
            scale: scales.pop().expect("the last layer has a unit"),
        }
    }

    /// About how many products of machine words it takes to bound the output.
    pub fn work(&self) -> u64 {
        let longest = |numbers: &mut dyn Iterator<Item = &BigInt>| {
            numbers.map(BigInt::bits).max().unwrap_or(0)
        };
        let first = self.first.iter();
        let mut bits = longest(&mut first.flat_map(|unit| [&unit.factor, &unit.bias]))
            + longest(&mut self.sums.iter().map(|sum| &sum.most));
        let mut products = 2 * self.first.len();
        for layer in &self.deeper {
            let units = layer.units.iter();
            products += units.map(|(row, _)| row.len() + 1).sum::<usize>();
            let units = layer.units.iter();
            let mut numbers = units.flat_map(|(row, bias)| row.iter().chain([bias]));
            bits += longest(&mut numbers);
        }
        let words = 1 + bits / 128;
        let products = u64::try_from(products).unwrap_or(u64::MAX);
        products.saturating_mul(2 * words * words)
    }

    /// Whether the value of the last unit jumps where its pre-activation is 0.
    pub fn output_jumps(&self) -> bool {
        let last = self
            .deeper
            .last()
            .map_or(self.activation, |layer| layer.activation);
        !matches!(last, Activation::Relu | Activation::Identity)
    }

    /// Whether the value of the last unit is 1, or −1 if `minus`, for every number from `low` to `high` that its
    /// multiplied pre-activation may be (`Some(true)`), or for none of them (`Some(false)`).
    pub fn output_is(&self, minus: bool, low: &BigInt, high: &BigInt) -> Option<bool> {
        let zero = BigInt::zero();
        let last = self.deeper.last().map(|layer| layer.activation);
        // The numbers at which the value is the wanted one: from, to; or all others.
        let (from, to, others) = match (last.unwrap_or(self.activation), minus) {
            (Activation::Sign | Activation::Step, false) => (Some(zero), None, false),
            (Activation::Sign, true) => (Some(zero), None, true),
            (Activation::Step | Activation::Relu, true) => (None, None, true),
            (Activation::Relu | Activation::Identity, false) => {
                (Some(self.scale.clone()), Some(self.scale.clone()), false)
            }
            (Activation::Identity, true) => (Some(-&self.scale), Some(-&self.scale), false),
            (Activation::Zero, _) => (Some(zero.clone()), Some(zero), minus),
        };
        let all =
            from.as_ref().is_none_or(|from| from <= low) && to.as_ref().is_none_or(|to| high <= to);
        let none =
            from.as_ref().is_some_and(|from| high < from) || to.as_ref().is_some_and(|to| to < low);
        match (all, none) {
            (true, _) => Some(!others),
            (_, true) => Some(others),
            _ => None,
        }
    }
}

/// About how many products of machine words [`Summed::new`] takes, by which every number of the network may become as long
/// as all its different denominators together. Keeping a number costs about as much as 64 products.
pub fn work_to_sum(network: &Network) -> u64 {
    const PER_NUMBER: u64 = 64;
    let mut denominators = HashSet::new();
    let mut longest = 0;
    let mut numbers = 0_usize;
    for (depth, layer) in network.layers().iter().enumerate() {
        for unit in &layer.units {
            // Only the first layer's rows stay runs.
            let entries = match depth {
                0 => unit.weights.runs().count(),
                _ => unit.weights.len(),
            };
            numbers = numbers.saturating_add(entries + 1);
            for number in unit.weights.runs().map(|(w, _)| w).chain([&unit.bias]) {
                longest = longest.max(number.numer().bits());
                denominators.insert(number.denom());
            }
        }
    }
    let together: u64 = denominators
        .iter()
        .map(|denominator| denominator.bits())
        .sum();
    let words = 1 + longest.saturating_add(together) / 128;
    let numbers = u64::try_from(numbers).unwrap_or(u64::MAX);
    numbers.saturating_mul(words.saturating_mul(words).saturating_mul(PER_NUMBER))
}

/// The factors by which the values of units exceed the network's, if their pre-activations were multiplied by these.
fn passed_on(activation: Activation, scales: &[BigInt]) -> Vec<BigInt> {
    match activation {
        Activation::Relu | Activation::Identity => scales.to_vec(),
        Activation::Sign | Activation::Step | Activation::Zero => vec![BigInt::one(); scales.len()],
    }
}

fn scaled(number: &Rational, scale: &BigInt) -> BigInt {
    (number * integer(scale.clone())).to_integer()
}

/// The direction of a row, and the factor by which the row is a multiple of it; `None` if the row is 0.
fn direction(row: &Runs<Rational>) -> Option<(Runs<BigInt>, Rational)> {
    let denominator = common_denominator(row.runs().map(|(w, _)| w));
    let whole = row.map(|w| scaled(w, &denominator));
    let mut divisor = BigInt::zero();
    for (w, _) in whole.runs() {
        divisor = divisor.gcd(w);
    }
    let (first, _) = whole.runs().find(|(w, _)| !w.is_zero())?;
    if first.is_negative() {
        divisor = -divisor;
    }
    let direction = whole.map(|w| w / &divisor);
    Some((direction, Rational::new(divisor, denominator)))
}

/// The sums found so far, each once.
#[derive(Default)]
struct Sums {
    sums: Vec<Sum>,
    numbers: HashMap<Runs<BigInt>, usize>,
}

impl Sums {
    /// The number of the sum in this direction, which is added if it is new.
    fn number_of(&mut self, weights: Runs<BigInt>) -> usize {
        let next = self.sums.len();
        let number = *self.numbers.entry(weights.clone()).or_insert(next);
        if number == next {
            let runs = weights.runs();
            let most = runs.map(|(w, count)| w.abs() * count).sum();
            self.sums.push(Sum { weights, most });
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::cube::vertices;
    use crate::language::network::{Layer, Unit};
    use crate::language::target::Interval;

    /// The weights and the bias of a unit, as numerators and denominators.
    type Row<'a> = (&'a [(i64, i64)], (i64, i64));

    fn layer(activation: Activation, rows: &[Row]) -> Layer {
        let ratio = |(p, q): (i64, i64)| Rational::new(p.into(), q.into());
        let unit = |(weights, bias): &Row| Unit {
            weights: weights.iter().map(|w| ratio(*w)).collect(),
            bias: ratio(*bias),
        };
        let units = rows.iter().map(unit).collect();
        Layer { activation, units }
    }

    #[test]
    fn multiples_share_a_sum() {
        let rows: &[Row] = &[
            (&[(2, 3), (-4, 3)], (1, 2)),
            (&[(0, 1), (0, 1)], (1, 5)),
            (&[(-1, 1), (2, 1)], (0, 1)),
            (&[(5, 1), (5, 1)], (0, 1)),
        ];
        let output: &[Row] = &[(&[(1, 1); 4], (0, 1))];
        let layers = vec![
            layer(Activation::Relu, rows),
            layer(Activation::Sign, output),
        ];
        let network = Network::new(2, layers).unwrap();
        let target = Target::from(Interval::new(2, 0, 0).unwrap());
        let summed = Summed::new(&network, &target);
        let directions: Vec<Runs<BigInt>> =
            summed.sums.iter().map(|sum| sum.weights.clone()).collect();
        let whole = |w: [i64; 2]| w.map(BigInt::from).into_iter().collect();
        assert_eq!(directions, [whole([1, -2]), whole([1, 1])]);
        let seen: Vec<_> = summed.first.iter().map(|unit| unit.sum).collect();
        assert_eq!(seen, [Some(0), None, Some(0), Some(1)]);
        assert_eq!(summed.of_target, Some(1));
        // 2/3·s + 1/2 times 6.
        assert_eq!(summed.first[0].factor, BigInt::from(4));
        assert_eq!(summed.first[0].bias, BigInt::from(3));
    }

    #[test]
    fn the_integers_are_the_network() {
        let rows: &[Row] = &[(&[(2, 3), (-4, 3)], (1, 2)), (&[(1, 7), (1, 2)], (1, 5))];
        let output: &[Row] = &[(&[(1, 3), (-2, 5)], (1, 7))];
        for hidden in [Activation::Relu, Activation::Sign, Activation::Identity] {
            let layers = vec![layer(hidden, rows), layer(Activation::Identity, output)];
            let network = Network::new(2, layers).unwrap();
            let target = Target::from(Interval::new(2, 0, 0).unwrap());
            let summed = Summed::new(&network, &target);
            for x in vertices(2) {
                let sum = |sum: &Sum| -> BigInt {
                    let terms = sum.weights.iter().zip(x.signs().iter());
                    terms.map(|(w, x)| w * x.value()).sum()
                };
                let sums: Vec<BigInt> = summed.sums.iter().map(sum).collect();
                let z = summed.first.iter().map(|unit| {
                    unit.sum
                        .map_or(BigInt::zero(), |sum| &unit.factor * &sums[sum])
                        + &unit.bias
                });
                let values: Vec<Rational> = z.map(|z| hidden.apply(integer(z))).collect();
                let (row, bias) = &summed.deeper[0].units[0];
                let terms = row.iter().zip(&values);
                let y = terms.fold(integer(bias.clone()), |y, (w, v)| {
                    y + integer(w.clone()) * v
                });
                assert_eq!(y / integer(summed.scale.clone()), network.value(&x));
            }
        }
    }
}
