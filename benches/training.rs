//! How near does training come to what the machine can do? `cargo bench --bench training`
//!
//! Every rate is given over that of fused multiply-adds that touch registers alone, measured between the repetitions:
//! epochs first, then each kernel by itself for each instruction set. Best of several; no line fails for a time.
//!
//! The data set is made up, of OCTMNIST's size. `ORTHANT_BENCH_EXAMPLES=5000` makes a smaller one, for a quick look.

#![allow(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "rates are for people"
)]

use std::hint::black_box;
use std::time::Instant;

use orthant::learn::Compute;
use orthant::learn::data::images::DataSet;
use orthant::learn::data::synthetic::{FULL_SIZE, synthesize};
use orthant::learn::examples::{Examples, PIXEL};
use orthant::learn::kernels::{
    Adam, AdamRates, Aligned, Along, Dots, Element, Gradient, Isa, LANES, Number, Product, Sgd,
    Sums, multiply_add_in_registers,
};
use orthant::learn::learner::{Learner, UNWATCHED};
use orthant::learn::model::{self, ModelName, Question};
use orthant::learn::settings::{Optimizer, Settings, Shape};

/// How often an epoch is timed.
const REPETITIONS: usize = 4;

/// The same for kernels, which take less than a millisecond.
const KERNEL_REPETITIONS: usize = 40;

/// What an epoch of the MLP on one thread is to reach, at batches of 16 and 256.
const GOAL: f64 = 0.65;

/// Operations for an example, two for a multiplication with its addition: forward, and the gradients of weights and
/// activations.
const LINEAR: f64 = 2.0 * 2.0 * 784.0 * 4.0;
const MLP: f64 = 2.0 * (2.0 * (784.0 * 200.0 + 200.0 * 200.0 + 200.0 * 4.0) + 200.0 * 204.0);
const ONE_HIDDEN: f64 = 2.0 * (2.0 * (784.0 * 200.0 + 200.0 * 4.0) + 200.0 * 4.0);

fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

/// Operations a second of register-only multiply-adds, on each of so many threads: the best of a few milliseconds.
fn peak<T: Number>(isa: Isa, threads: usize) -> f64 {
    let rounds = if isa.name() == "plain" {
        2_000
    } else {
        500_000
    };
    let once = || {
        let start = Instant::now();
        let operations: u64 = std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads)
                .map(|_| scope.spawn(move || multiply_add_in_registers::<T>(isa, rounds)))
                .collect();
            let own = multiply_add_in_registers::<T>(isa, rounds);
            let others = others
                .into_iter()
                .map(|other| other.join().expect("it adds"));
            own + others.sum::<u64>()
        });
        operations as f64 / start.elapsed().as_secs_f64()
    };
    (0..10).map(|_| once()).fold(0.0, f64::max)
}

/// A model with the settings of its case.
#[derive(Clone, Copy, PartialEq)]
enum Model {
    Perceptron,
    OneByOne,
    OneHiddenLayer,
    InBatches,
    Mlp(usize, Optimizer, f64),
}

