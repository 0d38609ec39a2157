//! The order of the examples, which is permuted in place at the start of each epoch.

use crate::formats::tensor::{Tensor, find, place};
use crate::language::refused::Refused;
use crate::learn::streams::NumpyStream;

/// The order that `p = np.random.permutation(N); X, y = X[p], y[p]` at the start of every epoch gives: permutations
/// compose.
pub struct Order {
    stream: NumpyStream,
    examples: Vec<u32>,
}

const STREAM: &str = "stream.order";
const STREAM_LENGTH: usize = 625;
const ORDER: &str = "order";

impl Order {
    /// The order of the file, before the first epoch; `stream` may have been drawn from.
    ///
    /// # Panics
    /// If there are 2³² examples or more.
    pub fn new(stream: NumpyStream, examples: usize) -> Self {
        let examples = u32::try_from(examples).expect("fewer than 2³² examples");
        Self {
            stream,
            examples: (0..examples).collect(),
        }
    }

    /// The examples in their present order.
    pub fn examples(&self) -> &[u32] {
        &self.examples
    }

    /// Permutes the examples for the next epoch.
    pub fn next(&mut self) {
        let permutation = self.stream.permutation(self.examples.len() as u32);
        self.examples = permutation
            .into_iter()
            .map(|place| self.examples[place as usize])
            .collect();
    }

    /// The order and the place in the stream, for a checkpoint.
    pub fn state(&self) -> [Tensor; 2] {
        let mut stream = self.stream.state();
        // A normal value that is kept is never asked for: after the weights none is drawn.
        stream.truncate(STREAM_LENGTH);
        [
            Tensor::new(ORDER, &[self.examples.len()], self.examples.clone()),
            Tensor::new(STREAM, &[stream.len()], stream),
        ]
    }

    /// Returns to a state.
    pub fn restore(&mut self, state: &[Tensor]) -> Result<(), Refused> {
        let examples: &[u32] = find(state, ORDER, &[self.examples.len()])?;
        let mut seen = vec![false; examples.len()];
        let is_permutation = examples.iter().all(|example| {
            let seen = seen.get_mut(*example as usize);
            seen.is_some_and(|seen| !std::mem::replace(seen, true))
        });
        if !is_permutation {
            let expected = format!("an order of {} examples", examples.len());
            return Err(Refused::new(place(ORDER), expected, "something else"));
        }
        let stream = NumpyStream::restore(find(state, STREAM, &[STREAM_LENGTH])?);
        self.stream = stream.map_err(|refused| refused.within(&place(STREAM)))?;
        self.examples = examples.to_vec();
        Ok(())
    }
}
