//! Results on standard output, in the form that is asked for.

use std::io::{ErrorKind, Write};

use clap::ValueEnum;
use orthant::page::{Form, Shown};

/// How results are printed.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text for people, with colour on a terminal
    #[default]
    Text,
    /// Markdown for a document
    Markdown,
    /// JSON for programs; the field names are stable
    Json,
}

impl From<Format> for Form {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Markdown => Self::Markdown,
            Format::Json => Self::Json,
        }
    }
}

/// Prints results as they come.
pub struct Results {
    /// Whether standard output has no reader any longer, although the work continues.
    unread: bool,
    /// Whether the work writes files, and so is worth finishing without a reader.
    leaves_files: bool,
}

impl Results {
    /// The results of work that writes files, or of work that does not.
    pub fn new(leaves_files: bool) -> Self {
        Self {
            unread: false,
            leaves_files,
        }
    }

    /// Prints an answer in this form.
    pub fn show(&mut self, answer: &impl Shown, form: impl Into<Form>) -> anyhow::Result<()> {
        self.print(&answer.shown(form.into()))
    }

    /// Prints at once; colours only on a terminal.
    pub fn print(&mut self, text: &str) -> anyhow::Result<()> {
        if self.unread {
            return Ok(());
        }
        let mut out = anstream::AutoStream::auto(std::io::stdout());
        match write!(out, "{text}").and_then(|()| out.flush()) {
            Err(error) if self.leaves_files && error.kind() == ErrorKind::BrokenPipe => {
                self.unread = true;
                Ok(())
            }
            result => Ok(result?),
        }
    }
}
