//! Accuracies as they are printed, and the fractions that are printed in the same way.

use std::cmp::Ordering;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::language::refused::{Refused, quoted};

/// A share of 1 as it is printed, such as `0.6503`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Figure {
    text: String,
    /// The figure is this many of `parts` equal parts.
    numerator: u64,
    /// The number of parts, which is 10 to the number of digits.
    parts: u64,
}

/// The way in which a fraction is printed as digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Printing {
    /// To the nearest number; of two nearest ones, either.
    Rounded,
    /// Further digits are dropped.
    Truncated,
}

/// The most digits after the decimal point.
const MAX_DIGITS: usize = 9;

impl FromStr for Figure {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let expected = "a figure, which is a share of 1 with its digits, such as \"0.6503\"";
        let error = || Refused::new("", expected, quoted(text));
        let (whole, digits) = text.split_once('.').ok_or_else(error)?;
        let is_number = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
        if !is_number || digits.len() > MAX_DIGITS || !["0", "1"].contains(&whole) {
            return Err(error());
        }
        let parts = digits.bytes().fold(1, |parts, _| parts * 10);
        let behind: u64 = digits.parse().map_err(|_| error())?;
        let numerator = if whole == "1" { parts } else { 0 } + behind;
        if numerator > parts {
            return Err(error());
        }
        Ok(Self {
            text: text.to_owned(),
            numerator,
            parts,
        })
    }
}

impl TryFrom<String> for Figure {
    type Error = Refused;

    fn try_from(text: String) -> Result<Self, Refused> {
        text.parse()
    }
}

impl From<Figure> for String {
    fn from(figure: Figure) -> Self {
        figure.text
    }
}

impl Ord for Figure {
    /// Compares by value; equal values with more digits are greater.
    fn cmp(&self, other: &Self) -> Ordering {
        let [own, others] = [self, other].map(|figure| u128::from(figure.numerator));
        let scaled = (own * u128::from(other.parts)).cmp(&(others * u128::from(self.parts)));
        scaled
            .then(self.parts.cmp(&other.parts))
            .then_with(|| self.text.cmp(&other.text))
    }
}

impl PartialOrd for Figure {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl Figure {
    /// The numbers k for which k/n is printed as this figure, with 0 ≤ k ≤ n; the range is empty if there are none.
    pub fn counts(&self, n: u64, printing: Printing) -> RangeInclusive<u64> {
        let [n, numerator, parts] = [n, self.numerator, self.parts].map(u128::from);
        // k/n lies in [low, high] / (2·parts); truncated, `high` itself is excluded.
        let (low, high) = match printing {
            Printing::Rounded => ((2 * numerator).saturating_sub(1), 2 * numerator + 1),
            Printing::Truncated => (2 * numerator, 2 * numerator + 2),
        };
        let first = (low * n).div_ceil(2 * parts);
        let behind_last = match printing {
            Printing::Rounded => high * n / (2 * parts) + 1,
            Printing::Truncated => (high * n).div_ceil(2 * parts),
        };
        let end = behind_last.min(n + 1);
        let narrow = |count: u128| u64::try_from(count).unwrap_or(u64::MAX);
        if first < end {
            narrow(first)..=narrow(end - 1)
        } else {
            RangeInclusive::new(1, 0)
        }
    }

    /// Whether some fraction of n is printed as this figure.
    pub fn fits(&self, n: u64, printing: Printing) -> bool {
        !self.counts(n, printing).is_empty()
    }

    /// The figure as a fraction of n: `344/529` where exactly one fraction is printed so; else `344 to 346 of 10832`,
    /// or `no fraction of 529`.
    pub fn as_fraction_of(&self, n: u64) -> String {
        let counts = self.counts(n, Printing::Rounded);
        match (counts.start(), counts.end()) {
            _ if counts.is_empty() => format!("no fraction of {n}"),
            (first, last) if first == last => format!("{first}/{n}"),
            (first, last) => format!("{first} to {last} of {n}"),
        }
    }
}

/// The numbers n up to `most` for which all figures are fractions of n.
pub fn common_denominators(figures: &[&Figure], most: u64, printing: Printing) -> Vec<u64> {
    let fit = |n: &u64| figures.iter().all(|figure| figure.fits(*n, printing));
    (1..=most).filter(fit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(text: &str) -> Figure {
        text.parse().expect("a figure")
    }

    #[test]
    fn figures_are_read_strictly() {
        for text in [
            "",
            "1",
            ".5",
            "0.",
            "0.5x",
            "-0.5",
            "1.0001",
            "2.0",
            "0.1234567890",
            "0.5 ",
        ] {
            assert!(text.parse::<Figure>().is_err(), "{text:?}");
        }
        assert_eq!(figure("1.000").counts(7, Printing::Rounded), 7..=7);
        assert_eq!(figure("0.6200").to_string(), "0.6200");
    }

    #[test]
    fn the_counts_are_those_that_are_printed_so() {
        for text in ["0.0", "0.3", "0.50", "0.6503", "0.9999", "1.0"] {
            let (figure, digits) = (figure(text), text.len() - 2);
            for n in 1..=300_u32 {
                let counts = figure.counts(n.into(), Printing::Rounded);
                for k in 0..=n {
                    let share = f64::from(k) / f64::from(n);
                    // Of two nearest, another program may print the other.
                    let halves = 2 * 10_u32.pow(u32::try_from(digits).unwrap()) * k;
                    let is_tie = halves % n == 0 && halves / n % 2 == 1;
                    let printed = format!("{share:.digits$}") == text;
                    assert!(
                        counts.contains(&k.into()) == printed || is_tie,
                        "{text} {k}/{n}"
                    );
                    assert!(!printed || counts.contains(&k.into()), "{text} {k}/{n}");
                    let truncated = figure.counts(n.into(), Printing::Truncated);
                    let scale = 10_u64.pow(u32::try_from(digits).unwrap());
                    let cut = u64::from(k) * scale / u64::from(n);
                    assert_eq!(truncated.contains(&k.into()), cut == figure.numerator);
                }
            }
        }
    }

    #[test]
    fn the_reports_figures_have_one_denominator() {
        // REFERENCE 3.6.
        let figures = [
            "0.3422", "0.5784", "0.5936", "0.7656", "0.6503", "0.6200", "0.5577", "0.6446",
            "0.2930", "0.6181",
        ];
        let figures = figures.map(figure);
        let figures: Vec<&Figure> = figures.iter().collect();
        let rounded = common_denominators(&figures, 5_000, Printing::Rounded);
        assert_eq!(rounded, (1..=9).map(|m| 529 * m).collect::<Vec<_>>());
        assert!(common_denominators(&figures, 5_000, Printing::Truncated).is_empty());
        assert_eq!(figures[4].as_fraction_of(529), "344/529");
        assert_eq!(figures[8].as_fraction_of(529), "155/529");
        let fit_1000 = figures.iter().filter(|f| f.fits(1_000, Printing::Rounded));
        assert_eq!(fit_1000.count(), 2);
    }
}
