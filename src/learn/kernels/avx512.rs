//! Lanes with AVX-512: one register of floats, or two of doubles.

#[allow(clippy::wildcard_imports, reason = "an instruction set")]
use std::arch::x86_64::*;

use super::Kernel;
use super::avx2::{sum_of_eight, sum_of_four};
use super::lanes::{Lanes, Number};

/// Runs a kernel that is compiled for AVX-512.
///
/// # Safety
/// The processor has these features.
#[target_feature(enable = "avx512f,avx2,fma")]
pub unsafe fn run<T: Number, K: Kernel<T>>(kernel: K) -> K::Output {
    // SAFETY: the caller's.
    unsafe { kernel.run::<T::Avx512>() }
}

/// Sixteen floats.
pub struct Avx512x32;

// Intrinsics without pointers are safe where their feature is enabled, and a part of the caller once inlined.
impl Lanes for Avx512x32 {
    type Number = f32;
    type Vector = __m512;

    // 25 sums of the 32 registers; 7 × 4 would spill.
    const PRODUCT: usize = 25;
    const GRADIENT_ROWS: usize = 5;
    const GRADIENT_COLUMNS: usize = 5;
    const DOT_EXAMPLES: usize = 4;

    #[inline(always)]
    unsafe fn splat(value: f32) -> __m512 {
        unsafe { _mm512_set1_ps(value) }
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> __m512 {
        unsafe { _mm512_loadu_ps(from) }
    }

    #[inline(always)]
    unsafe fn load_bytes(from: *const u8) -> __m512 {
        unsafe { _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_loadu_si128(from.cast()))) }
    }

    #[inline(always)]
    unsafe fn store(to: *mut f32, value: __m512) {
        unsafe { _mm512_storeu_ps(to, value) }
    }

    #[inline(always)]
    unsafe fn fma(a: __m512, b: __m512, c: __m512) -> __m512 {
        unsafe { _mm512_fmadd_ps(a, b, c) }
    }

    #[inline(always)]
    unsafe fn negative_fma(a: __m512, b: __m512, c: __m512) -> __m512 {
        unsafe { _mm512_fnmadd_ps(a, b, c) }
    }

    #[inline(always)]
    unsafe fn add(a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_add_ps(a, b) }
    }

    #[inline(always)]
    unsafe fn sub(a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_sub_ps(a, b) }
    }

    #[inline(always)]
    unsafe fn mul(a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_mul_ps(a, b) }
    }

    #[inline(always)]
    unsafe fn div(a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_div_ps(a, b) }
    }

    #[inline(always)]
    unsafe fn sqrt(a: __m512) -> __m512 {
        unsafe { _mm512_sqrt_ps(a) }
    }

    #[inline(always)]
    unsafe fn max(a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_max_ps(a, b) }
    }

    #[inline(always)]
    unsafe fn min(a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_min_ps(a, b) }
    }

    #[inline(always)]
    unsafe fn where_positive(x: __m512, a: __m512) -> __m512 {
        unsafe {
            let positive = _mm512_cmp_ps_mask::<_CMP_GT_OQ>(x, _mm512_setzero_ps());
            _mm512_maskz_mov_ps(positive, a)
        }
    }

    #[inline(always)]
    unsafe fn round(a: __m512) -> __m512 {
        unsafe { _mm512_roundscale_ps::<{ _MM_FROUND_TO_NEAREST_INT }>(a) }
    }

    #[inline(always)]
    unsafe fn times_power_of_two(a: __m512, n: __m512) -> __m512 {
        unsafe { _mm512_scalef_ps(a, n) }
    }

    #[inline(always)]
    unsafe fn sum(a: __m512) -> f32 {
        unsafe {
            let high = _mm256_castpd_ps(_mm512_extractf64x4_pd::<1>(_mm512_castps_pd(a)));
            sum_of_eight(_mm256_add_ps(_mm512_castps512_ps256(a), high))
        }
    }
}

/// Sixteen doubles, low half first.
pub struct Avx512x64;

