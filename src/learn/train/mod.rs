//! One training: a model learns from a data set, is tested, and can be stored and resumed after every epoch.

mod epochs;
mod resume;
mod side_by_side;

use std::convert::Infallible;
use std::time::{Duration, Instant};

pub use epochs::{End, Plan, run_epochs};
pub use side_by_side::{GoesOn, side_by_side};

use crate::formats::tensor::{Tensor, Values};
use crate::language::refused::Refused;
use crate::learn::Compute;
use crate::learn::checkpoint::{Checkpoint, fingerprint};
use crate::learn::confusion::Confusion;
use crate::learn::curve::Epoch;
use crate::learn::data::material::Material;
use crate::learn::examples::Examples;
use crate::learn::learner::Learner;
use crate::learn::model::{Model, Question, Shape};

/// The examples to train, validate and test with.
#[derive(Clone, Copy, Debug)]
pub struct Sets<'a> {
    /// The examples to train on.
    pub train: Examples<'a>,
    /// The examples to validate with.
    pub val: Examples<'a>,
    /// The examples to test on, once.
    pub test: Examples<'a>,
    /// The number of classes.
    pub classes: usize,
    /// The [`fingerprint`] of the data set, by which a checkpoint recognises it; 0 if no checkpoint is written or read.
    pub fingerprint: u64,
}

impl<'a> Sets<'a> {
    /// The images of a data set; its fingerprint is computed only if a checkpoint is written or read.
    pub fn of(material: &'a Material, kept: bool) -> Self {
        Self {
            train: material.data.train.examples(),
            val: material.data.val.examples(),
            test: material.test().examples(),
            classes: material.data.classes,
            fingerprint: if kept { fingerprint(&material.data) } else { 0 },
        }
    }

    /// The sizes of a model for these examples.
    pub fn shape(&self) -> Shape {
        Shape::new(self.train.width, self.classes, self.train.len())
    }
}

/// A training that has been run, whether or not it was completed.
#[derive(Clone, Debug, PartialEq)]
pub struct Trained {
    /// All epochs, including those from a checkpoint.
    pub curve: Vec<Epoch>,
    /// The way in which the training ended.
    pub end: End,
    /// The predictions of the last epoch's weights on the test set, if all epochs are done.
    pub test: Option<Confusion>,
    /// The number of examples in the validation set.
    pub val_examples: usize,
    /// The weights after the last epoch.
    pub parameters: Vec<Tensor>,
    /// The time that training and evaluation took, without the epochs from a checkpoint.
    pub time: Duration,
    /// The number of examples that were learned from in this time.
    pub seen: u128,
}

/// A training that has been prepared.
pub struct Run<'a> {
    model: Model,
    sets: Sets<'a>,
    learner: Box<dyn Learner>,
    curve: Vec<Epoch>,
}

/// An epoch that has been completed.
pub struct Done<'a> {
    /// The measurements in the epoch and after it.
    pub epoch: &'a Epoch,
    /// The parts of a checkpoint, if there is one for this epoch.
    state: Option<(&'a Model, u64, &'a dyn Learner, &'a [Epoch])>,
}

impl Done<'_> {
    /// The checkpoint from which the training can be resumed after this epoch; `None` if the epoch itself is from a
    /// checkpoint, or if the training has diverged.
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        let (model, data, learner, curve) = self.state?;
        Some(Checkpoint {
            settings: serde_json::Value::Object(resume::settings(model)).to_string(),
            data,
            curve: curve.to_vec(),
            state: learner.state(),
        })
    }
}

/// Trains and tests a model, from its first epoch to its last.
///
/// ```
/// use orthant::learn::Compute;
/// use orthant::learn::data::{material::Material, synthetic::synthesize};
/// use orthant::learn::model::{Model, ModelName, Question, Settings};
/// use orthant::learn::train::{Sets, train};
///
/// let material = Material::new("synthetic".to_owned(), synthesize(64, 1), true)?;
/// let settings = Settings { epochs: 2, ..Settings::of(Question::Two) };
/// let model = Model { question: Question::Two, name: ModelName::LogisticRegression, settings };
/// let trained = train(model, Sets::of(&material, false), Compute::best());
/// assert_eq!(trained.curve.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Panics
/// If [`Model::learner`] panics.
pub fn train(model: Model, sets: Sets<'_>, compute: Compute) -> Trained {
    let Ok(trained) =
        Run::new(model, sets, compute).train(&|_, _| true, |_| Ok::<(), Infallible>(()));
    trained
}

