//! A file that is no data set, or claims to be a huge one, is refused at once, in one sentence that names the array.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::data_sets::{
    Arrays, array, deflated, file, images, labels, npy, stored, valid, with,
};
use crate::support::verify::{verify, verify_files};

/// Fails unless `verify data info` refuses the file with exit code 2 and one sentence that holds these parts.
fn refuses(bytes: &[u8], parts: &[&str]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = file(folder.path(), "hostile.npz", bytes);
    let start = Instant::now();
    refused(&path, parts);
    assert!(start.elapsed() < Duration::from_secs(5), "{parts:?}");
}

fn refused(path: &Path, parts: &[&str]) {
    let run = verify_files("data info", &[path]);
    let name = path.file_name().expect("a name").to_string_lossy();
    assert!(run.stderr.len() < 600, "{}", run.stderr);
    run.refused(&[parts, &["error: cannot ", &name]].concat());
}

/// The same, for an array that takes the place of one of a valid data set.
fn refuses_array(name: &str, array: &[u8], parts: &[&str]) {
    let parts: Vec<_> = parts.iter().copied().chain([name]).collect();
    refuses(&stored(&with(name, array.to_vec())), &parts);
    refuses(&deflated(&with(name, array.to_vec())), &parts);
}

/// The same for training images of this type and shape, followed by this number of bytes.
fn refuses_images(dtype: &str, shape: &str, bytes: usize, parts: &[&str]) {
    refuses_array("train_images", &array(dtype, shape, &vec![0; bytes]), parts);
}

/// Overwrites the 32-bit number at this distance from the start of every central directory record.
fn patch_directory(bytes: &mut [u8], at: usize, value: u32) {
    let starts: Vec<usize> = (0..bytes.len() - 46)
        .filter(|&i| bytes[i..].starts_with(b"PK\x01\x02"))
        .collect();
    assert_eq!(starts.len(), 6);
    for start in starts {
        bytes[start + at..][..4].copy_from_slice(&value.to_le_bytes());
    }
}

#[test]
fn what_is_no_zip_is_refused() {
    refuses(b"", &["expected an .npz file, which is a zip"]);
    refuses(
        b"not a zip, just some text",
        &["expected an .npz file, which is a zip"],
    );
    refuses(b"PK\x05\x06", &["expected an .npz file, which is a zip"]);
    refuses(&images(2, 0), &["expected an .npz file, which is a zip"]);
    let whole = deflated(&valid());
    refuses(
        &whole[..whole.len() / 2],
        &["expected an .npz file, which is a zip"],
    );
    refuses(&stored(&Arrays::new()), &["train_images"]);
}

#[test]
fn a_missing_array_is_named() {
    for index in 0..6 {
        let mut arrays = valid();
        let (name, _) = arrays.remove(index);
        refuses(
            &stored(&arrays),
            &["expected the arrays", &format!("found no array {name}")],
        );
    }
}

#[test]
fn a_shape_is_not_believed_before_it_is_checked() {
    for shape in [
        "(1000000, 1024, 1024)",
        "(18446744073709551615, 28, 28)",
        "(9223372036854775808, 2, 1)",
        "(1048577, 32, 32)",
    ] {
        refuses_images("|u1", shape, 64, &["1024 MiB"]);
    }
    // Each split by itself would do, and their sum is too much; only the first array is unpacked.
    let claim = npy(
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1048576, 32, 32), }",
        &[0],
    );
    refuses_array(
        "val_images",
        &array("|u1", "(178956970, 3, 2)", &[]),
        &["1024 MiB"],
    );
    refuses_array("train_images", &claim, &["1 bytes", "1073741824"]);
    for shape in ["(99999999999999999999999, 3, 2)", "(-4, 3, 2)"] {
        refuses_images("|u1", shape, 0, &["header"]);
    }
    for pixels in ["0, 2", "3, 0", "1025, 1", "1, 4294967297"] {
        refuses_images("|u1", &format!("(4, {pixels})"), 24, &["pixels", "1024"]);
    }
    for shape in ["(24,)", "(4, 6)", "(4, 3, 2, 1)", "()", "(2, 3, 2, 2)"] {
        refuses_images("|u1", shape, 24, &["shape", "(N, height, width)"]);
    }
}

#[test]
fn a_zip_bomb_is_not_unpacked() {
    // 64 MiB of zeros in 64 KiB: the header speaks of 24 bytes.
    let bomb = array("|u1", "(4, 3, 2)", &vec![0; 64 << 20]);
    let bytes = deflated(&with("train_images", bomb));
    assert!(bytes.len() < 100_000);
    refuses(
        &bytes,
        &["train_images", "expected 24 bytes", "67108864 bytes"],
    );
    // The same, and the archive lies about the size too.
    let mut bytes = bytes;
    let size = u32::try_from(images(4, 0).len()).expect("small");
    patch_directory(&mut bytes, 24, size);
    refuses(&bytes, &["train_images"]);
    // A bomb in an array that nobody asks for is passed over.
    let mut arrays = valid();
    arrays.push(("extra", vec![0; 64 << 20]));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = file(folder.path(), "extra.npz", &deflated(&arrays));
    verify_files("data info", &[path]).exits_with(0);
}

