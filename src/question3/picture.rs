//! The answers to Question 3 for one interval, as one picture.

use crate::draw::canvas::Drawing;
use crate::draw::networks::{sheet, sums};
use crate::question3::{Examined, Origin, Question3};

/// The attainable sums with all networks, then each network as a diagram, for D = 2 and 3 with the square or the
/// cube below it.
///
/// The title of each network says whether it is exact and robust. At most 12 networks are drawn; the picture says
/// how many are left out.
pub fn page(answer: &Question3) -> Drawing {
    let names: Vec<String> = answer.networks.iter().map(name).collect();
    let examined = || names.iter().zip(&answer.networks);
    let networks: Vec<_> = examined()
        .map(|(name, found)| (name.as_str(), &found.findings.network))
        .collect();
    let titled: Vec<_> = examined()
        .map(|(name, found)| {
            (
                format!("{name}: {}", verdict(found)),
                &found.findings.network,
            )
        })
        .collect();
    let mut sums = sums(&answer.interval, &networks);
    sums.title = format!("Question 3. {}", sums.title);
    sheet(sums, &titled, &answer.interval.into())
}

/// The name of a network: `(b) report`, or the file's name without its folder and its extension.
fn name(examined: &Examined) -> String {
    match &examined.origin {
        Origin::Construction(construction) => construction.to_string(),
        Origin::Own(path) => {
            let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
            file.strip_suffix(".json").unwrap_or(file).to_owned()
        }
    }
}

/// The verdict in the title: `exact, robust`, or what holds instead.
fn verdict(examined: &Examined) -> &'static str {
    match (examined.findings.is_exact(), examined.findings.is_robust()) {
        (Some(false), _) => "wrong",
        (Some(true), Some(true)) => "exact, robust",
        (Some(true), Some(false)) => "exact, fragile",
        (Some(true), None) => "exact, robustness undecided",
        (None, _) => "undecided",
    }
}
