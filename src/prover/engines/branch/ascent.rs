//! Slopes that make a bound as tight as can be, in floating point: they are proposals, and are never believed.
//!
//! The bound is a concave function of the slopes. At given slopes it is attained at a vertex and at a corner of each unit;
//! where the unit's pre-activation at the vertex is not the one of its corner, the difference is the derivative by its slope.
//! Each step goes along these derivatives as far as the goal is away (Polyak's rule).

#![allow(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "proposals are never believed"
)]

use super::exact::Spans;
use super::floats::{FloatNetwork, FloatSpan, FloatUnit, apply, fraction};
use super::goal::Goal;
use super::slice::{Slice, Slopes};
use crate::checker::germs::Relation;
use crate::language::network::Activation;

/// An ascent ends after this number of steps without a gain that is worth while: this share of what is wanting.
const PATIENCE: usize = 30;
const WORTH_WHILE: f64 = 0.01;

/// Where a bound is attained.
struct Evaluation {
    bound: f64,
    /// The derivative of the bound by each slope.
    slopes: Vec<Vec<f64>>,
    /// The vertex.
    x: Vec<f64>,
    /// The values of the hidden units at their corners.
    values: Vec<Vec<f64>>,
    /// The network's output, and its pre-activation, at the vertex.
    output: f64,
    /// The sizes of the numbers that were added up.
    size: f64,
}

/// The result of an ascent.
pub(super) struct Ascended {
    /// The slopes of the units that have some to be chosen.
    pub(super) slopes: Vec<Vec<f64>>,
    /// The bound that they give, as far as floats can tell.
    pub(super) bound: f64,
    /// A number that is small beside those that were added up.
    pub(super) tolerance: f64,
    /// The average of the vertices at which the last bounds were attained: about the least point of the relaxation.
    pub(super) x: Vec<f64>,
    /// By how much each unit's corner, on average, is off its graph, in terms of the bound.
    pub(super) gaps: Vec<Vec<f64>>,
}

/// An ascent on one part of the cube.
pub(super) struct Ascent<'a> {
    network: &'a FloatNetwork,
    slice: &'a Slice,
    spans: Vec<Vec<FloatSpan>>,
    goal: Goal,
}

impl<'a> Ascent<'a> {
    pub(super) fn new(
        network: &'a FloatNetwork,
        spans: &Spans<'a>,
        goal: Goal,
        assumed: impl Fn(usize, usize) -> bool,
    ) -> Self {
        let layers = spans.layers.iter().enumerate();
        let spans_of = layers.map(|(depth, layer)| {
            let units = layer.iter().enumerate();
            units
                .map(|(unit, span)| FloatSpan::new(span, assumed(depth, unit)))
                .collect()
        });
        Self {
            network,
            slice: spans.slice,
            spans: spans_of.collect(),
            goal,
        }
    }

    /// By how much assumptions on a unit bring the bound nearer to the goal, from where an ascent ended: the product over its
    /// relations.
    pub(super) fn gain(
        &self,
        from: &Ascended,
        (depth, unit): (usize, usize),
        relations: &[Relation],
        steps: usize,
    ) -> f64 {
        let wanting = (self.goal.level as f64 - from.bound).max(from.tolerance);
        let gains = relations.iter().map(|relation| {
            let mut spans = self.spans.clone();
            let activation = self.network.activations[depth];
            spans[depth][unit] = spans[depth][unit].assuming(*relation, activation);
            let child = Self {
                spans,
                network: self.network,
                slice: self.slice,
                goal: self.goal,
            };
            let bound = child
                .climb(from.slopes.clone(), (steps, 0.3), |_, _| false)
                .bound;
            ((bound - from.bound) / wanting).clamp(1e-3, 1.0)
        });
        gains.product()
    }

