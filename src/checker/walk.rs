//! A network and a target seen through classes: functions of the counts of +1 in each class.

use itertools::Itertools;
use num_traits::{One, Signed, Zero};

use crate::checker::cases::{Germs, Next};
use crate::checker::classes::Classes;
use crate::checker::germs::Germ;
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::{BigInt, Rational, common_denominator, integer};
use crate::language::network::Network;
use crate::language::target::Target;

/// A network and a target that are both invariant under permutations within the classes.
pub struct Quotient<'a> {
    network: &'a Network,
    target: &'a Target,
    classes: &'a Classes,
    first: Vec<ClassUnit>,
    inner: usize,
    work: u64,
}

/// A unit of the first layer: (Σ_c weight_c·(sum of class c) + bias) / denominator, in integers.
struct ClassUnit {
    weights: Vec<BigInt>,
    bias: BigInt,
    denominator: BigInt,
    /// The weights as fractions: the slope β of the pre-activation.
    slope: Vec<Rational>,
}

impl ClassUnit {
    fn new(weights: Vec<Rational>, bias: &Rational) -> Self {
        let denominator = common_denominator(weights.iter().chain([bias]));
        let scaled = |w: &Rational| (w * integer(denominator.clone())).to_integer();
        Self {
            weights: weights.iter().map(scaled).collect(),
            bias: scaled(bias),
            slope: weights,
            denominator,
        }
    }

    fn preactivation(&self, sums: &[i64]) -> Rational {
        let z = self
            .weights
            .iter()
            .zip(sums)
            .fold(self.bias.clone(), |z, (w, s)| z + w * s);
        if self.denominator.is_one() {
            integer(z)
        } else {
            Rational::new(z, self.denominator.clone())
        }
    }
}

/// About how many products of machine words evaluating a network takes, where its first layer has `inputs` inputs:
/// classes, or runs.
///
/// Numbers grow from layer to layer, so each product is counted with the squared length of the longest; fractions also
/// need a greatest common divisor each. The other work at a point costs about as much as 64 products.
pub fn work_per_point(network: &Network, inputs: usize) -> u64 {
    const PER_POINT: u64 = 64;
    const PER_FRACTION: u64 = 64;
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let mut inputs = count(inputs);
    let (mut products, mut bits, mut factor) = (0_u64, 0_u64, 1);
    for layer in network.layers() {
        let units = count(layer.units.len());
        products = products.saturating_add(units.saturating_mul(inputs.saturating_add(1)));
        inputs = units;
        let numbers = || {
            layer
                .units
                .iter()
                .flat_map(|u| u.weights.runs().map(|(w, _)| w).chain([&u.bias]))
        };
        let longest = numbers().map(|n| n.numer().bits() + n.denom().bits()).max();
        bits = bits.saturating_add(longest.unwrap_or(0));
        if !numbers().all(Rational::is_integer) {
            factor = PER_FRACTION;
        }
    }
    let words = 1 + bits / 128;
    let each = words.saturating_mul(words).saturating_mul(factor);
    products.saturating_mul(each).saturating_add(PER_POINT)
}

/// The least number of points that a whole [`Quotient::visit`] visits: both ends of the largest class for all counts
/// of the others.
pub fn least_points(classes: &Classes) -> u64 {
    let mut sizes = classes.sizes().to_vec();
    sizes.sort_unstable();
    sizes.pop();
    let counts = sizes
        .into_iter()
        .map(|size| u64::try_from(size + 1).unwrap_or(u64::MAX));
    counts.fold(2, u64::saturating_mul)
}

/// The least work that a whole [`Quotient::visit`] takes.
pub fn least_work(network: &Network, classes: &Classes) -> u64 {
    work_per_point(network, classes.sizes().len()).saturating_mul(least_points(classes))
}

/// Why classes do not fit a network or a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Network, target and classes have different dimensions.
    Dimension,
    /// Two coordinates of a class have different weights in this unit of the first layer (from 1).
    Network(usize),
    /// The target changes under a swap within a class.
    Target,
}

