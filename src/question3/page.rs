//! The answer for one interval as a document.

use crate::checker::{Certificate, Evidence};
use crate::examine::{Ground, NotDecided, Property};
use crate::formula;
use crate::language::cube::Vertex;
use crate::language::exact::Rational;
use crate::language::target::{Interval, Target};
use crate::prover::engines::binomial::binomial;
use crate::question3::networks::Answer;
use crate::question3::{CounterExample, Examined, Origin, Question3};

use crate::page::Page;

/// The document with everything that was found out about one function.
pub(super) fn page(answer: &Question3) -> Page {
    let mut page = Page::default();
    let interval = &answer.interval;
    page.heading(format!("Question 3 for {}", formula::name(interval)));
    page.text(formula::target(interval));
    page.lines(picture(interval));
    part_a(&mut page, answer);
    parts_b_and_c(&mut page, answer);
    theorems(&mut page, answer);
    let part_a = answer.part_a.separable.as_ref().ok();
    page.text(words_for_trust(part_a.into_iter(), &answer.networks));
    page
}

/// The attainable sums with the value of f at each; those far from A and B are left out.
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

/// A verdict in words: `yes, proved`, `yes, checked`, `no, computed` or `undecided`.
fn verdict(ground: Result<&Ground, &NotDecided>) -> String {
    match ground {
        Ok(ground) => format!(
            "{}, {}",
            if ground.holds() { "yes" } else { "no" },
            ground.word()
        ),
        Err(_) => "undecided".to_owned(),
    }
}

