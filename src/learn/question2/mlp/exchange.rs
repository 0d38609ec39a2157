//! What the two halves of a network tell each other.

use std::sync::{Mutex, PoisonError, RwLock};

use super::SLICE;
use crate::learn::kernels::{Aligned, Number};
use crate::learn::random::TorchStream;

/// How many parts the units are divided into, for any number of threads, so that sums have one order.
pub const PARTS: usize = 2;

/// Numbers that one part writes and both read, for the even and the odd slices: a part that is ahead by one slice
/// does not overwrite what the other still reads.
///
/// The barrier between phases keeps writers and readers apart; the locks, which nobody ever waits for, say so to the
/// compiler.
pub struct Shared<T> {
    slots: [[RwLock<Aligned<T>>; PARTS]; 2],
}

impl<T: Number> Shared<T> {
    /// With room for so many numbers from each part.
    pub fn new(lengths: [usize; PARTS]) -> Self {
        let slot = || lengths.map(|length| RwLock::new(Aligned::zeros(length)));
        Self {
            slots: [slot(), slot()],
        }
    }

    /// Lets a part write.
    pub fn write<R>(&self, slice: usize, part: usize, write: impl FnOnce(&mut [T]) -> R) -> R {
        let slot = &self.slots[slice % 2][part];
        write(&mut slot.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets a part read what a part wrote.
    pub fn read<R>(&self, slice: usize, part: usize, read: impl FnOnce(&[T]) -> R) -> R {
        let slot = &self.slots[slice % 2][part];
        read(&slot.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Everything that crosses.
pub struct Exchange<T> {
    /// For each hidden layer but the last, its activations `[group][unit][16]`.
    pub activations: Vec<Shared<T>>,
    /// The parts' sums for the outputs, `[group][class][16]`.
    pub scores: Shared<T>,
    /// For each hidden layer but the last, the parts' sums for the gradients of its activations,
    /// `[group][unit of both parts][16]`.
    pub gradients: Vec<Shared<T>>,
    /// The dropout masks of the batch.
    pub masks: Mutex<Masks>,
}

impl<T: Number> Exchange<T> {
    /// For so many hidden layers of so many units in each part.
    pub fn new(layers: usize, units: [usize; PARTS], classes: usize, masks: Masks) -> Self {
        let (inner, width) = (layers - 1, units.iter().sum::<usize>());
        let shared = |lengths: [usize; PARTS]| Shared::new(lengths.map(|length| length * SLICE));
        Self {
            activations: (0..inner).map(|_| shared(units)).collect(),
            scores: shared([classes; PARTS]),
            gradients: (0..inner).map(|_| shared([width; PARTS])).collect(),
            masks: Mutex::new(masks),
        }
    }
}

/// Which activations of a batch are kept, `[layer][example][unit]`, drawn once for both parts.
pub struct Masks {
    /// Where they are drawn from.
    pub stream: TorchStream,
    probability: f64,
    width: usize,
    layers: usize,
    /// The number of batches drawn for in this epoch.
    batches: usize,
    kept: Vec<bool>,
}

impl Masks {
    /// For layers of this width.
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

    /// The masks of batch `batch` of the epoch, drawn if this is the first to ask.
    pub fn of_batch(&mut self, batch: usize, examples: usize) -> &[bool] {
        if batch == self.batches {
            self.kept.resize(self.layers * examples * self.width, false);
            self.stream.dropout(self.probability, &mut self.kept);
            self.batches += 1;
        }
        &self.kept
    }
}
