//! Lanes without vector instructions: the standard for the others' bits, and the code that other processors run.
//!
//! `mul_add` rounds once. A processor without such an instruction computes it in software, slowly, with the same
//! bits.

use super::LANES;
use super::lanes::Lanes;

macro_rules! plain {
    ($name:ident, $number:ty, $bits:ty, $mantissa:expr, $bias:expr) => {
        /// Sixteen numbers in an array.
        pub struct $name;

        impl Lanes for $name {
            type Number = $number;
            type Vector = [$number; LANES];

            const PRODUCT: usize = 4;
            const GRADIENT_ROWS: usize = 4;
            const GRADIENT_COLUMNS: usize = 1;
            const DOT_EXAMPLES: usize = 1;

            #[inline(always)]
            unsafe fn splat(value: $number) -> Self::Vector {
                [value; LANES]
            }

            #[inline(always)]
            unsafe fn load(from: *const $number) -> Self::Vector {
                // SAFETY: valid for LANES numbers, by contract.
                unsafe { from.cast::<Self::Vector>().read_unaligned() }
            }

            #[inline(always)]
            unsafe fn load_bytes(from: *const u8) -> Self::Vector {
                // SAFETY: valid for LANES bytes, by contract.
                let bytes = unsafe { from.cast::<[u8; LANES]>().read_unaligned() };
                bytes.map(<$number>::from)
            }

            #[inline(always)]
            unsafe fn store(to: *mut $number, value: Self::Vector) {
                // SAFETY: valid for LANES numbers, by contract.
                unsafe { to.cast::<Self::Vector>().write_unaligned(value) }
            }

            #[inline(always)]
            unsafe fn fma(a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector {
                std::array::from_fn(|i| a[i].mul_add(b[i], c[i]))
            }

            #[inline(always)]
            unsafe fn negative_fma(
                a: Self::Vector,
                b: Self::Vector,
                c: Self::Vector,
            ) -> Self::Vector {
                std::array::from_fn(|i| (-a[i]).mul_add(b[i], c[i]))
            }

            #[inline(always)]
            unsafe fn add(a: Self::Vector, b: Self::Vector) -> Self::Vector {
                std::array::from_fn(|i| a[i] + b[i])
            }

            #[inline(always)]
            unsafe fn sub(a: Self::Vector, b: Self::Vector) -> Self::Vector {
                std::array::from_fn(|i| a[i] - b[i])
            }

            #[inline(always)]
            unsafe fn mul(a: Self::Vector, b: Self::Vector) -> Self::Vector {
                std::array::from_fn(|i| a[i] * b[i])
            }

            #[inline(always)]
            unsafe fn div(a: Self::Vector, b: Self::Vector) -> Self::Vector {
                std::array::from_fn(|i| a[i] / b[i])
            }

            #[inline(always)]
            unsafe fn sqrt(a: Self::Vector) -> Self::Vector {
                a.map(<$number>::sqrt)
            }

            #[inline(always)]
            unsafe fn max(a: Self::Vector, b: Self::Vector) -> Self::Vector {
                std::array::from_fn(|i| if a[i] > b[i] { a[i] } else { b[i] })
            }

            #[inline(always)]
            unsafe fn min(a: Self::Vector, b: Self::Vector) -> Self::Vector {
                std::array::from_fn(|i| if a[i] < b[i] { a[i] } else { b[i] })
            }

            #[inline(always)]
            unsafe fn where_positive(x: Self::Vector, a: Self::Vector) -> Self::Vector {
                std::array::from_fn(|i| if x[i] > 0.0 { a[i] } else { 0.0 })
            }

            #[inline(always)]
            unsafe fn round(a: Self::Vector) -> Self::Vector {
                a.map(<$number>::round_ties_even)
            }

            #[inline(always)]
            unsafe fn times_power_of_two(a: Self::Vector, n: Self::Vector) -> Self::Vector {
                let power = |n: $number| {
                    let biased = (n as i32 + $bias) as $bits;
                    <$number>::from_bits(biased << $mantissa)
                };
                std::array::from_fn(|i| a[i] * power(n[i]))
            }

            #[inline(always)]
            unsafe fn sum(mut a: Self::Vector) -> $number {
                for half in [8, 4, 2, 1] {
                    for l in 0..half {
                        a[l] += a[l + half];
                    }
                }
                a[0]
            }
        }
    };
}

plain!(Plain32, f32, u32, 23, 127);
plain!(Plain64, f64, u64, 52, 1023);