#[test]
fn a_truncated_or_lengthened_array_is_refused() {
    let whole = images(4, 0);
    let longer = [&whole[..], &[0]].concat();
    let shorter = &whole[..whole.len() - 1];
    refuses_array("train_images", shorter, &["23 bytes", "24"]);
    refuses_array("train_images", &longer, &["25 bytes", "24"]);
    for beginning in [&whole[..60], &whole[..7], b""] {
        refuses_array("train_images", beginning, &["too early"]);
    }
    let whole = labels(&[0, 2]);
    refuses_array("val_labels", &whole[..whole.len() - 1], &["1 bytes", "2"]);
    // The archive says that each array is larger than what is packed.
    let mut bytes = deflated(&valid());
    patch_directory(&mut bytes, 24, 1_000);
    refuses(&bytes, &["train_images"]);
}

#[test]
fn a_wrong_checksum_is_found() {
    for mut bytes in [stored(&valid()), deflated(&valid())] {
        patch_directory(&mut bytes, 16, 12_345);
        refuses(
            &bytes,
            &[
                "train_images: expected an array that is not damaged",
                "checksum",
            ],
        );
    }
    // A changed pixel.
    let mut bytes = stored(&valid());
    let pixels: Vec<u8> = (100..112).collect();
    let at = bytes
        .windows(12)
        .position(|window| window == pixels)
        .expect("there");
    bytes[at + 5] = 0;
    refuses(
        &bytes,
        &[
            "val_images: expected an array that is not damaged",
            "checksum",
        ],
    );
}

#[test]
fn an_unknown_compression_or_encryption_is_refused() {
    // The method, then the flag for encryption, in the local and the central records.
    for (at, value, parts) in [
        (
            8,
            14,
            &[
                "train_images: expected a stored or deflated array",
                "cannot be unpacked",
            ][..],
        ),
        (6, 1, &["train_images: ", "cannot be unpacked"]),
    ] {
        let mut bytes = deflated(&valid());
        for index in 0..bytes.len() - 46 {
            if bytes[index..].starts_with(b"PK\x03\x04") {
                bytes[index + at] |= value;
            } else if bytes[index..].starts_with(b"PK\x01\x02") {
                bytes[index + at + 2] |= value;
            }
        }
        refuses(&bytes, parts);
    }
}

#[test]
fn other_types_and_orders_are_refused() {
    for dtype in ["|O", "<f4", "<i8", "|b1", "|i1", "|S1", "<U1"] {
        refuses_images(dtype, "(4, 3, 2)", 24, &["dtype", dtype, "uint8"]);
    }
    for dtype in ["|O", "<f8", "|b1", ">i8", "<M8[s]"] {
        refuses_array(
            "val_labels",
            &array(dtype, "(2, 1)", &[0; 16]),
            &["dtype", dtype, "uint8"],
        );
    }
    let record =
        "{'descr': [('x', '|u1'), ('y', '|u1')], 'fortran_order': False, 'shape': (4, 3, 1), }";
    refuses_array("train_images", &npy(record, &[0; 24]), &["dtype", "'y'"]);
    let fortran = "{'descr': '|u1', 'fortran_order': True, 'shape': (4, 3, 2), }";
    refuses_array("train_images", &npy(fortran, &[0; 24]), &["Fortran"]);
}

#[test]
fn a_header_that_numpy_would_not_write_is_refused() {
    for dictionary in [
        "",
        "{",
        "[]",
        "{'descr': '|u1', 'fortran_order': False}",
        "{'descr': '|u1', 'fortran_order': 0, 'shape': (4, 3, 2)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (4, 3, 2), 'more': 1}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': 24}",
        "__import__('os').abort()",
    ] {
        refuses_array("train_images", &npy(dictionary, &[0; 24]), &["header"]);
    }
    refuses_array("train_images", &npy(&"[".repeat(900), &[]), &["header"]);
    let blank = npy(&" ".repeat(60_000), &[]);
    refuses_array("train_images", &blank, &["header of 600", "1024"]);
    let endless = [b"\x93NUMPY\x02\x00", &[255; 4][..], &[b' '; 100]].concat();
    refuses_array("train_images", &endless, &["header of 4294967295 bytes"]);
    let begin = |magic: &[u8], version| [magic, &[version, 0, 0, 0, 0, 0]].concat();
    refuses_array(
        "train_images",
        &begin(b"\x93NUMPX", 1),
        &["header", "magic"],
    );
    for version in [1, 9] {
        refuses_array("train_images", &begin(b"\x93NUMPY", version), &["header"]);
    }
}

#[test]
fn labels_and_images_must_belong_together() {
    refuses_array("val_labels", &labels(&[0]), &["(2, 1)", "[1, 1]"]);
    refuses_array("val_labels", &array("|u1", "(2, 2)", &[0; 4]), &["(2, 1)"]);
    refuses_array("val_labels", &array("|u1", "()", &[0]), &["(2, 1)"]);
    refuses_array(
        "val_images",
        &array("|u1", "(2, 2, 3)", &[0; 12]),
        &["2 x 3", "3 x 2", "train_images"],
    );
    for split in ["train_images", "val_images", "test_images"] {
        refuses_array(split, &array("|u1", "(0, 3, 2)", &[]), &["no images"]);
    }
}

#[test]
fn labels_outside_a_byte_are_refused() {
    let wide = |label: i64| [0, label].map(i64::to_le_bytes).concat();
    for label in [-1, 256, i64::MIN, i64::MAX] {
        let labels = array("<i8", "(2, 1)", &wide(label));
        refuses_array(
            "val_labels",
            &labels,
            &[&format!("label {label} at index 1"), "0 to 255"],
        );
    }
}

#[test]
fn a_file_that_cannot_be_opened_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    refused(&folder.path().join("missing.npz"), &["cannot open"]);
    let run = verify_files("data info", &[folder.path()]).exits_with(2);
    run.warns(&["is a folder"]);
    assert_eq!(verify("data info").code, 2);
}
