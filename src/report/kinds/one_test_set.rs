use itertools::Itertools;
use serde::Deserialize;

use super::Kind;
use crate::page::row;
use crate::report::figure::{Figure, Printing, common_denominators};
use crate::report::images::wide;
use crate::report::{Basis, Exhibit, Finding, Inquiry, Verdict};

/// All figures of the accuracy claims are fractions of the homework's test set, rounded.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct OneTestSet {}

/// The largest common denominator that is tried.
const LARGEST_DENOMINATOR: u64 = 5_000;

impl Kind for OneTestSet {
    fn decide(&self, inquiry: &mut Inquiry<'_>, _: &str) -> Finding {
        let figures = inquiry.subject.figures().map(|(_, figure)| figure);
        let figures: Vec<&Figure> = figures.unique().collect();
        if figures.is_empty() {
            return Finding::undecided("No accuracy is claimed.");
        }
        let data = &inquiry.subject.data;
        let kept = inquiry.subject.homework_test_counts();
        let n = inquiry.subject.test_images();
        let whole: u64 = data.test.iter().copied().map(wide).sum();
        let loader = format!(
            "The homework's loader gives the test set the class mix of the training set: of {} test images, with {} images to \
             train on, it keeps {} = {n}.",
            data.test.iter().join(" + "),
            data.train.iter().join(" + "),
            kept.iter().join(" + ")
        );
        let exhibits = [Exhibit::Text(loader), fractions(&figures, n, whole)];
        judge(&figures, n, whole).with(exhibits)
    }
}

/// Each figure as a fraction of the homework's test set and of the whole one.
fn fractions(figures: &[&Figure], n: u64, whole: u64) -> Exhibit {
    let rounded = [n, whole].map(|n| format!("rounded, of {n}"));
    let cut_off = format!("cut off, of {n}");
    let mut table = vec![row(["figure", &rounded[0], &cut_off, &rounded[1]])];
    for figure in figures {
        let rounded = [n, whole].map(|n| figure.as_fraction_of(n));
        let cut = figure.counts(n, Printing::Truncated);
        let cut_off = if cut.is_empty() {
            "none".to_owned()
        } else {
            format!("{}/{n}", cut.start())
        };
        table.push(row([
            &figure.to_string(),
            &rounded[0],
            &cut_off,
            &rounded[1],
        ]));
    }
    Exhibit::Table(table)
}

fn judge(figures: &[&Figure], n: u64, whole: u64) -> Finding {
    let misfit = figures
        .iter()
        .find(|figure| !figure.fits(n, Printing::Rounded));
    if let Some(figure) = misfit {
        let because = format!("{figure} is no fraction of {n}, the images of that test set.");
        return Finding::new(Verdict::Refuted, Basis::Computed, because);
    }
    let rounded = common_denominators(figures, LARGEST_DENOMINATOR, Printing::Rounded);
    if let Some(other) = rounded.iter().find(|m| *m % n != 0) {
        return Finding::undecided(format!(
            "They are fractions of {n}, but that says little: they are so of {other} too."
        ));
    }
    if n > LARGEST_DENOMINATOR {
        return Finding::undecided(format!(
            "They are fractions of {n}, but that says little: so is nearly every figure."
        ));
    }
    let cut = match common_denominators(figures, LARGEST_DENOMINATOR, Printing::Truncated).len() {
        0 => "no number does".to_owned(),
        count => format!("{count} numbers do"),
    };
    let all = figures.len();
    let fit = figures
        .iter()
        .filter(|figure| figure.fits(whole, Printing::Rounded))
        .count();
    let because = format!(
        "All {all} different figures are k/{n}, rounded; of the numbers up to {LARGEST_DENOMINATOR} only multiples of {n} fit all of them; \
         were they cut off, {cut}. The whole test set of {whole} fits {fit}."
    );
    Finding::new(Verdict::Holds, Basis::Computed, because)
}
