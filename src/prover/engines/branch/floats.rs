//! Networks and the spans of their units in floating point.

#![allow(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "proposals are never believed"
)]

use num_bigint::BigInt;
use num_traits::{FromPrimitive, One, ToPrimitive};

use super::exact::Span;
use crate::checker::germs::Relation;
use crate::language::exact::Rational;
use crate::language::network::{Activation, Network, Unit};

/// A unit in floating point.
pub(super) struct FloatUnit {
    pub(super) weights: Vec<f64>,
    pub(super) bias: f64,
}

/// The network in floating point.
pub(super) struct FloatNetwork {
    pub(super) layers: Vec<Vec<FloatUnit>>,
    pub(super) activations: Vec<Activation>,
}

/// The nearest float; too large a number is infinite, and proposals made from it fail.
fn float(number: &Rational) -> f64 {
    number.to_f64().unwrap_or(f64::NAN)
}

impl FloatNetwork {
    pub(super) fn new(network: &Network) -> Self {
        let unit = |unit: &Unit| FloatUnit {
            weights: unit.weights.map(float).iter().copied().collect(),
            bias: float(&unit.bias),
        };
        let layers = network.layers().iter();
        Self {
            layers: layers.map(|l| l.units.iter().map(unit).collect()).collect(),
            activations: network.layers().iter().map(|l| l.activation).collect(),
        }
    }
}

/// A unit's span in floating point.
#[derive(Clone)]
pub(super) struct FloatSpan {
    pub(super) corners: Vec<(f64, f64)>,
    pub(super) slope: Option<f64>,
    /// Whether its slope is to be chosen.
    pub(super) chosen: bool,
    pub(super) low: f64,
    pub(super) width: f64,
}

impl FloatSpan {
    pub(super) fn new(span: &Span, assumed: bool) -> Self {
        let corner = |(z, value): &(Rational, Rational)| (float(z), float(value));
        let width = float(&(&span.high - &span.low));
        Self {
            corners: span.corners.iter().map(corner).collect(),
            slope: span.slope.as_ref().map(float),
            chosen: width > 0.0 && (assumed || span.slope.is_none()),
            low: float(&span.low),
            width,
        }
    }

    /// The span with an assumption on the unit.
    pub(super) fn assuming(&self, relation: Relation, activation: Activation) -> Self {
        let (low, high) = (self.low, self.low + self.width);
        let (low, high) = match relation {
            Relation::Negative => (low, 0.0),
            Relation::Zero => (0.0, 0.0),
            Relation::Positive | Relation::NonNegative => (0.0, high),
        };
        // An activation is affine on either side of 0.
        let inside = match relation {
            Relation::Zero => 0.0,
            _ => low.midpoint(high),
        };
        let value = |z: f64| match activation {
            Activation::Relu | Activation::Identity => apply(activation, z),
            _ => apply(activation, inside),
        };
        let slope = match activation {
            Activation::Identity => 1.0,
            Activation::Relu if inside > 0.0 => 1.0,
            _ => 0.0,
        };
        Self {
            corners: vec![(low, value(low)), (high, value(high))],
            slope: Some(slope),
            chosen: high > low,
            low,
            width: high - low,
        }
    }
}

/// The fraction numerator / 2^exponent.
pub(super) fn fraction(numerator: f64, exponent: i32) -> Option<Rational> {
    let numerator = BigInt::from_f64(numerator)?;
    let power = BigInt::one() << exponent.unsigned_abs();
    Some(if exponent < 0 {
        Rational::from(numerator * power)
    } else {
        Rational::new(numerator, power)
    })
}

/// Whether an output is not this integer, beyond what rounding explains.
pub(super) fn is_far(output: f64, value: i64) -> bool {
    (output - value as f64).abs() > 1e-6
}

pub(super) fn apply(activation: Activation, z: f64) -> f64 {
    match activation {
        Activation::Identity => z,
        Activation::Relu => z.max(0.0),
        Activation::Step => f64::from(u8::from(z >= 0.0)),
        Activation::Sign if z >= 0.0 => 1.0,
        Activation::Zero if z == 0.0 => 1.0,
        Activation::Sign | Activation::Zero => -1.0,
    }
}
