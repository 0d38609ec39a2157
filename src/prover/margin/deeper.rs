//! The margin of a network with several hidden layers, in integers, point by point.
//!
//! The slope of a unit beyond the first hidden layer depends on which units before it are active, so every point is
//! visited. Each unit is scaled by the common denominator of its own row; the scale of a ReLU or identity unit divides the
//! weights that read it. The scale leaves |α| / ‖β‖ unchanged, so no fraction is formed before the last step.

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use crate::checker::classes::Classes;
use crate::language::exact::Rational;
use crate::language::network::{Activation, Network};
use crate::prover::engines::integers::{IntegerLayer, IntegerNetwork, keeps_factors};
use crate::prover::limits::{Limits, Stop};

/// The hidden layers of a network in integers, seen through classes.
pub(super) struct Deeper<'a> {
    classes: &'a Classes,
    layers: Vec<Hidden>,
}

/// A hidden layer, the first one with a weight for each class.
struct Hidden {
    integers: IntegerLayer<BigInt>,
    /// For each unit, a bound on the sum of the absolute values of its slope over all coordinates.
    steepest: Vec<BigInt>,
}

/// The least of the radii so far, as numerators and denominators: |α| / ‖β‖₁ and α² / ‖β‖₂².
#[derive(Default)]
struct Least {
    linf: Option<(BigInt, BigInt)>,
    l2_squared: Option<(BigInt, BigInt)>,
}

impl Least {
    fn take(&mut self, value: &BigInt, slope: &[BigInt], sizes: &[usize]) {
        let over = |f: &dyn Fn(&BigInt) -> BigInt| -> BigInt {
            slope.iter().zip(sizes).map(|(b, size)| f(b) * *size).sum()
        };
        keep(&mut self.linf, value.abs(), over(&|b| b.abs()));
        keep(&mut self.l2_squared, value * value, over(&|b| b * b));
    }

    /// Whether a unit with this pre-activation and a slope no steeper than this leaves the radii as they are.
    fn is_beyond(&self, value: &BigInt, steepest: &BigInt) -> bool {
        let beyond = |least: &Option<(BigInt, BigInt)>, size: &BigInt, bound: &BigInt| {
            least.as_ref().is_some_and(|(p, q)| size * q >= p * bound)
        };
        beyond(&self.linf, &value.abs(), steepest)
            && beyond(&self.l2_squared, &(value * value), &(steepest * steepest))
    }
}

/// Keeps the lesser one of two fractions with positive denominators.
fn keep(least: &mut Option<(BigInt, BigInt)>, p: BigInt, q: BigInt) {
    if least
        .as_ref()
        .is_none_or(|(least, of)| &p * of < least * &q)
    {
        *least = Some((p, q));
    }
}

/// The slopes of units at one point, found as they are asked for.
struct Slopes<'a> {
    layers: &'a [Hidden],
    /// For each layer, which units pass a slope on: active ReLU units and identity units.
    passes: Vec<Vec<bool>>,
    known: Vec<Vec<Option<Vec<BigInt>>>>,
}

impl Slopes<'_> {
    fn of(&mut self, depth: usize, unit: usize) -> Vec<BigInt> {
        if let Some(known) = &self.known[depth][unit] {
            return known.clone();
        }
        let row = self.layers[depth].integers.row(unit);
        let slope = if depth == 0 {
            row.to_vec()
        } else {
            let mut slope = vec![BigInt::zero(); self.layers[0].integers.row(0).len()];
            for (from, weight) in row.iter().enumerate() {
                if !weight.is_zero() && self.passes[depth - 1][from] {
                    for (sum, b) in slope.iter_mut().zip(self.of(depth - 1, from)) {
                        *sum += weight * b;
                    }
                }
            }
            slope
        };
        self.known[depth][unit] = Some(slope.clone());
        slope
    }
}

