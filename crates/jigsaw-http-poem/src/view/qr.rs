//! QR codes: small SVG pictures inside pages, and files to print.

use std::fmt::Write as _;

use qrcode::{Color, QrCode};

/// Modules left free on each side, as ISO/IEC 18004 wants.
const QUIET: usize = 4;
/// Pixels of one module in the PNG: about 7 cm at 300 dots an inch, and whole pixels at any size it is shown at.
const PIXELS: usize = 16;
/// 300 dots an inch, in pixels per metre.
const DENSITY: u32 = 11_811;

/// The markup of a QR code. It can only be made here, from numbers, so it is safe inside a page.
#[derive(Debug, Clone, Default)]
pub struct Qr(String);

impl Qr {
    /// The code of a link; empty if the link is too long for any code, and then no picture is shown.
    pub fn of(link: &str) -> Self {
        QrCode::new(link).map_or_else(|_| Self::default(), |code| Self(draw(&code)))
    }

    /// The `<svg>` element.
    pub fn svg(&self) -> &str {
        &self.0
    }
}

/// A whole SVG file; `None` if the link is too long for any code.
pub(crate) fn svg_file(link: &str) -> Option<String> {
    let (size, path) = outline(&QrCode::new(link).ok()?);
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"70mm\" height=\"70mm\" viewBox=\"0 0 {size} {size}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/>\
         <path d=\"{path}\"/></svg>\n"
    ))
}

/// A whole PNG file, black on white; `None` if the link is too long for any code.
pub(crate) fn png_file(link: &str) -> Option<Vec<u8>> {
    let code = QrCode::new(link).ok()?;
    let (colors, width) = (code.to_colors(), code.width());
    let side = (width + 2 * QUIET) * PIXELS;
    let is_dark = |x: usize, y: usize| {
        let (column, row) = ((x / PIXELS).checked_sub(QUIET), (y / PIXELS).checked_sub(QUIET));
        let place = column.zip(row).filter(|(column, row)| *column < width && *row < width);
        place.is_some_and(|(column, row)| colors.get(row * width + column) == Some(&Color::Dark))
    };
    // One bit a pixel, one is white; a module is sixteen pixels, so a row ends with a whole byte.
    let byte = |x: usize, y: usize| (0..8).fold(0_u8, |byte, bit| (byte << 1) | u8::from(!is_dark(x + bit, y)));
    let pixels: Vec<u8> = (0..side).flat_map(|y| (0..side).step_by(8).map(move |x| byte(x, y))).collect();
    encode(u32::try_from(side).ok()?, &pixels).ok()
}

fn encode(side: u32, pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: DENSITY, yppu: DENSITY, unit: png::Unit::Meter }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}

/// One path of horizontal runs: a tenth of the size of one rectangle a module. With the size that the quiet zone makes.
fn outline(code: &QrCode) -> (usize, String) {
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|left, right| left == right) {
            if run.first() == Some(&Color::Dark) {
                let (left, top, length) = (x + QUIET, y + QUIET, run.len());
                // Writing to a string does not fail.
                let _ = write!(path, "M{left} {top}h{length}v1h-{length}z");
            }
            x += run.len();
        }
    }
    (width + 2 * QUIET, path)
}

fn draw(code: &QrCode) -> String {
    let (size, path) = outline(code);
    format!(
        "<svg class=\"qr\" viewBox=\"0 0 {size} {size}\" aria-hidden=\"true\" focusable=\"false\">\
         <path class=\"qr-paper\" d=\"M0 0h{size}v{size}H0z\"/><path class=\"qr-ink\" d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://example.org/j/abc";

    #[test]
    fn draws_one_path() {
        let qr = Qr::of(LINK);
        assert_eq!(qr.svg().matches("<path").count(), 2);
        assert!(!qr.svg().contains("style="));
        assert!(Qr::of(&"x".repeat(9000)).svg().is_empty());
        assert!(svg_file(&"x".repeat(9000)).is_none() && png_file(&"x".repeat(9000)).is_none());
    }

    #[test]
    fn the_png_shows_the_very_modules_within_a_quiet_zone() {
        let file = png_file(LINK).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let read = reader.next_frame(&mut pixels).unwrap();
        let code = QrCode::new(LINK).unwrap();
        let side = (code.width() + 2 * QUIET) * PIXELS;
        assert_eq!((read.width as usize, read.height as usize), (side, side));
        let white = |x: usize, y: usize| pixels[y * read.line_size + x / 8] & (0x80 >> (x % 8)) != 0;
        for (index, color) in code.to_colors().iter().enumerate() {
            let (column, row) = (index % code.width() + QUIET, index / code.width() + QUIET);
            for inside in [0, PIXELS - 1] {
                let seen = white(column * PIXELS + inside, row * PIXELS + inside);
                assert_eq!(seen, *color == Color::Light, "module {column}, {row}");
            }
        }
        let edge = QUIET * PIXELS;
        assert!((0..side).all(|x| (0..edge).all(|y| white(x, y) && white(y, x) && white(side - 1 - y, x))));
    }

    #[test]
    fn the_svg_is_a_file_of_its_own() {
        let file = svg_file(LINK).unwrap();
        assert!(file.starts_with("<?xml") && file.contains("xmlns=") && file.contains("70mm"));
    }
}
