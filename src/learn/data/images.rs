//! Labelled grey images in three splits.

use ndarray::{Array1, Array3, Axis};

/// Images and their labels, in file order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The images as an array of shape (N, height, width), in standard (row-major) layout.
    pub images: Array3<u8>,
    /// The labels as an array of shape (N), each less than the data set's number of classes.
    pub labels: Array1<u8>,
}

impl Split {
    /// The number of images N.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are no images.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The number of pixels of an image, height × width.
    pub fn pixels(&self) -> usize {
        self.images.len_of(Axis(1)) * self.images.len_of(Axis(2))
    }

    /// The number of images of each class.
    pub fn class_counts(&self, classes: usize) -> Vec<usize> {
        let mut counts = vec![0; classes];
        for label in &self.labels {
            counts[usize::from(*label)] += 1;
        }
        counts
    }

    /// All pixels of all images, image after image, row after row.
    pub fn bytes(&self) -> &[u8] {
        self.images.as_slice().expect("standard layout")
    }
}

/// The images that models are trained, validated and tested on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataSet {
    /// The images for training.
    pub train: Split,
    /// The images for validation, which choose among models.
    pub val: Split,
    /// The images for the test.
    pub test: Split,
    /// The number of classes: one more than the greatest label of any split.
    pub classes: usize,
}

impl DataSet {
    /// A data set of these three splits; the number of classes is taken from their labels.
    pub fn new(train: Split, val: Split, test: Split) -> Self {
        let labels = [&train, &val, &test].into_iter();
        let greatest = labels.flat_map(|split| &split.labels).max();
        let classes = greatest.map_or(0, |label| usize::from(*label) + 1);
        Self {
            train,
            val,
            test,
            classes,
        }
    }
}
