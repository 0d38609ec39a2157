//! Sequences kept as runs of equal values, so that a million equal weights are one entry.

use std::fmt;

use crate::language::refused::{Refused, quoted};

/// A sequence kept as runs: `[1]*4 -2` is 1, 1, 1, 1, −2.
///
/// Two sequences are equal when their elements are, since neighbouring runs always differ.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Runs<T> {
    /// Each run's value and the index just after its last element.
    runs: Vec<(T, usize)>,
}

impl<T> Default for Runs<T> {
    fn default() -> Self {
        Self { runs: Vec::new() }
    }
}

impl<T> Runs<T> {
    /// The number of elements.
    pub fn len(&self) -> usize {
        self.runs.last().map_or(0, |(_, end)| *end)
    }

    /// Whether the sequence has no elements.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The runs in order: each value and how often it is repeated.
    pub fn runs(&self) -> impl Iterator<Item = (&T, usize)> {
        let mut start = 0;
        self.runs
            .iter()
            .map(move |(value, end)| (value, end - std::mem::replace(&mut start, *end)))
    }

    /// Every element in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.runs()
            .flat_map(|(value, count)| std::iter::repeat_n(value, count))
    }

    /// The element at `index`, counted from 0.
    pub fn get(&self, index: usize) -> Option<&T> {
        self.runs.get(self.run_of(index)).map(|(value, _)| value)
    }

    /// The number of the run that holds the element at `index`, both counted from 0.
    pub fn run_of(&self, index: usize) -> usize {
        self.runs.partition_point(|(_, end)| *end <= index)
    }

    /// Both sequences side by side, in stretches on which neither changes.
    ///
    /// Stops at the end of the shorter one; callers compare the lengths first.
    pub fn zip<'a, U>(&'a self, other: &'a Runs<U>) -> Zip<'a, T, U> {
        Zip {
            left: &self.runs,
            right: &other.runs,
            done: 0,
        }
    }
}

impl<T: PartialEq> Runs<T> {
    /// The sequence of `count` elements, all equal to `value`.
    pub fn repeat(value: T, count: usize) -> Self {
        let mut runs = Self::default();
        runs.push(value, count);
        runs
    }

    /// Appends `count` elements, all equal to `value`.
    ///
    /// # Panics
    /// If the length would exceed `usize`; readers of foreign files limit it long before.
    pub fn push(&mut self, value: T, count: usize) {
        if count == 0 {
            return;
        }
        let end = self
            .len()
            .checked_add(count)
            .expect("the readers limit the length");
        match self.runs.last_mut() {
            Some((last, last_end)) if *last == value => *last_end = end,
            _ => self.runs.push((value, end)),
        }
    }

    /// The sequence of the values `f(element)`.
    pub fn map<U: PartialEq>(&self, mut f: impl FnMut(&T) -> U) -> Runs<U> {
        let mut mapped = Runs::default();
        for (value, count) in self.runs() {
            mapped.push(f(value), count);
        }
        mapped
    }

    /// The sequence of the values `f(mine, theirs)`, as long as the shorter of the two sequences.
    pub fn zip_with<U, V: PartialEq>(
        &self,
        other: &Runs<U>,
        mut f: impl FnMut(&T, &U) -> V,
    ) -> Runs<V> {
        let mut zipped = Runs::default();
        for (mine, theirs, count) in self.zip(other) {
            zipped.push(f(mine, theirs), count);
        }
        zipped
    }
}

impl<T: PartialEq> FromIterator<T> for Runs<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        let mut runs = Self::default();
        for element in elements {
            runs.push(element, 1);
        }
        runs
    }
}

/// The iterator that [`Runs::zip`] returns.
pub struct Zip<'a, T, U> {
    left: &'a [(T, usize)],
    right: &'a [(U, usize)],
    done: usize,
}

