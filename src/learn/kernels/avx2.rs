//! Lanes with AVX2 and FMA: two registers of floats, or four of doubles.

#[allow(clippy::wildcard_imports, reason = "an instruction set")]
use std::arch::x86_64::*;

use super::lanes::{Lanes, Number, in_registers};
use super::{Kernel, LANES};

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

in_registers! {
    Avx2x32 = [__m256; 2] of f32;
    PRODUCT = 6, GRADIENT_ROWS = 6, GRADIENT_COLUMNS = 1, DOT_EXAMPLES = 1;
    splat(value) = _mm256_set1_ps(value);
    load(from) = _mm256_loadu_ps(from);
    load_bytes(from) = _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64(from.cast())));
    store(to, a) = _mm256_storeu_ps(to, a);
    sum(a) = sum_of_eight(_mm256_add_ps(a[0], a[1]));
    fma(a, b, c) = _mm256_fmadd_ps(a, b, c);
    negative_fma(a, b, c) = _mm256_fnmadd_ps(a, b, c);
    add(a, b) = _mm256_add_ps(a, b);
    sub(a, b) = _mm256_sub_ps(a, b);
    mul(a, b) = _mm256_mul_ps(a, b);
    div(a, b) = _mm256_div_ps(a, b);
    sqrt(a) = _mm256_sqrt_ps(a);
    max(a, b) = _mm256_max_ps(a, b);
    min(a, b) = _mm256_min_ps(a, b);
    where_positive(x, a) = _mm256_and_ps(_mm256_cmp_ps::<_CMP_GT_OQ>(x, _mm256_setzero_ps()), a);
    round(a) = _mm256_round_ps::<NEAREST>(a);
    times_power_of_two(a, n) = {
        let biased = _mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127));
        _mm256_mul_ps(a, _mm256_castsi256_ps(_mm256_slli_epi32::<23>(biased)))
    };
}

in_registers! {
    Avx2x64 = [__m256d; 4] of f64;
    PRODUCT = 2, GRADIENT_ROWS = 2, GRADIENT_COLUMNS = 1, DOT_EXAMPLES = 1;
    splat(value) = _mm256_set1_pd(value);
    load(from) = _mm256_loadu_pd(from);
    load_bytes(from) =
        _mm256_cvtepi32_pd(_mm_cvtepu8_epi32(_mm_cvtsi32_si128(from.cast::<i32>().read_unaligned())));
    store(to, a) = _mm256_storeu_pd(to, a);
    sum(a) = {
        let (low, high) = (_mm256_add_pd(a[0], a[2]), _mm256_add_pd(a[1], a[3]));
        sum_of_four(_mm256_add_pd(low, high))
    };
    fma(a, b, c) = _mm256_fmadd_pd(a, b, c);
    negative_fma(a, b, c) = _mm256_fnmadd_pd(a, b, c);
    add(a, b) = _mm256_add_pd(a, b);
    sub(a, b) = _mm256_sub_pd(a, b);
    mul(a, b) = _mm256_mul_pd(a, b);
    div(a, b) = _mm256_div_pd(a, b);
    sqrt(a) = _mm256_sqrt_pd(a);
    max(a, b) = _mm256_max_pd(a, b);
    min(a, b) = _mm256_min_pd(a, b);
    where_positive(x, a) = _mm256_and_pd(_mm256_cmp_pd::<_CMP_GT_OQ>(x, _mm256_setzero_pd()), a);
    round(a) = _mm256_round_pd::<NEAREST>(a);
    times_power_of_two(a, n) = {
        let n = _mm256_cvtepi32_epi64(_mm256_cvtpd_epi32(n));
        let biased = _mm256_add_epi64(n, _mm256_set1_epi64x(1023));
        _mm256_mul_pd(a, _mm256_castsi256_pd(_mm256_slli_epi64::<52>(biased)))
    };
}

const NEAREST: i32 = _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC;
