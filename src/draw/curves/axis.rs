//! The ticks of the axes and their names.

use crate::draw::number::{minus, without_final_zeros};

/// The largest number that is drawn. It is far above every loss of a training that succeeds, and far below
/// overflow.
pub(super) const LARGEST: f64 = 1e300;

/// The value axis: from `low` at the bottom to `high` at the top.
#[derive(Debug)]
pub(super) struct Axis {
    /// The value at the bottom of the axis.
    pub low: f64,
    /// The value at the top of the axis, above `low`.
    pub high: f64,
    /// The values of the ticks with their names, from the bottom; there are at least two.
    pub ticks: Vec<(f64, String)>,
}

impl Axis {
    /// An axis with space for all these values; from 0 to 1 if there are none.
    pub fn around(values: impl Iterator<Item = f64>) -> Self {
        let (least, greatest) = values.fold((f64::INFINITY, -f64::INFINITY), |(low, high), y| {
            (low.min(y), high.max(y))
        });
        if least > greatest {
            return Self::between(0.0, 1.0);
        }
        let size = least.abs().max(greatest.abs());
        let span = greatest - least;
        if span <= size * 1e-9 || span < 1e-290 {
            // The values look equal: a level line in the middle.
            let around = if size < 1e-280 { 1.0 } else { size * 0.05 };
            return Self::between(least - around, greatest + around);
        }
        let room = span * 0.05;
        // There is no room below zero if no value is negative.
        let low = if least >= 0.0 && least < room {
            0.0
        } else {
            least - room
        };
        Self::between(low, greatest + room)
    }

    fn between(low: f64, high: f64) -> Self {
        let (digit, exponent) = step((high - low) / 9.0);
        let step = decimal(digit, exponent);
        let first = (low / step).ceil();
        let multiples = (0..=10).map(|k| first + f64::from(k));
        let values = multiples.map(|multiple| multiple * step);
        let values: Vec<f64> = values.take_while(|value| *value <= high).collect();
        let size = low.abs().max(high.abs());
        let names = |value: f64| name(value, size, exponent);
        Self {
            low,
            high,
            ticks: values.into_iter().map(|y| (y, names(y))).collect(),
        }
    }

    /// The height of a value, from 0 at the bottom to 1 at the top.
    pub fn height(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }
}

/// The least of 1, 2, 5 times a power of ten that is at least `least`, as its digit and the exponent.
///
/// It is taken from the decimal form rather than computed with a logarithm, whose last digit depends on the machine.
fn step(least: f64) -> (u32, i32) {
    let text = format!("{least:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits: f64 = digits.parse().unwrap_or(1.0);
    let exponent: i32 = exponent.parse().unwrap_or(0);
    match digits {
        d if d <= 1.0 => (1, exponent),
        d if d <= 2.0 => (2, exponent),
        d if d <= 5.0 => (5, exponent),
        _ => (1, exponent + 1),
    }
}

fn decimal(digit: u32, exponent: i32) -> f64 {
    format!("{digit}e{exponent}").parse().unwrap_or(1.0)
}

/// The name of a tick, with as many digits after the decimal point as a step with this exponent needs.
fn name(value: f64, size: f64, exponent: i32) -> String {
    let places = usize::try_from(-exponent).unwrap_or(0);
    let value = if value == 0.0 { 0.0 } else { value };
    let text = if value != 0.0 && (size >= 1e6 || places > 6) {
        let text = format!("{value:e}");
        let of_value = text.split_once('e').and_then(|(_, e)| e.parse().ok());
        let digits = of_value.unwrap_or(0).max(exponent) - exponent;
        let text = format!("{value:.*e}", usize::try_from(digits).unwrap_or(0));
        without_final_zeros(&text)
    } else if value == 0.0 && (size >= 1e6 || places > 6) {
        "0".to_owned()
    } else {
        format!("{value:.places$}")
    };
    minus(&text)
}

/// The epochs that are named on an axis from 1 to `last`: at most 15 multiples of 1, 2 or 5 times a power of
/// ten, and 1.
pub(super) fn epochs(last: usize) -> Vec<usize> {
    let sizes = std::iter::successors(Some(1_usize), |size| size.checked_mul(10));
    let step = sizes
        .flat_map(|size| [1, 2, 5].map(|digit| size.saturating_mul(digit)))
        .find(|step| last / step <= 15);
    let step = step.unwrap_or(usize::MAX);
    let multiples = (1..=last / step).map(|k| k * step);
    let first = (step > 1 && last > 0).then_some(1);
    first.into_iter().chain(multiples).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(values: &[f64]) -> Vec<String> {
        let axis = Axis::around(values.iter().copied());
        assert!(axis.low < axis.high);
        assert!(
            values
                .iter()
                .all(|y| (0.0..=1.0).contains(&axis.height(*y)))
        );
        assert!(
            (2..=10).contains(&axis.ticks.len()),
            "{:?}: {:?}",
            values,
            axis.ticks
        );
        axis.ticks.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn ticks_are_round_and_no_longer_than_needed() {
        assert_eq!(
            names(&[0.9370, 1.0921]),
            [
                "0.94", "0.96", "0.98", "1.00", "1.02", "1.04", "1.06", "1.08"
            ]
        );
        assert_eq!(names(&[]), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(
            names(&[-3.0, 4.0]),
            ["−3", "−2", "−1", "0", "1", "2", "3", "4"]
        );
        assert_eq!(
            names(&[0.0, 3e12]),
            ["0", "5e11", "1e12", "1.5e12", "2e12", "2.5e12", "3e12"]
        );
    }

    #[test]
    fn every_finite_range_has_distinct_ticks() {
        let edges = [
            -LARGEST,
            -1e10,
            -1.0,
            -1e-300,
            0.0,
            5e-324,
            1e-290,
            1e-7,
            0.5,
            0.500_000_000_001,
            1.0,
            7e8,
            LARGEST,
        ];
        for low in edges {
            for high in edges {
                let names = names(&[low, high]);
                let mut distinct = names.clone();
                distinct.dedup();
                assert_eq!(names, distinct);
            }
        }
    }

    #[test]
    fn epochs_are_whole_and_few() {
        assert_eq!(epochs(0), [0; 0]);
        assert_eq!(epochs(1), [1]);
        assert_eq!(epochs(3), [1, 2, 3]);
        assert_eq!(epochs(20), [1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
        assert_eq!(epochs(150).len(), 16);
        assert_eq!(epochs(1_000_000)[..3], [1, 100_000, 200_000]);
        assert!(epochs(usize::MAX).len() <= 16);
    }
}
