//! The claims of a report, each with a verdict and its evidence.
//!
//! Claims are data ([`claims::Document`]), which contain no verdicts. [`claims::Claim::decide`] derives each verdict
//! anew, by the checker, by enumeration, by arithmetic on the report's own figures and commands, or by trainings
//! ([`trainings::Trainings`]) that the caller has made. Its product is a [`Finding`], plain data that pages are made from.
//! How a claim is decided is up to its kind ([`kinds`]).
//!
//! ```
//! use orthant::prover::UNWATCHED;
//! use orthant::report::claims::{Document, REPORT};
//! use orthant::report::{Inquiry, Verdict, trainings::Trainings};
//!
//! let document = Document::parse(REPORT)?;
//! let trainings = Trainings::none();
//! let mut inquiry = Inquiry::new(&document.subject, &trainings, UNWATCHED);
//! let claim = document.claims.iter().find(|claim| claim.id == "3a-counter-example").expect("a claim");
//! assert_eq!(claim.decide(&mut inquiry).verdict, Verdict::Refuted);
//! # Ok::<(), orthant::Refused>(())
//! ```

pub mod claims;
pub mod command;
pub mod figure;
pub mod kinds;
pub mod piecewise;
pub mod subject;
pub mod time;
pub mod trainings;

mod asked;
mod evidence;
mod finding;
mod html;
mod images;
mod inquiry;
mod json;
mod judged;
mod page;
mod same_training;
mod shown;
mod sweeps;
mod words;

pub use finding::{Accuracy, Basis, Exhibit, Finding, Verdict};
pub use inquiry::Inquiry;
pub use judged::{Judged, Row};
pub use subject::Subject;
pub use trainings::Needs;