macro_rules! both {
    ($f:ident, $($operand:expr),+) => {
        // SAFETY: the caller has the instructions.
        unsafe { [$f($($operand[0]),+), $f($($operand[1]),+)] }
    };
}

impl Lanes for Avx512x64 {
    type Number = f64;
    type Vector = [__m512d; 2];

    const PRODUCT: usize = 12;
    const GRADIENT_ROWS: usize = 5;
    const GRADIENT_COLUMNS: usize = 2;
    const DOT_EXAMPLES: usize = 1;

    #[inline(always)]
    unsafe fn splat(value: f64) -> Self::Vector {
        unsafe { [_mm512_set1_pd(value); 2] }
    }

    #[inline(always)]
    unsafe fn load(from: *const f64) -> Self::Vector {
        unsafe { [_mm512_loadu_pd(from), _mm512_loadu_pd(from.add(8))] }
    }

    #[inline(always)]
    unsafe fn load_bytes(from: *const u8) -> Self::Vector {
        unsafe {
            let half = |from: *const u8| {
                _mm512_cvtepi32_pd(_mm256_cvtepu8_epi32(_mm_loadl_epi64(from.cast())))
            };
            [half(from), half(from.add(8))]
        }
    }

    #[inline(always)]
    unsafe fn store(to: *mut f64, value: Self::Vector) {
        unsafe {
            _mm512_storeu_pd(to, value[0]);
            _mm512_storeu_pd(to.add(8), value[1]);
        }
    }

    #[inline(always)]
    unsafe fn fma(a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector {
        both!(_mm512_fmadd_pd, a, b, c)
    }

    #[inline(always)]
    unsafe fn negative_fma(a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector {
        both!(_mm512_fnmadd_pd, a, b, c)
    }

    #[inline(always)]
    unsafe fn add(a: Self::Vector, b: Self::Vector) -> Self::Vector {
        both!(_mm512_add_pd, a, b)
    }

    #[inline(always)]
    unsafe fn sub(a: Self::Vector, b: Self::Vector) -> Self::Vector {
        both!(_mm512_sub_pd, a, b)
    }

    #[inline(always)]
    unsafe fn mul(a: Self::Vector, b: Self::Vector) -> Self::Vector {
        both!(_mm512_mul_pd, a, b)
    }

    #[inline(always)]
    unsafe fn div(a: Self::Vector, b: Self::Vector) -> Self::Vector {
        both!(_mm512_div_pd, a, b)
    }

    #[inline(always)]
    unsafe fn sqrt(a: Self::Vector) -> Self::Vector {
        both!(_mm512_sqrt_pd, a)
    }

    #[inline(always)]
    unsafe fn max(a: Self::Vector, b: Self::Vector) -> Self::Vector {
        both!(_mm512_max_pd, a, b)
    }

    #[inline(always)]
    unsafe fn min(a: Self::Vector, b: Self::Vector) -> Self::Vector {
        both!(_mm512_min_pd, a, b)
    }

    #[inline(always)]
    unsafe fn where_positive(x: Self::Vector, a: Self::Vector) -> Self::Vector {
        unsafe {
            let half = |x, a| {
                let positive = _mm512_cmp_pd_mask::<_CMP_GT_OQ>(x, _mm512_setzero_pd());
                _mm512_maskz_mov_pd(positive, a)
            };
            [half(x[0], a[0]), half(x[1], a[1])]
        }
    }

    #[inline(always)]
    unsafe fn round(a: Self::Vector) -> Self::Vector {
        unsafe { a.map(|a| _mm512_roundscale_pd::<{ _MM_FROUND_TO_NEAREST_INT }>(a)) }
    }

    #[inline(always)]
    unsafe fn times_power_of_two(a: Self::Vector, n: Self::Vector) -> Self::Vector {
        both!(_mm512_scalef_pd, a, n)
    }

    #[inline(always)]
    unsafe fn sum(a: Self::Vector) -> f64 {
        unsafe {
            let eight = _mm512_add_pd(a[0], a[1]);
            let high = _mm512_extractf64x4_pd::<1>(eight);
            sum_of_four(_mm256_add_pd(_mm512_castpd512_pd256(eight), high))
        }
    }
}
