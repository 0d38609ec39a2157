//! Activations and their derivatives, over rows of sixteen.

use super::elementary::Elementary;
use super::lanes::{Lanes, Number};
use super::{Isa, Kernel, LANES};

/// Replaces z by max(z, 0), in place; NaN stays NaN.
///
/// # Panics
/// If the length is not a multiple of 16.
pub fn relu<T: Number>(isa: Isa, z: &mut [T]) {
    isa.run(Relu { z });
}

/// Replaces d by d·relu′(z), from h = relu(z); relu′(0) = 0 (REFERENCE 5, 6).
///
/// # Panics
/// If the lengths differ or are not a multiple of 16.
pub fn relu_backward<T: Number>(isa: Isa, d: &mut [T], h: &[T]) {
    isa.run(ReluBackward { d, h });
}

/// Replaces z by tanh z, in place.
///
/// # Panics
/// If the length is not a multiple of 16.
pub fn tanh<T: Elementary>(isa: Isa, z: &mut [T]) {
    isa.run(Tanh { z });
}

/// Replaces d by d·tanh′(z) = d·(1 − h²), from h = tanh z.
///
/// # Panics
/// If the lengths differ or are not a multiple of 16.
pub fn tanh_backward<T: Number>(isa: Isa, d: &mut [T], h: &[T]) {
    isa.run(TanhBackward { d, h });
}

/// Replaces z by z·`scale` + b, where each row `z[row][16]` has its own b.
///
/// # Panics
/// If there are fewer biases than rows.
pub fn add_biases<T: Number>(isa: Isa, z: &mut [T], scale: T, biases: &[T]) {
    isa.run(AddBiases { z, scale, biases });
}

struct AddBiases<'a, T> {
    z: &'a mut [T],
    scale: T,
    biases: &'a [T],
}

impl<T: Number> Kernel<T> for AddBiases<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<L: Lanes<Number = T>>(self) {
        let rows = self.z.chunks_exact_mut(LANES);
        assert!(rows.len() <= self.biases.len());
        for (row, bias) in rows.zip(self.biases) {
            // SAFETY: a row is LANES numbers.
            unsafe {
                let z = L::fma(L::load(row.as_ptr()), L::splat(self.scale), L::splat(*bias));
                L::store(row.as_mut_ptr(), z);
            }
        }
    }
}

/// Replaces z by z·`factor` where `kept` is 1, and by 0 where it is 0: dropout, forward and backward.
///
/// # Panics
/// If the lengths differ or are not a multiple of 16.
pub fn drop_out<T: Number>(isa: Isa, z: &mut [T], kept: &[u8], factor: T) {
    isa.run(DropOut { z, kept, factor });
}

struct DropOut<'a, T> {
    z: &'a mut [T],
    kept: &'a [u8],
    factor: T,
}

impl<T: Number> Kernel<T> for DropOut<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<L: Lanes<Number = T>>(self) {
        assert!(self.z.len() == self.kept.len() && self.z.len().is_multiple_of(LANES));
        for (row, kept) in self
            .z
            .chunks_exact_mut(LANES)
            .zip(self.kept.chunks_exact(LANES))
        {
            // SAFETY: a row is LANES numbers, or bytes.
            unsafe {
                let kept = L::mul(L::load_bytes(kept.as_ptr()), L::splat(self.factor));
                L::store(row.as_mut_ptr(), L::mul(L::load(row.as_ptr()), kept));
            }
        }
    }
}

macro_rules! kernel {
    ($name:ident: $number:path, |$a:ident| $formula:expr) => {
        struct $name<'a, T> {
            z: &'a mut [T],
        }

        impl<T: $number> Kernel<T> for $name<'_, T> {
            type Output = ();

            #[inline(always)]
            unsafe fn run<L: Lanes<Number = T>>(self) {
                assert!(self.z.len().is_multiple_of(LANES));
                for row in self.z.chunks_exact_mut(LANES) {
                    // SAFETY: a row is LANES numbers.
                    unsafe {
                        let $a = L::load(row.as_ptr());
                        L::store(row.as_mut_ptr(), $formula);
                    }
                }
            }
        }
    };
    ($name:ident: $number:path, |$d:ident, $h:ident| $formula:expr) => {
        struct $name<'a, T> {
            d: &'a mut [T],
            h: &'a [T],
        }

        impl<T: $number> Kernel<T> for $name<'_, T> {
            type Output = ();

            #[inline(always)]
            unsafe fn run<L: Lanes<Number = T>>(self) {
                assert!(self.d.len() == self.h.len() && self.d.len().is_multiple_of(LANES));
                for (d, h) in self
                    .d
                    .chunks_exact_mut(LANES)
                    .zip(self.h.chunks_exact(LANES))
                {
                    // SAFETY: a row is LANES numbers.
                    unsafe {
                        let $d = L::load(d.as_ptr());
                        let $h = L::load(h.as_ptr());
                        L::store(d.as_mut_ptr(), $formula);
                    }
                }
            }
        }
    };
}

kernel!(Relu: Number, |z| L::max(L::splat(T::default()), z));
kernel!(ReluBackward: Number, |d, h| L::where_positive(h, d));
kernel!(Tanh: Elementary, |z| T::tanh::<L>(z));
kernel!(TanhBackward: Number, |d, h| {
    let square = L::mul(h, h);
    L::mul(d, L::sub(L::splat(T::of(1.0)), square))
});

#[cfg(test)]
mod tests {
    use super::*;

    const INPUTS: [f64; LANES] = [
        -1e30, -20.0, -7.9, -3.0, -1.0, -0.3, -1e-3, -1e-8, 0.0, 1e-8, 1e-3, 0.5, 1.0, 5.0, 8.0,
        1e30,
    ];

    #[test]
    fn tanh_is_right_to_the_last_digits() {
        for isa in Isa::all() {
            let mut singles = INPUTS.map(|x| x as f32);
            let mut doubles = INPUTS;
            tanh(isa, &mut singles);
            tanh(isa, &mut doubles);
            for (i, x) in INPUTS.into_iter().enumerate() {
                let (single, expected) = (f64::from(singles[i]), f64::from(x as f32).tanh());
                assert!(
                    (single - expected).abs() <= 5e-7 * expected.abs(),
                    "{x}: {single}"
                );
                assert!((doubles[i] - x.tanh()).abs() < 5e-16, "{x}: {}", doubles[i]);
            }
        }
    }

    #[test]
    fn relu_and_its_derivative_at_zero_are_zero() {
        for isa in Isa::all() {
            let mut h = INPUTS;
            relu(isa, &mut h);
            assert_eq!(h, INPUTS.map(|x| x.max(0.0)));
            let mut d = [2.0; LANES];
            relu_backward(isa, &mut d, &h);
            assert_eq!(d, INPUTS.map(|x| if x > 0.0 { 2.0 } else { 0.0 }));
        }
    }

    #[test]
    fn undefined_numbers_are_not_lost() {
        for isa in Isa::all() {
            for f in [relu::<f32>, tanh::<f32>] {
                let mut z = [f32::NAN; LANES];
                f(isa, &mut z);
                assert!(z[0].is_nan(), "{}", isa.name());
            }
        }
    }
}
