//! The step of an optimizer, batch by batch.

use crate::learn::kernels::{AdamRates, Number};
use crate::learn::settings::{Optimizer, Settings};

/// The step that is taken with a batch's gradients.
#[derive(Clone, Copy, Debug)]
pub enum Step<T> {
    /// The step w ← w − η·(g + λ·w).
    Sgd {
        /// The learning rate η.
        learning_rate: T,
        /// The weight decay λ.
        decay: T,
    },
    /// The numbers of the t-th step of Adam, with a scale of 1.
    Adam(AdamRates<T>),
}

impl<T: Number> Step<T> {
    /// The step of batch number `t`, counted from 1 over all epochs.
    pub fn new(settings: &Settings, t: u32) -> Self {
        let (learning_rate, decay) = (settings.learning_rate, T::of(settings.l2_decay));
        match settings.optimizer {
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

/// The decay β₁ of the first moments.
const FIRST: f64 = 0.9;
/// The decay β₂ of the second moments.
const SECOND: f64 = 0.999;
/// The constant ε that keeps the divisor above 0.
const EPSILON: f64 = 1e-8;
