//! The evidence on the page.

use super::badge::badge;
use super::finding::{Exhibit, Verdict};
use crate::page::markup::{Markup, classed, drawn, element, flags_unbroken, plain, sentence};

/// Cells of no more bytes stay on one line.
const SHORT: usize = 24;

/// Something to look at.
pub fn exhibit(exhibit: &Exhibit) -> Markup {
    match exhibit {
        Exhibit::Text(text) => plain("p", sentence(text)),
        Exhibit::Lines(lines) => {
            let lines = lines.iter().map(|line| plain("li", flags_unbroken(line)));
            classed("ul", "lines", lines.collect::<Markup>())
        }
        Exhibit::Table(rows) => table(rows, &[]),
        Exhibit::Certificate { name, certificate } => plain(
            "details",
            [
                plain("summary", format!("Certificate {name}")),
                plain("pre", certificate.to_string()),
            ],
        ),
        Exhibit::Picture { drawing, .. } => {
            let width = format!("--width:{}px", drawing.width);
            plain(
                "figure",
                [
                    element(
                        "div",
                        &[("class", "wide"), ("style", &width)],
                        drawn(drawing),
                    ),
                    plain("figcaption", drawing.title.as_str()),
                ],
            )
        }
    }
}

/// A table whose first row is its head; the rows below stand at these ids, if there are any.
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
            let verdict = Verdict::ALL
                .into_iter()
                .find(|verdict| verdict.name() == text);
            let contents = verdict.map_or_else(|| sentence(text), badge);
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

/// Digits, and what stands between them.
fn is_number(text: &str) -> bool {
    let mut digits = text.chars().filter(char::is_ascii_digit);
    let between = |c: char| c.is_ascii_digit() || " .,/+-−%±".contains(c);
    text.is_empty() || (digits.next().is_some() && text.chars().all(between))
}
