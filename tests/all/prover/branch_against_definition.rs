//! Trees of relaxations against the definition, vertex by vertex.

use crate::support::exact_by_hand::{breaks, directions, violations};
use crate::support::generators::{
    Answers, for_each, networks, networks_with_targets, targets, targets_by_sum,
};
use orthant::checker::{Certificate, Question, Verdict, check};
use orthant::language::network::Network;
use orthant::language::target::Target;
use orthant::prover::engines::branch::{Shown, Wanted, decide};
use orthant::prover::{Limits, Stop, UNWATCHED, Undecided};
use proptest::prelude::*;

/// Fails unless the checker accepts the evidence for this question, also after it was written and read.
fn assert_verified(question: Question, shown: &Shown) {
    let Shown::Everywhere(evidence) = shown else {
        panic!("not a tree: {shown:?}");
    };
    let certificate = Certificate::new(question.claim(true), evidence.clone());
    let verdict = check(&certificate);
    assert!(
        matches!(verdict, Verdict::Verified(_)),
        "{verdict:?}\n{certificate}"
    );
    let read: Certificate = certificate.to_string().parse().expect("well-formed");
    assert_eq!(read, certificate);
}

/// Fails unless the tree says what the definition says, and returns whether the network agrees.
fn assert_agreement(network: &Network, target: &Target) -> bool {
    let expected = violations(network, target);
    let found = decide(network, target, Wanted::Agreement, UNWATCHED).expect("small");
    match &found.shown {
        Shown::DiffersAt(x) => {
            let bits = x.bits().and_then(|bits| usize::try_from(bits).ok());
            let differs = bits.is_some_and(|bits| expected.contains(&bits));
            assert!(differs, "{x} {target} {network:?}");
        }
        shown => {
            assert!(expected.is_empty(), "{shown:?} {target} {network:?}");
            assert_verified(Question::agrees(network, target), shown);
        }
    }
    expected.is_empty()
}

#[test]
fn random_networks_and_constructions_are_decided_as_defined() {
    let answers = Answers::default();
    for_each(800, &networks_with_targets(6), |(network, target)| {
        answers.note(assert_agreement(&network, &target));
    });
    answers.assert_both(100);
}

/// A random network with the sign of its values as a table, or another target of the same dimension.
fn wider() -> impl Strategy<Value = (Network, Target)> {
    let by_sum = targets_by_sum(1..=8);
    let own = (5_usize..=8).prop_flat_map(networks).prop_map(|network| {
        let own = Target::tabulate(network.inputs(), |x| {
            orthant::Sign::of_number(&network.value(x))
        });
        (network, own.expect("small"))
    });
    let others = prop_oneof![by_sum, targets(8)];
    let others = others.prop_flat_map(|f| (networks(f.dimension()), Just(f)));
    prop_oneof![own, others]
}

#[test]
fn networks_of_eight_inputs_are_decided_as_defined() {
    let answers = Answers::default();
    for_each(200, &wider(), |(network, target)| {
        answers.note(assert_agreement(&network, &target));
    });
    answers.assert_both(30);
}

#[test]
fn a_tree_for_robustness_is_about_a_robust_network() {
    let shown = Answers::default();
    for_each(250, &networks_with_targets(4), |(network, target)| {
        let found = decide(&network, &target, Wanted::Robustness, UNWATCHED).expect("small");
        let breaks = breaks(&network, &target, &directions(network.inputs()));
        match &found.shown {
            Shown::DiffersAt(x) => assert_ne!(network.value(x), target.value(x).rational()),
            Shown::OnTheEdge(x) => assert_eq!(network.value(x), target.value(x).rational()),
            tree @ Shown::Everywhere(_) => {
                assert_eq!(breaks, None, "{target} {network:?}");
                assert_verified(Question::robust(&network, &target), tree);
                // What is right under every push is right at every vertex.
                assert_verified(Question::agrees(&network, &target), tree);
            }
        }
        shown.note(matches!(found.shown, Shown::Everywhere(_)));
    });
    shown.assert_both(25);
}

#[test]
fn a_watch_can_stop_it() {
    let target = Target::tabulate(8, |x| orthant::Sign::of(x.sum() > 0)).expect("small");
    let network = Network::perceptron(
        orthant::Runs::repeat(orthant::integer(1), 8),
        orthant::integer(-1),
    );
    let limits = Limits::watched(&|_, _| Err(Stop::TimeLimit));
    let stopped = decide(&network, &target, Wanted::Agreement, limits);
    assert_eq!(stopped, Err(Undecided::stopped(Stop::TimeLimit)));
    let limits = Limits {
        memory: 1000,
        ..UNWATCHED
    };
    let too_large = decide(&network, &target, Wanted::Agreement, limits);
    assert!(
        matches!(too_large, Err(Undecided::TreeTooLarge { .. })),
        "{too_large:?}"
    );
    let found = decide(&network, &target, Wanted::Agreement, UNWATCHED).expect("small");
    assert_verified(Question::agrees(&network, &target), &found.shown);
}
