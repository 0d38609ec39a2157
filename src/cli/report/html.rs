//! The findings as one self-contained page.

use super::judged::Judged;

/// The page.
pub fn page(_judged: &Judged<'_>) -> String {
    String::new()
}
