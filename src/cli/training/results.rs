//! Standard output while work goes on.

use std::io::{ErrorKind, Write};

/// Prints results as they come.
pub struct Results {
    /// Nobody reads any more, and that is no reason to stop.
    unread: bool,
    /// Whether the work leaves files, which are worth it without a reader.
    leaves_files: bool,
}

impl Results {
    /// For work that leaves files, or not.
    pub fn new(leaves_files: bool) -> Self {
        Self {
            unread: false,
            leaves_files,
        }
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
