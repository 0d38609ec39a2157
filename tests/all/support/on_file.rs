//! Pictures that are on file.

use std::fs;
use std::path::Path;

/// Fails unless the file of this name, from the project's folder on, holds this picture; with `WRITE_GOLDEN` it is
/// written.
#[track_caller]
pub fn assert_on_file(name: &str, svg: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("WRITE_GOLDEN").is_some() {
        fs::write(&path, svg).expect("the golden file can be written");
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    let mut lines = svg.lines().zip(golden.lines());
    let differs = lines.find(|(new, old)| new != old);
    assert!(
        svg == golden,
        "the picture is no longer {name}; the first line that differs, new and old: {differs:?}\n\
         If the new picture is meant, look at it after `just pictures` and commit the file."
    );
}
