//! The plane divided by a network's units into cells on which the network is affine. Exact.
#![deny(clippy::float_arithmetic, clippy::as_conversions)]

use std::cmp::Ordering;

use num_traits::{One, Signed, Zero};

use crate::exact::{Rational, add_product, integer};
use crate::network::{Activation, Network, Unit};

/// A point of the plane.
pub(super) type Place = [Rational; 2];

/// What a network is on a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// h = +1 everywhere on it.
    Plus,
    /// h = −1 everywhere on it.
    Minus,
    /// h is neither at any point of it.
    Other,
}

/// The relative interior of the convex hull of its corners: a polygon with corners in order to the left, an
/// open segment, or a point.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub corners: Vec<Place>,
    pub class: Class,
}

/// The cells of a square around 0 without its edge: together they are all of it, and no two share a point.
#[derive(Clone, Debug)]
pub(super) struct Regions {
    pub cells: Vec<Cell>,
}

/// A cell that is still to be divided, with the values of the units before it as affine functions.
type Piece = (Vec<Place>, Vec<Affine>);

impl Cell {
    /// Whether the point is one of the cell's.
    #[cfg(test)]
    pub fn contains(&self, place: &Place) -> bool {
        self.encloses(place, Ordering::Greater)
    }

    /// Whether the point is one of the cell's or of its edge.
    pub fn touches(&self, place: &Place) -> bool {
        self.encloses(place, Ordering::Equal)
    }

    /// Whether the point lies on the inner side of each edge: at least so far.
    fn encloses(&self, place: &Place, least: Ordering) -> bool {
        match self.corners.as_slice() {
            [point] => point == place,
            [p, q] => {
                turn(p, q, place).is_eq()
                    && ahead(p, q, place) >= least
                    && ahead(q, p, place) >= least
            }
            corners => edges(corners)
                .all(|(here, next)| turn(&corners[here], &corners[next], place) >= least),
        }
    }
}

/// The sign of (q − p) × (r − p): greater if r lies to the left of the way from p to q.
fn turn(p: &Place, q: &Place, r: &Place) -> Ordering {
    let side = |i: usize, j: usize| (&q[i] - &p[i]) * (&r[j] - &p[j]);
    side(0, 1).cmp(&side(1, 0))
}

/// The sign of (q − p)·(r − p).
fn ahead(p: &Place, q: &Place, r: &Place) -> Ordering {
    let along = |i: usize| (&q[i] - &p[i]) * (&r[i] - &p[i]);
    (along(0) + along(1)).cmp(&Rational::zero())
}

/// The most cells.
const MAX_CELLS: usize = 3000;
/// The most products of machine words, about.
const MAX_WORK: u64 = 1 << 27;

impl Regions {
    /// The cells of (−`half`, `half`)² for a network of two inputs; `None` if they are too many or too hard.
    ///
    /// # Panics
    /// If the network has not two inputs.
    pub fn new(network: &Network, half: i64) -> Option<Self> {
        assert_eq!(network.inputs(), 2, "the regions of a plane");
        let inputs = vec![Affine::coordinate(0), Affine::coordinate(1)];
        let mut work = Work(MAX_WORK);
        let mut pieces: Vec<Piece> = vec![(square(half).to_vec(), inputs)];
        for layer in network.layers() {
            let mut next = Vec::new();
            for (corners, values) in pieces {
                let mut forms = Vec::with_capacity(layer.units.len());
                for unit in &layer.units {
                    forms.push(Affine::preactivation(unit, &values, &mut work)?);
                }
                if layer.activation == Activation::Identity {
                    next.push((corners, forms));
                    continue;
                }
                for (corners, signs) in divided(corners, &forms, &mut work)? {
                    let values = forms.iter().zip(signs);
                    let values = values.map(|(z, sign)| z.activated(layer.activation, sign));
                    next.push((corners, values.collect()));
                    if next.len() > MAX_CELLS {
                        return None;
                    }
                }
            }
            pieces = next;
        }
        let mut cells = Vec::new();
        for (corners, values) in pieces {
            let h = &values[0];
            // Where h moves it is +1 or −1 on lines at most.
            let forms = [h.minus(&Rational::one()), h.minus(&-Rational::one())];
            for (corners, signs) in divided(corners, &forms, &mut work)? {
                let class = match signs.as_slice() {
                    [Ordering::Equal, _] => Class::Plus,
                    [_, Ordering::Equal] => Class::Minus,
                    _ => Class::Other,
                };
                cells.push(Cell { corners, class });
            }
            if cells.len() > MAX_CELLS {
                return None;
            }
        }
        Some(Self { cells })
    }
}

/// Where a unit's line crosses (−`half`, `half`)²: both ends, or nothing.
///
/// # Panics
/// If the unit has not two weights.
pub(super) fn zero_line(unit: &Unit, half: i64) -> Option<[Place; 2]> {
    let square = square(half);
    let inputs = [Affine::coordinate(0), Affine::coordinate(1)];
    assert_eq!(unit.weights.len(), 2, "a line of the plane");
    let z = Affine::preactivation(unit, &inputs, &mut Work(u64::MAX))?;
    let values: Vec<Rational> = square.iter().map(|corner| z.at(corner)).collect();
    let crosses = values.iter().any(Signed::is_positive) && values.iter().any(Signed::is_negative);
    zeros(&square, &values).try_into().ok().filter(|_| crosses)
}

