//! What a unit may be on a leaf: the range of its pre-activation, and its values there.

use num_traits::{One, Signed, Zero};

use crate::checker::germs::Relation;
use crate::language::cube::Sign;
use crate::language::exact::{Rational, integer};
use crate::language::network::Activation;

/// The range of a unit's pre-activation z, and what the unit makes of it.
pub(super) struct Range {
    /// Points (z, g(z)) such that a linear function of z and g(z) is least at one of them.
    pub(super) corners: Vec<(Rational, Rational)>,
    /// The slope of g, where g is affine on the range.
    pub(super) slope: Option<Rational>,
    /// The ends of a ReLU's range, where it is open on which side of 0 the unit is.
    kink: Option<(Rational, Rational)>,
}

impl Range {
    /// The range low ≤ z ≤ high with an assumption on z, or `None` if it is empty.
    ///
    /// If `pushed`, z is the limit of the pre-activation under a push and g(z) that of the value: at a jump both values.
    pub(super) fn new(
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
        let touches = low <= zero && zero <= high;
        let is = |among: &[Relation]| relation.map(|relation| among.contains(&relation));
        let negative = is(&[Relation::Negative]).unwrap_or(low < zero || pushed && touches);
        let at_zero = is(&[Relation::Zero, Relation::NonNegative]).unwrap_or(touches);
        let positive = is(&[Relation::Positive, Relation::NonNegative])
            .unwrap_or(high > zero || pushed && touches);
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
    pub(super) fn values(&self) -> (&Rational, &Rational) {
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
    pub(super) fn usual_slope(&self, coefficient: &Rational) -> Rational {
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
