//! Data sets as the bytes of `.npz` files, put together here array by array.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The names and bytes of `.npy` arrays.
pub type Arrays = Vec<(&'static str, Vec<u8>)>;

/// An array as numpy's version 1 writes it: this dictionary, padded to a multiple of 64 bytes, then the data.
pub fn npy(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let padding = (64 - (10 + dictionary.len() + 1) % 64) % 64;
    let header = format!("{dictionary}{}\n", " ".repeat(padding));
    let length = u16::try_from(header.len()).expect("a short header");
    [
        b"\x93NUMPY\x01\x00",
        &length.to_le_bytes()[..],
        header.as_bytes(),
        data,
    ]
    .concat()
}

/// An array in C order.
pub fn array(dtype: &str, shape: &str, data: &[u8]) -> Vec<u8> {
    npy(
        &format!("{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}"),
        data,
    )
}

/// Images of 3 × 2 pixels, whose pixels count on from this value.
pub fn images(count: u8, first: u8) -> Vec<u8> {
    let pixels: Vec<u8> = (0..count * 6).map(|index| first + index).collect();
    array("|u1", &format!("({count}, 3, 2)"), &pixels)
}

/// Labels of shape (N, 1).
pub fn labels(labels: &[u8]) -> Vec<u8> {
    array("|u1", &format!("({}, 1)", labels.len()), labels)
}

/// A valid data set: 4, 2 and 3 images of three classes.
pub fn valid() -> Arrays {
    vec![
        ("train_images", images(4, 0)),
        ("train_labels", labels(&[0, 2, 2, 1])),
        ("val_images", images(2, 100)),
        ("val_labels", labels(&[0, 2])),
        ("test_images", images(3, 200)),
        ("test_labels", labels(&[1, 2, 0])),
    ]
}

/// The valid data set with another array in the place of one of its own.
pub fn with(name: &str, array: Vec<u8>) -> Arrays {
    let mut arrays = valid();
    let place = arrays.iter_mut().find(|(other, _)| *other == name);
    place.expect("one of the six").1 = array;
    arrays
}

/// The arrays in a zip.
pub fn npz(arrays: &Arrays, method: CompressionMethod) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in arrays {
        archive
            .start_file(format!("{name}.npy"), options)
            .expect("memory");
        archive.write_all(bytes).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

/// The arrays in a zip, stored.
pub fn stored(arrays: &Arrays) -> Vec<u8> {
    npz(arrays, CompressionMethod::Stored)
}

/// The arrays in a zip, deflated.
pub fn deflated(arrays: &Arrays) -> Vec<u8> {
    npz(arrays, CompressionMethod::Deflated)
}

/// A file of the folder with real data, if that is there.
pub fn real(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("ORTHANT_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let path = folder.unwrap_or_else(beside).join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

/// A file of this name with these bytes.
pub fn file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("a file");
    path
}
