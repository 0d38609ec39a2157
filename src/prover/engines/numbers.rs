//! The integers that blocks are computed in: as narrow as a bound on every number allows.

use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};

/// Integers of one width. The caller knows a bound that no number exceeds, so that the operations cannot wrap; they
/// are the wrapping ones only because those leave the loops free of checks.
pub(super) trait Number: Clone + Ord + Send + Sync {
    /// The size of a number in bytes.
    const BYTES: usize;
    /// About how long a multiplication and addition takes in a loop over many numbers, in picoseconds.
    const PICOSECONDS: u64;

    /// The number, or `None` if it is too wide.
    fn of(number: &BigInt) -> Option<Self>;
    /// Zero.
    fn zero() -> Self;
    /// One.
    fn one() -> Self;
    /// The sum.
    fn plus(&self, other: &Self) -> Self;
    /// The difference.
    fn minus(&self, other: &Self) -> Self;
    /// The product.
    fn times(&self, other: &Self) -> Self;
    /// The number (self − least) / 2^shift, rounded down, for least ≤ self, where it is known to be small.
    fn steps_above(&self, least: &Self, shift: u32) -> usize;
}

macro_rules! machine_integers {
    ($($integer:ty, $picoseconds:expr;)*) => {$(
        impl Number for $integer {
            const BYTES: usize = size_of::<$integer>();
            const PICOSECONDS: u64 = $picoseconds;

            fn of(number: &BigInt) -> Option<Self> {
                Self::try_from(number).ok()
            }

            #[inline(always)]
            fn zero() -> Self {
                0
            }

            #[inline(always)]
            fn one() -> Self {
                1
            }

            #[inline(always)]
            fn plus(&self, other: &Self) -> Self {
                self.wrapping_add(*other)
            }

            #[inline(always)]
            fn minus(&self, other: &Self) -> Self {
                self.wrapping_sub(*other)
            }

            #[inline(always)]
            fn times(&self, other: &Self) -> Self {
                self.wrapping_mul(*other)
            }

            #[inline(always)]
            fn steps_above(&self, least: &Self, shift: u32) -> usize {
                // Modulo the size of a word, which the steps are below.
                (self.wrapping_sub(*least) >> shift).to_usize().unwrap_or(0)
            }
        }
    )*};
}

machine_integers! {
    i16, 40;
    i32, 80;
    i64, 250;
    i128, 1_000;
}

impl Number for BigInt {
    const BYTES: usize = 64;
    const PICOSECONDS: u64 = 60_000;

    fn of(number: &BigInt) -> Option<Self> {
        Some(number.clone())
    }

    fn zero() -> Self {
        Zero::zero()
    }

    fn one() -> Self {
        1.into()
    }

    fn plus(&self, other: &Self) -> Self {
        self + other
    }

    fn minus(&self, other: &Self) -> Self {
        self - other
    }

    fn times(&self, other: &Self) -> Self {
        self * other
    }

    fn steps_above(&self, least: &Self, shift: u32) -> usize {
        ((self - least) >> shift)
            .to_usize()
            .expect("the steps are few")
    }
}
