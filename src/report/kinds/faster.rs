use serde::Deserialize;

use super::{Kind, Names};
use crate::page::row;
use crate::report::time::Time;
use crate::report::{Basis, Exhibit, Finding, Inquiry, Verdict};

/// By the report's own times, one run takes less time than another.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Faster {
    /// The run that is claimed to be the faster one.
    pub fast: Timed,
    /// The run that is claimed to be the slower one.
    pub slow: Timed,
}

/// A run and the time that the report says it took.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timed {
    /// The id of a run of the subject.
    pub run: String,
    /// The time from start to end.
    pub real: Time,
    /// The time on all processors together.
    pub user: Time,
}

impl Kind for Faster {
    fn names(&self) -> Names<'_> {
        Names::runs([&self.fast.run, &self.slow.run]).at_least(2)
    }

    fn decide(&self, _: &mut Inquiry<'_>, _: &str) -> Finding {
        let Self { fast, slow } = self;
        let times = |timed: &Timed| {
            let (real, user) = (timed.real.to_string(), timed.user.to_string());
            row([&timed.run, &real, &user, &timed.user.over(timed.real)])
        };
        let head = row(["run", "real", "user", "user over real"]);
        let table = vec![head, times(fast), times(slow)];
        let because = format!(
            "By the report's own times {} takes {} and {} {}: {} times as long. The processors were busy {} and {} times as long \
             as the clock ran.",
            fast.run,
            fast.real,
            slow.run,
            slow.real,
            slow.real.over(fast.real),
            fast.user.over(fast.real),
            slow.user.over(slow.real),
        );
        let verdict = if fast.real < slow.real {
            Verdict::Holds
        } else {
            Verdict::Refuted
        };
        Finding::new(verdict, Basis::Read, because).with([Exhibit::Table(table)])
    }
}
