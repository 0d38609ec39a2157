//! Why a text or a file is refused: one kind of error for everything that reads.

use std::fmt;

use thiserror::Error;

/// A reader's refusal of a text or a file, as one sentence:
/// `layer 1, row 2: expected a number such as -3, 1/2, 0.25 or 1e-3, found "x"`.
///
/// ```
/// use orthant::Refused;
/// use orthant::formats::network_json::parse_network;
///
/// let refused: Refused = parse_network(r#"{"layers": []}"#).unwrap_err();
/// assert_eq!(refused.to_string(), "the network: expected at least one layer, found none");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}expected {expected}, found {found}", Place(place))]
pub struct Refused {
    /// Where in the text or the file, such as `line 4`; empty if it is refused as a whole.
    pub place: String,
    /// What would be right there.
    pub expected: String,
    /// What is there instead.
    pub found: String,
}

/// The longest text of a file, in characters, that a message repeats.
const SHOWN: usize = 60;

/// The longest explanation by another library, in characters, that a message repeats.
const EXPLAINED: usize = 200;

impl Refused {
    /// The refusal with these three parts: the place, what was expected there, and what was found.
    pub fn new(
        place: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self {
            place: place.into(),
            expected: expected.into(),
            found: found.into(),
        }
    }

    /// The refusal of what another library cannot read, with that library's explanation.
    pub fn mistake(
        place: impl Into<String>,
        expected: impl Into<String>,
        explanation: impl fmt::Display,
    ) -> Self {
        let explanation: String = explanation.to_string().chars().take(EXPLAINED).collect();
        Self::new(place, expected, format!("a mistake ({explanation})"))
    }

    /// The same refusal, with its place inside a larger place.
    #[must_use]
    pub fn within(mut self, place: &str) -> Self {
        self.place = if self.place.is_empty() {
            place.to_owned()
        } else {
            format!("{place}, {}", self.place)
        };
        self
    }
}

/// A text from the file in quotes, shortened to what a message may repeat.
pub fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("{shown:?}")
}

/// A place as the beginning of a sentence: followed by a colon, or nothing if it is empty.
struct Place<'a>(&'a str);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            "" => Ok(()),
            place => write!(f, "{place}: "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_one_sentence_that_begins_with_the_place() {
        let refused = Refused::new("", "a sign", quoted("0"));
        assert_eq!(refused.to_string(), "expected a sign, found \"0\"");
        let refused = refused.within("row 1").within("layer 2");
        assert_eq!(
            refused.to_string(),
            "layer 2, row 1: expected a sign, found \"0\""
        );
    }

    #[test]
    fn what_is_repeated_is_short() {
        assert_eq!(quoted("a\nb"), r#""a\nb""#);
        assert_eq!(quoted(&"é".repeat(61)).chars().count(), 63);
        let refused = Refused::mistake("", "a file", "x".repeat(1000));
        assert_eq!(refused.found.len(), "a mistake ()".len() + EXPLAINED);
    }
}
