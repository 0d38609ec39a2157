//! Does the network equal the target on every leaf of a tree, by bounds on its output?
//!
//! The steps are those of `proofs/bounds-decide-leaves.md`.

use num_integer::Integer;
use num_traits::{One, Signed, Zero};

use crate::checker::bounds::{MAX_ASSUMPTIONS, MAX_WORK, same_dimension};
use crate::checker::certificate::{Leaf, Part, Slopes};
use crate::checker::germs::Relation;
use crate::checker::{Answer, Rejection};
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::{BigInt, Rational, integer};
use crate::language::network::{Activation, Network, Unit};
use crate::language::runs::Runs;
use crate::language::target::Target;

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

/// The work that is left, in products of machine words.
struct Budget(u64);

impl Budget {
    /// Pays for this number of products with numbers of this number of bits.
    fn spend(&mut self, products: usize, bits: u64) -> Result<(), Rejection> {
        let words = 1 + bits / 128;
        let work = u64::try_from(products)
            .unwrap_or(u64::MAX)
            .saturating_mul(words.saturating_mul(words));
        let left = self.0.checked_sub(work);
        self.0 = left.ok_or(Rejection::TooLarge { limit: MAX_WORK })?;
        Ok(())
    }
}

/// The work of an operation on fractions beside that on integers: a greatest common divisor.
const PER_FRACTION: usize = 64;

fn bits(number: &Rational) -> u64 {
    number.numer().bits().max(number.denom().bits())
}

/// A unit in integers: its pre-activation is (weights·inputs)/denominator + bias.
struct Row {
    weights: Vec<BigInt>,
    denominator: BigInt,
    bias: Rational,
    /// The length of the longest weight or of the denominator.
    bits: u64,
    /// The inputs by ascending weight; in the first layer only.
    order: Vec<usize>,
}

fn rows(network: &Network, budget: &mut Budget) -> Result<Vec<Vec<Row>>, Rejection> {
    let layers = network.layers().iter().enumerate();
    let rows = layers.map(|(depth, layer)| {
        let units = layer.units.iter();
        units.map(|unit| row(unit, depth == 0, budget)).collect()
    });
    rows.collect()
}

fn row(unit: &Unit, first: bool, budget: &mut Budget) -> Result<Row, Rejection> {
    let mut denominator = BigInt::one();
    for (weight, _) in unit.weights.runs() {
        budget.spend(PER_FRACTION, denominator.bits() + bits(weight))?;
        denominator = denominator.lcm(weight.denom());
    }
    let longest = unit.weights.runs().map(|(w, _)| bits(w)).max();
    let longest = denominator.bits() + longest.unwrap_or(0);
    budget.spend(unit.weights.len().saturating_mul(PER_FRACTION), longest)?;
    let scaled = |w: &Rational| w.numer() * (&denominator / w.denom());
    let weights: Vec<BigInt> = unit.weights.iter().map(scaled).collect();
    let mut order = Vec::new();
    if first {
        order.extend(0..weights.len());
        order.sort_by(|i, j| weights[*i].cmp(&weights[*j]));
    }
    Ok(Row {
        weights,
        denominator,
        bias: unit.bias.clone(),
        bits: longest,
        order,
    })
}

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
    /// The ranges in the first layer on the slice of the last leaf, by its fixed coordinates.
    first: Option<(Vec<Option<Sign>>, Vec<(Rational, Rational)>)>,
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
    fn first_ranges(&mut self, slice: &Slice) -> Result<Vec<(Rational, Rational)>, Rejection> {
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
    let above = low.is_some_and(|low| if pushed { *low > zero } else { *low >= zero });
    let below = high.is_some_and(|high| *high < zero);
    let strictly_above = low.is_some_and(|low| *low > zero);
    let constant = low.filter(|low| high == Some(low));
    let one = |sign: Sign| constant == Some(&sign.rational());
    match activation {
        Activation::Sign if above => Some(Sign::Plus),
        Activation::Sign if below => Some(Sign::Minus),
        Activation::Step if above => Some(Sign::Plus),
        Activation::Relu | Activation::Identity if one(Sign::Plus) => Some(Sign::Plus),
        Activation::Identity if one(Sign::Minus) => Some(Sign::Minus),
        Activation::Zero if strictly_above || below => Some(Sign::Minus),
        Activation::Zero if constant == Some(&zero) && !pushed => Some(Sign::Plus),
        _ => None,
    }
}

