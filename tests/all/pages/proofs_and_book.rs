//! What the pages say exists: links, proof pages, code names, certificates and commands, and the output in the README.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::two_checkers::check;
use crate::support::verify::{between, verify};

use orthant::checker::{Certificate, Verdict};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder with one of these endings.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the package") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|e| endings.iter().any(|ending| e == *ending))
            {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "no {endings:?} below {folder}");
    found
}

fn pages() -> Vec<PathBuf> {
    let mut pages = files("proofs", &["md"]);
    pages.extend(files("book/src", &["md"]));
    pages.extend(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|page| root().join(page)));
    pages
}

/// The text without fenced blocks.
fn prose(text: &str) -> String {
    text.split("```").step_by(2).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let mut links = 0;
    for page in pages() {
        for link in between(&prose(&read(&page)), "](", ")") {
            let path = link.split('#').next().expect("split gives one part");
            if path.is_empty() || path.contains("://") {
                continue;
            }
            // A wrapper in the book shows a page of proofs/, whose links are relative to that folder.
            let folder = page.parent().expect("a file is in a folder");
            assert!(folder.join(path).exists(), "{}: {link}", page.display());
            links += 1;
        }
    }
    assert!(links > 20, "only {links} links were found");
}

#[test]
fn every_chapter_is_in_the_summary() {
    let summary = read(&root().join("book/src/SUMMARY.md"));
    for page in files("book/src", &["md"])
        .iter()
        .filter(|page| !page.ends_with("SUMMARY.md"))
    {
        let chapter = page
            .strip_prefix(root().join("book/src"))
            .expect("below book/src");
        assert!(
            summary.contains(&format!("({})", chapter.display())),
            "{}",
            chapter.display()
        );
    }
    for page in files("proofs", &["md"])
        .iter()
        .filter(|page| !page.ends_with("README.md"))
    {
        let name = page.file_name().expect("a file").to_string_lossy();
        assert!(summary.contains(&format!("(proofs/{name})")), "{name}");
        assert!(
            read(&root().join("proofs/README.md")).contains(&*name),
            "{name}"
        );
    }
}

#[test]
fn every_proof_page_that_the_code_names_exists() {
    let mut named = 0;
    for source in files("src", &["rs"]) {
        for page in between(&read(&source), "proofs/", ".md") {
            let path = root().join(format!("proofs/{page}.md"));
            assert!(path.exists(), "{} names proofs/{page}.md", source.display());
            named += 1;
        }
    }
    assert!(named >= 6, "only {named} pages are named");
}

/// `question3::networks::network` names `network` in src/question3/networks.rs.
fn is_defined(name: &str) -> bool {
    let parts: Vec<&str> = name.split("::").collect();
    let keywords = ["fn", "struct", "enum", "const", "trait", "type", "mod"];
    (1..parts.len()).any(|modules| {
        let module = root().join("src").join(parts[..modules].join("/"));
        // A folder's files are re-exported where its module says so.
        let sources = if module.is_dir() {
            files(&format!("src/{}", parts[..modules].join("/")), &["rs"])
        } else {
            vec![module.with_extension("rs")]
        };
        let text: String = sources
            .iter()
            .filter_map(|path| fs::read_to_string(path).ok())
            .collect();
        let defined = |item: &&str| {
            keywords.iter().any(|keyword| {
                between(&text, &format!("{keyword} {item}"), "\n")
                    .any(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
            })
        };
        !text.is_empty() && parts[modules..].iter().all(defined)
    })
}

/// `Theory.theorem`, where such names stand in a text.
fn theorems(text: &str) -> Vec<(&str, &str)> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    text.split(|c| !part(c))
        .filter_map(|word| word.trim_end_matches('.').split_once('.'))
        .filter(|(theory, theorem)| {
            theory.starts_with(|c: char| c.is_ascii_uppercase())
                && theory.contains(|c: char| c.is_ascii_lowercase())
                && theorem.contains('_')
                && !theorem.contains('.')
        })
        .collect()
}

/// Whether `proofs/theories` has this theorem.
fn is_proved(theory: &str, theorem: &str) -> bool {
    let text = fs::read_to_string(root().join(format!("proofs/theories/{theory}.v")));
    text.is_ok_and(|text| {
        ["Theorem", "Lemma", "Corollary"].iter().any(|keyword| {
            [" ", ":", "\n"]
                .iter()
                .any(|end| text.contains(&format!("\n{keyword} {theorem}{end}")))
        })
    })
}

#[test]
fn every_theorem_that_is_named_is_there() {
    let mut sources = pages();
    // The program has its names from there.
    sources.push(root().join("src/question3/networks.rs"));
    let stored = read(&root().join("proofs/assumptions.txt"));
    let mut named = 0;
    for line in stored.lines() {
        let name = line.split(':').next().expect("split gives one part");
        let (theory, theorem) = name.split_once('.').expect("Theory.theorem");
        assert!(is_proved(theory, theorem), "proofs/assumptions.txt: {name}");
    }
    for source in sources {
        let text = read(&source);
        for (theory, theorem) in theorems(&text) {
            assert!(
                is_proved(theory, theorem),
                "{}: {theory}.{theorem}",
                source.display()
            );
            // What is named to readers is among those whose assumptions are compared.
            let compared = stored.contains(&format!("{theory}.{theorem}:"));
            assert!(
                compared,
                "{theory}.{theorem} is not in proofs/assumptions.txt"
            );
            named += 1;
        }
    }
    assert!(named > 60, "only {named} theorems are named");
    assert!(!is_proved("TwoUnits", "value_of_two") && !is_proved("Nowhere", "some_thing"));
}

