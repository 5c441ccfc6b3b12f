//! The parts of a Word document, which is a ZIP archive. Only reads, only what is asked for, and never more than a file of a hub may have.

use std::collections::BTreeMap;

use libdeflater::Decompressor;

use crate::load::foreign::MAX_FILE_BYTES;

#[derive(Debug)]
pub struct Archive<'b> {
    bytes: &'b [u8],
    parts: BTreeMap<String, Part>,
}

#[derive(Debug, Clone, Copy)]
struct Part {
    offset: usize,
    packed: usize,
    size: usize,
    method: u16,
}

const MAX_PARTS: usize = 10_000;

impl<'b> Archive<'b> {
    /// None if this is no archive, or one that Word does not make.
    pub fn open(bytes: &'b [u8]) -> Option<Self> {
        // The end of the list stands at the end of the file, before a comment of at most 64 kB.
        let from = bytes.len().saturating_sub(22 + (64 << 10));
        let end = from + bytes[from..].windows(4).rposition(|four| four == b"PK\x05\x06")?;
        let count = usize::from(short(bytes, end + 10)?);
        let mut at = long(bytes, end + 16)?;
        if count > MAX_PARTS {
            return None;
        }
        let mut parts = BTreeMap::new();
        for _ in 0..count {
            if bytes.get(at..at + 4)? != b"PK\x01\x02" {
                return None;
            }
            let (name, extra, comment) = (short(bytes, at + 28)?, short(bytes, at + 30)?, short(bytes, at + 32)?);
            let (name, extra, comment) = (usize::from(name), usize::from(extra), usize::from(comment));
            let part = Part {
                offset: long(bytes, at + 42)?,
                packed: long(bytes, at + 20)?,
                size: long(bytes, at + 24)?,
                method: short(bytes, at + 10)?,
            };
            let written = bytes.get(at + 46..at + 46 + name)?;
            parts.insert(String::from_utf8_lossy(written).into_owned(), part);
            at += 46 + name + extra + comment;
        }
        Some(Archive { bytes, parts })
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// A part, unpacked; none if it is missing, unsound or larger than it may be.
    pub fn part(&self, name: &str) -> Option<Vec<u8>> {
        let part = self.parts.get(name)?;
        let at = part.offset;
        if self.bytes.get(at..at + 4)? != b"PK\x03\x04" || part.size as u64 > MAX_FILE_BYTES {
            return None;
        }
        let start = at + 30 + usize::from(short(self.bytes, at + 26)?) + usize::from(short(self.bytes, at + 28)?);
        let packed = self.bytes.get(start..start.checked_add(part.packed)?)?;
        match part.method {
            0 => Some(packed.to_vec()),
            8 => {
                // Deflate makes at most a thousand bytes of one: what promises more is no document.
                if part.size > packed.len().saturating_mul(1100) + 64 {
                    return None;
                }
                let mut out = vec![0; part.size];
                let written = Decompressor::new().deflate_decompress(packed, &mut out).ok()?;
                (written == part.size).then_some(out)
            }
            _ => None,
        }
    }

    pub fn text(&self, name: &str) -> Option<String> {
        self.part(name).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `a.txt` with `hello`, stored, as `zip -0` writes it.
    fn stored() -> Vec<u8> {
        let mut bytes = b"PK\x03\x04\x0a\0\0\0\0\0\0\0\0\0\x86\xa6\x10\x36\x05\0\0\0\x05\0\0\0\x05\0\0\0a.txthello".to_vec();
        let list = bytes.len() as u32;
        bytes.extend(
            b"PK\x01\x02\x1e\x03\x0a\0\0\0\0\0\0\0\0\0\x86\xa6\x10\x36\x05\0\0\0\x05\0\0\0\x05\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0a.txt",
        );
        let size = bytes.len() as u32 - list;
        bytes.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
        bytes.extend(size.to_le_bytes());
        bytes.extend(list.to_le_bytes());
        bytes.extend(b"\0\0");
        bytes
    }

    #[test]
    fn a_part_is_read_by_its_name() {
        let bytes = stored();
        let archive = Archive::open(&bytes).expect("an archive");
        assert_eq!(archive.names().collect::<Vec<_>>(), ["a.txt"]);
        assert_eq!(archive.text("a.txt").as_deref(), Some("hello"));
        assert_eq!(archive.part("b.txt"), None);
        assert!(Archive::open(b"no archive").is_none() && Archive::open(b"").is_none());
    }

    proptest! {
        #[test]
        fn damage_is_refused_and_nothing_worse(at in 0usize..120, byte in any::<u8>(), cut in 0usize..120) {
            let mut bytes = stored();
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            bytes.truncate(bytes.len().saturating_sub(cut));
            if let Some(archive) = Archive::open(&bytes) {
                let names: Vec<String> = archive.names().map(str::to_owned).collect();
                names.iter().for_each(|name| drop(archive.part(name)));
            }
        }
    }
}
