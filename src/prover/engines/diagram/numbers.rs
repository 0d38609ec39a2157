//! Integers of three widths: the narrowest that holds every number of a network is used.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

/// An integer of some width, wide enough for every number of the network that is looked at.
pub trait Number: Clone + Ord + Send + Sync {
    /// The bytes that a number takes at most, about.
    const BYTES: usize;

    /// The same number in this width.
    ///
    /// # Panics
    /// If it does not fit.
    fn of(n: &BigInt) -> Self;

    /// The number as a wide integer, if it fits.
    fn wide(&self) -> Option<i128>;

    /// The sum a + b.
    fn plus(&self, other: &Self) -> Self;

    /// The difference a − b.
    fn minus(&self, other: &Self) -> Self;

    /// The product a·b.
    fn times(&self, other: &Self) -> Self;

    /// The quotient a / b, rounded towards 0.
    fn over(&self, other: &Self) -> Self;

    /// Whether the number is less than 0.
    fn is_below_zero(&self) -> bool;
}

macro_rules! fixed_width {
    ($width:ty) => {
        impl Number for $width {
            const BYTES: usize = size_of::<$width>();

            fn of(n: &BigInt) -> Self {
                Self::try_from(n).expect("the width was chosen to hold every number")
            }

            fn wide(&self) -> Option<i128> {
                Some(i128::from(*self))
            }

            #[inline]
            fn plus(&self, other: &Self) -> Self {
                self + other
            }

            #[inline]
            fn minus(&self, other: &Self) -> Self {
                self - other
            }

            #[inline]
            fn times(&self, other: &Self) -> Self {
                self * other
            }

            #[inline]
            fn over(&self, other: &Self) -> Self {
                self / other
            }

            #[inline]
            fn is_below_zero(&self) -> bool {
                *self < 0
            }
        }
    };
}

fixed_width!(i64);
fixed_width!(i128);

impl Number for BigInt {
    const BYTES: usize = 96;

    fn of(n: &BigInt) -> Self {
        n.clone()
    }

    fn wide(&self) -> Option<i128> {
        self.to_i128()
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

    fn over(&self, other: &Self) -> Self {
        self / other
    }

    fn is_below_zero(&self) -> bool {
        self.is_negative()
    }
}