#[test]
fn every_theory_is_named_on_a_page() {
    let pages: String = files("proofs", &["md"])
        .iter()
        .map(|page| read(page))
        .collect();
    for theory in files("proofs/theories", &["v"]) {
        let name = theory.file_stem().expect("a file").to_string_lossy();
        let own = theorems(&pages).iter().any(|(theory, _)| *theory == name);
        assert!(
            own || pages.contains(&format!("`{name}`")),
            "no page names {name}"
        );
        let text = read(&theory);
        assert!(
            text.starts_with("(** * "),
            "{name} does not say what it is about"
        );
        for hole in ["Admitted", "admit.", "Axiom ", "Parameter "] {
            assert!(!text.contains(hole), "{name}: {hole}");
        }
    }
}

#[test]
fn every_code_name_on_a_proof_page_is_defined() {
    let mut names = 0;
    for page in files("proofs", &["md"]) {
        let text = prose(&read(&page));
        let codes = text.split('`').skip(1).step_by(2);
        for name in codes.filter(|code| {
            code.contains("::")
                && code
                    .chars()
                    .all(|c| c.is_alphanumeric() || "_:".contains(c))
        }) {
            assert!(is_defined(name), "{}: {name}", page.display());
            names += 1;
        }
    }
    assert!(names > 10, "only {names} names were found");
    assert!(
        is_defined("question3::networks::network") && !is_defined("question3::networks::netwrk")
    );
    assert!(!is_defined("question3::networks::net"));
}

#[test]
fn every_certificate_that_a_page_names_is_verified() {
    let certificates = files("proofs/certificates", &["cert"]);
    for path in &certificates {
        let certificate: Certificate = read(path)
            .parse()
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(
            matches!(check(&certificate), Verdict::Verified(_)),
            "{}",
            path.display()
        );
    }
    let pages: String = pages().iter().map(|page| read(page)).collect();
    for name in between(&pages, "proofs/certificates/", ".cert")
        .filter(|name| name.chars().all(|c| c.is_alphanumeric() || c == '-'))
    {
        let path = root().join(format!("proofs/certificates/{name}.cert"));
        assert!(path.exists(), "{name}.cert is named and missing");
    }
    for path in &certificates {
        let name = path.file_name().expect("a file").to_string_lossy();
        assert!(pages.contains(&*name), "no page names {name}");
    }
}

/// Whether these are lines of the output, in order, with every gap marked by a line `…`.
fn is_excerpt(shown: &str, printed: &str) -> bool {
    let shown: Vec<&str> = shown.lines().collect();
    let runs: Vec<&[&str]> = shown.split(|line| *line == "…").collect();
    let printed: Vec<&str> = printed.lines().collect();
    let mut rest = &printed[..];
    let in_order = runs.iter().all(|run| {
        let found = (0..=rest.len()).find(|from| rest[*from..].starts_with(run));
        found.is_some_and(|from| {
            rest = &rest[from + run.len()..];
            true
        })
    });
    in_order && printed.starts_with(runs[0]) && printed.ends_with(runs[runs.len() - 1])
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let readme = read(&root().join("README.md"));
    for (program, command) in [
        ("cargo run --release --", "q3 --d 4 --a -1 --b 2"),
        ("verify", "report --claim 3c-special"),
    ] {
        let prompt = format!("$ {program} {command}\n");
        let shown = between(&readme, &prompt, "```").next();
        let shown = shown.unwrap_or_else(|| panic!("the README does not show {command}"));
        assert!(shown.lines().count() > 8, "{command}");
        assert!(is_excerpt(shown, &verify(command).stdout), "{command}");
    }
    assert!(is_excerpt("a\n…\nc\n…\n", "a\nb\nc\nd\n"));
    for flaw in [
        "a\nc\nd\n",
        "…\nc\n…\nb\n…\n",
        "b\n…\n",
        "…\nc\n",
        "a\n…\ne\n…\n",
    ] {
        assert!(!is_excerpt(flaw, "a\nb\nc\nd\n"), "{flaw}");
    }
}

#[test]
fn every_command_on_a_page_is_understood() {
    let mut commands = 0;
    for page in pages() {
        let text = read(&page);
        let blocks = between(&text, "```console\n", "```");
        let in_blocks = blocks.flat_map(|block| block.lines().filter_map(|l| l.strip_prefix("$ ")));
        let prose = prose(&text);
        let in_prose = prose.split('`').skip(1).step_by(2);
        for command in in_blocks
            .chain(in_prose)
            .filter_map(|line| line.strip_prefix("verify "))
        {
            let words = command
                .split(['|', '>'])
                .next()
                .expect("split gives one part");
            let subcommand = words.split_whitespace().next().expect("a subcommand");
            let help = verify(&format!("{subcommand} --help")).stdout;
            for option in words
                .split_whitespace()
                .filter(|word| word.starts_with("--"))
            {
                assert!(help.contains(option), "{}: {command}", page.display());
            }
            assert!(!help.is_empty(), "{}: {command}", page.display());
            commands += 1;
        }
    }
    assert!(commands > 50, "only {commands} commands are named");
}