impl<'a, T, U> Iterator for Zip<'a, T, U> {
    type Item = (&'a T, &'a U, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let (left, left_end) = self.left.first()?;
        let (right, right_end) = self.right.first()?;
        let end = *left_end.min(right_end);
        let count = end - std::mem::replace(&mut self.done, end);
        if *left_end == end {
            self.left = &self.left[1..];
        }
        if *right_end == end {
            self.right = &self.right[1..];
        }
        Some((left, right, count))
    }
}

/// Runs of fewer elements than this are written out.
const WRITTEN_OUT: usize = 4;

impl<T: fmt::Display> fmt::Display for Runs<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (value, count) in self.runs() {
            if count < WRITTEN_OUT {
                for _ in 0..count {
                    write!(f, "{separator}{value}")?;
                    separator = " ";
                }
            } else {
                write!(f, "{separator}[{value}]*{count}")?;
                separator = " ";
            }
        }
        Ok(())
    }
}

/// Reads elements and runs separated by white space; each word that is not a run is given to `elements`,
/// which may find several values in it.
///
/// # Errors
/// [`Refused`] for a word that is neither an element nor a run, and for more than `limit` elements in all.
pub fn parse_runs<T: PartialEq + Clone>(
    text: &str,
    limit: usize,
    elements: impl Fn(&str) -> Result<Vec<T>, Refused>,
) -> Result<Runs<T>, Refused> {
    let mut runs = Runs::default();
    for word in text.split_whitespace() {
        let (body, count) = match word.strip_prefix('[') {
            None => (word, 1),
            Some(run) => run
                .split_once("]*")
                .and_then(|(body, count)| Some((body, positive_count(count)?)))
                .ok_or_else(|| not_a_run(word))?,
        };
        let values = elements(body)?;
        if count > 1 && values.len() != 1 {
            return Err(not_a_run(word));
        }
        for value in values {
            if count > limit - runs.len() {
                return Err(Refused::new(
                    "",
                    format!("at most {limit} elements"),
                    "more",
                ));
            }
            runs.push(value, count);
        }
    }
    Ok(runs)
}

fn not_a_run(word: &str) -> Refused {
    let expected = "a run such as [value]*count with a count of at least 1";
    Refused::new("", expected, quoted(word))
}

fn positive_count(text: &str) -> Option<usize> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|count| digits && *count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Runs<i32>, Refused> {
        parse_runs(text, 100, |word| {
            let number = word.parse();
            let number = number.map_err(|_| Refused::new("", "an integer", quoted(word)))?;
            Ok(vec![number])
        })
    }

    #[test]
    fn writing_and_reading_agree() {
        for text in ["", "1", "1 1 1 2", "[1]*4", "0 [-2]*50 1 1"] {
            assert_eq!(parse(text).unwrap().to_string(), text);
        }
        assert_eq!(parse("1 [1]*3").unwrap(), Runs::repeat(1, 4));
    }

    #[test]
    fn ill_formed_and_endless_runs_are_refused() {
        for text in [
            "[1]*0",
            "[1]",
            "[1]*",
            "[1]*-1",
            "[1]*+2",
            "[1*4",
            "[1]*99999999999999999999999",
        ] {
            assert_eq!(parse(text), Err(not_a_run(text)));
        }
        for (text, expected, found) in [
            ("[1]*101", "at most 100 elements", "more"),
            ("[1]*60 [2]*60", "at most 100 elements", "more"),
            ("a", "an integer", "\"a\""),
        ] {
            assert_eq!(parse(text), Err(Refused::new("", expected, found)));
        }
    }

    #[test]
    fn zip_meets_every_boundary() {
        let (left, right) = (parse("[1]*4 2 2").unwrap(), parse("7 [8]*5").unwrap());
        let stretches: Vec<_> = left.zip(&right).map(|(l, r, n)| (*l, *r, n)).collect();
        assert_eq!(stretches, [(1, 7, 1), (1, 8, 3), (2, 8, 2)]);
        assert_eq!(left.get(3), Some(&1));
        assert_eq!(left.get(5), Some(&2));
        assert_eq!(left.get(6), None);
    }
}
