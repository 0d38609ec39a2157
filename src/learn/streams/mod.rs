//! The random streams of numpy and torch, draw for draw.
//!
//! Both draw from the Mersenne Twister MT19937 with the same 32-bit seeding; they differ in how they use its outputs.
//! [`Twister`] is that generator; [`NumpyStream`] is `np.random.seed` and the functions that draw after it,
//! [`TorchStream`] is `torch.manual_seed` or a `torch.Generator`. With seed 42 they give the weights, orders and
//! dropout masks of the exercise's own programs (REFERENCE 5 and 6).

mod numpy;
mod torch;

use rand_mt::Mt;

use crate::language::refused::Refused;

pub use numpy::NumpyStream;
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
    /// [`Refused`] if the state does not belong to any stream.
    pub fn restore(state: &[u32]) -> Result<Self, Refused> {
        let refused = |found: String| {
            let expected =
                format!("{BLOCK} outputs of a generator, and how many of them are drawn");
            Refused::new("", expected, found)
        };
        let (outputs, drawn) = match state.split_first_chunk::<BLOCK>() {
            Some((outputs, [drawn])) => (*outputs, *drawn as usize),
            _ => return Err(refused(format!("{} numbers", state.len()))),
        };
        if drawn > BLOCK {
            return Err(refused(format!("{drawn} drawn")));
        }
        // No seed leads to zeros. Of the first word of its state the generator uses one bit.
        if outputs[1..].iter().all(|output| *output == 0) {
            return Err(refused("zeros".to_owned()));
        }
        Ok(Self {
            core: Mt::from(outputs),
            block: Box::new(outputs),
            drawn,
        })
    }

    /// This place in the stream, for a checkpoint: a block of 624 consecutive outputs around the place, and how many of
    /// them have been drawn.
    pub fn state(&self) -> Vec<u32> {
        let drawn = u32::try_from(self.drawn).expect("at most a block");
        [&self.block[..], &[drawn]].concat()
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
        let refused = |change: fn(&mut Vec<u32>)| {
            let mut state = state.clone();
            change(&mut state);
            Twister::restore(&state).unwrap_err().found
        };
        assert_eq!(refused(|state| state.truncate(624)), "624 numbers");
        assert_eq!(refused(|state| state[BLOCK] = 625), "625 drawn");
        assert_eq!(refused(|state| state[1..BLOCK].fill(0)), "zeros");
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
            let state = twister.state();
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
