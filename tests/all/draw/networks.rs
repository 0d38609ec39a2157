//! Pictures are valid, legible, the same on every run and on file, and say in words what they show.
#![allow(
    clippy::float_arithmetic,
    reason = "where words stand is measured in pixels"
)]

use std::fs;
use std::path::Path;

use crate::support::generators::{for_each, random_networks};
use crate::support::on_file::assert_on_file;
use crate::support::verify::{Run, example, program, start};
use orthant::draw::canvas::palette::{PALETTE, PAPER, VERMILION};
use orthant::draw::canvas::{Anchor, Colour, Drawing, Mark, text_width};
use orthant::draw::networks;
use orthant::language::exact::{BigInt, Rational, integer};
use orthant::language::network::{Activation, Layer, Network, Unit};
use orthant::language::runs::Runs;
use orthant::language::target::{Interval, Target};
use orthant::prover::{Engine, UNWATCHED};
use orthant::question3;
use orthant::question3::Question3;
use orthant::question3::networks::{Answer, Construction, Hidden, listed, network as constructed};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn interval(d: usize, a: i64, b: i64) -> Interval {
    Interval::new(d, a, b).expect("an interval")
}

/// All networks of the question with their names.
fn networks(interval: &Interval) -> Vec<(String, Network)> {
    let named = |answer: &Construction| (answer.to_string(), answer.network(interval));
    listed().map(named).collect()
}

fn sums(interval: &Interval, networks: &[(String, Network)]) -> Drawing {
    let named: Vec<_> = networks
        .iter()
        .map(|(name, network)| (name.as_str(), network))
        .collect();
    networks::sums(interval, &named)
}

fn square(answer: Answer) -> Drawing {
    let interval = interval(2, 0, 0);
    let mut known = listed().filter(|known| known.hidden == Hidden::Sign);
    let known = known.find(|known| known.answer == answer).expect("given");
    let network = known.network(&interval);
    let square = networks::square(&known.to_string(), &network, &interval.into());
    square.expect("D = 2 has a square")
}

fn page(interval: Interval, own: &[(String, Network)]) -> Drawing {
    question3::picture::page(&Question3::answer(interval, own, Engine::Auto, UNWATCHED))
}

/// The pictures on file: those that the book shows, and the section through all networks.
fn golden() -> Vec<(&'static str, Drawing)> {
    let four = interval(4, -1, 2);
    let all = networks(&four);
    let mut two = all.clone();
    two.retain(|(name, _)| name == "(b) report" || name == "(b) widest");
    let report = constructed(&four, Hidden::Sign, Answer::Report).expect("given");
    let three = interval(3, 1, 1);
    let on_the_cube = constructed(&three, Hidden::Sign, Answer::Report).expect("given");
    let cube = networks::cube("(b) report", &on_the_cube, &three.into());
    vec![
        ("tests/golden/sums.svg", sums(&four, &all)),
        ("book/src/pictures/sums.svg", sums(&four, &two)),
        (
            "book/src/pictures/network.svg",
            networks::network("(b) report", &report),
        ),
        (
            "book/src/pictures/square-report.svg",
            square(Answer::Report),
        ),
        (
            "book/src/pictures/square-widest.svg",
            square(Answer::Widest),
        ),
        (
            "book/src/pictures/cube-report.svg",
            cube.expect("D = 3 has a cube"),
        ),
        ("book/src/pictures/page.svg", page(four, &[])),
    ]
}

/// Pictures of all networks for small D, of odd networks, and those on file.
fn many() -> Vec<Drawing> {
    let mut drawings: Vec<Drawing> = golden().into_iter().map(|(_, drawing)| drawing).collect();
    let cases = [
        (1, -1, 1),
        (2, -1, 2),
        (3, -1, 1),
        (12, -12, 12),
        (13, 0, 3),
        (1_000_000, -500_001, 400_001),
    ];
    for (d, a, b) in cases {
        let interval = interval(d, a, b);
        let all = networks(&interval);
        drawings.extend([
            sums(&interval, &[]),
            sums(&interval, &all),
            page(interval, &all),
        ]);
        drawings.extend(
            all.iter()
                .map(|(name, network)| networks::network(name, network)),
        );
    }
    for (d, depth, units) in [
        (2, 2, 3),
        (3, 2, 5),
        (2, 7, 2),
        (3, 3, 9),
        (7, 4, 3),
        (2, 2, 70),
    ] {
        let network = odd(d, depth, units);
        let interval = interval(d, 0, 1);
        drawings.push(page(
            interval,
            &[("folder/a rather long name of a file.json".into(), network)],
        ));
    }
    drawings
}

