//! The data set of a training: what is learned from, chosen by and tested on.

use anyhow::ensure;
use ndarray::Axis;
use orthant::learn::checkpoint::fingerprint;
use orthant::learn::data::homework;
use orthant::learn::data::images::{DataSet, Split};
use orthant::learn::examples::Examples;
use serde::Serialize;

use super::model::Shape;
use super::output::Described;
use super::run::Sets;
use crate::cli::data_set::{self, Loaded};

/// A data set and its test set.
pub struct Material {
    /// For people.
    pub name: String,
    /// By label.
    pub class_names: Vec<String>,
    /// Height and width of an image.
    pub size: (usize, usize),
    data: DataSet,
    homework: Option<Split>,
}

/// Which images are tested on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TestSet {
    /// Those that give the test set the class mix of the training set.
    Homework,
    /// All of the test set.
    Full,
    /// All vertices of the cube, which were also learned from.
    Vertices,
}

impl TestSet {
    /// What it is, for people.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Homework => "the homework's test set, with the training set's class mix",
            Self::Full => "all of the test set",
            Self::Vertices => "all vertices, which were also learned from",
        }
    }
}

/// The data set, for programs.
#[derive(Serialize)]
pub struct Images<'a> {
    train: usize,
    val: usize,
    test: usize,
    height: usize,
    width: usize,
    classes: &'a [String],
}

impl Material {
    /// Loads what `--data` names.
    pub fn load(data: Option<&str>, full_test: bool) -> anyhow::Result<Self> {
        Self::new(data_set::load(data)?, full_test)
    }

    /// With the test set that is meant.
    pub fn new(loaded: Loaded, full_test: bool) -> anyhow::Result<Self> {
        let homework = (!full_test).then(|| homework::test_set(&loaded.data));
        ensure!(
            homework.as_ref().is_none_or(|test| !test.is_empty()),
            "the homework's test set would be empty, for the test set of {} has no image of the training set's most \
             frequent class; use --full-test",
            loaded.name
        );
        let images = &loaded.data.train.images;
        Ok(Self {
            size: (images.len_of(Axis(1)), images.len_of(Axis(2))),
            name: loaded.name,
            class_names: loaded.class_names,
            data: loaded.data,
            homework,
        })
    }

    /// For learning.
    pub fn train(&self) -> Examples<'_> {
        self.data.train.examples()
    }

    /// For choosing.
    pub fn val(&self) -> Examples<'_> {
        self.data.val.examples()
    }

    /// For the last word.
    pub fn test(&self) -> Examples<'_> {
        self.homework.as_ref().unwrap_or(&self.data.test).examples()
    }

    /// All three.
    pub fn sets(&self) -> Sets<'_> {
        Sets {
            train: self.train(),
            val: self.val(),
            test: self.test(),
            classes: self.class_names.len(),
            noun: "images",
        }
    }

    /// Which images are tested on.
    pub fn test_set(&self) -> TestSet {
        if self.homework.is_some() {
            TestSet::Homework
        } else {
            TestSet::Full
        }
    }

    /// What a model for it is made for.
    pub fn shape(&self) -> Shape {
        Shape {
            inputs: self.data.train.pixels(),
            classes: self.data.classes,
            examples: self.data.train.len(),
        }
    }

    /// What tells it from other data sets in a checkpoint.
    pub fn fingerprint(&self) -> u64 {
        fingerprint(&self.data)
    }

    /// What files of weights say of it.
    pub fn described(&self) -> Described<'_> {
        let (height, width) = self.size;
        Described {
            class_names: &self.class_names,
            entries: vec![
                ("height", height.to_string()),
                ("width", width.to_string()),
                ("pixels", "divided by 256".to_owned()),
            ],
        }
    }

    /// For programs.
    pub fn images(&self) -> Images<'_> {
        Images {
            train: self.train().len(),
            val: self.val().len(),
            test: self.test().len(),
            height: self.size.0,
            width: self.size.1,
            classes: &self.class_names,
        }
    }

    /// For people.
    pub fn in_words(&self) -> String {
        let (height, width) = self.size;
        format!(
            "{} images of {height} x {width} to train on, {} to validate with, {} to test with; {} classes",
            self.train().len(),
            self.val().len(),
            self.test().len(),
            self.class_names.len()
        )
    }
}