/// The reason why no further epoch is trained.
enum Halt<E> {
    /// The weights of a model without a loss are no longer numbers.
    Diverged,
    Failed(E),
}

impl<'a> Run<'a> {
    /// A training before its first epoch.
    ///
    /// # Panics
    /// If [`Model::learner`] panics.
    pub fn new(model: Model, sets: Sets<'a>, compute: Compute) -> Self {
        Self {
            model,
            sets,
            learner: model.learner(sets.shape(), compute),
            curve: Vec::new(),
        }
    }

    /// Continues after the last epoch of a checkpoint of the same training.
    ///
    /// # Errors
    /// [`Refused`] if the checkpoint belongs to another training, or cannot be read.
    pub fn resume(&mut self, checkpoint: Checkpoint) -> Result<(), Refused> {
        checkpoint.check(&self.model, self.sets.fingerprint)?;
        self.learner.restore(&checkpoint.state)?;
        self.curve = checkpoint.curve;
        Ok(())
    }

    /// Trains the epochs that are missing, and then tests.
    ///
    /// `watch` is called now and then with the number of the epoch, counted from 1, and the number of examples that the
    /// epoch has seen; `false` stops the training. `done` is called for each epoch, including those from a checkpoint;
    /// it may store its [`Done::checkpoint`].
    ///
    /// # Errors
    /// The first error of `done`, which ends the training.
    pub fn train<E>(
        self,
        watch: &(dyn Fn(usize, usize) -> bool + Sync),
        mut done: impl FnMut(&Done<'_>) -> Result<(), E>,
    ) -> Result<Trained, E> {
        let Self {
            model,
            sets,
            mut learner,
            mut curve,
        } = self;
        let before = curve.len();
        for epoch in &curve {
            done(&Done { epoch, state: None })?;
        }
        let plan = Plan {
            train: sets.train,
            val: sets.val,
            epochs: model.settings.epochs,
            measure_train: model.question == Question::One,
        };
        let start = Instant::now();
        let end = run_epochs(
            learner.as_mut(),
            &plan,
            &mut curve,
            watch,
            |learner, curve| {
                let epoch = curve.last().expect("an epoch is done");
                let diverged =
                    epoch.has_diverged() || epoch.train_loss.is_none() && !is_finite(learner);
                // A diverged training is not worth resuming.
                let state = (!diverged).then_some((&model, sets.fingerprint, learner, curve));
                done(&Done { epoch, state }).map_err(Halt::Failed)?;
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
            let predictions = learner.evaluate(sets.test).predictions;
            Confusion::new(sets.test.labels, &predictions, sets.classes)
        });
        let epochs = curve.len() - before;
        Ok(Trained {
            end,
            test,
            val_examples: sets.val.len(),
            parameters: learner.parameters(),
            time: start.elapsed(),
            seen: u128::try_from(epochs * sets.train.len()).expect("no usize is larger"),
            curve,
        })
    }
}

/// Whether all weights are finite numbers.
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
    /// The last epoch of a training that was completed.
    pub fn last(&self) -> Option<&Epoch> {
        self.curve.last().filter(|_| self.end == End::Complete)
    }

    /// The number of examples per second, rounded down, if any examples were learned from.
    pub fn throughput(&self) -> Option<u128> {
        let nanoseconds = self.time.as_nanos();
        (self.seen > 0 && nanoseconds > 0).then(|| self.seen * 1_000_000_000 / nanoseconds)
    }

    /// Why the training, of this many epochs, has no result; `None` if it has one.
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
                    "diverged in epoch {done} of {epochs}: {what} is no longer a finite number"
                ))
            }
        }
    }
}
