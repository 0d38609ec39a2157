//! What the whole sums of the inputs say about network and target, if each lies between two numbers.

use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

use crate::checker::sums::{IntegerLayer, Summed};
use crate::language::cube::Sign;
use crate::language::network::Activation;
use crate::language::target::Target;
use crate::prover::engines::diagram::numbers::Number;

/// The numbers from one to another.
pub type Range<N> = (N, N);

/// What a verdict is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// The network's value at the vertices.
    Value,
    /// Its limits along all directions: a unit at 0 may go to either side.
    Limits,
}

/// A network and a target as functions of whole sums, ready to be bounded.
pub struct Bounds<N> {
    question: Question,
    zero: N,
    one: N,
    minus_one: N,
    /// The greatest value of each sum.
    pub most: Vec<N>,
    activation: Activation,
    /// For each sum the units of the first layer that see it.
    seen_by: Vec<Vec<Seer<N>>>,
    /// The second layer, where the first layer's units without a sum are already in the biases.
    second: Vec<N>,
    second_activation: Activation,
    deeper: Vec<Layer<N>>,
    /// The numbers of the output at which the network is right where f = −1, and where f = +1.
    right: [Region<N>; 2],
    /// Whether the value of the output jumps at 0.
    output_jumps: bool,
    by_sum: Option<BySum>,
}

/// A layer after the second.
struct Layer<N> {
    activation: Activation,
    /// For each unit its weights and its bias.
    units: Vec<(Vec<N>, N)>,
}

/// A unit of the first layer, and what it adds to the second layer's units.
struct Seer<N> {
    factor: N,
    bias: N,
    column: Vec<(usize, N)>,
}

/// The numbers from `from` to `to`, or all the others.
struct Region<N> {
    from: Option<N>,
    to: Option<N>,
    others: bool,
}

/// A target that is a function of a sum.
struct BySum {
    sum: usize,
    dimension: i64,
    /// The last sum of each stretch of equal values, and the value.
    stretches: Vec<(i64, Sign)>,
}

/// What is known about the output where each sum lies in its range.
pub struct Outline<N> {
    /// The ranges of the whole sums.
    pub ranges: Vec<Range<N>>,
    /// What each sum adds to each unit of the second layer.
    parts: Vec<Vec<Range<N>>>,
    /// The pre-activations of the second layer.
    totals: Vec<Range<N>>,
}

/// The greatest number in size that bounding any ranges of the sums can meet.
pub fn greatest(summed: &Summed) -> BigInt {
    let mut greatest = summed.scale.clone();
    let mut sizes = Vec::new();
    for unit in &summed.first {
        let most = unit
            .sum
            .map_or(BigInt::zero(), |sum| summed.sums[sum].most.clone());
        sizes.push(unit.factor.abs() * most + unit.bias.abs());
    }
    let most = summed.sums.iter().map(|sum| &sum.most);
    greatest = most.chain(&sizes).fold(greatest, |a, b| a.max(b.clone()));
    let mut before = summed.activation;
    for layer in &summed.deeper {
        let passes_on = matches!(before, Activation::Relu | Activation::Identity);
        let values: Vec<BigInt> = sizes
            .iter()
            .map(|size| {
                if passes_on {
                    size.clone()
                } else {
                    BigInt::one()
                }
            })
            .collect();
        let size = |(row, bias): &(Vec<BigInt>, BigInt)| -> BigInt {
            let terms = row.iter().zip(&values).map(|(w, v)| w.abs() * v);
            terms.sum::<BigInt>() + bias.abs()
        };
        sizes = layer.units.iter().map(size).collect();
        // A weight counts by itself too, because what it multiplies may be 0.
        let weights = layer.units.iter().flat_map(|(row, _)| row);
        greatest = weights.fold(greatest, |a, w| a.max(w.abs()));
        greatest = sizes.iter().fold(greatest, |a, b| a.max(b.clone()));
        before = layer.activation;
    }
    greatest
}

