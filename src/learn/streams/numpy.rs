//! numpy's legacy global generator: `np.random.seed`, `permutation` and `normal`.

use super::{BLOCK, Twister};
use crate::language::refused::Refused;

/// The stream of `np.random.seed(seed)` (numpy's `RandomState`, frozen by numpy since version 1.17).
#[derive(Clone, Debug, PartialEq)]
pub struct NumpyStream {
    twister: Twister,
    /// The second of a pair of normal values, which is kept for the next call.
    second_normal: Option<f64>,
}

impl NumpyStream {
    /// The stream of `np.random.seed(seed)`; any seed that numpy accepts is a `u32`.
    pub fn new(seed: u32) -> Self {
        Self {
            twister: Twister::new(seed),
            second_normal: None,
        }
    }

    /// A saved stream, from the place where it was saved.
    ///
    /// # Errors
    /// [`Refused`] if the state does not belong to any stream.
    pub fn restore(state: &[u32]) -> Result<Self, Refused> {
        let (twister, normal) = state.split_at(state.len().min(BLOCK + 1));
        let second_normal = match normal {
            [high, low] => Some(f64::from_bits(u64::from(*high) << 32 | u64::from(*low))),
            _ => None,
        };
        Ok(Self {
            twister: Twister::restore(twister)?,
            second_normal,
        })
    }

    /// This place in the stream: that of [`Twister::state`], and if a normal value is kept for the next call, the high and
    /// the low half of its bits.
    pub fn state(&self) -> Vec<u32> {
        let mut state = self.twister.state();
        if let Some(normal) = self.second_normal {
            let bits = normal.to_bits();
            state.extend([(bits >> 32) as u32, bits as u32]);
        }
        state
    }

    /// Draws `np.random.permutation(n)`: 0 to n − 1 in random order.
    pub fn permutation(&mut self, n: u32) -> Vec<u32> {
        let mut order: Vec<u32> = (0..n).collect();
        // Fisher and Yates, from the back.
        for last in (1..n).rev() {
            order.swap(last as usize, self.at_most(last) as usize);
        }
        order
    }

    /// Draws a uniform integer from 0 to `max`: repeats until as many bits as `max` has give at most `max`.
    fn at_most(&mut self, max: u32) -> u32 {
        let mask = u32::MAX >> max.leading_zeros();
        loop {
            let bits = self.twister.next_u32() & mask;
            if bits <= max {
                return bits;
            }
        }
    }

    /// Draws one value of `np.random.normal(mean, sd)`; `size=(a, b)` there is a·b values here, row after row.
    ///
    /// Two uniform values in the unit disc give two normal values (Marsaglia's polar method); the second is kept for
    /// the next call. The logarithm is the C library's ([`f64::ln`]), as it is in numpy; all else is correctly rounded.
    /// With the same glibc on the same processor every bit is numpy's. Elsewhere a last bit may differ, in numpy as here:
    /// glibc without fused multiply-add changes 2 of the first 157,600 values of seed 42, mean 0.1 and sd 0.1.
    pub fn normal(&mut self, mean: f64, sd: f64) -> f64 {
        mean + sd * self.standard_normal()
    }

    fn standard_normal(&mut self) -> f64 {
        if let Some(second) = self.second_normal.take() {
            return second;
        }
        loop {
            let x = 2.0 * self.twister.next_double() - 1.0;
            let y = 2.0 * self.twister.next_double() - 1.0;
            let square = x * x + y * y;
            if square < 1.0 && square != 0.0 {
                let scale = (-2.0 * square.ln() / square).sqrt();
                self.second_normal = Some(scale * x);
                return scale * y;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The numbers are numpy 2.4.6's; more of them are in tests/all/learn/streams_match_numpy_and_torch.rs.

    const LAST_BIT: f64 = 1e-16;

    #[test]
    fn permutations_are_numpys() {
        let mut stream = NumpyStream::new(42);
        assert_eq!(stream.permutation(1), [0]);
        assert_eq!(stream.permutation(2), [1, 0]);
        assert_eq!(stream.permutation(3), [1, 2, 0]);
        assert_eq!(stream.permutation(10), [3, 9, 0, 8, 5, 2, 1, 6, 4, 7]);
        assert!(stream.permutation(0).is_empty());
    }

    #[test]
    fn the_waiting_normal_value_is_part_of_the_state() {
        let mut stream = NumpyStream::new(42);
        assert!((stream.normal(0.1, 0.1) - 0.149_671_415_301_123_27).abs() < LAST_BIT);
        let mut restored = NumpyStream::restore(&stream.state()).unwrap();
        for normal in [
            0.086_173_569_882_881_54,
            0.164_768_853_810_069_25,
            0.252_302_985_640_802_56,
        ] {
            assert!((restored.normal(0.1, 0.1) - normal).abs() < LAST_BIT);
        }
        assert_eq!(restored.permutation(3), [0, 1, 2]);
    }
}