/// A network of units that all differ, with long weights; every activation occurs.
fn odd(inputs: usize, depth: usize, units: usize) -> Network {
    let number = |seed: usize| {
        let p = i64::try_from(seed * 7919 % 2027).expect("small") - 1000;
        Rational::new(
            p.into(),
            i64::try_from(seed % 13 + 1).expect("small").into(),
        )
    };
    let row = |inputs: usize, seed: usize| Unit {
        weights: (0..inputs).map(|i| number(seed + 31 * i)).collect(),
        bias: number(seed + 5),
    };
    let mut layers = Vec::new();
    let mut width = inputs;
    for layer in 0..depth {
        let (activation, _) = Activation::NAMES[layer % 5];
        layers.push(Layer {
            activation,
            units: (0..units)
                .map(|unit| row(width, layer * 100 + unit))
                .collect(),
        });
        width = units;
    }
    layers.push(Layer {
        activation: Activation::Identity,
        units: vec![row(width, 77)],
    });
    Network::new(inputs, layers).expect("the layers fit")
}

fn texts(drawing: &Drawing) -> impl Iterator<Item = &str> {
    drawing.marks.iter().filter_map(|mark| match mark {
        Mark::Words { text, .. } => Some(text.as_str()),
        _ => None,
    })
}

#[test]
fn the_pictures_are_those_on_file() {
    for (name, drawing) in golden() {
        assert_on_file(name, &drawing.to_svg());
    }
}

#[test]
fn the_book_shows_what_the_program_draws() {
    let folder = "book/src/pictures";
    let files = fs::read_dir(root().join(folder)).expect("the book's pictures");
    let drawn = golden();
    let drawn = drawn.iter().filter(|(name, _)| name.starts_with(folder));
    assert_eq!(files.count(), drawn.count());
}

#[test]
fn every_picture_is_valid_and_says_what_it_shows() {
    for drawing in many() {
        assert!(drawing.title.len() > 5 && drawing.description.len() > 20);
        for svg in [drawing.to_svg(), drawing.to_inline_svg()] {
            let document = roxmltree::Document::parse(&svg).expect("valid XML");
            let text = |tag: &str| {
                let node = document
                    .descendants()
                    .find(|node| node.tag_name().name() == tag);
                node.and_then(|node| node.text()).unwrap_or_default()
            };
            assert_eq!(text("title"), drawing.title);
            assert_eq!(text("desc"), drawing.description);
            let links = document.descendants().any(|node| {
                let mut names = node.attributes();
                names.any(|attribute| matches!(attribute.name(), "href" | "src" | "id"))
            });
            assert!(!links && !svg.contains("NaN") && !svg.contains("inf"));
            assert!(svg.len() < 2_000_000, "{} bytes", svg.len());
        }
    }
}

/// The rectangle that words take: left, top, right, bottom.
fn bounds(mark: &Mark) -> Option<[f64; 4]> {
    let Mark::Words { text, at, style } = mark else {
        return None;
    };
    if style.upwards {
        return None;
    }
    let (size, width) = (style.size, text_width(text, style.size));
    let left = match style.anchor {
        Anchor::Start => at.0,
        Anchor::Middle => at.0 - width / 2.0,
        Anchor::End => at.0 - width,
    };
    Some([left, at.1 - size * 0.73, left + width, at.1 + size * 0.2])
}

#[test]
fn words_are_legible_inside_the_picture_and_apart() {
    for drawing in many() {
        let (width, height) = (f64::from(drawing.width), f64::from(drawing.height));
        assert!(drawing.width <= networks::WIDTH);
        let sizes = drawing.marks.iter().filter_map(|mark| match mark {
            Mark::Words { style, .. } => Some(style.size),
            _ => None,
        });
        assert!(sizes.fold(f64::INFINITY, f64::min) >= 12.0);
        let words: Vec<_> = drawing
            .marks
            .iter()
            .filter_map(|mark| Some((mark, bounds(mark)?)))
            .collect();
        for (index, (mark, [left, top, right, bottom])) in words.iter().enumerate() {
            assert!(
                *left >= 0.0 && *top >= 0.0 && *right <= width && *bottom <= height,
                "{}: {mark:?} of {width} × {height}",
                drawing.title
            );
            for (other, [x, y, end, down]) in &words[..index] {
                let across = right.min(*end) - left.max(*x);
                let along = bottom.min(*down) - top.max(*y);
                assert!(
                    across < 2.0 || along < 2.0,
                    "{}: {mark:?} and {other:?}",
                    drawing.title
                );
            }
        }
    }
}

