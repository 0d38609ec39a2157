//! The training loop of all models.

use crate::learn::curve::Epoch;
use crate::learn::examples::Examples;
use crate::learn::learner::Learner;

/// The data that a model is trained with, and the number of epochs.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// The examples to train on.
    pub train: Examples<'a>,
    /// The examples to validate with.
    pub val: Examples<'a>,
    /// The number of epochs in all.
    pub epochs: usize,
    /// Whether accuracy on the training set is measured after each epoch (Question 1).
    pub measure_train: bool,
}

/// The way in which a training ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// All epochs are done.
    Complete,
    /// The loss of the last epoch of the curve is not a finite number, and more epochs would not help.
    Diverged,
    /// The training was stopped within the epoch after the last one of the curve. It cannot be continued with this
    /// learner.
    Stopped,
}

/// Trains from where `curve` ends to the end of the plan, and adds to the curve.
///
/// `watch` is called now and then with the number of the epoch, counted from 1, and the number of examples that the
/// epoch has seen; `false` stops the training. `done` is called after each epoch, when the curve includes it and the
/// learner can continue.
///
/// # Errors
/// The error that `done` returns.
pub fn run_epochs<E>(
    learner: &mut dyn Learner,
    plan: &Plan<'_>,
    curve: &mut Vec<Epoch>,
    watch: &(dyn Fn(usize, usize) -> bool + Sync),
    mut done: impl FnMut(&dyn Learner, &[Epoch]) -> Result<(), E>,
) -> Result<End, E> {
    while curve.len() < plan.epochs {
        if curve.last().is_some_and(Epoch::has_diverged) {
            return Ok(End::Diverged);
        }
        let number = curve.len() + 1;
        let Ok(train_loss) = learner.epoch(plan.train, &|seen| watch(number, seen)) else {
            return Ok(End::Stopped);
        };
        let epoch = measure(learner, plan, number, train_loss);
        curve.push(epoch);
        done(learner, curve)?;
    }
    let diverged = curve.last().is_some_and(Epoch::has_diverged);
    Ok(if diverged {
        End::Diverged
    } else {
        End::Complete
    })
}

/// Evaluates the learner after an epoch.
fn measure(learner: &dyn Learner, plan: &Plan<'_>, epoch: usize, train_loss: Option<f64>) -> Epoch {
    let measured = plan
        .measure_train
        .then(|| learner.evaluate(plan.train).correct(plan.train.labels));
    let val = learner.evaluate(plan.val);
    let share = |correct: usize, examples: Examples<'_>| correct as f64 / examples.len() as f64;
    let val_correct = val.correct(plan.val.labels);
    Epoch {
        epoch,
        train_loss,
        train_correct: measured,
        train_accuracy: measured.map(|correct| share(correct, plan.train)),
        val_loss: val.loss,
        val_correct,
        val_accuracy: share(val_correct, plan.val),
    }
}
