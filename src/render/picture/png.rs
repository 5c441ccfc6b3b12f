//! A sheet as a PNG file (ISO/IEC 15948): one byte a point into a palette, packed once, with the words that belong to it.

use libdeflater::{CompressionLvl, Compressor, Crc};

use super::sheet::{COLOURS, FULL, Sheet};

/// Beyond this the packing takes longer and saves little.
const LEVEL: i32 = 9;

/// `words` are keys of the format (`Title`, `Source`) and what they say.
pub fn write(sheet: &Sheet, words: &[(&str, &str)]) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let side = |points: usize| u32::try_from(points).unwrap_or(u32::MAX).to_be_bytes();
    // Eight bits, a palette, the only packing and filtering there are, rows in order.
    chunk(&mut png, *b"IHDR", &[side(sheet.width).as_slice(), &side(sheet.height), &[8, 3, 0, 0, 0]].concat());
    chunk(&mut png, *b"PLTE", &palette());
    for (key, text) in words.iter().filter(|(_, text)| !text.is_empty()) {
        // Key, not packed, no language, no translated key; in UTF-8.
        chunk(&mut png, *b"iTXt", &[key.as_bytes(), b"\0\0\0\0\0", text.as_bytes()].concat());
    }
    let mut rows = Vec::with_capacity(sheet.points.len() + sheet.height);
    for row in sheet.points.chunks_exact(sheet.width) {
        // Drawings pack best unfiltered.
        rows.push(0);
        rows.extend_from_slice(row);
    }
    let mut compressor = Compressor::new(CompressionLvl::new(LEVEL).expect("a level that there is"));
    let mut packed = vec![0; compressor.zlib_compress_bound(rows.len())];
    let length = compressor.zlib_compress(&rows, &mut packed).expect("as much room as it may need");
    chunk(&mut png, *b"IDAT", &packed[..length]);
    chunk(&mut png, *b"IEND", &[]);
    png
}

/// Each ink in its strengths, from the white of the paper up.
fn palette() -> Vec<u8> {
    let mut palette = Vec::with_capacity(COLOURS.len() * 24);
    for colour in COLOURS {
        for level in 0..=FULL {
            let blend = |part: u8| 255 - (u32::from(255 - part) * u32::from(level) / u32::from(FULL)) as u8;
            palette.extend(colour.map(blend));
        }
    }
    palette
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    png.extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    let start = png.len();
    png.extend_from_slice(&kind);
    png.extend_from_slice(data);
    let mut crc = Crc::new();
    crc.update(&png[start..]);
    png.extend_from_slice(&crc.sum().to_be_bytes());
}
