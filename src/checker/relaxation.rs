//! Does the network equal the target on every leaf of a tree, by bounds on its output?
//!
//! The steps are those of `proofs/bounds-decide-leaves.md`.

mod lines;
mod range;
mod rows;
mod slice;

use num_traits::Zero;

use crate::checker::bounds::{MAX_ASSUMPTIONS, MAX_WORK, same_dimension};
use crate::checker::certificate::{Leaf, Part, Slopes};
use crate::checker::germs::Relation;
use crate::checker::{Answer, Rejection};
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::Rational;
use crate::language::network::{Activation, Network};
use crate::language::runs::Runs;
use crate::language::target::Target;

use lines::{Bounds, interval};
use range::Range;
use rows::{Budget, PER_FRACTION, Row, rows};
use slice::Slice;

/// Accepts iff the parts cover the cube, the leaves cover the parts, and on each leaf f is constant and bounds on the
/// output's pre-activation show that h = f; if `pushed`, that h keeps this value under an infinitesimal push too.
pub(super) fn check_tree(
    network: &Network,
    target: &Target,
    parts: &[Part],
    pushed: bool,
) -> Result<Answer, Rejection> {
    same_dimension("the network", network.inputs(), target)?;
    let mut budget = Budget(MAX_WORK);
    let rows = rows(network, &mut budget)?;
    let values_by_sum = target.values_by_sum();
    // 1. The parts are ranges of attainable sums, −D, −D + 2, …, D, one after another.
    let dimension = i64::try_from(target.dimension()).expect("at most MAX_DIMENSION");
    let mut next = -dimension;
    for (part, number) in parts.iter().zip(1..) {
        let attainable = (next..=dimension).contains(&part.high) && (part.high - next) % 2 == 0;
        if part.low != next || !attainable {
            return Err(Rejection::PartsDoNotCover { part: number });
        }
        next = part.high + 2;
        let mut check = PartCheck {
            network,
            target,
            values_by_sum: values_by_sum.as_ref(),
            rows: &rows,
            pushed,
            part,
            number,
            used: 0,
            budget: &mut budget,
            first: None,
        };
        check.descend(&mut Vec::new())?;
        if check.used != part.leaves.len() {
            return Err(check.not_covered());
        }
    }
    if next == dimension + 2 {
        Ok(Answer::Yes)
    } else {
        let part = parts.len() + 1;
        Err(Rejection::PartsDoNotCover { part })
    }
}

/// The least and the greatest pre-activation of each unit of a layer.
type Ends = Vec<(Rational, Rational)>;

/// The check of one part's leaves, which must be in depth-first order.
struct PartCheck<'a> {
    network: &'a Network,
    target: &'a Target,
    values_by_sum: Option<&'a Runs<Sign>>,
    rows: &'a [Vec<Row>],
    pushed: bool,
    part: &'a Part,
    /// The number of the part, counted from 1.
    number: usize,
    /// The number of leaves used so far.
    used: usize,
    budget: &'a mut Budget,
    /// The fixed coordinates of the last leaf, and the ranges in the first layer there.
    first: Option<(Vec<Option<Sign>>, Ends)>,
}

