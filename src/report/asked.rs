//! The models that the questions ask for, beside the report's figures.

use super::finding::Exhibit;
use super::inquiry::Inquiry;
use super::subject::Run;
use super::trainings::Training;
use crate::page::row;

/// The results of the models that the question asks for, beside the report's figures; `None` where they were not
/// trained.
pub fn as_asked(inquiry: &Inquiry<'_>, runs: &[&Run]) -> Option<Exhibit> {
    let data = inquiry.trainings.data.as_ref()?;
    let (figure, model) = ("the report's figure", "the model that was asked for");
    let on = format!("on {}", data.name);
    let mut table = vec![row(["run", figure, model, "training loss", &on])];
    for run in runs {
        let figure = inquiry.subject.figure_of(run).map(ToString::to_string);
        let model = run.asked?.in_words();
        let trained = inquiry.trainings.asked.get(&run.id)?;
        let (loss, test) = match Training::of(trained.as_ref()) {
            Ok(training) => {
                let loss = training.last.train_loss.map(|loss| format!("{loss:.4}"));
                (loss.unwrap_or_default(), tested(training))
            }
            Err(why) => (String::new(), why.to_owned()),
        };
        let figure = figure.unwrap_or_default();
        table.push(row([&run.id, &figure, model, &loss, &test]));
    }
    Some(Exhibit::Table(table))
}

/// The test accuracy as it is printed and as a fraction, such as `0.7505, 397/529`.
pub fn tested(training: Training<'_>) -> String {
    let (correct, total) = (training.test.correct(), training.test.total());
    format!("{}, {correct}/{total}", training.printed_accuracy())
}