/// The vertices of a part with some coordinates fixed.
struct Slice {
    fixed: Vec<Option<Sign>>,
    /// The number of free coordinates.
    free: usize,
    /// The least and the greatest number of free coordinates that are +1.
    pluses: (usize, usize),
}

impl Slice {
    /// The slice, or `None` if it has no vertices.
    fn new(fixed: Vec<Option<Sign>>, part: &Part) -> Option<Self> {
        let sum = fixed.iter().flatten().map(|sign| sign.value()).sum::<i64>();
        let free = fixed.iter().filter(|sign| sign.is_none()).count();
        // Where k of n free coordinates are +1, the sum is that of the fixed ones and 2k − n.
        let n = i64::try_from(free).expect("at most MAX_DIMENSION");
        let least = (part.low - sum + n + 1).div_euclid(2).max(0);
        let most = (part.high - sum + n).div_euclid(2).min(n);
        let pluses = (usize::try_from(least).ok()?, usize::try_from(most).ok()?);
        (pluses.0 <= pluses.1).then_some(Self {
            fixed,
            free,
            pluses,
        })
    }

    /// The least and the greatest number of coordinates, fixed ones included, that are +1.
    fn all_pluses(&self) -> (usize, usize) {
        let plus = |sign: &&Option<Sign>| **sign == Some(Sign::Plus);
        let fixed = self.fixed.iter().filter(plus).count();
        (fixed + self.pluses.0, fixed + self.pluses.1)
    }

    /// The least and the greatest weights·x over the vertices, given the coordinates by ascending weight.
    ///
    /// It is least where the least weights have +1: as many of them as are negative, or as many as may be. It is greatest
    /// where the greatest weights have +1.
    fn extremes(&self, weights: &[BigInt], order: &[usize]) -> (BigInt, BigInt) {
        let free: Vec<&BigInt> = order
            .iter()
            .filter(|i| self.fixed[**i].is_none())
            .map(|i| &weights[*i])
            .collect();
        let (fewest, most) = self.pluses;
        let total: BigInt = free.iter().copied().sum();
        let fixed = weights.iter().zip(&self.fixed);
        let fixed: BigInt = fixed
            .map(|(w, sign)| match sign {
                None => BigInt::zero(),
                Some(Sign::Plus) => w.clone(),
                Some(Sign::Minus) => -w,
            })
            .sum();
        let negative = free.partition_point(|w| w.is_negative());
        let least: BigInt = free[..negative.clamp(fewest, most)].iter().copied().sum();
        let plus = (free.len() - negative).clamp(fewest, most);
        let greatest: BigInt = free[free.len() - plus..].iter().copied().sum();
        let twice = BigInt::from(2);
        (
            &fixed + least * &twice - &total,
            fixed + greatest * twice - total,
        )
    }
}

/// The range of a unit's pre-activation z, and what the unit makes of it.
struct Range {
    /// Points (z, g(z)) such that a linear function of z and g(z) is least at one of them.
    corners: Vec<(Rational, Rational)>,
    /// The slope of g, where g is affine on the range.
    slope: Option<Rational>,
    /// The ends of a ReLU's range, where it is open on which side of 0 the unit is.
    kink: Option<(Rational, Rational)>,
}

