//! Documents: an answer as a list of blocks, which is shown as text, Markdown or HTML.
//!
//! ```
//! use orthant::page::{Colours, Page};
//!
//! let mut page = Page::default();
//! page.heading("Is f one perceptron?");
//! page.text("No perceptron computes f.");
//! assert_eq!(page.to_text(Colours::None), "Is f one perceptron?\n\nNo perceptron computes f.\n");
//! assert_eq!(page.to_markdown(), "## Is f one perceptron?\n\nNo perceptron computes f.\n");
//! assert!(page.to_html().contains("<h2>Is f one perceptron?</h2>"));
//! ```

pub(crate) mod html;
mod markdown;
pub(crate) mod markup;
mod shown;
mod text;

pub use markdown::markdown_cell;
pub use shown::{Form, Json, Shown};
pub use text::{Colours, coloured};

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading: its level, from 1 for the document's title, and its words.
    Heading(usize, String),
    /// A paragraph in the program's own words.
    Text(String),
    /// A paragraph that may quote somebody else: Markdown does not read any of its characters as markup.
    Words(String),
    /// Lines that keep their shape.
    Lines(Vec<String>),
    /// A table whose first row is its head.
    Table(Vec<Vec<String>>),
    /// A table whose cells may be long: as text, these columns are broken into lines of these widths, in characters.
    WideTable(Vec<Vec<String>>, Vec<(usize, usize)>),
    /// A paragraph of somebody else's words.
    Quote(String),
    /// The text of a file under a title; HTML shows it only when the reader unfolds it.
    Folded(String, String),
    /// A picture.
    Picture(Picture),
    /// A list of sentences.
    List(Vec<String>),
    /// A list of links to files.
    Links(Vec<String>),
}

/// A picture: text and Markdown name its file, and HTML shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The title, which says what the picture shows.
    pub title: String,
    /// The name of the file that holds the picture.
    pub file: String,
    /// The width in pixels.
    pub width: u32,
    /// The picture as an `<svg>` element, which goes into the HTML as it is.
    pub svg: String,
}

/// A document: its blocks, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    blocks: Vec<Block>,
}

impl Page {
    /// Adds a block, unless it is empty.
    pub fn add(&mut self, block: Block) {
        let is_empty = match &block {
            Block::Lines(parts) | Block::List(parts) | Block::Links(parts) => parts.is_empty(),
            _ => false,
        };
        if !is_empty {
            self.blocks.push(block);
        }
    }

    /// Adds a heading.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.add(Block::Heading(2, text.into()));
    }

    /// Adds a paragraph in the program's own words.
    pub fn text(&mut self, text: impl Into<String>) {
        self.add(Block::Text(text.into()));
    }

    /// Adds lines that keep their shape.
    pub fn lines(&mut self, lines: Vec<String>) {
        self.add(Block::Lines(lines));
    }

    /// Adds a table whose first row is its head.
    pub fn table(&mut self, rows: Vec<Vec<String>>) {
        self.add(Block::Table(rows));
    }
}

/// A row of a table.
pub fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// Somebody else's text on one line, whatever characters it has.
pub fn one_line(text: &str) -> String {
    if text.contains(char::is_control) {
        format!("{text:?}")
    } else {
        text.to_owned()
    }
}
