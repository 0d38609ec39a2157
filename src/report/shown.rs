//! A judged report in every form.

use super::finding::Exhibit;
use super::judged::Judged;
use super::{html, json, page};
use crate::page::{Colours, Json, Page, Shown};

impl Shown for Judged<'_> {
    fn page(&self) -> Page {
        page::document(self)
    }

    fn record(&self) -> impl Json {
        json::Report::new(self)
    }

    fn text(&self) -> String {
        page::table(self).to_text(Colours::Terminal)
    }

    fn html(&self) -> String {
        html::page(self)
    }
}

impl Judged<'_> {
    /// The certificates and pictures, and the page in its three forms: the name of each file, and its text.
    pub fn files(&self) -> impl Iterator<Item = (String, String)> {
        let exhibits = self.rows.iter().flat_map(|row| &row.finding.exhibits);
        let evidence = exhibits.filter_map(|exhibit| {
            let text = match exhibit {
                Exhibit::Certificate { certificate, .. } => certificate.to_string(),
                Exhibit::Picture { drawing, .. } => drawing.to_svg(),
                _ => return None,
            };
            Some((exhibit.file()?, text))
        });
        let pages = [
            ("index.html", self.html()),
            ("report.md", self.page().to_markdown()),
            ("report.json", self.json()),
        ];
        evidence.chain(pages.map(|(name, text)| (name.to_owned(), text)))
    }
}
