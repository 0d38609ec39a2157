//! Drawings as PNG.

use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, StrokeDash,
    Transform,
};

use super::letters::{outlines, text_width};
use super::{Anchor, Colour, Drawing, Mark, Point};
use crate::language::refused::Refused;

impl Drawing {
    /// The drawing as the bytes of a PNG file of the same width and height.
    ///
    /// # Errors
    /// [`Refused`] if the width or the height is 0, or if the picture is too large for memory.
    pub fn to_png(&self) -> Result<Vec<u8>, Refused> {
        let pixels = Pixmap::new(self.width, self.height);
        let mut pixels = pixels.ok_or_else(|| {
            let found = format!("{} by {} pixels", self.width, self.height);
            Refused::new("the picture", "pixels, as many as fit in memory", found)
        })?;
        pixels.fill(Color::WHITE);
        for mark in &self.marks {
            draw(mark, &mut pixels);
        }
        let bytes = pixels.encode_png();
        bytes.map_err(|error| Refused::mistake("the picture", "pixels for a PNG", error))
    }
}

fn draw(mark: &Mark, pixels: &mut Pixmap) {
    match mark {
        Mark::Path {
            points,
            colour,
            width,
            dashes,
        } => {
            let stroke = Stroke {
                width: *width as f32,
                line_cap: LineCap::Butt,
                line_join: LineJoin::Round,
                dash: StrokeDash::new(dashes.iter().map(|d| *d as f32).collect(), 0.0),
                ..Stroke::default()
            };
            if let Some(path) = corners(points, false) {
                let still = Transform::identity();
                pixels.stroke_path(&path, &paint(*colour), &stroke, still, None);
            }
        }
        Mark::Shape { points, fill } => {
            let path = corners(points, true);
            fill_path(path, *fill, Transform::identity(), pixels);
        }
        Mark::Disc {
            centre: (x, y),
            radius,
            fill,
        } => {
            let path = PathBuilder::from_circle(*x as f32, *y as f32, *radius as f32);
            fill_path(path, *fill, Transform::identity(), pixels);
        }
        Mark::Words { text, at, style } => {
            let before = match style.anchor {
                Anchor::Start => 0.0,
                Anchor::Middle => text_width(text, style.size) / 2.0,
                Anchor::End => text_width(text, style.size),
            };
            let turn = if style.upwards { -90.0 } else { 0.0 };
            let place = Transform::from_translate(at.0 as f32, at.1 as f32)
                .pre_rotate(turn)
                .pre_translate(-before as f32, 0.0);
            fill_path(outlines(text, style.size), style.colour, place, pixels);
        }
    }
}

fn corners(points: &[Point], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (index, (x, y)) in points.iter().enumerate() {
        let (x, y) = (*x as f32, *y as f32);
        if index == 0 {
            path.move_to(x, y);
        } else {
            path.line_to(x, y);
        }
    }
    if closed && !points.is_empty() {
        path.close();
    }
    path.finish()
}

fn fill_path(path: Option<Path>, colour: Colour, place: Transform, pixels: &mut Pixmap) {
    if let Some(path) = path {
        pixels.fill_path(&path, &paint(colour), FillRule::Winding, place, None);
    }
}

fn paint(Colour(red, green, blue): Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(width: u32, height: u32, marks: Vec<Mark>) -> Drawing {
        Drawing {
            title: String::new(),
            description: String::new(),
            width,
            height,
            marks,
        }
    }

    #[test]
    fn a_picture_without_pixels_is_refused() {
        let error = drawing(0, 5, vec![]).to_png().expect_err("no width");
        assert!(error.to_string().contains("0 by 5 pixels"));
        let error = drawing(u32::MAX, u32::MAX, vec![]).to_png();
        assert!(error.is_err_and(|error| error.found.contains("4294967295")));
    }

    #[test]
    fn a_disc_is_where_it_was_put() {
        let disc = Mark::Disc {
            centre: (10.0, 5.0),
            radius: 3.0,
            fill: Colour(1, 2, 3),
        };
        let bytes = drawing(20, 20, vec![disc]).to_png().expect("drawn");
        let pixels = Pixmap::decode_png(&bytes).expect("a PNG");
        let colour = |x, y| {
            let pixel = pixels.pixel(x, y).expect("inside");
            (pixel.red(), pixel.green(), pixel.blue(), pixel.alpha())
        };
        assert_eq!(colour(10, 5), (1, 2, 3, 255));
        assert_eq!(colour(10, 15), (255, 255, 255, 255));
    }

    #[test]
    fn marks_without_extent_are_nothing() {
        let lonely = Mark::Path {
            points: vec![(1.0, 1.0)],
            colour: Colour(0, 0, 0),
            width: 1.0,
            dashes: vec![],
        };
        let empty = Mark::Shape {
            points: vec![],
            fill: Colour(0, 0, 0),
        };
        let blank = drawing(5, 5, vec![]).to_png().expect("drawn");
        let bytes = drawing(5, 5, vec![lonely, empty]).to_png();
        assert_eq!(bytes.expect("drawn"), blank);
    }
}
