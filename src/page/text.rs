//! Documents as text for a terminal.

use tabled::builder::Builder;
use tabled::settings::{Color, Style};

use super::{Block, Page, Picture};

/// Whether text contains the escape sequences of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// Text with escape sequences: headings are bold, and text that begins with a verdict has the verdict's colour.
    Terminal,
    /// Text without escape sequences.
    None,
}

const BOLD: &str = "\u{1b}[1m";
const GREEN: &str = "\u{1b}[32m";
const RED: &str = "\u{1b}[31m";
const YELLOW: &str = "\u{1b}[33m";
/// The escape sequence that ends what any other sequence begins.
const RESET: &str = "\u{1b}[0m";

/// The longest line of running text, in characters.
const WIDTH: usize = 78;

impl Page {
    /// The document as text of at most 78 characters a line, but for its tables and fixed lines.
    pub fn to_text(&self, colours: Colours) -> String {
        let blocks = self.blocks.iter().map(|block| block.to_text(colours));
        blocks.collect::<Vec<_>>().join("\n")
    }
}

impl Block {
    fn to_text(&self, colours: Colours) -> String {
        match self {
            Self::Heading(_, text) if colours == Colours::Terminal => {
                format!("{BOLD}{text}{RESET}\n")
            }
            Self::Heading(_, text) => format!("{text}\n"),
            Self::Text(text) | Self::Words(text) => format!("{}\n", wrapped(text, WIDTH)),
            Self::Lines(lines) => indented(lines.iter().map(String::as_str)),
            Self::Folded(_, text) => indented(text.lines()),
            Self::Table(rows) => indented(table(rows, &[], colours).lines()),
            Self::WideTable(rows, widths) => indented(table(rows, widths, colours).lines()),
            Self::Quote(text) => indented(wrapped(text, WIDTH - 2).lines()),
            Self::Picture(Picture { title, file, .. }) => format!("  picture: {title}, {file}\n"),
            Self::List(sentences) => {
                let item = |sentence: &String| {
                    format!("- {}", wrapped(sentence, WIDTH - 2).replace('\n', "\n  "))
                };
                sentences.iter().map(item).collect::<Vec<_>>().join("\n") + "\n"
            }
            Self::Links(files) => indented(files.iter().map(String::as_str)),
        }
    }
}

/// A table in a frame, with lines between its rows if some columns are broken into lines.
fn table(rows: &[Vec<String>], widths: &[(usize, usize)], colours: Colours) -> String {
    let cell =
        |(column, text): (usize, &String)| match widths.iter().find(|(wide, _)| *wide == column) {
            None => text.clone(),
            Some((_, width)) => {
                let lines = text.lines().map(|line| wrapped(line, *width));
                lines.collect::<Vec<_>>().join("\n")
            }
        };
    let cells = rows.iter().map(|row| row.iter().enumerate().map(cell));
    let mut table = cells.collect::<Builder>().build();
    if widths.is_empty() {
        table.with(Style::rounded());
    } else {
        table.with(Style::modern_rounded());
    }
    if colours == Colours::Terminal {
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate() {
                if let Some(colour) = colour(text) {
                    table.modify((row, column), Color::new(colour, RESET));
                }
            }
        }
    }
    table.to_string()
}

/// The colour of text that begins with this verdict, as an escape sequence.
fn colour(text: &str) -> Option<&'static str> {
    match text.split([' ', ',', '\n']).next() {
        Some("yes" | "verified" | "holds") => Some(GREEN),
        Some("no" | "refuted") => Some(RED),
        Some("undecided") => Some(YELLOW),
        _ => None,
    }
}

/// A verdict between the escape sequences of its colour, which a stream may strip; other text is unchanged.
pub fn coloured(verdict: &str) -> String {
    match colour(verdict) {
        None => verdict.to_owned(),
        Some(colour) => format!("{colour}{verdict}{RESET}"),
    }
}

fn indented<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines.flat_map(|line| ["  ", line, "\n"]).collect()
}

/// Breaks a paragraph into lines of at most this many characters, unless a word is longer.
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
