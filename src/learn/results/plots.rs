//! Curves of trainings as plots.

use crate::draw::curves::{Line, Plot};
use crate::learn::curve::Epoch;

/// The line of one value of each epoch; a value that was not measured leaves a gap.
pub fn line(name: impl Into<String>, curve: &[Epoch], of: fn(&Epoch) -> Option<f64>) -> Line {
    Line {
        name: name.into(),
        values: curve
            .iter()
            .map(|epoch| of(epoch).unwrap_or(f64::NAN))
            .collect(),
    }
}

/// A plot of lines by epoch.
pub fn plot(title: impl Into<String>, y_label: &str, lines: Vec<Line>) -> Plot {
    Plot {
        title: title.into(),
        x_label: "Epoch".to_owned(),
        y_label: y_label.to_owned(),
        lines,
    }
}
