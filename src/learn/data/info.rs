//! The contents of a data set: splits, classes, shapes and checksums.

use serde::Serialize;

use crate::learn::data::material::Material;
use crate::learn::data::{homework, octmnist};
use crate::page::{Json, Page, Shown, row};

/// The size and the checksums that identify a file.
pub struct Checksums {
    /// The size of the file in bytes.
    pub bytes: u64,
    /// The MD5 of the file, as 32 hexadecimal digits.
    pub md5: String,
    /// The SHA-256 of the file, as 64 hexadecimal digits.
    pub sha256: String,
}

/// The description of a data set; the field names are stable.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Info {
    /// The name of the file, or `octmnist`.
    file: String,
    /// The size of the file.
    bytes: u64,
    /// The MD5 of the file, as hexadecimal digits.
    md5: String,
    /// The SHA-256 of the file, as hexadecimal digits.
    sha256: String,
    /// Whether the file is OCTMNIST, byte for byte.
    official: bool,
    /// The height of an image in pixels.
    height: usize,
    /// The width of an image in pixels.
    width: usize,
    /// The number of training images.
    train: usize,
    /// The number of validation images.
    val: usize,
    /// The number of test images.
    test: usize,
    /// The number of test images that the homework uses.
    homework_test: usize,
    /// The classes, by label.
    classes: Vec<Class>,
    #[serde(skip)]
    is_like_octmnist: bool,
}

/// The number of images of a class.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Class {
    /// The label, from 0.
    label: usize,
    /// The name of the class.
    name: String,
    /// How many training images have this label.
    train: usize,
    /// How many validation images have this label.
    val: usize,
    /// How many test images have this label.
    test: usize,
    /// How many of the homework's test images have this label.
    homework_test: usize,
}

impl Info {
    /// Describes a data set, with the checksums of its file.
    pub fn new(material: &Material, sums: Checksums) -> Self {
        let data = &material.data;
        let (_, height, width) = data.train.images.dim();
        let [train, val, test] =
            [&data.train, &data.val, &data.test].map(|split| split.class_counts(data.classes));
        let kept = homework::test_counts(&train, &test);
        let names = material.class_names.iter().enumerate();
        let classes = names.map(|(label, name)| Class {
            label,
            name: name.clone(),
            train: train[label],
            val: val[label],
            test: test[label],
            homework_test: kept[label],
        });
        Self {
            file: material.name.clone(),
            official: sums.sha256 == octmnist::SHA256 && sums.md5 == octmnist::MD5,
            bytes: sums.bytes,
            md5: sums.md5,
            sha256: sums.sha256,
            height,
            width,
            train: data.train.len(),
            val: data.val.len(),
            test: data.test.len(),
            homework_test: kept.iter().sum(),
            classes: classes.collect(),
            is_like_octmnist: octmnist::is_like(data),
        }
    }
}

impl Shown for Info {
    fn page(&self) -> Page {
        let mut page = Page::default();
        page.heading(format!("Data set {}", self.file));
        let shape = |count: usize| format!("({count}, {}, {})", self.height, self.width);
        page.lines(vec![
            format!("train_images  {}  uint8", shape(self.train)),
            format!("val_images    {}  uint8", shape(self.val)),
            format!("test_images   {}  uint8", shape(self.test)),
            format!("size          {} bytes", self.bytes),
            format!("MD5           {}", self.md5),
            format!("SHA-256       {}", self.sha256),
        ]);
        page.text(if self.official {
            "This is the official OCTMNIST file."
        } else {
            "This is not the official OCTMNIST file."
        });
        let head = ["label", "class", "train", "val", "test", "homework"];
        let mut rows = vec![row(head)];
        let mut add = |label: &str, class: &str, counts: [usize; 4]| {
            let [train, val, test, homework] = counts.map(|count| count.to_string());
            rows.push(row([label, class, &train, &val, &test, &homework]));
        };
        for class in &self.classes {
            let counts = [class.train, class.val, class.test, class.homework_test];
            add(&class.label.to_string(), &class.name, counts);
        }
        add(
            "",
            "all",
            [self.train, self.val, self.test, self.homework_test],
        );
        page.table(rows);
        if !self.official && self.is_like_octmnist {
            page.text("Four classes and 28 x 28 pixels: the classes are named as in OCTMNIST.");
        }
        page
    }

    fn record(&self) -> impl Json {
        self
    }
}
