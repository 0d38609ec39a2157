//! A tree of relaxations: is there a vertex at which the network differs from the target?
//!
//! The cube is split into ranges of sums on which the target is constant, and each range, if need be, into the vertices at
//! which a coordinate or a unit has one sign and those at which it has the other. On each leaf lines take the place of the
//! units whose sign is open, and so bound the output by a linear function of the inputs, whose least value over the leaf is
//! exact. The slopes of the lines are proposed in floating point (`ascent`) and rounded to short fractions, and the bound
//! that they give is computed exactly (`exact`). The tree with the slopes is the evidence.

mod ascent;
mod exact;
mod floats;
mod goal;
mod node;
mod queue;
mod slice;

use std::sync::Mutex;

use crate::checker::{Evidence, Part};
use crate::language::cube::Vertex;
use crate::language::network::Network;
use crate::language::target::Target;
use crate::prover::{Limits, Undecided};

use node::{Failed, Search};
use queue::{Queue, Task};

/// What the tree shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Every vertex is right, with the tree as evidence.
    Everywhere(Evidence),
    /// The network differs from the target at this vertex.
    DiffersAt(Vertex),
    /// Under a push the network may leave the target at this vertex, where the output or a unit with a jump is 0: the tree
    /// does not tell whether it does.
    OnTheEdge(Vertex),
}

/// The result of a search, and its size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branched {
    /// What the tree shows.
    pub shown: Shown,
    /// The number of leaves of the tree, as far as it was built.
    pub leaves: u64,
    /// The number of nodes that were looked at.
    pub nodes: u64,
}

/// What is to be shown at every vertex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The network equals the target.
    Agreement,
    /// The network keeps the target's value under an infinitesimal push in any direction.
    Robustness,
}

/// Looks for a vertex at which the network is not as wanted, or for a tree which shows that there is none.
///
/// # Errors
/// [`Undecided`] if the work was stopped, or the tree is too large for the memory.
///
/// # Panics
/// If the network and the target have different dimensions.
pub fn decide(
    network: &Network,
    target: &Target,
    wanted: Wanted,
    limits: Limits,
) -> Result<Branched, Undecided> {
    let dimension = target.dimension();
    assert_eq!(
        network.inputs(),
        dimension,
        "one target value a vertex of the network"
    );
    let search = Search::new(network, target, wanted, limits);
    let tasks = tasks(target);
    // A single task that cannot be split is for one thread.
    let splits = tasks.len() > 1 || target.values_by_sum().is_some();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let others = if splits { threads - 1 } else { 0 };
    let queue = Queue::new(tasks);
    let results = Mutex::new(Results::default());
    std::thread::scope(|scope| {
        for _ in 0..others {
            scope.spawn(|| work(&search, &queue, &results));
        }
        work(&search, &queue, &results);
    });
    let Results { mut parts, failed } = results.into_inner().expect("no thread panics");
    let shown = match failed.map(|(_, failed)| failed) {
        Some(Failed::Differs(x)) => Shown::DiffersAt(x),
        Some(Failed::OnTheEdge(x)) => Shown::OnTheEdge(x),
        Some(Failed::Stopped(stop)) => {
            return Err(Undecided::stopped(stop));
        }
        Some(Failed::TooLarge | Failed::NotNeeded) => {
            let leaves = search.leaves();
            return Err(Undecided::TreeTooLarge { leaves });
        }
        None => {
            parts.sort_by_key(|part| part.low);
            Shown::Everywhere(Evidence::Tree(parts))
        }
    };
    Ok(Branched {
        shown,
        leaves: search.leaves(),
        nodes: search.nodes(),
    })
}

/// The ranges of sums on which the target is constant; for a table the whole cube.
fn tasks(target: &Target) -> Vec<Task> {
    let dimension = i64::try_from(target.dimension()).expect("at most MAX_DIMENSION");
    let Some(values) = target.values_by_sum() else {
        return vec![Task::new(
            (-dimension, dimension),
            (-dimension, dimension),
            dimension,
        )];
    };
    let mut low = -dimension;
    let mut tasks = Vec::new();
    for (_, count) in values.runs() {
        let next = low + 2 * i64::try_from(count).expect("at most MAX_DIMENSION");
        tasks.push(Task::new((low, next - 2), (low, next - 2), dimension));
        low = next;
    }
    tasks
}

#[derive(Default)]
struct Results {
    parts: Vec<Part>,
    /// The failure that counts.
    failed: Option<(Task, Failed)>,
}

impl Results {
    /// Keeps the failure that counts: a vertex at which the network differs, or else one on the edge, and of several the
    /// first in the order of the tasks, so that the answer does not depend on the threads.
    fn fail(&mut self, task: Task, failed: Failed) {
        let rank = |(task, failed): &(Task, Failed)| {
            let kind = match failed {
                Failed::Differs(_) => 0,
                Failed::OnTheEdge(_) => 1,
                Failed::TooLarge => 2,
                Failed::Stopped(_) => 3,
                Failed::NotNeeded => 4,
            };
            (kind, *task)
        };
        let new = (task, failed);
        if self
            .failed
            .as_ref()
            .is_none_or(|old| rank(&new) < rank(old))
        {
            self.failed = Some(new);
        }
    }
}

/// Does the tasks that wait, until there are none.
fn work(search: &Search, queue: &Queue, results: &Mutex<Results>) {
    let results = || results.lock().expect("no thread panics");
    while let Some(task) = queue.next() {
        let rest = match search.part(task.sums, || queue.has_ended(&task)) {
            Ok(None) => search.halves(&task),
            Ok(Some(part)) => {
                results().parts.push(part);
                None
            }
            Err(failed) => {
                results().fail(task, failed);
                queue.end(task);
                None
            }
        };
        queue.done(rest.into_iter().flatten());
    }
}
