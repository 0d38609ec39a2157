//! Exact numbers: what a weight may be, and how it is read.
//!
//! Every verdict is computed with these numbers. There is no tolerance and no rounding; a decimal is
//! read as the fraction it denotes (`0.1` is 1/10).

use num_integer::Integer;
use num_traits::{One, Pow, Zero};

use crate::language::refused::{Refused, quoted};

pub use num_bigint::{BigInt, BigUint};
/// A fraction of two big integers, always in lowest terms.
pub use num_rational::BigRational as Rational;

/// The longest number that is read from a user's file or command, in characters.
pub const MAX_NUMBER_LENGTH: usize = 1000;
/// The longest number that is read from a certificate, where values are sums and products of the user's.
pub const MAX_LONG_NUMBER_LENGTH: usize = 20_000;
/// The largest power of ten, up or down, that an exponent may ask for.
pub const MAX_EXPONENT: u32 = 1000;

/// Reads an integer `-3`, a fraction `1/2` or a decimal `-0.25`, `1e-3`, exactly.
///
/// # Errors
/// [`Refused`] for anything else, and for numbers beyond the limits of this module.
pub fn parse_rational(text: &str) -> Result<Rational, Refused> {
    parse_rational_up_to(text, MAX_NUMBER_LENGTH)
}

