//! Some images of each class on one sheet, as a grey PNG.

use std::io::Write;

use ndarray::Axis;
use png::{BitDepth, ColorType, Encoder, EncodingError};

use crate::learn::data::images::Split;

/// The most images of one class on a sheet.
const COLUMNS: usize = 16;

/// The widest sheet, in pixels; where images are wide, a row has fewer of them.
const WIDEST: usize = 4096;

/// The side to which small images are enlarged, approximately, in pixels.
const VISIBLE_SIDE: usize = 56;

/// The width of the gaps between the images and around them, in pixels.
const GAP: usize = 2;

/// The grey value of the gaps.
const GREY: u8 = 96;

/// Writes the first images of each class, up to 16, with one row for each class in the order of the labels.
///
/// A class without images has no row. Each pixel becomes a square of whole pixels; no grey value is changed.
///
/// # Errors
///
/// If the sheet cannot be written.
pub fn write(split: &Split, classes: usize, out: impl Write) -> Result<(), EncodingError> {
    let rows: Vec<Vec<usize>> = (0..classes)
        .map(|class| {
            let labels = split.labels.iter().enumerate();
            let of_class = labels.filter(|(_, label)| usize::from(**label) == class);
            let columns = COLUMNS.min(WIDEST / split.images.len_of(Axis(2)).max(1));
            of_class
                .map(|(index, _)| index)
                .take(columns.max(1))
                .collect()
        })
        .filter(|row: &Vec<usize>| !row.is_empty())
        .collect();
    let (_, height, width) = split.images.dim();
    let scale = (VISIBLE_SIDE / height.max(width).max(1)).max(1);
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let sheet_width = GAP + columns * (width * scale + GAP);
    let sheet_height = GAP + rows.len() * (height * scale + GAP);

    let mut encoder = Encoder::new(out, sheet_width as u32, sheet_height as u32);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    // Line after line: a sheet of many large images need not be in memory.
    let mut sheet = writer.stream_writer()?;
    let gap = vec![GREY; GAP * sheet_width];
    let mut line = vec![GREY; sheet_width];
    for row in &rows {
        sheet.write_all(&gap)?;
        for y in 0..height {
            line.fill(GREY);
            for (column, &index) in row.iter().enumerate() {
                let left = GAP + column * (width * scale + GAP);
                for (x, pixel) in split
                    .images
                    .index_axis(Axis(0), index)
                    .row(y)
                    .iter()
                    .enumerate()
                {
                    line[left + x * scale..][..scale].fill(*pixel);
                }
            }
            for _ in 0..scale {
                sheet.write_all(&line)?;
            }
        }
    }
    sheet.write_all(&gap)?;
    sheet.finish()?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use ndarray::Array3;

    use super::*;

    #[test]
    fn each_class_has_a_row_of_its_own_images() {
        let split = Split {
            // Each image has the grey value 10 · index.
            images: Array3::from_shape_fn((5, 28, 20), |(index, _, _)| index as u8 * 10),
            labels: vec![3, 0, 3, 0, 0].into(),
        };
        let mut file = Vec::new();
        write(&split, 4, &mut file).expect("memory can be written");
        let mut reader = png::Decoder::new(std::io::Cursor::new(file))
            .read_info()
            .expect("PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("small")];
        let info = reader.next_frame(&mut pixels).expect("PNG");
        // Two rows, three columns, each image doubled.
        let (width, height) = (2 + 3 * 42, 2 + 2 * 58);
        assert_eq!((info.width as usize, info.height as usize), (width, height));
        assert_eq!(info.color_type, ColorType::Grayscale);
        let middles = |y: usize| [22, 64, 106].map(|x| pixels[y * width + x]);
        assert_eq!(middles(30), [10, 30, 40]);
        assert_eq!(middles(88), [0, 20, GREY]);
        assert_eq!(middles(1), [GREY; 3]);
    }
}
