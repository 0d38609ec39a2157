//! Tensors as `.safetensors` files, which torch and others read and write.
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | n, the header's length, little-endian |
//! | n | JSON: `{"__metadata__": {"key": "text"}, "weight": {"dtype": "F32", "shape": [4, 784], "data_offsets": [0, 12544]}}` |
//! | the rest | the numbers, little-endian, tensor after tensor, without holes |
//!
//! The same tensors and metadata always make the same bytes; the crate `safetensors` writes its metadata in an order
//! that changes from run to run, so it only serves the tests. A file is not trusted: nothing that it says is used
//! before it is checked against its length.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "lengths of what is in memory"
)]

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::formats::tensor::{Tensor, Values, place};
use crate::language::refused::{Refused, quoted};

/// The longest header, in bytes; this is the format's own limit.
pub const MAX_HEADER: usize = 100_000_000;

/// The most axes of a tensor that is read.
pub const MAX_AXES: usize = 8;

/// The name under which the header holds the metadata.
const METADATA: &str = "__metadata__";

/// The header's entry for one tensor.
#[derive(Serialize, Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<u64>,
    data_offsets: [u64; 2],
}

/// The name of the type of these numbers, and the bytes of one of them.
fn dtype(values: &Values) -> (&'static str, u64) {
    let bytes = match values {
        Values::F32(_) | Values::U32(_) => 4,
        Values::F64(_) => 8,
    };
    (values.type_name(), bytes)
}

/// Writes the tensors and the metadata as the bytes of a `.safetensors` file.
///
/// Doubles come first, so that all numbers lie at multiples of their size; otherwise the order is kept.
///
/// # Panics
/// If two tensors have the same name, if one is named `__metadata__`, or if the names and the metadata together are
/// longer than [`MAX_HEADER`].
pub fn to_safetensors(tensors: &[Tensor], metadata: &BTreeMap<String, String>) -> Vec<u8> {
    let mut tensors: Vec<&Tensor> = tensors.iter().collect();
    tensors.sort_by_key(|tensor| std::cmp::Reverse(dtype(&tensor.values).1));

    let mut header = String::from("{");
    let mut add = |name: &str, value: String| {
        let separator = if header.len() > 1 { "," } else { "" };
        let name = serde_json::to_string(name).expect("a string has a JSON form");
        header.extend([separator, &name, ":", &value]);
    };
    if !metadata.is_empty() {
        let metadata = serde_json::to_string(metadata).expect("strings have a JSON form");
        add(METADATA, metadata);
    }
    let mut begin = 0;
    for (index, tensor) in tensors.iter().enumerate() {
        let same = |other: &&Tensor| other.name == tensor.name;
        assert!(
            tensor.name != METADATA && !tensors[..index].iter().any(same),
            "each tensor has a name of its own, not {:?}",
            tensor.name
        );
        let (dtype, bytes) = dtype(&tensor.values);
        let end = begin + bytes * tensor.values.len() as u64;
        let entry = Entry {
            dtype: dtype.to_owned(),
            shape: tensor.shape.iter().map(|length| *length as u64).collect(),
            data_offsets: [begin, end],
        };
        add(
            &tensor.name,
            serde_json::to_string(&entry).expect("numbers have a JSON form"),
        );
        begin = end;
    }
    header.push('}');
    // The numbers begin at a multiple of eight.
    let spaces = header.len().next_multiple_of(8) - header.len();
    header.extend(std::iter::repeat_n(' ', spaces));
    assert!(header.len() <= MAX_HEADER, "a header that can be read");

    let mut file = Vec::with_capacity(8 + header.len() + begin as usize);
    file.extend((header.len() as u64).to_le_bytes());
    file.extend(header.as_bytes());
    for tensor in tensors {
        match &tensor.values {
            Values::F32(values) => file.extend(values.iter().flat_map(|value| value.to_le_bytes())),
            Values::F64(values) => file.extend(values.iter().flat_map(|value| value.to_le_bytes())),
            Values::U32(values) => file.extend(values.iter().flat_map(|value| value.to_le_bytes())),
        }
    }
    file
}

/// The header: the metadata, and the tensors in the order in which it names them.
#[derive(Default)]
struct Header {
    metadata: BTreeMap<String, String>,
    tensors: Vec<(String, Entry)>,
}

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Header;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object with the tensors")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Header, A::Error> {
                let mut header = Header::default();
                while let Some(name) = entries.next_key::<String>()? {
                    if name == METADATA {
                        header.metadata = entries.next_value()?;
                    } else {
                        header.tensors.push((name, entries.next_value()?));
                    }
                }
                Ok(header)
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