/// A name, the operations for an example, and a model: Question 1's in double precision, with accuracy on the training
/// set as part of the epoch, and Question 2's in single precision.
type Case = (&'static str, f64, Model);

const MLP_256: &str = "Q2 MLP 200 200, 256";
const MLP_1024: &str = "Q2 MLP 200 200, 1024";

#[rustfmt::skip]
const CASES: [Case; 10] = [
    // A mistake is about every other example; products alone are counted.
    ("Q1 perceptron", LINEAR / 2.0, Model::Perceptron),
    ("Q1 logistic regression", LINEAR, Model::OneByOne),
    ("Q1 MLP 200", ONE_HIDDEN, Model::OneHiddenLayer),
    ("Q2 logistic regression, 16", LINEAR, Model::InBatches),
    ("Q2 MLP 200 200, 16", MLP, Model::Mlp(16, Optimizer::Sgd, 0.0)),
    (MLP_256, MLP, Model::Mlp(256, Optimizer::Sgd, 0.0)),
    (MLP_1024, MLP, Model::Mlp(1024, Optimizer::Sgd, 0.0)),
    ("Q2 MLP, 16, dropout 0.2", MLP, Model::Mlp(16, Optimizer::Sgd, 0.2)),
    ("Q2 MLP, 256, dropout 0.2", MLP, Model::Mlp(256, Optimizer::Sgd, 0.2)),
    ("Q2 MLP, 16, Adam", MLP, Model::Mlp(16, Optimizer::Adam, 0.0)),
];

/// Those whose epoch on one thread is to reach [`GOAL`].
const HAVE_A_GOAL: [Model; 2] = [
    Model::Mlp(16, Optimizer::Sgd, 0.0),
    Model::Mlp(256, Optimizer::Sgd, 0.0),
];

impl Model {
    fn is_of_question_1(self) -> bool {
        !matches!(self, Self::InBatches | Self::Mlp(..))
    }

    fn learner(self, data: &DataSet, compute: Compute) -> Box<dyn Learner> {
        let (question, name) = match self {
            Self::Perceptron => (Question::One, ModelName::Perceptron),
            Self::OneByOne => (Question::One, ModelName::LogisticRegression),
            Self::OneHiddenLayer => (Question::One, ModelName::Mlp),
            Self::InBatches => (Question::Two, ModelName::LogisticRegression),
            Self::Mlp(..) => (Question::Two, ModelName::Mlp),
        };
        let mut model = model::Model::new(question, name);
        if self == Self::InBatches {
            model.settings.learning_rate = 0.01;
        }
        if let Self::Mlp(batch_size, optimizer, dropout) = self {
            model.settings = Settings {
                batch_size,
                optimizer,
                dropout,
                ..model.settings
            };
            if optimizer == Optimizer::Adam {
                model.settings.learning_rate = 0.001;
            }
        }
        let shape = Shape::new(data.train.pixels(), data.classes, data.train.len());
        model.learner(shape, compute)
    }
}

/// An epoch's best times, in seconds, and the best rate of the peak meanwhile.
struct Times {
    train: f64,
    evaluate: f64,
    peak: f64,
}

/// Times epochs, one after the other, of one learner.
fn time(model: Model, data: &DataSet, compute: Compute) -> Times {
    let (train, val): (Examples<'_>, Examples<'_>) = (data.train.examples(), data.val.examples());
    let mut learner = model.learner(data, compute);
    let mut best = Times {
        train: f64::INFINITY,
        evaluate: f64::INFINITY,
        peak: 0.0,
    };
    for _ in 0..REPETITIONS {
        best.peak = best.peak.max(if model.is_of_question_1() {
            peak::<f64>(compute.isa, compute.threads)
        } else {
            peak::<f32>(compute.isa, compute.threads)
        });
        best.train = best.train.min(seconds(|| {
            black_box(learner.epoch(train, UNWATCHED).expect("nobody stops it"));
        }));
        best.evaluate = best.evaluate.min(seconds(|| {
            if model.is_of_question_1() {
                black_box(learner.evaluate(train));
            }
            black_box(learner.evaluate(val));
        }));
    }
    best
}

fn epochs(data: &DataSet) {
    let isa = Isa::best();
    let times = CASES
        .map(|(_, _, model)| [1, 2].map(|threads| time(model, data, Compute { isa, threads })));
    // A busy machine runs two threads side by side only now and then, so the peak is the best of all cases.
    let peak = |double: bool, threads: usize| {
        let alike = CASES.iter().zip(&times);
        alike
            .filter(|((_, _, model), _)| model.is_of_question_1() == double)
            .map(|(_, times)| times[threads - 1].peak)
            .fold(0.0, f64::max)
    };

    println!(
        "Epochs, {} examples, {}, best of {REPETITIONS}\n",
        data.train.len(),
        isa.name()
    );
    println!(
        "{:27}{:>8}{:>9}{:>12}{:>9}{:>8}{:>7}  goal",
        "model, batch", "threads", "train s", "evaluate s", "GFLOP/s", "peak", "ratio"
    );
    for ((name, operations, model), times) in CASES.iter().zip(&times) {
        for (
            threads,
            Times {
                train, evaluate, ..
            },
        ) in (1..).zip(times)
        {
            let rate = operations * data.train.len() as f64 / train;
            let peak = peak(model.is_of_question_1(), threads);
            let goal = if HAVE_A_GOAL.contains(model) && threads == 1 {
                format!("{GOAL:.2}")
            } else {
                "-".to_owned()
            };
            println!(
                "{name:27}{threads:>8}{train:>9.4}{evaluate:>12.4}{:>9.1}{:>8.1}{:>7.2}  {goal}",
                rate / 1e9,
                peak / 1e9,
                rate / peak,
            );
        }
    }
    let epoch = |wanted: &str, threads: usize| {
        let place = CASES.iter().position(|(name, ..)| *name == wanted);
        let Times {
            train, evaluate, ..
        } = times[place.expect("a case")][threads - 1];
        train + evaluate
    };
    println!();
    for threads in [1, 2] {
        println!(
            "An epoch at batch 1024 over one at 256, threads: {threads}  {:.2}  goal: at most 1.00",
            epoch(MLP_1024, threads) / epoch(MLP_256, threads)
        );
    }
}

/// A kernel on made-up numbers, and its operations.
struct Kernel<'a> {
    name: &'static str,
    operations: usize,
    run: Box<dyn FnMut(Isa) + 'a>,
}

