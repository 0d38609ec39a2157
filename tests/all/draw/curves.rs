//! Plots are valid, complete and the same on every run, whatever the values and the names.

use crate::support::on_file::assert_on_file;
use orthant::draw::canvas::Drawing;
use orthant::draw::curves::{Line, Plot};
use tiny_skia::Pixmap;

fn plot(title: &str, lines: Vec<(&str, Vec<f64>)>) -> Plot {
    let lines = lines.into_iter().map(|(name, values)| Line {
        name: name.to_owned(),
        values,
    });
    Plot {
        title: title.to_owned(),
        x_label: "Epoch".to_owned(),
        y_label: "Loss".to_owned(),
        lines: lines.collect(),
    }
}

/// Training loss of the reference run (REFERENCE section 6, Q2.1, learning rate 0.01), and a second line.
fn small() -> Plot {
    plot(
        "logistic_regression, training loss",
        vec![
            ("Train Loss", vec![1.0921, 1.0332, 1.0085, 0.9931, 0.9825]),
            ("Valid Loss", vec![1.0512, 1.0201, f64::NAN, 0.9902, 0.9955]),
        ],
    )
}

fn hostile() -> Vec<Plot> {
    let values: [&[f64]; 9] = [
        &[],
        &[0.5],
        &[0.5; 40],
        &[f64::NAN; 3],
        &[f64::INFINITY, 1.0, f64::NEG_INFINITY, 2.0],
        &[f64::MAX, f64::MIN, 1.0],
        &[1e300, -1e300],
        &[0.0, f64::MIN_POSITIVE, 5e-324],
        &[1.0, 1.000_000_000_000_000_2, f64::NAN, -0.0],
    ];
    let names = [
        "",
        "<&>\"'",
        "]]></svg>",
        "\0\u{1b}[31m\n\t\u{ffff}",
        "损失 损失",
    ];
    let mut plots: Vec<_> = values
        .iter()
        .zip(names.iter().cycle())
        .map(|(values, name)| {
            plot(
                name,
                vec![(name, values.to_vec()), ("Valid Loss", vec![1.0])],
            )
        })
        .collect();
    plots.push(plot("none", vec![]));
    let long = "w".repeat(5_000);
    plots.push(plot(&long, vec![(&long, vec![1.0, 2.0]); 100]));
    for plot in &mut plots {
        plot.x_label.clone_from(&plot.title);
        plot.y_label.clone_from(&plot.title);
    }
    plots
}

#[test]
fn a_small_plot_is_the_one_on_file() {
    assert_on_file("tests/golden/training-loss.svg", &small().to_svg());
}

#[test]
fn whatever_is_plotted_the_svg_is_valid_and_names_the_plot() {
    for plot in hostile() {
        let svg = plot.to_svg();
        let document = roxmltree::Document::parse(&svg).expect("valid XML");
        let text = |tag: &str| {
            let node = document.descendants().find(|node| node.has_tag_name(tag));
            node.and_then(|node| node.text()).unwrap_or_default()
        };
        let plain = !plot.title.contains('\0');
        assert!(!plain || text("title") == plot.title);
        assert!(!text("desc").is_empty());
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        let links = document.descendants().any(|node| {
            let mut names = node.attributes();
            names.any(|attribute| matches!(attribute.name(), "href" | "src" | "style"))
        });
        assert!(!links);
    }
}

/// Where its points, circles and words stand.
fn places(svg: &str) -> Vec<(f64, f64)> {
    let document = roxmltree::Document::parse(svg).expect("valid XML");
    let mut places = Vec::new();
    for node in document.descendants() {
        let points = node.attribute("points").unwrap_or_default();
        let mut pairs: Vec<(&str, &str)> = points
            .split_whitespace()
            .filter_map(|pair| pair.split_once(','))
            .collect();
        for (x, y) in [("x", "y"), ("cx", "cy")] {
            pairs.extend(node.attribute(x).zip(node.attribute(y)));
        }
        let number = |text: &str| text.parse::<f64>().expect("a number");
        places.extend(pairs.iter().map(|(x, y)| (number(x), number(y))));
    }
    places
}

#[test]
fn everything_stands_inside_the_picture() {
    for plot in hostile().into_iter().chain([small()]) {
        let places = places(&plot.to_svg());
        assert!(places.len() > 2);
        for (x, y) in places {
            assert!(
                (0.0..=1000.0).contains(&x) && (0.0..=600.0).contains(&y),
                "{x}, {y}"
            );
        }
    }
}

#[test]
fn whatever_is_plotted_the_png_is_a_picture_with_something_on_it() {
    for plot in hostile() {
        let png = plot.to_png().expect("a PNG");
        let pixels = Pixmap::decode_png(&png).expect("a valid PNG");
        assert_eq!((pixels.width(), pixels.height()), (1000, 600));
        let dark = pixels.pixels().iter().filter(|pixel| pixel.green() < 100);
        assert!(dark.count() > 50);
    }
}

#[test]
fn the_same_plot_gives_the_same_bytes() {
    let (first, second) = (small(), small());
    let other = plot("something between", vec![("x", vec![1.0])]);
    let before = (first.to_svg(), first.to_png().expect("a PNG"));
    let _ = (other.to_svg(), other.to_png().expect("a PNG"));
    assert!(before == (second.to_svg(), second.to_png().expect("a PNG")));
}

#[test]
fn the_png_shows_what_the_svg_shows() {
    // A line's colour is found in both, and in neither once the line is gone.
    let blue = |drawing: &Drawing| {
        let png = drawing.to_png().expect("a PNG");
        let pixels = Pixmap::decode_png(&png).expect("a valid PNG");
        let blue =
            |p: &&tiny_skia::PremultipliedColorU8| (p.red(), p.green(), p.blue()) == (0, 114, 178);
        let in_png = pixels.pixels().iter().filter(blue).count();
        (drawing.to_svg().contains("#0072b2"), in_png > 500)
    };
    let mut plot = small();
    assert_eq!(blue(&plot.drawing()), (true, true));
    plot.lines.clear();
    assert_eq!(blue(&plot.drawing()), (false, false));
}
