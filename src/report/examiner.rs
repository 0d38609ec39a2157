//! The one who decides: a document, what was trained, and what has been gone through already.

use std::collections::HashMap;

use super::claims::{Claim, Document};
use super::decision::Decision;
use super::finding::Finding;
use super::question3::Sweep;
use super::trainings::Trainings;
use super::{accuracies, commands, models, outside, question3, validation};
use crate::prover::Watch;

/// Decides the claims of one document.
pub struct Examiner<'a> {
    pub(super) document: &'a Document,
    pub(super) trainings: &'a Trainings,
    pub(super) watch: Watch<'a>,
    /// What was found out about each network in every case, for several claims.
    pub(super) sweeps: HashMap<(String, usize), Sweep>,
}

impl<'a> Examiner<'a> {
    /// For this document. `watch` is called now and then and may stop what takes long.
    pub fn new(document: &'a Document, trainings: &'a Trainings, watch: Watch<'a>) -> Self {
        Self {
            document,
            trainings,
            watch,
            sweeps: HashMap::new(),
        }
    }

    /// The verdict on a claim of the document, with its evidence.
    ///
    /// # Panics
    /// If the claim is of another document and names what this one does not have.
    pub fn decide(&mut self, claim: &Claim) -> Finding {
        match &claim.decided {
            Decision::SomeInseparable { largest_d } => {
                question3::some_inseparable(self, claim, *largest_d)
            }
            Decision::Inseparable { d, a, b } => question3::inseparable(claim, *d, *a, *b),
            Decision::Exact { network, largest_d } => {
                question3::exact(self, claim, network, *largest_d)
            }
            Decision::Robust { network, largest_d } => {
                question3::robust(self, claim, network, *largest_d)
            }
            Decision::RealInputs { network, largest_d } => {
                question3::real_inputs(self, network, *largest_d)
            }
            Decision::SpecialForReals {
                network,
                beside,
                largest_d,
            } => question3::special_for_reals(self, network, beside, *largest_d),
            Decision::Accuracy { run, figure } => accuracies::accuracy(self, run, figure),
            Decision::OneTestSet => accuracies::one_test_set(self.document),
            Decision::ValidationFigure { run, figure } => {
                validation::validation_figure(self, run, figure)
            }
            Decision::ApartFromTest { run, figure } => {
                validation::apart_from_test(self, run, figure)
            }
            Decision::BestOnValidation { best, among } => {
                validation::best_on_validation(self, claim, best, among)
            }
            Decision::SeparateTrainings => commands::separate_trainings(self),
            Decision::AskedModel { runs } => commands::asked_model(self, runs),
            Decision::Commands { runs } => commands::as_printed(self, runs),
            Decision::Tried { flag, value, among } => commands::tried(self, flag, value, among),
            Decision::EqualityShows { runs } => commands::equality_shows(self, runs),
            Decision::Faster { fast, slow } => commands::faster(fast, slow),
            Decision::Ranking { best_first } => models::ranking(self, best_first),
            Decision::NoOverfit { run } => models::no_overfit(self, claim, run),
            Decision::Outside {
                shown,
                runs,
                networks,
                largest_d,
            } => outside::outside(self, claim, shown, runs, networks, *largest_d),
        }
    }
}
