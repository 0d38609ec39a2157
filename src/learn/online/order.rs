//! The order of the examples, which is permuted in place at the start of each epoch.

use crate::formats::tensor::{Tensor, find, place};
use crate::language::refused::Refused;
use crate::learn::streams::{NumpyState, NumpyStream, TwisterState};

/// The order that `p = np.random.permutation(N); X, y = X[p], y[p]` at the start of every epoch gives: permutations
/// compose.
pub struct Order {
    stream: NumpyStream,
    examples: Vec<u32>,
}

const STREAM: &str = "stream.order";
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
        let TwisterState { mut outputs, drawn } = self.stream.state().twister;
        outputs.push(u32::try_from(drawn).expect("at most a block"));
        [
            Tensor::new(ORDER, &[self.examples.len()], self.examples.clone()),
            Tensor::new(STREAM, &[outputs.len()], outputs),
        ]
    }

    /// Returns to a state. No normal value is pending in it: they come in pairs, and after the weights none is drawn.
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
        let values: &[u32] = find(state, STREAM, &[625])?;
        let (drawn, outputs) = values.split_last().expect("625 numbers");
        let twister = TwisterState {
            outputs: outputs.to_vec(),
            drawn: *drawn as usize,
        };
        let state = NumpyState {
            twister,
            second_normal: None,
        };
        self.stream = NumpyStream::restore(&state).map_err(|problem| {
            Refused::mistake(place(STREAM), "the state of a random stream", problem)
        })?;
        self.examples = examples.to_vec();
        Ok(())
    }
}
