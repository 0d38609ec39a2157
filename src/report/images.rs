//! Counts of images, and how few of them say nothing.

use crate::learn::model::ModelName;

/// How many of so many images may go the other way for no other reason than the order in which floats are added up.
///
/// The perceptron's sums are exact. A logistic regression's loss is convex, and little is lost or gained: 3 images of 529. A
/// multi-layer perceptron's training amplifies rounding: independent runs of the exercise lie up to 14 images of 529 apart
/// (REFERENCE 3.10), and the book's chapter on Question 2 has more.
pub fn rounding(model: ModelName, images: usize) -> usize {
    let of_529 = match model {
        ModelName::Perceptron => 0,
        ModelName::LogisticRegression => 3,
        ModelName::Mlp => 15,
    };
    (images * of_529).div_ceil(529)
}

/// A count as figures take it.
pub fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
