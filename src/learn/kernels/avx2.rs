//! Lanes with AVX2 and FMA: two registers of floats, or four of doubles.

#[allow(clippy::wildcard_imports, reason = "an instruction set")]
use std::arch::x86_64::*;

use super::Kernel;
use super::lanes::{Lanes, Number};

/// Runs a kernel that is compiled for AVX2 and FMA.
///
/// # Safety
/// The processor has these features.
#[target_feature(enable = "avx2,fma")]
pub unsafe fn run<T: Number, K: Kernel<T>>(kernel: K) -> K::Output {
    // SAFETY: the caller's.
    unsafe { kernel.run::<T::Avx2>() }
}

/// The sum of eight floats, in halves.
///
/// # Safety
/// The processor has AVX.
#[inline(always)]
pub unsafe fn sum_of_eight(a: __m256) -> f32 {
    unsafe {
        let four = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps::<1>(a));
        let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
        _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps::<1>(two, two)))
    }
}

/// The sum of four doubles, in halves.
///
/// # Safety
/// The processor has AVX.
#[inline(always)]
pub unsafe fn sum_of_four(a: __m256d) -> f64 {
    unsafe {
        let two = _mm_add_pd(_mm256_castpd256_pd128(a), _mm256_extractf128_pd::<1>(a));
        _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)))
    }
}

macro_rules! avx2 {
    (
        $name:ident, $number:ty, $register:ty, $parts:literal, $product:literal,
        $set1:ident, $loadu:ident, $storeu:ident, $widen:expr, $fmadd:ident, $fnmadd:ident, $add:ident, $sub:ident, $mul:ident,
        $div:ident, $sqrt:ident, $max:ident, $min:ident, $and:ident, $cmp:ident, $zero:ident, $round:ident, $power:expr, $sum:expr
    ) => {
        /// Sixteen numbers, the first ones in the first register.
        pub struct $name;

        impl Lanes for $name {
            type Number = $number;
            type Vector = [$register; $parts];

            const PRODUCT: usize = $product;
            const GRADIENT_ROWS: usize = $product;
            const GRADIENT_COLUMNS: usize = 1;
            const DOT_EXAMPLES: usize = 1;

            #[inline(always)]
            unsafe fn splat(value: $number) -> Self::Vector {
                unsafe { [$set1(value); $parts] }
            }

            #[inline(always)]
            unsafe fn load(from: *const $number) -> Self::Vector {
                unsafe { std::array::from_fn(|i| $loadu(from.add(i * (16 / $parts)))) }
            }

            #[inline(always)]
            unsafe fn load_bytes(from: *const u8) -> Self::Vector {
                unsafe { std::array::from_fn(|i| $widen(from.add(i * (16 / $parts)))) }
            }

            #[inline(always)]
            unsafe fn store(to: *mut $number, value: Self::Vector) {
                for (i, part) in value.into_iter().enumerate() {
                    unsafe { $storeu(to.add(i * (16 / $parts)), part) }
                }
            }

            #[inline(always)]
            unsafe fn fma(a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector {
                unsafe { std::array::from_fn(|i| $fmadd(a[i], b[i], c[i])) }
            }

            #[inline(always)]
            unsafe fn negative_fma(
                a: Self::Vector,
                b: Self::Vector,
                c: Self::Vector,
            ) -> Self::Vector {
                unsafe { std::array::from_fn(|i| $fnmadd(a[i], b[i], c[i])) }
            }

            #[inline(always)]
            unsafe fn add(a: Self::Vector, b: Self::Vector) -> Self::Vector {
                unsafe { std::array::from_fn(|i| $add(a[i], b[i])) }
            }

            #[inline(always)]
            unsafe fn sub(a: Self::Vector, b: Self::Vector) -> Self::Vector {
                unsafe { std::array::from_fn(|i| $sub(a[i], b[i])) }
            }

            #[inline(always)]
            unsafe fn mul(a: Self::Vector, b: Self::Vector) -> Self::Vector {
                unsafe { std::array::from_fn(|i| $mul(a[i], b[i])) }
            }

            #[inline(always)]
            unsafe fn div(a: Self::Vector, b: Self::Vector) -> Self::Vector {
                unsafe { std::array::from_fn(|i| $div(a[i], b[i])) }
            }

            #[inline(always)]
            unsafe fn sqrt(a: Self::Vector) -> Self::Vector {
                unsafe { std::array::from_fn(|i| $sqrt(a[i])) }
            }

            #[inline(always)]
            unsafe fn max(a: Self::Vector, b: Self::Vector) -> Self::Vector {
                unsafe { std::array::from_fn(|i| $max(a[i], b[i])) }
            }

            #[inline(always)]
            unsafe fn min(a: Self::Vector, b: Self::Vector) -> Self::Vector {
                unsafe { std::array::from_fn(|i| $min(a[i], b[i])) }
            }

            #[inline(always)]
            unsafe fn where_positive(x: Self::Vector, a: Self::Vector) -> Self::Vector {
                unsafe { std::array::from_fn(|i| $and($cmp::<_CMP_GT_OQ>(x[i], $zero()), a[i])) }
            }

            #[inline(always)]
            unsafe fn round(a: Self::Vector) -> Self::Vector {
                const NEAREST: i32 = _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC;
                unsafe { std::array::from_fn(|i| $round::<NEAREST>(a[i])) }
            }

            #[inline(always)]
            unsafe fn times_power_of_two(a: Self::Vector, n: Self::Vector) -> Self::Vector {
                unsafe { std::array::from_fn(|i| $mul(a[i], $power(n[i]))) }
            }

            #[inline(always)]
            unsafe fn sum(a: Self::Vector) -> $number {
                unsafe { $sum(a) }
            }
        }
    };
}

avx2!(
    Avx2x32,
    f32,
    __m256,
    2,
    6,
    _mm256_set1_ps,
    _mm256_loadu_ps,
    _mm256_storeu_ps,
    |from: *const u8| _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64(from.cast()))),
    _mm256_fmadd_ps,
    _mm256_fnmadd_ps,
    _mm256_add_ps,
    _mm256_sub_ps,
    _mm256_mul_ps,
    _mm256_div_ps,
    _mm256_sqrt_ps,
    _mm256_max_ps,
    _mm256_min_ps,
    _mm256_and_ps,
    _mm256_cmp_ps,
    _mm256_setzero_ps,
    _mm256_round_ps,
    |n| {
        let biased = _mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127));
        _mm256_castsi256_ps(_mm256_slli_epi32::<23>(biased))
    },
    |a: [__m256; 2]| sum_of_eight(_mm256_add_ps(a[0], a[1]))
);

