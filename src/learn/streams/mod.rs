//! The random streams of numpy and torch, draw for draw.
//!
//! Both draw from the Mersenne Twister MT19937 with the same 32-bit seeding; they differ in how they use its outputs.
//! [`Twister`] is that generator; [`NumpyStream`] is `np.random.seed` and the functions that draw after it,
//! [`TorchStream`] is `torch.manual_seed` or a `torch.Generator`. With seed 42 they give the weights, orders and
//! dropout masks of the exercise's own programs (REFERENCE 5 and 6).

mod numpy;
mod torch;

use rand_mt::Mt;
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use numpy::{NumpyState, NumpyStream};
pub use torch::TorchStream;

/// The number of outputs between two renewals of the generator's state; that many outputs determine all later ones.
const BLOCK: usize = 624;

/// The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), whose place in its stream can be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twister {
    /// The generator, which has drawn `block` and nothing after it.
    core: Mt,
    /// A block of consecutive outputs.
    block: Box<[u32; BLOCK]>,
    /// The number of outputs of `block` that have been drawn.
    drawn: usize,
}

/// A place in a [`Twister`]'s stream, for a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwisterState {
    /// A block of 624 consecutive outputs around the place.
    pub outputs: Vec<u32>,
    /// The number of these outputs that have been drawn, 0 to 624.
    pub drawn: usize,
}

/// Why a state is not a place in any stream.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TwisterStateError {
    /// The state does not have 624 outputs, but this many.
    #[error("a state of the random generator has {BLOCK} outputs, but here are {0}")]
    Length(usize),
    /// This many outputs are said to be drawn, which are more than there are.
    #[error(
        "a state of the random generator has {BLOCK} outputs, but {0} of them are said to be drawn"
    )]
    Drawn(usize),
    /// All outputs are zero, to which no seed leads; the generator would give zeros for ever.
    #[error("a state of the random generator cannot have zeros for outputs")]
    Zeros,
}

impl Twister {
    /// The stream of a seed, at its beginning.
    pub fn new(seed: u32) -> Self {
        let mut twister = Self {
            core: Mt::new(seed),
            block: Box::new([0; BLOCK]),
            drawn: 0,
        };
        twister.renew();
        twister
    }

    /// A saved stream, from the place where it was saved.
    ///
    /// # Errors
    /// [`TwisterStateError`] if the state does not belong to any stream.
    pub fn restore(state: &TwisterState) -> Result<Self, TwisterStateError> {
        let outputs: Result<[u32; BLOCK], _> = state.outputs.as_slice().try_into();
        let outputs = outputs.map_err(|_| TwisterStateError::Length(state.outputs.len()))?;
        if state.drawn > BLOCK {
            return Err(TwisterStateError::Drawn(state.drawn));
        }
        // Of the first word of its state the generator uses one bit.
        if outputs[1..].iter().all(|output| *output == 0) {
            return Err(TwisterStateError::Zeros);
        }
        Ok(Self {
            core: Mt::from(outputs),
            block: Box::new(outputs),
            drawn: state.drawn,
        })
    }

    /// This place in the stream.
    pub fn state(&self) -> TwisterState {
        TwisterState {
            outputs: self.block.to_vec(),
            drawn: self.drawn,
        }
    }

    /// Draws 32 random bits.
    #[inline]
    pub fn next_u32(&mut self) -> u32 {
        if self.drawn == BLOCK {
            self.renew();
        }
        let output = self.block[self.drawn];
        self.drawn += 1;
        output
    }

    /// Draws a double in [0, 1) of 53 random bits, as numpy makes it: 27 bits of one draw, then 26 of the next.
    #[inline]
    pub fn next_double(&mut self) -> f64 {
        let high = f64::from(self.next_u32() >> 5);
        let low = f64::from(self.next_u32() >> 6);
        (high * f64::from(1 << 26) + low) / TWO_TO_53
    }

    /// Draws 64 random bits, as torch makes them: the first draw is the high half.
    #[inline]
    fn next_u64(&mut self) -> u64 {
        let high = u64::from(self.next_u32());
        high << 32 | u64::from(self.next_u32())
    }

    /// The next outputs, at least one and at most the rest of this block; [`Self::pass`] says how many were used.
    #[inline]
    fn ahead(&mut self) -> &[u32] {
        if self.drawn == BLOCK {
            self.renew();
        }
        &self.block[self.drawn..]
    }

    /// Skips some of the outputs that [`Self::ahead`] gave.
    #[inline]
    fn pass(&mut self, draws: usize) {
        self.drawn += draws;
    }

    /// Draws outputs and discards them.
    fn skip(&mut self, mut draws: usize) {
        while draws > 0 {
            let passed = self.ahead().len().min(draws);
            self.pass(passed);
            draws -= passed;
        }
    }

    fn renew(&mut self) {
        for output in self.block.iter_mut() {
            *output = self.core.next_u32();
        }
        self.drawn = 0;
    }
}

const TWO_TO_53: f64 = 9_007_199_254_740_992.0;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// From mt19937ar.out of the generator's authors, and from C++'s `std::mt19937`, both seeded with 5489.
    #[test]
    fn the_outputs_are_those_of_the_authors() {
        let mut twister = Twister::new(5489);
        assert_eq!(twister.next_u32(), 3_499_211_612);
        twister.skip(9998);
        assert_eq!(twister.next_u32(), 4_123_659_995);
    }

    #[test]
    fn a_state_of_no_stream_is_refused() {
        let state = Twister::new(1).state();
        let refused = |change: fn(&mut TwisterState)| {
            let mut state = state.clone();
            change(&mut state);
            Twister::restore(&state).unwrap_err()
        };
        assert_eq!(
            refused(|state| state.outputs.truncate(623)),
            TwisterStateError::Length(623)
        );
        assert_eq!(
            refused(|state| state.drawn = 625),
            TwisterStateError::Drawn(625)
        );
        assert_eq!(
            refused(|state| state.outputs[1..].fill(0)),
            TwisterStateError::Zeros
        );
    }

    proptest! {
        #[test]
        fn a_restored_stream_goes_on_as_the_saved_one(seed: u32, draws in 0_usize..2000) {
            let mut twister = Twister::new(seed);
            let mut one_by_one = twister.clone();
            twister.skip(draws);
            for _ in 0..draws {
                one_by_one.next_u32();
            }
            let text = serde_json::to_string(&twister.state()).unwrap();
            let state: TwisterState = serde_json::from_str(&text).unwrap();
            let mut restored = Twister::restore(&state).unwrap();
            prop_assert_eq!(&restored.state(), &state);
            for _ in 0..1500 {
                let output = twister.next_u32();
                prop_assert_eq!(restored.next_u32(), output);
                prop_assert_eq!(one_by_one.next_u32(), output);
            }
        }
    }
}
