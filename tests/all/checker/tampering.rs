//! Change any number, sign, word or line of a valid certificate: it is refused, or it decides nothing, or what
//! it then establishes is true all the same.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use crate::support::exact_by_hand::{is_true, limit, wanted};
use crate::support::generators::{Answers, for_each, networks_with_targets, targets};
use crate::support::two_checkers;
use itertools::Itertools;
use orthant::checker::{Certificate, Evidence, Verdict};
use orthant::language::claim::Question;
use orthant::language::cube::Sign;
use orthant::language::exact::integer;
use orthant::language::network::Network;
use orthant::language::target::{Interval, Target};
use orthant::prover::engines::{branch, diagram};
use orthant::prover::{Engine, Problem, UNWATCHED, separate};
use orthant::question3::networks::{Answer, Hidden, network};
use proptest::prelude::*;

/// Judges texts, and what they establish by the definitions; remembers what it has found out about a claim.
#[derive(Default)]
struct Judge {
    known: RefCell<HashMap<String, bool>>,
}

impl Judge {
    /// Fails if the text establishes something false; otherwise says whether it establishes anything.
    fn judge(&self, text: &str) -> bool {
        let Ok((certificate, verdict)) = two_checkers::judge(text) else {
            return false;
        };
        let Some(established) = verdict.established() else {
            return false;
        };
        let claim = established.claim();
        assert_eq!(
            claim.question, certificate.claim.question,
            "another question\n{text}"
        );
        let verified = matches!(verdict, Verdict::Verified(_));
        assert_eq!(
            verified,
            claim.holds == certificate.claim.holds,
            "the wrong word\n{text}"
        );
        // A direction that no list of directions contains is tried by itself.
        let truth = breaks_as_stated(&certificate)
            || *self
                .known
                .borrow_mut()
                .entry(format!("{claim:?}"))
                .or_insert_with(|| is_true(claim));
        assert!(
            truth,
            "{} is false, but was established by\n{text}",
            claim.name()
        );
        true
    }
}

/// Whether the evidence is a direction along which the limit is not f, as it says.
fn breaks_as_stated(certificate: &Certificate) -> bool {
    let (
        Evidence::Direction {
            vertex, direction, ..
        },
        Some(h),
    ) = (&certificate.evidence, certificate.claim.question.network())
    else {
        return false;
    };
    let x: Vec<i64> = vertex.signs().iter().map(|sign| sign.value()).collect();
    let v: Vec<_> = direction.iter().cloned().collect();
    let bits = vertex
        .bits()
        .and_then(|bits| usize::try_from(bits).ok())
        .expect("small");
    limit(h, &x, &v) != integer(wanted(certificate.claim.question.target(), bits))
}

fn separability_certificates() -> Vec<Certificate> {
    let interval = |d, a, b| Target::from(Interval::new(d, a, b).expect("in range"));
    let by_sum = |signs: &str| {
        let values: orthant::language::runs::Runs<Sign> =
            signs.chars().map(|c| Sign::of(c == '+')).collect();
        Target::by_sum(values.len() - 1, values).expect("D + 1 values")
    };
    let table = |d, bits: u64| {
        Target::tabulate(d, |x| Sign::of(bits >> x.bits().expect("small") & 1 == 1)).expect("small")
    };
    let targets = [
        interval(2, 1, 2),
        interval(2, 0, 0),
        interval(5, -5, 1),
        interval(40, -3, 6),
        by_sum("+-+"),
        by_sum("----++"),
        table(2, 0b0110),
        table(2, 0b0010),
        table(3, 0b1110_1000),
        table(3, 0b1101_1000),
        table(3, 0b1111_1000),
    ];
    let merged = targets.iter().map(|f| separate(f, Engine::Auto));
    let walked = targets
        .iter()
        .filter(|f| f.dimension() < 6)
        .map(|f| separate(f, Engine::Sweep));
    merged
        .chain(walked)
        .map(|found| found.expect("small"))
        .collect()
}

/// Certificates about the networks of Question 3.
fn network_certificates() -> Vec<Certificate> {
    let mut certificates = Vec::new();
    for (d, a, b) in [(1, -1, 0), (2, 0, 0), (2, 1, 2), (3, -1, 2)] {
        for hidden in [Hidden::Sign, Hidden::Relu] {
            for answer in [Answer::Report, Answer::Integer, Answer::Published] {
                let interval = Interval::new(d, a, b).expect("in range");
                let Some(h) = network(&interval, hidden, answer) else {
                    continue;
                };
                let f = Target::from(interval);
                let problem = Problem::new(&h, &f, Engine::Auto);
                let agreement = problem.agreement(UNWATCHED).expect("small");
                let robustness = problem.robustness(UNWATCHED).expect("small");
                certificates.extend(agreement.certificate());
                certificates.extend(robustness.certificate());
            }
        }
    }
    certificates
}

