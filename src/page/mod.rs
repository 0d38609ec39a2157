//! A page of results, printed as text or as Markdown.

pub(crate) mod markup;

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
    /// Its level, from 1, and its words.
    Heading(usize, String),
    Text(String),
    /// A paragraph that may have somebody else's words in it.
    Words(String),
    /// Lines that keep their shape.
    Lines(Vec<String>),
    Table(Vec<Vec<String>>),
    /// A table whose cells take several lines; columns and their widths in characters.
    WideTable(Vec<Vec<String>>, Vec<(usize, usize)>),
    /// Somebody else's words.
    Quote(String),
    /// A picture's name and its file.
    Picture(String, String),
    /// Sentences side by side.
    List(Vec<String>),
    /// Files.
    Links(Vec<String>),
}

/// Headings, sentences, fixed lines and tables, in order.
#[derive(Default)]
pub struct Page {
    blocks: Vec<Block>,
}

impl Page {
    /// Adds a heading above all others.
    pub fn title(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(1, text.into()));
    }

    /// Adds a heading.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(2, text.into()));
    }

    /// Adds a heading below another.
    pub fn subheading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(3, text.into()));
    }

    /// Adds somebody else's words.
    pub fn quote(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Quote(text.into()));
    }

    /// Adds a picture that stands in a file.
    pub fn picture(&mut self, name: impl Into<String>, file: impl Into<String>) {
        self.blocks.push(Block::Picture(name.into(), file.into()));
    }

    /// Adds sentences side by side.
    pub fn list(&mut self, sentences: Vec<String>) {
        if !sentences.is_empty() {
            self.blocks.push(Block::List(sentences));
        }
    }

    /// Adds links to files.
    pub fn links(&mut self, files: Vec<String>) {
        if !files.is_empty() {
            self.blocks.push(Block::Links(files));
        }
    }

    /// Adds a paragraph.
    pub fn text(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(text.into()));
    }

    /// Adds a paragraph that may have somebody else's words in it: no document takes them for its own marks.
    pub fn words(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Words(text.into()));
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

    /// Adds a table whose first row is its head, and whose cells may be long: these columns are broken into lines of
    /// these widths, in characters.
    pub fn wide_table(&mut self, rows: Vec<Vec<String>>, widths: &[(usize, usize)]) {
        self.blocks.push(Block::WideTable(rows, widths.to_vec()));
    }

    /// For a terminal, with colours that the stream may strip.
    pub fn to_text(&self) -> String {
        let blocks = self.blocks.iter().map(|block| match block {
            Block::Heading(_, text) => format!("{BOLD}{text}{BOLD:#}\n"),
            Block::Text(text) | Block::Words(text) => format!("{}\n", wrapped(text, 78)),
            Block::Lines(lines) => indented(lines.iter().map(String::as_str)),
            Block::Table(rows) => {
                let cells = rows.iter().map(|row| row.iter().map(|cell| colour(cell)));
                let mut table = cells.collect::<Builder>().build();
                indented(table.with(TableStyle::rounded()).to_string().lines())
            }
            Block::WideTable(rows, widths) => {
                let cell = |(column, text): (usize, &String)| {
                    let width = widths.iter().find(|(wide, _)| *wide == column);
                    let width = width.map_or(usize::MAX, |(_, width)| *width);
                    let lines = text.lines().map(|line| wrapped(line, width));
                    colour(&lines.collect::<Vec<_>>().join("\n"))
                };
                let cells = rows.iter().map(|row| row.iter().enumerate().map(cell));
                let mut table = cells.collect::<Builder>().build();
                indented(table.with(TableStyle::modern_rounded()).to_string().lines())
            }
            Block::Quote(text) => indented(wrapped(text, 76).lines()),
            Block::Picture(name, file) => format!("  picture: {name}, {file}\n"),
            Block::List(sentences) => {
                let item = |sentence: &String| {
                    format!("- {}", wrapped(sentence, 76).replace('\n', "\n  "))
                };
                sentences.iter().map(item).collect::<Vec<_>>().join("\n") + "\n"
            }
            Block::Links(files) => indented(files.iter().map(String::as_str)),
        });
        blocks.collect::<Vec<_>>().join("\n")
    }

    /// For a document.
    pub fn to_markdown(&self) -> String {
        let blocks = self.blocks.iter().map(|block| match block {
            Block::Heading(level, text) => {
                format!("{} {}\n", "#".repeat(*level), unmarked(text))
            }
            Block::Text(text) => format!("{text}\n"),
            Block::Words(text) => format!("{}\n", unmarked(text)),
            Block::Lines(lines) => format!("```text\n{}\n```\n", lines.join("\n")),
            Block::Quote(text) => format!("> {}\n", unmarked(text)),
            Block::Picture(name, file) => format!("![{name}]({file})\n"),
            Block::List(sentences) => {
                let sentences: Vec<_> = sentences.iter().map(|text| unmarked(text)).collect();
                format!("- {}\n", sentences.join("\n- "))
            }
            Block::Links(files) => {
                let links = files
                    .iter()
                    .map(|file| format!("[{}]({file})", last_part(file)));
                format!("Files: {}\n", links.collect::<Vec<_>>().join(", "))
            }
            Block::Table(rows) | Block::WideTable(rows, _) => {
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
    text.replace('|', "\\|").replace('\n', " ")
}

/// Text in which Markdown finds no tag, link, picture, code, stress or long dash.
fn unmarked(text: &str) -> String {
    let mut unmarked = String::new();
    for c in text.chars() {
        match c {
            '<' => unmarked.push_str("&lt;"),
            '\\' | '[' | ']' | '`' | '*' => unmarked.extend(['\\', c]),
            c => unmarked.push(c),
        }
    }
    unmarked.replace("--", "\\-\\-")
}

/// The name of a file without its folders.
fn last_part(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
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
    let style = match cell.split([' ', ',', '\n']).next() {
        Some("yes" | "verified" | "holds") => GREEN,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_words_are_no_marks() {
        assert_eq!(
            unmarked("<b> ![x](y) `z` *w* --data x_D [1, 2]"),
            "&lt;b> !\\[x\\](y) \\`z\\` \\*w\\* \\-\\-data x_D \\[1, 2\\]"
        );
    }
}
