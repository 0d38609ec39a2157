//! The book's chapter on the report is the command's own output, and so are its pictures and certificates.

use std::fs;
use std::path::Path;

use crate::support::verify::{names_in, verify_files};

/// `just report` writes these files; whoever changes what the command finds runs it again.
#[test]
fn the_chapter_is_what_the_command_prints() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let run = verify_files("report --format markdown --out", &[out.path()]);
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book/src/report");
    let page = fs::read_to_string(out.path().join("report.md")).expect("a page");
    assert!(page == run.stdout, "the page is what is printed");
    same_file(out.path(), &book, "report.md");
    for folder in ["certificates", "pictures"] {
        let written = names_in(&out.path().join(folder));
        assert!(written.len() >= 8, "{folder}");
        let shown = names_in(&book.join(folder));
        assert_eq!(written, shown, "{folder}: run `just report`");
        for name in written {
            same_file(out.path(), &book, &format!("{folder}/{name}"));
        }
    }
}

fn same_file(out: &Path, book: &Path, name: &str) {
    let [new, old] =
        [out, book].map(|folder| fs::read_to_string(folder.join(name)).expect("readable"));
    assert!(
        new == old,
        "book/src/report/{name} is not what the program writes now: run `just report`"
    );
}
