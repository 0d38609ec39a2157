//! Parts that the documents of several results share.

use super::lines;
use crate::learn::confusion::Confusion;
use crate::learn::curve::{Epoch, best_on_validation};
use crate::learn::data::material::Material;
use crate::learn::model::{Model, Setting};
use crate::learn::python_float::four_places;
use crate::learn::train::Trained;
use crate::page::{Colours, Page};

/// The most classes whose confusion matrix is shown.
const SHOWN: usize = 16;

/// The model, the data and these settings; `more` follows the name of the data.
pub fn head(model: &Model, material: &Material, settings: &[Setting], more: &str) -> Page {
    let mut page = Page::default();
    let (question, name) = (model.question.number(), model.name.in_words());
    page.heading(format!(
        "Question {question}: {name} on {}{more}",
        material.name
    ));
    page.lines(vec![
        format!("images    {}", material.in_words()),
        format!("settings  {}", in_words(model, settings)),
    ]);
    page
}

/// Settings of a model with their values: `learning rate 0.1, 20 epochs`.
pub fn in_words(model: &Model, settings: &[Setting]) -> String {
    let words = settings
        .iter()
        .map(|setting| setting.in_words(&model.text(*setting)));
    words.collect::<Vec<_>>().join(", ")
}

/// A training as a document: its head, then its epochs, the line of the test, and a conclusion.
pub fn document(
    head: Page,
    model: &Model,
    trained: &Trained,
    conclude: impl Fn(&mut Page, &Confusion),
) -> Page {
    let mut page = head;
    epochs(&mut page, &trained.curve);
    if let Some(test) = &trained.test {
        let line = lines::test(model.question, test);
        page.lines(vec![line.trim_end().to_owned()]);
        conclude(&mut page, test);
    }
    page
}

/// The text that follows the lines of the epochs on a terminal: the line of the test, and a conclusion.
pub fn text(model: &Model, trained: &Trained, conclude: impl Fn(&mut Page, &Confusion)) -> String {
    let Some(test) = &trained.test else {
        return String::new();
    };
    let mut page = Page::default();
    conclude(&mut page, test);
    let line = lines::test(model.question, test);
    format!("{line}\n{}", page.to_text(Colours::Terminal))
}

/// Adds the result on the test set, and the epoch that was best on validation.
pub fn conclusion(page: &mut Page, test: &Confusion, material: &Material, curve: &[Epoch]) {
    page.text(format!(
        "{} of {} right on {}.",
        test.correct(),
        test.total(),
        material.test_set().in_words()
    ));
    confusion(page, test, &material.class_names);
    best_epoch(page, curve, material.data.val.len());
}

/// Adds the confusion matrix: for each class, the classes that its images were taken for.
pub fn confusion(page: &mut Page, test: &Confusion, class_names: &[String]) {
    if class_names.len() > SHOWN {
        page.text(format!(
            "The confusion matrix of {} classes is in --format json.",
            class_names.len()
        ));
        return;
    }
    let head = ["class".to_owned()].into_iter();
    let head = head.chain(class_names.iter().map(|name| format!("as {name}")));
    let head = head.chain(["right".to_owned()]).collect();
    let rows = test.rows().iter().zip(class_names).enumerate();
    let rows = rows.map(|(class, (row, name))| {
        let total: usize = row.iter().sum();
        let counts = row.iter().map(usize::to_string);
        let right = format!("{} of {total}", row[class]);
        std::iter::once(name.clone())
            .chain(counts)
            .chain([right])
            .collect()
    });
    page.table(std::iter::once(head).chain(rows).collect());
}

/// Adds the epoch that was best on validation, if the last was not.
fn best_epoch(page: &mut Page, curve: &[Epoch], val: usize) {
    let (Some(best), Some(last)) = (best_on_validation(curve), curve.last()) else {
        return;
    };
    let accuracy = |epoch: &Epoch| {
        format!(
            "{} ({} of {val})",
            four_places(epoch.val_accuracy),
            epoch.val_correct
        )
    };
    page.text(if best.val_correct == last.val_correct {
        format!(
            "The last epoch is the one that was tested, and none was better on validation: {}.",
            accuracy(last)
        )
    } else {
        format!(
            "Best on validation was epoch {}: {}. The last epoch, which was tested, has {}.",
            best.epoch,
            accuracy(best),
            accuracy(last)
        )
    });
}

/// A measurement of an epoch, which some models do not have.
type Measure = fn(&Epoch) -> Option<f64>;

/// Adds all epochs as a table.
fn epochs(page: &mut Page, curve: &[Epoch]) {
    let columns: [(&str, Measure); 4] = [
        ("training loss", |epoch| epoch.train_loss),
        ("training accuracy", |epoch| epoch.train_accuracy),
        ("validation loss", |epoch| epoch.val_loss),
        ("validation accuracy", |epoch| Some(epoch.val_accuracy)),
    ];
    let has = |of: Measure| curve.iter().any(|epoch| of(epoch).is_some());
    let columns: Vec<_> = columns.into_iter().filter(|(_, of)| has(*of)).collect();
    let head = std::iter::once("epoch").chain(columns.iter().map(|(name, _)| *name));
    let mut rows = vec![head.map(str::to_owned).collect()];
    rows.extend(curve.iter().map(|epoch| {
        let values = columns
            .iter()
            .map(|(_, of)| of(epoch).map(four_places).unwrap_or_default());
        std::iter::once(epoch.epoch.to_string())
            .chain(values)
            .collect()
    }));
    page.table(rows);
}
