//! The definitions once more, as plainly as possible and by other means than the crate's, to judge its answers.

use std::collections::HashSet;

use num_traits::{One, Zero};
use orthant::checker::{Claim, Question};
use orthant::language::cube::Sign;
use orthant::language::exact::{BigInt, Rational, integer};
use orthant::language::network::{Activation, Network};
use orthant::language::target::Target;

/// The point of {−1,+1}^D whose coordinate i (from 0) is +1 where bit i is set.
pub fn corner(dimension: usize, bits: usize) -> Vec<i64> {
    (0..dimension)
        .map(|i| if bits >> i & 1 == 1 { 1 } else { -1 })
        .collect()
}

/// f at the corner with these bits, as −1 or 1.
pub fn wanted(target: &Target, bits: usize) -> i64 {
    let x = corner(target.dimension(), bits);
    let pluses = x.iter().filter(|x| **x == 1).count();
    let value = match target {
        Target::Interval(f) => {
            let sum = x.iter().sum::<i64>();
            return if f.low() <= sum && sum <= f.high() {
                1
            } else {
                -1
            };
        }
        Target::BySum(values) => values.get(pluses),
        Target::Table { values, .. } => values.get(bits),
    };
    if value == Some(&Sign::Plus) { 1 } else { -1 }
}

/// h at any point, and whether a unit with a kink or jump at 0 is at 0 there.
pub fn value_and_zeros(network: &Network, point: &[Rational]) -> (Rational, bool) {
    let (zero, one) = (Rational::zero(), Rational::one());
    let mut inputs = point.to_vec();
    let mut at_zero = false;
    for layer in network.layers() {
        let mut outputs = Vec::new();
        for unit in &layer.units {
            let mut z = unit.bias.clone();
            for (w, x) in unit.weights.iter().zip(&inputs) {
                z += w * x;
            }
            at_zero |= z == zero && layer.activation != Activation::Identity;
            outputs.push(match layer.activation {
                Activation::Identity => z,
                Activation::Relu if z > zero => z,
                Activation::Relu => zero.clone(),
                Activation::Step if z < zero => zero.clone(),
                Activation::Sign if z < zero => -one.clone(),
                Activation::Zero if z != zero => -one.clone(),
                Activation::Step | Activation::Sign | Activation::Zero => one.clone(),
            });
        }
        inputs = outputs;
    }
    (inputs[0].clone(), at_zero)
}

/// h at x + t·v.
pub fn value_near(network: &Network, x: &[i64], t: &Rational, v: &[Rational]) -> Rational {
    let point: Vec<_> = x.iter().zip(v).map(|(x, v)| integer(*x) + t * v).collect();
    value_and_zeros(network, &point).0
}

/// The bits of the vertices at which h is not f, in ascending order.
pub fn violations(network: &Network, target: &Target) -> Vec<usize> {
    let still = vec![Rational::zero(); target.dimension()];
    (0..1 << target.dimension())
        .filter(|bits| {
            let x = corner(target.dimension(), *bits);
            value_near(network, &x, &Rational::zero(), &still) != integer(wanted(target, *bits))
        })
        .collect()
}

/// lim h(x + t·v) for t → 0, t > 0, from two values: h is affine in t for small t, and 2⁻³⁰⁰ is smaller than
/// any threshold that the tests' weights can make.
pub fn limit(network: &Network, x: &[i64], v: &[Rational]) -> Rational {
    let t = Rational::new(BigInt::one(), BigInt::one() << 300);
    let nearer = value_near(network, x, &(&t / integer(2)), v);
    integer(2) * nearer - value_near(network, x, &t, v)
}

/// Many directions: every vector of small integers.
pub fn directions(dimension: usize) -> Vec<Vec<Rational>> {
    let size: i64 = match dimension {
        1 | 2 => 4,
        3 => 2,
        _ => 1,
    };
    (0..dimension).fold(vec![Vec::new()], |all, _| {
        let longer = |v: &Vec<Rational>, n| v.iter().cloned().chain([integer(n)]).collect();
        all.iter()
            .flat_map(|v| (-size..=size).map(move |n| longer(v, n)))
            .collect()
    })
}

/// A vertex, by its bits, and one of these directions along which the limit is not f.
///
/// Where no unit with a kink or jump is at 0, h is continuous, and v = 0 is enough.
pub fn breaks(
    network: &Network,
    target: &Target,
    directions: &[Vec<Rational>],
) -> Option<(usize, Vec<Rational>)> {
    let still = vec![Rational::zero(); target.dimension()];
    (0..1 << target.dimension()).find_map(|bits| {
        let x = corner(target.dimension(), bits);
        let point: Vec<_> = x.iter().map(|x| integer(*x)).collect();
        let (value, at_zero) = value_and_zeros(network, &point);
        let f = integer(wanted(target, bits));
        if value != f {
            return Some((bits, still.clone()));
        }
        let v = directions
            .iter()
            .find(|v| at_zero && limit(network, &x, v) != f)?;
        Some((bits, v.clone()))
    })
}

/// The truth tables (bit k is the value at corner k) of the threshold functions of n ≤ 4 variables: up to
/// four variables, weights up to 3 suffice.
pub fn threshold_tables(n: usize) -> HashSet<u64> {
    assert!(n <= 4, "larger functions need larger weights");
    let mut tables = HashSet::new();
    for code in 0..7_i64.pow(u32::try_from(n).expect("small")) {
        let weights: Vec<i64> = (0..n)
            .scan(code, |rest, _| {
                let weight = *rest % 7 - 3;
                *rest /= 7;
                Some(weight)
            })
            .collect();
        for bias in -13..=13 {
            let above = |bits: &usize| {
                let x = corner(n, *bits);
                weights.iter().zip(&x).map(|(w, x)| w * x).sum::<i64>() + bias >= 0
            };
            let table = (0..1 << n).filter(above).fold(0, |table, k| table | 1 << k);
            tables.insert(table);
        }
    }
    tables
}

/// Whether the target is one perceptron: for functions of the sum, at most one change of sign along the sums
/// (REFERENCE 7); for tables of up to four variables, by listing.
pub fn is_separable(target: &Target) -> bool {
    let dimension = target.dimension();
    if let Target::Table { .. } = target {
        let plus = |k: &usize| wanted(target, *k) == 1;
        let table = (0..1 << dimension)
            .filter(plus)
            .fold(0, |table, k| table | 1 << k);
        return threshold_tables(dimension).contains(&table);
    }
    let d = i64::try_from(dimension).expect("small");
    let value = |pluses: usize| match target {
        Target::Interval(f) => {
            let sum = 2 * i64::try_from(pluses).expect("small") - d;
            f.low() <= sum && sum <= f.high()
        }
        Target::BySum(values) => values.get(pluses) == Some(&Sign::Plus),
        Target::Table { .. } => unreachable!("answered above"),
    };
    let changes = (0..dimension).filter(|k| value(*k) != value(k + 1));
    changes.count() <= 1
}

/// Whether a claim is true, for the small dimensions of the tests; networks are pushed in [`directions`].
pub fn is_true(claim: &Claim) -> bool {
    let answer = match &claim.question {
        Question::Separable { target } => is_separable(target),
        Question::Agrees { network, target } => violations(network, target).is_empty(),
        Question::Exactly {
            network,
            target,
            wrong,
        } => *wrong == violations(network, target).len().into(),
        Question::Robust { network, target } => {
            breaks(network, target, &directions(network.inputs())).is_none()
        }
    };
    answer == claim.holds
}
