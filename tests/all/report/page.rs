//! The page of `verify report` is one well-formed file that stands alone, and foreign text stays text on it.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::sync::LazyLock;

use crate::support::verify::{Run, verify, verify_files};
use roxmltree::{Document, Node, ParsingOptions};
use serde_json::Value;

/// The page beside its files, in a folder.
static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    verify_files("report --out", &[folder.path()]).exits_with(1);
    folder
});

/// The page on standard output, of claims that need no training.
static PRINTED: LazyLock<Run> = LazyLock::new(|| {
    let claims = "1.2a-expressive 2.2a-model 2.2a-faster 3a-conclusion 3b-robust 3c-exact";
    verify(&format!("report --format html --claim {claims}")).exits_with(1)
});

fn written() -> String {
    fs::read_to_string(FOLDER.path().join("index.html")).expect("the page")
}

fn parse(page: &str) -> Document<'_> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(page, options).expect("well-formed")
}

/// The values of an attribute, wherever it stands.
fn values<'a>(page: &'a Document<'_>, attribute: &str) -> Vec<&'a str> {
    let nodes = page.descendants();
    nodes.filter_map(|node| node.attribute(attribute)).collect()
}

fn element<'a>(page: &'a Document<'_>, name: &str) -> Node<'a, 'a> {
    let mut nodes = page.descendants();
    nodes
        .find(|node| node.has_tag_name(name))
        .unwrap_or_else(|| panic!("no {name}"))
}

/// The words of an element and all below it, with single spaces.
fn words(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text);
    let text: String = texts.filter_map(|node| node.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_page_stands_alone() {
    for page in [&PRINTED.stdout, &written()] {
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
        let elsewhere = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        for reference in [
            "<script", "http:", "https:", "url(", "@import", "<link", "src=",
        ] {
            assert!(!elsewhere.contains(reference), "{reference}");
        }
        let page = parse(page);
        let viewport = "width=device-width, initial-scale=1";
        assert!(values(&page, "content").contains(&viewport));
        assert_eq!(words(element(&page, "title")), words(element(&page, "h1")));
    }
}

#[test]
fn every_id_is_there_once_and_every_link_leads_somewhere() {
    for (text, has_files) in [(&PRINTED.stdout, false), (&written(), true)] {
        let page = parse(text);
        let ids = values(&page, "id");
        let distinct: HashSet<_> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len(), "{ids:?}");
        let (inside, files): (Vec<_>, Vec<_>) = values(&page, "href")
            .into_iter()
            .partition(|link| link.starts_with('#'));
        assert!(inside.len() > 12, "{inside:?}");
        for link in inside {
            assert!(distinct.contains(&&link[1..]), "{link}");
        }
        assert_eq!(!files.is_empty(), has_files, "{files:?}");
        for file in files {
            assert!(FOLDER.path().join(file).is_file(), "{file}");
        }
    }
}

#[test]
fn headings_go_down_one_step_at_a_time_and_heads_of_tables_name_columns() {
    let written = written();
    let page = parse(&written);
    let mut above = 0;
    for node in page.descendants() {
        let level = match node.tag_name().name() {
            "h1" => 1,
            "h2" => 2,
            "h3" => 3,
            "th" => {
                assert_eq!(node.attribute("scope"), Some("col"));
                continue;
            }
            _ => continue,
        };
        assert!(level <= above + 1, "{}", words(node));
        above = level;
    }
    assert_eq!(above, 3);
}

#[test]
fn every_claim_stands_on_the_page_with_its_verdict() {
    let text = fs::read_to_string(FOLDER.path().join("report.json")).expect("the findings");
    let findings: Value = serde_json::from_str(&text).expect("JSON");
    let written = written();
    let page = parse(&written);
    let places: BTreeMap<_, _> = page
        .descendants()
        .filter_map(|node| Some((node.attribute("id")?, node)))
        .collect();
    let claims = findings["claims"].as_array().expect("claims");
    for claim in claims {
        let text = |name: &str| claim[name].as_str().expect("text").to_owned();
        let place = places[text("id").as_str()];
        let mut badges = place.descendants();
        let badge = badges.find(|node| {
            let class = node.attribute("class").unwrap_or_default();
            class.starts_with("badge")
        });
        let badge = words(badge.expect("a badge"));
        assert!(badge.ends_with(&text("verdict")), "{}: {badge}", text("id"));
        if claim["accuracy"].is_null() {
            let shown = words(place);
            assert!(shown.contains(&text("id")), "{shown}");
            assert!(shown.contains(&text("says").replace('`', "")), "{shown}");
            assert!(shown.contains(&text("because").replace('`', "")), "{shown}");
        }
    }
    let counts = words(element(&page, "ul"));
    for (verdict, count) in findings["counts"].as_object().expect("counts") {
        let count = count.to_string();
        let shown = counts.split(' ').collect::<Vec<_>>();
        // 9 ✓ holds
        assert!(
            shown
                .windows(3)
                .any(|three| three[0] == count && three[2] == verdict),
            "{counts}"
        );
    }
}

#[test]
fn drawings_are_inside_the_page() {
    let findings = fs::read_to_string(FOLDER.path().join("report.json")).expect("the findings");
    let wanted = findings.matches("\"kind\": \"picture\"").count();
    assert!(wanted > 0);
    let written = written();
    let page = parse(&written);
    let figures = page
        .descendants()
        .filter(|node| node.has_tag_name("figure"));
    let drawn = figures.filter(|figure| {
        let svg = ("http://www.w3.org/2000/svg", "svg");
        figure.descendants().any(|node| node.has_tag_name(svg))
    });
    assert_eq!(drawn.count(), wanted);
}

#[test]
fn foreign_text_stays_text() {
    let hostile = "</title></p><script>alert(1)</script>&amp;\"' onload=\"x";
    let quoted = hostile.replace('"', "\\\"");
    let claims = verify("report --print-claims").exits_with(0).stdout;
    let claims = claims.lines().map(|line| {
        let field = ["title", "says", "stands", "question", "get"]
            .into_iter()
            .find(|field| line.starts_with(&format!("{field} = ")));
        field.map_or_else(
            || line.to_owned(),
            |field| format!("{field} = \"{quoted}\""),
        )
    });
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("hostile.toml");
    fs::write(&file, claims.collect::<Vec<_>>().join("\n")).expect("written");
    let line = "report --format html --claim 3b-robust 2.1-choice --claims";
    let run = verify_files(line, &[file]);
    assert!(!run.stdout.contains("<script"), "{}", run.stdout);
    let page = parse(&run.stdout);
    let shown = hostile.split_whitespace().collect::<Vec<_>>().join(" ");
    for name in ["title", "h1", "nav", "h2", "blockquote"] {
        let text = words(element(&page, name));
        assert!(text.contains(&shown), "{name}: {text}");
    }
    assert!(values(&page, "onload").is_empty());
}
