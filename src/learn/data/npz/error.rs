//! Why a file holds no data set.

use std::io;

use thiserror::Error;

use super::{MAX_HEADER, MAX_PIXELS, MAX_SIDE};

/// Why a file holds no data set; each is one sentence, to stand after the file's name.
///
/// A member is named as numpy does, without `.npy`.
#[derive(Debug, Error)]
pub enum NpzError {
    /// No zip archive, or one whose directory cannot be read.
    #[error("this is no .npz file, which is a zip of .npy arrays: {problem}")]
    Archive {
        /// What the archive's reader found.
        problem: String,
    },
    /// One of the six arrays is not there.
    #[error(
        "there is no array {member} in it; a data set has train_images, train_labels, val_images, val_labels, \
         test_images and test_labels"
    )]
    Missing {
        /// The array that was looked for.
        member: String,
    },
    /// Encrypted, or compressed otherwise than by deflate.
    #[error("{member} cannot be unpacked, only stored and deflated arrays can: {problem}")]
    Packing {
        /// The array.
        member: String,
        /// What the archive's reader found.
        problem: String,
    },
    /// Truncated, or with a wrong checksum, or bytes that are not deflate's.
    #[error("{member} is damaged: {problem}")]
    Damaged {
        /// The array.
        member: String,
        /// What was found.
        problem: String,
    },
    /// No header that numpy writes.
    #[error("{member} has no .npy header as numpy writes it: {problem}")]
    Header {
        /// The array.
        member: String,
        /// What was found.
        problem: &'static str,
    },
    /// A longer header than any array of this kind has.
    #[error("{member} has a header of {found} bytes; at most {MAX_HEADER} are read")]
    LongHeader {
        /// The array.
        member: String,
        /// Bytes.
        found: u64,
    },
    /// Not bytes; object arrays too.
    #[error("{member} has the dtype {found}; {expected}")]
    Dtype {
        /// The array.
        member: String,
        /// As numpy writes it.
        found: String,
        /// What would be right.
        expected: &'static str,
    },
    /// Column-major.
    #[error(
        "{member} is in Fortran order; save it in C order, as numpy.ascontiguousarray makes it"
    )]
    FortranOrder {
        /// The array.
        member: String,
    },
    /// The wrong number of axes, or of images.
    #[error("{member} has the shape {found:?}; expected {expected}")]
    Shape {
        /// The array.
        member: String,
        /// The lengths of its axes.
        found: Vec<u64>,
        /// What would be right.
        expected: String,
    },
    /// No pixels, or very many.
    #[error(
        "{member} has images of {height} x {width} pixels; both must be between 1 and {MAX_SIDE}"
    )]
    Side {
        /// The array.
        member: String,
        /// Pixels.
        height: u64,
        /// Pixels.
        width: u64,
    },
    /// More than fits a computer's memory with ease.
    #[error(
        "{member} has the shape {found:?}, and the three splits together may have at most {} MiB of pixels",
        MAX_PIXELS >> 20
    )]
    TooLarge {
        /// The array.
        member: String,
        /// The lengths of its axes.
        found: Vec<u64>,
    },
    /// The archive promises another number of bytes than the header does.
    #[error(
        "{member} has {found} bytes after its header according to the archive, but its shape needs {expected}"
    )]
    Length {
        /// The array.
        member: String,
        /// Bytes, by the archive.
        found: u64,
        /// Bytes, by the header.
        expected: u64,
    },
    /// A split without images.
    #[error("{member} has no images; each split needs at least one")]
    Empty {
        /// The array.
        member: String,
    },
    /// Images of one split unlike those of another.
    #[error(
        "{member} has images of {} x {} pixels, but those of train_images have {} x {}", found.0, found.1,
        expected.0, expected.1
    )]
    Sizes {
        /// The array.
        member: String,
        /// Height and width.
        found: (u64, u64),
        /// Height and width of the training images.
        expected: (u64, u64),
    },
    /// A label that is no class.
    #[error("{member} has the label {found} at index {index}; labels are integers from 0 to 255")]
    Label {
        /// The array.
        member: String,
        /// Counted from 0.
        index: usize,
        /// The label.
        found: i128,
    },
    /// The file cannot be written.
    #[error("{0}")]
    Write(#[source] io::Error),
}
