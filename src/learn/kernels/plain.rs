//! Lanes without vector instructions: the standard for the others' bits, and the code that other processors run.
//!
//! `mul_add` rounds once. A processor without such an instruction computes it in software, slowly, with the same
//! bits.

use super::LANES;
use super::lanes::{Lanes, in_registers};

macro_rules! plain {
    ($name:ident, $number:ty, $bits:ty, $mantissa:expr, $bias:expr) => {
        in_registers! {
            $name = [$number; 16] of $number;
            PRODUCT = 4, GRADIENT_ROWS = 4, GRADIENT_COLUMNS = 1, DOT_EXAMPLES = 1;
            splat(value) = value;
            load(from) = from.read_unaligned();
            load_bytes(from) = <$number>::from(from.read());
            store(to, a) = to.write_unaligned(a);
            sum(a) = {
                let mut a = a;
                for half in [8, 4, 2, 1] {
                    for l in 0..half {
                        a[l] += a[l + half];
                    }
                }
                a[0]
            };
            fma(a, b, c) = a.mul_add(b, c);
            negative_fma(a, b, c) = (-a).mul_add(b, c);
            add(a, b) = a + b;
            sub(a, b) = a - b;
            mul(a, b) = a * b;
            div(a, b) = a / b;
            sqrt(a) = a.sqrt();
            max(a, b) = if a > b { a } else { b };
            min(a, b) = if a < b { a } else { b };
            where_positive(x, a) = if x > 0.0 { a } else { 0.0 };
            round(a) = a.round_ties_even();
            times_power_of_two(a, n) = a * <$number>::from_bits(((n as i32 + $bias) as $bits) << $mantissa);
        }
    };
}

plain!(Plain32, f32, u32, 23, 127);
plain!(Plain64, f64, u64, 52, 1023);
