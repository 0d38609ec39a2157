//! Claims that no computation decides, and what can be computed beside them.

mod convexity;

use crate::draw::networks as picture;
use crate::examine::{Findings, examine};
use crate::formula;
use crate::language::network::Network;
use crate::language::target::{Interval, Target};
use crate::learn::Compute;
use crate::learn::learner::{Learner, UNWATCHED};
use crate::learn::minibatch::mlp::{Activation, Architecture};
use crate::learn::minibatch::{Mlp, Training};
use crate::learn::on_the_cube::examples::CubeExamples;
use crate::learn::on_the_cube::network as exact;
use crate::learn::results::plots::{line, plot};
use crate::prover::{Engine, Watch};
use crate::question3::PartA;
use crate::report::claims::Claim;
use crate::report::finding::{Exhibit, Finding};
use crate::report::inquiry::Examiner;
use crate::report::kinds::Shown;
use crate::report::kinds::equality_shows::listed;
use crate::report::piecewise::Piecewise;
use crate::report::sweeps::cases;
use convexity::{SEGMENTS, logistic_regression, network};

pub(crate) fn outside(
    examiner: &Examiner<'_>,
    claim: &Claim,
    shown: &[Shown],
    runs: &[String],
    networks: &[String],
    largest_d: usize,
) -> Finding {
    let mut because = "No computation decides this.".to_owned();
    let mut exhibits = Vec::new();
    for shown in shown {
        let (text, more) = match shown {
            Shown::Convexity => (convexity(), Vec::new()),
            Shown::Xor => xor(claim, examiner.watch),
            Shown::SameFunction => same_function(examiner, networks, largest_d),
            Shown::Losses => losses(examiner, claim, runs),
        };
        because.push(' ');
        because.push_str(&text);
        exhibits.extend(more);
    }
    Finding::outside(because).with(exhibits)
}

/// The loss of a linear model along random segments, and that of a network with a hidden layer.
fn convexity() -> String {
    let (linear, hidden) = (logistic_regression(), network());
    let above = |count: usize| match count {
        0 => "nowhere above".to_owned(),
        count => format!("above in {count} of them"),
    };
    format!(
        "What can be computed: on {SEGMENTS} random segments between two weights the logistic loss is {} its chord, as that of \
         a convex function must be; the loss of a network with two hidden ReLU units is {}.",
        above(linear),
        above(hidden)
    )
}

/// Exclusive or: f is +1 where x₁ ≠ x₂, that is where they add up to 0.
fn xor(claim: &Claim, watch: Watch<'_>) -> (String, Vec<Exhibit>) {
    let interval = Interval::new(2, 0, 0).expect("D = 2");
    let part_a = PartA::new(&interval, Engine::Auto);
    let linear = match (&part_a.separable, &part_a.four_points) {
        (Ok(ground), Some(Ok(points))) if !ground.holds() => points.certificate().cloned(),
        _ => None,
    };
    let learned = learn(&interval);
    let target = Target::from(interval);
    let found = examine(learned, &target, Engine::Auto, watch);
    let agrees = found
        .exact
        .as_ref()
        .ok()
        .filter(|_| found.is_exact() == Some(true));
    let text = format!(
        "What can be computed: {}, and a network with {HIDDEN} hidden ReLU units, trained here, {}.",
        if linear.is_some() {
            "no linear model computes exclusive or of two inputs (checked)"
        } else {
            "it was not shown that no linear model computes exclusive or"
        },
        if agrees.is_some() {
            "computes it at all four points (checked)"
        } else {
            "does not compute it"
        }
    );
    let mut exhibits = Vec::new();
    let computed = agrees.and_then(|exact| exact.ground.certificate());
    let certificates = linear.iter().chain(computed);
    exhibits.extend(
        certificates.map(|certificate| Exhibit::certificate(&claim.id, certificate.clone())),
    );
    exhibits.extend(square(claim, &found, &target));
    (text, exhibits)
}

fn square(claim: &Claim, found: &Findings, target: &Target) -> Option<Exhibit> {
    let drawing = picture::square("the trained network", &found.network, target)?;
    Some(Exhibit::picture(&claim.id, "square", drawing))
}

/// The hidden units of the network that learns exclusive or.
const HIDDEN: usize = 8;

