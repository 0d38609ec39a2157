//! The data set of a training: the images to train, validate and test with.

use ndarray::Axis;
use serde::Serialize;

use crate::language::refused::Refused;
use crate::learn::data::homework;
use crate::learn::data::images::{DataSet, Split};
use crate::learn::data::octmnist;

/// A data set with a name, and with the choice of its test set.
pub struct Material {
    /// The name for people: that of the file, or `synthetic`.
    pub name: String,
    /// The names of the classes, by label.
    pub class_names: Vec<String>,
    /// The images; [`Material::test`] may be fewer than its test set.
    pub data: DataSet,
    homework: Option<Split>,
}

/// The choice of the images that a model is tested on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum TestSet {
    /// The images that give the test set the class mix of the training set.
    Homework,
    /// The whole test set.
    Full,
    /// All vertices of the cube, which were also learned from.
    Vertices,
}

impl TestSet {
    /// The choice in words, for people.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Homework => "the homework's test set, with the training set's class mix",
            Self::Full => "all of the test set",
            Self::Vertices => "all vertices, which were also learned from",
        }
    }
}

impl Material {
    /// A data set that is tested on its whole test set, or on the homework's part of it.
    ///
    /// # Errors
    /// [`Refused`] if that part is empty.
    pub fn new(name: String, data: DataSet, full_test: bool) -> Result<Self, Refused> {
        let homework = (!full_test).then(|| homework::test_set(&data));
        if homework.as_ref().is_some_and(Split::is_empty) {
            let expected = "test images of the training set's most frequent class, without which the homework's test set \
                            is empty, or --full-test";
            return Err(Refused::new(name, expected, "none"));
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

    /// The choice of the images that are tested on.
    pub fn test_set(&self) -> TestSet {
        if self.homework.is_some() {
            TestSet::Homework
        } else {
            TestSet::Full
        }
    }

    /// The height and width of an image, in pixels.
    pub fn size(&self) -> (usize, usize) {
        let images = &self.data.train.images;
        (images.len_of(Axis(1)), images.len_of(Axis(2)))
    }

    /// The numbers of images and their size in words, for people.
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
