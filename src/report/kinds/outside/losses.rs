//! The training losses of the runs by epoch.

use crate::learn::results::plots::{line, plot};
use crate::report::trainings::Training;
use crate::report::{Exhibit, Inquiry};

/// The epochs whose losses are shown.
const SHOWN: [usize; 4] = [1, 5, 10, 20];

/// The training losses of the runs by epoch, for their commands and for the models that their question asks for.
pub(super) fn shown(inquiry: &Inquiry<'_>, claim: &str, ids: &[String]) -> (String, Vec<Exhibit>) {
    let Some(data) = &inquiry.trainings.data else {
        let text = "What can be computed, the training losses by epoch, needs --data.";
        return (text.to_owned(), Vec::new());
    };
    let head = ["run".to_owned(), "model".to_owned()].into_iter();
    let mut table = vec![
        head.chain(SHOWN.map(|epoch| format!("epoch {epoch}")))
            .collect::<Vec<_>>(),
    ];
    let mut lines = Vec::new();
    let (commanded, asked) = (&inquiry.trainings.commanded, &inquiry.trainings.asked);
    for (trainings, is_asked) in [(commanded, false), (asked, true)] {
        for id in ids {
            let trained = trainings.get(id).and_then(Option::as_ref);
            let Ok(Training { trained, .. }) = Training::of(trained) else {
                continue;
            };
            let run = inquiry.subject.run(id);
            let asks_for = run.as_asked();
            let is_named = asks_for.is_some_and(|asked| asked.is_same_training(&run.command));
            if is_asked && is_named && commanded.contains_key(id) {
                continue;
            }
            let asked = run.asked.filter(|_| is_asked);
            let model = asked.unwrap_or(run.command.model).in_words();
            let loss = |number: usize| {
                let epoch = trained.curve.iter().find(|epoch| epoch.epoch == number);
                let loss = epoch.and_then(|epoch| epoch.train_loss);
                loss.map(|loss| format!("{loss:.4}")).unwrap_or_default()
            };
            let row = [id.clone(), model.to_owned()].into_iter();
            table.push(row.chain(SHOWN.map(loss)).collect());
            lines.push(line(format!("{id}, {model}"), &trained.curve, |epoch| {
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
    let picture = Exhibit::picture(claim, "losses", plot.drawing());
    (text, vec![Exhibit::Table(table), picture])
}