avx2!(
    Avx2x64,
    f64,
    __m256d,
    4,
    2,
    _mm256_set1_pd,
    _mm256_loadu_pd,
    _mm256_storeu_pd,
    |from: *const u8| _mm256_cvtepi32_pd(_mm_cvtepu8_epi32(_mm_cvtsi32_si128(
        from.cast::<i32>().read_unaligned()
    ))),
    _mm256_fmadd_pd,
    _mm256_fnmadd_pd,
    _mm256_add_pd,
    _mm256_sub_pd,
    _mm256_mul_pd,
    _mm256_div_pd,
    _mm256_sqrt_pd,
    _mm256_max_pd,
    _mm256_min_pd,
    _mm256_and_pd,
    _mm256_cmp_pd,
    _mm256_setzero_pd,
    _mm256_round_pd,
    |n| {
        let biased = _mm256_add_epi64(
            _mm256_cvtepi32_epi64(_mm256_cvtpd_epi32(n)),
            _mm256_set1_epi64x(1023),
        );
        _mm256_castsi256_pd(_mm256_slli_epi64::<52>(biased))
    },
    |a: [__m256d; 4]| {
        let (low, high) = (_mm256_add_pd(a[0], a[2]), _mm256_add_pd(a[1], a[3]));
        sum_of_four(_mm256_add_pd(low, high))
    }
);
