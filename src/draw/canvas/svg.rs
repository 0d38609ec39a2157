//! Drawings as SVG.

use std::fmt;

use super::{Anchor, Colour, Drawing, Mark, Point, printable};

/// The fonts: DejaVu Sans where it is installed, else Verdana, which looks like it, else any other font without serifs.
const FONTS: &str = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif";

/// A function that writes a colour as an attribute, `fill` or `stroke`.
type Attribute = fn(&str, Colour) -> String;

/// The colour as a fixed attribute.
fn fixed(name: &str, colour: Colour) -> String {
    format!("{name}=\"{colour}\"")
}

/// The colour as an attribute that the surrounding page can replace.
fn replaceable(name: &str, colour: Colour) -> String {
    format!("style=\"{name}:var({},{colour})\"", colour.property())
}

impl Drawing {
    /// The drawing as a complete SVG 1.1 file that refers to nothing outside itself.
    ///
    /// It contains the title and the description as `<title>` and `<desc>`, and it scales without loss.
    pub fn to_svg(&self) -> String {
        let (width, height) = (self.width, self.height);
        let head = format!(
            "width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\""
        );
        let paper = format!("<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
        self.element(&head, &paper, fixed)
    }

    /// The drawing as an `<svg>` element for the inside of an HTML page.
    ///
    /// It is as wide as there is room, up to its own width, and it has no background. Each colour is written
    /// as `var(--c-rrggbb,#rrggbb)`: a style sheet that sets [`Colour::property`] of the colours of
    /// [`palette::PALETTE`](super::palette::PALETTE) replaces them, for example on a dark page. No element has an id,
    /// so a page may hold many. The title is its `aria-label` too.
    pub fn to_inline_svg(&self) -> String {
        let (width, height) = (self.width, self.height);
        let label = Escaped(&self.title).to_string().replace('"', "&quot;");
        let head = format!(
            "viewBox=\"0 0 {width} {height}\" width=\"100%\" style=\"max-width:{width}px;height:auto\" \
             role=\"img\" aria-label=\"{label}\""
        );
        self.element(&head, "", replaceable)
    }

    fn element(&self, head: &str, paper: &str, attribute: Attribute) -> String {
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" {head} font-family=\"{FONTS}\">\n\
             <title>{}</title>\n<desc>{}</desc>\n{paper}",
            Escaped(&self.title),
            Escaped(&self.description),
        );
        for mark in &self.marks {
            svg.push_str(&element(mark, attribute));
            svg.push('\n');
        }
        svg.push_str("</svg>\n");
        svg
    }
}

/// One mark as one element.
fn element(mark: &Mark, attribute: Attribute) -> String {
    let fill = |colour: &Colour| attribute("fill", *colour);
    match mark {
        Mark::Path {
            points,
            colour,
            width,
            dashes,
        } => {
            let dashes = if dashes.is_empty() {
                String::new()
            } else {
                let lengths: Vec<_> = dashes.iter().map(|d| Number(*d).to_string()).collect();
                format!(" stroke-dasharray=\"{}\"", lengths.join(" "))
            };
            let stroke = attribute("stroke", *colour);
            let (points, width) = (Points(points), Number(*width));
            format!(
                "<polyline points=\"{points}\" fill=\"none\" {stroke} stroke-width=\"{width}\" \
                 stroke-linejoin=\"round\"{dashes}/>"
            )
        }
        Mark::Shape {
            points,
            fill: inside,
        } => {
            format!("<polygon points=\"{}\" {}/>", Points(points), fill(inside))
        }
        Mark::Disc {
            centre,
            radius,
            fill: inside,
        } => {
            let (x, y, r) = (Number(centre.0), Number(centre.1), Number(*radius));
            format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" {}/>", fill(inside))
        }
        Mark::Words { text, at, style } => {
            let (x, y, size) = (Number(at.0), Number(at.1), Number(style.size));
            let anchor = match style.anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            let turned = if style.upwards {
                format!(" transform=\"rotate(-90 {x} {y})\"")
            } else {
                String::new()
            };
            format!(
                "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}{turned} {}>{}</text>",
                fill(&style.colour),
                Escaped(text)
            )
        }
    }
}

/// A length in pixels, rounded to a hundredth.
struct Number(f64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let text = format!("{:.2}", self.0);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        f.write_str(if text == "-0" { "0" } else { text })
    }
}

struct Points<'a>(&'a [Point]);

impl fmt::Display for Points<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for (index, (x, y)) in self.0.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(f, "{space}{},{}", Number(*x), Number(*y))?;
        }
        Ok(())
    }
}

/// Text in which no character is a part of a tag.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let text = printable(self.0).replace('&', "&amp;");
        f.write_str(&text.replace('<', "&lt;").replace('>', "&gt;"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let short = |x: f64| Number(x).to_string();
        assert_eq!(
            [1.0, 0.5, -0.001, 100.0, 1.239].map(short),
            ["1", "0.5", "0", "100", "1.24"]
        );
    }

    #[test]
    fn words_cannot_end_their_element() {
        assert_eq!(Escaped("</text>&\0\"").to_string(), "&lt;/text&gt;&amp; \"");
    }

    #[test]
    fn an_inline_drawing_leaves_paper_and_colours_to_the_page() {
        let drawing = Drawing {
            title: "a \"quoted\" <title>".into(),
            description: "described".into(),
            width: 80,
            height: 40,
            marks: vec![
                Mark::Disc {
                    centre: (20.0, 20.0),
                    radius: 5.0,
                    fill: Colour(0, 114, 178),
                },
                Mark::Path {
                    points: vec![(0.0, 0.0), (9.0, 9.0)],
                    colour: Colour(34, 34, 34),
                    width: 1.0,
                    dashes: vec![],
                },
            ],
        };
        let svg = drawing.to_inline_svg();
        let document = roxmltree::Document::parse(&svg).expect("valid XML");
        let root = document.root_element();
        assert_eq!(root.attribute("aria-label"), Some("a \"quoted\" <title>"));
        assert_eq!(root.attribute("role"), Some("img"));
        assert_eq!(root.attribute("viewBox"), Some("0 0 80 40"));
        let style = |tag| {
            let mut nodes = document.descendants();
            nodes
                .find(|node| node.has_tag_name(tag))?
                .attribute("style")
        };
        let tag = |name| ("http://www.w3.org/2000/svg", name);
        assert_eq!(style(tag("circle")), Some("fill:var(--c-0072b2,#0072b2)"));
        assert_eq!(
            style(tag("polyline")),
            Some("stroke:var(--c-222222,#222222)")
        );
        assert!(!document.descendants().any(|node| node.has_tag_name("rect")));
        assert!(!svg.starts_with("<?xml") && !svg.contains(" id="));
    }
}
