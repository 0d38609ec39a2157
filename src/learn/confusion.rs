//! The confusion matrix: which classes are taken for which.

/// How often each class was predicted for the examples of each class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    counts: Vec<Vec<usize>>,
}

impl Confusion {
    /// Counts pairs of label and prediction.
    ///
    /// # Panics
    /// If a label or a prediction is not less than `classes`.
    pub fn new(labels: &[u8], predictions: &[u8], classes: usize) -> Self {
        let mut counts = vec![vec![0; classes]; classes];
        for (label, prediction) in labels.iter().zip(predictions) {
            counts[usize::from(*label)][usize::from(*prediction)] += 1;
        }
        Self { counts }
    }

    /// For each label, how often each class was predicted.
    pub fn rows(&self) -> &[Vec<usize>] {
        &self.counts
    }

    /// The number of correct predictions.
    pub fn correct(&self) -> usize {
        (0..self.counts.len())
            .map(|class| self.counts[class][class])
            .sum()
    }

    /// The number of predictions.
    pub fn total(&self) -> usize {
        self.counts.iter().flatten().sum()
    }

    /// The share of correct predictions, from 0 to 1; not a number if there are no predictions.
    pub fn accuracy(&self) -> f64 {
        self.correct() as f64 / self.total() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_rows_and_predictions_are_columns() {
        let confusion = Confusion::new(&[0, 0, 1, 2, 2], &[0, 1, 1, 0, 2], 3);
        assert_eq!(confusion.rows(), [[1, 1, 0], [0, 1, 0], [1, 0, 1]]);
        assert_eq!((confusion.correct(), confusion.total()), (3, 5));
        assert!((confusion.accuracy() - 0.6).abs() < 1e-15);
    }
}