impl<N: Number> Bounds<N> {
    /// The bounds in integers of this width, which must hold twice the [`greatest`] number.
    pub fn new(summed: &Summed, target: &Target, question: Question) -> Self {
        let n = |n: &BigInt| N::of(n);
        let (zero, one) = (n(&BigInt::zero()), n(&BigInt::one()));
        // A network of one layer has its only unit after a first layer that passes everything on.
        let only = IntegerLayer {
            activation: summed.activation,
            units: vec![(vec![BigInt::one()], BigInt::zero())],
        };
        let output = summed.deeper.last().unwrap_or(&only).activation;
        let (activation, second, deeper) = match summed.deeper.split_first() {
            None => (Activation::Identity, &only, &[][..]),
            Some((second, deeper)) => (summed.activation, second, deeper),
        };
        let mut this = Self {
            question,
            minus_one: zero.minus(&one),
            most: summed.sums.iter().map(|sum| n(&sum.most)).collect(),
            activation,
            seen_by: summed.sums.iter().map(|_| Vec::new()).collect(),
            second: second.units.iter().map(|(_, bias)| n(bias)).collect(),
            second_activation: second.activation,
            deeper: deeper
                .iter()
                .map(|layer| {
                    let units = layer.units.iter();
                    let units = units.map(|(row, bias)| (row.iter().map(n).collect(), n(bias)));
                    Layer {
                        activation: layer.activation,
                        units: units.collect(),
                    }
                })
                .collect(),
            right: [Sign::Minus, Sign::Plus].map(|f| region(summed, f)),
            output_jumps: !matches!(output, Activation::Relu | Activation::Identity),
            by_sum: summed.of_target.map(|sum| BySum::new(sum, target)),
            zero,
            one,
        };
        for (number, unit) in summed.first.iter().enumerate() {
            let rows = second.units.iter().map(|(row, _)| n(&row[number]));
            let rows = rows.enumerate().filter(|(_, w)| *w != this.zero);
            let column: Vec<(usize, N)> = rows.collect();
            let bias = n(&unit.bias);
            if let Some(sum) = unit.sum {
                this.seen_by[sum].push(Seer {
                    factor: n(&unit.factor),
                    bias,
                    column,
                });
                continue;
            }
            // It is at 0 in every direction, if at all.
            let (value, _) = this.at_vertex(activation, (bias.clone(), bias));
            for (row, w) in &column {
                this.second[*row] = this.second[*row].plus(&w.times(&value));
            }
        }
        this
    }

    /// The number 0.
    pub fn zero(&self) -> &N {
        &self.zero
    }

    /// The number 1.
    pub fn one(&self) -> &N {
        &self.one
    }

    /// An outline, to be drawn with [`Bounds::draw`].
    pub fn outline(&self) -> Outline<N> {
        let nothing = (self.zero.clone(), self.zero.clone());
        Outline {
            ranges: vec![nothing.clone(); self.most.len()],
            parts: vec![vec![nothing.clone(); self.second.len()]; self.most.len()],
            totals: vec![nothing; self.second.len()],
        }
    }

    /// The range of the whole sum where a partial sum is this and the rest is at most that.
    pub fn range(&self, sum: usize, partial: &N, rest: &N) -> Range<N> {
        let most = &self.most[sum];
        (
            partial.minus(rest).max(self.zero.minus(most)),
            partial.plus(rest).min(most.clone()),
        )
    }

    /// Draws the outline from its ranges.
    pub fn draw(&self, outline: &mut Outline<N>) {
        for (total, bias) in outline.totals.iter_mut().zip(&self.second) {
            *total = (bias.clone(), bias.clone());
        }
        for sum in 0..self.most.len() {
            self.add(sum, &outline.ranges[sum], &mut outline.parts[sum]);
            for (total, part) in outline.totals.iter_mut().zip(&outline.parts[sum]) {
                *total = (total.0.plus(&part.0), total.1.plus(&part.1));
            }
        }
    }