/// Reads a number as [`parse_rational`] does, but of at most `limit` characters.
///
/// # Errors
/// [`Refused`], as for [`parse_rational`].
pub fn parse_rational_up_to(text: &str, limit: usize) -> Result<Rational, Refused> {
    if text.len() > limit {
        return Err(Refused::new(
            "",
            format!("a number of at most {limit} characters"),
            format!("one of {} characters", text.len()),
        ));
    }
    let bad = || not_a_number(text);
    if let Some((numerator, denominator)) = text.split_once('/') {
        let p = signed_integer(numerator).ok_or_else(bad)?;
        let q = BigInt::from(natural(denominator).ok_or_else(bad)?);
        return if q.is_zero() {
            Err(Refused::new(
                "",
                "a denominator other than zero",
                quoted(text),
            ))
        } else {
            Ok(Rational::new(p, q))
        };
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if mantissa.contains('.') && fraction.is_empty() {
        return Err(bad());
    }
    // −0.25 is the integer −025 divided by ten twice.
    let digits = signed_integer(&format!("{whole}{fraction}")).ok_or_else(bad)?;
    if whole.trim_start_matches(['+', '-']).is_empty() {
        return Err(bad());
    }
    let value = Rational::new(
        digits,
        ten_to(u32::try_from(fraction.len()).map_err(|_| bad())?),
    );
    match exponent {
        None => Ok(value),
        Some(exponent) => scale_by_ten(value, exponent, text),
    }
}

/// The product `value`·10^`exponent`, for an exponent of at most [`MAX_EXPONENT`] in absolute value.
fn scale_by_ten(value: Rational, exponent: &str, text: &str) -> Result<Rational, Refused> {
    let power = signed_integer(exponent).ok_or_else(|| not_a_number(text))?;
    let size = u32::try_from(power.magnitude())
        .ok()
        .filter(|size| *size <= MAX_EXPONENT)
        .ok_or_else(|| {
            let expected = format!("an exponent of at most {MAX_EXPONENT}, up or down");
            Refused::new("", expected, quoted(text))
        })?;
    let factor = Rational::from(ten_to(size));
    Ok(if power.sign() == num_bigint::Sign::Minus {
        value / factor
    } else {
        value * factor
    })
}

fn not_a_number(text: &str) -> Refused {
    Refused::new("", "a number such as -3, 1/2, 0.25 or 1e-3", quoted(text))
}

fn ten_to(power: u32) -> BigInt {
    Pow::pow(BigInt::from(10), power)
}

fn natural(text: &str) -> Option<BigUint> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn signed_integer(text: &str) -> Option<BigInt> {
    match text.as_bytes().first()? {
        b'-' => natural(&text[1..]).map(|n| -BigInt::from(n)),
        b'+' => natural(&text[1..]).map(BigInt::from),
        _ => natural(text).map(BigInt::from),
    }
}

/// The integer `n` as a fraction.
pub fn integer(n: impl Into<BigInt>) -> Rational {
    Rational::from(n.into())
}

/// A sum of products that is brought to lowest terms once, at its end: a greatest common divisor for each of many products
/// would take nearly all of the time.
#[derive(Clone, Debug)]
pub struct SumOfProducts {
    numerator: BigInt,
    /// Greater than 0, and not in lowest terms with the numerator.
    denominator: BigInt,
}

impl SumOfProducts {
    /// A sum that begins with this number.
    pub fn from(number: &Rational) -> Self {
        Self {
            numerator: number.numer().clone(),
            denominator: number.denom().clone(),
        }
    }

    /// Adds w·x, `count` times.
    pub fn add(&mut self, w: &Rational, x: &Rational, count: usize) {
        if w.is_zero() || x.is_zero() {
            return;
        }
        let mut numerator = w.numer() * x.numer();
        if count != 1 {
            numerator *= count;
        }
        if self.denominator.is_one() && w.is_integer() && x.is_integer() {
            self.numerator += numerator;
            return;
        }
        let denominator = w.denom() * x.denom();
        if denominator == self.denominator {
            self.numerator += numerator;
            return;
        }
        // Denominators are mostly powers of two or of ten: then one of them divides the other.
        let (factor, rest) = self.denominator.div_rem(&denominator);
        if rest.is_zero() {
            self.numerator += numerator * factor;
            return;
        }
        let common = self.denominator.lcm(&denominator);
        self.numerator *= &common / &self.denominator;
        self.numerator += numerator * (&common / denominator);
        self.denominator = common;
    }

    /// The value of the sum, in lowest terms.
    pub fn value(self) -> Rational {
        Rational::new(self.numerator, self.denominator)
    }
}

/// The least common multiple of the denominators of `numbers` (1 for none): multiplying by it makes all of
/// them integers.
pub fn common_denominator<'a>(numbers: impl IntoIterator<Item = &'a Rational>) -> BigInt {
    numbers
        .into_iter()
        .fold(BigInt::one(), |lcm, number| lcm.lcm(number.denom()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(p: i64, q: i64) -> Rational {
        Rational::new(p.into(), q.into())
    }

    #[test]
    fn numbers_are_read_exactly() {
        let cases = [
            ("0", ratio(0, 1)),
            ("-3", ratio(-3, 1)),
            ("+7", ratio(7, 1)),
            ("6/4", ratio(3, 2)),
            ("-1/3", ratio(-1, 3)),
            ("0.1", ratio(1, 10)),
            ("-0.25", ratio(-1, 4)),
            ("1e3", ratio(1000, 1)),
            ("2.5E-2", ratio(1, 40)),
        ];
        for (text, value) in cases {
            assert_eq!(parse_rational(text), Ok(value), "{text}");
        }
    }

    #[test]
    fn a_sum_of_products_is_the_sum() {
        let numbers = [
            ratio(1, 2),
            ratio(-3, 8),
            ratio(5, 1),
            ratio(1, 3),
            ratio(-7, 10),
            ratio(0, 1),
        ];
        for first in &numbers {
            let mut sum = SumOfProducts::from(first);
            let mut plain = first.clone();
            for w in &numbers {
                for x in &numbers {
                    for count in [1, 3] {
                        sum.add(w, x, count);
                        plain += w * x * integer(count);
                        assert_eq!(sum.clone().value(), plain);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "", "-", "x", "1/", "/2", "1.", ".5", "-.5", "1e", "1e+", "nan", "inf", "0x10", "1 2",
            "١", "--1", "1/2/3", "6/-4", "1_000",
        ] {
            assert_eq!(parse_rational(text), Err(not_a_number(text)));
        }
        for (text, expected) in [
            ("1/0", "a denominator other than zero"),
            ("1e1001", "an exponent of at most 1000"),
            ("1e99999999999999999999", "an exponent of at most 1000"),
            (&"9".repeat(1001), "a number of at most 1000 characters"),
        ] {
            let refused = parse_rational(text).unwrap_err();
            assert!(refused.expected.starts_with(expected), "{refused}");
        }
        let long = parse_rational(&"9".repeat(1001)).unwrap_err();
        assert_eq!(long.found, "one of 1001 characters");
    }
}
