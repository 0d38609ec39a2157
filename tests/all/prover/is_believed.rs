//! Whatever the prover returns, the checker accepts, also after a journey through text.

use crate::support::two_checkers::check;

use crate::support::generators::{
    Answers, constructions, for_each, networks_with_targets, random_networks, targets,
};
use orthant::checker::{Certificate, Verdict};
use orthant::language::network::Network;
use orthant::language::target::Target;
use orthant::prover::{Engine, Problem, UNWATCHED, separate};

const ENGINES: [Engine; 3] = [Engine::Auto, Engine::Classes, Engine::Sweep];

/// Fails unless the certificate survives its text form and is verified; returns the answer.
fn believed(certificate: &Certificate) -> bool {
    let text = certificate.to_string();
    let read: Certificate = match text.parse() {
        Ok(read) => read,
        Err(error) => panic!("{error}\n{text}"),
    };
    assert_eq!(&read, certificate, "{text}");
    assert_eq!(read.to_string(), text);
    let verdict = check(&read);
    let Verdict::Verified(verified) = &verdict else {
        panic!("{verdict:?}\n{text}");
    };
    assert_eq!(verified.claim(), &certificate.claim);
    certificate.claim.holds
}

#[test]
fn separability_is_believed() {
    let answers = Answers::default();
    for_each(600, &targets(9), |target| {
        let [auto, classes, walk] =
            ENGINES.map(|engine| believed(&separate(&target, engine).expect("small")));
        assert_eq!([classes, walk], [auto, auto], "{target}");
        answers.note(auto);
    });
    answers.assert_both(100);
}

fn agreement_is_believed_about(network: &Network, target: &Target) -> bool {
    let [auto, classes, walk] = ENGINES.map(|engine| {
        let found = Problem::new(network, target, engine)
            .agreement(UNWATCHED)
            .expect("small");
        let certificate = found.certificate().expect("small enough for the checker");
        let agrees = believed(&certificate);
        assert_eq!(agrees, found.found.differs_at.is_none(), "{certificate}");
        agrees
    });
    assert_eq!([classes, walk], [auto, auto], "{target}");
    auto
}

fn robustness_is_believed_about(network: &Network, target: &Target) -> bool {
    let [auto, classes, walk] = ENGINES.map(|engine| {
        let found = Problem::new(network, target, engine)
            .robustness(UNWATCHED)
            .expect("few cases");
        let certificate = found.certificate().expect("small enough for the checker");
        let robust = believed(&certificate);
        assert_eq!(robust, found.found.breaks_at.is_none(), "{certificate}");
        robust
    });
    assert_eq!([classes, walk], [auto, auto], "{target}");
    auto
}

#[test]
fn agreement_is_believed() {
    let answers = Answers::default();
    for_each(500, &networks_with_targets(5), |(network, target)| {
        answers.note(agreement_is_believed_about(&network, &target));
    });
    answers.assert_both(100);
}

#[test]
fn robustness_of_random_networks_is_believed() {
    let answers = Answers::default();
    for_each(800, &random_networks(4), |(network, target)| {
        answers.note(robustness_is_believed_about(&network, &target));
    });
    answers.assert_both(100);
}

#[test]
fn robustness_of_constructions_is_believed() {
    let answers = Answers::default();
    for_each(400, &constructions(5), |(network, target)| {
        answers.note(robustness_is_believed_about(&network, &target));
    });
    answers.assert_both(100);
}

#[test]
fn robustness_that_needs_cases_comes_up_and_is_believed() {
    let answers = Answers::default();
    for_each(800, &networks_with_targets(4), |(network, target)| {
        let found = Problem::new(&network, &target, Engine::Auto)
            .robustness(UNWATCHED)
            .expect("few cases");
        let certificate = found.certificate().expect("small enough for the checker");
        if believed(&certificate) {
            answers.note(certificate.to_string().contains(" then "));
        }
    });
    answers.assert_both(100);
}
