//! Weights times the inputs of a few examples, for models of few outputs.

use super::lanes::{Element, Lanes, Number, at};
use super::{Kernel, LANES};

/// For each of up to 16 examples: `out[o][e] = Σᵢ w[o][i]·x[e][i]`.
///
/// With few outputs it does not pay to transpose the examples, so here lanes are the inputs. Lane l sums the inputs
/// i ≡ l (mod 16) in order, and the lanes are added in halves: l and l + 8, then l and l + 4, and so on.
pub struct Dots<'a, T, X> {
    /// The weights, `[output][stride]`, which are 0 in the padding.
    pub weights: &'a [T],
    /// The distance from one output's weights to the next, a multiple of 16; also the number of inputs that are summed,
    /// the padding included.
    pub stride: usize,
    /// The number of outputs.
    pub outputs: usize,
    /// The inputs of the examples, `[example][x_stride]`.
    pub x: &'a [X],
    /// The distance from one example's inputs to the next.
    pub x_stride: usize,
    /// The number of examples, at most 16.
    pub examples: usize,
    /// The results, `[output][16]`.
    pub out: &'a mut [T],
}

impl<T: Number, X: Element<T>> Kernel<T> for Dots<'_, T, X> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<L: Lanes<Number = T>>(self) {
        let (outputs, stride) = (self.outputs, self.stride);
        let (examples, x_stride) = (self.examples, self.x_stride);
        assert!(stride.is_multiple_of(LANES) && stride <= x_stride && examples <= LANES);
        assert!(outputs * stride <= self.weights.len() && outputs * LANES <= self.out.len());
        assert!(examples * x_stride <= self.x.len());
        let mut output = 0;
        while output < outputs {
            let rows = (outputs - output).min(4);
            let mut example = 0;
            while example < examples {
                let columns = (examples - example).min(L::DOT_EXAMPLES);
                macro_rules! block {
                    ($rows:literal, $columns:literal) => {{
                        // SAFETY: with the lengths asserted above, every index lies within its slice.
                        unsafe {
                            block::<L, X, $rows, $columns>(
                                self.weights.as_ptr().add(output * stride),
                                stride,
                                self.x.as_ptr().add(example * x_stride),
                                x_stride,
                                self.out.as_mut_ptr().add(output * LANES + example),
                            );
                        }
                        example += $columns;
                    }};
                }
                match (rows, L::DOT_EXAMPLES >= 4 && columns >= 4) {
                    (4, true) => block!(4, 4),
                    (4, false) => block!(4, 1),
                    (3, true) => block!(3, 4),
                    (3, false) => block!(3, 1),
                    (2, true) => block!(2, 4),
                    (2, false) => block!(2, 1),
                    (_, true) => block!(1, 4),
                    (_, false) => block!(1, 1),
                }
            }
            output += rows;
        }
    }
}

/// Computes a block of `R` outputs × `C` examples.
#[inline(always)]
unsafe fn block<L: Lanes, X: Element<L::Number>, const R: usize, const C: usize>(
    weights: *const L::Number,
    stride: usize,
    x: *const X,
    x_stride: usize,
    out: *mut L::Number,
) {
    // SAFETY: the caller's block lies within the slices.
    unsafe {
        let mut sums = [[L::splat(L::Number::default()); C]; R];
        for vector in 0..stride / LANES {
            let input = vector.unchecked_mul(LANES);
            let x: [L::Vector; C] =
                std::array::from_fn(|c| X::load::<L>(at(x, c, x_stride, input)));
            for (r, sums) in sums.iter_mut().enumerate() {
                let w = L::load(at(weights, r, stride, input));
                for (sum, x) in sums.iter_mut().zip(x) {
                    *sum = L::fma(w, x, *sum);
                }
            }
        }
        // By index: an iterator over an array goes through memory.
        for r in 0..R {
            for c in 0..C {
                *out.add(r * LANES + c) = L::sum(sums[r][c]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::kernels::Isa;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_instruction_set_gives_the_bits_of_the_plain_sums(
            outputs in 1_usize..10, vectors in 1_usize..9, examples in 1_usize..17, seed: u32,
        ) {
            let stride = vectors * LANES;
            let mut random = rand_mt::Mt::new(seed);
            let weights: Vec<f64> = (0..outputs * stride).map(|_| f64::from(random.next_u32()) - 2e9).collect();
            let x: Vec<u8> = (0..examples * stride).map(|_| random.next_u32().to_le_bytes()[0]).collect();
            let mut expected = vec![0.0_f64; outputs * LANES];
            for o in 0..outputs {
                for e in 0..examples {
                    let mut lanes = [0.0_f64; LANES];
                    for i in 0..stride {
                        let x = f64::from(x[e * stride + i]);
                        lanes[i % LANES] = weights[o * stride + i].mul_add(x, lanes[i % LANES]);
                    }
                    for half in [8, 4, 2, 1] {
                        for l in 0..half {
                            lanes[l] += lanes[l + half];
                        }
                    }
                    expected[o * LANES + e] = lanes[0];
                }
            }
            for isa in Isa::all() {
                let mut out = vec![0.0; outputs * LANES];
                let dots = Dots {
                    weights: &weights, stride, outputs, x: &x, x_stride: stride, examples, out: &mut out,
                };
                isa.run(dots);
                prop_assert_eq!(&out, &expected, "{}", isa.name());
            }
        }
    }
}
