//! For each sum alone: which partial sums are alike, because the same is true of every whole sum that they can become.
//!
//! At a level the alike sums of one direction are intervals between breakpoints, found from the last level up: a breakpoint
//! b of the next level is one at b − w and at b + w.

use itertools::Itertools;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use crate::checker::subtables::Subtables;
use crate::checker::sums::{Summed, SummedUnit};
use crate::language::network::Activation;
use crate::language::target::Target;

/// The most breakpoints, over all levels, of one sum.
const MAX_BREAKPOINTS: usize = 1 << 19;

/// One dimension of a grid: the classes of the partial sums in one direction, or of what is left of a table.
pub struct Dimension {
    /// The number of the sum; `None` for the table.
    pub sum: Option<usize>,
    /// For each level the number of classes.
    pub counts: Vec<usize>,
    /// For each level but the last, for each class, the class of the next level for −1 and for +1.
    pub steps: Vec<[Vec<u32>; 2]>,
    /// A whole sum of each class of the last level; for a table, the number of the value.
    pub wholes: Vec<i64>,
}

/// The dimensions of the grid in which the coordinates are fixed in this order; `None` if a sum has too many classes.
pub fn dimensions(summed: &Summed, target: &Target, order: &[usize]) -> Option<Vec<Dimension>> {
    let mut dimensions = Vec::new();
    for (number, sum) in summed.sums.iter().enumerate() {
        let weights: Option<Vec<i64>> = sum.weights.iter().map(ToPrimitive::to_i64).collect();
        let weights = weights?;
        let weights: Vec<i64> = order.iter().map(|i| weights[*i]).collect();
        let most = sum.most.to_i64().filter(|most| *most < i64::MAX / 4)?;
        let mut last = of_units(summed, number, most)?;
        if summed.of_target == Some(number) {
            last.extend(of_target(target)?);
        }
        dimensions.push(along(number, &weights, most, last)?);
    }
    if let Target::Table { values, .. } = target {
        let subtables = Subtables::new(values, order);
        let levels = 0..=order.len();
        let step = |level: usize, plus| {
            let numbers = 0..subtables.count(level);
            numbers
                .map(|number| u32::try_from(subtables.below(level, number, plus)))
                .collect::<Result<Vec<u32>, _>>()
                .ok()
        };
        let steps = (0..order.len()).map(|level| Some([step(level, false)?, step(level, true)?]));
        dimensions.push(Dimension {
            sum: None,
            counts: levels.map(|level| subtables.count(level)).collect(),
            steps: steps.collect::<Option<_>>()?,
            wholes: vec![0, 1],
        });
    }
    Some(dimensions)
}

/// The whole sums from which on a unit that sees the sum has another value than just below.
fn of_units(summed: &Summed, sum: usize, most: i64) -> Option<Vec<i64>> {
    let mut breakpoints = Vec::new();
    for unit in summed.first.iter().filter(|unit| unit.sum == Some(sum)) {
        let SummedUnit { factor, bias, .. } = unit;
        // The least sum at which factor·s + bias ≥ 0, or > 0 and at which it is no longer.
        let at_least = |bias: &BigInt| {
            let root = -bias;
            if factor.is_positive() {
                root.div_ceil(factor)
            } else {
                root.div_floor(factor) + 1
            }
        };
        let clamped = |n: BigInt| n.to_i64().filter(|n| n.abs() <= most);
        match summed.activation {
            Activation::Sign | Activation::Step => breakpoints.extend(clamped(at_least(bias))),
            Activation::Zero => {
                if (bias % factor).is_zero() {
                    let zero = -bias / factor;
                    breakpoints.extend([clamped(zero.clone()), clamped(zero + 1)].iter().flatten());
                }
            }
            Activation::Relu | Activation::Identity => {
                let kink = at_least(bias).clamp((-most).into(), most.into()).to_i64()?;
                let (from, to) = match (summed.activation, factor.is_positive()) {
                    (Activation::Identity, _) => (-most, most),
                    (_, true) => (kink, most),
                    (_, false) => (-most, kink),
                };
                if usize::try_from(to - from).ok()? > MAX_BREAKPOINTS {
                    return None;
                }
                breakpoints.extend(from..=to);
            }
        }
    }
    Some(breakpoints)
}

/// The sums from which on the target has another value than at the sum before.
fn of_target(target: &Target) -> Option<Vec<i64>> {
    let values = target.values_by_sum()?;
    let mut next = -i64::try_from(target.dimension()).ok()?;
    let mut breakpoints = Vec::new();
    for (_, count) in values.runs() {
        breakpoints.push(next);
        next += 2 * i64::try_from(count).ok()?;
    }
    Some(breakpoints)
}

/// The classes of the partial sums, from the breakpoints of the whole sums.
fn along(sum: usize, weights: &[i64], most: i64, last: Vec<i64>) -> Option<Dimension> {
    // Whole sums differ by even numbers, so breakpoints may move up to the next of them.
    let even = |b: i64| b + (most - b).rem_euclid(2);
    let mut reach = vec![0];
    for w in weights {
        reach.push(reach[reach.len() - 1] + w.abs());
    }
    let last = last.into_iter().map(even);
    let last = last.filter(|b| -most < *b && *b <= most);
    let mut below: Vec<i64> = last.sorted_unstable().dedup().collect();
    let wholes = std::iter::once(-most)
        .chain(below.iter().copied())
        .collect();
    let mut counts = vec![below.len() + 1];
    let mut steps = Vec::new();
    let mut total = below.len();
    for (level, signed) in weights.iter().copied().enumerate().rev() {
        let w = signed.abs();
        let (lower, upper) = (below.iter().map(|b| b - w), below.iter().map(|b| b + w));
        let reached = reach[level];
        let here: Vec<i64> = lower
            .merge(upper)
            .dedup()
            .filter(|b| -reached < *b && *b <= reached)
            .collect();
        total += here.len();
        if total > MAX_BREAKPOINTS {
            return None;
        }
        // Both are sorted, so that the class of the next sum is not before that of the last one.
        let step = |by: i64| -> Option<Vec<u32>> {
            let mut class = 0;
            let firsts = std::iter::once(-reached).chain(here.iter().copied());
            let classes = firsts.map(|s| {
                class += below[class..].iter().take_while(|b| **b <= s + by).count();
                u32::try_from(class).ok()
            });
            classes.collect()
        };
        steps.push([step(-signed)?, step(signed)?]);
        counts.push(here.len() + 1);
        below = here;
    }
    counts.reverse();
    steps.reverse();
    Some(Dimension {
        sum: Some(sum),
        counts,
        steps,
        wholes,
    })
}
