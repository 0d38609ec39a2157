//! The checker needs no prover: here the language and the checker are compiled without one.

#![allow(
    dead_code,
    unused_imports,
    reason = "no prover and no program uses these files here"
)]
#![allow(
    clippy::all,
    clippy::pedantic,
    reason = "these files are linted where they belong"
)]

#[path = "../src/language/mod.rs"]
mod language;

#[path = "../src/checker/mod.rs"]
mod checker;

use checker::{Certificate, Verdict, check};

#[test]
fn four_points_refute_every_perceptron_with_no_prover_in_sight() {
    let text = "\
orthant certificate 1
claim inseparable
target interval dim=2 low=0 high=0
evidence farkas
  1 at +-
  1 at -+
  1 at ++
  1 at --
end
";
    let certificate: Certificate = text.parse().expect("a well-formed certificate");
    let verdict = check(&certificate);
    let Verdict::Verified(verified) = &verdict else {
        panic!("not verified: {verdict:?}");
    };
    assert!(!verified.claim().holds);
    assert_eq!(verified.claim(), &certificate.claim);
}
