//! The transposition from a row for each example to a row for each input, and back.

use super::LANES;

/// `from[row][16]` becomes `to[lane][row]`, rows of `stride`.
///
/// # Panics
/// If `to` is too short.
pub fn transpose<T: Copy>(from: &[T], to: &mut [T], stride: usize) {
    let rows = from.len() / LANES;
    assert!(rows <= stride && LANES * stride <= to.len() + (stride - rows));
    let mut lanes = to.chunks_mut(stride);
    for lane in 0..LANES {
        let to = &mut lanes.next().expect("asserted")[..rows];
        for (to, from) in to.iter_mut().zip(from.chunks_exact(LANES)) {
            *to = from[lane];
        }
    }
}

/// Sixteen rows of bytes, `from[lane][stride]`, become `to[input][16]`, for `stride` inputs.
///
/// # Panics
/// If `stride` is not a multiple of 16, or a slice is too short.
pub fn transpose_bytes(from: &[u8], stride: usize, to: &mut [u8]) {
    assert!(stride.is_multiple_of(LANES));
    assert!(LANES * stride <= from.len() && LANES * stride <= to.len());
    for input in (0..stride).step_by(LANES) {
        let rows = std::array::from_fn(|lane| {
            let row = &from[lane * stride + input..][..LANES];
            row.try_into().expect("LANES bytes")
        });
        let columns = square(rows);
        to[input * LANES..][..LANES * LANES].copy_from_slice(columns.as_flattened());
    }
}

/// The transpose of 16 × 16 bytes.
#[cfg(target_arch = "x86_64")]
#[allow(clippy::many_single_char_names, reason = "sixteen rows")]
fn square(rows: [[u8; LANES]; LANES]) -> [[u8; LANES]; LANES] {
    use std::arch::x86_64::{__m128i, _mm_unpackhi_epi8 as high, _mm_unpacklo_epi8 as low};
    use std::mem::transmute;
    // SAFETY: every x86-64 processor has SSE2, and the types are plain bytes of one size.
    unsafe {
        let mut rows: [__m128i; LANES] = transmute(rows);
        // Interleaving rows r and r + 8 four times is the transpose.
        for _ in 0..4 {
            let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = rows;
            rows = [
                low(a, i),
                high(a, i),
                low(b, j),
                high(b, j),
                low(c, k),
                high(c, k),
                low(d, l),
                high(d, l),
                low(e, m),
                high(e, m),
                low(f, n),
                high(f, n),
                low(g, o),
                high(g, o),
                low(h, p),
                high(h, p),
            ];
        }
        transmute(rows)
    }
}

/// The transpose of 16 × 16 bytes.
#[cfg(not(target_arch = "x86_64"))]
fn square(rows: [[u8; LANES]; LANES]) -> [[u8; LANES]; LANES] {
    std::array::from_fn(|i| std::array::from_fn(|j| rows[j][i]))
}

/// Asks the processor to bring the numbers into the cache soon.
pub fn prefetch<T>(numbers: &[T]) {
    #[cfg(target_arch = "x86_64")]
    for line in (0..size_of_val(numbers)).step_by(64) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a prefetch reads nothing, and every x86-64 processor has it.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(numbers.as_ptr().cast::<i8>().wrapping_add(line)) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = numbers;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_change_places() {
        let stride = 3 * LANES;
        let from: Vec<u8> = (0..LANES * stride).map(|i| (i * 7 % 251) as u8).collect();
        let mut to = vec![0; LANES * stride];
        transpose_bytes(&from, stride, &mut to);
        for lane in 0..LANES {
            for input in 0..stride {
                assert_eq!(to[input * LANES + lane], from[lane * stride + input]);
            }
        }
    }

    #[test]
    fn numbers_change_places_and_the_padding_is_left() {
        let from: Vec<u32> = (0..5 * 16).collect();
        let mut to = vec![u32::MAX; LANES * 7];
        transpose(&from, &mut to, 7);
        for lane in 0..LANES {
            for row in 0..7 {
                let expected = if row < 5 {
                    from[row * LANES + lane]
                } else {
                    u32::MAX
                };
                assert_eq!(to[lane * 7 + row], expected);
            }
        }
    }
}
