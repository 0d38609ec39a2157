//! Sixteen numbers at a time.

use std::ops::{Add, Div, Mul, Sub};

use super::LANES;
use super::aligned::Plain;

/// The numbers that models compute with: `f32` (Question 2) or `f64` (Question 1).
pub trait Number:
    Element<Self>
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
{
    /// The lanes without vector instructions.
    type Plain: Lanes<Number = Self>;
    /// The lanes with AVX2 and FMA.
    #[cfg(target_arch = "x86_64")]
    type Avx2: Lanes<Number = Self>;
    /// The lanes with AVX-512.
    #[cfg(target_arch = "x86_64")]
    type Avx512: Lanes<Number = Self>;

    /// The number nearest to a double.
    fn of(value: f64) -> Self;
    /// The number as a double, exactly.
    fn to_f64(self) -> f64;
}

impl Number for f32 {
    type Plain = super::plain::Plain32;
    #[cfg(target_arch = "x86_64")]
    type Avx2 = super::avx2::Avx2x32;
    #[cfg(target_arch = "x86_64")]
    type Avx512 = super::avx512::Avx512x32;

    fn of(value: f64) -> Self {
        value as Self
    }

    fn to_f64(self) -> f64 {
        f64::from(self)
    }
}

impl Number for f64 {
    type Plain = super::plain::Plain64;
    #[cfg(target_arch = "x86_64")]
    type Avx2 = super::avx2::Avx2x64;
    #[cfg(target_arch = "x86_64")]
    type Avx512 = super::avx512::Avx512x64;

    fn of(value: f64) -> Self {
        value
    }

    fn to_f64(self) -> f64 {
        self
    }
}

/// The type in which an input is stored: a pixel's byte, or a number.
pub trait Element<T>: Plain + Default + Send + Sync + 'static {
    /// Loads sixteen inputs and widens them.
    ///
    /// # Safety
    /// As for `Lanes`; `from` is valid for reading [`LANES`] elements.
    unsafe fn load<L: Lanes<Number = T>>(from: *const Self) -> L::Vector;
}

impl<T> Element<T> for u8 {
    #[inline(always)]
    unsafe fn load<L: Lanes<Number = T>>(from: *const Self) -> L::Vector {
        // SAFETY: the caller's.
        unsafe { L::load_bytes(from) }
    }
}

macro_rules! a_number_is_an_element {
    ($number:ty) => {
        impl Element<$number> for $number {
            #[inline(always)]
            unsafe fn load<L: Lanes<Number = $number>>(from: *const Self) -> L::Vector {
                // SAFETY: the caller's.
                unsafe { L::load(from) }
            }
        }
    };
}

a_number_is_an_element!(f32);
a_number_is_an_element!(f64);

/// The place p + row·stride + column, without the checks for overflow that the rest of the crate is compiled with.
///
/// # Safety
/// The place is within the slice that p points into.
#[inline(always)]
pub unsafe fn at<T>(p: *const T, row: usize, stride: usize, column: usize) -> *const T {
    // SAFETY: within a slice nothing overflows.
    unsafe { p.add(row.unchecked_mul(stride).unchecked_add(column)) }
}

/// Vectors of [`LANES`] numbers in the registers of an instruction set.
///
/// # Safety
/// All functions may only run where the processor has the instruction set, and inlined into a function that is
/// compiled for it; pointers must be valid for [`LANES`] elements, with no demand on alignment.
pub trait Lanes {
    /// The type of one number.
    type Number: Number;
    /// The type of sixteen numbers.
    type Vector: Copy;

    /// The number of outputs whose sums fit the registers in [`super::Product`].
    const PRODUCT: usize;
    /// The number of outputs whose sums fit the registers in [`super::Gradient`], for each of `GRADIENT_COLUMNS`
    /// vectors.
    const GRADIENT_ROWS: usize;
    /// The number of vectors of inputs in [`super::Gradient`] that [`Lanes::GRADIENT_ROWS`] is for.
    const GRADIENT_COLUMNS: usize;
    /// The number of examples whose sums fit the registers in [`super::Dots`], for each of four outputs: 1 or 4.
    const DOT_EXAMPLES: usize;

