//! The crate `safetensors`, which is the format's reference, reads what is written here and writes what is read here.

use std::collections::{BTreeMap, HashMap};

use orthant::formats::safetensors::{from_safetensors, to_safetensors};
use orthant::formats::tensor::{Tensor, Values};
use proptest::prelude::*;
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView, serialize};

fn bytes(values: &Values) -> (Dtype, Vec<u8>) {
    match values {
        Values::F32(values) => (
            Dtype::F32,
            values.iter().flat_map(|v| v.to_le_bytes()).collect(),
        ),
        Values::F64(values) => (
            Dtype::F64,
            values.iter().flat_map(|v| v.to_le_bytes()).collect(),
        ),
        Values::U32(values) => (
            Dtype::U32,
            values.iter().flat_map(|v| v.to_le_bytes()).collect(),
        ),
    }
}

fn tensors() -> impl Strategy<Value = Vec<Tensor>> {
    let shape = prop::collection::vec(0_usize..4, 0..4);
    let tensor = ("\\PC{0,8}", shape, 0..3, any::<u64>()).prop_map(|(name, shape, kind, bits)| {
        let count = shape.iter().product();
        // Any bits, NaN too.
        let mut word = bits;
        let mut next = || {
            word = word.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            word
        };
        let low = |word: u64| u32::try_from(word >> 32).expect("32 bits");
        match kind {
            0 => Tensor::new(
                name,
                &shape,
                (0..count).map(|_| f32::from_bits(low(next()))).collect(),
            ),
            1 => Tensor::new(
                name,
                &shape,
                (0..count).map(|_| f64::from_bits(next())).collect(),
            ),
            _ => Tensor::new(
                name,
                &shape,
                (0..count).map(|_| low(next())).collect::<Vec<u32>>(),
            ),
        }
    });
    // The crate writes a header that it cannot read where there are metadata and no tensor.
    prop::collection::vec(tensor, 1..5).prop_map(|mut tensors: Vec<Tensor>| {
        tensors.sort_by(|a, b| a.name.cmp(&b.name));
        tensors.dedup_by(|a, b| a.name == b.name);
        tensors
    })
}

proptest! {
    #[test]
    fn both_write_what_the_other_reads(
        tensors in tensors(),
        metadata in prop::collection::btree_map("\\PC{0,8}", "\\PC{0,8}", 0..4),
    ) {
        let written = to_safetensors(&tensors, &metadata);
        let theirs = SafeTensors::deserialize(&written).expect("as the format has it");
        prop_assert_eq!(theirs.len(), tensors.len());
        for tensor in &tensors {
            let view = theirs.tensor(&tensor.name).expect("it is there");
            let (dtype, data) = bytes(&tensor.values);
            prop_assert_eq!((view.dtype(), view.shape(), view.data()), (dtype, &*tensor.shape, &*data));
        }
        let (_, read) = SafeTensors::read_metadata(&written).expect("as the format has it");
        let read = read.metadata().clone().unwrap_or_default();
        let read: BTreeMap<String, String> = read.into_iter().collect();
        prop_assert_eq!(&read, &metadata);

        let data: Vec<_> = tensors.iter().map(|tensor| bytes(&tensor.values)).collect();
        let views = tensors.iter().zip(&data).map(|(tensor, (dtype, data))| {
            let view = TensorView::new(*dtype, tensor.shape.clone(), data);
            (tensor.name.as_str(), view.expect("as many bytes as the shape says"))
        });
        let theirs: HashMap<_, _> = metadata.clone().into_iter().collect();
        let theirs = serialize(views, Some(theirs)).expect("sound tensors");
        let (mut read, read_metadata) = from_safetensors(&theirs).expect("as the format has it");
        read.sort_by(|a, b| a.name.cmp(&b.name));
        let shown = |tensors: &[Tensor]| format!("{tensors:?}");
        prop_assert_eq!(shown(&read), shown(&tensors));
        prop_assert_eq!(read_metadata, metadata);
    }
}