    /// Slopes to begin with: those from elsewhere where there are some, or lines through the middle of each unit.
    pub(super) fn start(&self, from: &[Vec<f64>]) -> Vec<Vec<f64>> {
        if from.len() == self.spans.len() {
            return from.to_vec();
        }
        let sign = self.goal.sign.value() as f64;
        let mut slopes: Vec<Vec<f64>> = Vec::new();
        let output = &self.network.layers[self.spans.len()][0];
        let mut coefficients: Vec<f64> = output.weights.iter().map(|w| sign * w).collect();
        for (depth, spans) in self.spans.iter().enumerate().rev() {
            let slope = |(coefficient, span): (&f64, &FloatSpan)| {
                let least = span
                    .corners
                    .iter()
                    .fold(f64::INFINITY, |l, (z, _)| l.min(*z));
                let relu = self.network.activations[depth] == Activation::Relu;
                match span.slope {
                    Some(slope) => coefficient * slope,
                    None if relu && *coefficient < 0.0 => {
                        coefficient * (least + span.width) / span.width
                    }
                    None if relu && span.width + 2.0 * least >= 0.0 => *coefficient,
                    None => 0.0,
                }
            };
            let here: Vec<f64> = coefficients.iter().zip(spans).map(slope).collect();
            let units = &self.network.layers[depth];
            coefficients = vec![0.0; units[0].weights.len()];
            for (slope, unit) in here.iter().zip(units) {
                for (c, w) in coefficients.iter_mut().zip(&unit.weights) {
                    *c += slope * w;
                }
            }
            slopes.push(here);
        }
        slopes.reverse();
        slopes
    }

    /// The bound at these slopes.
    fn evaluate(&self, slopes: &[Vec<f64>]) -> Evaluation {
        let hidden = self.spans.len();
        let sign = self.goal.sign.value() as f64;
        let output = &self.network.layers[hidden][0];
        let mut coefficients: Vec<f64> = output.weights.iter().map(|w| sign * w).collect();
        let mut bound = sign * output.bias;
        let mut size = bound.abs();
        let mut corners: Vec<Vec<(f64, f64)>> = Vec::new();
        for depth in (0..hidden).rev() {
            let units = &self.network.layers[depth];
            let mut next = vec![0.0; units[0].weights.len()];
            let mut here = Vec::with_capacity(units.len());
            for (j, (coefficient, span)) in coefficients.iter().zip(&self.spans[depth]).enumerate()
            {
                let slope = match span.slope {
                    Some(slope) if !span.chosen => coefficient * slope,
                    _ if !span.chosen => 0.0,
                    _ => slopes[depth][j],
                };
                let mut least = (f64::INFINITY, (0.0, 0.0));
                for corner in &span.corners {
                    let share = coefficient * corner.1 - slope * corner.0;
                    if share < least.0 {
                        least = (share, *corner);
                    }
                }
                here.push(least.1);
                bound += least.0 + slope * units[j].bias;
                size += least.0.abs() + (slope * units[j].bias).abs();
                if slope != 0.0 {
                    for (c, w) in next.iter_mut().zip(&units[j].weights) {
                        *c += slope * w;
                    }
                }
            }
            corners.push(here);
            coefficients = next;
        }
        corners.reverse();
        let x = self.least_vertex(&coefficients);
        for (c, x) in coefficients.iter().zip(&x) {
            bound += c * x;
            size += c.abs();
        }
        let (derivatives, values, output) = self.derivatives(&corners, &x);
        Evaluation {
            bound,
            slopes: derivatives,
            x,
            values,
            output,
            size,
        }
    }

    /// A vertex at which coefficients·x is least.
    fn least_vertex(&self, coefficients: &[f64]) -> Vec<f64> {
        let mut x: Vec<f64> = self
            .slice
            .fixed
            .iter()
            .map(|sign| sign.map_or(-1.0, |sign| sign.value() as f64))
            .collect();
        let mut free = self.slice.free.clone();
        let negative = free.iter().filter(|i| coefficients[**i] < 0.0).count();
        let (pluses, _) = self.slice.pluses_for(negative);
        if pluses > 0 && pluses < free.len() {
            free.select_nth_unstable_by(pluses - 1, |i, j| {
                coefficients[*i].total_cmp(&coefficients[*j]).then(i.cmp(j))
            });
        }
        for i in &free[..pluses] {
            x[*i] = 1.0;
        }
        x
    }

