//! The book's chapter on the report is the command's own output, and so are its pictures and certificates.

use std::fs;
use std::path::Path;
use std::process::Command;

/// `just report` writes these files; whoever changes what the command finds runs it again.
#[test]
fn the_chapter_is_what_the_command_prints() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let output = Command::new(env!("CARGO_BIN_EXE_verify"))
        .args(["report", "--format", "markdown", "--out"])
        .arg(out.path())
        .output()
        .expect("the program runs");
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book/src/report");
    let page = fs::read(out.path().join("report.md")).expect("a page");
    assert!(page == output.stdout, "the page is what is printed");
    same_file(out.path(), &book, "report.md");
    for folder in ["certificates", "pictures"] {
        let names = |root: &Path| {
            let files = fs::read_dir(root.join(folder)).expect("a folder");
            let mut names: Vec<_> = files
                .map(|file| file.expect("readable").file_name())
                .collect();
            names.sort();
            names
        };
        let written = names(out.path());
        assert!(written.len() >= 8, "{folder}");
        assert_eq!(written, names(&book), "{folder}: run `just report`");
        for name in written {
            same_file(
                out.path(),
                &book,
                &format!("{folder}/{}", name.to_string_lossy()),
            );
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