    /// Gives one sum another range.
    pub fn redraw(&self, outline: &mut Outline<N>, sum: usize, range: Range<N>) {
        for (total, part) in outline.totals.iter_mut().zip(&outline.parts[sum]) {
            *total = (total.0.minus(&part.0), total.1.minus(&part.1));
        }
        outline.ranges[sum] = range;
        self.add(sum, &outline.ranges[sum], &mut outline.parts[sum]);
        for (total, part) in outline.totals.iter_mut().zip(&outline.parts[sum]) {
            *total = (total.0.plus(&part.0), total.1.plus(&part.1));
        }
    }

    /// What a sum in this range adds to the second layer.
    fn add(&self, sum: usize, range: &Range<N>, parts: &mut [Range<N>]) {
        for part in parts.iter_mut() {
            *part = (self.zero.clone(), self.zero.clone());
        }
        for unit in &self.seen_by[sum] {
            let low = unit.factor.times(&range.0).plus(&unit.bias);
            let high = unit.factor.times(&range.1).plus(&unit.bias);
            let z = if low <= high {
                (low, high)
            } else {
                (high, low)
            };
            let (low, high) = self.value(self.activation, z);
            for (row, w) in &unit.column {
                let part = &mut parts[*row];
                let (at_low, at_high) = (w.times(&low), w.times(&high));
                *part = if w.is_below_zero() {
                    (part.0.plus(&at_high), part.1.plus(&at_low))
                } else {
                    (part.0.plus(&at_low), part.1.plus(&at_high))
                };
            }
        }
    }

    /// Whether a push does not move the output's pre-activation, because it reads only units that are constant near every
    /// sum in the ranges.
    fn is_still(&self, outline: &Outline<N>) -> bool {
        let mut units = self
            .seen_by
            .iter()
            .zip(&outline.ranges)
            .flat_map(|(units, range)| units.iter().map(move |unit| (unit, range)));
        self.deeper.is_empty()
            && units.all(|(unit, range)| {
                let low = unit.factor.times(&range.0).plus(&unit.bias);
                let high = unit.factor.times(&range.1).plus(&unit.bias);
                let below = low < self.zero && high < self.zero;
                let above = low > self.zero && high > self.zero;
                let unread = || unit.column.iter().all(|(_, w)| *w == self.zero);
                match self.activation {
                    Activation::Identity => unread(),
                    Activation::Relu => below || unread(),
                    Activation::Sign | Activation::Step | Activation::Zero => {
                        below || above || unread()
                    }
                }
            })
    }

    /// The range of a unit's value.
    fn value(&self, activation: Activation, (low, high): Range<N>) -> Range<N> {
        let touches_zero = low <= self.zero && self.zero <= high;
        match (self.question, activation) {
            (Question::Limits, Activation::Step) if touches_zero => {
                (self.zero.clone(), self.one.clone())
            }
            (Question::Limits, Activation::Sign | Activation::Zero) if touches_zero => {
                (self.minus_one.clone(), self.one.clone())
            }
            _ => self.at_vertex(activation, (low, high)),
        }
    }

    /// The range of a unit's value at a vertex.
    fn at_vertex(&self, activation: Activation, (low, high): Range<N>) -> Range<N> {
        let zero = &self.zero;
        let below = high < *zero;
        let above = low >= *zero;
        let jump = |off: &N| match (above, below) {
            (true, _) => (self.one.clone(), self.one.clone()),
            (_, true) => (off.clone(), off.clone()),
            _ => (off.clone(), self.one.clone()),
        };
        match activation {
            Activation::Identity => (low, high),
            Activation::Relu if above => (low, high),
            Activation::Relu => (zero.clone(), high.max(zero.clone())),
            Activation::Sign => jump(&self.minus_one),
            Activation::Step => jump(zero),
            Activation::Zero if low > *zero || below => {
                (self.minus_one.clone(), self.minus_one.clone())
            }
            Activation::Zero if low == high => (self.one.clone(), self.one.clone()),
            Activation::Zero => (self.minus_one.clone(), self.one.clone()),
        }
    }

