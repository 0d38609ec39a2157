//! Ranges of sums that wait to be decided, shared by threads.

use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, MutexGuard};

/// A range of sums. Tasks are ordered by their distance to the nearest sum at which the target changes, where the network
/// is most likely to be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Task {
    distance: i64,
    /// The least and the greatest sum.
    pub(super) sums: (i64, i64),
    /// The range of sums around it on which the target is constant.
    run: (i64, i64),
}

impl Task {
    /// The sums from `sums.0` to `sums.1`, within a run of sums on which the target is constant.
    pub(super) fn new(sums: (i64, i64), run: (i64, i64), dimension: i64) -> Self {
        let left = (run.0 > -dimension).then_some(sums.0 - run.0);
        let right = (run.1 < dimension).then_some(run.1 - sums.1);
        let distance = left.into_iter().chain(right).min();
        Self {
            distance: distance.unwrap_or(2 * dimension),
            sums,
            run,
        }
    }

    /// The two halves of a range of several sums; `None` for a single sum.
    pub(super) fn halves(&self, dimension: i64) -> Option<[Self; 2]> {
        let (low, high) = self.sums;
        let middle = low + (high - low) / 4 * 2;
        let half = |sums| Self::new(sums, self.run, dimension);
        (low < high).then(|| [half((low, middle)), half((middle + 2, high))])
    }
}

struct State {
    waiting: BTreeSet<Task>,
    running: usize,
    /// Tasks from this one on need not be done any more.
    end: Option<Task>,
}

/// The tasks that wait.
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

impl Queue {
    pub(super) fn new(tasks: Vec<Task>) -> Self {
        Self {
            state: Mutex::new(State {
                waiting: tasks.into_iter().collect(),
                running: 0,
                end: None,
            }),
            changed: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no thread panics")
    }

    /// The next task, once there is one; `None` when all are done.
    pub(super) fn next(&self) -> Option<Task> {
        let mut state = self.state();
        loop {
            let task = state.waiting.pop_first();
            if let Some(task) = task.filter(|task| state.end.is_none_or(|end| *task < end)) {
                state.running += 1;
                return Some(task);
            }
            if state.running == 0 {
                return None;
            }
            state = self.changed.wait(state).expect("no thread panics");
        }
    }

    /// Reports that a task is done, but for these that it leaves.
    pub(super) fn done(&self, rest: impl IntoIterator<Item = Task>) {
        let mut state = self.state();
        state.waiting.extend(rest);
        state.running -= 1;
        self.changed.notify_all();
    }

    /// Ends the work on this task and all after it.
    pub(super) fn end(&self, task: Task) {
        let mut state = self.state();
        state.end = Some(state.end.map_or(task, |end| end.min(task)));
    }

    /// Whether this task need not be done any more.
    pub(super) fn has_ended(&self, task: &Task) -> bool {
        self.state().end.is_some_and(|end| *task > end)
    }
}
