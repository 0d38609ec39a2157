//! The random streams against what numpy and torch drew (tests/reference/golden/streams.json says which versions).

use crate::support::hash::sha256;
use crate::support::reference_runs::{golden_file, list};
use orthant::learn::streams::{NumpyStream, TorchStream, Twister};
use serde_json::Value;

const SEEDS: [u32; 5] = [0, 1, 42, 1 << 31, u32::MAX];

fn golden(program: &str, seed: u32) -> Value {
    golden_file("streams")[format!("{program}_{seed}")].clone()
}

fn number(value: &Value) -> u32 {
    value.as_u64().unwrap().try_into().unwrap()
}

fn size(value: &Value) -> usize {
    value.as_u64().unwrap().try_into().unwrap()
}

/// Whether a golden order, in full or as a hash, is this one.
#[track_caller]
fn assert_order(order: &[u32], golden: &Value) {
    if let Some(hash) = golden.as_str() {
        assert_eq!(sha256(order.iter().map(|i| i.to_le_bytes())), hash);
    } else {
        let golden: Vec<u32> = list(golden).iter().map(number).collect();
        assert_eq!(order, golden);
    }
}

#[track_caller]
fn assert_doubles(found: &[f64], golden: &Value) {
    let golden: Vec<f64> = list(golden)
        .iter()
        .map(|value| value.as_f64().unwrap())
        .collect();
    assert_eq!(found, golden);
}

#[track_caller]
fn assert_floats(found: &[f32], golden: &Value) {
    let found: Vec<f64> = found.iter().copied().map(f64::from).collect();
    assert_doubles(&found, golden);
}

fn floats_hash(values: &[f32]) -> String {
    sha256(values.iter().map(|value| value.to_le_bytes()))
}

#[test]
fn numpy_draws_the_same() {
    for seed in SEEDS {
        let golden = golden("numpy", seed);
        let mut twister = Twister::new(seed);
        for draw in list(&golden["draws"]) {
            assert_eq!(twister.next_u32(), number(draw));
        }
        let doubles = [(); 3].map(|()| twister.next_double());
        assert_doubles(&doubles, &golden["doubles"]);
    }
}

#[test]
fn numpy_permutes_the_same() {
    for seed in SEEDS {
        let mut stream = NumpyStream::new(seed);
        for permutation in list(&golden("numpy", seed)["permutations"]) {
            assert_order(
                &stream.permutation(number(&permutation[0])),
                &permutation[1],
            );
        }
    }
}

/// To 24 bits everywhere; to the last bit where the logarithm is the one that made the golden values.
#[test]
fn numpy_draws_the_same_normal_values() {
    for seed in SEEDS {
        let golden = golden("numpy", seed);
        let mut stream = NumpyStream::new(seed);
        let hidden: Vec<f64> = (0..200 * 784).map(|_| stream.normal(0.1, 0.1)).collect();
        let three: Vec<f64> = (0..3).map(|_| stream.normal(0.1, 0.1)).collect();
        assert_order(&stream.permutation(10), &golden["permutation_10"]);
        let output: Vec<f64> = (0..4 * 200).map(|_| stream.normal(0.1, 0.1)).collect();
        for (normals, name) in [(&hidden, "normals_200_784"), (&output, "normals_4_200")] {
            let rounded = sha256(normals.iter().map(|value| (*value as f32).to_le_bytes()));
            assert_eq!(rounded, golden[format!("{name}_rounded")]);
            if logarithm_is_the_same() {
                let exact = sha256(normals.iter().map(|value| value.to_le_bytes()));
                assert_eq!(exact, golden[name]);
            }
        }
        if logarithm_is_the_same() {
            assert_doubles(&hidden[..4], &golden["normals_first"]);
            assert_doubles(&three, &golden["normals_3"]);
        }
    }
}

/// glibc's, with fused multiply-add.
#[cfg(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]
fn logarithm_is_the_same() -> bool {
    std::arch::is_x86_feature_detected!("fma")
}

#[cfg(not(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu")))]
fn logarithm_is_the_same() -> bool {
    false
}

