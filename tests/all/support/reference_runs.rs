//! The reference programs' runs (tests/reference), and the same trainings by the library.

use std::convert::Infallible;
use std::fs::{self, File};

use crate::support::data_sets::real;
use crate::support::hash::sha256;
use orthant::formats::tensor::Scalar;
use orthant::learn::Compute;
use orthant::learn::curve::Epoch;
use orthant::learn::data::homework;
use orthant::learn::data::images::{DataSet, Split};
use orthant::learn::data::npz;
use orthant::learn::data::synthetic::synthesize;
use orthant::learn::kernels::Elementary;
use orthant::learn::learner::Learner;
use orthant::learn::settings::{Activation, Optimizer, Settings, Shape};
use orthant::learn::train::{End, Plan, run_epochs};
use orthant::learn::{minibatch, online};
use serde_json::Value;

/// PneumoniaMNIST, which is not part of the project.
pub const PNEUMONIA: &str = "pneumoniamnist_28";
/// 2,000 images in four classes, made here.
pub const SYNTHETIC: &str = "synthetic-2000";

/// What a golden file holds.
pub fn golden_file(name: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/golden");
    let text = fs::read_to_string(format!("{folder}/{name}.json")).expect("the golden file");
    serde_json::from_str(&text).expect("JSON")
}

/// A run of a reference program, and what it printed.
pub struct Run(Value);

impl Run {
    /// The command that made it.
    pub fn command(&self) -> &str {
        self.0["made_by"]["command"].as_str().expect("a command")
    }

    /// Whether a setting is this word.
    pub fn is(&self, key: &str, value: &str) -> bool {
        self.0[key].as_str() == Some(value)
    }

    pub fn text(&self, key: &str) -> &str {
        self.0[key].as_str().expect("a text")
    }

    /// Whether it was given.
    pub fn has(&self, key: &str) -> bool {
        !self.0[key].is_null()
    }

    pub fn number(&self, key: &str) -> f64 {
        self.0[key].as_f64().expect("a number")
    }

    pub fn count(&self, key: &str) -> usize {
        count(&self.0[key])
    }

    pub fn numbers(&self, key: &str) -> Vec<f64> {
        let numbers = list(&self.0[key]).iter().map(Value::as_f64);
        numbers.map(|number| number.expect("a number")).collect()
    }

    pub fn counts(&self, key: &str) -> Vec<usize> {
        list(&self.0[key]).iter().map(count).collect()
    }

    pub fn printed(&self, key: &str) -> Vec<&str> {
        let texts = list(&self.0[key]).iter().map(Value::as_str);
        texts.map(|text| text.expect("a text")).collect()
    }
}

pub fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn count(value: &Value) -> usize {
    value.as_u64().expect("a count").try_into().expect("small")
}

/// A data set, with the runs of a question on it.
pub struct Golden {
    pub data: DataSet,
    /// The images and labels that the homework tests with.
    pub homework: Split,
    pub runs: Vec<Run>,
}

impl Golden {
    /// `None`, said on standard output, if the data set is not on this machine.
    ///
    /// # Panics
    /// If it is another than the runs were made with.
    pub fn of(question: &str, name: &str) -> Option<Self> {
        let Value::Array(runs) = golden_file(&format!("{question}-{name}")) else {
            panic!("a golden file of runs is a list");
        };
        let data = data_set(name)?;
        for run in &runs {
            assert_eq!(hash(&data), run["made_by"]["data_sha256"], "{name}");
        }
        Some(Self {
            homework: homework::test_set(&data),
            data,
            runs: runs.into_iter().map(Run).collect(),
        })
    }

    /// The runs of a model.
    pub fn runs_of(&self, model: &str) -> impl Iterator<Item = &Run> {
        self.runs.iter().filter(move |run| run.is("model", model))
    }