    /// The derivatives by the slopes, the values of the units, and the network's output at the vertex.
    fn derivatives(
        &self,
        corners: &[Vec<(f64, f64)>],
        x: &[f64],
    ) -> (Vec<Vec<f64>>, Vec<Vec<f64>>, f64) {
        let mut derivatives = Vec::new();
        let mut all_values: Vec<Vec<f64>> = Vec::new();
        let mut real = x.to_vec();
        for (depth, units) in self.network.layers.iter().enumerate() {
            let of = |unit: &FloatUnit, inputs: &[f64]| {
                let products = unit.weights.iter().zip(inputs).map(|(w, x)| w * x);
                unit.bias + products.sum::<f64>()
            };
            let z: Vec<f64> = units.iter().map(|unit| of(unit, &real)).collect();
            let activation = self.network.activations[depth];
            let after: Vec<f64> = z.iter().map(|z| apply(activation, *z)).collect();
            if depth < self.spans.len() {
                let relaxed = match all_values.last() {
                    None => z,
                    Some(values) => units.iter().map(|unit| of(unit, values)).collect(),
                };
                let (mut slopes, mut values) = (Vec::new(), Vec::new());
                for ((span, corner), z) in
                    self.spans[depth].iter().zip(&corners[depth]).zip(relaxed)
                {
                    if span.chosen {
                        slopes.push(z - corner.0);
                        values.push(corner.1);
                    } else {
                        let slope = span.slope.unwrap_or(0.0);
                        slopes.push(0.0);
                        values.push(corner.1 + slope * (z - corner.0));
                    }
                }
                derivatives.push(slopes);
                all_values.push(values);
            }
            real = after;
        }
        (derivatives, all_values, real[0])
    }

    /// Goes up from these slopes; each vertex on the way is shown to `look`, with the network's output there as far as
    /// floats can tell, and `look` may end the ascent.
    pub(super) fn climb(
        &self,
        start: Vec<Vec<f64>>,
        (steps, pace): (usize, f64),
        mut look: impl FnMut(&[f64], f64) -> bool,
    ) -> Ascended {
        let level = self.goal.level as f64;
        let mut slopes = start;
        let mut best: Option<(f64, Vec<Vec<f64>>)> = None;
        let mut tolerance = 0.0;
        let mut x = vec![0.0; self.slice.fixed.len()];
        let mut values: Vec<Vec<f64>> = self.spans.iter().map(|s| vec![0.0; s.len()]).collect();
        let mut weight = 0.0;
        let mut last_gain = 0;
        let mut pace = pace;
        for step in 0..steps {
            let at = self.evaluate(&slopes);
            tolerance = at.size * 1e-12;
            let before = best.as_ref().map_or(f64::NEG_INFINITY, |(bound, _)| *bound);
            if at.bound > before || best.is_none() {
                best = Some((at.bound, slopes.clone()));
            }
            if at.bound - before > WORTH_WHILE * (level - before) {
                last_gain = step;
            }
            let share = f64::from(u32::from(2 * step >= steps)) + 0.01;
            weight += share;
            for (sum, x) in x.iter_mut().zip(&at.x) {
                *sum += share * x;
            }
            for (sums, here) in values.iter_mut().zip(&at.values) {
                for (sum, value) in sums.iter_mut().zip(here) {
                    *sum += share * value;
                }
            }
            let far_enough = level + at.size * 1e-3;
            let norm: f64 = self
                .each(&at.slopes)
                .map(|(d, span)| (d / span.width) * (d / span.width))
                .sum();
            if look(&at.x, at.output)
                || at.bound >= far_enough
                || norm <= 0.0
                || step > last_gain + PATIENCE
                || !at.bound.is_finite()
            {
                break;
            }
            let goal = level + at.size * 4e-3;
            let length = pace * (goal - at.bound) / norm;
            for ((slopes, derivatives), spans) in slopes.iter_mut().zip(&at.slopes).zip(&self.spans)
            {
                for ((slope, d), span) in slopes.iter_mut().zip(derivatives).zip(spans) {
                    if span.chosen {
                        *slope += length * d / (span.width * span.width);
                    }
                }
            }
            pace *= 0.97;
        }
        let (bound, slopes) = best.unwrap_or((f64::NEG_INFINITY, slopes));
        for sum in x.iter_mut().chain(values.iter_mut().flatten()) {
            *sum /= weight;
        }
        let gaps = self.gaps(&slopes, &x, &values);
        Ascended {
            slopes,
            bound,
            tolerance,
            x,
            gaps,
        }
    }

