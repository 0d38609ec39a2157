//! The kinds of claims, one in each file.
//!
//! A kind is a type that is read from the claims file and implements [`Kind`]. To add one, write its file, and name it in
//! the two lists below.

mod kind;

pub mod accuracy;
pub mod apart_from_test;
pub mod asked_model;
pub mod best_on_validation;
pub mod commands;
pub mod equality_shows;
pub mod exact;
pub mod faster;
pub mod inseparable;
pub mod no_overfit;
pub mod one_test_set;
pub mod outside;
pub mod ranking;
pub mod real_inputs;
pub mod robust;
pub mod separate_trainings;
pub mod some_inseparable;
pub mod special_for_reals;
pub mod tried;
pub mod validation_figure;

use serde::Deserialize;

pub use kind::{Kind, Names};

macro_rules! kinds {
    ($($file:ident::$kind:ident,)*) => {
        /// The assertion of a claim, and the way in which it is decided.
        #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
        #[serde(tag = "by", rename_all = "kebab-case")]
        pub enum Decision {
            $(
                #[doc = concat!("By [`", stringify!($file), "`].")]
                $kind($file::$kind),
            )*
        }

        impl Decision {
            /// The kind of the claim.
            pub fn kind(&self) -> &dyn Kind {
                match self {
                    $(Self::$kind(kind) => kind,)*
                }
            }
        }
    };
}

kinds! {
    some_inseparable::SomeInseparable,
    inseparable::Inseparable,
    exact::Exact,
    robust::Robust,
    real_inputs::RealInputs,
    special_for_reals::SpecialForReals,
    accuracy::Accuracy,
    one_test_set::OneTestSet,
    separate_trainings::SeparateTrainings,
    asked_model::AskedModel,
    commands::Commands,
    validation_figure::ValidationFigure,
    apart_from_test::ApartFromTest,
    best_on_validation::BestOnValidation,
    ranking::Ranking,
    faster::Faster,
    tried::Tried,
    equality_shows::EqualityShows,
    no_overfit::NoOverfit,
    outside::Outside,
}
