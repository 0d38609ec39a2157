//! `verify completions` and `verify man`: what the shell and `man` need.

use std::io::Write;
use std::path::PathBuf;

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Arguments, Outcome, files};

/// Print a completion script for a shell
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  verify completions bash > ~/.local/share/bash-completion/completions/verify
  verify completions zsh > ~/.zfunc/_verify
  verify completions fish > ~/.config/fish/completions/verify.fish")]
pub struct Completions {
    /// The shell that the script is for
    shell: Shell,
}

/// Print the manual page, or write one for each command to a folder
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  verify man | man -l -
  verify man --out ~/.local/share/man/man1")]
pub struct Man {
    /// Write verify.1, verify-q3.1, ... to this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Prints the completion script.
pub fn completions(arguments: &Completions) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Arguments::command(),
        "verify",
        &mut script,
    );
    std::io::stdout().write_all(&script)?;
    Ok(Outcome::Holds)
}

/// Prints or writes the manual pages.
pub fn man(arguments: &Man) -> anyhow::Result<Outcome> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let render = |command: clap::Command| -> std::io::Result<Vec<u8>> {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        Ok(page)
    };
    let Some(folder) = &arguments.out else {
        std::io::stdout().write_all(&render(command)?)?;
        return Ok(Outcome::Holds);
    };
    files::prepare_folder(folder)?;
    // The pages of subcommands' own subcommands too.
    let mut pages = vec![command];
    while let Some(page) = pages.pop() {
        pages.extend(
            page.get_subcommands()
                .filter(|sub| !sub.is_hide_set())
                .cloned(),
        );
        let name = page
            .get_display_name()
            .unwrap_or(page.get_name())
            .to_owned();
        files::write_whole(&folder.join(format!("{name}.1")), &render(page)?)?;
    }
    Ok(Outcome::Holds)
}
