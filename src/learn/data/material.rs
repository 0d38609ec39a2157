//! The data set of a training: what is learned from, chosen by and tested on.

use ndarray::Axis;
use serde::Serialize;
use thiserror::Error;

use crate::learn::data::homework;
use crate::learn::data::images::{DataSet, Split};
use crate::learn::data::octmnist;

/// A data set with a name, and the test set that is meant.
pub struct Material {
    /// For people: the name of its file, or `synthetic`.
    pub name: String,
    /// The names of the classes, by label.
    pub class_names: Vec<String>,
    /// The images; [`Material::test`] may be fewer than its test set.
    pub data: DataSet,
    homework: Option<Split>,
}

/// The homework's test set would be empty.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "the homework's test set would be empty, because the test set of {name} has no image of the training set's most frequent \
     class; use --full-test"
)]
pub struct NoHomework {
    /// The name of the data set.
    pub name: String,
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

impl Material {
    /// A data set that is tested on all of its test set, or on the homework's part of it.
    ///
    /// # Errors
    /// [`NoHomework`] if that part is empty.
    pub fn new(name: String, data: DataSet, full_test: bool) -> Result<Self, NoHomework> {
        let homework = (!full_test).then(|| homework::test_set(&data));
        if homework.as_ref().is_some_and(Split::is_empty) {
            return Err(NoHomework { name });
        }
        Ok(Self {
            name,
            class_names: octmnist::class_names(&data),
            data,
            homework,
        })
    }

    /// The images that are tested on.
    pub fn test(&self) -> &Split {
        self.homework.as_ref().unwrap_or(&self.data.test)
    }

    /// Which images are tested on.
    pub fn test_set(&self) -> TestSet {
        if self.homework.is_some() {
            TestSet::Homework
        } else {
            TestSet::Full
        }
    }

    /// Height and width of an image, in pixels.
    pub fn size(&self) -> (usize, usize) {
        let images = &self.data.train.images;
        (images.len_of(Axis(1)), images.len_of(Axis(2)))
    }

    /// For people: how many images there are, and of what size.
    pub fn in_words(&self) -> String {
        let (height, width) = self.size();
        format!(
            "{} images of {height} x {width} to train on, {} to validate with, {} to test with; {} classes",
            self.data.train.len(),
            self.data.val.len(),
            self.test().len(),
            self.class_names.len()
        )
    }
}
