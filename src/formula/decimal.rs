//! Decimals beside long fractions, rounded to four digits.

use num_bigint::BigInt;
use num_traits::{Pow, Signed, ToPrimitive, Zero};

use crate::language::exact::Rational;

/// The digits of a decimal that is shown.
const DIGITS: i64 = 4;

/// The longest fraction that is shown as it is, in characters.
const LONGEST: usize = 12;

/// The fraction itself where it is short; else about the same as a decimal, such as `≈ 0.1235` or `≈ 6.966e-8`.
pub fn short(number: &Rational) -> String {
    let text = number.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    let sign = if number.is_negative() { "-" } else { "" };
    format!(
        "≈ {sign}{}",
        decimal(&number.abs(), |scaled| scaled.round().to_integer())
    )
}

/// The square root of a number that is not negative, as [`short`] shows it.
pub fn short_root(square: &Rational) -> String {
    let root = Rational::new(square.numer().sqrt(), square.denom().sqrt());
    if &root * &root == *square {
        return short(&root);
    }
    let text = format!("√({square})");
    if text.chars().count() <= LONGEST {
        return text;
    }
    // The root of n·10^2k is 10^k times that of n.
    format!("≈ {}", decimal_root(square))
}

/// A number as a decimal with [`DIGITS`] digits, where `round` makes an integer of it after it was scaled.
fn decimal(number: &Rational, round: impl Fn(&Rational) -> BigInt) -> String {
    let power = (0..=1).map(|more| DIGITS - length(number) + more);
    let rounded = power.map(|power| (round(&scaled(number, power)), power));
    let of_full_length = |(mantissa, _): &(BigInt, i64)| digits(mantissa) >= DIGITS;
    written(rounded.into_iter().find(of_full_length))
}

fn decimal_root(square: &Rational) -> String {
    let power = (0..=1).map(|more| DIGITS - length(square).div_euclid(2) - 1 + more);
    let rounded = power.map(|power| {
        // Twice the root, rounded down, and then half of it, rounded to the nearest.
        let twice = (scaled(square, 2 * power) * BigInt::from(4))
            .to_integer()
            .sqrt();
        ((twice + 1) / 2, power)
    });
    let of_full_length = |(mantissa, _): &(BigInt, i64)| digits(mantissa) >= DIGITS;
    written(rounded.into_iter().find(of_full_length))
}

/// About the number of digits before the decimal point; one too many at most.
fn length(number: &Rational) -> i64 {
    digits(number.numer()) - digits(number.denom()) + 1
}

fn digits(number: &BigInt) -> i64 {
    if number.is_zero() {
        return 0;
    }
    number.to_string().len().to_i64().unwrap_or(i64::MAX)
}

/// The number times a power of ten.
fn scaled(number: &Rational, power: i64) -> Rational {
    let ten: BigInt = Pow::pow(BigInt::from(10), power.unsigned_abs());
    if power < 0 {
        number / ten
    } else {
        number * ten
    }
}

/// Writes mantissa·10^−power, plainly where it has few zeros.
fn written(mantissa: Option<(BigInt, i64)>) -> String {
    let Some((mantissa, power)) = mantissa else {
        return "0".to_owned();
    };
    let text = mantissa.to_string();
    let exponent = text.len().to_i64().unwrap_or(0) - 1 - power;
    let trimmed = |text: &str| match text.split_once('.') {
        Some((whole, rest)) => {
            let rest = rest.trim_end_matches('0');
            if rest.is_empty() {
                whole.to_owned()
            } else {
                format!("{whole}.{rest}")
            }
        }
        None => text.to_owned(),
    };
    let split = |at: usize| trimmed(&format!("{}.{}", &text[..at], &text[at..]));
    match usize::try_from(exponent) {
        Ok(exponent) if exponent + 1 < text.len() => split(exponent + 1),
        Err(_) if exponent >= -4 => {
            let zeros = usize::try_from(-exponent - 1).unwrap_or(0);
            trimmed(&format!("0.{}{text}", "0".repeat(zeros)))
        }
        _ => format!("{}e{exponent}", split(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::exact::parse_rational;

    #[test]
    fn long_fractions_are_rounded_to_four_digits() {
        for (number, shown) in [
            ("1/3", "1/3"),
            ("123456789012", "123456789012"),
            ("1000000000/3000000001", "≈ 0.3333"),
            ("-2000000000/3000000001", "≈ -0.6667"),
            ("514787622451/7390013798057787475", "≈ 6.966e-8"),
            ("12345678901234567", "≈ 1.235e16"),
            ("99999999999999/100000000000000", "≈ 1"),
            ("100000000000001/1000000000000", "≈ 100"),
            ("1000000000001/1000000000000000", "≈ 0.001"),
            ("9999499999999/1000000000000", "≈ 9.999"),
        ] {
            assert_eq!(short(&parse_rational(number).unwrap()), shown, "{number}");
        }
    }

    #[test]
    fn roots_are_exact_or_marked() {
        for (square, shown) in [
            ("1/4", "1/2"),
            ("1/3", "√(1/3)"),
            ("0", "0"),
            ("2000000000001/1000000000000", "≈ 1.414"),
            ("20000000000001/1000000000000", "≈ 4.472"),
            ("1000000000001/100000000000000000000", "≈ 0.0001"),
            ("20000000000001/10000000000000000000000000", "≈ 1.414e-6"),
        ] {
            assert_eq!(
                short_root(&parse_rational(square).unwrap()),
                shown,
                "{square}"
            );
        }
    }
}
