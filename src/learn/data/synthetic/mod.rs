//! A synthetic data set that looks like OCTMNIST, so that everything runs without a download.
//!
//! The images show a layered retina with the marks of the four classes (see `image.rs`), in the official class mix. They
//! are good for trying the commands and for seeing that training learns; they are not evidence about real scans.
//!
//! The same size and seed give the same bytes on every machine and at every level of optimisation: randomness comes
//! from ChaCha, a stream of its own for each image, and images are computed with + − · / and square roots alone, which
//! IEEE 754 defines to the last bit. A test pins the SHA-256 of a small set.

mod image;

use std::num::NonZero;
use std::thread;

use ndarray::{Array1, Array3};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::learn::data::images::{DataSet, Split};
use crate::learn::data::octmnist::{COUNTS, SIDE};
use crate::learn::kernels::in_huge_pages;

/// The number of training images in OCTMNIST, and the most that are made.
pub const FULL_SIZE: usize = 97_477;

/// The fewest training images that are made, with some of each class.
pub const MIN_SIZE: usize = 32;

/// The share of the labels of train and val that is shuffled among themselves, in 1/256: about 12 %.
const NOISE: u32 = 31;

/// Makes a data set with this many training images; a number outside [`MIN_SIZE`] to [`FULL_SIZE`] is replaced by the
/// nearest bound.
///
/// Val and test are in proportion, but no class has fewer than 4 images in any split, and in the test set a class has
/// at least min(50, size / 16), since 10 images judge nothing. [`FULL_SIZE`] gives the official counts of every split.
pub fn synthesize(size: usize, seed: u64) -> DataSet {
    let size = size.clamp(MIN_SIZE, FULL_SIZE);
    let [train, val, test] = counts(size);
    DataSet::new(
        split(&train, NOISE, seed, 0),
        split(&val, NOISE, seed, 1),
        split(&test, 0, seed, 2),
    )
}

/// The number of images of each class in each split.
fn counts(size: usize) -> [[usize; 4]; 3] {
    let share = |count: usize| (2 * count * size + FULL_SIZE) / (2 * FULL_SIZE);
    let [mut train, val, test] = COUNTS.map(|split| split.map(|count| share(count).max(4)));
    // The most frequent class makes up for the rounding.
    let [others @ .., healthy] = &mut train;
    *healthy = size - others.iter().sum::<usize>();
    [train, val, test.map(|count| count.max(50.min(size / 16)))]
}

/// Images of these counts in random order, some of them with the label of another image.
fn split(counts: &[usize; 4], noise: u32, seed: u64, number: u64) -> Split {
    // The stream after all those of the images decides about order and labels.
    let mut random = stream(seed, number, u64::from(u32::MAX));
    let mut classes: Vec<u8> = Vec::new();
    for (class, &count) in (0..).zip(counts) {
        classes.resize(classes.len() + count, class);
    }
    shuffle(&mut classes, &mut random);

    let mut labels = classes.clone();
    let redealt: Vec<usize> = (0..labels.len())
        .filter(|_| random.next_u32() >> 24 < noise)
        .collect();
    let mut dealt: Vec<u8> = redealt.iter().map(|&index| labels[index]).collect();
    shuffle(&mut dealt, &mut random);
    for (&index, label) in redealt.iter().zip(dealt) {
        labels[index] = label;
    }

    let bytes = classes.len() * SIDE * SIDE;
    let mut pixels = in_huge_pages(Vec::with_capacity(bytes));
    pixels.resize(bytes, 0);
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let share = classes.len().div_ceil(threads);
    thread::scope(|scope| {
        let parts = classes
            .chunks(share)
            .zip(pixels.chunks_mut(share * SIDE * SIDE));
        for (part, (classes, pixels)) in parts.enumerate() {
            scope.spawn(move || {
                let images = pixels.chunks_exact_mut(SIDE * SIDE);
                for (index, (class, image)) in (part * share..).zip(classes.iter().zip(images)) {
                    image::draw(*class, &mut stream(seed, number, index as u64), image);
                }
            });
        }
    });
    let images = Array3::from_shape_vec((labels.len(), SIDE, SIDE), pixels);
    Split {
        images: images.expect("one image a label"),
        labels: Array1::from_vec(labels),
    }
}

/// The random numbers of one image of one split.
fn stream(seed: u64, split: u64, index: u64) -> ChaCha8Rng {
    let mut key = *b"........ OCT-like images, no. 1 ";
    key[..8].copy_from_slice(&seed.to_le_bytes());
    let mut random = ChaCha8Rng::from_seed(key);
    random.set_stream((split << 32) | index);
    random
}

/// Shuffles the values by Fisher and Yates's method.
fn shuffle(values: &mut [u8], random: &mut ChaCha8Rng) {
    for last in (1..values.len()).rev() {
        // Its bias, less than last / 2^32, does not matter here.
        let other = (u64::from(random.next_u32()) * (last as u64 + 1)) >> 32;
        values.swap(last, other as usize);
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    fn sha256(data: &DataSet) -> String {
        let mut hash = Sha256::new();
        for split in [&data.train, &data.val, &data.test] {
            hash.update(split.bytes());
            hash.update(split.labels.to_vec());
        }
        let digits = hash.finalize();
        digits
            .iter()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }

    /// Should this ever fail, the program is wrong and not the number: results told of a size and seed rest on it.
    #[test]
    fn the_bytes_are_the_same_for_ever() {
        assert_eq!(
            sha256(&synthesize(200, 65)),
            "4ddd46682a36572ee1dd0650cab5a1b892cd17b644a41d8d3ca21f204e3e74f3"
        );
    }

    #[test]
    fn the_full_size_has_the_official_counts() {
        assert_eq!(counts(FULL_SIZE), COUNTS);
        assert_eq!(COUNTS[0].iter().sum::<usize>(), FULL_SIZE);
    }

    #[test]
    fn every_size_has_its_training_images_and_some_of_each_class() {
        for size in (MIN_SIZE..3_000).chain((3_000..=FULL_SIZE).step_by(997)) {
            let counts = counts(size);
            assert_eq!(counts[0].iter().sum::<usize>(), size);
            assert!(
                counts.as_flattened().iter().all(|&count| count >= 4),
                "{counts:?}"
            );
        }
    }

    #[test]
    fn noise_moves_labels_and_keeps_their_counts() {
        let data = synthesize(2_000, 1);
        let [train, val, test] = counts(2_000);
        assert_eq!(data.train.class_counts(4), train);
        assert_eq!(data.val.class_counts(4), val);
        assert_eq!(data.test.class_counts(4), test);
        assert_eq!(data.classes, 4);
        let clean = split(&train, 0, 1, 0);
        assert_eq!(clean.images, data.train.images);
        let pairs = clean.labels.iter().zip(&data.train.labels);
        let moved = pairs.filter(|(clean, noisy)| clean != noisy).count();
        // 12 % of 2,000, of which about 36 % have the label of another of their class.
        assert!((100..210).contains(&moved), "{moved}");
    }

    #[test]
    fn another_seed_gives_other_images() {
        let (one, other) = (synthesize(32, 1), synthesize(32, 2));
        assert_ne!(one.train.images, other.train.images);
        assert_ne!(
            one.train.images.slice(ndarray::s![..16, .., ..]),
            one.val.images.slice(ndarray::s![..16, .., ..])
        );
        assert_eq!(one, synthesize(0, 1));
    }
}
