//! The cube {−1,+1}^D: signs and vertices.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use itertools::Itertools;
use num_traits::{One, Zero};

use crate::language::exact::{Rational, integer};
use crate::language::refused::{Refused, quoted};
use crate::language::runs::{Runs, parse_runs};

/// The largest dimension D that is accepted anywhere.
pub const MAX_DIMENSION: usize = 1_000_000;

/// A sign, −1 or +1: a coordinate of a vertex, or a value of the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sign {
    /// The sign −1.
    Minus,
    /// The sign +1.
    Plus,
}

impl Sign {
    /// The sign +1 if `condition` holds, else −1.
    pub fn of(condition: bool) -> Self {
        if condition { Self::Plus } else { Self::Minus }
    }

    /// The sign of z as the exercise defines it: +1 if z ≥ 0, else −1, so sign(0) = +1.
    pub fn of_number(z: &Rational) -> Self {
        Self::of(*z >= Rational::zero())
    }

    /// The sign as the integer −1 or 1.
    pub fn value(self) -> i64 {
        match self {
            Self::Minus => -1,
            Self::Plus => 1,
        }
    }

    /// The sign as the fraction −1 or 1.
    pub fn rational(self) -> Rational {
        match self {
            Self::Minus => -Rational::one(),
            Self::Plus => Rational::one(),
        }
    }
}

impl std::ops::Neg for Sign {
    type Output = Self;

    fn neg(self) -> Self {
        Self::of(self == Self::Minus)
    }
}

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Minus => "-",
            Self::Plus => "+",
        })
    }
}

/// Reads signs, with or without white space between them: `+--+`, `+ - - +`, `[+]*4 -`.
///
/// # Errors
/// [`Refused`] for anything else, and for more than [`MAX_DIMENSION`] signs.
pub fn parse_signs(text: &str) -> Result<Runs<Sign>, Refused> {
    parse_runs(text, MAX_DIMENSION, |word| {
        word.chars()
            .map(|c| match c {
                '+' => Ok(Sign::Plus),
                '-' => Ok(Sign::Minus),
                _ => Err(Refused::new("", "signs, + or -", quoted(word))),
            })
            .collect()
    })
}

/// Writes signs as [`parse_signs`] reads them; runs of more than eight as `[+]*9`.
pub fn format_signs(signs: &Runs<Sign>) -> String {
    let mut text = String::new();
    let mut after_run = false;
    for (sign, count) in signs.runs() {
        let run = count > 8;
        if !text.is_empty() && (run || after_run) {
            text.push(' ');
        }
        if run {
            write!(text, "[{sign}]*{count}").expect("a string takes everything");
        } else {
            text.push_str(&sign.to_string().repeat(count));
        }
        after_run = run;
    }
    text
}

/// A vertex x of {−1,+1}^D.
///
/// There are two ways to make one: [`Vertex::from_bits`], where bit i says whether x_{i+1} = +1, and
/// [`Vertex::from_signs`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Vertex {
    signs: Runs<Sign>,
}

impl Vertex {
    /// The vertex with x_{i+1} = +1 where bit i of `bits` is set (i = 0 is the lowest), −1 elsewhere.
    ///
    /// # Panics
    /// If `dimension` is more than 64.
    pub fn from_bits(dimension: usize, bits: u64) -> Self {
        assert!(dimension <= 64, "a word has 64 bits");
        Self {
            signs: (0..dimension)
                .map(|i| Sign::of(bits >> i & 1 == 1))
                .collect(),
        }
    }

    /// The vertex with these coordinates.
    pub fn from_signs(signs: Runs<Sign>) -> Self {
        Self { signs }
    }

    /// The dimension D, the number of coordinates.
    pub fn dimension(&self) -> usize {
        self.signs.len()
    }

    /// The coordinates x₁, …, x_D.
    pub fn signs(&self) -> &Runs<Sign> {
        &self.signs
    }

    /// The sum of the coordinates, x₁ + … + x_D.
    pub fn sum(&self) -> i64 {
        self.signs
            .runs()
            .map(|(sign, count)| {
                sign.value() * i64::try_from(count).expect("at most MAX_DIMENSION")
            })
            .sum()
    }

    /// The coordinates as fractions.
    pub fn point(&self) -> Runs<Rational> {
        self.signs.map(|sign| sign.rational())
    }

    /// The number whose bit i is set where x_{i+1} = +1: the inverse of [`Vertex::from_bits`].
    ///
    /// It is `None` for more than 64 coordinates.
    pub fn bits(&self) -> Option<u64> {
        (self.dimension() <= 64).then(|| {
            self.signs
                .iter()
                .enumerate()
                .filter(|(_, sign)| **sign == Sign::Plus)
                .fold(0, |bits, (i, _)| bits | 1 << i)
        })
    }
}

impl fmt::Display for Vertex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format_signs(&self.signs))
    }
}

impl FromStr for Vertex {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse_signs(text).map(Self::from_signs)
    }
}

/// All 2^D vertices, made directly from every choice of −1 or +1 for each coordinate.
pub fn vertices(dimension: usize) -> impl Iterator<Item = Vertex> {
    std::iter::repeat_n([Sign::Minus, Sign::Plus], dimension)
        .multi_cartesian_product()
        .map(|signs| Vertex::from_signs(signs.into_iter().collect()))
}

/// The point x + t·v.
pub fn moved(x: &Vertex, t: &Rational, v: &Runs<Rational>) -> Runs<Rational> {
    x.signs
        .zip_with(v, |sign, step| integer(sign.value()) + t * step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_and_signs_are_two_doors_to_the_same_vertex() {
        for bits in 0..16 {
            let vertex = Vertex::from_bits(4, bits);
            assert_eq!(vertex.bits(), Some(bits));
            assert_eq!(vertex.to_string().parse(), Ok(vertex.clone()));
            assert_eq!(vertex.sum(), 2 * i64::from(bits.count_ones()) - 4);
        }
        assert_eq!(Vertex::from_bits(3, 0b001).to_string(), "+--");
    }

    #[test]
    fn long_vertices_are_written_as_runs() {
        let text = "[+]*500000 -+ [-]*499998";
        let vertex: Vertex = text.parse().unwrap();
        assert_eq!(vertex.dimension(), 1_000_000);
        assert_eq!(vertex.to_string(), text);
        assert_eq!(vertex.sum(), 500_001 - 499_999);
        assert!("[+]*1000001".parse::<Vertex>().is_err());
        assert!("+-0".parse::<Vertex>().is_err());
    }

    #[test]
    fn there_are_two_to_the_dimension_vertices() {
        assert_eq!(vertices(5).unique().count(), 32);
    }
}
