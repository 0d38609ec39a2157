//! `verify predict` says what the weights say, and refuses in one sentence what does not fit them.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::support::table::rows;
use crate::support::verify::{Run, data_set, keys, verify_files};
use orthant::formats::safetensors::to_safetensors;
use orthant::formats::tensor::Tensor;
use orthant::learn::Compute;
use orthant::learn::data::images::{DataSet, Split};
use orthant::learn::data::synthetic;
use orthant::learn::learner::{Learner, UNWATCHED};
use orthant::learn::online::LogisticRegression;
use orthant::learn::settings::{Settings, Shape};
use serde_json::json;

/// A folder with `oct.npz` and weights that have learned from it.
struct Folder {
    place: tempfile::TempDir,
    data: DataSet,
    /// Of the test set, by the model itself.
    predictions: Vec<u8>,
    tensors: Vec<Tensor>,
}

const ALL: [(&str, &str); 5] = [
    ("model", "q1 logistic regression"),
    ("activation", "none"),
    ("class_names", r#"["CNV", "DME", "DRUSEN", "NORMAL"]"#),
    ("height", "28"),
    ("width", "28"),
];

impl Folder {
    fn new() -> Self {
        let place = tempfile::tempdir().expect("a temporary folder");
        let data = synthetic::synthesize(300, 5);
        data_set(place.path(), "oct.npz", &data);
        let settings = Settings {
            learning_rate: 0.01,
            seed: 1,
            ..Settings::default()
        };
        let mut model =
            LogisticRegression::new(&settings, Shape::new(784, 4, 300), Compute::best());
        for _ in 0..5 {
            let loss = model.epoch(data.train.examples(), UNWATCHED);
            loss.expect("nobody stops it");
        }
        let predictions = model.evaluate(data.test.examples()).predictions;
        let tensors = model.parameters();
        let folder = Self {
            place,
            data,
            predictions,
            tensors,
        };
        folder.weights("all.safetensors", &folder.tensors, &ALL);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn weights(&self, name: &str, tensors: &[Tensor], metadata: &[(&str, &str)]) {
        let text = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        let metadata: BTreeMap<_, _> = metadata.iter().map(text).collect();
        fs::write(self.path(name), to_safetensors(tensors, &metadata)).expect("a file");
    }

    /// Predicts with these words, and then these files of the folder.
    fn predict(&self, options: &str, names: &str) -> Run {
        let paths: Vec<PathBuf> = names.split(' ').map(|name| self.path(name)).collect();
        verify_files(&format!("predict {options}"), &paths)
    }

    /// An image of the test set as a PNG of three equal colours.
    fn png(&self, name: &str, index: usize) {
        let pixels = &self.data.test.bytes()[index * 784..][..784];
        let pixels: Vec<u8> = pixels.iter().flat_map(|pixel| [*pixel; 3]).collect();
        write_png(&self.path(name), [28, 28], png::ColorType::Rgb, &pixels);
    }
}

fn write_png(path: &Path, [width, height]: [u32; 2], colour: png::ColorType, pixels: &[u8]) {
    let mut encoder = png::Encoder::new(File::create(path).expect("a file"), width, height);
    encoder.set_color(colour);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(pixels).expect("written");
}

#[test]
fn labelled_images_are_predicted_and_counted() {
    let folder = Folder::new();
    let test: &Split = &folder.data.test;
    let correct = folder
        .predictions
        .iter()
        .zip(&test.labels)
        .filter(|(a, b)| a == b)
        .count();
    let run = folder
        .predict("--format json", "all.safetensors oct.npz")
        .exits_with(0);
    assert_eq!(run.stderr, "");
    let json = run.json();
    assert_eq!(
        keys(&json),
        "accuracy activation class_names confusion correct images model total weights"
    );
    assert_eq!(json["correct"], json!(correct));
    assert_eq!(json["total"], json!(test.len()));
    assert_eq!(json["model"], "q1 logistic regression");
    assert_eq!(json["activation"], json!(null), "a linear model has none");
    let images = json["images"].as_array().expect("a list");
    assert_eq!(images.len(), test.len());
    let classes: Vec<_> = folder
        .predictions
        .iter()
        .map(|class| json!(class))
        .collect();
    let found: Vec<_> = images.iter().map(|image| image["class"].clone()).collect();
    assert_eq!(found, classes);
    assert_eq!(keys(&images[0]), "class image label name probability");
    for image in images {
        let probability = image["probability"].as_f64().expect("a number");
        assert!((0.25..=1.0).contains(&probability), "the greatest of four");
    }
    let confusion: Vec<Vec<usize>> =
        serde_json::from_value(json["confusion"].clone()).expect("rows");
    let sums: Vec<usize> = confusion.iter().map(|row| row.iter().sum()).collect();
    assert_eq!(sums, test.class_counts(4), "rows are labels");

    let printed = folder.predict("", "all.safetensors oct.npz").exits_with(0);
    let said = format!("{correct} of {} right", test.len());
    printed.says(&[&said]);
    let val = folder.predict("--split val --format json", "all.safetensors oct.npz");
    assert_eq!(val.json()["total"], json!(folder.data.val.len()));
    let markdown = folder
        .predict("--format markdown", "all.safetensors oct.npz")
        .stdout;
    assert!(
        markdown.starts_with("| image | class | name "),
        "{markdown}"
    );
}

#[test]
fn pictures_are_predicted_like_the_same_images_of_a_data_set() {
    let folder = Folder::new();
    folder.png("a.png", 0);
    folder.png("b.png", 7);
    let json = folder
        .predict("--format json", "all.safetensors a.png b.png")
        .exits_with(0)
        .json();
    let all = folder
        .predict("--format json", "all.safetensors oct.npz")
        .json();
    for (index, own) in [0, 7].into_iter().enumerate() {
        for key in ["class", "name", "probability"] {
            assert_eq!(json["images"][index][key], all["images"][own][key]);
        }
        assert!(
            json["images"][index]["image"]
                .as_str()
                .expect("a name")
                .contains(".png")
        );
    }
    assert_eq!(keys(&json), "activation class_names images model weights");
}

#[test]
fn what_does_not_fit_the_weights_is_refused() {
    let folder = Folder::new();
    folder.png("fits.png", 0);
    let (wide, grey) = (folder.path("wide.png"), png::ColorType::Grayscale);
    write_png(&wide, [30, 28], grey, &[0; 840]);
    fs::write(folder.path("text"), "nothing").expect("a file");
    fs::create_dir(folder.path("folder")).expect("a folder");
    let whole = fs::read(folder.path("fits.png")).expect("it");
    fs::write(folder.path("cut.png"), &whole[..90]).expect("a file");
    fs::write(folder.path("photo.png"), b"\xff\xd8\xff\xe0\0\x10JFIF\0").expect("a file");
    for [names, parts] in rows(
        "
        all.safetensors photo.png | photo.png is a JPEG file
        all.safetensors wide.png | wide.png: ; 28 x 28; not resized; found 28 x 30
        all.safetensors text | text is neither
        all.safetensors fits.png oct.npz | oct.npz is an .npz file
        all.safetensors cut.png | cut.png: expected a PNG file that is not damaged
        all.safetensors missing.png | cannot open; missing.png
        all.safetensors folder | is a folder
        text oct.npz | cannot use the weights; 7 bytes",
    ) {
        let parts: Vec<_> = parts.split("; ").collect();
        folder.predict("", names).refused(&parts);
    }
    let split = folder.predict("--split val", "all.safetensors fits.png");
    split.refused(&["--split", "no splits"]);
}

#[test]
fn metadata_that_cannot_be_are_refused() {
    let folder = Folder::new();
    for (metadata, part) in [
        (("activation", "gelu"), "\"gelu\""),
        (("class_names", "[\"one\"]"), "a JSON list of 4 names"),
        (("pixels", "divided by 255"), "\"divided by 255\""),
        (("height", "28"), "a height and a width"),
    ] {
        folder.weights("odd.safetensors", &folder.tensors, &[metadata]);
        folder
            .predict("", "odd.safetensors oct.npz")
            .refused(&["cannot use the weights", part]);
    }
    folder.weights(
        "tanh.safetensors",
        &folder.tensors,
        &[("activation", "tanh")],
    );
    let run = folder.predict("--activation relu", "tanh.safetensors oct.npz");
    run.refused(&["--activation"]);
    let three = [
        Tensor::new("weight", &[3, 784], vec![0.0_f32; 3 * 784]),
        Tensor::new("bias", &[3], vec![0.0_f32; 3]),
    ];
    folder.weights("three.safetensors", &three, &[]);
    let run = folder.predict("", "three.safetensors oct.npz");
    run.refused(&["has 4 classes, but the weights tell 3 apart"]);
}

#[test]
fn networks_without_metadata_are_taken_as_relu_and_it_is_said() {
    let folder = Folder::new();
    let network = [
        Tensor::new("0.weight", &[1, 784], vec![0.5_f32; 784]),
        Tensor::new("0.bias", &[1], vec![0.0_f32]),
        Tensor::new("2.weight", &[4, 1], vec![0.0_f32, 1.0, 0.0, 0.0]),
        Tensor::new("2.bias", &[4], vec![0.0_f32; 4]),
    ];
    folder.weights("bare.safetensors", &network, &[]);
    let run = folder
        .predict("--format json", "bare.safetensors oct.npz")
        .exits_with(0);
    run.warns(&["taking relu"]);
    let json = run.json();
    assert_eq!(json["activation"], "relu");
    assert_eq!(json["images"][0]["name"], "class 1");
    folder.weights("none.safetensors", &network, &[("activation", "none")]);
    let run = folder.predict("", "none.safetensors oct.npz");
    run.refused(&["hidden layers", "no activation"]);
    let run = folder.predict(
        "--activation tanh --format json",
        "bare.safetensors oct.npz",
    );
    assert_eq!(
        (run.stderr.as_str(), run.json()["activation"].as_str()),
        ("", Some("tanh"))
    );
}