/// The corners in order to the left.
fn square(half: i64) -> [Place; 4] {
    [(-1, -1), (1, -1), (1, 1), (-1, 1)].map(|(x, y)| [integer(x * half), integer(y * half)])
}

/// Counts down the work that is left.
struct Work(u64);

impl Work {
    /// `None` once too much was spent: so many products of numbers of so many bits, as fractions.
    fn spend(&mut self, products: usize, bits: u64) -> Option<()> {
        const PER_FRACTION: u64 = 16;
        let words = 1 + bits / 64;
        let products = u64::try_from(products).ok()?;
        let cost = products.checked_mul(words.checked_mul(words)?)?;
        self.0 = self.0.checked_sub(cost.checked_mul(PER_FRACTION)?)?;
        Some(())
    }
}

fn bits(number: &Rational) -> u64 {
    number.numer().bits() + number.denom().bits()
}

/// slope·x + constant.
#[derive(Clone, Debug)]
struct Affine {
    slope: [Rational; 2],
    constant: Rational,
}

impl Affine {
    fn constant(constant: Rational) -> Self {
        Self {
            slope: [Rational::zero(), Rational::zero()],
            constant,
        }
    }

    /// x₁ or x₂.
    fn coordinate(index: usize) -> Self {
        let mut form = Self::constant(Rational::zero());
        form.slope[index] = Rational::one();
        form
    }

    /// w·a + b for affine a.
    fn preactivation(unit: &Unit, inputs: &[Self], work: &mut Work) -> Option<Self> {
        let mut z = Self::constant(unit.bias.clone());
        for (weight, input) in unit.weights.iter().zip(inputs) {
            if weight.is_zero() {
                work.spend(1, 0)?;
                continue;
            }
            work.spend(3, bits(weight).max(input.bits()).max(z.bits()))?;
            let [a, b] = z.slope;
            z = Self {
                slope: [
                    add_product(a, weight, &input.slope[0]),
                    add_product(b, weight, &input.slope[1]),
                ],
                constant: add_product(z.constant, weight, &input.constant),
            };
        }
        Some(z)
    }

    fn bits(&self) -> u64 {
        let [a, b] = &self.slope;
        bits(a).max(bits(b)).max(bits(&self.constant))
    }

    fn minus(&self, constant: &Rational) -> Self {
        Self {
            slope: self.slope.clone(),
            constant: &self.constant - constant,
        }
    }

    fn at(&self, place: &Place) -> Rational {
        let [a, b] = &self.slope;
        a * &place[0] + b * &place[1] + &self.constant
    }

    /// g(z) on a cell on which z has this sign.
    fn activated(&self, activation: Activation, sign: Ordering) -> Self {
        match (activation, sign) {
            (Activation::Identity, _) | (Activation::Relu, Ordering::Greater) => self.clone(),
            (_, Ordering::Less) => Self::constant(activation.apply(-Rational::one())),
            (_, Ordering::Equal) => Self::constant(activation.apply(Rational::zero())),
            (_, Ordering::Greater) => Self::constant(activation.apply(Rational::one())),
        }
    }
}

/// A cell divided by the zeros of all the forms: the parts, each with every form's sign on it.
fn divided(
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

/// The corners on one side of the zeros, with the zeros on the edges.
fn side(corners: &[Place], values: &[Rational], keeps: fn(&Rational) -> bool) -> Vec<Place> {
    let mut kept = Vec::new();
    for (here, next) in edges(corners) {
        let (a, b) = (&values[here], &values[next]);
        if keeps(a) || a.is_zero() {
            kept.push(corners[here].clone());
        }
        if (a * b).is_negative() {
            kept.push(between(&corners[here], &corners[next], a, b));
        }
    }
    // The second end of a segment has no edge of its own.
    if let [_, last] = corners
        && (keeps(&values[1]) || values[1].is_zero())
    {
        kept.push(last.clone());
    }
    kept
}

/// The zeros on the edges.
fn zeros(corners: &[Place], values: &[Rational]) -> Vec<Place> {
    let mut zeros = Vec::new();
    for (here, next) in edges(corners) {
        let (a, b) = (&values[here], &values[next]);
        if a.is_zero() {
            zeros.push(corners[here].clone());
        }
        if (a * b).is_negative() {
            zeros.push(between(&corners[here], &corners[next], a, b));
        }
    }
    zeros
}

/// The edges of a polygon, the single edge of a segment, none of a point: as indices of corners.
fn edges(corners: &[Place]) -> impl Iterator<Item = (usize, usize)> {
    let count = corners.len();
    let edges = match count {
        0 | 1 => 0,
        2 => 1,
        _ => count,
    };
    (0..edges).map(move |here| (here, (here + 1) % count))
}

/// The point between p and q at which an affine function is 0 that is a at p and b at q, of opposite signs.
pub(super) fn between<const N: usize>(
    p: &[Rational; N],
    q: &[Rational; N],
    a: &Rational,
    b: &Rational,
) -> [Rational; N] {
    let share = a / (a - b);
    std::array::from_fn(|index| &p[index] + &share * (&q[index] - &p[index]))
}

#[cfg(test)]
mod tests;
