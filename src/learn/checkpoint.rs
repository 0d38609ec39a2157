//! The state of an interrupted training, as a file from which it is resumed as if it had not been interrupted.
//!
//! A checkpoint is a `.safetensors` file (see [`crate::formats::safetensors`]) with the learner's state as tensors. Its
//! metadata are:
//!
//! | key | value |
//! | --- | --- |
//! | `format` | `orthant checkpoint 1` |
//! | `settings` | the settings of the learner, as the training writes them |
//! | `data` | the [`fingerprint`] of the data set, 16 hexadecimal digits |
//! | `curve` | JSON lines, one for each epoch, whose floats are the 16 hexadecimal digits of their bits |
//!
//! Floats are stored as bits because JSON has no NaN, and a training that has diverged must not be read back as a sound
//! one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::formats::safetensors::{from_safetensors, to_safetensors};
use crate::formats::tensor::Tensor;
use crate::language::refused::{Refused, quoted};
use crate::learn::curve::Epoch;
use crate::learn::data::images::DataSet;

/// The name of the format in the file.
const FORMAT: &str = "orthant checkpoint 1";

/// The place of most errors in a file.
const METADATA: &str = "the metadata of a checkpoint";

/// The state of a training after an epoch.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// The settings of the learner, which must be those of the learner into which the state is restored.
    pub settings: String,
    /// The [`fingerprint`] of the data set that it is trained on.
    pub data: u64,
    /// All epochs so far.
    pub curve: Vec<Epoch>,
    /// The state of the learner, from [`super::learner::Learner::state`].
    pub state: Vec<Tensor>,
}

/// A float that is written as the digits of its bits.
#[derive(Clone, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
struct Bits(f64);

impl From<Bits> for String {
    fn from(Bits(float): Bits) -> Self {
        hexadecimal(float.to_bits())
    }
}

impl TryFrom<String> for Bits {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let bits = from_hexadecimal(&text).ok_or("not 16 hexadecimal digits")?;
        Ok(Self(f64::from_bits(bits)))
    }
}

fn hexadecimal(number: u64) -> String {
    format!("{number:016x}")
}

fn from_hexadecimal(text: &str) -> Option<u64> {
    let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    digits.then(|| u64::from_str_radix(text, 16).ok()).flatten()
}

impl Checkpoint {
    /// The bytes of the checkpoint's file; equal checkpoints have equal bytes.
    ///
    /// # Panics
    /// If the settings and the curve together are longer than [`crate::formats::safetensors::MAX_HEADER`]: half a
    /// million epochs.
    pub fn to_bytes(&self) -> Vec<u8> {
        let lines = self.curve.iter().map(|epoch| {
            let line = serde_json::to_string(&epoch.clone().map(Bits));
            line.expect("numbers and strings have a JSON form") + "\n"
        });
        let metadata = [
            ("format", FORMAT.to_owned()),
            ("settings", self.settings.clone()),
            ("data", hexadecimal(self.data)),
            ("curve", lines.collect()),
        ];
        let metadata = metadata.map(|(key, value)| (key.to_owned(), value));
        to_safetensors(&self.state, &metadata.into())
    }

    /// Reads a checkpoint from the bytes of its file.
    ///
    /// Whether the state fits a learner is decided by [`super::learner::Learner::restore`].
    ///
    /// # Errors
    /// [`Refused`] if the bytes are not those of a checkpoint.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Refused> {
        let (state, metadata) = from_safetensors(bytes)?;
        let format = value(&metadata, "format")?;
        if format != FORMAT {
            let expected = format!("the format {FORMAT:?}");
            return Err(Refused::new(METADATA, expected, quoted(format)));
        }
        let data = value(&metadata, "data")?;
        let data = from_hexadecimal(data).ok_or_else(|| {
            let expected = "16 hexadecimal digits for \"data\"";
            Refused::new(METADATA, expected, quoted(data))
        })?;
        let lines = value(&metadata, "curve")?.lines().zip(1..);
        let curve = lines.map(|(text, number)| {
            let line: Option<Epoch<Bits>> = serde_json::from_str(text).ok();
            let line = line.filter(|line| line.epoch == number);
            line.map(|line| line.map(|Bits(float)| float))
                .ok_or_else(|| {
                    let place = format!("{METADATA}, line {number} of \"curve\"");
                    Refused::new(place, format!("the JSON of epoch {number}"), quoted(text))
                })
        });
        Ok(Self {
            settings: value(&metadata, "settings")?.to_owned(),
            data,
            curve: curve.collect::<Result<_, _>>()?,
            state,
        })
    }
}

fn value<'a>(
    metadata: &'a BTreeMap<String, String>,
    key: &'static str,
) -> Result<&'a str, Refused> {
    let value = metadata.get(key).map(String::as_str);
    value.ok_or_else(|| Refused::new(METADATA, format!("a value for {key:?}"), "none"))
}

/// A number that two different data sets do not share by chance: a hash of all sizes, pixels and labels.
///
/// Over 64-bit words wᵢ, h ← (h ⊕ wᵢ)·k and then h ← h ⊕ ⌊h/2³²⌋, with k = 0x9e3779b97f4a7c15, from
/// h = 0xcbf29ce484222325. The words are, for train, val and test: number of images, height, width; the pixels, eight a
/// word, the first the least significant, zeros after the last; the labels likewise. Every step is a bijection of h,
/// so that no change of a single word goes unnoticed. It is not a defence against a forger, and it will not change.
pub fn fingerprint(data: &DataSet) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for split in [&data.train, &data.val, &data.test] {
        let (count, height, width) = split.images.dim();
        for length in [count, height, width] {
            absorb(&mut hash, length as u64);
        }
        absorb_bytes(&mut hash, split.bytes());
        absorb_bytes(&mut hash, split.labels.as_slice().expect("standard layout"));
    }
    hash
}

