//! Documents as Markdown.

use tabled::builder::Builder;
use tabled::settings::Style;

use super::{Block, Page, Picture};

impl Page {
    /// The document as Markdown.
    pub fn to_markdown(&self) -> String {
        let blocks = self.blocks.iter().map(Block::to_markdown);
        blocks.collect::<Vec<_>>().join("\n")
    }
}

impl Block {
    fn to_markdown(&self) -> String {
        match self {
            Self::Heading(level, text) => format!("{} {}\n", "#".repeat(*level), unmarked(text)),
            Self::Text(text) => format!("{text}\n"),
            Self::Words(text) => format!("{}\n", unmarked(text)),
            Self::Lines(lines) => format!("```text\n{}\n```\n", lines.join("\n")),
            Self::Folded(_, text) => format!("```text\n{}\n```\n", text.trim_end_matches('\n')),
            Self::Quote(text) => format!("> {}\n", unmarked(text)),
            Self::Picture(Picture { title, file, .. }) => format!("![{title}]({file})\n"),
            Self::List(sentences) => {
                let sentences: Vec<_> = sentences.iter().map(|text| unmarked(text)).collect();
                format!("- {}\n", sentences.join("\n- "))
            }
            Self::Links(files) => {
                let link = |file: &String| format!("[{}]({file})", last_part(file));
                let links: Vec<_> = files.iter().map(link).collect();
                format!("Files: {}\n", links.join(", "))
            }
            Self::Table(rows) | Self::WideTable(rows, _) => {
                let cells = rows
                    .iter()
                    .map(|row| row.iter().map(|cell| markdown_cell(cell)));
                let mut table = cells.collect::<Builder>().build();
                format!("{}\n", table.with(Style::markdown()))
            }
        }
    }
}

/// Text that stays within its cell of a Markdown table.
pub fn markdown_cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// The name of a file without its folders.
fn last_part(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

/// Text in which Markdown finds no tag, link, picture, code, emphasis or long dash.
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

#[cfg(test)]
mod tests {
    use super::unmarked;

    #[test]
    fn foreign_words_are_no_marks() {
        assert_eq!(
            unmarked("<b> ![x](y) `z` *w* --data x_D [1, 2]"),
            "&lt;b> !\\[x\\](y) \\`z\\` \\*w\\* \\-\\-data x_D \\[1, 2\\]"
        );
    }
}