    /// Trains for as long as the run did, or for fewer epochs.
    pub fn train(
        &self,
        learner: &mut dyn Learner,
        epochs: usize,
        measure_train: bool,
    ) -> Vec<Epoch> {
        let plan = Plan {
            train: self.data.train.examples(),
            val: self.data.val.examples(),
            epochs,
            measure_train,
        };
        let mut curve = Vec::new();
        let Ok(end) = run_epochs(learner, &plan, &mut curve, &|_, _| true, |_, _| {
            Ok::<(), Infallible>(())
        });
        assert_eq!(end, End::Complete);
        curve
    }

    /// Right predictions on the file's test set, and on the homework's.
    pub fn test(&self, learner: &dyn Learner) -> [usize; 2] {
        [&self.data.test, &self.homework].map(|split| {
            let examples = split.examples();
            learner.evaluate(examples).correct(examples.labels)
        })
    }

    /// The perceptron of a run.
    pub fn perceptron(&self, run: &Run, compute: Compute) -> online::Perceptron {
        online::Perceptron::new(&settings(run), self.shape(), compute)
    }

    /// The logistic regression of a run of Question 1.
    pub fn one_by_one(&self, run: &Run, compute: Compute) -> online::LogisticRegression {
        online::LogisticRegression::new(&settings(run), self.shape(), compute)
    }

    /// The network of a run of Question 1, its pixels in some order.
    pub fn hidden_layer(&self, run: &Run, input_order: u32, compute: Compute) -> online::Mlp {
        let settings = Settings {
            input_order,
            ..settings(run)
        };
        online::Mlp::new(&settings, self.shape(), compute)
    }

    /// The logistic regression of a run of Question 2.
    pub fn batch_by_batch(&self, run: &Run, compute: Compute) -> minibatch::LogisticRegression {
        minibatch::LogisticRegression::new(&settings(run), self.shape(), compute)
    }

    /// The network of a run of Question 2.
    pub fn network<T: Elementary + Scalar>(
        &self,
        run: &Run,
        compute: Compute,
    ) -> minibatch::Mlp<T> {
        minibatch::Mlp::new(&settings(run), self.shape(), compute)
    }

    fn shape(&self) -> Shape {
        let train = &self.data.train;
        Shape::new(train.pixels(), self.data.classes, train.len())
    }
}

/// A model of Question 2; logistic regression has no layers.
pub fn of_question_2<T: Elementary + Scalar>(
    settings: &Settings,
    shape: Shape,
    compute: Compute,
) -> Box<dyn Learner> {
    use minibatch::{LogisticRegression, Mlp};
    match settings.layers {
        0 => Box::new(LogisticRegression::<T>::new(settings, shape, compute)),
        _ => Box::new(Mlp::<T>::new(settings, shape, compute)),
    }
}

/// The settings of a run; those that its model does not have are the exercise's.
fn settings(run: &Run) -> Settings {
    let mut settings = Settings::default();
    let count = |key, known| if run.has(key) { run.count(key) } else { known };
    let number = |key, known| if run.has(key) { run.number(key) } else { known };
    settings.batch_size = count("batch_size", settings.batch_size);
    settings.learning_rate = number("learning_rate", settings.learning_rate);
    settings.l2_decay = number("l2_decay", settings.l2_decay);
    settings.hidden_size = count("hidden_size", settings.hidden_size);
    settings.layers = count("layers", settings.layers);
    settings.dropout = number("dropout", settings.dropout);
    if run.is("activation", "tanh") {
        settings.activation = Activation::Tanh;
    }
    if run.is("optimizer", "adam") {
        settings.optimizer = Optimizer::Adam;
    }
    settings.seed = run.count("seed").try_into().expect("32 bits");
    settings
}

fn data_set(name: &str) -> Option<DataSet> {
    if name == SYNTHETIC {
        return Some(synthesize(2000, 42));
    }
    let path = real(&format!("{name}.npz"))?;
    let file = File::open(&path).expect("readable");
    Some(npz::read(file).expect("a data set"))
}

/// As tests/reference/golden_file.py has it: split by split the pixels, then the labels.
fn hash(data: &DataSet) -> String {
    let splits = [&data.train, &data.val, &data.test];
    sha256(splits.into_iter().flat_map(|split| {
        let labels = split.labels.as_slice().expect("in one piece");
        [split.bytes(), labels]
    }))
}
