//! `verify data synthesize`: writes a data set that looks like OCTMNIST.

use std::io::{Cursor, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::builder::RangedU64ValueParser;
use orthant::learn::data::images::Split;
use orthant::learn::data::npz;
use orthant::learn::data::synthetic::{FULL_SIZE, MIN_SIZE, synthesize};

use crate::cli::data_set::{DEFAULT_SEED, DEFAULT_SIZE};
use crate::cli::files::file_name;
use crate::cli::{Outcome, files};

/// Make a data set that looks like OCTMNIST
///
/// Layered retinas with the marks of the four classes in the official class mix, 28 x 28, with val and test in
/// proportion; about 12 % of the labels of train and val are shuffled. The same size and seed give the same
/// images on every machine. They are good for trying things out; they are not evidence about real scans.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  verify data synthesize --out small.npz
  verify data synthesize --out full.npz --size 97477   as many as OCTMNIST has")]
pub struct Arguments {
    /// The .npz file to write; one that exists is replaced
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Training images, from 32 to 97477
    #[arg(long, value_name = "N", default_value_t = DEFAULT_SIZE,
          value_parser = RangedU64ValueParser::<usize>::new().range(MIN_SIZE as u64..=FULL_SIZE as u64))]
    size: usize,
    /// Seed of the images; another seed makes other images
    #[arg(long, value_name = "S", default_value_t = DEFAULT_SEED)]
    seed: u64,
}

/// Makes the data set and writes it whole.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let data = synthesize(arguments.size, arguments.seed);
    let mut file = Cursor::new(Vec::new());
    npz::write(&data, &mut file).context("cannot pack the data set")?;
    files::write_whole(&arguments.out, file.get_ref())?;
    let [train, val, test] = [&data.train, &data.val, &data.test].map(Split::len);
    let name = file_name(&arguments.out);
    writeln!(
        anstream::stdout(),
        "{name}: {train} training, {val} validation and {test} test images, synthetic, seed {}",
        arguments.seed
    )?;
    Ok(Outcome::Holds)
}
