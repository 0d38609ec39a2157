//! Numbers as they are written in pictures and in their descriptions.

use super::canvas::shortened;
use crate::language::cube::Sign;

/// The text with minus signs instead of hyphens.
pub(super) fn minus(text: &str) -> String {
    text.replace('-', "−")
}

/// The value of a sign, `+1` or `−1`.
pub(super) fn one(sign: Sign) -> &'static str {
    match sign {
        Sign::Plus => "+1",
        Sign::Minus => "−1",
    }
}

/// A number in at most about 30 letters.
pub(super) fn brief(number: &impl ToString) -> String {
    shortened(&minus(&number.to_string()), 1.0, 20.0)
}

/// A number of things in words: `1 unit`, `2 units`, `1,000 units`.
pub(super) fn counted(count: usize, name: &str) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    let plural = if count == 1 { "" } else { "s" };
    format!("{text} {name}{plural}")
}

/// A measured value for a sentence: at most four digits after the decimal point, with an exponent where these
/// would say too little.
pub(super) fn measured(value: f64) -> String {
    let size = value.abs();
    let text = if value == 0.0 || (1e-3..1e6).contains(&size) {
        format!("{value:.4}")
    } else {
        format!("{value:.4e}")
    };
    without_final_zeros(&text)
}

/// A number without zeros at its end: `1.50e3` becomes `1.5e3`, `2.0` becomes `2`.
pub(super) fn without_final_zeros(text: &str) -> String {
    let (digits, exponent) = text
        .find('e')
        .map_or((text, ""), |place| text.split_at(place));
    let digits = if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.')
    } else {
        digits
    };
    format!("{digits}{exponent}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_short() {
        assert_eq!(measured(0.93700), "0.937");
        assert_eq!(measured(100.0), "100");
        assert_eq!(measured(0.0), "0");
        assert_eq!(measured(-1.5e30), "-1.5e30");
        assert_eq!(measured(0.000_012), "1.2e-5");
    }
}
