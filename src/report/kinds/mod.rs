//! The kinds of claims, one in each file.
//!
//! A kind is a type that is read from the claims file and implements [`Kind`]. To add one, write its file, and name it in
//! the two lists below.

mod accuracy;
mod apart_from_test;
mod asked_model;
mod best_on_validation;
mod commands;
mod equality_shows;
mod exact;
mod faster;
mod inseparable;
mod kind;
mod no_overfit;
mod one_test_set;
mod outside;
mod ranking;
mod real_inputs;
mod robust;
mod separate_trainings;
mod some_inseparable;
mod special_for_reals;
mod tried;
mod validation_figure;

use serde::Deserialize;

pub use kind::{Kind, Names};

macro_rules! kinds {
    ($($file:ident::$kind:ident,)*) => {
        $(pub use $file::$kind;)*

        /// The assertion of a claim, and the way in which it is decided.
        #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
        #[serde(tag = "by", rename_all = "kebab-case")]
        pub enum Decision {
            $(
                #[doc = concat!("As [`", stringify!($kind), "`].")]
                $kind($kind),
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
