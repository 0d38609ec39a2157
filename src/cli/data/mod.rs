//! `verify data`: data sets.

pub mod cache;
pub mod checksum;
mod download;
mod fetch;
mod info;
mod synthesize;

use clap::Subcommand;

use super::Outcome;

/// Show, make and download data sets
///
/// A data set is an .npz file of the MedMNIST layout: train_images, val_images, test_images, uint8 of shape
/// (N, height, width), and train_labels, val_labels, test_labels, integers from 0 to 255 of shape (N, 1) or (N,).
#[derive(clap::Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "\
Examples:
  verify data fetch octmnist                           download the exercise's data
  verify data info octmnist                            what is in it, and whether it is the official file
  verify data info mine.npz --contact-sheet mine.png   what is in a file of mine, with pictures
  verify data synthesize --out small.npz               make images that look like it"
)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Info(info::Arguments),
    Synthesize(synthesize::Arguments),
    Fetch(fetch::Arguments),
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    match &arguments.command {
        Command::Info(arguments) => info::run(arguments),
        Command::Synthesize(arguments) => synthesize::run(arguments),
        Command::Fetch(arguments) => fetch::run(arguments),
    }
}
