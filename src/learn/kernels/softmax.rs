//! The softmax of a group of examples.

use super::elementary::{Elementary, exp};
use super::lanes::Lanes;
use super::{Isa, Kernel, LANES};

/// The numbers by which the exponentials of a group were divided: p = exp(z − `max`)/`sum`, so that −ln p = `max` + ln
/// `sum` − z.
#[derive(Clone, Copy, Debug)]
pub struct Normaliser<T> {
    /// The greatest pre-activation of each example.
    pub max: [T; LANES],
    /// The sum Σ exp(z − max) over the classes, for each example; at least 1.
    pub sum: [T; LANES],
}

/// Turns the pre-activations `z[class][16]` into probabilities, in place.
///
/// # Panics
/// If `z` is not a multiple of 16 long, or empty.
pub fn softmax<T: Elementary>(isa: Isa, z: &mut [T]) -> Normaliser<T> {
    isa.run(Softmax { z })
}

struct Softmax<'a, T> {
    z: &'a mut [T],
}

impl<T: Elementary> Kernel<T> for Softmax<'_, T> {
    type Output = Normaliser<T>;

    #[inline(always)]
    unsafe fn run<L: Lanes<Number = T>>(self) -> Normaliser<T> {
        let z = self.z;
        assert!(!z.is_empty() && z.len().is_multiple_of(LANES));
        let rows = z.len() / LANES;
        let z = z.as_mut_ptr();
        // SAFETY: each row is LANES numbers within `z`.
        unsafe {
            let mut max = L::load(z);
            for row in 1..rows {
                max = L::max(L::load(z.add(row * LANES)), max);
            }
            let mut sum = L::splat(T::default());
            for row in 0..rows {
                let place = z.add(row * LANES);
                let e = exp::<L>(L::sub(L::load(place), max));
                L::store(place, e);
                sum = L::add(sum, e);
            }
            for row in 0..rows {
                let place = z.add(row * LANES);
                L::store(place, L::div(L::load(place), sum));
            }
            Normaliser {
                max: L::to_array(max),
                sum: L::to_array(sum),
            }
        }
    }
}

/// Turns the pre-activations of a single example, one for each class, into probabilities, in place.
///
/// Lanes are the classes, so the bits may differ from those that [`softmax`] gives for a group: the sum has another
/// order.
///
/// # Panics
/// If there are no classes.
///
/// Returns the greatest pre-activation and the sum of the exponentials, as in [`Normaliser`].
pub fn softmax_of_one<T: Elementary>(isa: Isa, z: &mut [T]) -> (T, T) {
    isa.run(SoftmaxOfOne { z })
}

struct SoftmaxOfOne<'a, T> {
    z: &'a mut [T],
}

impl<T: Elementary> Kernel<T> for SoftmaxOfOne<'_, T> {
    type Output = (T, T);

    #[inline(always)]
    unsafe fn run<L: Lanes<Number = T>>(self) -> (T, T) {
        let z = self.z;
        let max = z[1..]
            .iter()
            .fold(z[0], |max, z| if *z > max { *z } else { max });
        let mut sum = T::default();
        for z in z.chunks_mut(LANES) {
            let mut lanes = [max; LANES];
            lanes[..z.len()].copy_from_slice(z);
            // SAFETY: the array has LANES numbers.
            let e = unsafe {
                let e = exp::<L>(L::sub(L::load(lanes.as_ptr()), L::splat(max)));
                L::to_array(e)
            };
            for (z, e) in z.iter_mut().zip(e) {
                *z = e;
                sum = sum + e;
            }
        }
        for z in z.iter_mut() {
            *z = *z / sum;
        }
        (max, sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_those_of_the_definition_to_the_last_digits() {
        for isa in Isa::all() {
            let z: Vec<f64> = (0..5 * LANES)
                .map(|i| ((i * 37 % 101) as f64 - 50.0) / 3.0)
                .collect();
            let mut p = z.clone();
            let mut p_32: Vec<f32> = z.iter().map(|z| *z as f32).collect();
            let normaliser = softmax(isa, &mut p);
            softmax(isa, &mut p_32);
            for e in 0..LANES {
                let column = |c: usize| z[c * LANES + e];
                let total: f64 = (0..5).map(|c| column(c).exp()).sum();
                let log_total = normaliser.max[e] + normaliser.sum[e].ln();
                assert!((log_total - total.ln()).abs() < 1e-14 * total.ln().abs().max(1.0));
                for c in 0..5 {
                    let expected = column(c).exp() / total;
                    let (p, p_32) = (p[c * LANES + e], f64::from(p_32[c * LANES + e]));
                    assert!((p / expected - 1.0).abs() < 5e-15, "{p} {expected}");
                    assert!((p_32 / expected - 1.0).abs() < 5e-6, "{p_32} {expected}");
                }
            }
        }
    }

    #[test]
    fn a_single_example_has_the_probabilities_of_a_group() {
        for isa in Isa::all() {
            for classes in [1, 2, 4, 16, 17, 40] {
                let mut group: Vec<f64> = (0..classes * LANES)
                    .map(|i| ((i * 37 % 101) as f64 - 50.0) / 3.0)
                    .collect();
                let mut single: Vec<f64> = group.iter().step_by(LANES).copied().collect();
                let normaliser = softmax(isa, &mut group);
                let (max, sum) = softmax_of_one(isa, &mut single);
                assert_eq!(max.to_bits(), normaliser.max[0].to_bits());
                assert!((sum / normaliser.sum[0] - 1.0).abs() < 1e-14);
                for (p, q) in single.iter().zip(group.iter().step_by(LANES)) {
                    assert!((p / q - 1.0).abs() < 1e-14, "{p} {q}");
                }
            }
        }
    }

    #[test]
    fn extreme_and_undefined_pre_activations_are_survived() {
        for isa in Isa::all() {
            let mut z = vec![0.0_f32; 2 * LANES];
            z[0] = 1e30;
            z[1] = -1e30;
            z[2] = f32::NAN;
            softmax(isa, &mut z);
            assert_eq!((z[0], z[3]), (1.0, 0.5));
            assert!(z[1] < 1e-37 && z[LANES] < 1e-37 && z[2].is_nan());
        }
    }
}
