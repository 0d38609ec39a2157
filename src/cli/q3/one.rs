//! The page for one function.

use orthant::checker::{Certificate, Evidence};
use orthant::formula;
use orthant::language::cube::Vertex;
use orthant::language::exact::Rational;
use orthant::language::target::{Interval, Target};
use orthant::prover::Engine;
use orthant::prover::engines::binomial::binomial;
use orthant::question3::answer::{Ground, NetworkFindings, NotDecided, Origin, PartA, Question3};
use orthant::question3::networks::Answer;
use orthant::question3::theorem::{self, Statement};

use crate::cli::page::Page;

/// Everything found out about one function.
pub fn page(answer: &Question3, engine: Engine) -> Page {
    let mut page = Page::default();
    let interval = &answer.interval;
    page.heading(format!("Question 3 for {}", formula::name(interval)));
    page.text(formula::target(interval));
    page.lines(picture(interval));
    part_a(&mut page, answer, engine);
    parts_b_and_c(&mut page, answer);
    theorems(&mut page, answer);
    page.text(trust(answer, answer.part_a.separable.is_ok()));
    page
}

/// The attainable sums with f on them; far from A and B they are left out.
fn picture(interval: &Interval) -> Vec<String> {
    const ALL_SHOWN: usize = 12;
    const COUNTED: usize = 40;
    let dimension = interval.dimension();
    let top = i64::try_from(dimension).expect("at most MAX_DIMENSION");
    let (a, b) = (interval.least_sum_inside(), interval.greatest_sum_inside());
    let sums: Vec<i64> = if dimension <= ALL_SHOWN {
        (-top..=top).step_by(2).collect()
    } else {
        let mut sums = vec![-top, a - 2, a, a + 2, b - 2, b, b + 2, top];
        sums.retain(|sum| (-top..=top).contains(sum));
        sums.sort_unstable();
        sums.dedup();
        sums
    };
    let mut rows = vec![
        vec!["sum".to_owned()],
        vec!["f".to_owned()],
        vec!["inputs".to_owned()],
    ];
    let mut before = None;
    for sum in sums {
        if before.is_some_and(|before| sum - before > 2) {
            for row in &mut rows {
                row.push("…".to_owned());
            }
        }
        before = Some(sum);
        let plus =
            usize::try_from(i64::midpoint(sum, top)).expect("attainable sums are at least -D");
        rows[0].push(sum.to_string());
        rows[1].push(interval.value_at_sum(sum).to_string());
        rows[2].push(if dimension <= COUNTED {
            binomial(dimension, plus).to_string()
        } else {
            String::new()
        });
    }
    if dimension > COUNTED {
        rows.pop();
    }
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, width))| {
                if column == 0 {
                    format!("{cell:<width$}")
                } else {
                    format!("  {cell:>width$}")
                }
            });
        cells.collect::<String>()
    };
    rows.iter().map(line).collect()
}

/// `yes, proved`, `yes, checked`, `no, computed` or `undecided`.
fn verdict(ground: Result<&Ground, &NotDecided>, theorem: Option<&str>) -> String {
    match ground {
        Ok(ground) => format!(
            "{}, {}",
            if ground.holds() { "yes" } else { "no" },
            trust_in(ground, theorem)
        ),
        Err(_) => "undecided".to_owned(),
    }
}

/// `proved` where a theorem about every D says it, else what it rests on here.
fn trust_in(ground: &Ground, theorem: Option<&str>) -> &'static str {
    theorem.map_or(ground.trust(), |_| "proved")
}

