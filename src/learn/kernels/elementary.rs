//! The exponential function and the hyperbolic tangent, sixteen at a time.

use super::lanes::{Lanes, Number};

/// Numbers with the elementary functions that the models use.
pub trait Elementary: Number {
    /// The interval in which exp x is computed; beyond it, exp is taken at the nearest end, so that it stays a normal
    /// number.
    const EXP_LIMITS: [f64; 2];
    /// ln 2 in two parts, of which the first has few digits.
    const LN_2: [f64; 2];
    /// The degree of the polynomial for exp.
    const EXP_DEGREE: u8;

    /// The hyperbolic tangent of x, to the last digits.
    ///
    /// # Safety
    /// As for `Lanes`.
    unsafe fn tanh<L: Lanes<Number = Self>>(x: L::Vector) -> L::Vector;
}

impl Elementary for f32 {
    const EXP_LIMITS: [f64; 2] = [-87.0, 88.0];
    const LN_2: [f64; 2] = [0.693_359_375, -2.121_944_400_546_905_8e-4];
    const EXP_DEGREE: u8 = 7;

    /// The hyperbolic tangent by a rational function from Eigen, to a few units in the last place of a float.
    #[inline(always)]
    unsafe fn tanh<L: Lanes<Number = Self>>(x: L::Vector) -> L::Vector {
        const NUMERATOR: [f32; 7] = [
            -2.760_768_5e-16,
            2.000_188e-13,
            -8.604_672e-11,
            5.122_297e-8,
            1.485_722_4e-5,
            6.372_619_3e-4,
            4.893_524_6e-3,
        ];
        const DENOMINATOR: [f32; 4] =
            [1.198_258_4e-6, 1.185_347_1e-4, 2.268_434_6e-3, 4.893_525e-3];
        // Beyond, tanh is ±1 as a float.
        const LIMIT: f32 = 7.905_311;
        // SAFETY: the caller's.
        unsafe {
            // The order of the operands keeps a NaN.
            let x = L::max(L::splat(-LIMIT), L::min(L::splat(LIMIT), x));
            let square = L::mul(x, x);
            let polynomial = |coefficients: &[f32]| {
                let mut sum = L::splat(coefficients[0]);
                for coefficient in &coefficients[1..] {
                    sum = L::fma(sum, square, L::splat(*coefficient));
                }
                sum
            };
            L::div(L::mul(x, polynomial(&NUMERATOR)), polynomial(&DENOMINATOR))
        }
    }
}

impl Elementary for f64 {
    const EXP_LIMITS: [f64; 2] = [-708.0, 709.0];
    const LN_2: [f64; 2] = [0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10];
    const EXP_DEGREE: u8 = 13;

    /// The hyperbolic tangent as 1 − 2/(exp(2x) + 1), to a few units of 10⁻¹⁶.
    #[inline(always)]
    unsafe fn tanh<L: Lanes<Number = Self>>(x: L::Vector) -> L::Vector {
        // SAFETY: the caller's.
        unsafe {
            let e = exp::<L>(L::add(x, x));
            let ratio = L::div(L::splat(2.0), L::add(e, L::splat(1.0)));
            L::sub(L::splat(1.0), ratio)
        }
    }
}

/// The exponential of x, to the last digits: by x = n·ln 2 + r with |r| ≤ ln 2/2, and the Taylor polynomial of exp(r).
///
/// # Safety
/// As for [`Lanes`].
#[inline(always)]
pub unsafe fn exp<L: Lanes<Number: Elementary>>(x: L::Vector) -> L::Vector {
    // SAFETY: the caller's.
    unsafe {
        let constant = |value: f64| L::splat(L::Number::of(value));
        // The order of the operands keeps a NaN.
        let [least, greatest] = L::Number::EXP_LIMITS;
        let x = L::max(constant(least), x);
        let x = L::min(constant(greatest), x);
        let n = L::round(L::mul(x, constant(std::f64::consts::LOG2_E)));
        let r = L::fma(n, constant(-L::Number::LN_2[0]), x);
        let r = L::fma(n, constant(-L::Number::LN_2[1]), r);
        // Horner: 1 + r·(1 + r/2·(1 + r/3·(…)))
        let mut sum = constant(1.0);
        for k in (1..=L::Number::EXP_DEGREE).rev() {
            sum = L::fma(L::mul(r, constant(1.0 / f64::from(k))), sum, constant(1.0));
        }
        L::times_power_of_two(sum, n)
    }
}
