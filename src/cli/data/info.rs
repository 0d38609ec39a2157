//! `verify data info`: what is in a data set.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use orthant::learn::data::images::DataSet;
use orthant::learn::data::{contact_sheet, homework};
use orthant::page::{Colours, Page};
use serde::Serialize;

use super::{checksum, official};
use crate::cli::data_set::Loaded;
use crate::cli::files::file_name;
use crate::cli::{Format, Outcome, data_set, files, say};

/// Show what is in a data set
///
/// Splits, classes, shapes, checksums, and whether it is the official OCTMNIST file. The column "homework" counts the
/// test images that the exercise uses: of each class the first ones in file order, in the proportions of the training
/// set, and all of the most frequent class.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  verify data info octmnist
  verify data info mine.npz --contact-sheet mine.png
  verify data info mine.npz --format json")]
pub struct Arguments {
    /// An .npz file, or octmnist for the downloaded one
    #[arg(value_name = "FILE")]
    file: String,
    /// Draw the first 16 training images of each class, a row for a class, to this PNG file
    #[arg(long, value_name = "FILE.png")]
    contact_sheet: Option<PathBuf>,
    /// How to print the results
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What is printed; the field names are stable.
#[derive(Serialize)]
struct Info {
    file: String,
    bytes: u64,
    md5: String,
    sha256: String,
    /// Whether it is OCTMNIST, byte for byte.
    official: bool,
    height: usize,
    width: usize,
    train: usize,
    val: usize,
    test: usize,
    homework_test: usize,
    classes: Vec<Class>,
}

/// How many images a class has.
#[derive(Serialize)]
struct Class {
    label: usize,
    name: String,
    train: usize,
    val: usize,
    test: usize,
    homework_test: usize,
}

/// Reads the data set and describes it.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let path = data_set::locate(&arguments.file)?;
    let loaded = data_set::load(Some(&arguments.file))?;
    let info = Info::of(&path, &loaded)?;
    let data = &loaded.data;
    // Before anything is printed: a reader may stop reading.
    if let Some(sheet) = &arguments.contact_sheet {
        let mut png = Vec::new();
        let drawn = contact_sheet::write(&data.train, data.classes, &mut png);
        drawn.context("cannot draw the contact sheet")?;
        files::write_whole(sheet, &png)?;
        say(&format!("contact sheet written to {}", file_name(sheet)));
    }
    let mut out = anstream::AutoStream::auto(std::io::stdout());
    match arguments.format {
        Format::Text => write!(out, "{}", info.page(data).to_text(Colours::Terminal))?,
        Format::Markdown => write!(out, "{}", info.page(data).to_markdown())?,
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&info)?)?,
    }
    Ok(Outcome::Holds)
}

impl Info {
    fn of(path: &Path, loaded: &Loaded) -> anyhow::Result<Self> {
        let data = &loaded.data;
        let sums = checksum::of(path)?;
        let (_, height, width) = data.train.images.dim();
        let [train, val, test] =
            [&data.train, &data.val, &data.test].map(|split| split.class_counts(data.classes));
        let kept = homework::test_counts(&train, &test);
        let names = loaded.class_names.iter().enumerate();
        let classes = names.map(|(label, name)| Class {
            label,
            name: name.clone(),
            train: train[label],
            val: val[label],
            test: test[label],
            homework_test: kept[label],
        });
        Ok(Self {
            file: loaded.name.clone(),
            official: sums.sha256 == official::SHA256 && sums.md5 == official::MD5,
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
        })
    }

    fn page(&self, data: &DataSet) -> Page {
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
        if !self.official && data_set::is_like_octmnist(data) {
            page.text("Four classes and 28 x 28 pixels: the classes are named as in OCTMNIST.");
        }
        page
    }
}

fn row(label: String, class: &str, counts: [usize; 4]) -> Vec<String> {
    let mut cells = vec![label, class.to_owned()];
    cells.extend(counts.map(|count| count.to_string()));
    cells
}
