//! The header of an array: numpy's `numpy.lib.format`.
//!
//! Six bytes of magic, two of version, the length of a dictionary in two bytes (version 1) or four (versions 2 and 3),
//! and the dictionary as Python writes it: `{'descr': '|u1', 'fortran_order': False, 'shape': (4, 28, 28), }`, padded
//! with spaces, at its end a newline. The crates that read it parse any Python literal, and need time exponential in the
//! number of brackets, so this reads the three keys and nothing else.

use std::io::Read;

use super::{MAX_HEADER, damaged};
use crate::language::refused::Refused;

/// The contents of a header.
#[derive(Debug, PartialEq, Eq)]
pub struct Header {
    /// The type as numpy writes it, without the quotes: `|u1`. For records, it is the whole list.
    pub dtype: String,
    /// Whether the first index runs fastest.
    pub fortran_order: bool,
    /// The lengths of the axes.
    pub shape: Vec<u64>,
}

/// Reads a header and nothing after it; nothing is allocated that is longer than [`MAX_HEADER`].
pub fn read(data: &mut impl Read) -> Result<Header, Refused> {
    let mut start = [0; 10];
    data.read_exact(&mut start).map_err(damaged)?;
    if !start.starts_with(b"\x93NUMPY") {
        return Err(wrong("it does not begin with numpy's magic"));
    }
    let low = u16::from_le_bytes([start[8], start[9]]);
    let length = match start[6] {
        1 => u64::from(low),
        2 | 3 => {
            let mut high = [0; 2];
            data.read_exact(&mut high).map_err(damaged)?;
            u64::from(low) | u64::from(u16::from_le_bytes(high)) << 16
        }
        _ => return Err(wrong("its version is not 1, 2 or 3")),
    };
    if length > MAX_HEADER {
        let expected = format!("a header of at most {MAX_HEADER} bytes");
        let found = format!("a header of {length} bytes");
        return Err(Refused::new("", expected, found));
    }
    let mut text = vec![0; length as usize];
    data.read_exact(&mut text).map_err(damaged)?;
    let text = text
        .strip_suffix(b"\n")
        .and_then(|text| str::from_utf8(text).ok());
    let text = text.filter(|text| text.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
    let text = text.ok_or_else(|| wrong("it is not one line of ASCII"))?;
    Text(text).dictionary().map_err(wrong)
}

fn wrong(problem: Wrong) -> Refused {
    Refused::mistake("", "a .npy header as numpy writes it", problem)
}

/// The header of an array of bytes in C order, as numpy writes it.
pub fn of_bytes(shape: &[usize]) -> Vec<u8> {
    let axes: Vec<String> = shape.iter().map(usize::to_string).collect();
    let shape = axes.join(", ");
    let dictionary = format!("{{'descr': '|u1', 'fortran_order': False, 'shape': ({shape}), }}");
    // With magic, version, length and newline a multiple of 64 bytes.
    let length = (10 + dictionary.len() + 1).next_multiple_of(64) - 10;
    let mut header = b"\x93NUMPY\x01\x00".to_vec();
    header.extend((length as u16).to_le_bytes());
    header.extend(format!("{dictionary:<width$}\n", width = length - 1).bytes());
    header
}

/// The rest of a dictionary that has not been read yet.
struct Text<'a>(&'a str);

/// The mistake in a header, as a sentence.
type Wrong = &'static str;

impl<'a> Text<'a> {
    fn dictionary(mut self) -> Result<Header, Wrong> {
        let (mut dtype, mut fortran_order, mut shape) = (None, None, None);
        self.expect("{", "it is not a dictionary")?;
        while !self.next_is("}") {
            let key = self.quoted()?;
            self.expect(":", "a colon is missing in it")?;
            let again = match key {
                "descr" => dtype.replace(self.dtype()?).is_some(),
                "fortran_order" => fortran_order.replace(self.boolean()?).is_some(),
                "shape" => shape.replace(self.shape()?).is_some(),
                _ => return Err("it has a key other than descr, fortran_order and shape"),
            };
            if again {
                return Err("it has the same key twice");
            }
            if !self.next_is(",") {
                self.expect("}", "a comma is missing in it")?;
                break;
            }
        }
        if !self.0.trim_start_matches(' ').is_empty() {
            return Err("it goes on after its dictionary");
        }
        Ok(Header {
            dtype: dtype.ok_or("it has no descr")?,
            fortran_order: fortran_order.ok_or("it has no fortran_order")?,
            shape: shape.ok_or("it has no shape")?,
        })
    }

