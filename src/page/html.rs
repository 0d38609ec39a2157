//! Documents as HTML, for a screen of any width and for paper.

use super::markup::{
    Markup, classed, drawn, element, flags_unbroken, link, plain, sentence, style,
};
use super::{Block, Page, Picture};

/// The style sheet of every page.
pub const SHEET: &str = include_str!("page.css");

/// Cells of at most this many bytes are kept on one line.
const SHORT: usize = 24;

impl Page {
    /// The document as one file that needs no other file; its first heading is its title.
    pub fn to_html(&self) -> String {
        let mut headings = self.blocks.iter().filter_map(|block| match block {
            Block::Heading(_, text) => Some(text.as_str()),
            _ => None,
        });
        let title = headings.next().unwrap_or_default();
        let blocks = self.blocks.iter().map(Block::to_markup);
        document(title, plain("main", blocks.collect::<Markup>()))
    }
}

/// A file with this title and body that needs no other file.
pub fn document(title: &str, body: impl Into<Markup>) -> String {
    let meta = |name, content| element("meta", &[("name", name), ("content", content)], "");
    let head = [
        element("meta", &[("charset", "utf-8")], ""),
        meta("viewport", "width=device-width, initial-scale=1"),
        meta("color-scheme", "light dark"),
        plain("title", title),
        style(SHEET),
    ];
    let parts = [plain("head", head), plain("body", body)];
    element("html", &[("lang", "en")], parts).into_document()
}

impl Block {
    /// The block as a part of a page.
    pub(crate) fn to_markup(&self) -> Markup {
        match self {
            Self::Heading(1, text) => plain("h1", text.as_str()),
            Self::Heading(2, text) => plain("h2", text.as_str()),
            Self::Heading(_, text) => plain("h3", text.as_str()),
            Self::Text(text) | Self::Words(text) => plain("p", sentence(text)),
            Self::Lines(lines) => {
                let lines = lines.iter().map(|line| plain("li", flags_unbroken(line)));
                classed("ul", "lines", lines.collect::<Markup>())
            }
            Self::Table(rows) | Self::WideTable(rows, _) => table(rows, &[]),
            Self::Quote(text) => plain("blockquote", plain("p", sentence(text))),
            Self::Folded(title, text) => plain(
                "details",
                [
                    plain("summary", title.as_str()),
                    plain("pre", text.as_str()),
                ],
            ),
            Self::Picture(picture) => figure(picture),
            Self::List(sentences) => {
                let items = sentences.iter().map(|text| plain("li", sentence(text)));
                classed("ul", "notes", items.collect::<Markup>())
            }
            Self::Links(files) => {
                let items = files
                    .iter()
                    .map(|file| plain("li", link(file, file.as_str())));
                classed("ul", "files", items.collect::<Markup>())
            }
        }
    }
}

fn figure(picture: &Picture) -> Markup {
    let width = format!("--width:{}px", picture.width);
    let attributes = [("class", "wide"), ("style", width.as_str())];
    plain(
        "figure",
        [
            element("div", &attributes, drawn(&picture.svg)),
            plain("figcaption", picture.title.as_str()),
        ],
    )
}

/// A table whose first row is its head; the rows below it have these ids, if there are any.
pub fn table(rows: &[Vec<String>], ids: &[&str]) -> Markup {
    let Some((head, rows)) = rows.split_first() else {
        return Markup::default();
    };
    let class = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        match () {
            () if cells.clone().all(|cell| is_number(cell)) => "number",
            () if cells.clone().all(|cell| cell.len() <= SHORT) => "short",
            () => "",
        }
    };
    let heads = head.iter().enumerate().map(|(column, cell)| {
        let attributes = [("scope", "col"), ("class", class(column))];
        match cell.as_str() {
            "" => plain("td", ""),
            name => element("th", &attributes, name),
        }
    });
    let body = rows.iter().enumerate().map(|(index, row)| {
        let cells = row.iter().enumerate().map(|(column, text)| {
            let contents = match shape(text) {
                Some(_) => badge(text),
                None => sentence(text),
            };
            classed("td", class(column), contents)
        });
        let id = ids.get(index).map(|id| ("id", *id));
        element("tr", id.as_slice(), cells.collect::<Markup>())
    });
    let parts = [
        plain("thead", plain("tr", heads.collect::<Markup>())),
        plain("tbody", body.collect::<Markup>()),
    ];
    classed("div", "wide", plain("table", parts))
}

/// Whether the text consists of digits and the characters that are written between them.
fn is_number(text: &str) -> bool {
    let mut digits = text.chars().filter(char::is_ascii_digit);
    let between = |c: char| c.is_ascii_digit() || " .,/+-−%±".contains(c);
    text.is_empty() || (digits.next().is_some() && text.chars().all(between))
}

/// A verdict as a word, a shape and a colour.
pub fn badge(verdict: &str) -> Markup {
    let class = format!("badge {verdict}");
    classed("span", &class, [mark(verdict), " ".into(), verdict.into()])
}

/// The shape of a verdict, hidden from screen readers because the word follows it.
pub fn mark(verdict: &str) -> Markup {
    let attributes = [("class", "mark"), ("aria-hidden", "true")];
    element("span", &attributes, shape(verdict).unwrap_or_default())
}

/// The shape of a verdict, for readers who cannot see its colour; `None` for other words.
fn shape(verdict: &str) -> Option<&'static str> {
    match verdict {
        "holds" => Some("✓"),
        "refuted" => Some("✗"),
        "undecided" => Some("?"),
        "outside" => Some("○"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use roxmltree::{Document, ParsingOptions};

    use super::SHEET;
    use crate::page::{Block, Page, Picture};

    #[test]
    fn every_block_is_well_formed_and_foreign_text_stays_text() {
        let hostile = || "</p> <b> & \" ` --flag".to_owned();
        let rows = || vec![vec![hostile(); 2], vec!["holds".to_owned(), hostile()]];
        let picture = Picture {
            title: hostile(),
            file: hostile(),
            width: 10,
            svg: "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_owned(),
        };
        let blocks = [
            Block::Heading(1, hostile()),
            Block::Heading(2, hostile()),
            Block::Heading(3, hostile()),
            Block::Text(hostile()),
            Block::Words(hostile()),
            Block::Lines(vec![hostile()]),
            Block::Table(rows()),
            Block::WideTable(rows(), vec![(1, 9)]),
            Block::Quote(hostile()),
            Block::Folded(hostile(), hostile()),
            Block::Picture(picture),
            Block::List(vec![hostile()]),
            Block::Links(vec![hostile()]),
        ];
        let mut page = Page::default();
        for block in blocks {
            page.add(block);
        }
        let html = page.to_html();
        let options = ParsingOptions {
            allow_dtd: true,
            ..ParsingOptions::default()
        };
        let document = Document::parse_with_options(&html, options).expect("well-formed");
        let texts = document.descendants().filter(roxmltree::Node::is_text);
        let whole = texts.filter(|node| {
            node.text()
                .is_some_and(|text| text.contains("</p> <b> & \""))
        });
        assert_eq!(whole.count(), 19);
        assert!(!document.descendants().any(|node| node.has_tag_name("b")));
    }

    #[test]
    fn the_sheet_is_the_same_in_html_and_xml_and_stands_alone() {
        assert!(!SHEET.contains(['<', '&']));
        assert!(!SHEET.contains("url(") && !SHEET.contains("@import"));
    }
}