fn part_a(page: &mut Page, answer: &Question3) {
    page.heading("(a) Is f one perceptron?");
    match &answer.part_a.separable {
        Err(reason) => page.text(format!("Undecided: {reason}.")),
        Ok(ground) => {
            let yes = if ground.holds() { "Yes" } else { "No" };
            page.text(format!("{yes} ({}).", ground.word()));
            page.lines(evidence(answer, ground));
        }
    }
    if let Some(Ok(_)) = &answer.part_a.four_points {
        page.text(
            "If sign(w·x + b) were right at these points, then w·(x₁ + x₂) + 2b ≥ 0, because f is +1 at x₁ and \
             x₂, and w·(y₁ + y₂) + 2b < 0, because f is -1 at y₁ and y₂. But both are the same number.",
        );
    }
    page.text(of_the_report(&answer.counter_example));
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

/// The report's answer to (a), decided anew.
fn of_the_report(counter_example: &CounterExample) -> String {
    let Ok(ground) = &counter_example.of_the_report.separable else {
        return "The report's counter-example, D = 2, A = 1, B = 2, was not decided.".to_owned();
    };
    let trust = ground.word();
    let separator = match ground
        .certificate()
        .map(|certificate| &certificate.evidence)
    {
        Some(Evidence::Separator { weights, bias, .. }) => formula::linear(weights, bias, "x"),
        _ => {
            return format!("The report's counter-example, D = 2, A = 1, B = 2, is one ({trust}).");
        }
    };
    let conclusion = match &counter_example.instead.separable {
        Ok(ground) if !ground.holds() => {
            format!(
                "Its conclusion is right all the same: D = 2, A = B = 0 is one ({}).",
                ground.word()
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
    network_table(page, &answer.interval, &answer.networks);
    page.text(networks_of_the_report(answer));
}

/// Adds what was found about networks: a table, their formulas, and what does not hold.
pub fn network_table(page: &mut Page, interval: &Interval, networks: &[Examined]) {
    let head = ["network", "exact", "robust", "L∞ margin", "L2 margin"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(networks.iter().map(row));
    page.table(rows);
    let formula = |n: &Examined| (n.origin.to_string(), formula::network(&n.findings.network));
    let formulas: Vec<_> = networks.iter().map(formula).collect();
    page.text(format!(
        "The networks{}:",
        formula::legend(interval.dimension())
    ));
    page.lines(aligned(formulas));
    let own = networks
        .iter()
        .filter(|n| matches!(n.origin, Origin::Own(_)));
    let plan = |n: &Examined| (n.origin.to_string(), n.findings.plan.to_string());
    let plans: Vec<_> = own.map(plan).collect();
    if !plans.is_empty() {
        page.text("How all inputs were accounted for, the engine that was tried first in front:");
        page.lines(aligned(plans));
    }
    let target = Target::from(*interval);
    let refusals: Vec<_> = networks.iter().flat_map(|n| refusals(n, &target)).collect();
    if !refusals.is_empty() {
        page.text("What does not hold:");
        page.lines(aligned(refusals));
    }
}

fn row(examined: &Examined) -> Vec<String> {
    let findings = &examined.findings;
    let margin = findings.margin.as_ref();
    let margin = margin.map(|margin| formula::radii(margin.as_ref()));
    let radii = margin.unwrap_or_else(|_| ["undecided".into(), "undecided".into()]);
    let verdicts = Property::ALL.map(|property| verdict(findings.ground(property)));
    std::iter::once(examined.origin.to_string())
        .chain(verdicts)
        .chain(radii)
        .collect()
}

/// One line for each property that does not hold or was not decided: the name and the reason.
fn refusals(examined: &Examined, target: &Target) -> Vec<(String, String)> {
    let findings = &examined.findings;
    let undecided =
        |what: &str, reason: &dyn ToString| format!("{what}? undecided: {}", reason.to_string());
    let exact = match &findings.exact {
        Ok(_) => formula::differs(findings, target),
        Err(reason) => Some(undecided("exact", reason)),
    };
    let robust = match &findings.robust {
        Ok(_) => formula::breaks(findings, target),
        Err(reason) => Some(undecided("robust", reason)),
    };
    let margin = findings.margin.as_ref().err();
    let margin = margin.map(|reason| undecided("margin", reason));
    [exact, robust, margin]
        .into_iter()
        .flatten()
        .map(|text| (examined.origin.to_string(), text))
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

/// A sentence on the report's networks for this function.
fn networks_of_the_report(answer: &Question3) -> String {
    let report: Vec<_> = answer
        .networks
        .iter()
        .filter(|n| matches!(n.origin, Origin::Construction(c) if c.answer == Answer::Report))
        .collect();
    let all = |property| {
        report
            .iter()
            .all(|n| n.findings.holds(property) == Some(true))
    };
    let interval = &answer.interval;
    if !all(Property::Exact) {
        return "The report's networks are not both shown exact here.".to_owned();
    }
    if all(Property::Robust) {
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

/// Adds the names of the theorems that prove verdicts of this answer.
fn theorems(page: &mut Page, answer: &Question3) {
    let part_a = answer.part_a.separable.as_ref().ok();
    let part_a = part_a.map(|ground| ("(a)".to_owned(), ground));
    let of_networks = answer.networks.iter().flat_map(|n| {
        Property::ALL.into_iter().filter_map(|property| {
            let ground = n.findings.ground(property).ok()?;
            Some((format!("{} {}", n.origin, property.word()), ground))
        })
    });
    let named = part_a.into_iter().chain(of_networks);
    let lines: Vec<_> = named
        .filter_map(|(label, ground)| Some((label, ground.theorem()?.to_owned())))
        .collect();
    if !lines.is_empty() {
        page.text("Proved for every D, A and B, by these theorems of proofs/theories:");
        page.lines(aligned(lines));
    }
}

/// The meaning of the words proved, checked and computed, as far as these verdicts use them.
pub fn words_for_trust<'a>(
    grounds: impl Iterator<Item = &'a Ground>,
    networks: &'a [Examined],
) -> String {
    let of_networks = networks.iter().flat_map(|n| {
        let ground = |property| n.findings.ground(property).ok();
        Property::ALL.into_iter().filter_map(ground)
    });
    let (mut proved, mut checked, mut computed) = (false, false, false);
    for ground in grounds.chain(of_networks) {
        match ground {
            Ground::Proved { .. } => proved = true,
            Ground::Checked { .. } => checked = true,
            Ground::Computed(_) => computed = true,
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