    /// Reads a string, or a list of fields with balanced brackets.
    fn dtype(&mut self) -> Result<String, Wrong> {
        let text = self.0.trim_start_matches(' ');
        if !text.starts_with('[') {
            return self.quoted().map(str::to_owned);
        }
        let mut depth = 0_usize;
        for (index, byte) in text.bytes().enumerate() {
            match byte {
                b'[' => depth += 1,
                b']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let (list, rest) = text.split_at(index + 1);
                self.0 = rest;
                return Ok(list.to_owned());
            }
        }
        Err("its list of fields does not end")
    }

    fn boolean(&mut self) -> Result<bool, Wrong> {
        if self.next_is("True") {
            return Ok(true);
        }
        self.expect("False", "its fortran_order is neither True nor False")?;
        Ok(false)
    }

    fn shape(&mut self) -> Result<Vec<u64>, Wrong> {
        const WRONG: Wrong = "its shape is not a tuple of integers from 0 to 2^64 - 1";
        let mut shape = Vec::new();
        self.expect("(", WRONG)?;
        while !self.next_is(")") {
            let text = self.0.trim_start_matches(' ');
            let end = text
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(text.len());
            shape.push(text[..end].parse().map_err(|_| WRONG)?);
            self.0 = &text[end..];
            if !self.next_is(",") {
                self.expect(")", WRONG)?;
                break;
            }
        }
        Ok(shape)
    }

    /// Reads a string in single or double quotes, without backslashes.
    fn quoted(&mut self) -> Result<&'a str, Wrong> {
        const WRONG: Wrong = "a quoted name is missing in it";
        let quote = if self.next_is("\"") { '"' } else { '\'' };
        if quote == '\'' {
            self.expect("'", WRONG)?;
        }
        let (name, rest) = self.0.split_once(quote).ok_or(WRONG)?;
        self.0 = rest;
        if name.contains('\\') {
            Err(WRONG)
        } else {
            Ok(name)
        }
    }

    fn expect(&mut self, word: &str, wrong: Wrong) -> Result<(), Wrong> {
        if self.next_is(word) {
            Ok(())
        } else {
            Err(wrong)
        }
    }

    /// Takes the word and the spaces before it, if it comes next.
    fn next_is(&mut self, word: &str) -> bool {
        let rest = self.0.trim_start_matches(' ').strip_prefix(word);
        if let Some(rest) = rest {
            self.0 = rest;
        }
        rest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_written_as_numpy_writes_it() {
        let header = of_bytes(&[97_477, 28, 28]);
        let mut expected =
            b"\x93NUMPY\x01\x00v\x00{'descr': '|u1', 'fortran_order': False, ".to_vec();
        expected.extend(b"'shape': (97477, 28, 28), }");
        expected.resize(127, b' ');
        expected.push(b'\n');
        assert_eq!(header, expected);
        let found = read(&mut header.as_slice()).expect("valid");
        assert_eq!(found.shape, [97_477, 28, 28]);
        assert_eq!((found.dtype.as_str(), found.fortran_order), ("|u1", false));
    }

    #[test]
    fn a_dictionary_has_exactly_its_three_keys() {
        fn wrong(text: &str) -> &'static str {
            Text(text).dictionary().expect_err(text)
        }
        let rest = "'fortran_order': False, 'shape': ()";
        assert!(wrong(&format!("{{{rest}}}")).contains("no descr"));
        assert!(wrong(&format!("{{'descr': 'a', {rest}, 'descr': 'a'}}")).contains("twice"));
        assert!(wrong(&format!("{{'descr': 'a', {rest}}} }}")).contains("goes on"));
        assert!(wrong(&format!("{{'descr': 'a' {rest}}}")).contains("comma"));
        assert!(wrong(&format!("{{'descr': 'a\\'', {rest}}}")).contains("quoted"));
        assert!(wrong(&format!("{{'descr': [[], {rest}}}")).contains("does not end"));
        let one =
            Text("{\"descr\":[('a','|u1')],'fortran_order':True,'shape':(7 ,),}").dictionary();
        let one = one.expect("valid");
        assert_eq!(
            (one.dtype.as_str(), one.fortran_order),
            ("[('a','|u1')]", true)
        );
        assert_eq!(one.shape, [7]);
    }
}
