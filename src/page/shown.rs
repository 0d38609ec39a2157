//! Answers in the form in which a user wants them.

use serde::Serialize;

use super::{Colours, Page};

/// The form in which an answer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text for a terminal.
    Text,
    /// Markdown for a document.
    Markdown,
    /// JSON for programs.
    Json,
    /// HTML for a browser.
    Html,
}

/// A record for programs: it can be written as JSON, and with the feature `cli` its type describes the fields.
#[cfg(feature = "cli")]
pub trait Json: Serialize + schemars::JsonSchema {}

#[cfg(feature = "cli")]
impl<T: Serialize + schemars::JsonSchema> Json for T {}

/// A record for programs: it can be written as JSON, and with the feature `cli` its type describes the fields.
#[cfg(not(feature = "cli"))]
pub trait Json: Serialize {}

#[cfg(not(feature = "cli"))]
impl<T: Serialize> Json for T {}

/// An answer that can be shown to people as a document, and to programs as a record.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use orthant::page::{Form, Json, Page, Shown};
///
/// struct Sum {
///     sum: i64,
/// }
///
/// impl Shown for Sum {
///     fn page(&self) -> Page {
///         let mut page = Page::default();
///         page.text(format!("The sum is {}.", self.sum));
///         page
///     }
///
///     fn record(&self) -> impl Json {
///         BTreeMap::from([("sum", self.sum)])
///     }
/// }
///
/// let answer = Sum { sum: 4 };
/// assert_eq!(answer.shown(Form::Markdown), "The sum is 4.\n");
/// assert_eq!(answer.shown(Form::Json), "{\n  \"sum\": 4\n}\n");
/// ```
pub trait Shown {
    /// The answer as a document.
    fn page(&self) -> Page;

    /// The answer for programs; its field names are stable.
    fn record(&self) -> impl Json;

    /// The answer for a terminal, with the escape sequences of colours: the document, unless the answer says otherwise.
    fn text(&self) -> String {
        self.page().to_text(Colours::Terminal)
    }

    /// The answer as one file for a browser: the document, unless the answer says otherwise.
    fn html(&self) -> String {
        self.page().to_html()
    }

    /// The answer as JSON.
    ///
    /// # Panics
    /// If the record cannot be written as JSON, for instance because a key is not a string.
    fn json(&self) -> String {
        let json = serde_json::to_string_pretty(&self.record());
        json.expect("a record has names for keys") + "\n"
    }

    /// The answer in this form.
    fn shown(&self, form: Form) -> String {
        match form {
            Form::Text => self.text(),
            Form::Markdown => self.page().to_markdown(),
            Form::Json => self.json(),
            Form::Html => self.html(),
        }
    }
}
