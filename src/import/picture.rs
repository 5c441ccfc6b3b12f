//! What a picture says besides what it shows: who took it, where and with what. Taken out of JPEG and PNG files; nothing that is seen changes.

/// A picture without its notes, or as it was and why.
#[derive(Debug, PartialEq, Eq)]
pub enum Cleaned {
    Clean(Vec<u8>),
    /// Its notes say how to turn it: without them it would lie on its side.
    Turned,
    /// A kind of file that is not looked into.
    Unknown,
}

pub fn cleaned(bytes: &[u8]) -> Cleaned {
    if bytes.starts_with(b"\xff\xd8") {
        jpeg(bytes)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(bytes).map_or(Cleaned::Unknown, Cleaned::Clean)
    } else {
        Cleaned::Unknown
    }
}

fn jpeg(bytes: &[u8]) -> Cleaned {
    let mut out = bytes[..2].to_vec();
    let mut at = 2;
    loop {
        let Some(&[0xff, marker, high, low]) = bytes.get(at..at + 4) else { return Cleaned::Unknown };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let Some(segment) = bytes.get(at..at + 2 + length).filter(|_| length >= 2) else { return Cleaned::Unknown };
        match marker {
            // From here on it is the picture itself.
            0xda => {
                out.extend_from_slice(&bytes[at..]);
                return Cleaned::Clean(out);
            }
            0xe1 if is_turned(&segment[4..]) => return Cleaned::Turned,
            // Notes of cameras and programs, and comments; colours and the kind of file stay.
            0xe1 | 0xe3..=0xed | 0xef | 0xfe => {}
            _ => out.extend_from_slice(segment),
        }
        at += 2 + length;
    }
}

/// Whether the notes of a camera ask for the picture to be turned.
fn is_turned(segment: &[u8]) -> bool {
    let Some(tiff) = segment.strip_prefix(b"Exif\0\0") else { return false };
    let little = tiff.starts_with(b"II");
    let short = |at: usize| {
        let two: [u8; 2] = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let long = |at: usize| {
        let four: [u8; 4] = tiff.get(at..at + 4)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) } as usize)
    };
    let Some(start) = long(4) else { return false };
    let Some(entries) = short(start) else { return false };
    let turned = (0..usize::from(entries)).map(|entry| start + 2 + 12 * entry).find(|at| short(*at) == Some(0x0112));
    turned.and_then(|at| short(at + 8)).is_some_and(|turn| turn > 1)
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes[..8].to_vec();
    let mut at = 8;
    while at < bytes.len() {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let chunk = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
        if !matches!(&chunk[4..8], b"tEXt" | b"iTXt" | b"zTXt" | b"eXIf" | b"tIME") {
            out.extend_from_slice(chunk);
        }
        at += 12 + length;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_go_and_the_picture_stays() {
        let segment = |marker: u8, body: &[u8]| [&[0xff, marker][..], &(body.len() as u16 + 2).to_be_bytes(), body].concat();
        let end = b"\xff\xda\0\x02picture\xff\xd9";
        let kept = [b"\xff\xd8".to_vec(), segment(0xe0, b"JFIF\0")].concat();
        let jpeg = [kept.clone(), segment(0xe1, b"Exif\0\0MM\0*\0\0\0\x08\0\0Ann Author"), segment(0xfe, b"by Ann"), end.to_vec()].concat();
        assert_eq!(cleaned(&jpeg), Cleaned::Clean([kept, end.to_vec()].concat()));
        let turned = segment(0xe1, b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
        assert_eq!(cleaned(&[b"\xff\xd8".to_vec(), turned, end.to_vec()].concat()), Cleaned::Turned);
        let chunk = |name: &[u8], body: &[u8]| [&(body.len() as u32).to_be_bytes()[..], name, body, b"crc!"].concat();
        let start = b"\x89PNG\r\n\x1a\n".to_vec();
        let png = [start.clone(), chunk(b"IHDR", b"x"), chunk(b"tEXt", b"Author\0Ann"), chunk(b"IEND", b"")].concat();
        assert_eq!(cleaned(&png), Cleaned::Clean([start, chunk(b"IHDR", b"x"), chunk(b"IEND", b"")].concat()));
        assert_eq!((cleaned(b"GIF89a"), cleaned(b"\xff\xd8\xff"), cleaned(b"")), (Cleaned::Unknown, Cleaned::Unknown, Cleaned::Unknown));
    }
}
