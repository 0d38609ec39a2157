//! Cells divided by the zeros of affine functions. Exact.

use std::cmp::Ordering;

use num_traits::{Signed, Zero};

use super::affine::{Affine, Work, bits};
use super::cell::edges;
use super::{MAX_CELLS, Place};
use crate::language::exact::Rational;

/// A cell divided by the zeros of all the forms: the parts, each with every form's sign on it.
pub(super) fn divided(
    corners: Vec<Place>,
    forms: &[Affine],
    work: &mut Work,
) -> Option<Vec<(Vec<Place>, Vec<Ordering>)>> {
    let mut parts = vec![(corners, Vec::new())];
    for form in forms {
        let mut next = Vec::with_capacity(parts.len());
        for (corners, signs) in parts {
            for (corners, sign) in cut(corners, form, work)? {
                let mut signs: Vec<Ordering> = signs.clone();
                signs.push(sign);
                next.push((corners, signs));
            }
        }
        if next.len() > MAX_CELLS {
            return None;
        }
        parts = next;
    }
    Some(parts)
}

/// A cell divided by the zeros of one form: one part, or those above, below and at 0.
fn cut(corners: Vec<Place>, form: &Affine, work: &mut Work) -> Option<Vec<(Vec<Place>, Ordering)>> {
    if form.slope.iter().all(Zero::is_zero) {
        let sign = form.constant.cmp(&Rational::zero());
        return Some(vec![(corners, sign)]);
    }
    let longest = corners.iter().flatten().map(bits).max().unwrap_or(0);
    work.spend(4 * corners.len(), longest.max(form.bits()))?;
    let values: Vec<Rational> = corners.iter().map(|corner| form.at(corner)).collect();
    let above = values.iter().any(Signed::is_positive);
    let below = values.iter().any(Signed::is_negative);
    // On the inside of a convex hull an affine function lies strictly between its extremes at the corners.
    let sign = match (above, below) {
        (true, true) => {
            return Some(vec![
                (
                    side(&corners, &values, Signed::is_positive),
                    Ordering::Greater,
                ),
                (side(&corners, &values, Signed::is_negative), Ordering::Less),
                (zeros(&corners, &values), Ordering::Equal),
            ]);
        }
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => Ordering::Equal,
    };
    Some(vec![(corners, sign)])
}

/// The corners at which the form has a value that is kept or is 0, and its zeros on the edges.
fn side(corners: &[Place], values: &[Rational], keeps: fn(&Rational) -> bool) -> Vec<Place> {
    let kept_at = |index: usize| keeps(&values[index]) || values[index].is_zero();
    let mut kept = Vec::new();
    for (here, next) in edges(corners) {
        let (a, b) = (&values[here], &values[next]);
        if kept_at(here) {
            kept.push(corners[here].clone());
        }
        if (a * b).is_negative() {
            kept.push(between(&corners[here], &corners[next], a, b));
        }
    }
    // The second end of a segment has no edge of its own.
    if let [_, last] = corners
        && kept_at(1)
    {
        kept.push(last.clone());
    }
    kept
}

/// The zeros at the corners and on the edges.
pub(super) fn zeros(corners: &[Place], values: &[Rational]) -> Vec<Place> {
    side(corners, values, |_| false)
}

/// The point between p and q at which an affine function is 0 whose values a at p and b at q have opposite signs.
pub(in crate::draw::networks) fn between<const N: usize>(
    p: &[Rational; N],
    q: &[Rational; N],
    a: &Rational,
    b: &Rational,
) -> [Rational; N] {
    let share = a / (a - b);
    std::array::from_fn(|index| &p[index] + &share * (&q[index] - &p[index]))
}