/// Reads the bytes of a `.safetensors` file: the tensors, in the order of their numbers in the file, and the metadata.
///
/// # Errors
/// [`Refused`] if the file is damaged, or has numbers other than F32, F64 and U32.
pub fn from_safetensors(bytes: &[u8]) -> Result<(Vec<Tensor>, BTreeMap<String, String>), Refused> {
    let Some((length, rest)) = bytes.split_first_chunk::<8>() else {
        let expected =
            "a .safetensors file, which begins with 8 bytes for the length of its header";
        return Err(Refused::new("", expected, format!("{} bytes", bytes.len())));
    };
    let length = u64::from_le_bytes(*length);
    let split = usize::try_from(length)
        .ok()
        .filter(|length| *length <= MAX_HEADER)
        .and_then(|length| rest.split_at_checked(length));
    let Some((header, mut data)) = split else {
        return Err(Refused::new(
            "",
            format!("a header of at most {MAX_HEADER} bytes that ends within the file"),
            format!("one of {length} bytes, but only {} follow", rest.len()),
        ));
    };
    let header: Header = serde_json::from_slice(header)
        .map_err(|error| Refused::mistake("the header", "that of a .safetensors file", error))?;
    let mut entries = header.tensors;
    entries.sort_by_key(|(_, entry)| entry.data_offsets);
    refuse_twins(&entries)?;

    let (mut tensors, mut expected) = (Vec::with_capacity(entries.len()), 0);
    let found = data.len();
    for (name, entry) in entries {
        let [begin, end] = entry.data_offsets;
        if begin != expected || end < begin {
            return Err(Refused::new(
                place(&name),
                format!("it to begin where the one before it ends, at byte {expected}"),
                format!("it from byte {begin} to byte {end}"),
            ));
        }
        expected = end;
        let own = usize::try_from(end - begin)
            .ok()
            .and_then(|bytes| data.split_at_checked(bytes));
        let Some((own, others)) = own else {
            return Err(wrong_length(end, found));
        };
        data = others;
        tensors.push(tensor(name, &entry, own)?);
    }
    if !data.is_empty() {
        return Err(wrong_length(expected, found));
    }
    Ok((tensors, header.metadata))
}

fn wrong_length(expected: u64, found: usize) -> Refused {
    let expected = format!("{expected} bytes of numbers after the header");
    Refused::new("", expected, format!("{found} bytes"))
}

fn refuse_twins(entries: &[(String, Entry)]) -> Result<(), Refused> {
    let mut names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        None => Ok(()),
        Some(pair) => Err(Refused::new(place(pair[0]), "one of this name", "two")),
    }
}

/// The tensor that an entry and its bytes describe.
fn tensor(name: String, entry: &Entry, bytes: &[u8]) -> Result<Tensor, Refused> {
    let values = match entry.dtype.as_str() {
        "F32" => Values::F32(numbers(bytes, f32::from_le_bytes)),
        "F64" => Values::F64(numbers(bytes, f64::from_le_bytes)),
        "U32" => Values::U32(numbers(bytes, u32::from_le_bytes)),
        found => {
            let expected = "the dtype F32, F64 or U32";
            return Err(Refused::new(place(&name), expected, quoted(found)));
        }
    };
    if entry.shape.len() > MAX_AXES {
        let found = format!("{} axes", entry.shape.len());
        let expected = format!("at most {MAX_AXES} axes");
        return Err(Refused::new(place(&name), expected, found));
    }
    let (dtype, size) = dtype(&values);
    // A length of 0 after an absurd one is refused too.
    let needed = entry
        .shape
        .iter()
        .try_fold(size, |bytes, length| bytes.checked_mul(*length));
    let lengths = entry
        .shape
        .iter()
        .map(|length| usize::try_from(*length).ok());
    match lengths.collect() {
        Some(shape) if needed == Some(bytes.len() as u64) => Ok(Tensor {
            name,
            shape,
            values,
        }),
        _ => Err(Refused::new(
            place(&name),
            format!("a shape that fits its {} bytes", bytes.len()),
            format!("{dtype} {:?}", entry.shape),
        )),
    }
}