    fn each<'b>(&'b self, numbers: &'b [Vec<f64>]) -> impl Iterator<Item = (f64, &'b FloatSpan)> {
        let pairs = numbers
            .iter()
            .flatten()
            .copied()
            .zip(self.spans.iter().flatten());
        pairs.filter(|(_, span)| span.chosen)
    }

    /// How far the average values are off the graphs, times the coefficients of the units.
    fn gaps(&self, slopes: &[Vec<f64>], x: &[f64], values: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let hidden = self.spans.len();
        let mut gaps = Vec::new();
        let mut inputs = x;
        for depth in 0..hidden {
            let after = &self.network.layers[depth + 1];
            let mut here = Vec::new();
            for (j, unit) in self.network.layers[depth].iter().enumerate() {
                let products = unit.weights.iter().zip(inputs).map(|(w, x)| w * x);
                let z = unit.bias + products.sum::<f64>();
                let off = (values[depth][j] - apply(self.network.activations[depth], z)).abs();
                let coefficient: f64 = if depth + 1 == hidden {
                    after[0].weights[j]
                } else {
                    let pairs = after.iter().zip(&slopes[depth + 1]);
                    pairs.map(|(unit, slope)| unit.weights[j] * slope).sum()
                };
                here.push(off * coefficient.abs());
            }
            gaps.push(here);
            inputs = &values[depth];
        }
        gaps
    }

    /// The chosen slopes as fractions, each rounded to this number of binary digits of the largest share that a slope has
    /// in the bound; `None` if they do not reach the goal by floats.
    pub(super) fn rounded(&self, ascended: &Ascended, digits: i32) -> Option<Slopes> {
        let enough = self.goal.level as f64 - ascended.tolerance;
        if ascended.bound < enough {
            return None;
        }
        let largest = self
            .each(&ascended.slopes)
            .map(|(slope, span)| (slope * span.width).abs())
            .fold(0.0, f64::max);
        let mut rounded = ascended.slopes.clone();
        let mut written = Vec::new();
        for (depth, spans) in self.spans.iter().enumerate() {
            for (unit, span) in spans.iter().enumerate().filter(|(_, span)| span.chosen) {
                let exponent = digits.saturating_add((span.width / largest).log2().ceil() as i32);
                let exponent = exponent.clamp(-900, 900);
                let numerator = (rounded[depth][unit] * 2.0_f64.powi(exponent)).round();
                rounded[depth][unit] = numerator / 2.0_f64.powi(exponent);
                // An affine unit has another slope where none is written.
                if numerator != 0.0 || span.slope.is_some() {
                    written.push((depth + 1, unit + 1, numerator, exponent));
                }
            }
        }
        if self.evaluate(&rounded).bound < enough {
            return None;
        }
        let fractions = written
            .into_iter()
            .map(|(layer, unit, numerator, exponent)| {
                Some((layer, unit, fraction(numerator, exponent)?))
            });
        fractions.collect()
    }
}
