//! Lanes with AVX-512: one register of floats, or two of doubles.

#[allow(clippy::wildcard_imports, reason = "an instruction set")]
use std::arch::x86_64::*;

use super::avx2::{sum_of_eight, sum_of_four};
use super::lanes::{Lanes, Number, in_registers};
use super::{Kernel, LANES};

/// Runs a kernel that is compiled for AVX-512.
///
/// # Safety
/// The processor has these features.
#[target_feature(enable = "avx512f,avx2,fma")]
pub unsafe fn run<T: Number, K: Kernel<T>>(kernel: K) -> K::Output {
    // SAFETY: the caller's.
    unsafe { kernel.run::<T::Avx512>() }
}

// In PRODUCT, 25 sums of the 32 registers; 7 × 4 would spill.
in_registers! {
    Avx512x32 = [__m512; 1] of f32;
    PRODUCT = 25, GRADIENT_ROWS = 5, GRADIENT_COLUMNS = 5, DOT_EXAMPLES = 4;
    splat(value) = _mm512_set1_ps(value);
    load(from) = _mm512_loadu_ps(from);
    load_bytes(from) = _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_loadu_si128(from.cast())));
    store(to, a) = _mm512_storeu_ps(to, a);
    sum(a) = {
        let high = _mm256_castpd_ps(_mm512_extractf64x4_pd::<1>(_mm512_castps_pd(a[0])));
        sum_of_eight(_mm256_add_ps(_mm512_castps512_ps256(a[0]), high))
    };
    fma(a, b, c) = _mm512_fmadd_ps(a, b, c);
    negative_fma(a, b, c) = _mm512_fnmadd_ps(a, b, c);
    add(a, b) = _mm512_add_ps(a, b);
    sub(a, b) = _mm512_sub_ps(a, b);
    mul(a, b) = _mm512_mul_ps(a, b);
    div(a, b) = _mm512_div_ps(a, b);
    sqrt(a) = _mm512_sqrt_ps(a);
    max(a, b) = _mm512_max_ps(a, b);
    min(a, b) = _mm512_min_ps(a, b);
    where_positive(x, a) = _mm512_maskz_mov_ps(_mm512_cmp_ps_mask::<_CMP_GT_OQ>(x, _mm512_setzero_ps()), a);
    round(a) = _mm512_roundscale_ps::<{ _MM_FROUND_TO_NEAREST_INT }>(a);
    times_power_of_two(a, n) = _mm512_scalef_ps(a, n);
}

in_registers! {
    Avx512x64 = [__m512d; 2] of f64;
    PRODUCT = 12, GRADIENT_ROWS = 5, GRADIENT_COLUMNS = 2, DOT_EXAMPLES = 1;
    splat(value) = _mm512_set1_pd(value);
    load(from) = _mm512_loadu_pd(from);
    load_bytes(from) = _mm512_cvtepi32_pd(_mm256_cvtepu8_epi32(_mm_loadl_epi64(from.cast())));
    store(to, a) = _mm512_storeu_pd(to, a);
    sum(a) = {
        let eight = _mm512_add_pd(a[0], a[1]);
        let high = _mm512_extractf64x4_pd::<1>(eight);
        sum_of_four(_mm256_add_pd(_mm512_castpd512_pd256(eight), high))
    };
    fma(a, b, c) = _mm512_fmadd_pd(a, b, c);
    negative_fma(a, b, c) = _mm512_fnmadd_pd(a, b, c);
    add(a, b) = _mm512_add_pd(a, b);
    sub(a, b) = _mm512_sub_pd(a, b);
    mul(a, b) = _mm512_mul_pd(a, b);
    div(a, b) = _mm512_div_pd(a, b);
    sqrt(a) = _mm512_sqrt_pd(a);
    max(a, b) = _mm512_max_pd(a, b);
    min(a, b) = _mm512_min_pd(a, b);
    where_positive(x, a) = _mm512_maskz_mov_pd(_mm512_cmp_pd_mask::<_CMP_GT_OQ>(x, _mm512_setzero_pd()), a);
    round(a) = _mm512_roundscale_pd::<{ _MM_FROUND_TO_NEAREST_INT }>(a);
    times_power_of_two(a, n) = _mm512_scalef_pd(a, n);
}
