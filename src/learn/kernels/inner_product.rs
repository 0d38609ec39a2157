//! The inner product of two images.

use super::LANES;

/// Each 32-bit sum takes two products of less than 2¹⁶ for every 16 bytes: 2³¹ is never reached.
const PIECE: usize = 1 << 17;

/// The inner product Σ x·y, exactly.
///
/// # Panics
/// If the lengths differ.
pub fn inner_product(x: &[u8], y: &[u8]) -> u64 {
    assert_eq!(x.len(), y.len(), "as many bytes");
    x.chunks(PIECE)
        .zip(y.chunks(PIECE))
        .map(|(x, y)| piece(x, y))
        .sum()
}

fn piece(x: &[u8], y: &[u8]) -> u64 {
    let (x_blocks, x_rest) = x.as_chunks::<LANES>();
    let (y_blocks, y_rest) = y.as_chunks::<LANES>();
    let rest = x_rest
        .iter()
        .zip(y_rest)
        .map(|(x, y)| u64::from(*x) * u64::from(*y));
    blocks(x_blocks, y_blocks) + rest.sum::<u64>()
}

#[cfg(target_arch = "x86_64")]
fn blocks(x: &[[u8; LANES]], y: &[[u8; LANES]]) -> u64 {
    use std::arch::x86_64::{
        __m128i, _mm_add_epi32, _mm_madd_epi16, _mm_setzero_si128, _mm_unpackhi_epi8,
        _mm_unpacklo_epi8,
    };
    use std::mem::transmute;
    // SAFETY: every x86-64 processor has SSE2, and the types are plain numbers of one size.
    unsafe {
        let zero = _mm_setzero_si128();
        let (mut low, mut high) = (zero, zero);
        for (x, y) in x.iter().zip(y) {
            let x = transmute::<[u8; LANES], __m128i>(*x);
            let y = transmute::<[u8; LANES], __m128i>(*y);
            let product = _mm_madd_epi16(_mm_unpacklo_epi8(x, zero), _mm_unpacklo_epi8(y, zero));
            low = _mm_add_epi32(low, product);
            let product = _mm_madd_epi16(_mm_unpackhi_epi8(x, zero), _mm_unpackhi_epi8(y, zero));
            high = _mm_add_epi32(high, product);
        }
        let sums: [[u32; 4]; 2] = transmute([low, high]);
        sums.as_flattened().iter().map(|sum| u64::from(*sum)).sum()
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn blocks(x: &[[u8; LANES]], y: &[[u8; LANES]]) -> u64 {
    let pairs = x.as_flattened().iter().zip(y.as_flattened());
    pairs.map(|(x, y)| u64::from(*x) * u64::from(*y)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_product_is_lost_and_no_sum_overflows() {
        for length in [0, 1, 15, 16, 17, 784, 1 << 20] {
            let white = vec![255; length];
            assert_eq!(inner_product(&white, &white), length as u64 * 255 * 255);
        }
        let x: Vec<u8> = (0..100).collect();
        let y: Vec<u8> = (0..100).map(|i| 255 - i).collect();
        let expected: u64 = (0..100).map(|i| i * (255 - i)).sum();
        assert_eq!(inner_product(&x, &y), expected);
    }
}