impl Range {
    /// The range low ≤ z ≤ high with an assumption on z, or `None` if it is empty.
    ///
    /// If `pushed`, z is the limit of the pre-activation under a push and g(z) that of the value: at a jump both values.
    fn new(
        activation: Activation,
        mut low: Rational,
        mut high: Rational,
        relation: Option<Relation>,
        pushed: bool,
    ) -> Option<Self> {
        let zero = Rational::zero();
        // Under a push z may be 0 and leave it in either direction.
        let strictly = match relation {
            _ if pushed => true,
            Some(Relation::Negative) => low < zero,
            Some(Relation::Positive) => high > zero,
            _ => true,
        };
        if matches!(
            relation,
            Some(Relation::NonNegative | Relation::Positive | Relation::Zero)
        ) {
            low = low.max(zero.clone());
        }
        if matches!(relation, Some(Relation::Negative | Relation::Zero)) {
            high = high.min(zero.clone());
        }
        if low > high || !strictly {
            return None;
        }
        // Whether z may be negative, zero and positive, or leave 0 in this way.
        let (negative, at_zero, positive) = match relation {
            Some(relation) => (
                relation == Relation::Negative,
                matches!(relation, Relation::Zero | Relation::NonNegative),
                matches!(relation, Relation::Positive | Relation::NonNegative),
            ),
            None => {
                let touches = low <= zero && zero <= high;
                (
                    low < zero || pushed && touches,
                    touches,
                    high > zero || pushed && touches,
                )
            }
        };
        let value = |above: bool| match activation {
            Activation::Sign => Sign::of(above).rational(),
            Activation::Step if above => Rational::one(),
            _ => Rational::zero(),
        };
        let constant = |value: Rational| {
            [low.clone(), high.clone()]
                .map(|z| (z, value.clone()))
                .to_vec()
        };
        let identity = || [low.clone(), high.clone()].map(|z| (z.clone(), z)).to_vec();
        let known = |corners, slope: i64| Self {
            corners,
            slope: Some(integer(slope)),
            kink: None,
        };
        Some(match activation {
            Activation::Identity => known(identity(), 1),
            Activation::Relu if low >= zero => known(identity(), 1),
            Activation::Relu if high <= zero => known(constant(zero), 0),
            Activation::Relu => Self {
                corners: vec![
                    (low.clone(), zero.clone()),
                    (zero.clone(), zero.clone()),
                    (high.clone(), high.clone()),
                ],
                slope: None,
                kink: Some((low, high)),
            },
            Activation::Zero => match (negative || positive, at_zero) {
                (true, false) => known(constant(-Rational::one()), 0),
                (false, _) => known(constant(Rational::one()), 0),
                (true, true) => {
                    let mut corners = constant(-Rational::one());
                    corners.push((zero, Rational::one()));
                    Self {
                        corners,
                        slope: None,
                        kink: None,
                    }
                }
            },
            Activation::Sign | Activation::Step => match (negative, at_zero || positive) {
                (true, false) => known(constant(value(false)), 0),
                (false, _) => known(constant(value(true)), 0),
                (true, true) => Self {
                    corners: vec![
                        (low, value(false)),
                        (zero.clone(), value(false)),
                        (zero, value(true)),
                        (high, value(true)),
                    ],
                    slope: None,
                    kink: None,
                },
            },
        })
    }

    /// The least and the greatest value of the unit.
    fn values(&self) -> (&Rational, &Rational) {
        let values = || self.corners.iter().map(|(_, value)| value);
        let present = "a range has corners";
        (
            values().min().expect(present),
            values().max().expect(present),
        )
    }

    /// The slope with which the unit's share `coefficient`·g(z) of a bound is replaced where none is stated.
    ///
    /// A ReLU that may have either sign is bounded from below by 0 or by z, whichever is nearer to most of its range, and from
    /// above by its chord, whose slope is rounded down to a multiple of 1/256.
    fn usual_slope(&self, coefficient: &Rational) -> Rational {
        let slope = match (&self.slope, &self.kink) {
            (Some(slope), _) => slope.clone(),
            (None, None) => Rational::zero(),
            (None, Some((low, high))) if coefficient.is_negative() => {
                (high / (high - low) * integer(256)).floor() / integer(256)
            }
            (None, Some((low, high))) => integer(i64::from(*high >= -low)),
        };
        coefficient * slope
    }
}

/// The range of a unit's pre-activation by interval arithmetic.
fn interval(
    row: &Row,
    inputs: &[Range],
    budget: &mut Budget,
) -> Result<(Rational, Rational), Rejection> {
    let (mut low, mut high) = (Rational::zero(), Rational::zero());
    for (weight, input) in row.weights.iter().zip(inputs) {
        let (mut least, mut most) = input.values();
        if weight.is_negative() {
            (least, most) = (most, least);
        }
        budget.spend(2 * PER_FRACTION, row.bits + bits(least).max(bits(most)))?;
        low += least * weight;
        high += most * weight;
    }
    let of = |sum: Rational| sum / &row.denominator + &row.bias;
    Ok((of(low), of(high)))
}

