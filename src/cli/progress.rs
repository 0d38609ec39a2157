//! How far long work has come, on standard error, where that is a terminal.

use std::fmt;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

/// A progress bar with rate and remaining time, after its message.
pub fn progress_bar(unit: &str) -> ProgressBar {
    let template =
        format!("{{msg}}{{bar:30}} {{human_pos}}/{{human_len}} {unit}, {{per_sec}}, {{eta}} left");
    let style = ProgressStyle::with_template(&template).expect("the template is well-formed");
    let style = style.with_key(
        "per_sec",
        |state: &ProgressState, out: &mut dyn fmt::Write| {
            let _ = write!(out, "{:.0}/s", state.per_sec());
        },
    );
    ProgressBar::no_length().with_style(style)
}
