//! Counts of images, and the differences between them that mean nothing.

use crate::learn::model::ModelName;

/// The number of images, out of `images`, that may be classified differently only because floats are added in another
/// order.
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

/// A count in the type that figures use.
pub fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
