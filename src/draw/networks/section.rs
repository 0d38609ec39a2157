//! The section of the cube [−1, 1]³ by a plane. Exact.
#![deny(clippy::float_arithmetic, clippy::as_conversions)]

use num_traits::{Signed, Zero};

use super::regions::between;
use crate::language::cube::vertices;
use crate::language::exact::{Rational, integer};
use crate::language::network::Unit;

/// A point of three-dimensional space.
pub(super) type Place = [Rational; 3];

/// The corners of {z = 0} ∩ [−1, 1]³ in order around it: none if the plane misses the cube, one or two if it only
/// touches a vertex or an edge.
///
/// # Panics
/// If the unit does not have three weights.
pub(super) fn section(unit: &Unit) -> Vec<Place> {
    assert_eq!(unit.weights.len(), 3, "a plane of space");
    let weights: Vec<&Rational> = unit.weights.iter().collect();
    let Some(across) = weights.iter().position(|weight| !weight.is_zero()) else {
        return vec![];
    };
    let corners: Vec<Place> = vertices(3)
        .map(|x| std::array::from_fn(|i| integer(x.signs().get(i).expect("D = 3").value())))
        .collect();
    let z = |place: &Place| unit.preactivation(&place.iter().cloned().collect());
    let mut points: Vec<Place> = corners
        .iter()
        .filter(|corner| z(corner).is_zero())
        .cloned()
        .collect();
    for (index, p) in corners.iter().enumerate() {
        for q in &corners[index + 1..] {
            let on_an_edge = p.iter().zip(q).filter(|(a, b)| a != b).count() == 1;
            let (a, b) = (z(p), z(q));
            if on_an_edge && (&a * &b).is_negative() {
                points.push(between(p, q, &a, &b));
            }
        }
    }
    in_order(&mut points, across);
    points
}

/// Sorts the corners of a convex polygon around their centre, seen along an axis that does not lie in their plane.
fn in_order(points: &mut [Place], axis: usize) {
    let seen = |point: &Place| [(axis + 1) % 3, (axis + 2) % 3].map(|i| point[i].clone());
    let count = integer(points.len().max(1));
    let sum = |i: usize| {
        points
            .iter()
            .map(|point| seen(point)[i].clone())
            .sum::<Rational>()
    };
    let centre = [sum(0) / &count, sum(1) / &count];
    let from_centre = |point: &Place| {
        let [x, y] = seen(point);
        [x - &centre[0], y - &centre[1]]
    };
    let lower = |[x, y]: &[Rational; 2]| y.is_negative() || y.is_zero() && x.is_negative();
    points.sort_by(|one, other| {
        let (p, q) = (from_centre(one), from_centre(other));
        let turn = (&q[0] * &p[1]).cmp(&(&p[0] * &q[1]));
        lower(&p).cmp(&lower(&q)).then(turn)
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit(weights: [i64; 3], bias: Rational) -> Unit {
        Unit {
            weights: weights.into_iter().map(integer).collect(),
            bias,
        }
    }

    #[test]
    fn sections_by_hand() {
        let corners = |weights, bias: i64| section(&unit(weights, integer(bias))).len();
        assert_eq!(corners([1, 1, 1], 0), 6);
        assert_eq!(corners([1, 1, 1], -1), 3);
        assert_eq!(corners([1, 1, 1], -3), 1);
        assert_eq!(corners([1, 1, 1], -4), 0);
        assert_eq!(corners([1, 1, 0], -2), 2);
        assert_eq!(corners([1, 0, 0], -1), 4);
        assert_eq!(corners([0, 0, 0], 0), 0);
    }

    proptest! {
        #[test]
        fn a_section_lies_on_the_plane_and_on_the_edges_and_is_convex(
            weights in prop::array::uniform3(-4_i64..=4),
            bias in -20_i64..=20,
        ) {
            let unit = unit(weights, Rational::new(bias.into(), 2.into()));
            let section = section(&unit);
            for point in &section {
                prop_assert!(unit.preactivation(&point.iter().cloned().collect()).is_zero());
                let at_an_end = point.iter().filter(|x| x.abs() == integer(1)).count();
                prop_assert!(at_an_end >= 2 && point.iter().all(|x| x.abs() <= integer(1)));
            }
            // Some vertex is on either side or on the plane exactly when it meets the cube.
            let reach: i64 = weights.into_iter().map(i64::abs).sum();
            let meets = bias.abs() <= 2 * reach && reach > 0;
            prop_assert_eq!(!section.is_empty(), meets);
            // All corners turn the same way, seen along an axis that crosses the plane.
            if section.len() > 2 {
                let axis = weights.iter().position(|w| *w != 0).unwrap();
                let (i, j) = ((axis + 1) % 3, (axis + 2) % 3);
                let turns: Vec<bool> = (0..section.len())
                    .map(|n| {
                        let at = |k: usize| &section[(n + k) % section.len()];
                        let (p, q, r) = (at(0), at(1), at(2));
                        let cross = (&q[i] - &p[i]) * (&r[j] - &q[j]) - (&q[j] - &p[j]) * (&r[i] - &q[i]);
                        assert!(!cross.is_zero());
                        cross.is_positive()
                    })
                    .collect();
                prop_assert!(turns.iter().all(|turn| *turn == turns[0]));
            }
        }
    }
}
