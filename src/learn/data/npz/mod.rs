//! Data sets as `.npz` files of the MedMNIST layout.
//!
//! A zip of six arrays, stored or deflated: `train_images`, `val_images`, `test_images`, uint8 of shape
//! (N, height, width), and `train_labels`, `val_labels`, `test_labels`, integers of shape (N, 1) or (N). MedMNIST
//! writes uint8 labels; numpy's own default, int64, and the other integers are read too, if every label is from 0 to
//! 255. Other arrays are passed over.
//!
//! A file is not trusted: everything that it says is checked before memory is set aside for it, and the arrays are
//! unpacked straight to where they stay, so that reading needs little more memory than the pixels.

mod header;
mod member;

use std::io::{self, ErrorKind, Read, Seek, Write};

use ndarray::{Array1, Array3};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use self::member::Member;
use crate::language::refused::Refused;
use crate::learn::data::images::{DataSet, Split};

/// The longest side of an image, in pixels.
pub const MAX_SIDE: u64 = 1024;

/// The most pixels of the three splits together, one byte each: 1 GiB.
pub const MAX_PIXELS: u64 = 1 << 30;

/// The longest header of an array, in bytes; numpy writes 128.
pub const MAX_HEADER: u64 = 1024;

/// The splits, in the order in which they are read and written.
const SPLITS: [&str; 3] = ["train", "val", "test"];

/// Reads a data set.
///
/// # Errors
///
/// [`Refused`] if the file is not an `.npz`, lacks an array, or one of its arrays is damaged, too large, of another type,
/// order or shape than the module says, empty, or has a label outside 0..=255.
pub fn read(file: impl Read + Seek) -> Result<DataSet, Refused> {
    let mut archive = ZipArchive::new(file).map_err(|error| {
        Refused::mistake("", "an .npz file, which is a zip of .npy arrays", error)
    })?;
    let mut room = MAX_PIXELS;
    let mut size = None;
    let mut next = |split: &str| -> Result<Split, Refused> {
        let images = read_images(&mut archive, &format!("{split}_images"), &mut room, size)?;
        let (count, height, width) = images.dim();
        size = Some((height as u64, width as u64));
        let labels = read_labels(&mut archive, &format!("{split}_labels"), count)?;
        Ok(Split { images, labels })
    };
    let [train, val, test] = SPLITS;
    Ok(DataSet::new(next(train)?, next(val)?, next(test)?))
}

/// Reads images of this height and width, if it is given, with at most `room` pixels, which are then taken from it.
fn read_images<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    name: &str,
    room: &mut u64,
    size: Option<(u64, u64)>,
) -> Result<Array3<u8>, Refused> {
    let array = Member::open(archive, name)?;
    let refused = |expected: String, found: String| Refused::new(name, expected, found);
    if !matches!(array.dtype(), "|u1" | "<u1" | ">u1" | "=u1" | "u1") {
        let expected = "the dtype uint8, grey values from 0 to 255";
        return Err(array.wrong_dtype(expected));
    }
    let &[count, height, width] = array.shape() else {
        let expected = "the shape (N, height, width), one grey value a pixel";
        return Err(array.wrong_shape(expected));
    };
    if count == 0 {
        return Err(Refused::new(name, "at least one image", "no images"));
    }
    let pixels = |height, width| format!("images of {height} x {width} pixels");
    if ![height, width]
        .iter()
        .all(|side| (1..=MAX_SIDE).contains(side))
    {
        let expected = format!("images of 1 to {MAX_SIDE} pixels in height and width");
        return Err(refused(expected, pixels(height, width)));
    }
    if let Some((expected_height, expected_width)) = size.filter(|size| *size != (height, width)) {
        let expected = pixels(expected_height, expected_width);
        let expected = format!("{expected}, like those of train_images");
        return Err(refused(expected, pixels(height, width)));
    }
    let pixels = (height * width).checked_mul(count);
    let Some(pixels) = pixels.filter(|pixels| pixels <= room) else {
        let most = MAX_PIXELS >> 20;
        let expected = format!("at most {most} MiB of pixels in the three splits together");
        return Err(array.wrong_shape(expected));
    };
    *room -= pixels;
    array.holds(pixels)?;
    let pixels = array.read(pixels as usize)?;
    // Each is at most the number of pixels, which is at most 2^30.
    let shape = [count, height, width].map(|length| length as usize);
    let images = Array3::from_shape_vec(shape, pixels);
    Ok(images.expect("as many pixels as the shape says"))
}

