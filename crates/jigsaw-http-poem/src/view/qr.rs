//! QR codes as small SVG pictures.

use std::fmt::Write as _;

use qrcode::{Color, QrCode};

/// Modules left free on each side, as ISO/IEC 18004 wants.
const QUIET: usize = 4;

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

/// One path of horizontal runs: a tenth of the size of one rectangle a module.
fn draw(code: &QrCode) -> String {
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
    let size = width + 2 * QUIET;
    format!(
        "<svg class=\"qr\" viewBox=\"0 0 {size} {size}\" aria-hidden=\"true\" focusable=\"false\">\
         <path class=\"qr-paper\" d=\"M0 0h{size}v{size}H0z\"/><path class=\"qr-ink\" d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_one_path() {
        let qr = Qr::of("https://example.org/j/abc");
        assert_eq!(qr.svg().matches("<path").count(), 2);
        assert!(!qr.svg().contains("style="));
        assert!(Qr::of(&"x".repeat(9000)).svg().is_empty());
    }
}
