//! The step of an optimizer, batch by batch.

use super::{Optimizer, Training};
use crate::learn::kernels::{AdamRates, Number};

/// What a batch's gradients are used for.
#[derive(Clone, Copy, Debug)]
pub enum Step<T> {
    /// w ← w − η·(g + λ·w)
    Sgd {
        /// η
        learning_rate: T,
        /// λ
        decay: T,
    },
    /// The numbers of the t-th step, with 1 for their scale.
    Adam(AdamRates<T>),
}

impl<T: Number> Step<T> {
    /// The step of batch number `t`, counted from 1 over all epochs.
    pub fn new(training: &Training, t: u32) -> Self {
        let (learning_rate, decay) = (training.learning_rate, T::of(training.l2_decay));
        match training.optimizer {
            Optimizer::Sgd => Self::Sgd {
                learning_rate: T::of(learning_rate),
                decay,
            },
            Optimizer::Adam => {
                let t = f64::from(t);
                Self::Adam(AdamRates {
                    scale: T::of(1.0),
                    decay,
                    first_rate: T::of(1.0 - FIRST),
                    second_decay: T::of(SECOND),
                    second_rate: T::of(1.0 - SECOND),
                    step: T::of(learning_rate / (1.0 - FIRST.powf(t))),
                    correction: T::of((1.0 - SECOND.powf(t)).sqrt()),
                    epsilon: T::of(EPSILON),
                })
            }
        }
    }
}

/// β₁
const FIRST: f64 = 0.9;
/// β₂
const SECOND: f64 = 0.999;
/// ε
const EPSILON: f64 = 1e-8;