/// Robust by cases: two equal units whose values cancel, with a jump, a kink, or a value at 0 alone.
fn certificates_with_cases() -> Vec<Certificate> {
    ["sign", "step", "relu", "zero"]
        .into_iter()
        .map(|activation| {
            let text = format!(
                "orthant certificate 1\nclaim robust\ntarget interval dim=2 low=-2 high=2
network inputs=2\n  layer {activation}\n    unit bias 0 weights 1 1\n    unit bias 0 weights 1 1
  layer identity\n    unit bias 1 weights 2 -2\nevidence limits\n  classes 1 1\nend\n"
            );
            let stated: Certificate = text.parse().expect("well-formed");
            let question = &stated.claim.question;
            let h = question.network().expect("about a network");
            let problem = Problem::new(h, question.target(), Engine::Auto);
            let found = problem.robustness(UNWATCHED).expect("small");
            found.certificate().expect("small")
        })
        .collect()
}

/// Diagrams of small networks, right and wrong, with targets by sum and as tables.
fn diagrams() -> Vec<Certificate> {
    let interval = Target::from(Interval::new(3, 1, 3).expect("in range"));
    let table = Target::tabulate(3, |x| Sign::of(x.signs().get(0) == Some(&Sign::Plus)));
    let mut certificates = Vec::new();
    for target in [interval, table.expect("small")] {
        for weights in [[3, 2, 1], [2, 2, 2], [5, 2, 2]] {
            let weights = weights.into_iter().map(integer).collect();
            let h = Network::perceptron(weights, integer(0));
            let found = diagram::decide(&h, &target, UNWATCHED).expect("small");
            let violations = found.violations.expect("all are counted");
            let evidence = Evidence::Diagram(found.evidence.expect("small"));
            let agrees = Question::agrees(&h, &target).claim(found.differs_at.is_none());
            let exactly = Question::exactly(&h, &target, violations).claim(true);
            for claim in [agrees, exactly] {
                certificates.push(Certificate::new(claim, evidence.clone()));
            }
        }
    }
    certificates
}

/// Trees of relaxations for networks of Question 3, and for one that needs slopes.
fn trees() -> Vec<Certificate> {
    let mut certificates = Vec::new();
    let mut decided = |h: &Network, f: &Target| {
        let questions = [
            (branch::Wanted::Agreement, Question::agrees(h, f)),
            (branch::Wanted::Robustness, Question::robust(h, f)),
        ];
        for (wanted, question) in questions {
            let found = branch::decide(h, f, wanted, UNWATCHED).expect("small");
            if let branch::Shown::Everywhere(tree) = found.shown {
                certificates.push(Certificate::new(question.claim(true), tree));
            }
        }
    };
    for (d, a, b, hidden) in [(2, 0, 0, Hidden::Relu), (3, -1, 2, Hidden::Sign)] {
        let interval = Interval::new(d, a, b).expect("in range");
        let h = network(&interval, hidden, Answer::Integer).expect("there is one");
        decided(&h, &interval.into());
    }
    let slopes: Certificate = "orthant certificate 1\nclaim agrees\ntarget table dim=3 --+-+---
network inputs=3\n  layer relu\n    unit bias 1 weights 2 3 -2\n    unit bias -1 weights -2 -3 2
  layer zero\n    unit bias -3 weights 1 1\nevidence tree\nend\n"
        .parse()
        .expect("well-formed");
    let h = slopes.claim.question.network().expect("about a network");
    let own = Target::tabulate(3, |x| Sign::of_number(&h.value(x))).expect("small");
    decided(h, &own);
    certificates
}

/// Words that mean something in certificates, for words that mean something else there.
const WORDS: &str = "separable inseparable agrees differs robust fragile interval sums table sign step relu identity \
    zero separator farkas levels counts vertex limits direction diagram right wrong split level tree leaf above below exactly kept impossible <0 =0 >0 >=0 0 1 -1 2 1/2 end";