#[test]
fn every_colour_is_of_the_palette() {
    let known = |colour: &Colour| PALETTE.iter().any(|(_, known)| known == colour);
    let mut used = Vec::new();
    let plot = orthant::draw::curves::Plot {
        title: "many".into(),
        x_label: "x".into(),
        y_label: "y".into(),
        lines: (0..20)
            .map(|n| orthant::draw::curves::Line {
                name: n.to_string(),
                values: vec![f64::from(n), 1.0],
            })
            .collect(),
    };
    for drawing in many().into_iter().chain([plot.drawing()]) {
        for mark in &drawing.marks {
            used.push(match mark {
                Mark::Path { colour, .. } => *colour,
                Mark::Words { style, .. } => style.colour,
                Mark::Shape { fill, .. } | Mark::Disc { fill, .. } => *fill,
            });
        }
        assert!(used.iter().all(known), "{}", drawing.title);
    }
    for (name, colour) in PALETTE {
        assert!(used.contains(&colour), "nothing is {name}");
    }
    assert_eq!(PAPER.property(), "--c-ffffff");
}

#[test]
fn the_same_picture_gives_the_same_bytes() {
    let bytes = || -> Vec<_> {
        golden()
            .into_iter()
            .map(|(_, drawing)| drawing.to_svg())
            .collect()
    };
    assert!(bytes() == bytes());
}

#[test]
fn a_threshold_on_an_attainable_sum_is_marked_and_no_other() {
    let mut on_sums = [0, 0];
    for d in 1..=5_i64 {
        for (low, high) in (-d..=d).flat_map(|a| (a..=d).map(move |b| (a, b))) {
            let interval = interval(usize::try_from(d).expect("small"), low, high);
            for (name, network) in networks(&interval) {
                // 0 at some vertex, by the definition.
                let at_0 = network.first_layer().units.iter().filter(|unit| {
                    let mut sums = (0..=d).map(|k| 2 * k - d);
                    let w = unit.weights.iter().next().expect("a weight");
                    sums.any(|sum| w * integer(sum) + &unit.bias == integer(0))
                });
                let expected = at_0.count();
                let drawing = networks::sums(&interval, &[(&name, &network)]);
                let marked = texts(&drawing)
                    .filter(|text| text.ends_with("a sum!"))
                    .count();
                assert_eq!(marked, expected, "{interval} {name}");
                let said = drawing
                    .description
                    .matches("threshold on an attainable sum")
                    .count();
                assert_eq!(said, expected);
                on_sums[usize::from(expected > 0)] += 1;
            }
        }
    }
    assert!(on_sums.iter().all(|count| *count > 50), "{on_sums:?}");
}

#[test]
fn a_unit_that_is_no_function_of_the_sum_says_so() {
    let unit = |weights: [i64; 2]| Unit {
        weights: weights.into_iter().map(integer).collect(),
        bias: integer(0),
    };
    let layers = vec![
        Layer {
            activation: Activation::Sign,
            units: vec![unit([1, 2]), unit([0, 0]), unit([1, 1])],
        },
        Layer {
            activation: Activation::Identity,
            units: vec![Unit {
                weights: Runs::repeat(integer(1), 3),
                bias: integer(0),
            }],
        },
    ];
    let network = Network::new(2, layers).expect("it fits");
    let drawing = networks::sums(&interval(2, 0, 0), &[("mine", &network)]);
    let says = |wanted: &str| texts(&drawing).any(|text| text.contains(wanted));
    assert!(says("its weights differ") && says("weight 0") && says("0, a sum!"));
}

#[test]
fn vertices_at_which_the_network_is_wrong_are_crossed_out_and_said() {
    for (d, low, high) in [(2, 0, 2), (3, -1, 1), (3, 1, 1), (2, 0, 0)] {
        let interval = interval(d, low, high);
        let target = Target::from(interval);
        for (name, network) in networks(&interval) {
            let wrong = orthant::language::cube::vertices(d)
                .filter(|x| network.value(x) != target.value(x).rational())
                .count();
            let drawing = networks::square(&name, &network, &target)
                .or_else(|| networks::cube(&name, &network, &target))
                .expect("D is 2 or 3");
            let strokes = drawing.marks.iter().filter(|mark| {
                matches!(mark, Mark::Path { points, colour: VERMILION, .. } if points.len() == 2)
            });
            // Two strokes a cross; the legend has one more.
            let crosses = if wrong > 0 { wrong + 1 } else { 0 };
            assert_eq!(strokes.count(), 2 * crosses, "{interval} {name}");
            assert_eq!(drawing.description.matches("but h = ").count(), wrong);
            assert_eq!(
                texts(&drawing).any(|text| text == "h = f at every vertex"),
                wrong == 0
            );
        }
    }
}

