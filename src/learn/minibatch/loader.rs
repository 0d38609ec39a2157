//! The order of the examples, as torch's `DataLoader(shuffle=True)` draws it.

use crate::formats::tensor::{Tensor, find, place};
use crate::language::refused::Refused;
use crate::learn::streams::TorchStream;

/// A loader that draws the order of each epoch from a generator of its own.
pub struct Loader {
    stream: TorchStream,
    examples: u32,
}

impl Loader {
    /// A loader for this many examples.
    ///
    /// # Panics
    /// If there are 2³² examples or more.
    pub fn new(seed: u32, examples: usize) -> Self {
        Self {
            stream: TorchStream::new(seed),
            examples: u32::try_from(examples).expect("fewer than 2³² examples"),
        }
    }

    /// The number of examples in an epoch.
    pub fn examples(&self) -> usize {
        self.examples as usize
    }

    /// The order of the next epoch.
    pub fn next_order(&mut self) -> Vec<u32> {
        self.stream.loader_order(self.examples)
    }

    /// The place in the generator's stream.
    pub fn state(&self) -> Tensor {
        stream_tensor(LOADER, &self.stream)
    }

    /// Returns to a place in the generator's stream.
    pub fn restore(&mut self, state: &[Tensor]) -> Result<(), Refused> {
        self.stream = find_stream(state, LOADER)?;
        Ok(())
    }
}

const LOADER: &str = "stream.loader";

/// A stream's place as a tensor.
pub fn stream_tensor(name: &str, stream: &TorchStream) -> Tensor {
    let state = stream.state();
    Tensor::new(name, &[state.len()], state)
}

/// The stream whose place is the tensor with this name.
pub fn find_stream(state: &[Tensor], name: &str) -> Result<TorchStream, Refused> {
    let stream = TorchStream::restore(find(state, name, &[625])?);
    stream.map_err(|refused| refused.within(&place(name)))
}
