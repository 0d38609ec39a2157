//! The chapter of options and JSON fields is what the program prints.

use std::fs;
use std::path::Path;

use crate::support::verify::verify;

#[test]
fn the_reference_is_what_the_program_prints() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("book/src/reference.md");
    let page = fs::read_to_string(page).expect("the chapter is readable");
    assert!(
        page == verify("reference").stdout,
        "run `just reference`: book/src/reference.md is not what the program prints"
    );
}
