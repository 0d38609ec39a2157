//! The claims of a report, each with a verdict and its evidence.
//!
//! What is claimed is data ([`claims::Document`]): no verdict stands in it. [`Examiner::decide`] comes to each verdict
//! anew, by the checker, by enumeration, by arithmetic on the report's own figures and commands, or by trainings
//! ([`trainings::Trainings`]) that the caller has made. Its product is a [`Finding`], plain data that pages are made from.
//!
//! ```
//! use orthant::report::claims::{Document, REPORT};
//! use orthant::report::{Examiner, Verdict, trainings::Trainings};
//!
//! let document = Document::parse(REPORT)?;
//! let trainings = Trainings::none();
//! let mut examiner = Examiner::new(&document, &trainings, &|_, _| true);
//! let claim = document.claims.iter().find(|claim| claim.id == "3a-counter-example").expect("a claim");
//! assert_eq!(examiner.decide(claim).verdict, Verdict::Refuted);
//! # Ok::<(), orthant::Refused>(())
//! ```

pub mod claims;
pub mod command;
pub mod figure;
pub mod kinds;
pub mod piecewise;
pub mod time;
pub mod trainings;

mod evidence;
mod finding;
mod html;
mod inquiry;
mod json;
mod judged;
mod needs;
mod page;
mod shown;
mod sweeps;

pub use finding::{Accuracy, Basis, Exhibit, Finding, Verdict};
pub use inquiry::Examiner;
pub use judged::{Judged, Row};
