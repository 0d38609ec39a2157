//! Grey images from PNG files.

use std::io::Cursor;

use ndarray::Array2;
use png::{BitDepth, ColorType, Decoder, DecodingError, Limits, Transformations};

use crate::language::refused::Refused;

/// The longest side of an image, in pixels.
pub const MAX_SIDE: u32 = 4096;

/// The most memory that the reader sets aside: an image of the greatest size in colour, and as much again.
const MAX_BYTES: usize = 128 << 20;

/// The height and width of the image in a PNG file, which is not unpacked.
///
/// # Errors
/// [`Refused`] if it is not a PNG file.
pub fn size(file: &[u8]) -> Result<(usize, usize), Refused> {
    let mut decoder = decoder(file);
    let header = decoder.read_header_info().map_err(damaged)?;
    Ok((header.height as usize, header.width as usize))
}

/// The image in a PNG file as an array of shape (height, width), with grey values from 0 to 255.
///
/// Colours become the grey that television standards define (ITU-R BT.601), as in Pillow:
/// (19595·R + 38470·G + 7471·B + 2¹⁵) / 2¹⁶, rounded down.
///
/// # Errors
/// [`Refused`] if the file is damaged, too large, has 16 bits per channel, or is transparent anywhere.
pub fn read(file: &[u8]) -> Result<Array2<u8>, Refused> {
    let mut decoder = decoder(file);
    let header = decoder.read_header_info().map_err(damaged)?;
    let (height, width) = (header.height, header.width);
    let too_large = || {
        let expected = format!("at most {MAX_SIDE} x {MAX_SIDE} pixels");
        Refused::new("", expected, format!("{height} x {width}"))
    };
    if height.max(width) > MAX_SIDE {
        return Err(too_large());
    }
    if header.bit_depth == BitDepth::Sixteen {
        return Err(Refused::new("", "8 bits a channel", "16"));
    }
    // Palettes become colours, and fewer than eight bits become eight.
    decoder.set_transformations(Transformations::EXPAND);
    let mut reader = decoder.read_info().map_err(damaged)?;
    let bytes = reader.output_buffer_size().ok_or_else(too_large)?;
    let mut buffer = vec![0; bytes];
    reader.next_frame(&mut buffer).map_err(damaged)?;
    let (colour, _) = reader.output_color_type();
    let (channels, opaque) = (colour.samples(), [ColorType::Grayscale, ColorType::Rgb]);
    let is_opaque = |pixel: &[u8]| opaque.contains(&colour) || pixel[channels - 1] == 255;
    let pixels = buffer.chunks_exact(channels).map(|pixel| match pixel {
        _ if !is_opaque(pixel) => Err(Refused::new(
            "",
            "opaque pixels, whose grey value is defined",
            "transparent ones",
        )),
        [red, green, blue, ..] => Ok(grey([*red, *green, *blue])),
        _ => Ok(pixel[0]),
    });
    let pixels = pixels.collect::<Result<Vec<_>, _>>()?;
    let image = Array2::from_shape_vec((height as usize, width as usize), pixels);
    Ok(image.expect("as many pixels as the header says"))
}

fn damaged(error: DecodingError) -> Refused {
    Refused::mistake("", "a PNG file that is not damaged", error)
}

fn decoder(file: &[u8]) -> Decoder<Cursor<&[u8]>> {
    let limits = Limits { bytes: MAX_BYTES };
    Decoder::new_with_limits(Cursor::new(file), limits)
}

fn grey([red, green, blue]: [u8; 3]) -> u8 {
    let sum = 19_595 * u32::from(red) + 38_470 * u32::from(green) + 7_471 * u32::from(blue);
    // The factors' sum is 2¹⁶.
    ((sum + (1 << 15)) >> 16) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(colour: ColorType, depth: BitDepth, size: [u32; 2], pixels: &[u8]) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, size[1], size[0]);
        encoder.set_color(colour);
        encoder.set_depth(depth);
        if colour == ColorType::Indexed {
            encoder.set_palette(vec![0, 0, 0, 255, 0, 0]);
        }
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(pixels).unwrap();
        writer.finish().unwrap();
        file
    }

    #[test]
    fn grey_colour_and_palettes_become_grey() {
        let eight = BitDepth::Eight;
        for (colour, depth, pixels, expected) in [
            (ColorType::Grayscale, eight, &[7, 250][..], [7, 250]),
            (ColorType::Grayscale, BitDepth::Four, &[0xf3], [255, 51]),
            (ColorType::GrayscaleAlpha, eight, &[7, 255, 8, 255], [7, 8]),
            (ColorType::Rgb, eight, &[255, 0, 0, 9, 9, 9], [76, 9]),
            (
                ColorType::Rgba,
                eight,
                &[0, 255, 0, 255, 0, 0, 255, 255],
                [150, 29],
            ),
            (ColorType::Indexed, eight, &[1, 0], [76, 0]),
        ] {
            let file = file(colour, depth, [1, 2], pixels);
            assert_eq!(size(&file).unwrap(), (1, 2));
            let image = read(&file).unwrap_or_else(|error| panic!("{colour:?}: {error}"));
            assert_eq!(image, ndarray::arr2(&[expected]), "{colour:?}");
        }
    }

    #[test]
    fn other_files_are_refused() {
        let grey = file(ColorType::Grayscale, BitDepth::Eight, [3, 2], &[0; 6]);
        for length in 0..grey.len() - 12 {
            assert!(read(&grey[..length]).is_err(), "{length}");
        }
        let deep = file(ColorType::Grayscale, BitDepth::Sixteen, [1, 1], &[0; 2]);
        let refused = |file: &[u8]| read(file).unwrap_err().to_string();
        assert_eq!(refused(&deep), "expected 8 bits a channel, found 16");
        let clear = file(ColorType::Rgba, BitDepth::Eight, [1, 1], &[0, 0, 0, 254]);
        assert!(refused(&clear).ends_with("found transparent ones"));
    }

    #[test]
    fn a_header_that_promises_a_huge_image_is_refused_before_memory_is_set_aside() {
        let mut huge = file(ColorType::Grayscale, BitDepth::Eight, [1, 1], &[0]);
        huge[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
        // The header's checksum, over its type and content.
        let mut check = u32::MAX;
        for byte in &huge[12..29] {
            check ^= u32::from(*byte);
            for _ in 0..8 {
                check = (check >> 1) ^ (0xedb8_8320 * (check & 1));
            }
        }
        huge[29..33].copy_from_slice(&(!check).to_be_bytes());
        let side = 0x7fff_ffff;
        assert_eq!(size(&huge).unwrap(), (side, side));
        let expected = Refused::new("", "at most 4096 x 4096 pixels", format!("{side} x {side}"));
        assert_eq!(read(&huge), Err(expected));
    }
}