/// What Question 2's model, with one hidden layer, learns from the vertices, as the exact network that it is.
fn learn(interval: &Interval) -> Network {
    const EPOCHS: usize = 200;
    let cube = CubeExamples::new(interval).expect("D is small");
    let examples = cube.examples();
    let architecture = Architecture {
        hidden_size: HIDDEN,
        layers: 1,
        activation: Activation::Relu,
        ..Architecture::default()
    };
    let training = Training {
        batch_size: examples.len(),
        ..Training::default()
    };
    let compute = Compute {
        threads: 1,
        ..Compute::best()
    };
    let mut mlp: Mlp = Mlp::new(
        training,
        architecture,
        interval.dimension(),
        2,
        examples.len(),
        compute,
    );
    for _ in 0..EPOCHS {
        mlp.epoch(examples, UNWATCHED).expect("nobody stops it");
    }
    exact::network(&mlp.parameters(), Activation::Relu).expect("two classes, ReLU, finite weights")
}

/// Whether the networks are one and the same function of real inputs.
fn same_function(
    examiner: &Examiner<'_>,
    ids: &[String],
    largest_d: usize,
) -> (String, Vec<Exhibit>) {
    let families: Vec<_> = ids.iter().map(|id| examiner.document.network(id)).collect();
    let line = |id: usize, interval: &Interval| {
        Piecewise::of_sum(&families[id].network(interval)).expect("equal weights on all inputs")
    };
    let all = cases(largest_d);
    let different = all.iter().find_map(|interval| {
        let first = line(0, interval);
        (1..families.len())
            .find_map(|other| Some((interval, first.difference(&line(other, interval))?)))
    });
    let names = listed(ids.iter().cloned());
    let text = match different {
        None => format!(
            "What can be computed: {names} are one and the same function of all real inputs, in all {} cases with D ≤ {largest_d}.",
            all.len()
        ),
        Some((interval, sum)) => format!(
            "What can be computed: {names} differ where the inputs add up to {sum}, with {}.",
            formula::name(interval)
        ),
    };
    let formulas = families
        .iter()
        .map(|family| format!("{}  {family}", family.name));
    (text, vec![Exhibit::Lines(formulas.collect())])
}

/// The epochs whose losses are shown.
const SHOWN: [usize; 4] = [1, 5, 10, 20];

/// The training losses of the runs by epoch, as their commands have it and as their question asks for.
fn losses(examiner: &Examiner<'_>, claim: &Claim, ids: &[String]) -> (String, Vec<Exhibit>) {
    let Some(data) = &examiner.trainings.data else {
        let text = "What can be computed, the training losses by epoch, needs --data.";
        return (text.to_owned(), Vec::new());
    };
    let head = ["run".to_owned(), "model".to_owned()].into_iter();
    let mut table = vec![
        head.chain(SHOWN.map(|epoch| format!("epoch {epoch}")))
            .collect::<Vec<_>>(),
    ];
    let mut lines = Vec::new();
    let (commanded, asked) = (&examiner.trainings.commanded, &examiner.trainings.asked);
    for (trainings, is_asked) in [(commanded, false), (asked, true)] {
        for id in ids {
            let Some(Ok(training)) = trainings.get(id) else {
                continue;
            };
            let run = examiner.document.run(id);
            let asks_for = run.as_asked();
            let is_named = asks_for.is_some_and(|asked| asked.is_same_training(&run.command));
            if is_asked && is_named && commanded.contains_key(id) {
                continue;
            }
            let asked = run.asked.filter(|_| is_asked);
            let model = asked.unwrap_or(run.command.model).in_words();
            let loss = |number: usize| {
                let epoch = training.curve.iter().find(|epoch| epoch.epoch == number);
                let loss = epoch.and_then(|epoch| epoch.train_loss);
                loss.map(|loss| format!("{loss:.4}")).unwrap_or_default()
            };
            let row = [id.clone(), model.to_owned()].into_iter();
            table.push(row.chain(SHOWN.map(loss)).collect());
            lines.push(line(format!("{id}, {model}"), &training.curve, |epoch| {
                epoch.train_loss
            }));
        }
    }
    if lines.is_empty() {
        let text = "What can be computed, the training losses by epoch, needs a training that comes to its end.";
        return (text.to_owned(), Vec::new());
    }
    let plot = plot(format!("Training loss on {}", data.name), "Loss", lines);
    let text = format!(
        "What can be computed: the training losses by epoch, on {}.",
        data.name
    );
    let picture = Exhibit::picture(&claim.id, "losses", plot.drawing());
    (text, vec![Exhibit::Table(table), picture])
}
