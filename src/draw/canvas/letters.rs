//! The letters of DejaVu Sans: the widths of words, and their outlines.

use std::sync::LazyLock;

use tiny_skia::{Path, PathBuilder};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::printable;

static FACE: LazyLock<Face<'static>> = LazyLock::new(|| {
    Face::parse(dejavu::sans::regular(), 0).expect("the font is a part of the program")
});

/// The width of a text in DejaVu Sans, in pixels, for letters of this size in pixels.
///
/// The fonts that may replace it in an SVG are narrower.
pub fn text_width(text: &str, size: f64) -> f64 {
    let end = glyphs(text).last().map_or(0, |placed| placed.end);
    f64::from(end) * size / f64::from(FACE.units_per_em())
}

/// The text if it fits into this width, else its beginning and an ellipsis; `size` and `width` are in pixels.
pub fn shortened(text: &str, size: f64, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let room = width - text_width("…", size);
    let units = room * f64::from(FACE.units_per_em()) / size;
    let kept = glyphs(text)
        .take_while(|placed| f64::from(placed.end) <= units)
        .count();
    let start: String = text.chars().take(kept).collect();
    format!("{}…", start.trim_end())
}

/// The outlines of a text that begins at (0, 0), with y downwards; `None` if there is nothing to see.
pub(super) fn outlines(text: &str, size: f64) -> Option<Path> {
    let mut outlines = Outlines {
        path: PathBuilder::new(),
        scale: (size / f64::from(FACE.units_per_em())) as f32,
        start: 0.0,
    };
    for placed in glyphs(text) {
        outlines.start = placed.start as f32;
        FACE.outline_glyph(placed.glyph, &mut outlines);
    }
    outlines.path.finish()
}

/// A glyph with its beginning and end, in units of the font.
struct Placed {
    glyph: GlyphId,
    start: i32,
    end: i32,
}

/// One glyph for each character; pairs such as "Tr" move closer together.
fn glyphs(text: &str) -> impl Iterator<Item = Placed> {
    let characters: Vec<char> = printable(text).chars().collect();
    let mut end = 0;
    let mut previous: Option<GlyphId> = None;
    characters.into_iter().map(move |character| {
        // Glyph 0 is the box that the font shows for characters that it does not have.
        let glyph = FACE.glyph_index(character).unwrap_or_default();
        let closer = previous.replace(glyph).map_or(0, |left| kern(left, glyph));
        let start = i32::saturating_add(end, closer);
        let advance = FACE.glyph_hor_advance(glyph).unwrap_or(0);
        end = start.saturating_add(i32::from(advance));
        Placed { glyph, start, end }
    })
}

/// The change of the distance between two glyphs, in units of the font; mostly 0, else mostly negative.
fn kern(left: GlyphId, right: GlyphId) -> i32 {
    let pairs = FACE
        .tables()
        .kern
        .into_iter()
        .flat_map(|kern| kern.subtables);
    let mut along_the_line = pairs.filter(|pairs| pairs.horizontal && !pairs.variable);
    let kern = along_the_line.find_map(|pairs| pairs.glyphs_kerning(left, right));
    kern.map_or(0, i32::from)
}

/// Collects outlines, from the font's units with y upwards to pixels with y downwards.
struct Outlines {
    path: PathBuilder,
    scale: f32,
    start: f32,
}

impl Outlines {
    fn pixels(&self, x: f32, y: f32) -> (f32, f32) {
        ((self.start + x) * self.scale, -y * self.scale)
    }
}

impl OutlineBuilder for Outlines {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.pixels(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.pixels(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.pixels(x1, y1), self.pixels(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2)) = (self.pixels(x1, y1), self.pixels(x2, y2));
        let (x, y) = self.pixels(x, y);
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_to_fit() {
        let name = "mlp-training-loss-batch-16-lr-0.1";
        assert_eq!(shortened(name, 14.0, 1000.0), name);
        let short = shortened(name, 14.0, 100.0);
        assert!(short.ends_with('…') && short.starts_with("mlp-"));
        assert!(text_width(&short, 14.0) <= 100.0);
        assert_eq!(shortened(name, 14.0, 0.0), "…");
    }

    #[test]
    fn pairs_of_letters_stand_closer() {
        assert!(text_width("AV", 20.0) < text_width("A", 20.0) + text_width("V", 20.0));
    }

    #[test]
    fn what_the_font_does_not_have_takes_room_too() {
        assert!(text_width("\u{4e2d}", 20.0) > 5.0);
        assert!(outlines("\u{4e2d}", 20.0).is_some());
        assert!(outlines(" \n", 20.0).is_none());
    }
}