/// Reads `count` labels.
fn read_labels<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    name: &str,
    count: usize,
) -> Result<Array1<u8>, Refused> {
    let mut array = Member::open(archive, name)?;
    let Some((signed, width)) = integer(array.dtype()) else {
        let expected = "the dtype uint8, or little-endian integers, from 0 to 255";
        return Err(array.wrong_dtype(expected));
    };
    if !matches!(array.shape(), [n] | [n, 1] if *n == count as u64) {
        let expected = format!("the shape ({count}, 1) or ({count},), one label an image");
        return Err(array.wrong_shape(expected));
    }
    // At most 8 times 2^30.
    array.holds((count * width) as u64)?;
    let mut labels = Vec::with_capacity(count);
    let mut buffer = vec![0; 8 << 10];
    while labels.len() < count {
        let now = (count - labels.len()).min(buffer.len() / width);
        let bytes = &mut buffer[..now * width];
        array.fill(bytes)?;
        for bytes in bytes.chunks_exact(width) {
            let value = little_endian(bytes, signed);
            labels.push(u8::try_from(value).map_err(|_| {
                let found = format!("the label {value} at index {}", labels.len());
                Refused::new(name, "labels from 0 to 255", found)
            })?);
        }
    }
    array.end()?;
    Ok(Array1::from_vec(labels))
}

/// The refusal of an array whose bytes cannot be read.
fn damaged(error: io::Error) -> Refused {
    let expected = "an array that is not damaged";
    match error.kind() {
        ErrorKind::UnexpectedEof => Refused::mistake("", expected, "it ends too early"),
        _ => Refused::mistake("", expected, error),
    }
}

/// Whether an integer dtype is signed, and its bytes; `None` for other types and for big-endian integers.
fn integer(dtype: &str) -> Option<(bool, usize)> {
    match dtype.trim_start_matches(['|', '<', '=']) {
        "u1" => Some((false, 1)),
        "u2" => Some((false, 2)),
        "u4" => Some((false, 4)),
        "u8" => Some((false, 8)),
        "i1" => Some((true, 1)),
        "i2" => Some((true, 2)),
        "i4" => Some((true, 4)),
        "i8" => Some((true, 8)),
        _ => None,
    }
}

/// The integer of at most eight bytes, the least significant first.
fn little_endian(bytes: &[u8], signed: bool) -> i128 {
    let value = bytes.iter().rev();
    let value = value.fold(0, |value, byte| value << 8 | i128::from(*byte));
    let negative = signed && bytes.last().is_some_and(|byte| *byte >= 128);
    if negative {
        value - (1 << (8 * bytes.len()))
    } else {
        value
    }
}

/// Writes a data set, deflated, with uint8 labels of shape (N, 1), as MedMNIST does.
///
/// # Errors
///
/// If the file cannot be written.
pub fn write(data: &DataSet, file: impl Write + Seek) -> io::Result<()> {
    let mut archive = ZipWriter::new(file);
    let splits = [&data.train, &data.val, &data.test];
    for (name, split) in SPLITS.iter().zip(splits) {
        let (count, height, width) = split.images.dim();
        start(&mut archive, &format!("{name}_images.npy"))?;
        archive.write_all(&header::of_bytes(&[count, height, width]))?;
        archive.write_all(split.bytes())?;
        start(&mut archive, &format!("{name}_labels.npy"))?;
        archive.write_all(&header::of_bytes(&[count, 1]))?;
        archive.write_all(&split.labels.to_vec())?;
    }
    archive.finish()?;
    Ok(())
}

/// Begins an array; every file has the same date, so that the same data make the same file.
fn start<W: Write + Seek>(archive: &mut ZipWriter<W>, name: &str) -> io::Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    Ok(archive.start_file(name, options)?)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use crate::learn::data::synthetic::synthesize;

    use super::*;

    fn written(data: &DataSet) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        write(data, &mut file).expect("memory can be written");
        file.into_inner()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let data = synthesize(64, 7);
        let file = written(&data);
        assert_eq!(read(Cursor::new(&file)).expect("valid"), data);
        assert_eq!(file, written(&data), "the same data make the same file");
    }

    #[test]
    fn a_file_cut_anywhere_is_refused() {
        let file = written(&synthesize(32, 7));
        for length in (0..file.len()).step_by(file.len() / 50) {
            assert!(read(Cursor::new(&file[..length])).is_err(), "{length}");
        }
    }

    #[test]
    fn a_changed_bit_never_goes_unnoticed() {
        let data = synthesize(32, 7);
        let file = written(&data);
        for index in (0..file.len()).step_by(97) {
            let mut file = file.clone();
            file[index] ^= 16;
            // Bits of dates and the like change nothing.
            if let Ok(found) = read(Cursor::new(&file)) {
                assert_eq!(found, data, "byte {index}");
            }
        }
    }

    #[test]
    fn integers_are_read_with_their_sign() {
        assert_eq!(little_endian(&[255], false), 255);
        assert_eq!(little_endian(&[255], true), -1);
        assert_eq!(little_endian(&[1, 2], true), 513);
        assert_eq!(
            little_endian(&[0, 0, 0, 0, 0, 0, 0, 128], true),
            i64::MIN.into()
        );
        assert_eq!(little_endian(&[255; 8], false), u64::MAX.into());
        assert_eq!(integer("<i8"), Some((true, 8)));
        assert_eq!(integer(">i8"), None);
        assert_eq!(integer("<f8"), None);
        assert_eq!(integer("|O"), None);
    }
}