fn part_a(page: &mut Page, answer: &Question3, engine: Engine) {
    page.heading("(a) Is f one perceptron?");
    match &answer.part_a.separable {
        Err(reason) => page.text(format!("Undecided: {reason}.")),
        Ok(ground) => {
            let yes = if ground.holds() { "Yes" } else { "No" };
            let trust = trust_in(ground, Some(theorem::ONE_PERCEPTRON));
            page.text(format!("{yes} ({trust})."));
            page.lines(evidence(answer, ground));
        }
    }
    if let Some(Ok(_)) = &answer.part_a.four_points {
        page.text(
            "If sign(w·x + b) were right at these points, then w·(x₁ + x₂) + 2b ≥ 0, because f is +1 at x₁ and \
             x₂, and w·(y₁ + y₂) + 2b < 0, because f is -1 at y₁ and y₂. But both are the same number.",
        );
    }
    page.text(counter_example_of_the_report(engine));
}

fn evidence(answer: &Question3, ground: &Ground) -> Vec<String> {
    let mut lines = Vec::new();
    let four = answer
        .part_a
        .four_points
        .as_ref()
        .and_then(|ground| ground.as_ref().ok());
    if let Some(points) = four.and_then(Ground::certificate).and_then(farkas_points) {
        lines.extend(four_points(&answer.interval, points));
    }
    match ground
        .certificate()
        .map(|certificate| &certificate.evidence)
    {
        Some(Evidence::Separator { weights, bias, .. }) => {
            let legend = formula::legend(answer.interval.dimension());
            lines.push(format!(
                "f(x) = sign({}){legend}",
                formula::linear(weights, bias, "x")
            ));
        }
        Some(Evidence::Levels { levels, .. }) => {
            let top = i64::try_from(answer.interval.dimension()).unwrap_or(i64::MAX);
            let level = |(weight, counts): &(Rational, Vec<usize>)| {
                let plus: usize = counts.iter().sum();
                let sum = 2 * i64::try_from(plus).unwrap_or(i64::MAX) - top;
                format!(
                    "{weight} at {sum} (f = {}1)",
                    answer.interval.value_at_sum(sum)
                )
            };
            let levels: Vec<_> = levels.iter().map(level).collect();
            lines.push(format!("Farkas weights on the sums: {}", levels.join(", ")));
        }
        Some(Evidence::Farkas(points)) if !points.is_empty() => {
            lines.push("Farkas weights on the vertices, from the LP over all of them:".to_owned());
            let target = Target::from(answer.interval);
            let shown = points
                .iter()
                .map(|(weight, x)| format!("  {weight} at {x} (f = {}1)", target.value(x)));
            lines.extend(shown);
        }
        _ => {}
    }
    lines
}

fn farkas_points(certificate: &Certificate) -> Option<&[(Rational, Vertex)]> {
    match &certificate.evidence {
        Evidence::Farkas(points) => Some(points),
        _ => None,
    }
}

fn four_points(interval: &Interval, points: &[(Rational, Vertex)]) -> Vec<String> {
    let longest = |text: &dyn Fn(&Vertex) -> String| {
        points
            .iter()
            .map(|(_, x)| text(x).chars().count())
            .max()
            .unwrap_or(0)
    };
    let (width, digits) = (
        longest(&|x| x.to_string()),
        longest(&|x| x.sum().to_string()),
    );
    let mut lines: Vec<String> = ["x₁", "x₂", "y₁", "y₂"]
        .iter()
        .zip(points)
        .map(|(name, (_, x))| {
            let (sum, f) = (x.sum(), interval.value_at_sum(x.sum()));
            format!("{name} = {x:<width$}   sum {sum:>digits$}   f = {f}1")
        })
        .collect();
    if let [(_, x1), (_, x2), (_, y1), (_, y2)] = points {
        lines.push(format!("x₁ + x₂ = {}", formula::sum_of(x1, x2)));
        lines.push(format!("y₁ + y₂ = {}", formula::sum_of(y1, y2)));
    }
    lines
}