    /// Whether the value, or every limit, is f wherever the sums lie in the ranges (`Some(true)`), or is not f anywhere, where `table`
    /// is the value of a target that is not a function of the sum, if it is known.
    pub fn verdict(&self, outline: &Outline<N>, table: Option<Sign>) -> Option<bool> {
        let wanted = match &self.by_sum {
            Some(by_sum) => by_sum.value(&outline.ranges[by_sum.sum])?,
            None => table?,
        };
        let right = &self.right[usize::from(wanted == Sign::Plus)];
        let right = |(low, high): &Range<N>| {
            let may_jump = self.output_jumps && *low <= self.zero && self.zero <= *high;
            right
                .verdict(&(low.clone(), high.clone()))
                .filter(|_| self.question == Question::Value || !may_jump || self.is_still(outline))
        };
        if self.deeper.is_empty() {
            return right(&outline.totals[0]);
        }
        let mut bounds = outline.totals.clone();
        let mut activation = self.second_activation;
        for layer in &self.deeper {
            let values: Vec<_> = bounds
                .into_iter()
                .map(|z| self.value(activation, z))
                .collect();
            let rows = layer.units.iter().map(|(row, bias)| {
                let mut total = (bias.clone(), bias.clone());
                for (w, (low, high)) in row.iter().zip(&values) {
                    let (low, high) = if w.is_below_zero() {
                        (high, low)
                    } else {
                        (low, high)
                    };
                    total = (total.0.plus(&w.times(low)), total.1.plus(&w.times(high)));
                }
                total
            });
            bounds = rows.collect();
            activation = layer.activation;
        }
        right(&bounds[0])
    }
}

impl<N: Number> Region<N> {
    fn verdict(&self, (low, high): &Range<N>) -> Option<bool> {
        let after = self.from.as_ref().is_none_or(|from| from <= low);
        let before = self.to.as_ref().is_none_or(|to| high <= to);
        if after && before {
            return Some(!self.others);
        }
        let outside = self.from.as_ref().is_some_and(|from| high < from)
            || self.to.as_ref().is_some_and(|to| to < low);
        outside.then_some(self.others)
    }
}

/// Where the multiplied output must lie for the network's value to be f.
fn region<N: Number>(summed: &Summed, f: Sign) -> Region<N> {
    let point = |n: &BigInt| (Some(n.clone()), Some(n.clone()));
    let zero = BigInt::zero();
    let last = summed.deeper.last().map(|layer| layer.activation);
    let ((from, to), others) = match (last.unwrap_or(summed.activation), f) {
        (Activation::Sign, f) => ((Some(zero), None), f == Sign::Minus),
        (Activation::Step, Sign::Plus) => ((Some(zero), None), false),
        (Activation::Step | Activation::Relu, Sign::Minus) => ((None, None), true),
        (Activation::Relu, Sign::Plus) => (point(&summed.scale), false),
        (Activation::Identity, f) => (point(&(&summed.scale * f.value())), false),
        (Activation::Zero, f) => (point(&zero), f == Sign::Minus),
    };
    Region {
        from: from.map(|n| N::of(&n)),
        to: to.map(|n| N::of(&n)),
        others,
    }
}

impl BySum {
    fn new(sum: usize, target: &Target) -> Self {
        let values = target.values_by_sum().expect("a function of the sum");
        let dimension = i64::try_from(target.dimension()).expect("at most MAX_DIMENSION");
        let mut last = -dimension - 2;
        let stretches = values.runs().map(|(value, count)| {
            last += 2 * i64::try_from(count).expect("at most MAX_DIMENSION + 1");
            (last, *value)
        });
        Self {
            sum,
            dimension,
            stretches: stretches.collect(),
        }
    }

    /// The target's value, if it is the same at all attainable sums in the range.
    fn value<N: Number>(&self, (low, high): &Range<N>) -> Option<Sign> {
        let narrow = |n: &N| {
            let n = n.wide().expect("at most D");
            i64::try_from(n).expect("at most D")
        };
        let (low, high) = (narrow(low), narrow(high));
        let low = low + (low + self.dimension).rem_euclid(2);
        let high = high - (high + self.dimension).rem_euclid(2);
        let stretch = self.stretches.partition_point(|(last, _)| *last < low);
        let (last, value) = self.stretches.get(stretch)?;
        (low <= high && high <= *last).then_some(*value)
    }
}
