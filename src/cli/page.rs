//! A page of results, printed as text or as Markdown.

use std::path::Path;

use anstyle::{AnsiColor, Style};
use tabled::builder::Builder;
use tabled::settings::Style as TableStyle;

/// For yes.
pub const GREEN: Style = AnsiColor::Green.on_default();
/// For no.
pub const RED: Style = AnsiColor::Red.on_default();
/// For what was not decided.
pub const YELLOW: Style = AnsiColor::Yellow.on_default();
const BOLD: Style = Style::new().bold();

/// A part of a page.
enum Block {
    Heading(String),
    Text(String),
    /// Lines that keep their shape.
    Lines(Vec<String>),
    Table(Vec<Vec<String>>),
}

/// Headings, sentences, fixed lines and tables, in order.
#[derive(Default)]
pub struct Page {
    blocks: Vec<Block>,
}

impl Page {
    /// Adds a heading.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    /// Adds a paragraph.
    pub fn text(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(text.into()));
    }

    /// Adds lines that keep their shape.
    pub fn lines(&mut self, lines: Vec<String>) {
        if !lines.is_empty() {
            self.blocks.push(Block::Lines(lines));
        }
    }

    /// Adds a table whose first row is its head.
    pub fn table(&mut self, rows: Vec<Vec<String>>) {
        self.blocks.push(Block::Table(rows));
    }

    /// For a terminal, with colours that the stream may strip.
    pub fn to_text(&self) -> String {
        let blocks = self.blocks.iter().map(|block| match block {
            Block::Heading(text) => format!("{BOLD}{text}{BOLD:#}\n"),
            Block::Text(text) => format!("{}\n", wrapped(text, 78)),
            Block::Lines(lines) => indented(lines.iter().map(String::as_str)),
            Block::Table(rows) => {
                let cells = rows.iter().map(|row| row.iter().map(|cell| colour(cell)));
                let mut table = cells.collect::<Builder>().build();
                indented(table.with(TableStyle::rounded()).to_string().lines())
            }
        });
        blocks.collect::<Vec<_>>().join("\n")
    }

    /// For a document.
    pub fn to_markdown(&self) -> String {
        let blocks = self.blocks.iter().map(|block| match block {
            Block::Heading(text) => format!("## {text}\n"),
            Block::Text(text) => format!("{text}\n"),
            Block::Lines(lines) => format!("```text\n{}\n```\n", lines.join("\n")),
            Block::Table(rows) => {
                let cells = rows
                    .iter()
                    .map(|row| row.iter().map(|cell| markdown_cell(cell)));
                let mut table = cells.collect::<Builder>().build();
                format!("{}\n", table.with(TableStyle::markdown()))
            }
        });
        blocks.collect::<Vec<_>>().join("\n")
    }
}

/// Text that stays within its cell of a Markdown table.
pub fn markdown_cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A file's name on one line, whatever characters it has.
pub fn file_name(path: &Path) -> String {
    one_line(&path.display().to_string())
}

/// Foreign text on one line, whatever characters it has.
pub fn one_line(text: &str) -> String {
    if text.contains(char::is_control) {
        format!("{text:?}")
    } else {
        text.to_owned()
    }
}

/// Colours a cell by the word with which it begins.
fn colour(cell: &str) -> String {
    let style = match cell.split([' ', ',']).next() {
        Some("yes" | "verified") => GREEN,
        Some("no" | "refuted") => RED,
        Some("undecided") => YELLOW,
        _ => return cell.to_owned(),
    };
    format!("{style}{cell}{style:#}")
}

fn indented<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines.flat_map(|line| ["  ", line, "\n"]).collect()
}

/// Breaks a paragraph into lines of at most `width` characters.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