impl<'a> Deeper<'a> {
    pub(super) fn new(network: &Network, classes: &'a Classes) -> Self {
        let sizes = classes.sizes();
        let mut layers = network.layers().to_vec();
        for unit in &mut layers[0].units {
            let weights = classes.per_class(&unit.weights);
            let weights = weights.expect("the classes are the network's");
            unit.weights = weights.into_iter().collect();
        }
        let by_class = Network::new(sizes.len(), layers).expect("one weight a class");
        let mut integers = IntegerNetwork::new(&by_class).layers;
        integers.pop();
        let mut steep: Vec<BigInt> = sizes.iter().map(|size| (*size).into()).collect();
        let hidden = integers.into_iter().map(|integers| {
            let over =
                |(row, _): (&[BigInt], _)| row.iter().zip(&steep).map(|(w, s)| w.abs() * s).sum();
            let steepest: Vec<BigInt> = integers.units().map(over).collect();
            steep.clone_from(&steepest);
            if !keeps_factors(integers.activation) {
                steep.fill(BigInt::zero());
            }
            Hidden { integers, steepest }
        });
        Self {
            classes,
            layers: hidden.collect(),
        }
    }

    /// The L∞ radius and the square of the L2 radius over all vectors of counts; `None` if no hidden unit ever changes
    /// side.
    pub(super) fn radii(
        &self,
        points: u64,
        limits: Limits,
    ) -> Result<Option<(Rational, Rational)>, Stop> {
        let sizes = self.classes.sizes();
        let mut counts = vec![0; sizes.len()];
        let mut least = Least::default();
        for done in 0.. {
            limits.go_on(done, points)?;
            self.at(&counts, &mut least);
            // The next vector of counts, as an odometer turns.
            let Some(class) = counts
                .iter()
                .zip(sizes)
                .position(|(count, size)| count < size)
            else {
                break;
            };
            counts[..class].fill(0);
            counts[class] += 1;
        }
        let fraction = |(p, q)| Rational::new(p, q);
        Ok(least.linf.map(fraction).zip(least.l2_squared.map(fraction)))
    }

    /// Takes the radii of the units at one point, as far as the units before them determine their slopes; a unit whose
    /// side depends on the direction has margin 0 and ends the list.
    fn at(&self, counts: &[usize], least: &mut Least) {
        let sums = self.classes.sums(counts);
        let mut values: Vec<BigInt> = sums.into_iter().map(BigInt::from).collect();
        let mut slopes = Slopes {
            layers: &self.layers,
            passes: Vec::new(),
            known: self
                .layers
                .iter()
                .map(|layer| vec![None; layer.steepest.len()])
                .collect(),
        };
        for (depth, layer) in self.layers.iter().enumerate() {
            let activation = layer.integers.activation;
            let z: Vec<BigInt> = layer
                .integers
                .units()
                .map(|(row, bias)| {
                    let terms = row
                        .iter()
                        .zip(&values)
                        .filter(|(_, value)| !value.is_zero());
                    terms.fold(bias.clone(), |z, (w, value)| z + w * value)
                })
                .collect();
            let mut splits = false;
            for (unit, value) in z.iter().enumerate() {
                let steepest = &layer.steepest[unit];
                if activation == Activation::Identity
                    || steepest.is_zero()
                    || !value.is_zero() && least.is_beyond(value, steepest)
                {
                    continue;
                }
                let slope = slopes.of(depth, unit);
                if slope.iter().any(|b| !b.is_zero()) {
                    least.take(value, &slope, self.classes.sizes());
                    splits |= value.is_zero();
                }
            }
            if splits {
                return;
            }
            slopes.passes.push(match activation {
                Activation::Identity => vec![true; z.len()],
                Activation::Relu => z.iter().map(Signed::is_positive).collect(),
                Activation::Sign | Activation::Step | Activation::Zero => vec![false; z.len()],
            });
            values = z.into_iter().map(|z| apply(activation, z)).collect();
        }
    }
}

/// The value of a unit with this pre-activation, where ReLU and identity units keep the scale.
fn apply(activation: Activation, z: BigInt) -> BigInt {
    match activation {
        Activation::Identity => z,
        Activation::Relu => z.max(BigInt::zero()),
        Activation::Sign => if z.is_negative() { -1 } else { 1 }.into(),
        Activation::Step => i32::from(!z.is_negative()).into(),
        Activation::Zero => if z.is_zero() { 1 } else { -1 }.into(),
    }
}
