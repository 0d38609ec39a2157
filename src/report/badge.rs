//! Verdicts on the page.

use super::finding::Verdict;
use crate::page::markup::{Markup, classed, element};

/// The verdict as a word, a shape and a colour.
pub fn badge(verdict: Verdict) -> Markup {
    let class = format!("badge {}", verdict.name());
    classed(
        "span",
        &class,
        [mark(verdict), " ".into(), verdict.name().into()],
    )
}

/// The verdict's shape, which a screen reader passes over: the word follows.
pub fn mark(verdict: Verdict) -> Markup {
    let shape = match verdict {
        Verdict::Holds => "✓",
        Verdict::Refuted => "✗",
        Verdict::Undecided => "?",
        Verdict::Outside => "○",
    };
    element("span", &[("class", "mark"), ("aria-hidden", "true")], shape)
}