/// Numbers between −0.5 and 0.5.
fn numbers<T: Number>(length: usize) -> Aligned<T> {
    let mut numbers = Aligned::zeros(length);
    for (i, number) in numbers.iter_mut().enumerate() {
        *number = T::of((i * 7 % 101) as f64 / 101.0 - 0.5);
    }
    numbers
}

fn pixels(length: usize) -> Aligned<u8> {
    let mut pixels = Aligned::zeros(length);
    for (pixel, i) in pixels.iter_mut().zip((0..251).cycle()) {
        *pixel = i;
    }
    pixels
}

/// Weights times a group of 16 examples.
fn product<T: Number, X: Element<T>>(
    name: &'static str,
    [outputs, inputs]: [usize; 2],
    along: Along,
    x: Aligned<X>,
) -> Kernel<'static> {
    let weights = numbers::<T>(outputs * inputs);
    let mut out = Aligned::zeros(outputs.max(inputs) * LANES);
    Kernel {
        name,
        operations: 2 * outputs * inputs * LANES,
        run: Box::new(move |isa| {
            let product = Product {
                weights: &weights,
                stride: inputs,
                outputs,
                inputs,
                along,
                x: &x,
                out: &mut out,
            };
            isa.run(product);
        }),
    }
}

/// A layer's gradient from pixels, with the step.
fn gradient<T: Number>(
    name: &'static str,
    [outputs, inputs]: [usize; 2],
    examples: usize,
    optimizer: Optimizer,
) -> Kernel<'static> {
    let length = outputs * inputs;
    let [mut weights, mut first, mut second] = [(); 3].map(|()| Aligned::zeros(length));
    let x = pixels(examples * inputs);
    let d = numbers::<T>(examples.next_multiple_of(LANES) * outputs);
    let zero = T::default();
    Kernel {
        name,
        operations: 2 * length * examples,
        run: Box::new(move |isa| {
            let gradient = Gradient {
                d: &d,
                outputs,
                x: &x,
                x_stride: inputs,
                examples,
                stride: inputs,
            };
            // Tiny steps, so that weights stay numbers of the usual size.
            let (scale, rate) = (T::of(PIXEL), T::of(1e-6));
            match optimizer {
                Optimizer::Sgd => {
                    let mut sgd = Sgd {
                        weights: &mut weights,
                        scale,
                        learning_rate: rate,
                        decay: zero,
                    };
                    gradient.give(isa, &mut sgd);
                }
                Optimizer::Adam => {
                    let rates = AdamRates {
                        scale,
                        decay: zero,
                        first_rate: T::of(0.1),
                        second_decay: T::of(0.999),
                        second_rate: T::of(0.001),
                        step: rate,
                        correction: T::of(1.0),
                        epsilon: T::of(1e-8),
                    };
                    let mut adam = Adam {
                        weights: &mut weights,
                        first_moments: &mut first,
                        second_moments: &mut second,
                        rates,
                    };
                    gradient.give(isa, &mut adam);
                }
            }
        }),
    }
}

