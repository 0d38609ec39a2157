use super::*;

fn plot(lines: &[(&str, Vec<f64>)]) -> Plot {
    let lines = lines.iter().map(|(name, values)| Line {
        name: (*name).to_owned(),
        values: values.clone(),
    });
    Plot {
        title: "Training loss".to_owned(),
        x_label: "Epoch".to_owned(),
        y_label: "Loss".to_owned(),
        lines: lines.collect(),
    }
}

fn paths(drawing: &Drawing) -> impl Iterator<Item = &Vec<(f64, f64)>> {
    drawing.marks.iter().filter_map(|mark| match mark {
        Mark::Path { points, width, .. } if *width > 1.0 => Some(points),
        _ => None,
    })
}

fn says(drawing: &Drawing, wanted: &str) -> bool {
    let says = |mark: &Mark| matches!(mark, Mark::Words { text, .. } if text == wanted);
    drawing.marks.iter().any(says)
}

#[test]
fn the_description_says_what_the_eye_sees() {
    let plot = plot(&[
        ("Train Loss", vec![1.5, 0.25, f64::NAN, 0.5]),
        ("Valid Loss", vec![f64::NAN]),
    ]);
    assert_eq!(
        plot.drawing().description,
        "Loss by Epoch, 1 to 4. Train Loss: 1.5 at 1, 0.5 at 4; least 0.25 at 2, greatest 1.5 at 1; 1 missing. \
         Valid Loss: no values."
    );
}

#[test]
fn a_missing_value_breaks_the_line() {
    let drawing = plot(&[("Loss", vec![1.0, 2.0, f64::NAN, 2.0, 1.0])]).drawing();
    assert_eq!(paths(&drawing).count(), 2);
}

#[test]
fn a_single_epoch_is_a_symbol_in_the_middle() {
    let drawing = plot(&[("Train Loss", vec![0.5]), ("Valid Loss", vec![0.75])]).drawing();
    assert_eq!(paths(&drawing).count(), 0);
    // One in the legend and one in the frame, for each of the lines.
    let discs = drawing
        .marks
        .iter()
        .filter(|m| matches!(m, Mark::Disc { .. }));
    let shapes = drawing
        .marks
        .iter()
        .filter(|m| matches!(m, Mark::Shape { .. }));
    assert_eq!((discs.count(), shapes.count()), (2, 2));
    assert!(says(&drawing, "1") && !says(&drawing, "2"));
}

#[test]
fn nothing_to_draw_is_said() {
    for lines in [vec![], vec![("Loss", vec![f64::NAN, f64::INFINITY])]] {
        assert!(says(&plot(&lines).drawing(), "no values to draw"));
    }
}

#[test]
fn the_legend_never_reaches_the_curves() {
    for count in [1, 2, 8, 24, 25, 300] {
        let lines: Vec<_> = (0..count)
            .map(|k| ("a line with a rather long name", vec![0.0, f64::from(k)]))
            .collect();
        let drawing = plot(&lines).drawing();
        let heights = |wanted: fn(f64, f64) -> bool| {
            let ends = paths(&drawing).map(|points| (points[0], points[points.len() - 1]));
            let ends = ends.filter(move |(from, to)| wanted(to.0 - from.0, 56.0));
            ends.flat_map(|(from, to)| [from.1, to.1])
        };
        // Samples are 56 pixels long, curves the whole width.
        let lowest_sample = heights(|length, sample| length <= sample + 0.5).fold(0.0, f64::max);
        let highest_curve = heights(|length, sample| length > sample + 0.5).fold(600.0, f64::min);
        assert!(
            lowest_sample > 0.0 && lowest_sample + 10.0 < highest_curve,
            "{count}"
        );
        let unnamed = drawing
            .marks
            .iter()
            .any(|mark| matches!(mark, Mark::Words { text, .. } if text.starts_with("… and")));
        assert_eq!(unnamed, count > 8 + 8);
    }
}

#[test]
fn a_long_title_fits() {
    let mut plot = plot(&[]);
    for length in [10, 100, 10_000] {
        plot.title = "w".repeat(length);
        let drawing = plot.drawing();
        let title = drawing.marks.iter().find_map(|mark| match mark {
            Mark::Words { text, style, .. } if text.starts_with('w') => Some((text, style.size)),
            _ => None,
        });
        let (text, size) = title.expect("a title");
        assert!(text_width(text, size) <= 952.5);
        assert_eq!(drawing.title, plot.title);
    }
}

#[test]
fn a_million_epochs_stay_small() {
    let values: Vec<f64> = (0..1_000_000).map(|k| f64::from(k % 7)).collect();
    let gaps = (0..1_000_000).map(|k| if k % 2 == 0 { 1.0 } else { f64::NAN });
    let svg = plot(&[("Loss", values), ("Gaps", gaps.collect())]).to_svg();
    assert!(svg.len() < 200_000, "{} bytes", svg.len());
}
