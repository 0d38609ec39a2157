//! The vertices of a cube as examples, so that a network can learn the exercise's function.

use crate::language::cube::{Sign, vertices};
use crate::language::refused::Refused;
use crate::language::target::Interval;
use crate::learn::examples::{Examples, Inputs};
use crate::learn::train::Sets;

/// The largest D for which a model learns from all 2^D vertices.
pub const MAX_DIMENSION: usize = 12;

/// All 2^D vertices, each with its class.
#[derive(Clone, Debug, PartialEq)]
pub struct CubeExamples {
    dimension: usize,
    inputs: Vec<f32>,
    labels: Vec<u8>,
}

impl CubeExamples {
    /// The vertices in the order of [`vertices`]; class 1 where f = +1, class 0 where f = −1.
    ///
    /// # Errors
    /// [`Refused`] if D exceeds [`MAX_DIMENSION`].
    pub fn new(f: &Interval) -> Result<Self, Refused> {
        let dimension = f.dimension();
        if dimension > MAX_DIMENSION {
            let expected = format!("at most D = {MAX_DIMENSION}, to learn from all 2^D vertices");
            return Err(Refused::new("", expected, format!("D = {dimension}")));
        }
        let (mut inputs, mut labels) = (Vec::new(), Vec::new());
        for x in vertices(dimension) {
            inputs.extend(x.signs().iter().map(|sign| sign.value() as f32));
            labels.push(u8::from(f.value_at_sum(x.sum()) == Sign::Plus));
        }
        Ok(Self {
            dimension,
            inputs,
            labels,
        })
    }

    /// The vertices as the sets of a training: it trains, validates and tests on all of them. No checkpoint is written
    /// for them.
    pub fn sets(&self) -> Sets<'_> {
        let vertices = self.examples();
        Sets {
            train: vertices,
            val: vertices,
            test: vertices,
            classes: 2,
            fingerprint: 0,
        }
    }

    /// The vertices as examples of D numbers.
    pub fn examples(&self) -> Examples<'_> {
        Examples {
            inputs: Inputs::Numbers(&self.inputs),
            labels: &self.labels,
            width: self.dimension,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vertices_stand_in_the_order_of_the_cube() {
        let cube = CubeExamples::new(&Interval::new(2, 0, 0).unwrap()).unwrap();
        let [minus, plus] = [-1.0, 1.0];
        assert_eq!(
            cube.inputs,
            [minus, minus, minus, plus, plus, minus, plus, plus]
        );
        assert_eq!(cube.labels, [0, 1, 1, 0]);
        let large = Interval::new(13, 0, 0).unwrap();
        assert_eq!(CubeExamples::new(&large).unwrap_err().found, "D = 13");
    }
}
