//! The findings as one self-contained page, for a screen of any width and for paper.

use itertools::Itertools;

use super::finding::{Basis, Exhibit, Verdict};
use super::judged::{Judged, Row, in_words};
use super::page::{accuracy_note, accuracy_table, is_of_training, parted};
use crate::page::html::{badge, document, mark, table};
use crate::page::markup::{Markup, around, classed, element, link, plain, sentence};

/// The whole page.
pub fn page(judged: &Judged<'_>) -> String {
    let questions: Vec<Question> = judged
        .by_question()
        .into_iter()
        .enumerate()
        .map(|(index, (title, rows))| Question {
            // No claim's id has an underscore.
            id: format!("part_{}", index + 1),
            title,
            rows,
        })
        .collect();
    let sections = questions.iter().map(|question| question.section(judged));
    let made_by = format!(
        "Made by verify report, version {}.",
        env!("CARGO_PKG_VERSION")
    );
    let body = [
        plain("header", [opening(judged), contents(&questions)]),
        plain("main", sections.collect::<Markup>()),
        plain("footer", plain("p", made_by)),
    ];
    document(&judged.document.subject.title, body)
}

/// The title, the number of claims with each verdict, the data that was trained on, and the meanings of the words.
fn opening(judged: &Judged<'_>) -> Markup {
    let counts = Verdict::ALL.map(|verdict| {
        let count = classed("b", "number", judged.count(verdict).to_string());
        classed(
            "li",
            verdict.name(),
            [count, " ".into(), badge(verdict.name())],
        )
    });
    let words = judged
        .basis_words()
        .into_iter()
        .map(|(name, meaning)| plain("div", [plain("dt", name), plain("dd", meaning)]));
    [
        plain("h1", judged.document.subject.title.as_str()),
        classed(
            "p",
            "lead",
            format!(
                "{} claims, each with a verdict that was computed.",
                judged.rows.len()
            ),
        ),
        element(
            "ul",
            &[("class", "counts"), ("aria-label", "Verdicts")],
            counts,
        ),
        plain("p", sentence(&judged.data_in_words())),
        around("dl", "words", words),
    ]
    .into()
}

/// Links to the questions, with their verdicts.
fn contents(questions: &[Question<'_, '_>]) -> Markup {
    let items = questions.iter().map(|question| {
        let counts = Verdict::ALL.into_iter().filter_map(|verdict| {
            let has = |row: &&&Row| row.finding.verdict == verdict;
            let count = question.rows.iter().filter(has).count();
            let words = format!(" {} ", in_words(verdict, count));
            (count > 0)
                .then(|| classed("span", verdict.name(), [mark(verdict.name()), words.into()]))
        });
        let to = link(&format!("#{}", question.id), question.title.as_str());
        plain(
            "li",
            [
                to,
                " ".into(),
                classed("span", "tally", counts.collect::<Markup>()),
            ],
        )
    });
    let list = plain("ul", items.collect::<Markup>());
    element(
        "nav",
        &[("aria-label", "Questions"), ("id", "part_0")],
        list,
    )
}

/// The claims about one question.
struct Question<'r, 'a> {
    id: String,
    title: String,
    rows: Vec<&'r Row<'a>>,
}

impl Question<'_, '_> {
    fn section(&self, judged: &Judged<'_>) -> Markup {
        let (accuracies, others) = parted(self.rows.clone());
        let glance = others.iter().map(|row| {
            let to = link(&format!("#{}", row.claim.id), row.claim.says.as_str());
            plain("li", [badge(row.finding.verdict.name()), " ".into(), to])
        });
        let contents = [
            plain("h2", self.title.as_str()),
            around("ul", "glance", glance),
            figures(&accuracies, judged),
            others.iter().map(|row| claim(row, judged)).collect(),
            classed("p", "up", link("#part_0", "To the questions")),
        ];
        element(
            "section",
            &[("class", "question"), ("id", &self.id)],
            contents,
        )
    }
}

/// The accuracies side by side, each row with its claim's id, and the notes on them.
fn figures(rows: &[&Row<'_>], judged: &Judged<'_>) -> Markup {
    if rows.is_empty() {
        return Markup::default();
    }
    let cells = accuracy_table(rows);
    let ids = rows.iter().map(|row| row.claim.id.as_str()).collect_vec();
    let notes = rows
        .iter()
        .map(|row| plain("li", sentence(&accuracy_note(row, judged))));
    let exhibits = rows.iter().flat_map(|row| &row.finding.exhibits);
    let links = rows.iter().flat_map(|row| &row.files).unique();
    [
        plain("h3", "Accuracies"),
        table(&cells, &ids),
        around("ul", "notes", notes),
        exhibits.map(shown).collect(),
        files(links, judged),
    ]
    .into()
}

/// A claim, its verdict, and the evidence on which the verdict rests.
fn claim(row: &Row<'_>, judged: &Judged<'_>) -> Markup {
    let (claim, finding) = (row.claim, &row.finding);
    let basis = |basis: Basis| classed("span", "basis", basis.name());
    let contents = [
        plain(
            "h3",
            [
                badge(finding.verdict.name()),
                " ".into(),
                link(&format!("#{}", claim.id), claim.id.as_str()),
                " ".into(),
                finding.basis.map(basis).unwrap_or_default(),
            ],
        ),
        plain(
            "blockquote",
            [
                plain("p", sentence(&claim.says)),
                classed("p", "stands", claim.stands.as_str()),
            ],
        ),
        classed("p", "because", sentence(&finding.because)),
        finding.exhibits.iter().map(shown).collect(),
        files(&row.files, judged),
    ];
    let class = format!("claim {}", finding.verdict.name());
    element("section", &[("class", &class), ("id", &claim.id)], contents)
}

/// An exhibit as a part of the page.
fn shown(exhibit: &Exhibit) -> Markup {
    exhibit.block().to_markup()
}

/// Links to the files, where they are written; the many files of trainings are folded away.
fn files<'a>(names: impl IntoIterator<Item = &'a String>, judged: &Judged<'_>) -> Markup {
    let names = names.into_iter().filter(|_| judged.has_files);
    let of_training = |name: &&String| is_of_training(name);
    let (trainings, own): (Vec<_>, Vec<_>) = names.partition(of_training);
    let links = |names: &[&String]| {
        let item = |name: &&String| plain("li", link(name, name.as_str()));
        around("ul", "files", names.iter().map(item))
    };
    let summary = format!("{} files in trainings/", trainings.len());
    let folded = [links(&trainings)];
    let folded = folded.into_iter().filter(|_| !trainings.is_empty());
    let folded = folded.map(|list| {
        classed(
            "details",
            "trainings",
            [plain("summary", summary.as_str()), list],
        )
    });
    std::iter::once(links(&own)).chain(folded).collect()
}

#[cfg(test)]
mod tests {
    use crate::draw::canvas::palette::PALETTE;
    use crate::page::html::SHEET;

    #[test]
    fn every_colour_of_drawings_has_a_counterpart_on_dark_paper() {
        let (_, dark) = SHEET
            .split_once("(prefers-color-scheme: dark) {")
            .expect("a dark part");
        let (dark, _) = dark.split_once("\n}").expect("its end");
        for (name, colour) in PALETTE {
            let property = format!("{}: #", colour.property());
            assert!(dark.contains(&property), "{name}: {property} is missing");
        }
    }
}