impl PartCheck<'_> {
    /// Checks the leaves below `path`.
    fn descend(&mut self, path: &mut Vec<(usize, usize, Relation)>) -> Result<(), Rejection> {
        let leaf = self.part.leaves.get(self.used);
        let leaf = leaf.filter(|leaf| leaf.path.starts_with(path));
        let leaf = leaf.ok_or_else(|| self.not_covered())?;
        if leaf.path.len() > MAX_ASSUMPTIONS {
            let limit = MAX_ASSUMPTIONS;
            return Err(Rejection::TooManyAssumptions { limit });
        }
        self.budget.spend(PER_FRACTION, 0)?;
        // 2. Either this is a leaf, or all relations of one coordinate or unit follow.
        let Some((layer, unit, _)) = leaf.path.get(path.len()).copied() else {
            self.used += 1;
            return self.check_leaf(leaf);
        };
        let again = path.iter().any(|(l, u, _)| (*l, *u) == (layer, unit));
        let relations = self.relations(layer, unit).filter(|_| !again);
        for relation in relations.ok_or_else(|| self.not_covered())? {
            path.push((layer, unit, *relation));
            self.descend(path)?;
            path.pop();
        }
        Ok(())
    }

    fn not_covered(&self) -> Rejection {
        Rejection::LeavesDoNotCover {
            part: self.number,
            leaf: self.used + 1,
        }
    }

    /// The relations that together cover every value of a coordinate, or of a hidden unit that is not the identity.
    fn relations(&self, layer: usize, unit: usize) -> Option<&'static [Relation]> {
        const SIDES: &[Relation] = &[Relation::NonNegative, Relation::Negative];
        const WITH_ZERO: &[Relation] = &[Relation::Zero, Relation::Negative, Relation::Positive];
        let exists = |units: usize| (1..=units).contains(&unit);
        let Some(index) = layer.checked_sub(1) else {
            return exists(self.network.inputs()).then_some(SIDES);
        };
        let (_, hidden) = self.network.layers().split_last()?;
        match hidden
            .get(index)
            .filter(|layer| exists(layer.units.len()))?
            .activation
        {
            Activation::Identity => None,
            Activation::Zero => Some(WITH_ZERO),
            Activation::Sign | Activation::Step | Activation::Relu => Some(SIDES),
        }
    }

    fn check_leaf(&mut self, leaf: &Leaf) -> Result<(), Rejection> {
        self.check_slopes(leaf)?;
        self.budget.spend(self.network.inputs(), 0)?;
        let mut fixed = vec![None; self.network.inputs()];
        for (layer, unit, relation) in &leaf.path {
            if *layer == 0 {
                fixed[unit - 1] = Some(Sign::of(*relation == Relation::NonNegative));
            }
        }
        // 3. The vertices of the leaf, if there are any.
        let Some(slice) = Slice::new(fixed, self.part) else {
            return Ok(());
        };
        // 4. f has one value on them.
        let target = self.target_on(&slice)?;
        // 5. Bounds of every pre-activation; an empty range has no vertex.
        let Some(ranges) = self.ranges(&slice, &leaf.path)? else {
            return Ok(());
        };
        // 6. Bounds of the output's pre-activation, and what they make of the output.
        let output = self.rows.len() - 1;
        let bounds = Bounds {
            rows: self.rows,
            slice: &slice,
            ranges: &ranges,
        };
        let budget = &mut *self.budget;
        let mut bound = |slopes: &Option<Slopes>, sign| {
            let slopes = slopes.as_ref();
            slopes
                .map(|slopes| bounds.least(output, 0, sign, Some(slopes), budget))
                .transpose()
        };
        let low = bound(&leaf.above, Sign::Plus)?;
        let high = bound(&leaf.below, Sign::Minus)?.map(|bound| -bound);
        let activation = self.network.layers()[output].activation;
        if decided(activation, low.as_ref(), high.as_ref(), self.pushed) == Some(target) {
            return Ok(());
        }
        Err(Rejection::LeafOpen {
            part: self.number,
            leaf: self.used,
            low,
            high,
            target,
        })
    }

    /// Refuses slopes of units that are not hidden, and slopes out of order.
    fn check_slopes(&self, leaf: &Leaf) -> Result<(), Rejection> {
        let hidden = &self.rows[..self.rows.len() - 1];
        for slopes in leaf.above.iter().chain(&leaf.below) {
            let mut before = (0, 0);
            for (layer, unit, _) in slopes {
                let units = layer.checked_sub(1).and_then(|index| hidden.get(index));
                let exists = units.is_some_and(|units| (1..=units.len()).contains(unit));
                if !exists || (*layer, *unit) <= before {
                    return Err(Rejection::SlopeOutOfPlace {
                        part: self.number,
                        leaf: self.used,
                        layer: *layer,
                        unit: *unit,
                    });
                }
                before = (*layer, *unit);
            }
        }
        Ok(())
    }

    /// The value of f on the slice, where it has one value.
    fn target_on(&mut self, slice: &Slice) -> Result<Sign, Rejection> {
        let varies = Rejection::TargetVaries {
            part: self.number,
            leaf: self.used,
        };
        if let Some(values) = self.values_by_sum {
            let (fewest, most) = slice.all_pluses();
            let value = values.get(fewest).copied();
            let value = value.filter(|_| values.run_of(fewest) == values.run_of(most));
            return value.ok_or(varies);
        }
        self.budget.spend(PER_FRACTION << slice.free, 0)?;
        let dimension = self.target.dimension();
        let bit = |i: usize| 1_u64 << i;
        let of = |wanted: Option<Sign>| {
            let places = slice.fixed.iter().enumerate();
            let places = places.filter(|(_, sign)| **sign == wanted);
            places.map(|(i, _)| bit(i)).sum::<u64>()
        };
        let (plus, free) = (of(Some(Sign::Plus)), of(None));
        let value_at = |bits| {
            self.target
                .value(&Vertex::from_bits(dimension, plus | bits))
        };
        let value = value_at(free);
        // Every set of free coordinates, from all of them down to none.
        let mut rest = free;
        while rest != 0 {
            rest = (rest - 1) & free;
            if value_at(rest) != value {
                return Err(varies);
            }
        }
        Ok(value)
    }

    /// The least and the greatest pre-activation of each unit of the first layer, over the vertices of the slice.
    fn first_ranges(&mut self, slice: &Slice) -> Result<Ends, Rejection> {
        if let Some((fixed, ranges)) = &self.first
            && *fixed == slice.fixed
        {
            return Ok(ranges.clone());
        }
        let mut ranges = Vec::new();
        for row in &self.rows[0] {
            self.budget.spend(slice.fixed.len(), row.bits)?;
            let (low, high) = slice.extremes(&row.weights, &row.order);
            let of = |sum| Rational::new(sum, row.denominator.clone()) + &row.bias;
            ranges.push((of(low), of(high)));
        }
        self.first = Some((slice.fixed.clone(), ranges.clone()));
        Ok(ranges)
    }

    /// The range of each hidden unit's pre-activation, layer after layer; `None` if one is empty.
    fn ranges(
        &mut self,
        slice: &Slice,
        path: &[(usize, usize, Relation)],
    ) -> Result<Option<Vec<Vec<Range>>>, Rejection> {
        let mut ranges: Vec<Vec<Range>> = Vec::new();
        let first = self.first_ranges(slice)?;
        for (depth, rows) in self.rows[..self.rows.len() - 1].iter().enumerate() {
            let mut layer = Vec::new();
            for (index, row) in rows.iter().enumerate() {
                let (low, high) = match ranges.last() {
                    None => first[index].clone(),
                    Some(inputs) => {
                        let (low, high) = interval(row, inputs, self.budget)?;
                        let bounds = Bounds {
                            rows: self.rows,
                            slice,
                            ranges: &ranges,
                        };
                        let mut least = |sign| bounds.least(depth, index, sign, None, self.budget);
                        let (least, most) = (least(Sign::Plus)?, -least(Sign::Minus)?);
                        (low.max(least), high.min(most))
                    }
                };
                let here = |place: &&(usize, usize, Relation)| {
                    (place.0, place.1) == (depth + 1, index + 1)
                };
                let relation = path.iter().find(here).map(|(.., relation)| *relation);
                let activation = self.network.layers()[depth].activation;
                match Range::new(activation, low, high, relation, self.pushed) {
                    None => return Ok(None),
                    Some(range) => layer.push(range),
                }
            }
            ranges.push(layer);
        }
        Ok(Some(ranges))
    }
}

/// What the bounds low ≤ z ≤ high on the output's pre-activation make of the output: its value, where that is −1 or +1;
/// if `pushed`, then also under a push, which may move z a little.
fn decided(
    activation: Activation,
    low: Option<&Rational>,
    high: Option<&Rational>,
    pushed: bool,
) -> Option<Sign> {
    let zero = Rational::zero();
    let positive = low.is_some_and(|low| *low > zero);
    let not_negative = low.is_some_and(|low| *low >= zero);
    let negative = high.is_some_and(|high| *high < zero);
    let is = |value: &Rational| low == Some(value) && high == Some(value);
    let plus = match activation {
        Activation::Sign | Activation::Step => positive || !pushed && not_negative,
        Activation::Relu | Activation::Identity => is(&Sign::Plus.rational()),
        Activation::Zero => !pushed && is(&zero),
    };
    let minus = match activation {
        Activation::Sign => negative,
        Activation::Step | Activation::Relu => false,
        Activation::Identity => is(&Sign::Minus.rational()),
        Activation::Zero => positive || negative,
    };
    match (plus, minus) {
        (true, _) => Some(Sign::Plus),
        (_, true) => Some(Sign::Minus),
        (false, false) => None,
    }
}
