//! The homework's test set: the official one, with the class mix of the training set.

use ndarray::{Array1, Axis};

use crate::learn::data::images::{DataSet, Split};

/// How many test images of each class the homework keeps.
///
/// The training set's most frequent class, the first of them if there are several, keeps all its test images; every
/// other class keeps as many as give the proportions of the training set, rounded to the nearest integer, a half
/// upwards, and at most all that there are. OCTMNIST: 250 · 33,484 / 46,026 = 181.9, 55.5 and 42.1 make 182, 55, 42
/// and 250 (REFERENCE 4). No tie occurs there, since 46,026 does not divide 2 · 250 · 33,484, 2 · 250 · 10,213 or
/// 2 · 250 · 7,754.
///
/// A class that is absent from the training set or from the test set keeps nothing; if the most frequent class is
/// absent from the test set, nothing is kept at all.
///
/// # Panics
///
/// If `train` and `test` have different lengths.
pub fn test_counts(train: &[usize], test: &[usize]) -> Vec<usize> {
    assert_eq!(train.len(), test.len(), "one count a class");
    let Some(greatest) = train.iter().max().copied().filter(|count| *count > 0) else {
        return vec![0; test.len()];
    };
    let largest = train.iter().position(|count| *count == greatest);
    let whole = largest.map_or(0, |class| test[class]);
    let kept = train.iter().zip(test).map(|(&of_train, &available)| {
        // whole · of_train / greatest, rounded: integers, so that no machine rounds otherwise.
        let twice = 2 * whole as u128 * of_train as u128 + greatest as u128;
        let rounded = twice / (2 * greatest as u128);
        usize::try_from(rounded).map_or(available, |rounded| rounded.min(available))
    });
    kept.collect()
}

/// The homework's test set: of each class the first [`test_counts`] images in file order, class after class.
pub fn test_set(data: &DataSet) -> Split {
    let counts = test_counts(
        &data.train.class_counts(data.classes),
        &data.test.class_counts(data.classes),
    );
    let mut indices = Vec::new();
    for (class, &count) in counts.iter().enumerate() {
        let labels = data.test.labels.iter().enumerate();
        let of_class = labels.filter(|(_, label)| usize::from(**label) == class);
        indices.extend(of_class.map(|(index, _)| index).take(count));
    }
    Split {
        images: data.test.images.select(Axis(0), &indices),
        labels: Array1::from_iter(indices.iter().map(|&index| data.test.labels[index])),
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array3;

    use super::*;

    const OFFICIAL: [usize; 4] = [33_484, 10_213, 7_754, 46_026];

    #[test]
    fn the_official_counts_keep_529_images() {
        let counts = test_counts(&OFFICIAL, &[250; 4]);
        assert_eq!(counts, [182, 55, 42, 250]);
        assert_eq!(counts.iter().sum::<usize>(), 529);
    }

    #[test]
    fn no_official_count_is_a_tie() {
        for count in OFFICIAL {
            assert_ne!(2 * 250 * count % (2 * 46_026), 46_026);
        }
    }

    #[test]
    fn a_class_keeps_no_more_than_there_is() {
        // PneumoniaMNIST: 390 · 1,214 / 3,494 = 135.5.
        assert_eq!(test_counts(&[1_214, 3_494], &[234, 390]), [136, 390]);
        assert_eq!(test_counts(&[1_214, 3_494], &[100, 390]), [100, 390]);
        assert_eq!(test_counts(&[5, 5], &[3, 9]), [3, 3]);
        assert_eq!(test_counts(&[5, 5], &[9, 3]), [9, 3]);
    }

    #[test]
    fn a_half_is_rounded_upwards() {
        assert_eq!(test_counts(&[1, 2], &[9, 1]), [1, 1]);
        assert_eq!(test_counts(&[1, 4], &[9, 10]), [3, 10]);
    }

    #[test]
    fn an_absent_class_keeps_nothing() {
        assert_eq!(test_counts(&[0, 4, 2], &[9, 8, 0]), [0, 8, 0]);
        assert_eq!(test_counts(&[1, 4, 2], &[9, 0, 7]), [0, 0, 0]);
        assert_eq!(test_counts(&[0, 0], &[9, 7]), [0, 0]);
        assert_eq!(test_counts(&[], &[]), [0; 0]);
    }

    #[test]
    fn the_first_images_of_each_class_are_stacked() {
        let split = |labels: &[u8]| Split {
            // Each image is its own index.
            images: Array3::from_shape_fn((labels.len(), 1, 1), |(index, _, _)| index as u8),
            labels: labels.to_vec().into(),
        };
        let data = DataSet::new(
            split(&[2, 0, 2, 0, 2, 2, 1, 1]),
            split(&[0]),
            split(&[1, 2, 0, 2, 1, 0, 2, 0, 2, 1]),
        );
        let kept = test_set(&data);
        assert_eq!(kept.labels.to_vec(), [0, 0, 1, 1, 2, 2, 2, 2]);
        assert_eq!(kept.bytes(), [2, 5, 0, 4, 1, 3, 6, 8]);
    }
}
