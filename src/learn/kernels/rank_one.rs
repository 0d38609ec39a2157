//! The step of a model of few outputs after a single example.

use super::lanes::{Element, Lanes, Number, at};
use super::{Kernel, LANES};

/// The step `w[o][i] ← w[o][i] − factor[o]·x[i]`.
pub struct RankOne<'a, T, X> {
    /// The weights, `[output][stride]`.
    pub weights: &'a mut [T],
    /// The distance from one output's weights to the next, a multiple of 16; also the number of inputs, the padding included.
    pub stride: usize,
    /// The factor of each output; outputs whose factor is 0 are left alone.
    pub factors: &'a [T],
    /// The inputs of the example, `[stride]`.
    pub x: &'a [X],
}

impl<T: Number, X: Element<T>> Kernel<T> for RankOne<'_, T, X> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<L: Lanes<Number = T>>(self) {
        let Self {
            weights,
            stride,
            factors,
            x,
        } = self;
        assert!(
            stride.is_multiple_of(LANES)
                && stride <= x.len()
                && factors.len() * stride <= weights.len()
        );
        let mut rows = weights
            .chunks_exact_mut(stride.max(1))
            .zip(factors)
            .filter(|(_, factor)| **factor != T::default());
        while let Some((row, factor)) = rows.next() {
            // Four rows at a time, so that the example is widened once for them.
            let more = std::array::from_fn(|_| {
                rows.next().map(|(row, factor)| (row.as_mut_ptr(), *factor))
            });
            // SAFETY: with the lengths asserted above, each row and x have `stride` numbers.
            unsafe {
                match more {
                    [Some(b), Some(c), Some(d)] => {
                        step::<L, X, 4>([(row.as_mut_ptr(), *factor), b, c, d], stride, x);
                    }
                    [Some(b), Some(c), None] => {
                        step::<L, X, 3>([(row.as_mut_ptr(), *factor), b, c], stride, x);
                    }
                    [Some(b), None, _] => {
                        step::<L, X, 2>([(row.as_mut_ptr(), *factor), b], stride, x);
                    }
                    _ => step::<L, X, 1>([(row.as_mut_ptr(), *factor)], stride, x),
                }
            }
        }
    }
}

#[inline(always)]
unsafe fn step<L: Lanes, X: Element<L::Number>, const R: usize>(
    rows: [(*mut L::Number, L::Number); R],
    stride: usize,
    x: &[X],
) {
    // SAFETY: the caller's rows and x have `stride` numbers.
    unsafe {
        let factors = rows.map(|(_, factor)| L::splat(factor));
        for vector in 0..stride / LANES {
            let x = X::load::<L>(at(x.as_ptr(), vector, LANES, 0));
            for r in 0..R {
                let w = at(rows[r].0, vector, LANES, 0).cast_mut();
                L::store(w, L::negative_fma(factors[r], x, L::load(w)));
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
        fn every_instruction_set_takes_the_same_step(
            factors in proptest::collection::vec(prop_oneof![Just(0.0), -2.0..2.0], 0..11), vectors in 0_usize..5, seed: u32,
        ) {
            let stride = vectors * LANES;
            let mut random = rand_mt::Mt::new(seed);
            let weights: Vec<f64> = (0..factors.len() * stride).map(|_| f64::from(random.next_u32()) - 2e9).collect();
            let x: Vec<u8> = (0..stride).map(|_| random.next_u32().to_le_bytes()[0]).collect();
            let mut expected = weights.clone();
            for (i, w) in expected.iter_mut().enumerate() {
                *w = f64::mul_add(-factors[i / stride], f64::from(x[i % stride]), *w);
            }
            for isa in Isa::all() {
                let mut weights = weights.clone();
                isa.run(RankOne { weights: &mut weights, stride, factors: &factors, x: &x });
                prop_assert_eq!(&weights, &expected, "{}", isa.name());
            }
        }
    }
}
