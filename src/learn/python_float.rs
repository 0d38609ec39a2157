//! Floats as Python prints them, because Python prints the file names and settings of the reference.

/// Python's `repr` of a float: the shortest digits that mean this value, `0.1`, `1.0`, `1e-05`, `nan`.
pub(super) fn python_float(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    let text = format!("{value:?}");
    match text.split_once('e') {
        None => text,
        Some((digits, exponent)) => {
            let (sign, size) = match exponent.strip_prefix('-') {
                Some(size) => ('-', size),
                None => ('+', exponent),
            };
            format!("{digits}e{sign}{size:0>2}")
        }
    }
}

/// A float with four digits after the decimal point, as Python's `'{:.4f}'.format(value)` prints it.
pub(super) fn four_places(value: f64) -> String {
    if value.is_nan() {
        "nan".to_owned()
    } else {
        format!("{value:.4}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_printed_as_python_does() {
        for (value, text) in [
            (0.1, "0.1"),
            (0.0, "0.0"),
            (1.0, "1.0"),
            (0.0001, "0.0001"),
            (1e-5, "1e-05"),
            (2.5e-7, "2.5e-07"),
            (1e-300, "1e-300"),
            (1e16, "1e+16"),
            (123_456_789_012_345_680.0, "1.2345678901234568e+17"),
            (1e15, "1000000000000000.0"),
        ] {
            assert_eq!(python_float(value), text);
        }
        assert_eq!(four_places(f64::NAN), "nan");
        assert_eq!(four_places(f64::INFINITY), "inf");
        assert_eq!(four_places(0.557_66), "0.5577");
    }
}
