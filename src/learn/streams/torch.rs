//! torch's CPU generator: initial weights, the data loader's orders, dropout masks.

use super::{TWO_TO_53, Twister};
use crate::language::refused::Refused;

/// The length from which on torch draws permutations in another way.
const LONG: u32 = u32::MAX / 20;

/// The stream of `torch.manual_seed(seed)`, or of `torch.Generator().manual_seed(seed)` (TRAINING 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TorchStream {
    twister: Twister,
}

impl TorchStream {
    /// The stream of a seed, at its beginning. From a larger seed, torch takes the low 32 bits.
    pub fn new(seed: u32) -> Self {
        Self {
            twister: Twister::new(seed),
        }
    }

    /// A saved stream, from the place where it was saved.
    ///
    /// # Errors
    /// [`Refused`] if the state does not belong to any stream.
    pub fn restore(state: &[u32]) -> Result<Self, Refused> {
        let twister = Twister::restore(state)?;
        Ok(Self { twister })
    }

    /// This place in the stream.
    pub fn state(&self) -> Vec<u32> {
        self.twister.state()
    }

    /// Draws `torch.empty((), dtype=torch.int64).random_()`, in 0..2⁶³.
    pub fn random_i64(&mut self) -> i64 {
        (self.twister.next_u64() & (u64::MAX >> 1)).cast_signed()
    }

    /// Draws `torch.randperm(n)`: 0 to n − 1 in random order.
    pub fn randperm(&mut self, n: u32) -> Vec<u32> {
        if n >= LONG {
            return self.long_randperm(n);
        }
        let mut order: Vec<u32> = (0..n).collect();
        // Fisher and Yates, from the front.
        for (first, rest) in (0..n).zip((2..=n).rev()) {
            let step = self.twister.next_u32() % rest;
            order.swap(first as usize, (first + step) as usize);
        }
        order
    }

    /// Draws 64 bits for each place, and shuffles by Fisher and Yates's method inside out.
    fn long_randperm(&mut self, n: u32) -> Vec<u32> {
        let mut order = vec![0; n as usize];
        for next in 0..n {
            let place = (self.twister.next_u64() % (u64::from(next) + 1)) as usize;
            order[next as usize] = order[place];
            order[place] = next;
        }
        order
    }

    /// Draws the order of the next epoch of `DataLoader(shuffle=True, generator=…)` over n examples.
    ///
    /// Before it, the loader draws a base seed for its workers; after it, the sampler draws a second permutation, which
    /// it does not use.
    pub fn loader_order(&mut self, n: u32) -> Vec<u32> {
        self.random_i64();
        let order = self.randperm(n);
        let draws = if n < LONG {
            order.len().saturating_sub(1)
        } else {
            2 * order.len()
        };
        self.twister.skip(draws);
        order
    }

    /// Draws `torch.empty(n).uniform_(-bound, bound)`, in float32.
    pub fn uniform(&mut self, n: usize, bound: f64) -> Vec<f32> {
        let high = bound as f32;
        let low = -high;
        let width = high - low;
        let uniform = |_| {
            let fraction = (self.twister.next_u32() & 0x00ff_ffff) as f32 / TWO_TO_24;
            // One rounding: two, a product's and a sum's, would be wrong in the last bit of half of the values.
            fraction.mul_add(width, low)
        };
        (0..n).map(uniform).collect()
    }

    /// Draws the initial parameters of `nn.Linear(inputs, outputs)`: weights (outputs × inputs, row after row), then
    /// biases.
    ///
    /// Both are uniform in ±1/√inputs; the weights' bound is that of `kaiming_uniform_(a=sqrt(5))`, computed as there.
    pub fn linear(&mut self, inputs: usize, outputs: usize) -> (Vec<f32>, Vec<f32>) {
        let root = (inputs as f64).sqrt();
        let slope = 5_f64.sqrt();
        let gain = (2.0 / (1.0 + slope * slope)).sqrt();
        let weights = self.uniform(inputs * outputs, 3_f64.sqrt() * (gain / root));
        let biases = self.uniform(outputs, 1.0 / root);
        (weights, biases)
    }

    /// Draws the next mask of dropout with probability `p`, in [0, 1]: `true` for a value that is kept (and then
    /// multiplied by 1 / (1 − p)).
    ///
    /// For p = 0 and p = 1 torch draws nothing. On Intel processors torch draws its masks from another generator;
    /// these are those of all other processors.
    pub fn dropout(&mut self, p: f64, mask: &mut [bool]) {
        if p <= 0.0 || p >= 1.0 {
            mask.fill(p <= 0.0);
            return;
        }
        // Kept when k·2⁻⁵³ < 1 − p, k the low 53 of 64 bits. Scaling is exact, so k < ⌈(1 − p)·2⁵³⌉ says the same.
        #[allow(clippy::cast_sign_loss, reason = "p is less than 1 here")]
        let limit = ((1.0 - p) * TWO_TO_53).ceil() as u64;
        let mut rest = mask;
        while !rest.is_empty() {
            let (pairs, _) = self.twister.ahead().as_chunks::<2>();
            if pairs.is_empty() {
                // One output is left of the block.
                rest[0] = is_below(self.twister.next_u64(), limit);
                rest = &mut rest[1..];
                continue;
            }
            let length = pairs.len().min(rest.len());
            let (now, later) = rest.split_at_mut(length);
            for (kept, [high, low]) in now.iter_mut().zip(pairs) {
                *kept = is_below(u64::from(*high) << 32 | u64::from(*low), limit);
            }
            rest = later;
            self.twister.pass(2 * length);
        }
    }
}

const TWO_TO_24: f32 = 16_777_216.0;

#[inline]
fn is_below(bits: u64, limit: u64) -> bool {
    bits & ((1 << 53) - 1) < limit
}
