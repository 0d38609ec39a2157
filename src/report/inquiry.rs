//! The one who decides: a document, what was trained, and what has been gone through already.

use std::collections::HashMap;

use super::claims::{Claim, Document};
use super::finding::Finding;
use super::kinds::Decision;
use super::kinds::{
    accuracy, best_on_validation, equality_shows, outside, ranking, real_inputs, robust,
    some_inseparable,
};
use super::sweeps::Sweep;
use super::trainings::Trainings;
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
                some_inseparable::some_inseparable(self, claim, *largest_d)
            }
            Decision::Inseparable { d, a, b } => some_inseparable::inseparable(claim, *d, *a, *b),
            Decision::Exact { network, largest_d } => {
                robust::exact(self, claim, network, *largest_d)
            }
            Decision::Robust { network, largest_d } => {
                robust::robust(self, claim, network, *largest_d)
            }
            Decision::RealInputs { network, largest_d } => {
                real_inputs::real_inputs(self, network, *largest_d)
            }
            Decision::SpecialForReals {
                network,
                beside,
                largest_d,
            } => real_inputs::special_for_reals(self, network, beside, *largest_d),
            Decision::Accuracy { run, figure } => accuracy::accuracy(self, run, figure),
            Decision::OneTestSet => accuracy::one_test_set(self.document),
            Decision::ValidationFigure { run, figure } => {
                best_on_validation::validation_figure(self, run, figure)
            }
            Decision::ApartFromTest { run, figure } => {
                best_on_validation::apart_from_test(self, run, figure)
            }
            Decision::BestOnValidation { best, among } => {
                best_on_validation::best_on_validation(self, claim, best, among)
            }
            Decision::SeparateTrainings => equality_shows::separate_trainings(self),
            Decision::AskedModel { runs } => equality_shows::asked_model(self, runs),
            Decision::Commands { runs } => equality_shows::as_printed(self, runs),
            Decision::Tried { flag, value, among } => {
                equality_shows::tried(self, flag, value, among)
            }
            Decision::EqualityShows { runs } => equality_shows::equality_shows(self, runs),
            Decision::Faster { fast, slow } => equality_shows::faster(fast, slow),
            Decision::Ranking { best_first } => ranking::ranking(self, best_first),
            Decision::NoOverfit { run } => ranking::no_overfit(self, claim, run),
            Decision::Outside {
                shown,
                runs,
                networks,
                largest_d,
            } => outside::outside(self, claim, shown, runs, networks, *largest_d),
        }
    }
}