/// The network and the target at one vector of counts.
#[derive(Clone, Debug)]
pub struct Point {
    /// The number of coordinates +1 in each class.
    pub counts: Vec<usize>,
    /// The pre-activations of all units, layer after layer.
    pub preactivations: Vec<Rational>,
    /// The network's value h.
    pub output: Rational,
    /// The target's value f.
    pub target: Sign,
}

impl Point {
    /// Whether the network's value is the target's.
    pub fn agrees(&self) -> bool {
        self.output == self.target.rational()
    }
}

/// Why a walk over the points ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped<E> {
    /// More work would have been needed than was allowed.
    TooMuch,
    /// The visitor refused a point, for this reason.
    Refused(E),
}

impl<'a> Quotient<'a> {
    /// The network and target seen through the classes.
    ///
    /// # Errors
    /// [`Misfit`] if one of them is not invariant.
    pub fn new(
        network: &'a Network,
        target: &'a Target,
        classes: &'a Classes,
    ) -> Result<Self, Misfit> {
        let dimension = classes.dimension();
        if network.inputs() != dimension || target.dimension() != dimension {
            return Err(Misfit::Dimension);
        }
        let mut first = Vec::new();
        for (unit, number) in network.first_layer().units.iter().zip(1..) {
            let weights = classes
                .per_class(&unit.weights)
                .ok_or(Misfit::Network(number))?;
            first.push(ClassUnit::new(weights, &unit.bias));
        }
        if !classes.leave_invariant(target) {
            return Err(Misfit::Target);
        }
        let inner = classes
            .sizes()
            .iter()
            .position_max()
            .expect("there is a class");
        let work = work_per_point(network, classes.sizes().len());
        Ok(Self {
            network,
            target,
            classes,
            first,
            inner,
            work,
        })
    }

