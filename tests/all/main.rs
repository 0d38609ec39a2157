//! Everything that is tested from outside, in one program: a folder for each room of `src/`, and `support`.

mod support {
    // Two checkers that must agree, and the words of both.
    pub mod two_checkers;
    // The definitions of the exercise, vertex by vertex, in exact arithmetic.
    pub mod exact_by_hand;
    // Networks and their loss, as defined, in float64.
    pub mod loss_by_hand;
    // Random targets and networks for property tests.
    pub mod generators;
    // What the programs in numpy and PyTorch printed, and the same trainings by the library.
    pub mod reference_runs;
    // The bytes of data sets, array by array.
    pub mod data_sets;
    // Trainings that nobody ran, for claims about figures.
    pub mod trainings;
    // Runs of the program, and what they printed.
    pub mod verify;
    // Pictures that are on file.
    pub mod on_file;
    // The digits of SHA-256.
    pub mod hash;
    // Tables of cases, a case a line.
    pub mod table;
}

mod checker {
    // Every way of lying has a row in a table, and every condition of the checker a lie that fails it.
    mod lies;
    // The tables, by the files of the checker.
    mod agreement;
    mod diagram;
    mod relaxation;
    mod robustness;
    mod separation;
    // Evidence that proves the opposite of the claim above it.
    mod refutes;
    // Texts that are not certificates, and the line that is wrong.
    mod text;
    // Certificates that ask for too much work.
    mod bounds;
    // Valid certificates with one thing changed.
    mod tampering;
}

mod prover {
    // The checker accepts whatever the prover finds.
    mod is_believed;
    // Answers that are known from elsewhere.
    mod known_answers;
    // One table of instances for every engine.
    mod instances;
    // Agreement and margins, and a loop over all vertices.
    mod agreement_against_brute_force;
    // Decision diagrams, and the definition.
    mod diagram_against_definition;
    // Sweeps by every instruction set, and their definition.
    mod sweep_against_the_definition;
    // Counts by halves, and sweeps.
    mod halves_against_definition;
    // Robustness, and the values of the network near the vertices.
    mod robustness_against_brute_force;
    // Trees of relaxations, and a loop over all vertices.
    mod branch_against_definition;
    // Separability, and a list of all threshold functions.
    mod separability_against_brute_force;
}

mod formats {
    // Our safetensors files, and those of the format's own crate.
    mod safetensors_agrees;
}

mod draw {
    // Training curves.
    mod curves;
    // Pictures of networks.
    mod networks;
}

mod emit {
    // Answers as theorems that Rocq accepts.
    mod rocq;
}

#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_arithmetic,
    reason = "learning is floating point"
)]
mod learn {
    // Data sets in every permitted form.
    mod data_files;
    // Files that claim to be data sets.
    mod data_hostile;
    // The random streams of numpy and torch.
    mod streams_match_numpy_and_torch;
    // Question 1, and its definition.
    mod online_follows_its_definition;
    // Question 2's gradients, and differences of the loss.
    mod gradients;
    // Ten steps of every model, as numpy takes them.
    mod ten_steps;
    // Whole trainings, as numpy and torch print them.
    mod training_follows_the_reference;
    // Question 1's network, among numpy's own disagreements.
    mod training_stays_in_the_references_spread;
    // Any number of threads and any instruction set.
    mod same_bits;
    // Trainings that diverge or are stopped.
    mod training_ends_cleanly;
    // Trainings that go on from a checkpoint.
    mod training_resumes;
    // Learned weights, read in several ways.
    mod predictor_agrees;
}

mod report {
    // The verdict on each claim, and on the claim when it is changed.
    mod verdicts;
    // The report as a page for a browser.
    mod page;
    // The report as a chapter of the book.
    mod in_the_book;
}

mod cli {
    // The jobs of the command, and its exit codes.
    mod jobs;
    // Arguments and files that are refused.
    mod bad_input;
    // What is printed is well-formed.
    mod output;
    // Ctrl-C.
    mod interrupt;
    // Downloads.
    mod data_fetch;
    mod q1;
    mod q2;
    // Question 2 on the function of Question 3.
    mod learned;
    // Interrupted trainings.
    mod predict;
    mod report;
    mod resume;
}

mod pages {
    // The reference of options and JSON fields, and the program.
    mod reference;
    // Links, names and commands on the pages lead somewhere.
    mod proofs_and_book;
    // The rooms of src/ stand in one order, and no two files use each other.
    mod rooms_in_order;
}
