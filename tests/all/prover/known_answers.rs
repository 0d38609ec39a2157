//! Answers that are known from elsewhere; the last column of each table says from where.

use crate::support::two_checkers::check;
use num_traits::Zero;
use orthant::checker::{Certificate, Evidence, Verdict};
use orthant::language::cube::{Sign, Vertex};
use orthant::language::exact::{Rational, integer};
use orthant::language::network::Network;
use orthant::language::runs::Runs;
use orthant::language::target::{Interval, Target};
use orthant::prover::separability::four_points::four_points;
use orthant::prover::{Engine, Problem, UNWATCHED, separate};
use orthant::question3::networks::{Answer, Hidden, network};

/// All D ≤ 7 and −D ≤ A ≤ B ≤ D.
fn all_intervals() -> Vec<Interval> {
    let of = |d: i64| (-d..=d).flat_map(move |a| (a..=d).map(move |b| (d, a, b)));
    let new = |(d, a, b)| Interval::new(usize::try_from(d).expect("positive"), a, b);
    (1..=7)
        .flat_map(of)
        .map(|case| new(case).expect("in range"))
        .collect()
}

/// The answer of a certificate that the checker accepts.
fn verified(certificate: &Certificate) -> bool {
    let verdict = check(certificate);
    assert!(
        matches!(verdict, Verdict::Verified(_)),
        "{verdict:?}\n{certificate}"
    );
    certificate.claim.holds
}

fn is_exact(network: &Network, target: &Target) -> bool {
    let found = Problem::new(network, target, Engine::Auto)
        .agreement(UNWATCHED)
        .expect("small");
    verified(&found.certificate().expect("small"))
}

fn is_robust(network: &Network, target: &Target) -> bool {
    let found = Problem::new(network, target, Engine::Auto)
        .robustness(UNWATCHED)
        .expect("small");
    verified(&found.certificate().expect("small"))
}

#[test]
fn there_are_371_cases_of_which_224_are_inseparable() {
    let intervals = all_intervals();
    assert_eq!(
        intervals.len(),
        371,
        "REFERENCE 3.2; (2D + 1)(D + 1) summed over D"
    );
    let separable =
        |f: &&Interval| verified(&separate(&Target::from(**f), Engine::Auto).expect("small"));
    let inseparable = intervals.len() - intervals.iter().filter(separable).count();
    assert_eq!(inseparable, 224, "REFERENCE 3.2, brute force");
}

/// An answer, in how many of the 371 cases it is exact and in how many robust, and who says so.
const NETWORKS: [(Hidden, Answer, usize, usize, &str); 7] = [
    (
        Hidden::Sign,
        Answer::Report,
        371,
        84,
        "REFERENCE 3.2, brute force",
    ),
    (
        Hidden::Relu,
        Answer::Report,
        371,
        84,
        "REFERENCE 3.2, brute force",
    ),
    (
        Hidden::Sign,
        Answer::Integer,
        371,
        371,
        "REFERENCE 3.3, brute force and proof",
    ),
    (
        Hidden::Relu,
        Answer::Integer,
        371,
        371,
        "REFERENCE 3.3, brute force and proof",
    ),
    (
        Hidden::Sign,
        Answer::Widest,
        371,
        371,
        "REFERENCE 7, brute force and proof",
    ),
    (
        Hidden::Relu,
        Answer::Widest,
        371,
        371,
        "REFERENCE 7, brute force and proof",
    ),
    (
        Hidden::Relu,
        Answer::Published,
        63,
        63,
        "REFERENCE 3.4: when A = B; robust as `integer` is",
    ),
];

#[test]
fn the_answers_to_question_3_are_exact_and_robust_as_often_as_is_known() {
    for (hidden, answer, exact, robust, source) in NETWORKS {
        let cases: Vec<_> = all_intervals()
            .into_iter()
            .map(|f| {
                (
                    network(&f, hidden, answer).expect("exists"),
                    Target::from(f),
                )
            })
            .collect();
        let found = cases.iter().filter(|(h, f)| is_exact(h, f)).count();
        assert_eq!(found, exact, "{hidden:?} {answer:?} exact: {source}");
        let found = cases.iter().filter(|(h, f)| is_robust(h, f)).count();
        assert_eq!(found, robust, "{hidden:?} {answer:?} robust: {source}");
    }
}

#[test]
fn the_published_answer_is_right_exactly_when_the_bounds_are_equal() {
    for f in all_intervals() {
        let h = network(&f, Hidden::Relu, Answer::Published).expect("exists");
        assert_eq!(
            is_exact(&h, &f.into()),
            f.low() == f.high(),
            "{f}: REFERENCE 3.4"
        );
    }
}

#[test]
fn the_report_is_robust_exactly_when_no_sum_meets_a_bound() {
    for f in all_intervals() {
        let d = i64::try_from(f.dimension()).expect("small");
        let met = [f.low(), f.high()].iter().any(|bound| (bound - d) % 2 == 0);
        for hidden in [Hidden::Sign, Hidden::Relu] {
            let h = network(&f, hidden, Answer::Report).expect("exists");
            assert_eq!(is_robust(&h, &f.into()), !met, "{f}: REFERENCE 3.2");
        }
    }
}