#[test]
fn torch_draws_and_permutes_the_same() {
    for seed in SEEDS {
        let golden = golden("torch", seed);
        let mut stream = TorchStream::new(seed);
        for integer in list(&golden["integers"]) {
            assert_eq!(Some(stream.random_i64()), integer.as_i64());
        }
        let mut stream = TorchStream::new(seed);
        for permutation in list(&golden["permutations"]) {
            assert_order(&stream.randperm(number(&permutation[0])), &permutation[1]);
        }
    }
}

/// Torch 2.15.0, on both sides of the length from which it draws in another way; 2 GB of memory.
#[test]
#[ignore = "slow"]
fn torch_permutes_enormous_lengths_the_same() {
    let mut stream = TorchStream::new(42);
    let order = stream.randperm(214_748_363);
    assert_eq!(
        order[..4],
        [105_399_001, 199_900_638, 3_068_019, 143_601_337]
    );
    assert_eq!(stream.random_i64(), 3_304_563_194_130_653_098);
    let order = stream.randperm(214_748_364);
    assert_eq!(
        order[..4],
        [29_142_995, 137_709_673, 34_484_874, 22_086_024]
    );
    assert_eq!(stream.random_i64(), 494_207_915_273_355_563);
}

#[test]
fn the_data_loader_orders_the_same_in_every_epoch() {
    for seed in SEEDS {
        for orders in list(&golden("torch", seed)["loader_orders"]) {
            let mut stream = TorchStream::new(seed);
            for order in list(&orders[1]) {
                assert_order(&stream.loader_order(number(&orders[0])), order);
            }
        }
    }
}

#[test]
fn linear_layers_begin_the_same() {
    for seed in SEEDS {
        let golden = golden("torch", seed);
        let uniform = TorchStream::new(seed).uniform(1001, 0.3);
        assert_floats(&uniform[..3], &golden["uniform_03_first"]);
        assert_eq!(floats_hash(&uniform), golden["uniform_03"]);

        let mut stream = TorchStream::new(seed);
        for layer in list(&golden["linear"]) {
            let (weights, biases) = stream.linear(size(&layer["inputs"]), size(&layer["outputs"]));
            assert_floats(&weights[..3], &layer["weights_first"]);
            assert_eq!(floats_hash(&weights), layer["weights"]);
            assert_eq!(floats_hash(&biases), layer["biases"]);
        }
    }
}

/// Also that as much is drawn: `after` is the next integer of the stream.
#[test]
fn dropout_keeps_the_same() {
    for seed in SEEDS {
        let mut stream = TorchStream::new(seed);
        stream.randperm(2); // one draw of 32 bits, so that a mask's 64 bits come from two blocks
        for mask in list(&golden("torch", seed)["dropout"]) {
            let mut kept = vec![false; size(&mask["n"])];
            stream.dropout(mask["p"].as_f64().unwrap(), &mut kept);
            assert_eq!(
                kept.iter().filter(|kept| **kept).count(),
                size(&mask["kept"])
            );
            assert_eq!(
                sha256(kept.iter().map(|kept| [u8::from(*kept)])),
                mask["mask"]
            );
            assert_eq!(Some(stream.random_i64()), mask["after"].as_i64());
        }
    }
}

#[test]
fn torchs_training_begins_with_these_weights_and_batches() {
    for name in ["q2-pneumoniamnist_28", "q2-synthetic-2000"] {
        for run in list(&golden_file(name)) {
            let mut weights = TorchStream::new(42);
            for [weight, bias] in list(&run["initial_parameters_sha256"]).as_chunks().0 {
                let (w, b) = weights.linear(size(&weight[1][1]), size(&weight[1][0]));
                assert_eq!(floats_hash(&w), weight[2]);
                assert_eq!(floats_hash(&b), bias[2]);
            }
            let mut orders = TorchStream::new(42);
            for epoch in list(&run["batches_of_epochs_1_and_2"]) {
                let order = orders.loader_order(number(&run["train_count"]));
                let mut batches = order.chunks(size(&run["batch_size"]));
                for (batch, golden) in batches.by_ref().zip(list(&epoch["first"])) {
                    assert_order(batch, golden);
                }
                let last = batches.last().expect("more than the first");
                assert!(last.len() < size(&run["batch_size"]));
                assert_order(last, &epoch["last"]);
            }
        }
    }
}
