//! Numbers that the two halves of a network exchange.

use std::sync::Mutex;

use super::SLICE;
use crate::learn::kernels::Number;
use crate::learn::streams::TorchStream;
use crate::learn::two_threads::{HALVES, Shared};

/// All numbers that the halves exchange.
pub struct Exchange<T> {
    /// For each hidden layer but the last, its activations `[group][unit][16]`.
    pub activations: Vec<Shared<T>>,
    /// The halves' sums for the outputs, `[group][class][16]`.
    pub scores: Shared<T>,
    /// For each hidden layer but the last, the halves' sums for the gradients of its activations,
    /// `[group][unit of both halves][16]`.
    pub gradients: Vec<Shared<T>>,
    /// The dropout masks of the batch.
    pub masks: Mutex<Masks>,
}

impl<T: Number> Exchange<T> {
    /// The exchange for this many hidden layers of this many units in each half.
    pub fn new(layers: usize, units: [usize; HALVES], classes: usize, masks: Masks) -> Self {
        let (inner, width) = (layers - 1, units.iter().sum::<usize>());
        let shared = |lengths: [usize; HALVES]| Shared::new(lengths.map(|length| length * SLICE));
        Self {
            activations: (0..inner).map(|_| shared(units)).collect(),
            scores: shared([classes; HALVES]),
            gradients: (0..inner).map(|_| shared([width; HALVES])).collect(),
            masks: Mutex::new(masks),
        }
    }
}

/// The masks that say which activations of a batch are kept, `[layer][example][unit]`, drawn once for both halves.
pub struct Masks {
    /// The stream from which the masks are drawn.
    pub stream: TorchStream,
    probability: f64,
    width: usize,
    layers: usize,
    /// The number of batches in this epoch for which masks have been drawn.
    batches: usize,
    kept: Vec<bool>,
}

impl Masks {
    /// Masks for layers of this width.
    pub fn new(stream: TorchStream, probability: f64, width: usize, layers: usize) -> Self {
        Self {
            stream,
            probability,
            width,
            layers,
            batches: 0,
            kept: Vec::new(),
        }
    }

    /// The masks of batch `batch` of the epoch, which are drawn when they are first asked for.
    pub fn of_batch(&mut self, batch: usize, examples: usize) -> &[bool] {
        if batch == self.batches {
            self.kept.resize(self.layers * examples * self.width, false);
            self.stream.dropout(self.probability, &mut self.kept);
            self.batches += 1;
        }
        &self.kept
    }
}