/// Everything that one small change makes of a text.
fn changes(text: &str) -> BTreeSet<String> {
    let mut changed = BTreeSet::new();
    let lines: Vec<&str> = text.lines().collect();
    for i in 0..lines.len() {
        let (before, after) = (lines[..i].to_vec(), lines[i + 1..].to_vec());
        let with = |middle: &[&str]| [&before, middle, &after].concat().join("\n");
        changed.insert(with(&[]));
        changed.insert(with(&[lines[i], lines[i]]));
        for j in 0..i {
            let mut swapped = lines.clone();
            swapped.swap(i, j);
            changed.insert(swapped.join("\n"));
        }
        let words: Vec<&str> = lines[i].split(' ').collect();
        for (j, word) in words
            .iter()
            .enumerate()
            .filter(|(_, word)| !word.is_empty())
        {
            for other in WORDS.split(' ') {
                let mut replaced = words.clone();
                replaced[j] = other;
                changed.insert(with(&[&replaced.join(" ")]));
            }
            let mut longer = words.clone();
            longer.insert(j, word);
            changed.insert(with(&[&longer.join(" ")]));
            let mut shorter = words.clone();
            shorter.remove(j);
            changed.insert(with(&[&shorter.join(" ")]));
        }
    }
    for (i, c) in text.char_indices() {
        let (before, after) = (&text[..i], &text[i + c.len_utf8()..]);
        let others = match c {
            '0'..='9' => "0123456789",
            '+' | '-' => "+-",
            _ => "",
        };
        for other in others.chars().filter(|other| *other != c) {
            changed.insert(format!("{before}{other}{after}"));
        }
        if !others.is_empty() {
            changed.insert(format!("{before}{after}"));
            changed.insert(format!("{before}-{c}{after}"));
            changed.insert(format!("{before}{c}{c}{after}"));
            changed.insert(format!("{before}{c}/2{after}"));
        }
    }
    changed.remove(text);
    changed
}

#[test]
fn no_single_change_establishes_a_falsehood() {
    let certificates: Vec<Certificate> = [
        separability_certificates(),
        network_certificates(),
        certificates_with_cases(),
        diagrams(),
        trees(),
    ]
    .concat();
    let kinds: BTreeSet<_> = certificates.iter().map(|c| c.evidence.name()).collect();
    assert_eq!(
        kinds.iter().join(" "),
        "counts diagram direction farkas levels limits separator tree vertex"
    );
    let words: BTreeSet<_> = certificates.iter().map(|c| c.claim.name()).collect();
    assert_eq!(
        words.iter().join(" "),
        "agrees differs exactly fragile inseparable robust separable"
    );
    let judge = Judge::default();
    let (mut established, mut refused) = (0, 0);
    for text in certificates.iter().map(ToString::to_string).unique() {
        assert!(judge.judge(&text), "not even this is established:\n{text}");
        for changed in changes(&text) {
            if judge.judge(&changed) {
                established += 1;
            } else {
                refused += 1;
            }
        }
    }
    // Most changes spoil a certificate, and quite a few leave the truth alone.
    assert!(
        established > 1000 && refused > 10 * established,
        "{established} of {refused}"
    );
}

/// A certificate of any kind, as text.
fn certificates() -> impl Strategy<Value = String> {
    let about_targets = targets(5).prop_map(|f| separate(&f, Engine::Auto).expect("small"));
    let about_networks = (networks_with_targets(3), any::<bool>()).prop_map(|((h, f), push)| {
        let problem = Problem::new(&h, &f, Engine::Auto);
        let certificate = if push {
            problem.robustness(UNWATCHED).expect("small").certificate()
        } else {
            problem.agreement(UNWATCHED).expect("small").certificate()
        };
        certificate.expect("small")
    });
    prop_oneof![1 => about_targets, 2 => about_networks].prop_map(|c| c.to_string())
}

/// Some characters in the place of others, twice.
fn scrawls() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, String)>> {
    let scrawl = (
        any::<prop::sample::Index>(),
        0_usize..=2,
        "[-+0-9/.<>=e \\[\\]*\n]{0,2}",
    );
    proptest::collection::vec(scrawl, 1..=2)
}

#[test]
fn no_scrawl_establishes_a_falsehood() {
    let judge = Judge::default();
    let established = Answers::default();
    for_each(4000, &(certificates(), scrawls()), |(text, scrawls)| {
        let mut changed = text;
        for (place, removed, scrawl) in scrawls {
            let from = place.index(changed.len());
            let to = (from + removed).min(changed.len());
            changed.replace_range(from..to, &scrawl);
        }
        established.note(judge.judge(&changed));
    });
    established.assert_both(200);
}
