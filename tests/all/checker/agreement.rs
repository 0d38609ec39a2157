//! Lies about counts and vertices.

use super::lies::{Lie, assert_rejected, lies, network_is, network_is_first, too_large};
use super::separation::AND;

pub fn lies_about_counts() -> Vec<Lie> {
    let counts =
        |head: &str, classes: &str| format!("{head}\nevidence counts\n  classes {classes}");
    let lopsided = network_is("agrees").replace("weights 1 1", "weights 1 2");
    let wide = network_is("agrees")
        .replace("inputs=2", "inputs=3")
        .replace("1 1", "1 1 1");
    lies! {
        "a coordinate too many", counts(&network_is("agrees"), "1 1 1") => Dimension { found: 3, expected: 2 };
        "a network on another cube", counts(&wide, "1 1 1") => Dimension { found: 3, expected: 2 };
        "a class with two weights", counts(&lopsided, "1 1") => ClassSplitsNetwork { unit: 1 };
        "a class that x₁ splits", counts(&network_is_first("agrees"), "1 1") => ClassSplitsTarget;
        "more than is repeated", too_large("agrees", "counts") => TooLarge;
        "agreement is not separability", counts(AND, "1 1") => EvidenceDoesNotFit;
        "agreement is not robustness", counts(&network_is("robust"), "1 1") => EvidenceDoesNotFit;
    }
}

#[test]
fn counts_are_not_believed_blindly() {
    assert_rejected(lies_about_counts());
}

pub fn lies_about_vertices() -> Vec<Lie> {
    let vertex = |x: &str, h: &str, f: &str| {
        format!(
            "{}\nevidence vertex\n  vertex {x}\n  h {h}\n  f {f}",
            network_is("differs")
        )
    };
    let narrow = vertex("++", "1", "1")
        .replace("inputs=2", "inputs=1")
        .replace("weights 1 1", "weights 1");
    lies! {
        "h is -1 there", vertex("+-", "1", "-1") => StatedWrongly { what: "h" };
        "f is -1 there", vertex("+-", "-1", "1") => StatedWrongly { what: "f" };
        "they agree there", vertex("++", "1", "1") => NoDifference;
        "a vertex of another cube", vertex("++-", "1", "-1") => Dimension { found: 3, expected: 2 };
        "a network on another cube", narrow => Dimension { found: 1, expected: 2 };
        "a vertex is not a push", vertex("++", "1", "1").replace("differs", "robust") => EvidenceDoesNotFit;
    }
}

#[test]
fn vertices_are_not_believed_blindly() {
    assert_rejected(lies_about_vertices());
}

/// What the lies distort.
pub fn truths() -> Vec<String> {
    vec![format!(
        "{}\nevidence counts\n  classes 1 1",
        network_is("agrees")
    )]
}