/// What the report says of (a), decided anew.
fn counter_example_of_the_report(engine: Engine) -> String {
    let decide = |low, high| {
        let interval = Interval::new(2, low, high).expect("D = 2");
        PartA::new(&interval, engine)
    };
    let (report, other) = (decide(1, 2), decide(0, 0));
    let Ok(ground) = &report.separable else {
        return "The report's counter-example, D = 2, A = 1, B = 2, was not decided.".to_owned();
    };
    let trust = trust_in(ground, Some(theorem::ONE_PERCEPTRON));
    let separator = match ground
        .certificate()
        .map(|certificate| &certificate.evidence)
    {
        Some(Evidence::Separator { weights, bias, .. }) => formula::linear(weights, bias, "x"),
        _ => {
            return format!("The report's counter-example, D = 2, A = 1, B = 2, is one ({trust}).");
        }
    };
    let conclusion = match &other.separable {
        Ok(ground) if !ground.holds() => {
            format!(
                "Its conclusion is right all the same: D = 2, A = B = 0 is one ({}).",
                trust_in(ground, Some(theorem::ONE_PERCEPTRON))
            )
        }
        _ => "Nor was another one found.".to_owned(),
    };
    format!(
        "The report's own counter-example, D = 2, A = 1, B = 2, is wrong: that function is AND, and \
         sign({separator}) computes it ({trust}). {conclusion}"
    )
}

fn parts_b_and_c(page: &mut Page, answer: &Question3) {
    page.heading("(b), (c) Do the networks compute f, and are they robust?");
    networks(page, &answer.interval, &answer.networks);
    page.text(networks_of_the_report(answer));
}

