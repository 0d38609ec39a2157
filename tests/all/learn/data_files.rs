//! Data sets in every permitted form are read as what they are, by the library and by `verify data`.

use std::fs;
use std::io::Cursor;

use crate::support::data_sets::{
    array, deflated, file, images, labels, npy, real, stored, valid, with,
};
use crate::support::verify::{keys, verify, verify_files};
use orthant::learn::data::images::DataSet;
use orthant::learn::data::{homework, npz};

fn read(bytes: &[u8]) -> DataSet {
    npz::read(Cursor::new(bytes)).expect("a data set")
}

#[test]
fn stored_and_deflated_arrays_are_read_in_file_order() {
    for bytes in [stored(&valid()), deflated(&valid())] {
        let data = read(&bytes);
        assert_eq!(data.classes, 3);
        assert_eq!(data.train.images.dim(), (4, 3, 2));
        assert_eq!(data.train.labels.to_vec(), [0, 2, 2, 1]);
        assert_eq!(data.train.images[(1, 2, 0)], 10);
        assert_eq!(data.val.bytes(), (100..112).collect::<Vec<u8>>());
        assert_eq!(data.test.labels.to_vec(), [1, 2, 0]);
    }
}

#[test]
fn labels_have_any_integer_type_and_one_axis_or_two() {
    let expected = read(&stored(&valid()));
    let wide = [0u8, 2]
        .map(|label| i64::from(label).to_le_bytes())
        .concat();
    let short = [0u8, 2]
        .map(|label| u16::from(label).to_le_bytes())
        .concat();
    for other in [
        array("|u1", "(2,)", &[0, 2]),
        array("|i1", "(2, 1)", &[0, 2]),
        array("<u2", "(2,)", &short),
        array("<i8", "(2, 1)", &wide),
    ] {
        assert_eq!(read(&stored(&with("val_labels", other))), expected);
    }
}

#[test]
fn headers_of_all_three_versions_are_read() {
    let expected = read(&stored(&valid()));
    let dictionary = b"{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1), }\n";
    let length = u32::try_from(dictionary.len())
        .expect("short")
        .to_le_bytes();
    for version in [2, 3] {
        let other = [
            b"\x93NUMPY",
            &[version, 0][..],
            &length,
            dictionary,
            &[0, 2],
        ]
        .concat();
        assert_eq!(read(&stored(&with("val_labels", other))), expected);
    }
    let other = npy(
        "{'shape':(2,1),'fortran_order':False,'descr':'|u1'}",
        &[0, 2],
    );
    assert_eq!(read(&stored(&with("val_labels", other))), expected);
}

#[test]
fn other_arrays_and_gaps_among_the_labels_are_no_matter() {
    let mut arrays = with("test_labels", labels(&[1, 255, 0]));
    arrays.insert(0, ("author", array("<U4", "()", &[0; 16])));
    let data = read(&stored(&arrays));
    assert_eq!(data.classes, 256);
    assert_eq!(data.test.class_counts(256)[255], 1);
}

#[test]
fn info_says_what_is_in_a_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = file(folder.path(), "mine.npz", &deflated(&valid()));
    let sheet = folder.path().join("mine.png");
    let line = format!("data info --contact-sheet {}", sheet.display());
    let run = verify_files(&line, &[&path]).exits_with(0).prints(&[
        "train_images  (4, 3, 2)  uint8",
        "test_images   (3, 3, 2)  uint8",
        "This is not the official OCTMNIST file.",
        "│ 2     │ class 2 │ 2     │ 1   │ 1    │ 1        │",
        "│       │ all     │ 4     │ 2   │ 3    │ 3        │",
    ]);
    assert!(!run.stdout.contains("CNV"), "{}", run.stdout);
    assert!(fs::read(sheet).expect("written").starts_with(b"\x89PNG"));

    let run = verify_files("data info --format json", &[&path]).exits_with(0);
    let info = run.json();
    let expected =
        "bytes classes file height homework_test md5 official sha256 test train val width";
    assert_eq!(keys(&info), expected);
    assert_eq!(info["official"], false);
    assert_eq!(info["classes"][2]["train"], 2);
    assert_eq!((&info["height"], &info["width"]), (&3.into(), &2.into()));
    verify_files("data info --format markdown", &[&path])
        .exits_with(0)
        .prints(&["| 2     | class 2 | 2     | 1   | 1    | 1        |"]);
}

#[test]
fn what_is_synthesized_is_read_again_and_the_same_everywhere() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("small.npz");
    let run = verify_files("data synthesize --size 200 --seed 9 --out", &[&path]).exits_with(0);
    run.says(&["200 training, 26 validation and 48 test images"]);
    let data = read(&fs::read(&path).expect("written"));
    assert_eq!(data, orthant::learn::data::synthetic::synthesize(200, 9));
    let info = verify_files("data info --format json", &[&path])
        .exits_with(0)
        .json();
    assert_eq!(info["classes"][0]["name"], "CNV");
    assert_eq!(info["homework_test"], homework::test_set(&data).len());
    verify_files("data info", &[&path])
        .exits_with(0)
        .prints(&["Four classes and 28 x 28 pixels: the classes are named as in OCTMNIST."]);
}

#[test]
fn sizes_that_cannot_be_synthesized_are_refused() {
    for (size, part) in [
        ("31", "32..=97477"),
        ("97478", "32..=97477"),
        ("many", "invalid"),
    ] {
        let run = verify(&format!("data synthesize --out x.npz --size {size}")).exits_with(2);
        run.warns(&[part]);
    }
    let run = verify("data synthesize --size 32 --out /no/such/folder/x.npz").exits_with(2);
    run.warns(&["cannot write /no/such/folder/x.npz"]);
}

#[test]
fn real_scans_are_read() {
    // The same form, in case the real ones are not there.
    assert_eq!(
        read(&deflated(&with("val_images", images(2, 7)))).classes,
        3
    );
    let Some(path) = real("oct_kermany72_28.npz") else {
        return;
    };
    let info = verify_files("data info --format json", &[&path])
        .exits_with(0)
        .json();
    assert_eq!(info["md5"], "206ac31807c6e6372745f6f8eed7f344");
    let sha256 = "d7b5deeb6078181569c6de6b8477ad7ca1ed7e65c9d18642871970cf9d61948d";
    assert_eq!(info["sha256"], sha256);
    assert_eq!(info["official"], false);
    let data = read(&fs::read(&path).expect("readable"));
    assert_eq!(data.train.images.dim(), (34, 28, 28));
    assert_eq!(data.train.class_counts(4), [6, 10, 8, 10]);
    assert_eq!(data.val.class_counts(4), [5, 5, 4, 5]);
    assert_eq!(data.test.class_counts(4), [5, 5, 4, 5]);
    // Two classes are the most frequent; 5 · 6 / 10 and 5 · 8 / 10.
    assert_eq!(homework::test_set(&data).class_counts(4), [3, 5, 4, 5]);
}

#[test]
fn a_real_set_of_two_classes_is_read() {
    assert_eq!(
        homework::test_counts(&[1_214, 3_494], &[234, 390]),
        [136, 390]
    );
    let Some(path) = real("pneumoniamnist_28.npz") else {
        return;
    };
    let data = read(&fs::read(path).expect("readable"));
    assert_eq!(data.classes, 2);
    assert_eq!(data.train.class_counts(2), [1_214, 3_494]);
    assert_eq!(data.val.class_counts(2), [135, 389]);
    assert_eq!(data.test.class_counts(2), [234, 390]);
    assert_eq!(homework::test_set(&data).class_counts(2), [136, 390]);
}
