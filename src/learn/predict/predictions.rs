//! Predictions for images, and the number of correct ones where there are labels.

use serde::Serialize;

use super::softmax;
use super::stored::StoredModel;
use crate::learn::confusion::Confusion;
use crate::learn::examples::{Examples, Inputs};
use crate::learn::learner::argmax;
use crate::learn::minibatch::mlp::Activation;
use crate::page::{Page, Shown};

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
pub struct Predictions {
    weights: String,
    model: Option<String>,
    activation: Option<&'static str>,
    images: Vec<Prediction>,
    /// The number of correct predictions; this field and the next ones exist only where there are labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    correct: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accuracy: Option<f64>,
    /// For each label, how often each class was predicted.
    #[serde(skip_serializing_if = "Option::is_none")]
    confusion: Option<Vec<Vec<usize>>>,
    class_names: Vec<String>,
}

#[derive(Serialize)]
struct Prediction {
    /// The name of the file, or the number of the image in its split, counted from 0.
    image: String,
    class: u8,
    name: String,
    /// The probability by softmax; `null` where the scores are beyond floats.
    probability: Option<f64>,
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
        let row = |cells: [&str; 5]| {
            let cells = cells.iter().take(if labelled { 5 } else { 4 });
            cells.map(|cell| (*cell).to_owned()).collect()
        };
        let mut rows: Vec<Vec<String>> =
            vec![row(["image", "class", "name", "probability", "label"])];
        for image in &self.images {
            let probability = image.probability;
            let probability = probability.map_or("none".to_owned(), |p| format!("{p:.4}"));
            let label = image.label.map_or(String::new(), |label| label.to_string());
            let class = image.class.to_string();
            rows.push(row([
                &image.image,
                &class,
                &image.name,
                &probability,
                &label,
            ]));
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

    fn record(&self) -> impl Serialize {
        self
    }
}