/// What was found about networks: a table, their formulas, and what does not hold.
pub fn networks(page: &mut Page, interval: &Interval, networks: &[NetworkFindings]) {
    let head = ["network", "exact", "robust", "L∞ margin", "L2 margin"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(networks.iter().map(|n| row(n, interval)));
    page.table(rows);
    let formula = |n: &NetworkFindings| (formula::label(&n.origin), formula::network(&n.network));
    let formulas: Vec<_> = networks.iter().map(formula).collect();
    page.text(format!(
        "The networks{}:",
        formula::legend(interval.dimension())
    ));
    page.lines(aligned(formulas));
    let target = Target::from(*interval);
    let refusals: Vec<_> = networks.iter().flat_map(|n| refusals(n, &target)).collect();
    if !refusals.is_empty() {
        page.text("What does not hold:");
        page.lines(aligned(refusals));
    }
}

fn row(findings: &NetworkFindings, interval: &Interval) -> Vec<String> {
    let exact = findings.exact.as_ref().map(|exact| &exact.ground);
    let robust = findings.robust.as_ref().map(|robust| &robust.ground);
    let margin = findings
        .margin
        .as_ref()
        .map(|margin| formula::radii(margin.as_ref()));
    let [linf, l2] = margin.unwrap_or_else(|_| ["undecided".into(), "undecided".into()]);
    vec![
        formula::label(&findings.origin),
        verdict(exact, findings.theorem(interval, Statement::Exact)),
        verdict(robust, findings.theorem(interval, Statement::Robust)),
        linf,
        l2,
    ]
}

/// One line for each thing that does not hold, or was not decided.
fn refusals(findings: &NetworkFindings, target: &Target) -> Vec<(String, String)> {
    let exact = match &findings.exact {
        Ok(exact) => formula::differs(findings, exact, target),
        Err(reason) => Some(format!("exact? undecided: {reason}")),
    };
    let robust = match &findings.robust {
        Ok(robust) => formula::breaks(findings, robust, target),
        Err(reason) => Some(format!("robust? undecided: {reason}")),
    };
    let margin = findings
        .margin
        .as_ref()
        .err()
        .map(|reason| format!("margin? undecided: {reason}"));
    let label = formula::label(&findings.origin);
    [exact, robust, margin]
        .into_iter()
        .flatten()
        .map(|text| (label.clone(), text))
        .collect()
}

fn aligned(lines: Vec<(String, String)>) -> Vec<String> {
    let width = lines
        .iter()
        .map(|(label, _)| label.chars().count())
        .max()
        .unwrap_or(0);
    lines
        .into_iter()
        .map(|(label, text)| format!("{label:<width$}  {text}"))
        .collect()
}

/// What the report's networks amount to here.
fn networks_of_the_report(answer: &Question3) -> String {
    let report: Vec<_> = answer
        .networks
        .iter()
        .filter(|n| matches!(n.origin, Origin::Construction(_, Answer::Report)))
        .collect();
    let all = |of: fn(&NetworkFindings) -> Option<bool>, value| {
        report.iter().all(|n| of(n) == Some(value))
    };
    let interval = &answer.interval;
    if !all(NetworkFindings::is_exact, true) {
        return "The report's networks are not both shown exact here.".to_owned();
    }
    if all(NetworkFindings::is_robust, true) {
        return "The report's networks are exact here, and robust, for neither A nor B is an attainable \
                sum. Where A or B is one, they are fragile."
            .to_owned();
    }
    let mut ends = Vec::new();
    if interval.low() == interval.least_sum_inside() {
        ends.push(format!("A = {}", interval.low()));
    }
    if interval.high() == interval.greatest_sum_inside() {
        ends.push(format!("B = {}", interval.high()));
    }
    format!(
        "The report's networks are exact but fragile: {} {}, and at a vertex with that sum a \
         pre-activation is 0. The answers `integer` and `widest` keep away from the sums.",
        ends.join(" and "),
        if ends.len() == 1 {
            "is an attainable sum"
        } else {
            "are attainable sums"
        }
    )
}

/// The theorems behind the verdicts that are proved, by name.
fn theorems(page: &mut Page, answer: &Question3) {
    let part_a = answer.part_a.separable.is_ok();
    let of_networks = answer.networks.iter().flat_map(|n| {
        let label = formula::label(&n.origin);
        let exact = n.exact.as_ref().ok().map(|_| Statement::Exact);
        let robust = n.robust.as_ref().ok().map(|_| Statement::Robust);
        [exact, robust]
            .into_iter()
            .flatten()
            .filter_map(move |statement| {
                let word = if statement == Statement::Exact {
                    "exact"
                } else {
                    "robust"
                };
                let name = n.theorem(&answer.interval, statement)?;
                Some((format!("{label} {word}"), name.to_owned()))
            })
    });
    let lines: Vec<_> = part_a
        .then(|| ("(a)".to_owned(), theorem::ONE_PERCEPTRON.to_owned()))
        .into_iter()
        .chain(of_networks)
        .collect();
    if !lines.is_empty() {
        page.text("Proved for every D, A and B, by these theorems of proofs/theories:");
        page.lines(aligned(lines));
    }
}

/// What the words behind the verdicts mean; `proved` says whether one about (a) is shown as proved.
pub fn trust(answer: &Question3, mut proved: bool) -> String {
    let interval = &answer.interval;
    let grounds = answer.networks.iter().flat_map(|n| {
        let exact = n.exact.as_ref().ok().map(|exact| &exact.ground);
        let robust = n.robust.as_ref().ok().map(|robust| &robust.ground);
        let of = |statement| n.theorem(interval, statement);
        [
            (exact, of(Statement::Exact)),
            (robust, of(Statement::Robust)),
        ]
    });
    let (mut checked, mut computed) = (false, false);
    for (ground, theorem) in grounds {
        match ground.map(|ground| trust_in(ground, theorem)) {
            Some("proved") => proved = true,
            Some("checked") => checked = true,
            Some(_) => computed = true,
            None => {}
        }
    }
    let sentences = [
        (
            proved,
            "proved: Rocq has checked a theorem that says so for every D, A and B, and it was decided here besides.",
        ),
        (checked, "checked: the checker accepted a certificate."),
        (
            computed,
            "computed: an exact engine went through all inputs, too many for the checker to repeat.",
        ),
        (
            true,
            "--certificates DIR writes the evidence. Margins are computed: how far the inputs may move before a hidden unit changes side.",
        ),
    ];
    let said: Vec<_> = sentences
        .into_iter()
        .filter_map(|(said, text)| said.then_some(text))
        .collect();
    said.join(" ")
}
