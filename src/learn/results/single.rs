//! The result of one training.

use serde::Serialize;

use super::parts;
use super::record::{Head, Run};
use crate::learn::confusion::Confusion;
use crate::learn::data::material::Material;
use crate::learn::model::Model;
use crate::learn::train::Trained;
use crate::page::{Json, Page, Shown};

/// A training of one model on images. Its text is the part that follows the lines of the epochs.
pub struct Single<'a> {
    /// The model.
    pub model: &'a Model,
    /// The data set.
    pub material: &'a Material,
    /// The training.
    pub trained: &'a Trained,
}

#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Record<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    #[serde(flatten)]
    run: Run<'a>,
}

/// The beginning of a training's document: the model, the data and the settings.
pub fn head(model: &Model, material: &Material) -> Page {
    parts::head(model, material, &model.used(), "")
}

impl Single<'_> {
    fn conclude(&self, page: &mut Page, test: &Confusion) {
        parts::conclusion(page, test, self.material, &self.trained.curve);
    }
}

impl Shown for Single<'_> {
    fn page(&self) -> Page {
        let head = head(self.model, self.material);
        parts::document(head, self.model, self.trained, |page, test| {
            self.conclude(page, test);
        })
    }

    fn text(&self) -> String {
        parts::text(self.model, self.trained, |page, test| {
            self.conclude(page, test);
        })
    }

    fn record(&self) -> impl Json {
        Record {
            head: Head::new(self.model, self.material),
            run: Run::new(self.model, self.trained, self.material.test_set()),
        }
    }
}
