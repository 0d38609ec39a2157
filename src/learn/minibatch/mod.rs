//! Question 2: mini-batches, in single precision, as torch computes (REFERENCE 6).

mod cross_entropy;
mod layer;
mod loader;
pub mod logistic_regression;
pub mod mlp;
mod optimizer;

pub use logistic_regression::LogisticRegression;
pub use mlp::Mlp;
