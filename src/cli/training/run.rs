//! One run: a model is trained and tested.

use std::time::{Duration, Instant};

use orthant::formats::tensor::{Tensor, Values};
use orthant::learn::Compute;
use orthant::learn::confusion::Confusion;
use orthant::learn::curve::Epoch;
use orthant::learn::examples::Examples;
use orthant::learn::learner::Learner;
use orthant::learn::train::{End, Plan, train};

use super::keep::Keep;
use super::model::{Model, Shape};

/// What is to be done.
pub struct Task<'a> {
    pub model: &'a Model,
    pub plan: Plan<'a>,
    pub test: Examples<'a>,
    pub classes: usize,
    pub compute: Compute,
    pub keep: Keep,
}

/// What is learned from, chosen by and tested on.
pub struct Sets<'a> {
    pub train: Examples<'a>,
    pub val: Examples<'a>,
    pub test: Examples<'a>,
    pub classes: usize,
    /// What the examples are called.
    pub noun: &'static str,
}

impl<'a> Sets<'a> {
    /// To train this model on them.
    pub fn task(&self, model: &'a Model, epochs: usize, compute: Compute, keep: Keep) -> Task<'a> {
        Task {
            model,
            plan: Plan {
                train: self.train,
                val: self.val,
                epochs,
                measure_train: model.question() == 1,
            },
            test: self.test,
            classes: self.classes,
            compute,
            keep,
        }
    }
}

/// What came of it.
pub struct Trained {
    /// All epochs, also those from a checkpoint.
    pub curve: Vec<Epoch>,
    pub end: End,
    /// What the last epoch's weights make of the test set, if all epochs are done.
    pub test: Option<Confusion>,
    /// The last epoch's weights.
    pub parameters: Vec<Tensor>,
    /// How long training and evaluation took, without what a checkpoint had done.
    pub time: Duration,
    /// The examples that were learned from in this time.
    pub seen: u128,
}

/// Why an epoch is the last.
enum Halt {
    /// The weights of a model without a loss are no numbers any more.
    Diverged,
    Failed(anyhow::Error),
}

/// Trains and tests; `epoch_done` is told each epoch, also those from a checkpoint.
pub fn run(
    task: &Task<'_>,
    watch: &(dyn Fn(usize, usize) -> bool + Sync),
    mut epoch_done: impl FnMut(&Epoch) -> anyhow::Result<()>,
) -> anyhow::Result<Trained> {
    let Task { model, plan, .. } = task;
    let shape = Shape {
        inputs: plan.train.width,
        classes: task.classes,
        examples: plan.train.len(),
    };
    let mut learner = model.learner(shape, task.compute);
    let mut curve = task.keep.resume(model, learner.as_mut(), plan.epochs)?;
    let before = curve.len();
    curve.iter().try_for_each(&mut epoch_done)?;

    let start = Instant::now();
    let end = train(
        learner.as_mut(),
        plan,
        &mut curve,
        watch,
        |learner, curve| {
            let epoch = curve.last().expect("an epoch is done");
            let diverged =
                epoch.has_diverged() || epoch.train_loss.is_none() && !is_finite(learner);
            // Nobody wants to go on from there.
            if !diverged {
                task.keep
                    .write(model, learner, curve)
                    .map_err(Halt::Failed)?;
            }
            epoch_done(epoch).map_err(Halt::Failed)?;
            if diverged {
                Err(Halt::Diverged)
            } else {
                Ok(())
            }
        },
    );
    let end = match end {
        Ok(end) => end,
        Err(Halt::Diverged) => End::Diverged,
        Err(Halt::Failed(error)) => return Err(error),
    };
    let test = (end == End::Complete).then(|| {
        let predictions = learner.evaluate(task.test).predictions;
        Confusion::new(task.test.labels, &predictions, task.classes)
    });
    let epochs = curve.len() - before;
    Ok(Trained {
        end,
        test,
        parameters: learner.parameters(),
        time: start.elapsed(),
        seen: u128::try_from(epochs * shape.examples).expect("no usize is larger"),
        curve,
    })
}

/// Whether all weights are numbers.
fn is_finite(learner: &dyn Learner) -> bool {
    learner
        .parameters()
        .iter()
        .all(|tensor| match &tensor.values {
            Values::F32(values) => values.iter().all(|value| value.is_finite()),
            Values::F64(values) => values.iter().all(|value| value.is_finite()),
            Values::U32(_) => true,
        })
}

impl Trained {
    /// Examples a second, in whole ones, if any were learned from.
    pub fn throughput(&self) -> Option<u128> {
        let nanoseconds = self.time.as_nanos();
        (self.seen > 0 && nanoseconds > 0).then(|| self.seen * 1_000_000_000 / nanoseconds)
    }

    /// Why the run has no result, if it has none.
    pub fn trouble(&self, epochs: usize) -> Option<String> {
        let done = self.curve.len();
        match self.end {
            End::Complete => None,
            End::Stopped => Some(format!("interrupted in epoch {} of {epochs}", done + 1)),
            End::Diverged => {
                let what = match self.curve.last() {
                    Some(epoch) if epoch.train_loss.is_some_and(|loss| !loss.is_finite()) => {
                        "the training loss"
                    }
                    Some(epoch) if epoch.has_diverged() => "the validation loss",
                    _ => "a weight",
                };
                Some(format!(
                    "diverged in epoch {done} of {epochs}: {what} is no finite number any more"
                ))
            }
        }
    }
}
