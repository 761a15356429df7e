//! From the bytes of a file to its text.

/// The file is not a text at all: a workbook, a picture, an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotText;

/// How files begin that people take for lists: workbooks old and new, and documents.
const OTHER_FILES: [&[u8]; 4] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0", b"%PDF", b"{\\rtf"];

/// Reads UTF-8, UTF-16 with or without its mark, and the one-byte encoding of western spreadsheets (Windows-1252, which
/// has all of Latin-1).
pub(crate) fn decode(bytes: &[u8]) -> Result<String, NotText> {
    if OTHER_FILES.iter().any(|other| bytes.starts_with(other)) {
        return Err(NotText);
    }
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf_16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf_16(rest, u16::from_be_bytes),
        [0, _, ..] => utf_16(bytes, u16::from_be_bytes),
        [_, 0, ..] => utf_16(bytes, u16::from_le_bytes),
        _ if bytes.contains(&0) => Err(NotText),
        _ => Ok(match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
        }),
    }
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NotText> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
    match text {
        Ok(text) if rest.is_empty() && !text.contains('\0') => Ok(text),
        _ => Err(NotText),
    }
}

/// The letters between 0x80 and 0x9F; the others are those of Unicode.
const UPPER: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    let upper = byte.checked_sub(0x80).and_then(|place| UPPER.get(usize::from(place)));
    upper.copied().unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_encoding_is_read() {
        let text = "Zoë Müller;zoe@example.org\n";
        let units = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let (little, big) = (units(u16::to_le_bytes), units(u16::to_be_bytes));
        for bytes in [
            text.as_bytes().to_vec(),
            [&[0xFF, 0xFE][..], &little].concat(),
            [&[0xFE, 0xFF][..], &big].concat(),
            little.clone(),
            big.clone(),
            b"Zo\xEB M\xFCller;zoe@example.org\n".to_vec(),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Ok(text), "{bytes:?}");
        }
        assert_eq!(decode(b"O\x92Neil \x80").as_deref(), Ok("O’Neil €"));
        assert_eq!(decode(b"").as_deref(), Ok(""));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [&b"PK\x03\x04rest"[..], b"%PDF-1.7", b"ab\0cd", b"\xFF\xFEa", b"\0\0\0\0", b"\xFF\xFE\x00\xD8"] {
            assert_eq!(decode(bytes), Err(NotText), "{bytes:?}");
        }
    }
}