    /// The vector of sixteen numbers equal to `value`.
    unsafe fn splat(value: Self::Number) -> Self::Vector;
    /// Reads sixteen numbers.
    unsafe fn load(from: *const Self::Number) -> Self::Vector;
    /// Reads sixteen bytes and widens them.
    unsafe fn load_bytes(from: *const u8) -> Self::Vector;
    /// Writes sixteen numbers.
    unsafe fn store(to: *mut Self::Number, value: Self::Vector);
    /// The sum a·b + c, rounded once.
    unsafe fn fma(a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// The difference c − a·b, rounded once.
    unsafe fn negative_fma(a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// The sum a + b.
    unsafe fn add(a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The difference a − b.
    unsafe fn sub(a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The product a·b.
    unsafe fn mul(a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The quotient a/b.
    unsafe fn div(a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The square root of a.
    unsafe fn sqrt(a: Self::Vector) -> Self::Vector;
    /// The greater number: a where a > b, else b; b if one of them is NaN.
    unsafe fn max(a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The smaller number: a where a < b, else b; b if one of them is NaN.
    unsafe fn min(a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The number a where x > 0, else 0.
    unsafe fn where_positive(x: Self::Vector, a: Self::Vector) -> Self::Vector;
    /// The nearest integers, halves to even.
    unsafe fn round(a: Self::Vector) -> Self::Vector;
    /// The product a·2ⁿ for integers n of the normal range, within −126..=127.
    unsafe fn times_power_of_two(a: Self::Vector, n: Self::Vector) -> Self::Vector;

    /// The sum of all numbers, in halves: lanes l and l + 8, then l and l + 4, l and l + 2, l and l + 1.
    unsafe fn sum(a: Self::Vector) -> Self::Number;

    /// The numbers of a vector as an array.
    #[inline(always)]
    unsafe fn to_array(a: Self::Vector) -> [Self::Number; LANES] {
        let mut array = [Self::Number::default(); LANES];
        // SAFETY: the array has LANES numbers.
        unsafe { Self::store(array.as_mut_ptr(), a) };
        array
    }
}

/// Implements [`Lanes`] for sixteen numbers in several registers, the first ones in the first register, by what the
/// instruction set does with one register.
macro_rules! in_registers {
    (
        $name:ident = [$register:ty; $parts:literal] of $number:ty;
        $($constant:ident = $count:literal),+;
        splat($value:ident) = $splat:expr;
        load($from:ident) = $load:expr;
        load_bytes($bytes:ident) = $widen:expr;
        store($to:ident, $part:ident) = $store:expr;
        sum($all:ident) = $sum:expr;
        $($operation:ident($($a:ident),+) = $one:expr;)+
    ) => {
        #[doc = concat!("Sixteen numbers `", stringify!($number), "`.")]
        pub struct $name;

        // Intrinsics without pointers are safe where their feature is enabled, and a part of the caller once inlined.
        #[allow(unused_unsafe, reason = "plain lanes need none")]
        impl Lanes for $name {
            type Number = $number;
            type Vector = [$register; $parts];

            $(const $constant: usize = $count;)+

            #[inline(always)]
            unsafe fn splat($value: $number) -> Self::Vector {
                unsafe { [$splat; $parts] }
            }

            #[inline(always)]
            unsafe fn load(from: *const $number) -> Self::Vector {
                unsafe {
                    std::array::from_fn(|i| {
                        let $from = from.add(i * (LANES / $parts));
                        $load
                    })
                }
            }

            #[inline(always)]
            unsafe fn load_bytes(from: *const u8) -> Self::Vector {
                unsafe {
                    std::array::from_fn(|i| {
                        let $bytes = from.add(i * (LANES / $parts));
                        $widen
                    })
                }
            }

            #[inline(always)]
            unsafe fn store(to: *mut $number, value: Self::Vector) {
                for (i, $part) in value.into_iter().enumerate() {
                    unsafe {
                        let $to = to.add(i * (LANES / $parts));
                        $store;
                    }
                }
            }

            #[inline(always)]
            unsafe fn sum($all: Self::Vector) -> $number {
                unsafe { $sum }
            }

            $(
                #[inline(always)]
                unsafe fn $operation($($a: Self::Vector),+) -> Self::Vector {
                    unsafe {
                        std::array::from_fn(|i| {
                            $(let $a = $a[i];)+
                            $one
                        })
                    }
                }
            )+
        }
    };
}

/// Runs `$block!` for the largest of these sizes, or 1, that fits the registers and what is left. The first condition is
/// a constant of the instruction set.
macro_rules! largest_block {
    ($registers:expr, $left:expr, $block:ident: $($size:literal),+) => {
        $(if $registers >= $size && $left >= $size { $block!($size); } else)+ { $block!(1); }
    };
}

pub(super) use {in_registers, largest_block};