#[test]
fn only_the_square_is_2_and_the_cube_3_dimensional() {
    for d in 1..=5 {
        let interval = interval(d, 0, 1);
        let network = constructed(&interval, Hidden::Relu, Answer::Widest).expect("given");
        let target = interval.into();
        assert_eq!(networks::square("x", &network, &target).is_some(), d == 2);
        assert_eq!(networks::cube("x", &network, &target).is_some(), d == 3);
    }
}

#[test]
fn random_networks_have_pictures() {
    let drawn = std::cell::Cell::new(0);
    for_each(64, &random_networks(3), |(network, target)| {
        let mut drawings = vec![networks::network("random", &network)];
        drawings.extend(networks::square("random", &network, &target));
        drawings.extend(networks::cube("random", &network, &target));
        for drawing in drawings {
            roxmltree::Document::parse(&drawing.to_svg()).expect("valid XML");
            drawn.set(drawn.get() + 1);
        }
    });
    assert!(drawn.get() > 64);
}

#[test]
fn the_png_shows_the_picture_too() {
    for (_, drawing) in golden() {
        let png = drawing.to_png().expect("a PNG");
        let pixels = tiny_skia::Pixmap::decode_png(&png).expect("a valid PNG");
        assert_eq!(
            (pixels.width(), pixels.height()),
            (drawing.width, drawing.height)
        );
        assert!(
            pixels
                .pixels()
                .iter()
                .filter(|pixel| pixel.green() < 100)
                .count()
                > 200
        );
    }
}

/// A million inputs, 300 units in each of 40 layers, weights of 1000 digits.
#[test]
fn a_huge_network_is_drawn_briefly() {
    let power = BigInt::from(10).pow(999);
    let long = |n: i64| integer(&power * n + n);
    let layer = |inputs: usize, units: i64| Layer {
        activation: Activation::Relu,
        units: (1..=units)
            .map(|n| {
                let mut weights = Runs::repeat(long(n), inputs / 2);
                weights.push(long(-n), inputs - inputs / 2);
                Unit {
                    weights,
                    bias: long(n + 1),
                }
            })
            .collect(),
    };
    for d in [1_000_000, 3, 2] {
        let mut layers = vec![layer(d, 300)];
        layers.extend(std::iter::repeat_n(layer(300, 300), 39));
        layers.push(layer(300, 1));
        let network = Network::new(d, layers).expect("it fits");
        let interval = interval(d, 0, 1);
        let name = "n".repeat(5000);
        let mut drawings = vec![
            networks::network(&name, &network),
            networks::sums(&interval, &[(&name, &network)]),
        ];
        drawings.extend(networks::square(&name, &network, &interval.into()));
        drawings.extend(networks::cube(&name, &network, &interval.into()));
        for drawing in drawings {
            assert!(drawing.to_svg().len() < 400_000);
            let words = texts(&drawing).collect::<Vec<_>>().join(" ");
            assert!(words.len() < 3000 && words.contains('…'), "{words}");
        }
    }
}

#[test]
fn the_command_writes_the_picture_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let mine = folder.path().join("mine.json");
    fs::copy(example("report-b.json"), mine).expect("copied");
    let run = |line: &str| {
        let mut command = program();
        command.current_dir(folder.path());
        Run::ended(line, start(command.args(line.split_whitespace())))
    };

    run("q3 --d 4 --a -1 --b 2 --network mine.json --svg out.svg")
        .warns(&["picture written to out.svg"]);
    let svg = fs::read_to_string(folder.path().join("out.svg")).expect("written");
    assert!(svg.contains(">mine: exact, fragile</text>"));

    run("q3 --d 4 --a -1 --svg many.svg")
        .refused(&["--svg needs one function: give --d, --a and --b as single numbers"]);
    run("q3 --d 4 --a -1 --b 2 --svg missing/out.svg").refused(&["missing/out.svg"]);
    let files = fs::read_dir(folder.path()).expect("readable").count();
    assert_eq!(files, 2, "mine.json and out.svg");
}
