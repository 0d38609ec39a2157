//! The four points that prove an interval inseparable.

use crate::checker::{Certificate, Evidence};
use crate::language::claim::Question;
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::integer;
use crate::language::runs::Runs;
use crate::language::target::Interval;

/// Four vertices that no perceptron classifies correctly: x₁ + x₂ = y₁ + y₂, f(x₁) = f(x₂) = +1 and
/// f(y₁) = f(y₂) = −1, as [x₁, x₂, y₁, y₂]; `None` if the interval is separable.
///
/// y₁ ≤ y₂ have the attainable sums next to the interval outside; x₁ and x₂ agree with them where they
/// agree and share the coordinates where they differ (REFERENCE 7).
pub fn four_points(interval: &Interval) -> Option<[Vertex; 4]> {
    let top = i64::try_from(interval.dimension()).ok()?;
    let (a, b) = (interval.least_sum_inside(), interval.greatest_sum_inside());
    if a > b || a == -top || b == top {
        return None;
    }
    // How many coordinates are +1 where the sum is s.
    let plus =
        |s: i64| usize::try_from(i64::midpoint(top, s)).expect("attainable sums are at least −D");
    let prefix = |stretches: &[(Sign, usize)]| {
        let mut signs = Runs::default();
        for (sign, count) in stretches {
            signs.push(*sign, *count);
        }
        signs.push(Sign::Minus, interval.dimension() - signs.len());
        Vertex::from_signs(signs)
    };
    let (low, high) = (plus(a - 2), plus(b + 2));
    // Of the coordinates low+1 … high, x₁ has the first that are needed for A′, x₂ the others.
    let first = plus(a) - low;
    let x1 = prefix(&[(Sign::Plus, low + first)]);
    let x2 = prefix(&[
        (Sign::Plus, low),
        (Sign::Minus, first),
        (Sign::Plus, high - low - first),
    ]);
    let (y1, y2) = (prefix(&[(Sign::Plus, low)]), prefix(&[(Sign::Plus, high)]));
    Some([x1, x2, y1, y2])
}

/// The four points as a certificate for *no perceptron computes the interval*; `None` if the interval is separable.
pub fn four_point_certificate(interval: &Interval) -> Option<Certificate> {
    let points = four_points(interval)?.map(|x| (integer(1), x));
    let claim = Question::separable(&(*interval).into()).claim(false);
    Some(Certificate::new(claim, Evidence::Farkas(points.to_vec())))
}
