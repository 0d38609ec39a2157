//! One answer to Question 3 as a file of theorems.

use std::fmt::Write as _;

use crate::checker::walk::least_points;
use crate::checker::{Evidence, Question};
use crate::emit::rocq::term;
use crate::examine::{Ground, NotDecided, Property};
use crate::formula;
use crate::language::target::Interval;
use crate::question3::{Examined, Origin, Question3};

/// A file for Rocq in which every verdict of the answer is a theorem, once by the theorem about every D where there is
/// one, and once by computation where there is a certificate.
///
/// The file needs what `make -C proofs` builds. A verdict that was not decided, or is neither proved nor certified, is
/// left out, with a comment.
pub fn instance(answer: &Question3) -> String {
    let mut file = File::new(&answer.interval);
    file.part_a(answer);
    let mut own = 0;
    for examined in &answer.networks {
        let name = match &examined.origin {
            Origin::Construction(construction) => {
                format!("{}_{}", construction.part(), construction.name())
            }
            Origin::Own(_) => {
                own += 1;
                format!("own_{own}")
            }
        };
        file.network(&name, examined);
    }
    file.text
}

struct File {
    text: String,
    /// The numbers D, A and B as the arguments of a theorem.
    arguments: String,
}

impl File {
    fn new(interval: &Interval) -> Self {
        let (d, a, b) = (interval.dimension(), interval.low(), interval.high());
        let (a, b) = (term::integer(&a), term::integer(&b));
        let text = format!(
            "(** Question 3 for {}, as `verify q3` answered it. *)\n\
             (* In the folder proofs, after `make`: coqc -q $(cat _CoqProject) FILE *)\n\n\
             From Coq Require Import ZArith QArith List.\n\
             From Orthant Require Import Cube Network Instances.\n\
             From Orthant.Checker Require Import Runs Certificate.\n\
             Import ListNotations.\n\
             Open Scope Z_scope.\n\n\
             (** {}. *)\n\
             Definition f : function := Interval {d} {a} {b}.\n",
            formula::name(interval),
            formula::target(interval),
        );
        Self {
            text,
            arguments: format!("{d} {a} {b}"),
        }
    }

    fn line(&mut self, line: &str) {
        writeln!(self.text, "{line}").expect("a string takes everything");
    }

    fn part_a(&mut self, answer: &Question3) {
        let separable = answer.part_a.separable.as_ref();
        self.line("\n(** * (a) One perceptron *)");
        self.verdict("f", "Separable f", separable, |holds| {
            Some(
                if holds {
                    "interval_is_separable"
                } else {
                    "interval_is_inseparable"
                }
                .to_owned(),
            )
        });
        if let Some(Ok(ground)) = &answer.part_a.four_points {
            self.by_certificate("f_is_inseparable_by_four_points", "Separable f", ground);
        }
    }

    fn network(&mut self, name: &str, examined: &Examined) {
        let title = comment(&examined.origin.to_string());
        self.line(&format!("\n(** * {title} *)"));
        let findings = &examined.findings;
        let term = term::network(&findings.network);
        self.line(&format!("Definition {name} : written := {term}."));
        for (property, question, words) in [
            (Property::Exact, "Agrees", ["differs", "agrees"]),
            (Property::Robust, "Robust", ["is_fragile", "is_robust"]),
        ] {
            let theorem = |holds: bool| {
                let known = examined.known?;
                let word = words[usize::from(holds)];
                Some(format!("{}_{}_{word}", known.name(), known.part()))
            };
            let question = format!("{question} {name} f");
            self.verdict(name, &question, findings.ground(property), theorem);
        }
    }

    /// Writes one verdict, by the theorem that `theorem` names for it and by its certificate.
    fn verdict(
        &mut self,
        name: &str,
        question: &str,
        ground: Result<&Ground, &NotDecided>,
        theorem: impl Fn(bool) -> Option<String>,
    ) {
        let Ok(ground) = ground else {
            self.line(&format!("(* {question}: undecided. *)"));
            return;
        };
        let label = format!("{name}_{}", word(ground));
        let theorem = theorem(ground.holds());
        if theorem.is_none() && ground.certificate().is_none() {
            self.line(&format!(
                "(* {question}: computed; there is neither a theorem nor a certificate. *)"
            ));
        }
        if let Some(theorem) = theorem {
            self.line(&format!(
                "Theorem {label} : {}.\nProof. exact ({theorem} {} eq_refl). Qed.",
                statement(question, ground),
                self.arguments
            ));
        }
        self.by_certificate(&format!("{label}_by_certificate"), question, ground);
    }

    fn by_certificate(&mut self, label: &str, question: &str, ground: &Ground) {
        if let Some(certificate) = ground.certificate() {
            let points = points(&certificate.evidence);
            if points > MOST_POINTS {
                self.line(&format!(
                    "(* {label} is left out: {points} vectors of counts are more than the {MOST_POINTS} that are gone \
                     through here; orthant-check takes the certificate. *)"
                ));
                return;
            }
            let Some(evidence) = term::evidence(&certificate.evidence) else {
                let kind = certificate.evidence.name();
                self.line(&format!(
                    "(* {label} is left out: the theories do not have evidence of kind {kind}. *)"
                ));
                return;
            };
            self.line(&format!(
                "Theorem {label} : {}.\nProof. by_certificate (Certificate ({question}) ({evidence})). Qed.",
                statement(question, ground)
            ));
        }
    }
}

/// The most vectors of counts in a theorem by computation; Rocq goes through some hundreds a second.
const MOST_POINTS: u64 = 4096;

/// The least number of vectors of counts that have to be gone through.
fn points(evidence: &Evidence) -> u64 {
    match evidence {
        Evidence::Separator { classes, .. }
        | Evidence::Counts { classes }
        | Evidence::Limits { classes, .. } => least_points(classes),
        _ => 1,
    }
}

fn statement(question: &str, ground: &Ground) -> String {
    let not = if ground.holds() { "" } else { "~ " };
    format!("{not}holds ({question})")
}

/// The verdict as a word that ends a theorem's name.
fn word(ground: &Ground) -> &'static str {
    match (&ground.claim().question, ground.holds()) {
        (Question::Separable { .. }, true) => "is_separable",
        (Question::Separable { .. }, false) => "is_inseparable",
        (Question::Agrees { .. }, true) => "agrees",
        (Question::Agrees { .. }, false) => "differs",
        (Question::Exactly { .. }, true) => "differs_exactly",
        (Question::Exactly { .. }, false) => "differs_not_exactly",
        (Question::Robust { .. }, true) => "is_robust",
        (Question::Robust { .. }, false) => "is_fragile",
    }
}

/// A name without the characters that would end a comment or begin a string.
fn comment(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || " ()-_.".contains(c);
    name.chars().filter(|c| plain(*c)).collect()
}
