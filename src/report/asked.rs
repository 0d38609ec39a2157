//! The models that the questions ask for, beside the report's figures.

use super::finding::Exhibit;
use super::inquiry::Inquiry;
use super::subject::Run;
use super::trainings::Training;

/// The results of the models that the question asks for, beside the report's figures; `None` where they were not
/// trained.
pub fn as_asked(inquiry: &Inquiry<'_>, runs: &[&Run]) -> Option<Exhibit> {
    let data = inquiry.trainings.data.as_ref()?;
    let mut table = vec![vec![
        "run".to_owned(),
        "the report's figure".to_owned(),
        "the model that was asked for".to_owned(),
        "training loss".to_owned(),
        format!("on {}", data.name),
    ]];
    for run in runs {
        let figure = inquiry.subject.figure_of(run).map(ToString::to_string);
        let model = run.asked?.in_words().to_owned();
        let trained = inquiry.trainings.asked.get(&run.id)?;
        let (loss, test) = match Training::of(trained.as_ref()) {
            Ok(training) => {
                let loss = training.last.train_loss.map(|loss| format!("{loss:.4}"));
                (loss.unwrap_or_default(), tested(training))
            }
            Err(why) => (String::new(), why.to_owned()),
        };
        let figure = figure.unwrap_or_default();
        table.push(vec![run.id.clone(), figure, model, loss, test]);
    }
    Some(Exhibit::Table(table))
}

/// The test accuracy as it is printed and as a fraction, such as `0.7505, 397/529`.
pub fn tested(training: Training<'_>) -> String {
    let (correct, total) = (training.test.correct(), training.test.total());
    format!("{}, {correct}/{total}", training.printed_accuracy())
}