#[test]
fn margins_are_as_wide_as_is_known() {
    for f in all_intervals() {
        let d = integer(f.dimension());
        let met = |bound: i64| (bound - i64::try_from(f.dimension()).expect("small")) % 2 == 0;
        let report = u8::from(!met(f.low()) && !met(f.high()));
        let table = [
            (Answer::Widest, integer(1) / &d, "REFERENCE 7: 1/D"),
            (
                Answer::Integer,
                integer(1) / (integer(2) * &d),
                "REFERENCE 7: 1/(2D)",
            ),
            (
                Answer::Report,
                integer(report) / &d,
                "by hand: 0 if a sum meets A or B, else 1/D",
            ),
        ];
        for (answer, linf, source) in table {
            for hidden in [Hidden::Sign, Hidden::Relu] {
                let h = network(&f, hidden, answer).expect("exists");
                let found = Problem::new(&h, &f.into(), Engine::Auto)
                    .margin(UNWATCHED)
                    .expect("small");
                let found = found.expect("the units have weights");
                assert_eq!(found.linf, linf, "{f} {answer:?}: {source}");
                // All weights of a unit are equal: ‖w‖₁² = D·‖w‖₂².
                assert_eq!(
                    found.l2_squared,
                    &linf * &linf * &d,
                    "{f} {answer:?}: by hand"
                );
            }
        }
    }
}

#[test]
fn the_counterexample_of_the_report_is_and() {
    let target = Target::from(Interval::new(2, 1, 2).expect("in range"));
    let and = Network::perceptron(Runs::repeat(integer(1), 2), integer(-1));
    assert!(is_exact(&and, &target), "REFERENCE 3.1: sign(x₁ + x₂ − 1)");
    let found = separate(&target, Engine::Auto).expect("small");
    assert!(verified(&found));
    let Evidence::Separator { weights, bias, .. } = found.evidence else {
        panic!("{found}");
    };
    assert_eq!(
        (weights, bias),
        (Runs::repeat(integer(1), 2), integer(-1)),
        "by hand"
    );
}

#[test]
fn four_points_refute_every_perceptron_for_the_band() {
    let f = Interval::new(2, 0, 0).expect("in range");
    let found = separate(&Target::from(f), Engine::Sweep).expect("small");
    assert!(!verified(&found), "REFERENCE 3.1");
    let Evidence::Farkas(mut points) = found.evidence else {
        panic!("{found}");
    };
    points.sort_by_key(|(_, x)| x.bits());
    let one = |x: &str| (integer(1), x.parse::<Vertex>().expect("signs"));
    assert_eq!(points, ["--", "+-", "-+", "++"].map(one), "by hand");
}

#[test]
fn four_points_exist_exactly_for_the_inseparable_cases() {
    let mut found = 0;
    for f in all_intervals() {
        let top = i64::try_from(f.dimension()).expect("small");
        let (a, b) = (f.least_sum_inside(), f.greatest_sum_inside());
        let inseparable = a <= b && a > -top && b < top;
        let points = four_points(&f);
        assert_eq!(points.is_some(), inseparable, "{f}: REFERENCE 7");
        let Some([x1, x2, y1, y2]) = points else {
            continue;
        };
        found += 1;
        let add = |x: &Vertex, y: &Vertex| -> Vec<Rational> {
            x.point()
                .zip_with(&y.point(), |x, y| x + y)
                .iter()
                .cloned()
                .collect()
        };
        assert_eq!(add(&x1, &x2), add(&y1, &y2), "{f}: x₁ + x₂ = y₁ + y₂");
        let target = Target::from(f);
        let values = [&x1, &x2, &y1, &y2].map(|x| target.value(x));
        assert_eq!(
            values,
            [Sign::Plus, Sign::Plus, Sign::Minus, Sign::Minus],
            "{f}"
        );
        let points = [x1, x2, y1, y2].map(|x| (integer(1), x)).to_vec();
        let mut certificate = separate(&target, Engine::Auto).expect("small");
        certificate.evidence = Evidence::Farkas(points);
        assert!(!verified(&certificate));
    }
    assert_eq!(found, 224, "REFERENCE 3.2");
}

/// The number of threshold functions of n variables, each decision checked.
fn threshold_functions(n: usize) -> usize {
    let table = |values: u64| {
        Target::tabulate(n, |x| Sign::of(values >> x.bits().expect("small") & 1 == 1))
            .expect("small")
    };
    (0..1_u64 << (1 << n))
        .filter(|values| verified(&separate(&table(*values), Engine::Auto).expect("small")))
        .count()
}

#[test]
fn threshold_functions_are_as_many_as_published() {
    for (n, count) in [(1, 4), (2, 14), (3, 104), (4, 1882)] {
        assert_eq!(threshold_functions(n), count, "n = {n}: OEIS A000609");
    }
}

#[test]
fn a_network_without_thresholds_has_no_margin() {
    let target = Target::from(Interval::new(3, 0, 1).expect("in range"));
    let flat = Network::perceptron(Runs::repeat(Rational::zero(), 3), integer(1));
    assert_eq!(
        Problem::new(&flat, &target, Engine::Auto).margin(UNWATCHED),
        Ok(None),
        "by definition"
    );
}
