//! Weights times the activations of a group of examples.

use super::lanes::{Element, Lanes, Number, at, largest_block};
use super::{Kernel, LANES};

/// The direction in which the weights `[output][input]` are summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Along {
    /// `out[o] = Σᵢ w[o][i]·x[i]`: forward.
    Inputs,
    /// `out[i] = Σₒ w[o][i]·x[o]`: backward, from the gradients of the outputs to those of the inputs.
    Outputs,
}

/// For each of the 16 examples of a group: a row of `out` for each row, or each column, of the weights.
///
/// Lanes are the examples, so each sum runs over its terms in order: `out[r][e] = Σₜ w(r, t)·x[t][e]`.
pub struct Product<'a, T, X> {
    /// The weights `[output][input]`, in rows of `stride`.
    pub weights: &'a [T],
    /// The distance from one output's weights to the next.
    pub stride: usize,
    /// The number of outputs.
    pub outputs: usize,
    /// The number of inputs, from the first of the row.
    pub inputs: usize,
    /// The direction of the sums.
    pub along: Along,
    /// The activations, `[terms][16]`.
    pub x: &'a [X],
    /// The results, `[results][16]`.
    pub out: &'a mut [T],
}

impl<T: Number, X: Element<T>> Kernel<T> for Product<'_, T, X> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<L: Lanes<Number = T>>(self) {
        let (w, stride) = (self.weights.as_ptr(), self.stride);
        assert!(self.inputs <= stride && self.outputs * stride <= self.weights.len());
        let (terms, results) = match self.along {
            Along::Inputs => (self.inputs, self.outputs),
            Along::Outputs => (self.outputs, self.inputs),
        };
        assert!(terms * LANES <= self.x.len() && results * LANES <= self.out.len());
        // SAFETY: with the lengths asserted here, every index below lies within its slice.
        unsafe {
            match self.along {
                Along::Inputs => rows::<L, X, false>(w, stride, terms, self.x, self.out, results),
                Along::Outputs => rows::<L, X, true>(w, stride, terms, self.x, self.out, results),
            }
        }
    }
}

/// Computes all results, in blocks of as many as the registers hold.
#[inline(always)]
unsafe fn rows<L: Lanes, X: Element<L::Number>, const ACROSS: bool>(
    weights: *const L::Number,
    stride: usize,
    terms: usize,
    x: &[X],
    out: &mut [L::Number],
    results: usize,
) {
    let mut done = 0;
    while done < results {
        let left = (results - done).min(L::PRODUCT);
        // SAFETY: the block's results lie within the caller's.
        unsafe {
            let weights = weights.add(if ACROSS { done } else { done * stride });
            let out = out.as_mut_ptr().add(done * LANES);
            macro_rules! block {
                ($rows:literal) => {{
                    block::<L, X, ACROSS, $rows>(weights, stride, terms, x.as_ptr(), out);
                    done += $rows;
                }};
            }
            largest_block!(L::PRODUCT, left, block: 25, 12, 6, 4, 2);
        }
    }
}

/// Computes `R` results, whose sums stay in registers.
#[inline(always)]
unsafe fn block<L: Lanes, X: Element<L::Number>, const ACROSS: bool, const R: usize>(
    weights: *const L::Number,
    stride: usize,
    terms: usize,
    x: *const X,
    out: *mut L::Number,
) {
    // SAFETY: rows and terms lie within the caller's slices.
    unsafe {
        let mut sums = [L::splat(L::Number::default()); R];
        if ACROSS {
            for t in 0..terms {
                let x = X::load::<L>(at(x, t, LANES, 0));
                let row = at(weights, t, stride, 0);
                for (r, sum) in sums.iter_mut().enumerate() {
                    *sum = L::fma(L::splat(*row.add(r)), x, *sum);
                }
            }
        } else {
            for t in 0..terms {
                let x = X::load::<L>(at(x, t, LANES, 0));
                for (r, sum) in sums.iter_mut().enumerate() {
                    *sum = L::fma(L::splat(*at(weights, r, stride, t)), x, *sum);
                }
            }
        }
        // By index: an iterator over an array goes through memory.
        for r in 0..R {
            L::store(out.add(r * LANES), sums[r]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::kernels::{Isa, padded};
    use proptest::prelude::*;

    /// The sums, one after the other.
    fn naive(
        w: &[f32],
        stride: usize,
        outputs: usize,
        inputs: usize,
        along: Along,
        x: &[f32],
    ) -> Vec<f32> {
        let (results, terms) = match along {
            Along::Inputs => (outputs, inputs),
            Along::Outputs => (inputs, outputs),
        };
        let weight = |r: usize, t: usize| match along {
            Along::Inputs => w[r * stride + t],
            Along::Outputs => w[t * stride + r],
        };
        let mut out = vec![0.0; results * LANES];
        for r in 0..results {
            for e in 0..LANES {
                for t in 0..terms {
                    out[r * LANES + e] = weight(r, t).mul_add(x[t * LANES + e], out[r * LANES + e]);
                }
            }
        }
        out
    }

    proptest! {
        #[test]
        fn every_instruction_set_gives_the_bits_of_the_plain_sums(
            outputs in 1_usize..60, inputs in 1_usize..60, forward: bool, seed: u32,
        ) {
            let along = if forward { Along::Inputs } else { Along::Outputs };
            let stride = padded(inputs);
            let mut random = rand_mt::Mt::new(seed);
            let mut number = || f32::of(f64::from(random.next_u32()) / f64::from(1 << 31) - 1.0);
            let weights: Vec<f32> = (0..outputs * stride).map(|_| number()).collect();
            let (results, terms) = if forward { (outputs, inputs) } else { (inputs, outputs) };
            let x: Vec<f32> = (0..terms * LANES).map(|_| number()).collect();
            let expected = naive(&weights, stride, outputs, inputs, along, &x);
            for isa in Isa::all() {
                let mut out = vec![f32::NAN; results * LANES];
                let x = &x;
                isa.run(Product { weights: &weights, stride, outputs, inputs, along, x, out: &mut out });
                prop_assert_eq!(&out, &expected, "{}", isa.name());
            }
        }
    }
}