    /// The network that is seen through the classes.
    pub fn network(&self) -> &'a Network {
        self.network
    }

    /// The classes through which network and target are seen.
    pub fn classes(&self) -> &'a Classes {
        self.classes
    }

    /// The class that [`Quotient::visit`] walks innermost: a largest one.
    pub fn inner_class(&self) -> usize {
        self.inner
    }

    /// The vertex that represents these counts.
    pub fn vertex(&self, counts: &[usize]) -> Vertex {
        self.classes.vertex(counts)
    }

    /// The network and the target at these counts.
    pub fn point(&self, counts: &[usize]) -> Point {
        let sums = self.classes.sums(counts);
        let first = self.first.iter().map(|unit| unit.preactivation(&sums));
        let mut preactivations: Vec<Rational> = first.collect();
        let mut inputs = preactivations.clone();
        for (depth, layer) in self.network.layers().iter().enumerate() {
            if depth > 0 {
                let values = inputs.into_iter().collect();
                inputs = layer
                    .units
                    .iter()
                    .map(|unit| unit.preactivation(&values))
                    .collect();
                preactivations.extend(inputs.iter().cloned());
            }
            inputs = inputs
                .into_iter()
                .map(|z| layer.activation.apply(z))
                .collect();
        }
        Point {
            output: inputs.pop().expect("the last layer has one unit"),
            target: self.target_at(&sums, counts),
            counts: counts.to_vec(),
            preactivations,
        }
    }

    fn target_at(&self, sums: &[i64], counts: &[usize]) -> Sign {
        let by_sum = self.target.value_at_sum(sums.iter().sum());
        by_sum.unwrap_or_else(|| self.target.value(&self.vertex(counts)))
    }

    /// The germs of the first layer's pre-activations at these counts, as functions of the direction.
    ///
    /// A direction v enters only through u_c = Σ of v over class c; every u occurs.
    pub fn first_germs(&self, counts: &[usize]) -> Vec<Germ> {
        let sums = self.classes.sums(counts);
        let germ = |unit: &ClassUnit| Germ {
            value: unit.preactivation(&sums),
            slope: unit.slope.clone(),
        };
        self.first.iter().map(germ).collect()
    }

    /// The network's germs at these counts, from the start.
    pub fn germs(&self, counts: &[usize]) -> Germs<'a> {
        Germs::new(
            self.network,
            self.classes.sizes().len(),
            self.first_germs(counts),
        )
    }

    /// Whether one case of every activation applies in all directions: each unit is off 0, or stays at 0.
    /// Then h is affine near the vertex, and its limit there is h(x).
    pub fn is_locally_affine(&self, point: &Point) -> bool {
        point.preactivations.iter().all(|z| !z.is_zero())
            || matches!(self.germs(&point.counts).advance(), Next::Output(_))
    }

    /// Visits points so that every vector of counts is visited itself or lies strictly between two visited
    /// neighbours a, b of a *uniform stretch* that `between(a, b)` accepted.
    ///
    /// The points of a stretch differ in the count of one class only. It is uniform when no pre-activation
    /// changes sign from a to b and the target is constant there: then every pre-activation is affine in
    /// that count and keeps its sign, and so is the output (`proofs/uniform-stretches.md`).
    ///
    /// # Errors
    /// [`Stopped`] when the points visited exceed `limit` in [`work_per_point`], where a point with a unit at 0
    /// counts once more for each class, for its germs; or as soon as `at` or `between` refuses.
    pub fn visit<E>(
        &self,
        limit: u64,
        mut at: impl FnMut(&Point) -> Result<(), E>,
        mut between: impl FnMut(&Point, &Point) -> Result<bool, E>,
    ) -> Result<(), Stopped<E>> {
        let mut work = 0_u64;
        let mut enter = |counts: &[usize]| {
            work = work.saturating_add(self.work);
            if work > limit {
                return Err(Stopped::TooMuch);
            }
            let point = self.point(counts);
            if point.preactivations.iter().any(Zero::is_zero) {
                let directions = u64::try_from(self.classes.sizes().len()).unwrap_or(u64::MAX);
                work = work.saturating_add(self.work.saturating_mul(directions));
            }
            at(&point).map_err(Stopped::Refused)?;
            Ok(point)
        };
        let last = self.classes.sizes()[self.inner];
        for outer in self.outer_counts() {
            let with = |k: usize| {
                let mut counts = outer.clone();
                counts[self.inner] = k;
                counts
            };
            // Stretches still to be settled, the leftmost on top; both ends have been visited.
            let first = enter(&outer)?;
            let mut stretches = vec![(first, enter(&with(last))?)];
            while let Some((a, b)) = stretches.pop() {
                let (from, to) = (a.counts[self.inner], b.counts[self.inner]);
                if to - from <= 1
                    || self.is_uniform(&a, &b) && between(&a, &b).map_err(Stopped::Refused)?
                {
                    continue;
                }
                let middle = enter(&with(from.midpoint(to)))?;
                stretches.push((middle.clone(), b));
                stretches.push((a, middle));
            }
        }
        Ok(())
    }

    /// All counts of the other classes, with 0 for the inner one.
    fn outer_counts(&self) -> impl Iterator<Item = Vec<usize>> {
        let choices = self.classes.sizes().iter().enumerate();
        choices
            .map(|(class, size)| 0..=if class == self.inner { 0 } else { *size })
            .multi_cartesian_product()
    }

    fn is_uniform(&self, a: &Point, b: &Point) -> bool {
        let sum = |point: &Point| self.classes.sums(&point.counts).iter().sum();
        let mut pairs = a.preactivations.iter().zip(&b.preactivations);
        self.target.is_constant_between(sum(a), sum(b))
            && pairs.all(|(y, z)| y.is_zero() == z.is_zero() && y.is_negative() == z.is_negative())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::cube::vertices;
    use crate::language::network::{Activation, Layer, Unit};
    use crate::language::target::Interval;
    use std::collections::HashSet;

    fn network(rows: &[(&[i64], i64)]) -> Network {
        let units = |rows: &[(&[i64], i64)]| {
            let unit = |(w, b): &(&[i64], i64)| Unit {
                weights: w.iter().map(|w| integer(*w)).collect(),
                bias: Rational::new((*b).into(), 2.into()),
            };
            rows.iter().map(unit).collect()
        };
        let hidden = Layer {
            activation: Activation::Relu,
            units: units(rows),
        };
        let output = Layer {
            activation: Activation::Identity,
            units: units(&[(&[1, 1], -2)]),
        };
        Network::new(rows[0].0.len(), vec![hidden, output]).unwrap()
    }

    #[test]
    fn a_point_is_the_network_at_its_vertex() {
        let network = network(&[(&[1, 2, 1, 2, 1], 1), (&[-1, 3, -1, 3, -1], -2)]);
        let target = Interval::new(5, -1, 3).unwrap().into();
        let classes = Classes::of_network(&network);
        let quotient = Quotient::new(&network, &target, &classes).unwrap();
        let all = (0..=3).flat_map(|j| (0..=2).map(move |k| vec![j, k]));
        for counts in all {
            let (point, x) = (quotient.point(&counts), quotient.vertex(&counts));
            assert_eq!(point.output, network.value(&x));
            assert_eq!(point.target, target.value(&x));
            let germs = quotient.first_germs(&counts);
            assert_eq!(germs[0].value, point.preactivations[0]);
        }
    }

    #[test]
    fn every_count_is_visited_or_between() {
        let network = network(&[(&[1; 40], 5), (&[-1; 40], 3)]);
        let target = Interval::new(40, -1, 10).unwrap().into();
        let classes = Classes::one(40);
        let quotient = Quotient::new(&network, &target, &classes).unwrap();
        let seen = std::cell::RefCell::new(HashSet::new());
        let result = quotient.visit::<()>(
            u64::MAX,
            |point| {
                assert!(seen.borrow_mut().insert(point.counts[0]), "visited twice");
                Ok(())
            },
            |a, b| {
                for k in a.counts[0] + 1..b.counts[0] {
                    assert!(seen.borrow_mut().insert(k));
                    // Affine: the output at k lies on the line through the ends.
                    let share =
                        Rational::new((k - a.counts[0]).into(), (b.counts[0] - a.counts[0]).into());
                    let line = &a.output + (&b.output - &a.output) * share;
                    assert_eq!(quotient.point(&[k]).output, line);
                    assert_eq!(quotient.point(&[k]).target, a.target);
                }
                Ok(true)
            },
        );
        assert_eq!(result, Ok(()));
        assert_eq!(seen.borrow().len(), 41);
        assert_eq!(least_work(&network, &classes), 2 * quotient.work);
        assert_eq!(
            quotient.visit::<()>(3 * quotient.work, |_| Ok(()), |_, _| Ok(false)),
            Err(Stopped::TooMuch)
        );
    }

    #[test]
    fn singletons_are_the_vertices() {
        let network = network(&[(&[1, 2, 4], 1), (&[-1, 3, -1], -2)]);
        let target = Target::tabulate(3, |x| Sign::of(x.sum() > 0)).unwrap();
        let classes = Classes::singletons(3);
        let quotient = Quotient::new(&network, &target, &classes).unwrap();
        let mut seen = HashSet::new();
        let visited = quotient.visit::<()>(
            u64::MAX,
            |point| {
                let x = quotient.vertex(&point.counts);
                assert_eq!(
                    (&point.output, point.target),
                    (&network.value(&x), target.value(&x))
                );
                seen.insert(x);
                Ok(())
            },
            |_, _| Ok(false),
        );
        assert_eq!(visited, Ok(()));
        assert_eq!(seen, vertices(3).collect());
    }

    #[test]
    fn classes_that_do_not_fit_are_refused() {
        let network = network(&[(&[1, 1], 0), (&[1, 2], 0)]);
        let target = Interval::new(2, 0, 0).unwrap().into();
        let other = Interval::new(3, 0, 0).unwrap().into();
        let misfit = |target, classes: &Classes| Quotient::new(&network, target, classes).err();
        assert_eq!(misfit(&target, &Classes::one(2)), Some(Misfit::Network(2)));
        assert_eq!(misfit(&other, &Classes::one(2)), Some(Misfit::Dimension));
        assert_eq!(
            misfit(&target, &Classes::singletons(3)),
            Some(Misfit::Dimension)
        );
        let first =
            Target::tabulate(2, |x| Sign::of(x.signs().get(0) == Some(&Sign::Plus))).unwrap();
        let sum = Network::perceptron([1, 1].into_iter().map(integer).collect(), integer(0));
        assert_eq!(
            Quotient::new(&sum, &first, &Classes::one(2)).err(),
            Some(Misfit::Target)
        );
    }
}