/// The numbers of N bytes each that fit into the bytes; [`tensor`] compares how many there are with the shape.
fn numbers<T, const N: usize>(bytes: &[u8], number: impl Fn([u8; N]) -> T) -> Vec<T> {
    let (numbers, _) = bytes.as_chunks::<N>();
    numbers.iter().map(|bytes| number(*bytes)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> (Vec<Tensor>, BTreeMap<String, String>) {
        let tensors = vec![
            Tensor::new("a", &[2, 1], vec![1.5, f64::NAN]),
            Tensor::new("0.weight", &[3], vec![1.0_f32, -0.0, f32::INFINITY]),
            Tensor::new("none", &[2, 0], Vec::<f32>::new()),
            Tensor::new("one \"u32\"", &[], vec![u32::MAX]),
        ];
        let metadata = [("z", "1"), ("a", "{\"json\": \"ü\"}")];
        let text = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
        (tensors, metadata.into_iter().map(text).collect())
    }

    /// A file with this header and this many bytes of numbers.
    fn file(header: &str, bytes: usize) -> Vec<u8> {
        let mut file = (header.len() as u64).to_le_bytes().to_vec();
        file.extend(header.as_bytes());
        file.resize(file.len() + bytes, 0);
        file
    }

    #[test]
    fn what_is_written_is_read_again() {
        let (tensors, metadata) = some();
        let bytes = to_safetensors(&tensors, &metadata);
        let (read, read_metadata) = from_safetensors(&bytes).unwrap();
        // NaN is not equal to itself; its bytes are.
        assert_eq!(to_safetensors(&read, &read_metadata), bytes);
        assert_eq!(format!("{read:?}"), format!("{tensors:?}"));
        assert_eq!(read_metadata, metadata);
        let nothing = to_safetensors(&[], &BTreeMap::new());
        assert_eq!(from_safetensors(&nothing), Ok((vec![], BTreeMap::new())));
    }

    #[test]
    fn the_bytes_are_what_the_format_says() {
        let tensors = [
            Tensor::new("b", &[1], vec![1.0_f32]),
            Tensor::new("a", &[1], vec![2.0_f64]),
        ];
        let metadata = BTreeMap::from([("k".to_owned(), "v".to_owned())]);
        let header = concat!(
            r#"{"__metadata__":{"k":"v"},"#,
            r#""a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"#,
            r#""b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#
        );
        let header = format!("{header:<136}");
        let mut expected = file(&header, 0);
        expected.extend(2.0_f64.to_le_bytes());
        expected.extend(1.0_f32.to_le_bytes());
        assert_eq!(to_safetensors(&tensors, &metadata), expected);
    }

    #[test]
    fn a_file_cut_anywhere_is_refused() {
        let (tensors, metadata) = some();
        let bytes = to_safetensors(&tensors, &metadata);
        for length in 0..bytes.len() {
            assert!(from_safetensors(&bytes[..length]).is_err(), "{length}");
        }
        let longer = [bytes, vec![0]].concat();
        let refused = from_safetensors(&longer).unwrap_err();
        // Two doubles, three floats and an integer.
        assert_eq!(
            refused.to_string(),
            "expected 32 bytes of numbers after the header, found 33 bytes"
        );
    }

    #[test]
    fn hostile_files_are_refused_in_one_sentence() {
        let entry = |dtype: &str, shape: &str, offsets: &str| {
            format!(r#"{{"dtype": "{dtype}", "shape": {shape}, "data_offsets": {offsets}}}"#)
        };
        // A header, and a part of the message.
        let of_headers = [
            "[] => an object with the tensors",
            "{ => EOF",
            "{\"w\": 1} => invalid type",
            "{\"__metadata__\": {\"a\": 1}} => expected a string",
            "{} x => trailing characters",
            "{\"w\": {\"shape\": []}} => missing field",
        ];
        let of_headers = of_headers.map(|row| {
            let (header, part) = row.split_once(" => ").expect("a part");
            (file(header, 0), part)
        });
        // The type, shape and offsets of a tensor in eight bytes, and a part of the message.
        let of_entries = [
            "BF16 | [4] | [0, 8] | \"w\": expected the dtype F32, F64 or U32, found \"BF16\"",
            "F32 | [3] | [0, 8] | a shape that fits its 8 bytes, found F32 [3]",
            "F32 | [4611686018427387906] | [0, 8] | a shape that fits its 8 bytes",
            "F32 | [18446744073709551615, 2, 0] | [0, 8] | a shape that fits its 8 bytes",
            "F32 | [-2] | [0, 8] | invalid value",
            "F32 | [1,1,1,1,1,1,1,1,2] | [0, 8] | 9 axes",
            "F32 | [2] | [8, 0] | from byte 8 to byte 0",
            "F32 | [2] | [0, 18446744073709551615] | 18446744073709551615 bytes of numbers after the header, found 8",
            "F32 | [1] | [4, 8] | at byte 0",
        ];
        let of_entries = of_entries.map(|row| {
            let parts: Vec<&str> = row.split(" | ").collect();
            let entry = entry(parts[0], parts[1], parts[2]);
            (file(&format!("{{\"w\": {entry}}}"), 8), parts[3])
        });
        let two = |names: [&str; 2], offsets: [&str; 2]| {
            let [a, b] = offsets.map(|offsets| entry("F32", "[1]", offsets));
            let header = format!("{{\"{}\": {a}, \"{}\": {b}}}", names[0], names[1]);
            file(&header, 8)
        };
        let others = [
            (vec![1, 2, 3], "found 3 bytes"),
            (
                vec![0xff; 16],
                "18446744073709551615 bytes, but only 8 follow",
            ),
            (file(&"[".repeat(100_000), 0), "an object with the tensors"),
            (
                two(["a", "b"], ["[0, 4]", "[2, 6]"]),
                "\"b\": expected it to begin where the one before it ends, at byte 4, found it from byte 2",
            ),
            (
                two(["a", "a"], ["[0, 4]", "[4, 8]"]),
                "\"a\": expected one of this name, found two",
            ),
        ];
        let cases = of_headers.into_iter().chain(of_entries).chain(others);
        for (bytes, part) in cases {
            let sentence = from_safetensors(&bytes).unwrap_err().to_string();
            assert!(sentence.contains(part), "{part:?} is not in {sentence:?}");
            assert!(
                sentence.len() < 400 && !sentence.contains('\n'),
                "{sentence}"
            );
        }
    }
}
