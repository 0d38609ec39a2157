//! The lines that the reference prints for an epoch and for the test (REFERENCE 5 and 6).

use crate::learn::confusion::Confusion;
use crate::learn::curve::Epoch;
use crate::learn::model::Question;

use crate::learn::python_float::four_places;

/// The text that is printed after an epoch, with a line break at the end.
pub fn epoch(question: Question, epoch: &Epoch) -> String {
    let number = epoch.epoch;
    let loss = epoch.train_loss.map(four_places);
    let val = four_places(epoch.val_accuracy);
    if question == Question::One {
        let loss = loss
            .map(|loss| format!("loss: {loss} | "))
            .unwrap_or_default();
        let train = epoch.train_accuracy.map(four_places).unwrap_or_default();
        format!("Training epoch {number}\n{loss}train acc: {train} | val acc: {val}\n")
    } else {
        let loss = loss.unwrap_or_default();
        format!("Training epoch {number}\nTraining loss: {loss}\nValid acc: {val}\n")
    }
}

/// The text that is printed after the test, with a line break at the end.
pub fn test(question: Question, test: &Confusion) -> String {
    let accuracy = four_places(test.accuracy());
    let word = match question {
        Question::One => "test",
        Question::Two => "Test",
    };
    format!("Final {word} acc: {accuracy}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_are_the_references() {
        let mut epoch = Epoch {
            epoch: 3,
            train_loss: Some(1.092_06),
            train_correct: Some(1),
            train_accuracy: Some(0.25),
            val_loss: None,
            val_correct: 1,
            val_accuracy: 0.5,
        };
        let lines = "Training epoch 3\nloss: 1.0921 | train acc: 0.2500 | val acc: 0.5000\n";
        assert_eq!(super::epoch(Question::One, &epoch), lines);
        let lines = "Training epoch 3\nTraining loss: 1.0921\nValid acc: 0.5000\n";
        assert_eq!(super::epoch(Question::Two, &epoch), lines);
        epoch.train_loss = None;
        let lines = "Training epoch 3\ntrain acc: 0.2500 | val acc: 0.5000\n";
        assert_eq!(super::epoch(Question::One, &epoch), lines);
        let confusion = Confusion::new(&[0, 1, 1], &[0, 1, 0], 2);
        assert_eq!(test(Question::One, &confusion), "Final test acc: 0.6667\n");
        assert_eq!(test(Question::Two, &confusion), "Final Test acc: 0.6667\n");
    }
}
