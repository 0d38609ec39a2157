//! Values as short words.

/// A value for a sentence: four places, or five digits and an exponent where that says too little.
pub(super) fn in_words(value: f64) -> String {
    let size = value.abs();
    let text = if value == 0.0 || (1e-3..1e6).contains(&size) {
        format!("{value:.4}")
    } else {
        format!("{value:.4e}")
    };
    without_final_zeros(&text)
}

/// `1.50e3` as `1.5e3`, `2.0` as `2`.
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
        assert_eq!(in_words(0.93700), "0.937");
        assert_eq!(in_words(100.0), "100");
        assert_eq!(in_words(0.0), "0");
        assert_eq!(in_words(-1.5e30), "-1.5e30");
        assert_eq!(in_words(0.000_012), "1.2e-5");
    }
}