/// Four classes' scores.
fn dots<T: Number>(name: &'static str, examples: usize) -> Kernel<'static> {
    let (outputs, inputs) = (4, 784);
    let weights = numbers::<T>(outputs * inputs);
    let x = pixels(examples * inputs);
    let mut out = Aligned::zeros(outputs * LANES);
    Kernel {
        name,
        operations: 2 * outputs * inputs * examples,
        run: Box::new(move |isa| {
            let dots = Dots {
                weights: &weights,
                stride: inputs,
                outputs,
                x: &x,
                x_stride: inputs,
                examples,
                out: &mut out,
            };
            isa.run(dots);
        }),
    }
}

/// What an epoch consists of, at the sizes of one half of the units where a layer is divided.
fn kernels<T: Number>() -> Vec<Kernel<'static>> {
    use Along::{Inputs, Outputs};
    use Optimizer::{Adam, Sgd};
    let columns = || numbers::<T>(200 * LANES);
    vec![
        product::<T, u8>(
            "product 100 x 784, pixels",
            [100, 784],
            Inputs,
            pixels(784 * LANES),
        ),
        product::<T, T>(
            "product 100 x 208",
            [100, 208],
            Inputs,
            numbers(208 * LANES),
        ),
        product::<T, T>("product across 100 x 208", [100, 208], Outputs, columns()),
        gradient::<T>("gradient 100 x 784, 16, SGD", [100, 784], 16, Sgd),
        gradient::<T>("gradient 100 x 784, 256, SGD", [100, 784], 256, Sgd),
        gradient::<T>("gradient 100 x 784, 16, Adam", [100, 784], 16, Adam),
        dots::<T>("dots 4 x 784, 16 examples", 16),
        dots::<T>("dots 4 x 784, 1 example", 1),
        gradient::<T>("gradient 4 x 784, 16, SGD", [4, 784], 16, Sgd),
        gradient::<T>("gradient 4 x 784, 1, SGD", [4, 784], 1, Sgd),
    ]
}

/// Operations a second of a kernel that runs for half a millisecond, which even a busy machine gives in one piece.
fn rate(kernel: &mut Kernel<'_>, isa: Isa) -> f64 {
    let once = seconds(|| (kernel.run)(isa));
    let times = (0.0005 / once).clamp(1.0, 1e5).ceil();
    let all = seconds(|| {
        let mut left = times;
        while left > 0.0 {
            (kernel.run)(isa);
            left -= 1.0;
        }
    });
    times * kernel.operations as f64 / all
}

/// Each kernel on one thread, over the peak of the machine: that of its best instruction set.
fn alone<T: Number>(precision: &str) {
    let sets = Isa::all();
    let mut registers = vec![0.0_f64; sets.len()];
    let rows: Vec<(&str, Vec<f64>)> = kernels::<T>()
        .iter_mut()
        .map(|kernel| {
            let mut best = vec![0.0_f64; sets.len()];
            for (set, registers) in sets.iter().zip(&mut registers) {
                *registers = registers.max(peak::<T>(*set, 1));
            }
            for _ in 0..KERNEL_REPETITIONS {
                for (set, best) in sets.iter().zip(&mut best) {
                    *best = best.max(rate(kernel, *set));
                }
            }
            (kernel.name, best)
        })
        .collect();
    let peak = registers.iter().copied().fold(0.0, f64::max);

    print!("\n{:31}", format!("Kernels, {precision}"));
    for set in &sets {
        print!("{:>9} GF/s  ratio", set.name());
    }
    println!();
    for (name, rates) in rows.iter().chain([&("registers alone", registers)]) {
        print!("{name:31}");
        for rate in rates {
            print!("{:>14.1}{:>7.2}", rate / 1e9, rate / peak);
        }
        println!();
    }
}

fn main() {
    let size = std::env::var("ORTHANT_BENCH_EXAMPLES").map_or(FULL_SIZE, |size| {
        size.parse().expect("ORTHANT_BENCH_EXAMPLES is a number")
    });
    epochs(&synthesize(size, 65));
    alone::<f32>("float32");
    alone::<f64>("float64");
}
