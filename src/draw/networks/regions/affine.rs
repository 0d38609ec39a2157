//! Affine functions of the plane, and the work that they take. Exact.

use std::cmp::Ordering;

use num_traits::{One, Zero};

use super::Place;
use crate::language::exact::Rational;
use crate::language::network::{Activation, Unit};

/// A counter of the work that is left.
pub(super) struct Work(pub u64);

impl Work {
    /// Subtracts the cost of this many products of fractions of this many bits; `None` if too little work is left.
    pub fn spend(&mut self, products: usize, bits: u64) -> Option<()> {
        const PER_FRACTION: u64 = 16;
        let words = 1 + bits / 64;
        let products = u64::try_from(products).ok()?;
        let cost = products.checked_mul(words.checked_mul(words)?)?;
        self.0 = self.0.checked_sub(cost.checked_mul(PER_FRACTION)?)?;
        Some(())
    }
}

/// The length of a fraction in bits.
pub(super) fn bits(number: &Rational) -> u64 {
    number.numer().bits() + number.denom().bits()
}

/// The affine function slope·x + constant.
#[derive(Clone, Debug)]
pub(super) struct Affine {
    pub slope: [Rational; 2],
    pub constant: Rational,
}

impl Affine {
    fn constant(constant: Rational) -> Self {
        Self {
            slope: [Rational::zero(), Rational::zero()],
            constant,
        }
    }

    /// The coordinate x₁ or x₂ as an affine function.
    pub fn coordinate(index: usize) -> Self {
        let mut form = Self::constant(Rational::zero());
        form.slope[index] = Rational::one();
        form
    }

    /// The pre-activation w·a + b for affine functions a; `None` if that is too much work.
    pub fn preactivation(unit: &Unit, inputs: &[Self], work: &mut Work) -> Option<Self> {
        let mut z = Self::constant(unit.bias.clone());
        for (weight, input) in unit.weights.iter().zip(inputs) {
            if weight.is_zero() {
                work.spend(1, 0)?;
                continue;
            }
            work.spend(3, bits(weight).max(input.bits()).max(z.bits()))?;
            let [a, b] = z.slope;
            z = Self {
                slope: [a + weight * &input.slope[0], b + weight * &input.slope[1]],
                constant: z.constant + weight * &input.constant,
            };
        }
        Some(z)
    }

    pub fn bits(&self) -> u64 {
        let [a, b] = &self.slope;
        bits(a).max(bits(b)).max(bits(&self.constant))
    }

    pub fn minus(&self, constant: &Rational) -> Self {
        Self {
            slope: self.slope.clone(),
            constant: &self.constant - constant,
        }
    }

    pub fn at(&self, place: &Place) -> Rational {
        let [a, b] = &self.slope;
        a * &place[0] + b * &place[1] + &self.constant
    }

    /// The activation g(z) on a cell on which z has this sign.
    pub fn activated(&self, activation: Activation, sign: Ordering) -> Self {
        match (activation, sign) {
            (Activation::Identity, _) | (Activation::Relu, Ordering::Greater) => self.clone(),
            (_, Ordering::Less) => Self::constant(activation.apply(-Rational::one())),
            (_, Ordering::Equal) => Self::constant(activation.apply(Rational::zero())),
            (_, Ordering::Greater) => Self::constant(activation.apply(Rational::one())),
        }
    }
}