/// What bounds of a pre-activation are made from.
struct Bounds<'a> {
    rows: &'a [Vec<Row>],
    slice: &'a Slice,
    /// The ranges of the layers before the unit.
    ranges: &'a [Vec<Range>],
}

impl Bounds<'_> {
    /// A number that ±z never falls below on the slice, z being this unit's pre-activation.
    ///
    /// From layer to layer towards the inputs, the share c·g(z) of each unit is at least κ·z and a constant, the least
    /// value of c·g(z) − κ·z over the range of z. The slope κ is stated, or 0 if it is not stated there, unless g is
    /// affine; without any statement it is [`Range::usual_slope`].
    fn least(
        &self,
        layer: usize,
        unit: usize,
        sign: Sign,
        stated: Option<&Slopes>,
        budget: &mut Budget,
    ) -> Result<Rational, Rejection> {
        let mut constant = Rational::zero();
        let mut slopes = vec![(unit, sign.rational())];
        for depth in (0..=layer).rev() {
            let rows = &self.rows[depth];
            // Σ κ·z = Σ κ·bias + Σ (κ/denominator)·(weights·inputs), over one denominator.
            let mut factors = Vec::new();
            let mut longest = 0;
            for (unit, slope) in slopes.iter().filter(|(_, slope)| !slope.is_zero()) {
                let row = &rows[*unit];
                budget.spend(PER_FRACTION, row.bits + bits(slope) + bits(&constant))?;
                constant += slope * &row.bias;
                factors.push((row, slope / &row.denominator));
                longest = longest.max(row.bits);
            }
            let mut common = BigInt::one();
            for (_, factor) in &factors {
                budget.spend(PER_FRACTION, common.bits() + bits(factor))?;
                common = common.lcm(factor.denom());
            }
            let inputs = rows[0].weights.len();
            budget.spend((factors.len() + 1) * inputs, longest + common.bits())?;
            let mut coefficients = vec![BigInt::zero(); inputs];
            for (row, factor) in &factors {
                let factor = factor.numer() * (&common / factor.denom());
                for (coefficient, weight) in coefficients.iter_mut().zip(&row.weights) {
                    *coefficient += &factor * weight;
                }
            }
            let Some(before) = depth.checked_sub(1) else {
                let mut order: Vec<usize> = (0..inputs).collect();
                order.sort_by(|i, j| coefficients[*i].cmp(&coefficients[*j]));
                let (least, _) = self.slice.extremes(&coefficients, &order);
                return Ok(constant + Rational::new(least, common));
            };
            slopes.clear();
            for (unit, (coefficient, range)) in coefficients
                .into_iter()
                .zip(&self.ranges[before])
                .enumerate()
            {
                let coefficient = Rational::new(coefficient, common.clone());
                let place =
                    |(l, u, _): &&(usize, usize, Rational)| (*l, *u) == (before + 1, unit + 1);
                // Where g is affine and has its own slope, the bracket is constant.
                let (slope, constant_share) = match stated {
                    None => (range.usual_slope(&coefficient), range.slope.is_some()),
                    Some(stated) => match (stated.iter().find(place), &range.slope) {
                        (Some((.., slope)), _) => (slope.clone(), false),
                        (None, Some(slope)) => (&coefficient * slope, true),
                        (None, None) => (Rational::zero(), false),
                    },
                };
                let corners = match constant_share {
                    true => &range.corners[..1],
                    false => &range.corners[..],
                };
                let longest = corners.iter().map(|(z, value)| bits(z) + bits(value));
                let work = longest.max().unwrap_or(0) + bits(&slope) + bits(&coefficient);
                budget.spend(4 * PER_FRACTION, work + bits(&constant))?;
                let shares = corners.iter().map(|(z, value)| {
                    let share = &coefficient * value;
                    if slope.is_zero() {
                        share
                    } else {
                        share - &slope * z
                    }
                });
                constant += shares.min().expect("a range has corners");
                slopes.push((unit, slope));
            }
        }
        unreachable!("the first layer returns")
    }
}
