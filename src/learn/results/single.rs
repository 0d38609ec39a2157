//! One training.

use serde::Serialize;

use super::record::{Head, Run};
use super::{lines, parts};
use crate::learn::data::material::Material;
use crate::learn::model::Model;
use crate::learn::train::Trained;
use crate::page::{Colours, Page, Shown};

/// A training of one model on images. As text it is what follows the lines of the epochs.
pub struct Single<'a> {
    /// The model.
    pub model: &'a Model,
    /// The data set.
    pub material: &'a Material,
    /// The training.
    pub trained: &'a Trained,
}

#[derive(Serialize)]
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

impl Shown for Single<'_> {
    fn page(&self) -> Page {
        let mut page = head(self.model, self.material);
        parts::epochs(&mut page, &self.trained.curve);
        if let Some(test) = &self.trained.test {
            let line = lines::test(self.model.question, test);
            page.lines(vec![line.trim_end().to_owned()]);
            parts::conclusion(&mut page, test, self.material, &self.trained.curve);
        }
        page
    }

    fn text(&self) -> String {
        let Some(test) = &self.trained.test else {
            return String::new();
        };
        let mut page = Page::default();
        parts::conclusion(&mut page, test, self.material, &self.trained.curve);
        let line = lines::test(self.model.question, test);
        format!("{line}\n{}", page.to_text(Colours::Terminal))
    }

    fn record(&self) -> impl Serialize {
        Record {
            head: Head::new(self.model, self.material),
            run: Run::new(self.model, self.trained, self.material.test_set()),
        }
    }
}
