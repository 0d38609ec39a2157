//! Everything about one function.

use crate::draw::canvas::{Drawing, Mark};
use crate::language::target::Target;
use crate::question3::{Examined, Origin, Question3};

use crate::draw::networks::description::counted;
use crate::draw::networks::figure::Figure;
use crate::draw::networks::legend::{Entry, legend};
use crate::draw::networks::marks::{QUIET, words};
use crate::draw::networks::{MARGIN, WIDTH, cube, network, square, sums};

/// The most networks that are drawn.
const NETWORKS: usize = 12;

/// The attainable sums with all networks, then each network as a diagram, for D = 2 and 3 with the square or the
/// cube below it, two networks side by side where they are narrow.
///
/// Under each network's name stands whether it is exact and robust. At most 12 networks are drawn; the picture says
/// how many are left out.
pub fn page(answer: &Question3) -> Drawing {
    let target = Target::from(answer.interval);
    let names: Vec<String> = answer.networks.iter().map(name).collect();
    let examined = || names.iter().zip(&answer.networks);
    let all: Vec<_> = examined()
        .map(|(name, examined)| (name.as_str(), &examined.findings.network))
        .collect();
    let sums = sums(&answer.interval, &all);
    let mut page = Page::new(&sums);
    let mut shared: Vec<Entry> = Vec::new();
    for (name, examined) in examined().take(NETWORKS) {
        let title = format!("{name}: {}", verdict(examined));
        let h = &examined.findings.network;
        let diagram = network(&title, h);
        let figure = square::figure(h, &target).or_else(|| cube::figure(h, &target));
        let (picture, entries) = figure.map(Figure::on_a_page).unzip();
        page.add(&title, &diagram, picture.as_ref());
        for entry in entries.into_iter().flatten() {
            let known = shared.iter().any(|known| known.meaning == entry.meaning);
            if !known {
                shared.push(entry);
            }
        }
    }
    page.end_row();
    let more = names.len().saturating_sub(NETWORKS);
    if more > 0 {
        page.note(&format!(
            "… and {} not drawn",
            counted(more, "more network")
        ));
    }
    page.legend(shared);
    let title = format!("Question 3. {}", sums.title);
    page.drawing(title, &sums.description)
}

/// `(b) report`, or the file's name without folder and ending.
fn name(examined: &Examined) -> String {
    match &examined.origin {
        Origin::Construction(construction) => construction.to_string(),
        Origin::Own(path) => {
            let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
            file.strip_suffix(".json").unwrap_or(file).to_owned()
        }
    }
}

/// `exact, robust`, or what it is instead.
fn verdict(examined: &Examined) -> &'static str {
    match (examined.findings.is_exact(), examined.findings.is_robust()) {
        (Some(false), _) => "wrong",
        (Some(true), Some(true)) => "exact, robust",
        (Some(true), Some(false)) => "exact, fragile",
        (Some(true), None) => "exact, robustness undecided",
        (None, _) => "undecided",
    }
}

/// A page that grows downwards.
struct Page {
    marks: Vec<Mark>,
    /// Where the next row begins.
    y: f64,
    /// Where the next picture of this row begins, and how high the row is.
    x: f64,
    height: f64,
    /// The networks in words.
    verdicts: Vec<String>,
}

impl Page {
    const BETWEEN: f64 = 16.0;

    fn new(first: &Drawing) -> Self {
        Self {
            marks: first.marks.clone(),
            y: f64::from(first.height) + Self::BETWEEN,
            x: 0.0,
            height: 0.0,
            verdicts: vec![],
        }
    }

    /// Adds a diagram and the picture below it beside what stands in this row, if there is room, else in the
    /// next row.
    fn add(&mut self, title: &str, diagram: &Drawing, picture: Option<&Drawing>) {
        let half = f64::from(WIDTH) / 2.0;
        let width = picture
            .map_or(0, |picture| picture.width)
            .max(diagram.width);
        if self.x > 0.0 && self.x + f64::from(width) > f64::from(WIDTH) {
            self.end_row();
        }
        let mut y = self.y;
        for drawing in std::iter::once(diagram).chain(picture) {
            let place = (self.x, y);
            self.marks
                .extend(drawing.marks.iter().map(|mark| mark.clone().moved(place)));
            y += f64::from(drawing.height);
        }
        self.verdicts.push(title.to_owned());
        self.height = self.height.max(y - self.y);
        self.x = if self.x > 0.0 || f64::from(width) > half {
            f64::from(WIDTH)
        } else {
            half
        };
    }

    fn end_row(&mut self) {
        if self.x > 0.0 {
            (self.x, self.y, self.height) = (0.0, self.y + self.height + Self::BETWEEN, 0.0);
        }
    }

    fn note(&mut self, text: &str) {
        self.marks.push(words(text, (MARGIN, self.y + 8.0), QUIET));
        self.y += 2.0 * Self::BETWEEN;
    }

    /// What the marks of the squares or cubes mean.
    fn legend(&mut self, entries: Vec<Entry>) {
        if !entries.is_empty() {
            let (marks, end) = legend(entries, MARGIN, f64::from(WIDTH) - MARGIN, self.y);
            self.marks.extend(marks);
            self.y = end + Self::BETWEEN;
        }
    }

    fn drawing(self, title: String, description: &str) -> Drawing {
        let verdicts = self.verdicts.join("; ");
        Drawing {
            title,
            description: format!("{description} The networks: {verdicts}."),
            width: WIDTH,
            height: self.y.ceil() as u32,
            marks: self.marks,
        }
    }
}
