//! Predictions for images, and the number of correct ones where there are labels.

use serde::Serialize;

use super::softmax;
use super::stored::StoredModel;
use crate::learn::confusion::Confusion;
use crate::learn::examples::{Examples, Inputs};
use crate::learn::learner::argmax;
use crate::learn::settings::Activation;
use crate::page::{Json, Page, Shown, row};

/// Images of one size, each flattened to a row of pixels.
#[derive(Default)]
pub struct Images {
    /// A name for each image.
    pub names: Vec<String>,
    /// The pixels, image after image.
    pub pixels: Vec<u8>,
    /// A label for each image, if they have labels.
    pub labels: Option<Vec<u8>>,
}

/// The predictions for some images; the field names are stable.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Predictions {
    /// The name of the file of weights.
    weights: String,
    /// The model, if the weights name it.
    model: Option<String>,
    /// The activation between the layers; `null` for a single layer.
    activation: Option<&'static str>,
    /// The predictions, in the order of the images.
    images: Vec<Prediction>,
    /// The number of correct predictions, if there are labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    correct: Option<usize>,
    /// The number of images, if there are labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<usize>,
    /// The fraction of correct predictions, if there are labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    accuracy: Option<f64>,
    /// A row for each label, if there are labels: how often each class was predicted.
    #[serde(skip_serializing_if = "Option::is_none")]
    confusion: Option<Vec<Vec<usize>>>,
    /// The names of the classes, by label.
    class_names: Vec<String>,
}

/// The prediction for one image.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Prediction {
    /// The name of the PNG file, or the image's number in the `.npz` file's split, from 0.
    image: String,
    /// The label of the predicted class, from 0.
    class: u8,
    /// The name of the predicted class.
    name: String,
    /// The probability of the predicted class by softmax; `null` if a score is too large for a float.
    probability: Option<f64>,
    /// The right label, if the file has labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<u8>,
}

impl Predictions {
    /// The predictions of a model for images of its size; `weights` is the name of the model's file.
    pub fn new(weights: String, model: StoredModel, images: Images) -> Self {
        let unlabelled = vec![0; images.names.len()];
        let scores = model.predictor.scores(Examples {
            inputs: Inputs::Pixels(&images.pixels),
            labels: images.labels.as_ref().unwrap_or(&unlabelled),
            width: model.predictor.inputs(),
        });
        let scores = scores.as_slice().expect("standard layout");
        let scores = scores.chunks_exact(model.predictor.classes());
        let classes: Vec<u8> = scores.clone().map(argmax).collect();
        let mut labels = images.labels.iter().flatten().copied();
        let rows = scores.zip(&classes).zip(images.names);
        let predictions = rows.map(|((scores, class), image)| {
            let probability = softmax(scores)[usize::from(*class)];
            Prediction {
                image,
                class: *class,
                name: model.class_names[usize::from(*class)].clone(),
                probability: probability.is_finite().then_some(probability),
                label: labels.next(),
            }
        });
        let predictions = predictions.collect();
        let labels = images.labels.as_ref();
        let confusion =
            labels.map(|labels| Confusion::new(labels, &classes, model.predictor.classes()));
        let confusion = confusion.as_ref();
        Self {
            weights,
            model: model.name,
            activation: model.activation.map(Activation::name),
            images: predictions,
            correct: confusion.map(Confusion::correct),
            total: confusion.map(Confusion::total),
            accuracy: confusion.map(Confusion::accuracy),
            confusion: confusion.map(|confusion| confusion.rows().to_vec()),
            class_names: model.class_names,
        }
    }
}

impl Shown for Predictions {
    fn page(&self) -> Page {
        let mut page = Page::default();
        let labelled = self.confusion.is_some();
        let cells = |[image, class, name, probability, label]: [&str; 5]| {
            if labelled {
                row([image, class, name, probability, label])
            } else {
                row([image, class, name, probability])
            }
        };
        let mut rows = vec![cells(["image", "class", "name", "probability", "label"])];
        for image in &self.images {
            let probability = image.probability;
            let probability = probability.map_or("none".to_owned(), |p| format!("{p:.4}"));
            let label = image.label.map_or(String::new(), |label| label.to_string());
            let class = image.class.to_string();
            let (image, name) = (&image.image, &image.name);
            rows.push(cells([image, &class, name, &probability, &label]));
        }
        page.table(rows);
        if let (Some(confusion), Some(correct), Some(total), Some(accuracy)) =
            (&self.confusion, self.correct, self.total, self.accuracy)
        {
            page.text(format!(
                "{correct} of {total} right: accuracy {accuracy:.4}"
            ));
            let mut head = vec!["label \\ predicted".to_owned()];
            head.extend(self.class_names.iter().cloned());
            let mut rows = vec![head];
            for (name, counts) in self.class_names.iter().zip(confusion) {
                let counts = counts.iter().map(ToString::to_string);
                rows.push(std::iter::once(name.clone()).chain(counts).collect());
            }
            page.table(rows);
        }
        page
    }

    fn record(&self) -> impl Json {
        self
    }
}
