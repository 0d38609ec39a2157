//! Drawings as SVG.

use std::fmt;

use super::{Anchor, Colour, Drawing, Mark, Point, printable};

/// DejaVu Sans where it is installed, its twin Verdana elsewhere, else what there is.
const FONTS: &str = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif";

impl Drawing {
    /// The drawing as a complete SVG 1.1 file that refers to nothing outside itself.
    ///
    /// The title and the description stand in it as `<title>` and `<desc>`. It scales without loss.
    pub fn to_svg(&self) -> String {
        let (width, height) = (self.width, self.height);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONTS}\">\n\
             <title>{}</title>\n<desc>{}</desc>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n",
            Escaped(&self.title),
            Escaped(&self.description),
        );
        for mark in &self.marks {
            svg.push_str(&element(mark));
            svg.push('\n');
        }
        svg.push_str("</svg>\n");
        svg
    }
}

/// One mark as one element.
fn element(mark: &Mark) -> String {
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
            let (points, colour, width) = (Points(points), Hex(*colour), Number(*width));
            format!(
                "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" \
                 stroke-linejoin=\"round\"{dashes}/>"
            )
        }
        Mark::Shape { points, fill } => {
            format!(
                "<polygon points=\"{}\" fill=\"{}\"/>",
                Points(points),
                Hex(*fill)
            )
        }
        Mark::Disc {
            centre,
            radius,
            fill,
        } => {
            let (x, y, r) = (Number(centre.0), Number(centre.1), Number(*radius));
            format!(
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"{}\"/>",
                Hex(*fill)
            )
        }
        Mark::Words {
            text,
            at,
            size,
            anchor,
            upwards,
            colour,
        } => {
            let (x, y, size) = (Number(at.0), Number(at.1), Number(*size));
            let anchor = match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            let turned = if *upwards {
                format!(" transform=\"rotate(-90 {x} {y})\"")
            } else {
                String::new()
            };
            format!(
                "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}{turned} fill=\"{}\">{}</text>",
                Hex(*colour),
                Escaped(text)
            )
        }
    }
}

/// A length, to a hundredth of a pixel.
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

struct Hex(Colour);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Colour(red, green, blue) = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// Text between tags.
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
}
