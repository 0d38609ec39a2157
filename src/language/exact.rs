//! Exact numbers: what a weight may be, and how it is read.
//!
//! Everything that a verdict rests on computes with these. There is no tolerance and no rounding; a decimal is
//! read as the fraction it denotes (`0.1` is 1/10).

use num_traits::{One, Pow, Zero};
use thiserror::Error;

pub use num_bigint::{BigInt, BigUint};
/// A fraction of two big integers, always in lowest terms.
pub use num_rational::BigRational as Rational;

/// The longest number that is read from a user, in characters.
pub const MAX_NUMBER_LENGTH: usize = 1000;
/// The longest number that is read from a certificate, where values are sums and products of the user's.
pub const MAX_LONG_NUMBER_LENGTH: usize = 20_000;
/// The largest power of ten, up or down, that an exponent may ask for.
pub const MAX_EXPONENT: u32 = 1000;

/// Why a text is not a number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NumberError {
    /// Neither an integer, nor a fraction, nor a decimal.
    #[error(
        "{0:?} is not a number; write an integer (-3), a fraction (1/2) or a decimal (0.25, 1e-3)"
    )]
    NotANumber(String),
    /// `p/0`.
    #[error("{0:?} has denominator zero")]
    ZeroDenominator(String),
    /// More characters than are read.
    #[error("a number of {length} characters is too long; at most {limit} are read")]
    TooLong {
        /// Its length.
        length: usize,
        /// The limit.
        limit: usize,
    },
    /// An exponent beyond ±[`MAX_EXPONENT`].
    #[error("the exponent of {0:?} is too large; at most {MAX_EXPONENT} is read")]
    ExponentTooLarge(String),
}

/// Reads an integer `-3`, a fraction `1/2` or a decimal `-0.25`, `1e-3`, exactly.
///
/// # Errors
/// [`NumberError`] for anything else, and for numbers beyond the limits of this module.
pub fn parse_rational(text: &str) -> Result<Rational, NumberError> {
    parse_rational_up_to(text, MAX_NUMBER_LENGTH)
}

/// The same for a number of at most `limit` characters.
///
/// # Errors
/// As [`parse_rational`].
pub fn parse_rational_up_to(text: &str, limit: usize) -> Result<Rational, NumberError> {
    if text.len() > limit {
        return Err(NumberError::TooLong {
            length: text.len(),
            limit,
        });
    }
    let bad = || NumberError::NotANumber(shortened(text));
    if let Some((numerator, denominator)) = text.split_once('/') {
        let p = signed_integer(numerator).ok_or_else(bad)?;
        let q = BigInt::from(natural(denominator).ok_or_else(bad)?);
        return if q.is_zero() {
            Err(NumberError::ZeroDenominator(shortened(text)))
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

/// `value`·10^`exponent`, for an exponent within the limits.
fn scale_by_ten(value: Rational, exponent: &str, text: &str) -> Result<Rational, NumberError> {
    let power = signed_integer(exponent).ok_or_else(|| NumberError::NotANumber(shortened(text)))?;
    let size = u32::try_from(power.magnitude())
        .ok()
        .filter(|size| *size <= MAX_EXPONENT)
        .ok_or_else(|| NumberError::ExponentTooLarge(shortened(text)))?;
    let factor = Rational::from(ten_to(size));
    Ok(if power.sign() == num_bigint::Sign::Minus {
        value / factor
    } else {
        value * factor
    })
}

/// The text as far as a message shows it.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
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

/// sum + w·x. Integers, which most weights and activations are, need no common denominator.
pub fn add_product(sum: Rational, w: &Rational, x: &Rational) -> Rational {
    if sum.is_integer() && w.is_integer() && x.is_integer() {
        Rational::from_integer(sum.numer() + w.numer() * x.numer())
    } else {
        sum + w * x
    }
}

/// The least common multiple of the denominators of `numbers` (1 for none): multiplying by it makes all of
/// them integers.
pub fn common_denominator<'a>(numbers: impl IntoIterator<Item = &'a Rational>) -> BigInt {
    numbers.into_iter().fold(BigInt::one(), |lcm, number| {
        num_integer::Integer::lcm(&lcm, number.denom())
    })
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
    fn what_is_no_number_is_refused() {
        for text in [
            "", "-", "x", "1/", "/2", "1.", ".5", "-.5", "1e", "1e+", "nan", "inf", "0x10", "1 2",
            "١", "--1", "1/2/3", "6/-4", "1_000",
        ] {
            assert!(
                matches!(parse_rational(text), Err(NumberError::NotANumber(_))),
                "{text}"
            );
        }
        assert!(matches!(
            parse_rational("1/0"),
            Err(NumberError::ZeroDenominator(_))
        ));
        assert!(matches!(
            parse_rational("1e1001"),
            Err(NumberError::ExponentTooLarge(_))
        ));
        assert!(matches!(
            parse_rational("1e99999999999999999999"),
            Err(NumberError::ExponentTooLarge(_))
        ));
        assert!(matches!(
            parse_rational(&"9".repeat(1001)),
            Err(NumberError::TooLong { length: 1001, .. })
        ));
    }
}
