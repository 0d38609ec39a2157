//! Times as the shell's `time` prints them.

use std::fmt;

use serde::Deserialize;

use crate::language::refused::{Refused, quoted};

/// A time such as `3m40.957s`, in whole milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Time {
    /// The time in milliseconds, above 0.
    pub milliseconds: u64,
}

impl TryFrom<String> for Time {
    type Error = Refused;

    fn try_from(text: String) -> Result<Self, Refused> {
        let expected = "a time above 0 as the shell writes it, such as \"3m40.957s\"";
        read(&text).ok_or_else(|| Refused::new("", expected, quoted(&text)))
    }
}

fn read(text: &str) -> Option<Time> {
    let (minutes, rest) = text.split_once('m')?;
    let (seconds, thousandths) = rest.strip_suffix('s')?.split_once('.')?;
    let number = |text: &str, longest: usize| -> Option<u64> {
        let digits =
            (1..=longest).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten()
    };
    let (minutes, seconds) = (number(minutes, 6)?, number(seconds, 2)?);
    let thousandths = number(thousandths, 3).filter(|_| thousandths.len() == 3)?;
    let milliseconds = (minutes * 60 + seconds) * 1000 + thousandths;
    (seconds < 60 && milliseconds > 0).then_some(Time { milliseconds })
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}.{:03} s",
            self.milliseconds / 1000,
            self.milliseconds % 1000
        )
    }
}

impl Time {
    /// How many times as long as the other time this is, to two digits: `2.60`.
    pub fn over(self, other: Self) -> String {
        let hundredths = (200 * self.milliseconds + other.milliseconds) / (2 * other.milliseconds);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Result<Time, Refused> {
        text.to_owned().try_into()
    }

    #[test]
    fn times_are_read_as_the_shell_prints_them() {
        assert_eq!(time("3m40.957s").map(|time| time.milliseconds), Ok(220_957));
        assert_eq!(time("0m58.820s").expect("a time").to_string(), "58.820 s");
        for text in [
            "",
            "58.820s",
            "0m58.82s",
            "0m61.000s",
            "0m0.000s",
            "-1m0.100s",
            "0m5.100",
            "9999999m0.100s",
        ] {
            assert!(time(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn ratios_are_rounded() {
        let [slow, fast] = ["0m58.820s", "0m22.599s"].map(|text| time(text).expect("a time"));
        assert_eq!(slow.over(fast), "2.60");
        assert_eq!(fast.over(slow), "0.38");
    }
}
