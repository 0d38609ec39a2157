//! Labelled grey images in three splits.

use ndarray::{Array1, Array3, Axis};

/// Images and their labels, in file order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// (N, height, width), in standard (row-major) layout.
    pub images: Array3<u8>,
    /// (N), each less than the data set's number of classes.
    pub labels: Array1<u8>,
}

impl Split {
    /// N.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is no image.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// height × width.
    pub fn pixels(&self) -> usize {
        self.images.len_of(Axis(1)) * self.images.len_of(Axis(2))
    }

    /// How many images there are of each class.
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

/// What the models are trained, tuned and tested on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataSet {
    /// For training.
    pub train: Split,
    /// For choosing.
    pub val: Split,
    /// For the last word.
    pub test: Split,
    /// The number of classes: one more than the greatest label of any split.
    pub classes: usize,
}

impl DataSet {
    /// The three splits; the number of classes is read off their labels.
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
