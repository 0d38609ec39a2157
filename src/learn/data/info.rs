//! The contents of a data set: splits, classes, shapes and checksums.

use serde::Serialize;

use crate::learn::data::material::Material;
use crate::learn::data::{homework, octmnist};
use crate::page::{Page, Shown};

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
pub struct Info {
    file: String,
    bytes: u64,
    md5: String,
    sha256: String,
    /// Whether the file is OCTMNIST, byte for byte.
    official: bool,
    height: usize,
    width: usize,
    train: usize,
    val: usize,
    test: usize,
    homework_test: usize,
    classes: Vec<Class>,
    #[serde(skip)]
    is_like_octmnist: bool,
}

/// The number of images of a class.
#[derive(Serialize)]
struct Class {
    label: usize,
    name: String,
    train: usize,
    val: usize,
    test: usize,
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
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        for class in &self.classes {
            let counts = [class.train, class.val, class.test, class.homework_test];
            rows.push(row(class.label.to_string(), &class.name, counts));
        }
        let totals = [self.train, self.val, self.test, self.homework_test];
        rows.push(row(String::new(), "all", totals));
        page.table(rows);
        if !self.official && self.is_like_octmnist {
            page.text("Four classes and 28 x 28 pixels: the classes are named as in OCTMNIST.");
        }
        page
    }

    fn record(&self) -> impl Serialize {
        self
    }
}

fn row(label: String, class: &str, counts: [usize; 4]) -> Vec<String> {
    let mut cells = vec![label, class.to_owned()];
    cells.extend(counts.map(|count| count.to_string()));
    cells
}
