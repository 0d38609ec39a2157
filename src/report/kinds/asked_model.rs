use itertools::Itertools;
use serde::Deserialize;

use super::commands::printed;
use super::{Kind, Names};
use crate::learn::model::ModelName;
use crate::report::asked::as_asked;
use crate::report::inquiry::unknown_words;
use crate::report::same_training::names;
use crate::report::subject::Run;
use crate::report::words::listed;
use crate::report::{Basis, Finding, Inquiry, Verdict};

/// The commands train the model that the question asks for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedModel {
    /// The ids of runs of the subject, each with `asked`.
    pub runs: Vec<String>,
}

impl Kind for AskedModel {
    fn names(&self) -> Names<'_> {
        Names::runs(&self.runs).at_least(1).as_asked()
    }

    fn decide(&self, inquiry: &mut Inquiry<'_>, _: &str) -> Finding {
        let runs = inquiry.subject.runs(&self.runs);
        let is_other = |run: &&Run| run.asked != Some(run.command.model);
        let others: Vec<&Run> = runs.iter().copied().filter(is_other).collect();
        if others.is_empty() {
            if let Some(undecided) = runs.iter().copied().find_map(unknown_words) {
                return undecided.with([printed(&runs)]);
            }
            let because = "The commands name the model that the question asks for.";
            return Finding::new(Verdict::Holds, Basis::Read, because).with([printed(&runs)]);
        }
        let models = |run: &&Run| (run.command.model, run.asked);
        let sentences = others.iter().map(models).unique().map(|(model, asked)| {
            let group = others.iter().copied();
            let group: Vec<&Run> = group.filter(|run| models(run) == (model, asked)).collect();
            names_other(&group, model, asked)
        });
        let because = sentences.collect::<Vec<_>>().join(" ");
        Finding::new(Verdict::Refuted, Basis::Read, because)
            .with([printed(&runs)])
            .with(as_asked(inquiry, &others))
    }
}

/// Which model these commands name, and which flags it does not read.
fn names_other(runs: &[&Run], model: ModelName, asked: Option<ModelName>) -> String {
    let ignored = runs.iter().flat_map(|run| run.command.ignored());
    let ignored = listed(ignored.map(|(flag, _)| format!("-{flag}")).unique());
    let has_no_use = if ignored.is_empty() {
        String::new()
    } else {
        format!(": a {} has no use for {ignored}", model.in_words())
    };
    let asked = asked.map_or("model that was asked for", ModelName::in_words);
    let (names, model) = (names(runs), model.name());
    format!("The commands of {names} name {model}, not the {asked}{has_no_use}.")
}