fn absorb(hash: &mut u64, word: u64) {
    *hash = (*hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    *hash ^= *hash >> 32;
}

fn absorb_bytes(hash: &mut u64, bytes: &[u8]) {
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        absorb(hash, u64::from_le_bytes(*word));
    }
    if !rest.is_empty() {
        let mut word = [0; 8];
        word[..rest.len()].copy_from_slice(rest);
        absorb(hash, u64::from_le_bytes(word));
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array3;

    use crate::learn::data::images::Split;
    use crate::learn::data::synthetic::synthesize;

    use super::*;

    fn checkpoint() -> Checkpoint {
        let epoch = |epoch, train_loss| Epoch {
            epoch,
            train_loss,
            train_correct: (epoch == 1).then_some(3),
            train_accuracy: (epoch == 1).then_some(0.1 + 0.2),
            val_loss: None,
            val_correct: 7,
            val_accuracy: 7.0 / 9.0,
        };
        Checkpoint {
            settings: r#"{"model":"mlp"}"#.to_owned(),
            data: 0xab,
            curve: vec![epoch(1, Some(f64::NEG_INFINITY)), epoch(2, Some(1.0 / 3.0))],
            state: vec![Tensor::new("steps", &[1], vec![5_u32])],
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut checkpoint = checkpoint();
        let bytes = checkpoint.to_bytes();
        assert_eq!(Checkpoint::from_bytes(&bytes), Ok(checkpoint.clone()));
        checkpoint.curve.clear();
        let bytes = checkpoint.to_bytes();
        assert_eq!(Checkpoint::from_bytes(&bytes), Ok(checkpoint));
    }

    #[test]
    fn a_training_that_has_diverged_stays_so() {
        let mut checkpoint = checkpoint();
        checkpoint.curve[1].train_loss = Some(f64::NAN);
        let read = Checkpoint::from_bytes(&checkpoint.to_bytes()).unwrap();
        assert!(read.curve[1].has_diverged());
    }

    #[test]
    fn other_files_are_refused() {
        let bytes = |change: &dyn Fn(&mut BTreeMap<String, String>)| {
            let (state, mut metadata) = from_safetensors(&checkpoint().to_bytes()).unwrap();
            change(&mut metadata);
            Checkpoint::from_bytes(&to_safetensors(&state, &metadata)).unwrap_err()
        };
        let set = |key: &'static str, value: &'static str| {
            move |metadata: &mut BTreeMap<String, String>| {
                metadata.insert(key.to_owned(), value.to_owned());
            }
        };
        let refused = |expected: &str, found: &str| Refused::new(METADATA, expected, found);
        assert_eq!(
            bytes(&BTreeMap::clear),
            refused("a value for \"format\"", "none")
        );
        let format = "the format \"orthant checkpoint 1\"";
        assert_eq!(
            bytes(&set("format", "orthant checkpoint 2")),
            refused(format, "\"orthant checkpoint 2\"")
        );
        for data in ["0xab", "+00000000000000f"] {
            let expected = "16 hexadecimal digits for \"data\"";
            assert_eq!(bytes(&set("data", data)), refused(expected, &quoted(data)));
        }
        for curve in ["{}", "\n", r#"{"epoch":2}"#] {
            let error = bytes(&set("curve", curve));
            assert_eq!(error.place, format!("{METADATA}, line 1 of \"curve\""));
            assert_eq!(error.expected, "the JSON of epoch 1");
        }
        for key in ["format", "settings", "data", "curve"] {
            let error = bytes(&|metadata| drop(metadata.remove(key)));
            assert_eq!(error, refused(&format!("a value for {key:?}"), "none"));
        }
        let error = Checkpoint::from_bytes(b"{}").unwrap_err();
        assert!(error.expected.contains(".safetensors"), "{error}");
    }

    #[test]
    fn the_fingerprint_is_the_same_for_ever() {
        let split = |pixels: &[u8], labels: &[u8]| {
            let shape = (labels.len(), 1, pixels.len() / labels.len());
            Split {
                images: Array3::from_shape_vec(shape, pixels.to_vec()).unwrap(),
                labels: labels.to_vec().into(),
            }
        };
        let data = DataSet::new(
            split(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], &[0, 1]),
            split(&[255, 254, 253, 252, 251], &[2]),
            split(&[9, 8, 7, 6, 5], &[1]),
        );
        // From ten lines of Python.
        assert_eq!(hexadecimal(fingerprint(&data)), "93e7b460c81e6b60");
        let data = synthesize(200, 1);
        assert_eq!(hexadecimal(fingerprint(&data)), "59d3df31db87adb3");
    }

    #[test]
    fn every_pixel_label_and_length_counts() {
        let data = synthesize(32, 1);
        let mut seen = vec![fingerprint(&data)];
        let mut note = |changed: &DataSet| {
            let found = fingerprint(changed);
            assert!(!seen.contains(&found));
            seen.push(found);
        };
        for index in [0, 7, 8, 783, 784] {
            let mut changed = data.clone();
            changed.val.images.as_slice_mut().unwrap()[index] ^= 0x80;
            note(&changed);
        }
        let mut changed = data.clone();
        changed.test.labels[3] ^= 1;
        note(&changed);
        let mut changed = data.clone();
        let (count, height, width) = changed.train.images.dim();
        let bytes = changed.train.bytes().to_vec();
        changed.train.images =
            Array3::from_shape_vec((count, height / 2, width * 2), bytes).unwrap();
        note(&changed);
    }
}
